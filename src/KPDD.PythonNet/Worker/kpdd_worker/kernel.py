"""Thin ctypes doors to the Linux calls that Python's own library lacks."""

import ctypes
import os
import sys

ON_LINUX = sys.platform == "linux"

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_SECCOMP = 22
PR_SET_NO_NEW_PRIVS = 38

CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

_libc = ctypes.CDLL(None, use_errno=True) if ON_LINUX else None
# Does less around each call.
_lean_libc = ctypes.PyDLL(None) if ON_LINUX else None


def call(function, *arguments):
    """Calls a libc function by name; raises OSError when it answers -1."""
    result = getattr(_libc, function)(*arguments)
    if result == -1:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def prctl(option, value, third=0):
    return call("prctl", option, ctypes.c_ulong(value), third, 0, 0)


def prepare_prctl(option, value, third=0):
    """The call, to be made later by a program's process; it raises OSError, without the reason, when the kernel refuses it."""
    function, arguments = _lean_libc.prctl, (option, ctypes.c_ulong(value), third, 0, 0)

    def call():
        if function(*arguments) == -1:
            raise OSError("prctl %d was refused" % option)

    return call


def system_call(number, *arguments):
    return call("syscall", ctypes.c_long(number), *arguments)


def drop_capabilities():
    """Gives up every capability, those inside an own user namespace included."""

    class Header(ctypes.Structure):
        _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]

    class Data(ctypes.Structure):
        _fields_ = [(name, ctypes.c_uint32) for name in ("effective", "permitted", "inheritable")]

    version_three = 0x20080522
    call("capset", ctypes.byref(Header(version_three, 0)), ctypes.byref((Data * 2)()))
