"""Frames between host and worker, and between worker and program: a line or header with a nonce and lengths, then bytes."""

import os
import struct

_HEADER = struct.Struct("=16sI")
HEADER_SIZE = _HEADER.size
# Most programs come whole in a block of this size, and a larger one would cost a program's process more pages.
_BLOCK_BYTES = 8192
_read, _write, _pack, _unpack = os.read, os.write, _HEADER.pack, _HEADER.unpack_from


class Reader:
    """Reads lines and blocks from a descriptor; EOFError when the other side is gone."""

    def __init__(self, descriptor):
        self.descriptor = descriptor
        self.waiting = bytearray()

    def _more(self):
        block = os.read(self.descriptor, 65536)
        if not block:
            raise EOFError
        self.waiting += block

    def line(self):
        while (end := self.waiting.find(b"\n")) < 0:
            self._more()
        return self._cut(end + 1)[:-1].decode("ascii")

    def block(self, size):
        while len(self.waiting) < size:
            self._more()
        return self._cut(size)

    def _cut(self, size):
        cut = bytes(self.waiting[:size])
        del self.waiting[:size]
        return cut


def write(descriptor, data):
    sent = _write(descriptor, data)
    if sent < len(data):
        view = memoryview(data)[sent:]
        while view:
            view = view[_write(descriptor, view):]


def answer(descriptor, nonce, status, payload=b""):
    """One frame to the host: nonce, the worker's own status as JSON, and the program's bytes as they came."""
    write(descriptor, ("%s %d %d\n%s" % (nonce, len(status), len(payload), status)).encode("ascii") + payload)


def status(end, code, seconds, peak):
    """The worker's own status on a program: how it ended, its exit code, its processor time, and its memory in bytes."""
    return '{"end":"%s","code":%d,"cpu":%.6f,"peak":%d}' % (end, code, seconds, peak)


def pack(nonce, payload):
    """One frame between the worker and a program's process, either way."""
    return _pack(nonce, len(payload)) + payload


def size(nonce, data):
    """Size of the frame that data begins, None while its header is not there; ValueError when it is not ours."""
    if len(data) < HEADER_SIZE:
        return None
    found, length = _unpack(data)
    if found != nonce:
        raise ValueError("foreign bytes on the result pipe")
    return HEADER_SIZE + length


def receive(descriptor):
    """The nonce and payload of one frame; EOFError when the other side is gone."""
    data = _read(descriptor, _BLOCK_BYTES)
    while True:
        if len(data) >= HEADER_SIZE:
            nonce, length = _unpack(data)
            if len(data) == HEADER_SIZE + length:
                return nonce, data[HEADER_SIZE:]
        block = _read(descriptor, 65536)
        if not block:
            raise EOFError
        data += block
