"""Until the stop file appears: what every process of this machine shows to its neighbours, which runs of kubeadm there
were, and what stood for a moment in the product's directory on tmpfs. One line each, `kind hex`, as soon as it is seen:
the machine may lose its power. The machines have the smallest Python there is: no json, no glob."""

import os
import sys
import time

STOP_FILE, PAUSE_SECONDS = sys.argv[1], float(sys.argv[2])
seen = set()


def tell(kind, text, identity=None):
    key = (kind, identity or text)
    if key not in seen:
        seen.add(key)
        print(kind, text.encode().hex(), flush=True)


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
    tell("argv", " ".join(command))
    tell("environ", read(f"/proc/{pid}/environ").replace("\0", "\n"))
    # A child that has not executed its own program yet shows the command line of its parent.
    if is_kubeadm(command) and not is_kubeadm(words(stat[1])):
        tell("kubeadm", " ".join(command), f"{pid} {stat[19]}")


while not os.path.exists(STOP_FILE):
    for name in os.listdir("/proc"):
        if name.isdigit():
            sample(name)
    for directory, _, names in os.walk("/run/slipway"):
        for name in names:
            tell("files", read(f"{directory}/{name}"))
    time.sleep(PAUSE_SECONDS)
