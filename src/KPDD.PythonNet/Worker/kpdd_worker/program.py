"""Runs one program in this process and tells how it ended. Everything here happens behind the walls."""

import _ast
import builtins
import io
import mmap
import sys
import types

from kpdd_worker import policy, values
from kpdd_worker.output import Output
from kpdd_worker.values import quote

FILE_NAME = "<program>"
LONGEST_MESSAGE = 2000

# Given back when memory runs out, so that there is room to say so. It counts as the process's memory but holds none, which keeps forks cheap.
# Private, or one program could leave a note in it for the next.
_ballast = mmap.mmap(-1, 1 << 20, **({"flags": mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS} if hasattr(mmap, "MAP_PRIVATE") else {}))
_write_field = '"%s":%s'.__mod__
_traceback_of = BaseException.__dict__["__traceback__"].__get__


class Runner:
    """Runs programs by one set of settings; what does not depend on the program is made once, or ahead of it."""

    def __init__(self, settings):
        values.learn()
        self.limit = settings["output"]
        self.libraries = settings["modules"]
        self.has_policy = settings["policy"]
        self.builtins = policy.builtins_for_program(vars(builtins), self.libraries, {"sys": _harmless_sys()}) if self.has_policy else builtins

    def prepare(self):
        """Lays out streams and a main module for one program. A worker does it before it forks, so that the program's process finds them made."""
        self.output = Output(self.limit)
        sys.stdout, sys.stderr, sys.stdin = self.output, Output(self.limit), io.StringIO("")
        self.main = types.ModuleType("__main__")
        self.main.__dict__["__builtins__"] = self.builtins
        sys.modules["__main__"] = self.main

    def report(self, source):
        """Runs one program in what was prepared: the result's fields as JSON. Never raises but for faults of its own."""
        try:
            result = self._run_code(source)
            if self.output.parts:
                if self.output.is_over():
                    result = _fields("OutputLimit", "The program printed more than %d bytes." % self.limit)
                result["stdout"] = quote(self.output.text())
            return to_json(result)
        except MemoryError:
            _ballast.close()
            return to_json({**_fields("MemoryLimit", "The program ran past its memory limit."), "stdout": quote(self.output.text())})

    def _run_code(self, source):
        try:
            code = self._compile(source)
        except policy.Violation as violation:
            return _fields("PolicyViolation", str(violation), line=violation.line)
        except SyntaxError as error:
            return failure("SyntaxError", type(error).__name__, error.msg, error.lineno)
        except (MemoryError, RecursionError, ValueError) as error:
            return failure("SyntaxError", "SyntaxError", "the program cannot be parsed: %s" % (str(error) or "it is nested too deeply"), None)
        return evaluate(code, self.main.__dict__, self.limit, self.output, self.libraries)

    def _compile(self, source):
        if self.has_policy and policy.needs_check(source):
            tree = compile(source, FILE_NAME, "exec", _ast.PyCF_ONLY_AST, dont_inherit=True)
            policy.check(tree, self.libraries)
            return compile(tree, FILE_NAME, "exec", dont_inherit=True)
        return compile(source, FILE_NAME, "exec", dont_inherit=True)


def evaluate(code, names, limit, output=None, libraries=()):
    """Runs compiled code in a namespace and reads its answer: the result's fields, each as JSON."""
    try:
        exec(code, names)
        found, value = _answer(names)
    except MemoryError:
        raise
    except BaseException as error:
        return failure("RuntimeError", values.type_name(error), _message(error), _line(_traceback_of(error)))
    if found:
        return _encode(value, limit, libraries)
    if output and (printed := output.text().strip()):
        return {"outcome": '"StandardOutput"', "repr": quote(printed)}
    return _fields("NoAnswer", "The program left no answer, no ans, no solution() and printed nothing.")


def failure(outcome, exception, message, line):
    """The fields of a result that is an error."""
    return _fields(outcome, message, exception=exception, line=line)


def to_json(fields):
    """One object of fields that are JSON already."""
    return "{%s}" % ",".join(map(_write_field, fields.items()))


def _fields(outcome, message, line=None, **texts):
    """The fields of a result without an answer, each as JSON."""
    fields = {"outcome": quote(outcome), "message": quote(message)}
    if line is not None:
        fields["line"] = str(line)
    fields.update((name, quote(text)) for name, text in texts.items())
    return fields


def _harmless_sys():
    harmless = types.ModuleType("sys")
    for name in "exit maxsize float_info int_info version version_info getrecursionlimit setrecursionlimit".split():
        setattr(harmless, name, getattr(sys, name))
    harmless.argv = [FILE_NAME]
    # The streams are each program's own, so they are looked up when they are asked for.
    harmless.__getattr__ = _own_stream
    return harmless


def _own_stream(name):
    if name in ("stdin", "stdout", "stderr"):
        return getattr(sys, name)
    raise AttributeError("module 'sys' has no attribute %r" % name)


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
        fields = values.encode(value, limit, libraries)
        fields["outcome"] = '"Value"'
        return fields
    except values.Unsupported as error:
        return _fields("UnsupportedValue", str(error), type=values.type_name(value))
    except values.TooLarge:
        return _fields("OutputLimit", "The answer's text is longer than %d characters." % limit, type=values.type_name(value))
    except MemoryError:
        raise
    except BaseException as error:
        # The program changed a type of the library.
        return _fields("UnsupportedValue", "the value cannot be written: " + values.type_name(error), type=values.type_name(value))


def _message(error):
    try:
        return str.__str__(str(error))[:LONGEST_MESSAGE]
    except BaseException:
        return "the exception's own text could not be made"


def _line(traceback):
    line = None
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == FILE_NAME:
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line
