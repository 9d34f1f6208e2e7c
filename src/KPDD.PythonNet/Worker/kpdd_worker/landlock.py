"""Landlock: no path of the file system, no TCP port, no foreign process, from here on."""

import ctypes
import os

from kpdd_worker import kernel

_CREATE_RULESET, _RESTRICT_SELF = 444, 446
_ASK_VERSION = 1


def version():
    """The kernel's Landlock version, 0 where it has none."""
    try:
        return kernel.system_call(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(_ASK_VERSION))
    except OSError:
        return 0


def restrict():
    """Denies everything this kernel's Landlock can deny. Returns its version; OSError where it cannot."""
    supported = version()
    if supported < 1:
        raise OSError(38, "the kernel has no Landlock")
    files = (1 << 13) - 1
    files |= (1 << 13 if supported >= 2 else 0) | (1 << 14 if supported >= 3 else 0) | (1 << 15 if supported >= 5 else 0)
    network = 0b11 if supported >= 4 else 0
    scopes = 0b11 if supported >= 6 else 0
    rules = (ctypes.c_uint64 * 3)(files, network, scopes)
    size = 24 if supported >= 6 else 16 if supported >= 4 else 8
    ruleset = kernel.system_call(_CREATE_RULESET, ctypes.byref(rules), ctypes.c_size_t(size), ctypes.c_uint32(0))
    try:
        kernel.system_call(_RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_uint32(0))
    finally:
        os.close(ruleset)
    return supported
