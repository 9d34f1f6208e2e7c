"""The worker: walls itself in, then gives each program a process of its own, forked ahead so that its walls are up before it is needed."""

import gc
import json
import os
import select
import sys
import time

from kpdd_worker import frames, heap, libraries, probe, walls
from kpdd_worker.process import Process, prepare_one

_PROBE_SECONDS = 10.0
_PROBE_BYTES = 1 << 20
_PROBE_NONCE = bytes(16)

# A fork makes the worker copy each page that it writes to next. Several forks in a row share that price.
_AHEAD = 8


def greeting(statuses, denied, forks, absent):
    """What a worker says when it is ready, as JSON."""
    version = "%d.%d.%d" % sys.version_info[:3]
    return json.dumps({"version": version, "forks": forks, "walls": statuses, "denied": denied, "absent": absent})


def _own_size(size_file):
    """The address space of this process, which a program's process begins with, in bytes; None where the system does not tell."""
    return None if size_file is None else int(os.pread(size_file, 64, 0).split()[0]) * os.sysconf("SC_PAGE_SIZE")


class Worker:
    """Serves the host until the host is gone."""

    def __init__(self, settings, runner, statuses, absent):
        self.settings = settings
        self.runner = runner
        self.absent = absent
        self.reader = frames.Reader(0)
        self.devices = os.open(os.devnull, os.O_RDWR)
        size_file = os.open("/proc/self/statm", os.O_RDONLY) if os.path.exists("/proc/self/statm") else None
        filter_system_calls = walls.enclose_worker(statuses)
        self.statuses = statuses
        self.run_one = prepare_one(runner, settings["libraries"])
        self.ahead = []
        os.environ.clear()
        libraries.close()
        limits = walls.program_limits(_own_size(size_file), settings["memory"], settings["seconds"])
        self.enclose_program = walls.prepare_program(os.getpid(), self.devices, limits, filter_system_calls)

    def serve(self):
        frames.answer(1, "hello", greeting(self.statuses, self._probe(), True, self.absent))
        os.dup2(self.devices, 2)
        self._settle()
        self._fork_ahead()
        try:
            while True:
                kind, nonce, size, milliseconds = self.reader.line().split(" ")
                body = self.reader.block(int(size))
                if kind == "run":
                    self._answer(nonce, body, int(milliseconds) / 1000)
        except EOFError:
            os._exit(0)

    def _settle(self):
        """Makes what every program begins with, and lets the heap lie still from here on: what a fork shares costs nothing until someone writes to it."""
        self.runner.prepare()
        # The worker makes no garbage that counting references does not free; a program's process switches the collector on again.
        gc.disable()
        gc.collect()
        self.held = heap.fill_holes()
        gc.freeze()

    def _probe(self):
        def run_probe():
            frames.write(walls.RESULT_DESCRIPTOR, frames.pack(_PROBE_NONCE, json.dumps(probe.run()).encode()))

        process = self._fork(run_probe)
        _, report = self._watch(process, "probe", _PROBE_NONCE, time.monotonic() + _PROBE_SECONDS, _PROBE_BYTES)
        process.end(gracefully=False)
        return json.loads(report or b"{}")

    def _fork(self, work):
        return Process(self.enclose_program, work)

    def _fork_ahead(self):
        try:
            while len(self.ahead) < _AHEAD:
                self.ahead.append(self._fork(self.run_one))
        except OSError:
            # The machine is short of processes or memory: the next program tries again.
            return

    def _answer(self, nonce, code, seconds):
        deadline = time.monotonic() + seconds
        secret = bytes.fromhex(nonce)
        process = self.ahead.pop(0) if self.ahead else self._fork(self.run_one)
        if not process.send(secret, code):
            process.end(gracefully=False)
            process = self._fork(self.run_one)
            process.send(secret, code)
        if not self.ahead:
            self._fork_ahead()
        end, report = self._watch(process, nonce, secret, deadline, self.settings["report"])
        # A process that closed its pipe is ending: its own exit status is the one to report.
        code, usage = process.end(gracefully=end == "closed")
        peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        frames.answer(1, nonce, frames.status(end, code, usage.ru_utime + usage.ru_stime, peak), report)

    def _watch(self, process, nonce, secret, deadline, most_bytes):
        """Reads the result pipe until the report is whole, the time is up, or the host says stop: (how it ended, report bytes)."""
        poller = select.poll()
        poller.register(process.result, select.POLLIN)
        poller.register(0, select.POLLIN)
        data = bytearray()
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                return "timeout", b""
            ready = dict(poller.poll(left * 1000 + 1))
            if 0 in ready and self._is_cancelled(nonce):
                return "cancelled", b""
            if process.result not in ready:
                continue
            block = os.read(process.result, 65536)
            if not block:
                return "closed", b""
            data += block
            if len(data) > most_bytes:
                return "oversized", b""
            try:
                size = frames.size(secret, data)
            except ValueError:
                return "forged", b""
            if size is not None and size <= len(data):
                return "report", bytes(data[frames.HEADER_SIZE : size])

    def _is_cancelled(self, nonce):
        """Reads the one message that may come while a program runs. The end of the host ends the worker and with it the program."""
        try:
            kind, which, _, _ = self.reader.line().split(" ")
        except EOFError:
            os._exit(0)
        return kind == "stop" and which == nonce
