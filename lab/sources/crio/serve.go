package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/coreos/go-systemd/v22/daemon"
)

const (
	socket       = "/var/run/crio/crio.sock"
	startTimeout = time.Minute
	poll         = 50 * time.Millisecond
)

// serve answers on CRI-O's socket until told to stop, or until its containerd ends.
func serve(until context.Context, chosen settings) error {
	containerd, err := startContainerd(until, chosen)
	if err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- containerd.Wait() }()
	if err := waitForContainerd(until); err != nil {
		return err
	}
	if err := os.Remove(socket); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	listener, err := net.Listen("unix", socket)
	if err != nil {
		return err
	}
	if err := os.Chmod(socket, 0o660); err != nil {
		return err
	}
	go accept(listener, chosen)
	if _, err := daemon.SdNotify(false, daemon.SdNotifyReady); err != nil {
		return err
	}
	err = <-ended
	if until.Err() != nil {
		return nil
	}
	return fmt.Errorf("its containerd has ended: %w", err)
}

func waitForContainerd(until context.Context) error {
	for deadline := time.Now().Add(startTimeout); time.Now().Before(deadline) && until.Err() == nil; time.Sleep(poll) {
		if connection, err := net.Dial("unix", innerSocket); err == nil {
			return connection.Close()
		}
	}
	return fmt.Errorf("its containerd does not answer on %s; the journal has what it said", innerSocket)
}

// accept tells the kubelet's two ways of asking apart: gRPC is handed on to containerd, HTTP/1 is answered here.
func accept(listener net.Listener, chosen settings) {
	plain := &handed{make(chan net.Conn), listener.Addr()}
	go http.Serve(plain, describeStorage(chosen))
	for {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		go func() {
			peeked := &peekedConn{connection, bufio.NewReader(connection)}
			// HTTP/2 begins with a verb of its own.
			if start, _ := peeked.reader.Peek(3); string(start) == "PRI" {
				handOn(peeked)
			} else {
				plain.connections <- peeked
			}
		}()
	}
}

func handOn(outer net.Conn) {
	defer outer.Close()
	inner, err := net.Dial("unix", innerSocket)
	if err != nil {
		return
	}
	defer inner.Close()
	done := make(chan struct{}, 2)
	relay := func(to io.Writer, from io.Reader) {
		io.Copy(to, from)
		done <- struct{}{}
	}
	go relay(inner, outer)
	go relay(outer, inner)
	<-done
}

// describeStorage is what a kubelet, told of CRI-O's socket, asks beside CRI.
func describeStorage(chosen settings) http.Handler {
	routes := http.NewServeMux()
	routes.HandleFunc("GET /info", func(answer http.ResponseWriter, _ *http.Request) {
		answer.Header().Set("Content-Type", "application/json")
		json.NewEncoder(answer).Encode(table{
			"storage_driver": "overlay",
			"storage_root":   storage,
			"cgroup_driver":  chosen.Crio.Runtime.CgroupManager,
		})
	})
	return routes
}

// peekedConn reads again what was looked at first.
type peekedConn struct {
	net.Conn
	reader *bufio.Reader
}

func (peeked *peekedConn) Read(into []byte) (int, error) { return peeked.reader.Read(into) }

// handed is a listener of connections that another one has accepted.
type handed struct {
	connections chan net.Conn
	address     net.Addr
}

func (listener *handed) Accept() (net.Conn, error) { return <-listener.connections, nil }
func (listener *handed) Addr() net.Addr            { return listener.address }
func (listener *handed) Close() error              { return nil }
