"""Verifies the walls by running into them: what a program's process can still do is tried, not assumed."""

import ctypes
import mmap
import os
import signal

from kpdd_worker import kernel


def _open():
    os.close(os.open("/", os.O_RDONLY))


def _socket():
    if kernel.ON_LINUX:
        # Not through a module, which may be missing here: that would prove nothing.
        internet = datagrams = 2
        os.close(kernel.call("socket", internet, datagrams, 0))
    else:
        import _socket

        _socket.socket(_socket.AF_INET, _socket.SOCK_DGRAM).close()


def _fork():
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


def _execute():
    os.execv("/proc/self/exe", ["python3", "-S", "-c", "pass"])


def _signal():
    os.kill(os.getppid(), 0)


def _machine_code():
    everything = mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC
    mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=everything).close()


def _raise_limit():
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (1 << 40, 1 << 40))


# Executing comes last: where it is not denied it replaces the process, and the missing report says so.
ATTEMPTS = [
    ("open a file", _open),
    ("read a file's properties", lambda: os.stat("/")),
    ("open a socket", _socket),
    ("fork", _fork),
    ("signal another process", _signal),
    ("load machine code", _machine_code),
    ("raise a limit", _raise_limit),
    ("execute a program", _execute),
]


def run():
    """Name of each attempt: True where the kernel denied it."""
    denied = {}
    for name, attempt in ATTEMPTS:
        try:
            attempt()
            denied[name] = False
        except (OSError, ValueError, ImportError):
            denied[name] = True
    return denied
