// cri-dockerd of the lab: a stand-in for that of Mirantis, for places where it cannot be downloaded. Behind
// cri-dockerd's flags and socket is the code that cri-dockerd was made of: the dockershim of the last Kubernetes that
// had one. Pods run in the machine's own Docker.
package main

import (
	"errors"
	"flag"
	"fmt"
	"net"
	"os"
	"strings"
	"time"

	"github.com/coreos/go-systemd/v22/activation"
	"github.com/coreos/go-systemd/v22/daemon"
	kubelet "k8s.io/kubernetes/pkg/kubelet/apis/config"
	"k8s.io/kubernetes/pkg/kubelet/cri/streaming"
	"k8s.io/kubernetes/pkg/kubelet/dockershim"
)

const (
	dockerEndpoint = "unix:///var/run/docker.sock"
	rootDirectory  = "/var/lib/cri-dockerd"
	requestTimeout = 2 * time.Minute
	pullDeadline   = time.Minute
)

const whatItIs = "cri-dockerd: stand-in of the Slipway lab: the dockershim of Kubernetes 1.23"

type options struct {
	endpoint, plugin, sandboxImage, binaries, configuration, cache, streams string
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "cri-dockerd (stand-in):", err)
		os.Exit(1)
	}
}

func run() error {
	given := options{}
	flag.StringVar(&given.endpoint, "container-runtime-endpoint", "unix:///run/cri-dockerd.sock", "where to serve CRI; fd:// is the socket that systemd hands over")
	flag.StringVar(&given.plugin, "network-plugin", "cni", "who makes the network of pods")
	flag.StringVar(&given.sandboxImage, "pod-infra-container-image", "", "image of pod sandboxes")
	flag.StringVar(&given.binaries, "cni-bin-dir", "/opt/cni/bin", "where CNI plugins are")
	flag.StringVar(&given.configuration, "cni-conf-dir", "/etc/cni/net.d", "where the pod network is described")
	flag.StringVar(&given.streams, "streaming-bind-addr", "127.0.0.1:0", "where exec, attach and port-forward are streamed")
	flag.StringVar(&given.cache, "cni-cache-dir", "/var/lib/cni/cache", "where CNI keeps results")
	wantsVersion := flag.Bool("version", false, "say what this is")
	flag.Parse()
	if *wantsVersion {
		fmt.Println(whatItIs)
		return nil
	}
	service, err := newService(given)
	if err != nil {
		return err
	}
	listener, err := listen(given.endpoint)
	if err != nil {
		return err
	}
	if _, err := daemon.SdNotify(false, daemon.SdNotifyReady); err != nil {
		return err
	}
	return serve(service, listener)
}

// newService asks Docker itself for the cgroup driver, as cri-dockerd does.
func newService(given options) (dockershim.DockerService, error) {
	docker := &dockershim.ClientConfig{
		DockerEndpoint:            dockerEndpoint,
		RuntimeRequestTimeout:     requestTimeout,
		ImagePullProgressDeadline: pullDeadline,
	}
	streams := streaming.DefaultConfig
	streams.Addr = given.streams
	network := &dockershim.NetworkPluginSettings{
		HairpinMode:        kubelet.HairpinVeth,
		PluginName:         given.plugin,
		PluginBinDirString: given.binaries,
		PluginConfDir:      given.configuration,
		PluginCacheDir:     given.cache,
	}
	return dockershim.NewDockerService(docker, given.sandboxImage, &streams, network, "", "", rootDirectory)
}

func listen(endpoint string) (net.Listener, error) {
	if endpoint != "fd://" {
		return net.Listen("unix", strings.TrimPrefix(endpoint, "unix://"))
	}
	handed, err := activation.Listeners()
	if err != nil {
		return nil, err
	}
	if len(handed) != 1 || handed[0] == nil {
		return nil, errors.New("systemd has handed over no socket, or more than one; start it by cri-docker.socket")
	}
	return handed[0], nil
}
