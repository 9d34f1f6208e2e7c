"""What the worker gives up before it meets the first program, and what each program's process gives up on top."""

import os
import signal

from kpdd_worker import kernel, landlock, seccomp

try:
    import resource
except ImportError:  # Windows
    resource = None

NOBODY = 65534
RESULT_DESCRIPTOR = 3
# The worker needs none of these itself, and every program inherits them.
_LIMITS_OF_THE_WORKER = {"RLIMIT_FSIZE": 0, "RLIMIT_CORE": 0, "RLIMIT_MEMLOCK": 0}


def _attempt(statuses, name, action):
    try:
        statuses[name] = "on" if (detail := action()) is None else "on, " + str(detail)
        return True
    except (OSError, AttributeError, ValueError) as error:
        statuses[name] = "off, " + (getattr(error, "strerror", None) or str(error))
        return False


def _become_nobody():
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)


def _unshare():
    flags = kernel.CLONE_NEWNET | kernel.CLONE_NEWIPC | kernel.CLONE_NEWUTS | kernel.CLONE_NEWPID
    kernel.call("unshare", flags if os.geteuid() == 0 else flags | kernel.CLONE_NEWUSER)


def _renounce_privileges():
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)


def enclose_launcher(statuses):
    """Namespaces, the unprivileged user and no way back. The next fork is process 1 of the new namespace."""
    if not kernel.ON_LINUX:
        return
    _attempt(statuses, "namespaces", _unshare)
    if os.geteuid() == 0:
        _attempt(statuses, "unprivileged user", _become_nobody)
    else:
        statuses["unprivileged user"] = "on, as started"
    _attempt(statuses, "no new privileges", _renounce_privileges)


def enclose_worker(statuses):
    """The walls of the process that forks the programs. Returns the call that installs the system call filter, or None."""
    _limit_resources(_existing_limits(_LIMITS_OF_THE_WORKER))
    if not kernel.ON_LINUX:
        return None
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    _attempt(statuses, "no capabilities", kernel.drop_capabilities)
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
    _attempt(statuses, "landlock", lambda: "version %d" % landlock.restrict())
    prepared = []
    _attempt(statuses, "seccomp", lambda: prepared.append(seccomp.prepare()))
    return prepared[0] if prepared else None


def program_limits(own_size, memory, seconds):
    """The resource limits of a program's process: (resource, (soft, hard)) each."""
    values = {
        "RLIMIT_AS": own_size + memory if own_size else None,
        "RLIMIT_CPU": int(seconds) + 2,
        "RLIMIT_NPROC": 0,
        "RLIMIT_NOFILE": RESULT_DESCRIPTOR + 1,
    }
    return list(_existing_limits(values))


def prepare_program(parent, devices, limits, filter_system_calls):
    """
    The call that raises the last walls in a program's own process: descriptors, limits, system calls. It raises when one fails that the worker promised.
    What it needs is looked up here, because the kernel copies each page that the new process writes to, and Python writes to what it looks up.
    """
    # The worker has one thread, so its end is the process's end.
    die_with_parent = kernel.prepare_prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL) if kernel.ON_LINUX else None
    number_of_parent, end, duplicate, close_range = os.getppid, os._exit, os.dup2, os.closerange

    def enclose(request, result):
        if die_with_parent is not None:
            die_with_parent()
        if number_of_parent() != parent:
            end(1)
        duplicate(request, 0)
        duplicate(devices, 1)
        duplicate(devices, 2)
        if result != RESULT_DESCRIPTOR:
            duplicate(result, RESULT_DESCRIPTOR)
        close_range(RESULT_DESCRIPTOR + 1, 256)
        _limit_resources(limits)
        if filter_system_calls is not None:
            filter_system_calls()

    return enclose


def _existing_limits(values):
    for name, value in values.items():
        which = getattr(resource, name, None)
        if which is not None and value is not None:
            hard = resource.getrlimit(which)[1]
            value = value if hard == resource.RLIM_INFINITY else min(value, hard)
            yield which, (value, value)


def _limit_resources(limits):
    """Lowers resource limits, soft and hard, so that none can be raised again."""
    for which, values in limits:
        try:
            resource.setrlimit(which, values)
        except (OSError, ValueError):
            # Elsewhere some limits exist by name only; on Linux each of them counts.
            if kernel.ON_LINUX:
                raise
