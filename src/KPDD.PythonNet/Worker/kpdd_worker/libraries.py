"""Loads what programs may import while files can still be opened."""

import importlib
import io
import os
import sys

# The library imports these in the middle of a call, when no file can be opened any more.
_LATE_IMPORTS = "_strptime unicodedata encodings.ascii encodings.latin_1 encodings.idna collections.abc locale _socket".split()
_NOT_FOR_PROGRAMS = frozenset("tests testing benchmarks conftest __main__ plotting physics".split())


class Absence:
    """Stands behind every other finder where the libraries were left out: tells when a program asks for a module after all."""

    def __init__(self, tell):
        self.tell = tell

    def find_spec(self, name, path=None, target=None):
        self.tell()


def load(standard, extra):
    """Imports the standard modules where they exist, and the extra ones whole. Returns the extra ones that are not installed."""
    _load_random()
    for name in [*sorted(standard), *_LATE_IMPORTS]:
        try:
            importlib.import_module(name)
        except ImportError:
            pass
    # Some modules print when they are imported, and standard output belongs to the frames.
    stream, sys.stdout = sys.stdout, io.StringIO()
    try:
        return [name for name in extra if not _load_whole(name)]
    finally:
        sys.stdout = stream


def seed():
    """The same random numbers for every program."""
    if numbers := sys.modules.get("random"):
        numbers.seed(0)
    if numbers := sys.modules.get("numpy.random"):
        numbers.seed(0)


def _load_random():
    """Imports the module without its habit of drawing a new seed in each fork."""
    register = getattr(os, "register_at_fork", None)
    try:
        if register:
            os.register_at_fork = lambda **functions: None
        importlib.import_module("random")
    finally:
        if register:
            os.register_at_fork = register


def _load_whole(name):
    try:
        package = importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        return False
    _load_parts(package)
    return True


def _load_parts(package):
    import pkgutil

    for part in pkgutil.iter_modules(getattr(package, "__path__", ()), package.__name__ + "."):
        if part.name.rpartition(".")[2] in _NOT_FOR_PROGRAMS:
            continue
        try:
            _load_parts(importlib.import_module(part.name))
        except (Exception, SystemExit):
            # A part that does not load here would not load for the program either.
            continue


def close():
    """No import from files any more: what is not loaded is not there."""
    sys.meta_path[:] = [finder for finder in sys.meta_path if "PathFinder" not in repr(finder)]
    sys.path[:] = []
