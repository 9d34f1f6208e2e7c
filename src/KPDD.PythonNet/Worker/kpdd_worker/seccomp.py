"""The system call filter: an allow-list small enough to read, everything else answers EPERM."""

import ctypes
import os
import struct

from kpdd_worker import kernel

# name: (x86-64 number, arm64 number); None where the architecture has no such call.
ALLOWED = {
    "read": (0, 63),
    "write": (1, 64),
    "close": (3, 57),
    "lseek": (8, 62),
    "munmap": (11, 215),
    "brk": (12, 214),
    "mremap": (25, 216),
    "madvise": (28, 233),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sigaltstack": (131, 132),
    "sched_yield": (24, 124),
    "nanosleep": (35, 101),
    "clock_nanosleep": (230, 115),
    "clock_gettime": (228, 113),
    "clock_getres": (229, 114),
    "gettimeofday": (96, 169),
    "time": (201, None),
    "poll": (7, None),
    "ppoll": (271, 73),
    "select": (23, None),
    "pselect6": (270, 72),
    "futex": (202, 98),
    "getrandom": (318, 278),
    "getpid": (39, 172),
    "getppid": (110, 173),
    "gettid": (186, 178),
    "getuid": (102, 174),
    "geteuid": (107, 175),
    "getgid": (104, 176),
    "getegid": (108, 177),
    "getrusage": (98, 165),
    "times": (100, 153),
    "restart_syscall": (219, 128),
    "exit": (60, 93),
    "exit_group": (231, 94),
}

# Allowed only without PROT_EXEC: a program may have memory, never new machine code.
ALLOWED_WITHOUT_EXECUTE = {"mmap": (9, 222), "mprotect": (10, 226)}

ARCHITECTURES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1), "arm64": (0xC00000B7, 1)}

_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _JUMP_BITS, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_OFFSET_NUMBER, _OFFSET_ARCHITECTURE, _OFFSET_PROTECTION = 0, 4, 16 + 2 * 8
_PROT_EXEC = 4
_X32_CALLS = 0x40000000
_KILL_PROCESS, _ANSWER_EPERM, _ALLOW = 0x80000000, 0x00050000 | 1, 0x7FFF0000
_ALLOW_WITHOUT_EXECUTE = "allow without execute"


def _instruction(code, operand, if_true=0, if_false=0):
    return struct.pack("=HBBI", code, if_true, if_false, operand)


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p)]


def _instructions(audit_value, column):
    """The filter. It is as short as it can be, because the kernel compiles it for each program."""
    ranges = _ranges(column)
    begin = [
        _instruction(_LOAD, _OFFSET_ARCHITECTURE),
        _instruction(_JUMP_EQUAL, audit_value, 1, 0),
        _instruction(_RETURN, _KILL_PROCESS),
        _instruction(_LOAD, _OFFSET_NUMBER),
    ]
    end = [
        _instruction(_LOAD, _OFFSET_PROTECTION),
        _instruction(_JUMP_BITS, _PROT_EXEC, 1, 0),
        _instruction(_RETURN, _ALLOW),
        _instruction(_RETURN, _ANSWER_EPERM),
        _instruction(_RETURN, _KILL_PROCESS),
    ]
    behind = len(begin) + len(ranges) - 1
    places = {_ALLOW_WITHOUT_EXECUTE: behind, _ALLOW: behind + 2, _ANSWER_EPERM: behind + 3, _KILL_PROCESS: behind + 4}
    return [*begin, *_search(ranges, places, len(begin))[0], *end]


def _ranges(column):
    """The verdict on each call: (first number, verdict) of every range, in ascending order."""
    verdicts = {numbers[column]: _ALLOW for numbers in ALLOWED.values() if numbers[column] is not None}
    verdicts.update((numbers[column], _ALLOW_WITHOUT_EXECUTE) for numbers in ALLOWED_WITHOUT_EXECUTE.values())
    ranges = []
    for number in range(max(verdicts) + 2):
        verdict = verdicts.get(number, _ANSWER_EPERM)
        if not ranges or ranges[-1][1] != verdict:
            ranges.append((number, verdict))
    return [*ranges, (_X32_CALLS, _KILL_PROCESS)]


def _search(ranges, places, here):
    """A binary search for the range of the call's number: the instructions, to be put here, and where to jump to."""
    if len(ranges) == 1:
        return [], places[ranges[0][1]]
    middle = len(ranges) // 2
    behind = here + 1
    below, place_below = _search(ranges[:middle], places, behind)
    above, place_above = _search(ranges[middle:], places, behind + len(below))
    return [_instruction(_JUMP_AT_LEAST, ranges[middle][0], place_above - behind, place_below - behind), *below, *above], here


def prepare():
    """The call that puts the filter on the process that makes it, for good; OSError where this machine's architecture is not known."""
    machine = os.uname().machine
    if machine not in ARCHITECTURES or struct.calcsize("P") != 8:
        raise OSError(38, "no system call table for " + machine)
    code = b"".join(_instructions(*ARCHITECTURES[machine]))
    filter_mode = 2
    memory = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(code) // 8, ctypes.addressof(memory))
    program.memory = memory  # An address alone does not keep it.
    return kernel.prepare_prctl(kernel.PR_SET_SECCOMP, filter_mode, ctypes.byref(program))
