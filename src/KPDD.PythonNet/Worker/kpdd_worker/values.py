"""Turns an answer into text without running code of the program: exact types only, bounded in depth, items and size."""

import datetime
import decimal
import fractions
import sys

LIMIT_DEPTH = 32
LIMIT_ITEMS = 100_000

_SCALARS = (
    int, float, bool, complex, str, bytes, type(None), range,
    fractions.Fraction, decimal.Decimal,
    datetime.date, datetime.datetime, datetime.time, datetime.timedelta,
)
_SEQUENCES = (list, tuple, set, frozenset)
_BITS_A_DIGIT = 3.3


class Unsupported(Exception):
    """The value, or a part of it, is of a type that is not passed on."""


class TooLarge(Exception):
    """The value's text is longer than the output limit."""


class _Budget:
    def __init__(self, characters, libraries):
        self.characters = characters
        self.libraries = libraries
        self.items = LIMIT_ITEMS

    def take(self, characters):
        self.items -= 1
        self.characters -= characters
        if self.items < 0 or self.characters < 0:
            raise TooLarge


def _check(value, budget, depth):
    kind = type(value)
    if depth > LIMIT_DEPTH:
        raise Unsupported("nested deeper than %d" % LIMIT_DEPTH)
    if any(kind is scalar for scalar in _SCALARS):
        budget.take(_length(value, kind))
    elif any(kind is sequence for sequence in _SEQUENCES):
        budget.take(2)
        for item in value:
            _check(item, budget, depth + 1)
    elif kind is dict:
        budget.take(2)
        for key, item in value.items():
            _check(key, budget, depth + 1)
            _check(item, budget, depth + 1)
    elif _is_of_library(kind, budget.libraries):
        budget.take(1)
    else:
        raise Unsupported("a value of type %s is not passed on" % kind.__name__)


def _is_of_library(kind, libraries):
    """Whether the type is defined in one of the libraries, not merely says so."""
    module = kind.__module__
    if type(module) is not str or module.partition(".")[0] not in libraries:
        return False
    return getattr(sys.modules.get(module), kind.__name__, None) is kind


def _length(value, kind):
    """At most the length of the value's text, found without writing it."""
    if kind is int:
        return int(value.bit_length() / _BITS_A_DIGIT)
    if kind is str or kind is bytes:
        return len(value)
    if kind is fractions.Fraction:
        return _integer_length(value.numerator) + _integer_length(value.denominator)
    if kind is decimal.Decimal:
        return len(value.as_tuple().digits)
    return 1


def _integer_length(value):
    if type(value) is not int:
        raise Unsupported("a Fraction of %s is not passed on" % type(value).__name__)
    return int(value.bit_length() / _BITS_A_DIGIT)


def encode(value, limit, libraries=()):
    """The answer's fields of the result: type, repr, and hex or items where the type has them. Libraries are extra modules whose own types pass."""
    _check(value, _Budget(limit, libraries), 0)
    text = repr(value)
    if len(text) > limit:
        raise TooLarge
    fields = {"type": type(value).__name__, "repr": text}
    if type(value) is float:
        fields["hex"] = value.hex()
    elif type(value) in (set, frozenset):
        fields["items"] = sorted(map(repr, value))
    return fields
