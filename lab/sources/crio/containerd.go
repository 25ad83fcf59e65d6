package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"

	"github.com/BurntSushi/toml"
)

const (
	// Programs that the package of the stand-in brings along for itself.
	programs       = "/usr/libexec/crio"
	storage        = "/var/lib/containers/storage"
	stateDirectory = "/run/crio"
	hostsDirectory = stateDirectory + "/certs.d"
	innerSocket    = stateDirectory + "/containerd.sock"
	innerFile      = stateDirectory + "/containerd.toml"
)

type table = map[string]any

// startContainerd writes containerd's files anew and starts it. It ends with this process; containers outlive both.
func startContainerd(until context.Context, chosen settings) (*exec.Cmd, error) {
	if err := os.RemoveAll(hostsDirectory); err != nil {
		return nil, err
	}
	for _, each := range chosen.registries {
		if err := writeToml(filepath.Join(hostsDirectory, each.Prefix, "hosts.toml"), renderHosts(each)); err != nil {
			return nil, err
		}
	}
	if err := writeToml(innerFile, renderContainerd(chosen)); err != nil {
		return nil, err
	}
	containerd := exec.CommandContext(until, filepath.Join(programs, "containerd"), "--config", innerFile)
	containerd.Stdout, containerd.Stderr = os.Stdout, os.Stderr
	containerd.Env = append(os.Environ(), "PATH="+programs+":"+os.Getenv("PATH"))
	containerd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	containerd.Cancel = func() error { return containerd.Process.Signal(syscall.SIGTERM) }
	return containerd, containerd.Start()
}

func renderContainerd(chosen settings) table {
	runtime := chosen.Crio.Runtime
	program := filepath.Join(programs, "runc")
	if own := runtime.Runtimes[runtime.DefaultRuntime].Path; own != "" {
		program = own
	}
	return table{
		"version": 2,
		"root":    storage,
		"state":   stateDirectory + "/containerd",
		"grpc":    table{"address": innerSocket},
		"plugins": table{"io.containerd.grpc.v1.cri": table{
			"sandbox_image": chosen.Crio.Image.PauseImage,
			"registry":      table{"config_path": hostsDirectory},
			"containerd": table{"runtimes": table{"runc": table{
				"runtime_type": "io.containerd.runc.v2",
				"options":      table{"BinaryName": program, "SystemdCgroup": runtime.CgroupManager == "systemd"},
			}}},
		}},
	}
}

func renderHosts(told registry) table {
	hosts := table{}
	for _, each := range told.Mirrors {
		hosts[urlOf(each.Location, each.Insecure)] = table{"capabilities": []string{"pull", "resolve"}}
	}
	return table{"server": urlOf(told.Location, told.Insecure), "host": hosts}
}

// urlOf takes what may be without TLS for what is: containerd does not try both.
func urlOf(location string, isInsecure bool) string {
	if isInsecure {
		return "http://" + location
	}
	return "https://" + location
}

func writeToml(file string, value table) error {
	var text bytes.Buffer
	if err := toml.NewEncoder(&text).Encode(value); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, text.Bytes(), 0o644)
}
