// crio of the lab: a stand-in for CRI-O, for places where it cannot be downloaded. It reads CRI-O's files, and serves
// CRI on CRI-O's socket by a containerd of its own, which it configures to do as those files say.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

const whatItIs = "crio: stand-in of the Slipway lab: the CRI server of containerd behind the files and the socket of CRI-O"

const usage = whatItIs + `

  crio             serve CRI on ` + socket + `
  crio config      the settings that the stand-in heeds; CRI-O's defaults are comments
  crio --version   what this is

It heeds cgroup_manager, default_runtime, runtimes.NAME.runtime_path, pause_image, and the mirrors of
/etc/containers/registries.conf.d; everything else, credentials of registries among them, it passes over.`

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "crio (stand-in):", err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	verb := ""
	if len(arguments) > 0 {
		verb = arguments[0]
	}
	switch verb {
	case "--version", "-v", "version":
		fmt.Println(whatItIs)
		return nil
	case "--help", "-h", "help":
		fmt.Println(usage)
		return nil
	}
	settings, err := readSettings()
	if err != nil {
		return err
	}
	switch verb {
	case "config":
		settings.print()
		return nil
	case "":
		until, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
		defer stop()
		return serve(until, settings)
	}
	return fmt.Errorf("the stand-in does not know %q; crio help lists what it knows", verb)
}
