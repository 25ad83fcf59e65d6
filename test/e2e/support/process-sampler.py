"""Until the stop file appears: what every process of this machine shows to its neighbours, which runs of kubeadm there
were, and what stood for a moment in the product's directory on tmpfs. At the end one line each, `kind hex`. The
machines have the smallest Python there is: no json, no glob."""

import os
import sys
import time

STOP_FILE = sys.argv[1]
argv, environ, kubeadm, files = set(), set(), {}, set()


def read(path):
    try:
        with open(path, "rb") as file:
            return file.read().decode("utf-8", "replace")
    except OSError:
        return ""


def words(pid):
    return read(f"/proc/{pid}/cmdline").rstrip("\0").split("\0")


def is_kubeadm(command):
    return os.path.basename(command[0]) == "kubeadm"


def sample(pid):
    stat = read(f"/proc/{pid}/stat").rpartition(")")[2].split()
    if not stat:
        return
    command = words(pid)
    argv.add(" ".join(command))
    environ.add(read(f"/proc/{pid}/environ").replace("\0", "\n"))
    # A child that has not executed its own program yet shows the command line of its parent.
    if is_kubeadm(command) and not is_kubeadm(words(stat[1])):
        kubeadm[f"{pid} {stat[19]}"] = " ".join(command)


while not os.path.exists(STOP_FILE):
    for name in os.listdir("/proc"):
        if name.isdigit():
            sample(name)
    for directory, _, names in os.walk("/run/slipway"):
        files.update(read(f"{directory}/{name}") for name in names)
    time.sleep(0.15)

for kind, texts in (("argv", argv), ("environ", environ), ("kubeadm", kubeadm.values()), ("files", files)):
    for text in texts:
        print(kind, text.encode().hex())
