// crictl of the lab: a stand-in for that of cri-tools, for places where it cannot be downloaded. It speaks to a
// container runtime over CRI v1 and knows the verbs that kubeadm, and who looks at a node, use.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	cri "k8s.io/cri-api/pkg/apis/runtime/v1"
)

const usage = `crictl: the stand-in of the Slipway lab. It is not cri-tools, and knows these commands only:

  crictl [-r ENDPOINT] [-i ENDPOINT] [-c FILE] [-t SECONDS] COMMAND

  info                 state and settings of the runtime, as JSON
  version              versions that the runtime tells
  images [-q] [IMAGE]  images
  inspecti IMAGE       one image, as JSON; fails when it is not there
  pull IMAGE           pull an image
  rmi IMAGE...         remove images
  ps [-a] [-q]         containers that run, or all
  pods [-q]            pod sandboxes
  logs CONTAINER       what a container has written
  stopp POD...         stop pods
  rmp [-f] POD...      remove pods
  config               set runtime-endpoint or image-endpoint in the configuration file

The endpoints are read from /etc/crictl.yaml where no flag names them.`

// What a command is run with.
type session struct {
	ctx     context.Context
	runtime cri.RuntimeServiceClient
	images  cri.ImageServiceClient
}

func main() {
	flags, command, arguments, err := readArguments(os.Args[1:])
	if err == nil && (command == "" || command == "help") {
		fmt.Println(usage)
		return
	}
	if err == nil && command == "--version" {
		fmt.Println("crictl: stand-in of the Slipway lab")
		return
	}
	if err == nil {
		err = perform(flags, command, arguments)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "crictl (stand-in):", err)
		os.Exit(1)
	}
}

func perform(flags settings, command string, arguments []string) error {
	if command == "config" {
		return writeSetting(flags.file, arguments)
	}
	run, isKnown := commands[command]
	if !isKnown {
		return fmt.Errorf("the stand-in does not know %q; crictl help lists what it knows", command)
	}
	runtime, err := grpc.NewClient(flags.runtimeEndpoint, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return err
	}
	images, err := grpc.NewClient(flags.imageEndpoint, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), flags.timeout)
	defer cancel()
	return run(session{ctx, cri.NewRuntimeServiceClient(runtime), cri.NewImageServiceClient(images)}, arguments)
}

type settings struct {
	runtimeEndpoint, imageEndpoint, file string
	timeout                              time.Duration
}

func readArguments(arguments []string) (settings, string, []string, error) {
	given := settings{file: "/etc/crictl.yaml", timeout: 10 * time.Minute}
	for len(arguments) > 0 && strings.HasPrefix(arguments[0], "-") {
		name, value, hasValue := strings.Cut(strings.TrimLeft(arguments[0], "-"), "=")
		arguments = arguments[1:]
		if name == "h" || name == "help" {
			return given, "help", nil, nil
		}
		if name == "v" || name == "version" {
			return given, "--version", nil, nil
		}
		if !hasValue && name != "D" && name != "debug" {
			if len(arguments) == 0 {
				return given, "", nil, fmt.Errorf("--%s wants a value", name)
			}
			value, arguments = arguments[0], arguments[1:]
		}
		if err := given.set(name, value); err != nil {
			return given, "", nil, err
		}
	}
	given.complete()
	if len(arguments) == 0 {
		return given, "", nil, nil
	}
	return given, arguments[0], arguments[1:], nil
}

func (given *settings) set(name, value string) error {
	switch name {
	case "r", "runtime-endpoint":
		given.runtimeEndpoint = value
	case "i", "image-endpoint":
		given.imageEndpoint = value
	case "c", "config":
		given.file = value
	case "t", "timeout":
		timeout, err := time.ParseDuration(strings.TrimSuffix(value, "s") + "s")
		given.timeout = timeout
		return err
	case "D", "debug":
	default:
		return fmt.Errorf("the stand-in does not know --%s", name)
	}
	return nil
}

// complete takes from the configuration file what no flag has given. An image endpoint is that of the runtime by default.
func (given *settings) complete() {
	text, _ := os.ReadFile(given.file)
	for _, line := range strings.Split(string(text), "\n") {
		name, value, _ := strings.Cut(line, ":")
		value = strings.Trim(strings.TrimSpace(value), `"'`)
		if name == "runtime-endpoint" && given.runtimeEndpoint == "" {
			given.runtimeEndpoint = value
		}
		if name == "image-endpoint" && given.imageEndpoint == "" {
			given.imageEndpoint = value
		}
	}
	if given.runtimeEndpoint == "" {
		given.runtimeEndpoint = "unix:///run/containerd/containerd.sock"
	}
	if given.imageEndpoint == "" {
		given.imageEndpoint = given.runtimeEndpoint
	}
	given.runtimeEndpoint, given.imageEndpoint = asTarget(given.runtimeEndpoint), asTarget(given.imageEndpoint)
}

// asTarget lets a bare path name a socket.
func asTarget(endpoint string) string {
	if strings.HasPrefix(endpoint, "/") {
		return "unix://" + endpoint
	}
	return endpoint
}

// writeSetting sets one key of the configuration file, and keeps its other lines.
func writeSetting(file string, arguments []string) error {
	if len(arguments) != 2 {
		return fmt.Errorf("config wants a key and a value")
	}
	text, err := os.ReadFile(file)
	if err != nil && !os.IsNotExist(err) {
		return err
	}
	var kept []string
	for _, line := range strings.Split(string(text), "\n") {
		if line != "" && !strings.HasPrefix(line, arguments[0]+":") {
			kept = append(kept, line)
		}
	}
	kept = append(kept, fmt.Sprintf("%s: %q", arguments[0], arguments[1]))
	return os.WriteFile(file, []byte(strings.Join(kept, "\n")+"\n"), 0o644)
}

func printJSON(value any) error {
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}
