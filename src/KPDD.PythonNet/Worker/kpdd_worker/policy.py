"""What a program may say. The policy gives early, clear refusals; the kernel's walls are what holds."""

import _ast as ast  # Without the module around it, whose memory each fork would carry along.
import re
import sys

MODULES = frozenset(
    "__future__ abc array bisect calendar cmath collections copy dataclasses datetime decimal enum fractions functools heapq "
    "itertools json math numbers operator random re statistics string textwrap time typing".split()
)
# A stand-in with harmless members is given for these.
STAND_INS = frozenset(["sys"])
# Not for programs to name, but the interpreter imports them on their behalf, through the import that the program sees.
_ON_BEHALF = frozenset("_strptime copyreg unicodedata warnings".split())

_FORBIDDEN_BUILTINS = frozenset("exec eval compile open __import__ globals locals vars breakpoint __loader__ __spec__ __builtins__".split())
_OWN_METHODS = frozenset(["__init__", "__post_init__", "__str__", "__repr__", "__name__", "__doc__"])
_INTERNALS = frozenset(
    "mro gi_frame gi_code cr_frame cr_code ag_frame ag_code f_back f_builtins f_code f_globals f_locals tb_frame tb_next "
    "co_code co_consts func_globals func_code".split()
)
_ASYNCHRONOUS = (ast.AsyncFunctionDef, ast.AsyncFor, ast.AsyncWith, ast.Await)

# Whatever the policy objects to shows one of these words, or two underscores, in the program's text.
_SUSPICIOUS_WORDS = sorted(word for word in _FORBIDDEN_BUILTINS | _INTERNALS if "__" not in word) + ["import", "async", "await"]
_find_suspicious = re.compile(r"__|\b(?:%s)\b" % "|".join(_SUSPICIOUS_WORDS)).search


class Violation(Exception):
    """The policy refuses the program; line is None where it is no single line's fault."""

    def __init__(self, message, line=None):
        super().__init__(message)
        self.line = line


def needs_check(source):
    """Whether the tree must be looked at. Python reads other letters as these ones in names, so only plain text can be cleared by its words."""
    return not source.isascii() or _find_suspicious(source) is not None


def check(tree, extra_modules):
    """Raises Violation for the first thing in the tree that is not allowed."""
    nodes = _nodes(tree)
    assigned = {node.id for node in nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
    assigned |= {node.arg for node in nodes if isinstance(node, ast.arg)}
    assigned |= {node.name for node in nodes if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    for node in nodes:
        if message := _objection(node, assigned, extra_modules):
            raise Violation(message, getattr(node, "lineno", None))


def _nodes(tree):
    """The tree and every node below it, those nearer to the top first."""
    nodes = [tree]
    for node in nodes:
        for name in node._fields:
            part = getattr(node, name, None)
            nodes.extend(item for item in (part if isinstance(part, list) else [part]) if isinstance(item, ast.AST))
    return nodes


def _objection(node, assigned, extra_modules):
    if isinstance(node, ast.Attribute):
        return _objection_to_attribute(node.attr)
    if isinstance(node, ast.Name):
        if node.id in _FORBIDDEN_BUILTINS and node.id not in assigned:
            return "the name %s is not allowed" % node.id
        return None
    if isinstance(node, ast.Import):
        return next(filter(None, (_objection_to_module(alias.name, extra_modules) for alias in node.names)), None)
    if isinstance(node, ast.ImportFrom):
        names = (_objection_to_attribute(alias.name) for alias in node.names)
        return _objection_to_module(node.module or ".", extra_modules) or next(filter(None, names), None)
    if isinstance(node, _ASYNCHRONOUS):
        return "asynchronous code is not allowed"
    return None


def _objection_to_attribute(name):
    if name.startswith("__") and name.endswith("__") and name not in _OWN_METHODS:
        return "the attribute %s is not allowed" % name
    return "the attribute %s is not allowed" % name if name in _INTERNALS else None


def _objection_to_module(name, extra_modules):
    root = name.partition(".")[0]
    if root in MODULES or root in STAND_INS or root in extra_modules:
        return None
    # A module of nobody's fails at run time, as it would anywhere: ModuleNotFoundError.
    return "the module %s is not allowed" % root if not root or root in sys.stdlib_module_names else None


def builtins_for_program(real, extra_modules, stand_ins):
    """A copy of the builtins without the forbidden ones and with an import that knows the allowed modules only."""
    allowed = {name: value for name, value in real.items() if name not in _FORBIDDEN_BUILTINS}
    import_module = real["__import__"]

    def guarded_import(name, globals=None, locals=None, fromlist=(), level=0):
        root = name.partition(".")[0]
        if root in stand_ins:
            return stand_ins[root]
        if level == 0 and (root in MODULES or root in extra_modules or root in _ON_BEHALF):
            return import_module(name, globals, locals, fromlist, level)
        raise ModuleNotFoundError("No module named %r" % name, name=name)

    allowed["__import__"] = guarded_import
    return allowed
