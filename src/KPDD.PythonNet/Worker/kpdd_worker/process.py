"""One program's process, from both sides: how the worker holds it, and what it does itself."""

import gc
import os
import signal
import sys
import time

from kpdd_worker import frames, libraries, walls

_GRACE_SECONDS = 0.05
_end = os._exit


class Process:
    """A forked process as its worker holds it: behind its walls, it waits for a program on one pipe and reports on another."""

    def __init__(self, enclose, work):
        request_end, self._request = os.pipe()
        self.result, result_end = os.pipe()
        self._number = os.fork()
        if self._number == 0:
            try:
                enclose(request_end, result_end)
                work()
                _end(0)
            finally:
                _end(99)
        os.close(request_end)
        os.close(result_end)

    def send(self, nonce, code):
        """Hands the program over. False when the process died while it waited."""
        try:
            frames.write(self._request, frames.pack(nonce, code))
            return True
        except BrokenPipeError:
            return False
        finally:
            self._close_request()

    def end(self, gracefully):
        """Kills it, waits for it, and tells its exit status and use of resources. Gracefully: it gets a moment to end by itself."""
        self._close_request()
        os.close(self.result)
        if gracefully:
            self._wait_briefly()
        os.kill(self._number, signal.SIGKILL)
        _, status, usage = os.wait4(self._number, 0)
        return os.waitstatus_to_exitcode(status), usage

    def _close_request(self):
        if self._request is not None:
            os.close(self._request)
            self._request = None

    def _wait_briefly(self):
        until = time.monotonic() + _GRACE_SECONDS
        while time.monotonic() < until:
            if os.waitid(os.P_PID, self._number, os.WEXITED | os.WNOHANG | os.WNOWAIT):
                return
            time.sleep(0.001)


def prepare_one(runner, has_libraries):
    """What a program's process does behind its walls: takes one program, runs it, reports. As with the walls, everything is looked up before the fork."""
    receive, pack, write, report, collect = frames.receive, frames.pack, frames.write, runner.report, gc.enable
    nonce = None

    def give_up():
        # The program asked for a library, by whatever way. It has changed nothing outside its process, so it can begin anew where the libraries are.
        write(walls.RESULT_DESCRIPTOR, pack(nonce, b'{"outcome":"NeedsLibraries"}'))
        _end(0)

    finders = sys.meta_path
    absence = None if has_libraries else libraries.Absence(give_up)

    def run_one():
        nonlocal nonce
        try:
            nonce, code = receive(0)
        except EOFError:
            _end(0)
        if absence is not None:
            finders.append(absence)
        collect()
        write(walls.RESULT_DESCRIPTOR, pack(nonce, report(code.decode()).encode()))

    return run_one
