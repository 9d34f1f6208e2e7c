"""One program's process, from both sides: how the worker holds it, and what it does itself."""

import gc
import os
import signal
import sys
import time

from kpdd_worker import frames, libraries, walls

_GRACE_SECONDS = 0.05


class Process:
    """A forked process as its worker holds it: behind its walls, it waits for a program on one pipe and reports on another."""

    def __init__(self, work):
        request_end, self._request = os.pipe()
        self.result, result_end = os.pipe()
        self._number = os.fork()
        if self._number == 0:
            try:
                work(request_end, result_end)
                os._exit(0)
            finally:
                os._exit(99)
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


def run_one(runner, has_libraries):
    """What the process does behind its walls: takes one program, runs it, reports."""
    try:
        nonce, code = frames.receive(0)
    except EOFError:
        os._exit(0)
    if not has_libraries:
        sys.meta_path.append(libraries.Absence(lambda: _give_up(nonce)))
    gc.enable()
    frames.write(walls.RESULT_DESCRIPTOR, frames.pack(nonce, runner.report(code.decode()).encode()))


def _give_up(nonce):
    """The program asked for a library, by whatever way. It has changed nothing outside this process, so it can begin anew where the libraries are."""
    frames.write(walls.RESULT_DESCRIPTOR, frames.pack(nonce, b'{"outcome":"NeedsLibraries"}'))
    os._exit(0)
