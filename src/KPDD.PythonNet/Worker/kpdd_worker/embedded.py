"""Runs strict arithmetic inside the host's own process. The host has checked that the program is nothing else."""

import json

from kpdd_worker import program

_FUNCTIONS = {function.__name__: function for function in (abs, round, min, max, int, float)}


def run(source, limit):
    """The result's fields as JSON."""
    names = {"__name__": "__main__", "__builtins__": dict(_FUNCTIONS)}
    try:
        code = compile(source, program.FILE_NAME, "exec", dont_inherit=True)
    except SyntaxError as error:
        return json.dumps(program.failure("SyntaxError", type(error).__name__, error.msg, error.lineno))
    return json.dumps(program.evaluate(code, names, limit))
