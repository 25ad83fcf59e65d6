package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	cri "k8s.io/cri-api/pkg/apis/runtime/v1"
)

const idDigits = 13

var commands = map[string]func(session, []string) error{
	"info":     info,
	"version":  version,
	"images":   images,
	"inspecti": inspectImage,
	"pull":     pull,
	"rmi":      each(removeImage),
	"ps":       containers,
	"pods":     pods,
	"logs":     logs,
	"stopp":    each(stopPod),
	"rmp":      removePods,
}

func each(act func(session, string) error) func(session, []string) error {
	return func(s session, names []string) error {
		if len(names) == 0 {
			return fmt.Errorf("a name or an id is missing")
		}
		for _, name := range names {
			if err := act(s, name); err != nil {
				return err
			}
		}
		return nil
	}
}

// take removes flags from the arguments and says whether one of the names was among them.
func take(arguments *[]string, names ...string) bool {
	var rest []string
	isThere := false
	for _, argument := range *arguments {
		isName := false
		for _, name := range names {
			isName = isName || argument == name
		}
		isThere = isThere || isName
		if !isName && argument != "--" {
			rest = append(rest, argument)
		}
	}
	*arguments = rest
	return isThere
}

func info(s session, _ []string) error {
	status, err := s.runtime.Status(s.ctx, &cri.StatusRequest{Verbose: true})
	if err != nil {
		return err
	}
	told := map[string]any{"status": status.Status}
	for name, text := range status.Info {
		var value any
		if json.Unmarshal([]byte(text), &value) != nil {
			value = text
		}
		told[name] = value
	}
	return printJSON(told)
}

func version(s session, _ []string) error {
	told, err := s.runtime.Version(s.ctx, &cri.VersionRequest{})
	if err != nil {
		return err
	}
	fmt.Println("crictl: stand-in of the Slipway lab")
	fmt.Println("RuntimeName: ", told.RuntimeName)
	fmt.Println("RuntimeVersion: ", told.RuntimeVersion)
	fmt.Println("RuntimeApiVersion: ", told.RuntimeApiVersion)
	return nil
}

func images(s session, arguments []string) error {
	isQuiet := take(&arguments, "-q", "--quiet")
	request := &cri.ListImagesRequest{}
	if len(arguments) > 0 {
		request.Filter = &cri.ImageFilter{Image: &cri.ImageSpec{Image: arguments[0]}}
	}
	list, err := s.images.ListImages(s.ctx, request)
	if err != nil {
		return err
	}
	if isQuiet {
		for _, image := range list.Images {
			fmt.Println(image.Id)
		}
		return nil
	}
	return printTable("IMAGE\tTAG\tIMAGE ID\tSIZE", func(line func(...any)) {
		for _, image := range list.Images {
			for _, name := range image.RepoTags {
				colon := strings.LastIndex(name, ":")
				id := shorten(strings.TrimPrefix(image.Id, "sha256:"))
				line(name[:colon], name[colon+1:], id, fmt.Sprintf("%.1fMB", float64(image.Size)/1e6))
			}
		}
	})
}

func inspectImage(s session, arguments []string) error {
	take(&arguments, "-q", "--quiet")
	if len(arguments) != 1 {
		return fmt.Errorf("inspecti wants one image")
	}
	spec := &cri.ImageSpec{Image: arguments[0]}
	answer, err := s.images.ImageStatus(s.ctx, &cri.ImageStatusRequest{Image: spec})
	if err != nil {
		return err
	}
	if answer.Image == nil {
		return fmt.Errorf("no such image %q present", arguments[0])
	}
	return printJSON(map[string]any{"status": answer.Image})
}

func pull(s session, arguments []string) error {
	take(&arguments, "-q", "--quiet")
	return each(func(s session, name string) error {
		answer, err := s.images.PullImage(s.ctx, &cri.PullImageRequest{Image: &cri.ImageSpec{Image: name}})
		if err == nil {
			fmt.Println("Image is up to date for", answer.ImageRef)
		}
		return err
	})(s, arguments)
}

func removeImage(s session, name string) error {
	_, err := s.images.RemoveImage(s.ctx, &cri.RemoveImageRequest{Image: &cri.ImageSpec{Image: name}})
	return err
}

func containers(s session, arguments []string) error {
	isQuiet, wantsAll := take(&arguments, "-q", "--quiet"), take(&arguments, "-a", "--all")
	request := &cri.ListContainersRequest{Filter: &cri.ContainerFilter{}}
	if !wantsAll {
		request.Filter.State = &cri.ContainerStateValue{State: cri.ContainerState_CONTAINER_RUNNING}
	}
	list, err := s.runtime.ListContainers(s.ctx, request)
	if err != nil {
		return err
	}
	if isQuiet {
		for _, container := range list.Containers {
			fmt.Println(container.Id)
		}
		return nil
	}
	return printTable("CONTAINER\tIMAGE\tCREATED\tSTATE\tNAME\tATTEMPT\tPOD ID\tPOD", func(line func(...any)) {
		for _, one := range list.Containers {
			state := strings.ToLower(strings.TrimPrefix(one.State.String(), "CONTAINER_"))
			image := shorten(strings.TrimPrefix(one.ImageRef, "sha256:"))
			line(shorten(one.Id), image, ago(one.CreatedAt), state, one.Metadata.Name, one.Metadata.Attempt,
				shorten(one.PodSandboxId), one.Labels["io.kubernetes.pod.name"])
		}
	})
}

func pods(s session, arguments []string) error {
	isQuiet := take(&arguments, "-q", "--quiet")
	list, err := s.runtime.ListPodSandbox(s.ctx, &cri.ListPodSandboxRequest{})
	if err != nil {
		return err
	}
	if isQuiet {
		for _, pod := range list.Items {
			fmt.Println(pod.Id)
		}
		return nil
	}
	return printTable("POD ID\tCREATED\tSTATE\tNAME\tNAMESPACE\tATTEMPT", func(line func(...any)) {
		for _, pod := range list.Items {
			state := strings.ToLower(strings.TrimPrefix(pod.State.String(), "SANDBOX_"))
			line(shorten(pod.Id), ago(pod.CreatedAt), state, pod.Metadata.Name, pod.Metadata.Namespace, pod.Metadata.Attempt)
		}
	})
}

func logs(s session, arguments []string) error {
	if len(arguments) != 1 {
		return fmt.Errorf("logs wants one container")
	}
	list, err := s.runtime.ListContainers(s.ctx, &cri.ListContainersRequest{Filter: &cri.ContainerFilter{Id: arguments[0]}})
	if err != nil {
		return err
	}
	if len(list.Containers) != 1 {
		return fmt.Errorf("%q names %d containers", arguments[0], len(list.Containers))
	}
	answer, err := s.runtime.ContainerStatus(s.ctx, &cri.ContainerStatusRequest{ContainerId: list.Containers[0].Id})
	if err != nil {
		return err
	}
	file, err := os.Open(answer.Status.LogPath)
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = io.Copy(os.Stdout, file)
	return err
}

func stopPod(s session, id string) error {
	_, err := s.runtime.StopPodSandbox(s.ctx, &cri.StopPodSandboxRequest{PodSandboxId: id})
	if err == nil {
		fmt.Println("Stopped sandbox", id)
	}
	return err
}

func removePods(s session, arguments []string) error {
	isForced := take(&arguments, "-f", "--force")
	return each(func(s session, id string) error {
		if isForced {
			if err := stopPod(s, id); err != nil {
				return err
			}
		}
		_, err := s.runtime.RemovePodSandbox(s.ctx, &cri.RemovePodSandboxRequest{PodSandboxId: id})
		if err == nil {
			fmt.Println("Removed sandbox", id)
		}
		return err
	})(s, arguments)
}

func printTable(head string, fill func(line func(...any))) error {
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 4, ' ', 0)
	fmt.Fprintln(table, head)
	fill(func(cells ...any) {
		texts := make([]string, len(cells))
		for index, cell := range cells {
			texts[index] = fmt.Sprint(cell)
		}
		fmt.Fprintln(table, strings.Join(texts, "\t"))
	})
	return table.Flush()
}

func shorten(id string) string {
	return id[:min(len(id), idDigits)]
}

func ago(nanoseconds int64) string {
	return time.Since(time.Unix(0, nanoseconds)).Round(time.Second).String() + " ago"
}
