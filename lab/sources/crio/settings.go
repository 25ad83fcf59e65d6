package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/BurntSushi/toml"
)

const (
	mainFile      = "/etc/crio/crio.conf"
	dropIns       = "/etc/crio/crio.conf.d/*"
	registryFiles = "/etc/containers/registries.conf.d/*.conf"
)

// What the stand-in heeds of CRI-O's configuration.
type settings struct {
	Crio struct {
		Runtime struct {
			CgroupManager  string `toml:"cgroup_manager"`
			DefaultRuntime string `toml:"default_runtime"`
			Runtimes       map[string]struct {
				Path string `toml:"runtime_path"`
			} `toml:"runtimes"`
		} `toml:"runtime"`
		Image struct {
			PauseImage string `toml:"pause_image"`
		} `toml:"image"`
	} `toml:"crio"`
	registries []registry
}

type registry struct {
	Prefix   string   `toml:"prefix"`
	Location string   `toml:"location"`
	Insecure bool     `toml:"insecure"`
	Mirrors  []mirror `toml:"mirror"`
}

type mirror struct {
	Location string `toml:"location"`
	Insecure bool   `toml:"insecure"`
}

// defaults are those of CRI-O.
func defaults() settings {
	var chosen settings
	chosen.Crio.Runtime.CgroupManager = "systemd"
	chosen.Crio.Runtime.DefaultRuntime = "crun"
	chosen.Crio.Image.PauseImage = "registry.k8s.io/pause:3.10.1"
	return chosen
}

// readSettings reads every file in CRI-O's order; what a later one says counts.
func readSettings() (settings, error) {
	chosen := defaults()
	files, err := filepath.Glob(dropIns)
	if err != nil {
		return chosen, err
	}
	if _, err := os.Stat(mainFile); err == nil {
		files = append([]string{mainFile}, files...)
	}
	for _, file := range files {
		if _, err := toml.DecodeFile(file, &chosen); err != nil {
			return chosen, fmt.Errorf("%s: %w", file, err)
		}
	}
	if driver := chosen.Crio.Runtime.CgroupManager; driver != "systemd" && driver != "cgroupfs" {
		return chosen, fmt.Errorf("cgroup_manager is %q; it must be systemd or cgroupfs", driver)
	}
	chosen.registries, err = readRegistries()
	return chosen, err
}

func readRegistries() ([]registry, error) {
	files, err := filepath.Glob(registryFiles)
	if err != nil {
		return nil, err
	}
	var all []registry
	for _, file := range files {
		var told struct {
			Registries []registry `toml:"registry"`
		}
		if _, err := toml.DecodeFile(file, &told); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		all = append(all, told.Registries...)
	}
	return all, nil
}

// print has what is CRI-O's default as a comment, as CRI-O's own.
func (chosen settings) print() {
	usual := defaults().Crio
	fmt.Println("[crio.runtime]")
	printSetting("cgroup_manager", chosen.Crio.Runtime.CgroupManager, usual.Runtime.CgroupManager)
	printSetting("default_runtime", chosen.Crio.Runtime.DefaultRuntime, usual.Runtime.DefaultRuntime)
	fmt.Println("[crio.image]")
	printSetting("pause_image", chosen.Crio.Image.PauseImage, usual.Image.PauseImage)
}

func printSetting(key, value, usual string) {
	comment := ""
	if value == usual {
		comment = "# "
	}
	fmt.Printf("%s%s = %q\n", comment, key, value)
}
