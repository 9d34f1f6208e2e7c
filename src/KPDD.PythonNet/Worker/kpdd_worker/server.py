"""The worker: loads what programs may import, walls itself in, then forks one process a program."""

import gc
import json
import os
import random
import select
import signal
import sys
import time
import warnings

from kpdd_worker import frames, libraries, policy, probe, program, walls

_GRACE_SECONDS = 0.05


def serve(settings):
    """The whole life of the worker."""
    warnings.simplefilter("ignore")
    libraries.load(policy.MODULES, settings["modules"])
    if hasattr(sys, "set_int_max_str_digits"):
        sys.set_int_max_str_digits(0)
    _rehearse()

    statuses = {}
    if not hasattr(os, "fork") or settings["single"]:
        return _serve_once(settings, statuses)
    os.setsid()
    walls.enclose_launcher(statuses)
    worker = os.fork()
    if worker:
        _stand_by(worker)
    return _Worker(settings, statuses).serve()


def _rehearse():
    """Runs one program ahead, so that its process finds every cache warm."""
    streams = sys.stdin, sys.stdout, sys.stderr
    program.run("def solution():\n    return 1 / 3\nprint(solution())", {"output": 100, "policy": True, "modules": []})
    sys.stdin, sys.stdout, sys.stderr = streams


def _stand_by(worker):
    """The launcher's rest of life: it holds no pipe and ends when the worker ends."""
    for descriptor in (0, 1, 2):
        os.close(descriptor)
    _, status = os.waitpid(worker, 0)
    os._exit(0 if os.WIFEXITED(status) else 1)


def _hello(statuses, denied, forks):
    version = "%d.%d.%d" % sys.version_info[:3]
    return {"version": version, "executable": sys.executable, "forks": forks, "walls": statuses, "denied": denied}


class _Worker:
    def __init__(self, settings, statuses):
        self.settings = settings
        self.reader = frames.Reader(0)
        self.devices = os.open(os.devnull, os.O_RDWR)
        self.size_file = os.open("/proc/self/statm", os.O_RDONLY) if os.path.exists("/proc/self/statm") else None
        self.system_calls = walls.enclose_worker(statuses)
        self.statuses = statuses
        self.parent = os.getpid()
        os.environ.clear()
        libraries.close()
        gc.collect()
        gc.freeze()

    def serve(self):
        report = self._run("0" * 32, 10.0, 1 << 20, self._probe)
        frames.answer(1, "hello", _hello(self.statuses, json.loads(report[1] or b"{}"), True))
        os.dup2(self.devices, 2)
        try:
            while True:
                kind, nonce, size = self.reader.line().split(" ")
                body = self.reader.block(int(size))
                if kind == "run":
                    self._answer(nonce, json.loads(body))
        except EOFError:
            os._exit(0)

    def _answer(self, nonce, request):
        settings = {**self.settings, **request}
        status, payload = self._run(nonce, request["seconds"], 8 * request["output"] + (1 << 16), lambda result: self._program(result, nonce, settings))
        frames.answer(1, nonce, status, payload)

    def _program(self, result, nonce, settings):
        walls.enclose_program(self.parent, self.devices, result, self._own_size(), settings, self.system_calls)
        _settle()
        frames.write(walls.RESULT_DESCRIPTOR, frames.pack_report(nonce, program.run(settings["code"], settings)))

    def _probe(self, result):
        limits = {"seconds": 10.0, "memory": 1 << 26}
        walls.enclose_program(self.parent, self.devices, result, self._own_size(), limits, self.system_calls)
        frames.write(walls.RESULT_DESCRIPTOR, frames.pack_report("0" * 32, probe.run()))

    def _own_size(self):
        if self.size_file is None:
            return None
        return int(os.pread(self.size_file, 64, 0).split()[0]) * os.sysconf("SC_PAGE_SIZE")

    def _run(self, nonce, seconds, most_bytes, work):
        """Forks, watches, kills, and tells how it went: (status, report bytes)."""
        begin = time.monotonic()
        result, child_end = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                work(child_end)
            finally:
                os._exit(99)
        os.close(child_end)
        end, data = self._watch(nonce, result, begin + seconds, most_bytes)
        os.close(result)
        if end == "closed":
            _wait_briefly(child)
        try:
            os.kill(child, signal.SIGKILL)
        except ProcessLookupError:
            pass
        _, exit_status, usage = os.wait4(child, 0)
        status = {
            "end": end,
            "code": os.waitstatus_to_exitcode(exit_status),
            "cpu": usage.ru_utime + usage.ru_stime,
            "peak": usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
            "seconds": time.monotonic() - begin,
        }
        return status, data[frames.HEADER_SIZE:] if end == "report" else b""

    def _watch(self, nonce, result, deadline, most_bytes):
        """Reads the result pipe until the report is whole, the time is up, or the host says stop."""
        poller = select.poll()
        poller.register(result, select.POLLIN)
        poller.register(0, select.POLLIN)
        data = b""
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                return "timeout", b""
            ready = dict(poller.poll(left * 1000 + 1))
            if 0 in ready and self._is_cancelled(nonce):
                return "cancelled", b""
            if result not in ready:
                continue
            block = os.read(result, 65536)
            if not block:
                return "closed", b""
            data += block
            if len(data) > most_bytes:
                return "oversized", b""
            try:
                size = frames.report_size(nonce, data)
            except ValueError:
                return "forged", b""
            if size is not None and size <= len(data):
                return "report", data[:size]

    def _is_cancelled(self, nonce):
        """Reads the one message that may come while a program runs. The end of the host ends the worker and with it the program."""
        try:
            kind, which, _ = self.reader.line().split(" ")
        except EOFError:
            os._exit(0)
        return kind == "stop" and which == nonce


def _settle():
    """The same start for every program. The library gives each fork a random seed of its own, so it is set after the fork."""
    gc.enable()
    random.seed(0)


def _wait_briefly(child):
    """The pipe is closed: a process that is ending gets a moment, so that its own exit status is the one reported."""
    until = time.monotonic() + _GRACE_SECONDS
    while time.monotonic() < until:
        if os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            return
        time.sleep(0.001)


def _serve_once(settings, statuses):
    """Where there is no fork: one program in this process, which the host ends afterwards."""
    sys.stdout.flush()
    answers = os.dup(1)
    frames.answer(answers, "hello", _hello(statuses, {}, False))
    reader = frames.Reader(0)
    try:
        _, nonce, size = reader.line().split(" ")
        request = json.loads(reader.block(int(size)))
    except EOFError:
        os._exit(0)
    os.environ.clear()
    libraries.close()
    _settle()
    begin, busy = time.monotonic(), time.process_time()
    payload = json.dumps(program.run(request["code"], {**settings, **request})).encode("ascii")
    status = {"end": "report", "code": 0, "cpu": time.process_time() - busy, "peak": 0, "seconds": time.monotonic() - begin}
    frames.answer(answers, nonce, status, payload)
    os._exit(0)
