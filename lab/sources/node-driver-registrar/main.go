// node-driver-registrar of the lab: a stand-in for that of kubernetes-csi, for places where it cannot be downloaded. It
// asks a driver for its name, and tells the kubelet of it over the socket that the kubelet looks for.
package main

import (
	"context"
	"flag"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/container-storage-interface/spec/lib/go/csi"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	registration "k8s.io/kubelet/pkg/apis/pluginregistration/v1"
)

const (
	registrationDirectory = "/registration"
	patience              = 2 * time.Minute
)

// What the kubelet is told when it asks.
type registrar struct {
	registration.UnimplementedRegistrationServer
	driver string
	// Where the driver listens, as the kubelet sees it.
	endpoint string
}

func (r *registrar) GetInfo(context.Context, *registration.InfoRequest) (*registration.PluginInfo, error) {
	return &registration.PluginInfo{
		Type:              registration.CSIPlugin,
		Name:              r.driver,
		Endpoint:          r.endpoint,
		SupportedVersions: []string{"1.0.0"},
	}, nil
}

// A kubelet that refuses is asked again by the pod's next start.
func (r *registrar) NotifyRegistrationStatus(
	_ context.Context, status *registration.RegistrationStatus,
) (*registration.RegistrationStatusResponse, error) {
	if !status.PluginRegistered {
		fail(fmt.Errorf("the kubelet does not take %s: %s", r.driver, status.Error))
	}
	return &registration.RegistrationStatusResponse{}, nil
}

func askForName(address string) (string, error) {
	connection, err := grpc.NewClient("unix:"+address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return "", err
	}
	defer connection.Close()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	info, err := csi.NewIdentityClient(connection).
		GetPluginInfo(ctx, &csi.GetPluginInfoRequest{}, grpc.WaitForReady(true))
	return info.GetName(), err
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "node-driver-registrar:", err)
	os.Exit(1)
}

func main() {
	address := flag.String("csi-address", "/csi/csi.sock", "socket of the driver")
	endpoint := flag.String("kubelet-registration-path", "", "the same socket, as the kubelet sees it")
	flag.Int("v", 0, "taken, and without effect")
	flag.Parse()
	driver, err := askForName(*address)
	if err != nil {
		fail(err)
	}
	socket := filepath.Join(registrationDirectory, driver+"-reg.sock")
	if err := os.Remove(socket); err != nil && !os.IsNotExist(err) {
		fail(err)
	}
	listener, err := net.Listen("unix", socket)
	if err != nil {
		fail(err)
	}
	server := grpc.NewServer()
	registration.RegisterRegistrationServer(server, &registrar{driver: driver, endpoint: *endpoint})
	fail(server.Serve(listener))
}
