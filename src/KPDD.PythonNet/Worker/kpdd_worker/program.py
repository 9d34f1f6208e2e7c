"""Runs one program in this process and tells how it ended. Everything here happens behind the walls."""

import ast
import builtins
import io
import sys
import types

from kpdd_worker import policy, values

FILE_NAME = "<program>"
LONGEST_MESSAGE = 2000

# Freed when memory runs out, so that there is room to say so.
ballast = [bytearray(1 << 20)]


class OutputLimit(BaseException):
    """The program printed more than it may."""


class Output(io.TextIOBase):
    """Collects what the program prints, up to its limit."""

    def __init__(self, limit):
        self.limit = limit
        self.size = 0
        self.parts = []

    def writable(self):
        return True

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError("write() argument must be str, not " + type(text).__name__)
        self.size += len(text.encode("utf-8", "replace"))
        if self.size > self.limit:
            self.parts.append(text[: self.limit])
            raise OutputLimit
        self.parts.append(text)
        return len(text)

    def text(self):
        return "".join(self.parts)[: self.limit]


def run(source, settings):
    """The result's fields. Never raises but for faults of its own."""
    output = Output(settings["output"])
    sys.stdout, sys.stderr, sys.stdin = output, Output(settings["output"]), io.StringIO("")
    try:
        result = _run(source, settings, output)
    except MemoryError:
        ballast.clear()
        result = {"outcome": "MemoryLimit", "message": "The program ran past its memory limit."}
    if output.size > output.limit:
        result = {"outcome": "OutputLimit", "message": "The program printed more than %d bytes." % output.limit}
    result["stdout"] = output.text()
    return {name: _encodable(value) for name, value in result.items()}


def _run(source, settings, output):
    try:
        code = _compile(source, settings)
    except policy.Violation as violation:
        return {"outcome": "PolicyViolation", "message": str(violation), "line": violation.line}
    except SyntaxError as error:
        return failure("SyntaxError", type(error).__name__, error.msg, error.lineno)
    except (MemoryError, RecursionError, ValueError) as error:
        return failure("SyntaxError", "SyntaxError", "the program cannot be parsed: %s" % (error or "it is nested too deeply"), None)

    main = types.ModuleType("__main__")
    sys.modules["__main__"] = main
    main.__dict__["__builtins__"] = _builtins(settings)
    return evaluate(code, main.__dict__, settings["output"], output, settings["modules"])


def evaluate(code, names, limit, output=None, libraries=()):
    """Runs compiled code in a namespace and reads its answer."""
    try:
        exec(code, names)
        found, value = _answer(names)
    except MemoryError:
        raise
    except BaseException as error:
        return failure("RuntimeError", type(error).__name__, _message(error), _line(error.__traceback__))
    if found:
        return _encode(value, limit, libraries)
    if output and (printed := output.text().strip()):
        return {"outcome": "StandardOutput", "repr": printed}
    return {"outcome": "NoAnswer", "message": "The program left no answer, no ans, no solution() and printed nothing."}


def _compile(source, settings):
    tree = ast.parse(source, FILE_NAME)
    if settings["policy"]:
        policy.check(tree, settings["modules"])
    return compile(tree, FILE_NAME, "exec", dont_inherit=True)


def _builtins(settings):
    if not settings["policy"]:
        return builtins
    harmless = types.ModuleType("sys")
    for name in "exit maxsize float_info int_info version version_info getrecursionlimit setrecursionlimit stdin stdout stderr".split():
        setattr(harmless, name, getattr(sys, name))
    harmless.argv = [FILE_NAME]
    return policy.builtins_for_program(vars(builtins), settings["modules"], {"sys": harmless})


def _answer(names):
    """Whether there is an answer, and which: answer, else ans, else what solution() returns. None is no answer."""
    for name in ("answer", "ans"):
        if names.get(name) is not None:
            return True, names[name]
    solution = names.get("solution")
    value = solution() if callable(solution) else None
    return value is not None, value


def _encode(value, limit, libraries):
    try:
        return {"outcome": "Value", **values.encode(value, limit, libraries)}
    except values.Unsupported as error:
        return {"outcome": "UnsupportedValue", "message": str(error), "type": type(value).__name__}
    except values.TooLarge:
        return {"outcome": "OutputLimit", "message": "The answer's text is longer than %d characters." % limit, "type": type(value).__name__}


def failure(outcome, exception, message, line):
    """The fields of a result that is an error."""
    return {"outcome": outcome, "exception": exception, "message": message, "line": line}


def _message(error):
    try:
        return str(error)[:LONGEST_MESSAGE]
    except BaseException:
        return "the exception's own text could not be made"


def _encodable(value):
    """Text without lone surrogates, which no host can hold."""
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value


def _line(traceback):
    line = None
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == FILE_NAME:
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line
