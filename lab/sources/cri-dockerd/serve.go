package main

import (
	"context"
	"net"
	"strings"

	"google.golang.org/grpc"
	"google.golang.org/grpc/test/bufconn"
	alpha "k8s.io/cri-api/pkg/apis/runtime/v1alpha2"
	"k8s.io/kubernetes/pkg/kubelet/dockershim"
)

const (
	mostBytes   = 16 << 20
	bufferBytes = 1 << 20
)

// serve answers CRI v1, which kubelets ask for since 1.26. dockershim speaks v1alpha2: the same messages, byte by byte,
// under another name.
func serve(service dockershim.DockerService, listener net.Listener) error {
	if err := service.Start(); err != nil {
		return err
	}
	inner := bufconn.Listen(bufferBytes)
	shim := grpc.NewServer(grpc.MaxRecvMsgSize(mostBytes), grpc.MaxSendMsgSize(mostBytes))
	alpha.RegisterRuntimeServiceServer(shim, service)
	alpha.RegisterImageServiceServer(shim, service)
	go shim.Serve(inner)

	dial := func(context.Context, string) (net.Conn, error) { return inner.Dial() }
	sizes := grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(mostBytes), grpc.MaxCallSendMsgSize(mostBytes))
	toShim, err := grpc.Dial("dockershim", grpc.WithContextDialer(dial), grpc.WithInsecure(), sizes)
	if err != nil {
		return err
	}
	outer := grpc.NewServer(
		grpc.UnknownServiceHandler(handOnTo(toShim)),
		grpc.ForceServerCodec(bytesAsTheyAre{}),
		grpc.MaxRecvMsgSize(mostBytes),
		grpc.MaxSendMsgSize(mostBytes),
	)
	return outer.Serve(listener)
}

// handOnTo passes a call on; all of dockershim's have one question and one answer.
func handOnTo(shim *grpc.ClientConn) grpc.StreamHandler {
	return func(_ any, stream grpc.ServerStream) error {
		method, _ := grpc.MethodFromServerStream(stream)
		method = strings.Replace(method, "/runtime.v1.", "/runtime.v1alpha2.", 1)
		var question, answer []byte
		if err := stream.RecvMsg(&question); err != nil {
			return err
		}
		if err := shim.Invoke(stream.Context(), method, &question, &answer, grpc.ForceCodec(bytesAsTheyAre{})); err != nil {
			return err
		}
		return stream.SendMsg(&answer)
	}
}

type bytesAsTheyAre struct{}

func (bytesAsTheyAre) Marshal(message any) ([]byte, error) { return *message.(*[]byte), nil }

func (bytesAsTheyAre) Unmarshal(data []byte, message any) error {
	*message.(*[]byte) = data
	return nil
}

// Name is that of the codec whose messages these are.
func (bytesAsTheyAre) Name() string { return "proto" }
