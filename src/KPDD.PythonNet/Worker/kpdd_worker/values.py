"""Turns an answer into JSON without running code of the program: exact types only, bounded in depth, items and size."""

import json
import sys

LIMIT_DEPTH = 32
LIMIT_ITEMS = 100_000

_quote = json.encoder.encode_basestring
_name_of = type.__dict__["__name__"].__get__
_module_of = type.__dict__["__module__"].__get__


class Unsupported(Exception):
    """The value, or a part of it, is of a type that is not passed on."""


class TooLarge(Exception):
    """The value's text is longer than the output limit."""


def type_name(value):
    """The name of the value's type, past whatever a program's own class or metaclass says of itself."""
    return _name_of(type(value))


def quote(text):
    """The text as JSON; lone surrogates as escapes, because no host can hold them."""
    return _quote(text if text.isascii() else text.encode("utf-8", "backslashreplace").decode())


def encode(value, limit, libraries=()):
    """
    The answer's fields of the result, each as JSON: type, repr, data, and hex or items where the type has them. Libraries are extra modules whose own types pass.
    """
    data = _Encoder(limit, libraries).encode(value, 0)
    text = repr(value)
    if type(text) is not str:
        text = str.__str__(text)
    if len(text) > limit:
        raise TooLarge
    kind = type(value)
    fields = {"type": _NAMES.get(kind) or quote(_name_of(kind)), "repr": quote(text), "data": data}
    if kind is float:
        fields["hex"] = quote(value.hex())
    elif kind is set or kind is frozenset:
        fields["items"] = "[%s]" % ",".join(map(quote, sorted(map(repr, value))))
    return fields


class _Encoder:
    """Writes a value as nested arrays: the type's name, then its content, each part of which brings its comma along."""

    def __init__(self, characters, libraries):
        self.characters = characters
        self.libraries = libraries
        self.items = LIMIT_ITEMS

    def encode(self, value, depth):
        if depth > LIMIT_DEPTH:
            raise Unsupported("nested deeper than %d" % LIMIT_DEPTH)
        kind = type(value)
        write = _WRITERS.get(kind)
        if write is not None:
            return "[%s%s]" % (_NAMES[kind], write(self, value, depth + 1))
        if not self._is_of_library(kind):
            raise Unsupported("a value of type %s is not passed on" % _name_of(kind))
        self.take(1)
        return "[%s]" % quote(_name_of(kind))

    def take(self, characters):
        """Counts one item of at least so many characters."""
        self.items -= 1
        self.characters -= characters
        if self.items < 0 or self.characters < 0:
            raise TooLarge

    def _is_of_library(self, kind):
        """Whether the type is defined in one of the libraries, not merely says so."""
        module = _module_of(kind)
        if type(module) is not str or module.partition(".")[0] not in self.libraries:
            return False
        return getattr(sys.modules.get(module), _name_of(kind), None) is kind

    def write_integer(self, value, depth):
        if type(value) is not int:
            raise Unsupported("a number made of %s is not passed on" % type_name(value))
        # A decimal digit holds less than 10/3 bits, so that the length is never guessed too long.
        self.take(value.bit_length() * 3 // 10)
        return ',"%s"' % hex(value)

    def write_nothing(self, value, depth):
        self.take(4)
        return ""

    def write_boolean(self, value, depth):
        self.take(4)
        return ",true" if value else ",false"

    def write_float(self, value, depth):
        self.take(3)
        return ',"%s"' % value.hex()

    def write_complex(self, value, depth):
        self.take(2)
        return ',"%s","%s"' % (value.real.hex(), value.imag.hex())

    def write_fraction(self, value, depth):
        return self.write_integer(value.numerator, depth) + self.write_integer(value.denominator, depth)

    def write_decimal(self, value, depth):
        self.take(len(value.as_tuple().digits))
        return "," + quote(str(value))

    def write_text(self, value, depth):
        self.take(len(value))
        return "," + quote(value)

    def write_bytes(self, value, depth):
        self.take(len(value))
        return ',"%s"' % value.hex()

    def write_range(self, value, depth):
        return "".join([self.write_integer(number, depth) for number in (value.start, value.stop, value.step)])

    def write_moment(self, value, depth):
        self.take(1)
        return "," + quote(str(value))

    def write_items(self, value, depth):
        self.take(2)
        return ",[%s]" % ",".join([self.encode(item, depth) for item in value])

    def write_pairs(self, value, depth):
        self.take(2)
        return ",[%s]" % ",".join(["[%s,%s]" % (self.encode(key, depth), self.encode(item, depth)) for key, item in value.items()])


_WRITERS = {
    type(None): _Encoder.write_nothing,
    bool: _Encoder.write_boolean,
    int: _Encoder.write_integer,
    float: _Encoder.write_float,
    complex: _Encoder.write_complex,
    str: _Encoder.write_text,
    bytes: _Encoder.write_bytes,
    range: _Encoder.write_range,
    list: _Encoder.write_items,
    tuple: _Encoder.write_items,
    set: _Encoder.write_items,
    frozenset: _Encoder.write_items,
    dict: _Encoder.write_pairs,
}
_NAMES = {kind: quote(_name_of(kind)) for kind in _WRITERS}
_WRITERS_OF_LIBRARIES = {
    "fractions": {"Fraction": _Encoder.write_fraction},
    "decimal": {"Decimal": _Encoder.write_decimal},
    "datetime": dict.fromkeys(["date", "datetime", "time", "timedelta"], _Encoder.write_moment),
}


def learn():
    """Gets to know the types of the libraries that are loaded. Called before the first program, which could put others in their place."""
    for library, writers in _WRITERS_OF_LIBRARIES.items():
        if library in sys.modules:
            for name, write in writers.items():
                kind = getattr(sys.modules[library], name)
                _WRITERS[kind], _NAMES[kind] = write, quote(name)
