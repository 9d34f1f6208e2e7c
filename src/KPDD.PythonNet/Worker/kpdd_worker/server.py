"""Where a new interpreter begins: loads what programs may import, then serves as a worker, or as a single process where there is no fork."""

import json
import os
import sys
import time
import warnings

from kpdd_worker import frames, libraries, policy, program, walls
from kpdd_worker.worker import Worker, greeting

_REHEARSALS = 20


def serve(settings):
    """The whole life of the interpreter."""
    warnings.simplefilter("ignore")
    absent = libraries.load(policy.MODULES, settings["modules"]) if settings["libraries"] else []
    if hasattr(sys, "set_int_max_str_digits"):
        sys.set_int_max_str_digits(0)
    runner = program.Runner(settings)
    _rehearse(runner)
    libraries.seed()

    statuses = {}
    if not hasattr(os, "fork") or settings["single"]:
        return _serve_once(runner, statuses, absent)
    os.setsid()
    walls.enclose_launcher(statuses)
    worker = os.fork()
    if worker:
        _stand_by(worker)
    return Worker(settings, runner, statuses, absent).serve()


def _rehearse(runner):
    """Runs a few programs ahead, so that their processes find every cache warm and Python's instructions specialized."""
    streams = sys.stdin, sys.stdout, sys.stderr, sys.modules["__main__"]
    for _ in range(_REHEARSALS):
        for source in ("def solution():\n    return 1 / 3\nprint(solution())", "answer = round(7 * 6)"):
            runner.prepare()
            runner.report(source)
    sys.stdin, sys.stdout, sys.stderr, sys.modules["__main__"] = streams


def _stand_by(worker):
    """The launcher's rest of life: it holds no pipe and ends when the worker ends."""
    for descriptor in (0, 1, 2):
        os.close(descriptor)
    _, status = os.waitpid(worker, 0)
    os._exit(0 if os.WIFEXITED(status) else 1)


def _serve_once(runner, statuses, absent):
    """Where there is no fork: one program in this process, which the host ends afterwards."""
    sys.stdout.flush()
    answers = os.dup(1)
    frames.answer(answers, "hello", greeting(statuses, {}, False, absent))
    reader = frames.Reader(0)
    try:
        _, nonce, size, _ = reader.line().split(" ")
        code = reader.block(int(size)).decode()
    except EOFError:
        os._exit(0)
    os.environ.clear()
    libraries.close()
    runner.prepare()
    busy = time.process_time()
    payload = runner.report(code).encode()
    frames.answer(answers, nonce, frames.status("report", 0, time.process_time() - busy, 0), payload)
    os._exit(0)
