"""Frames between host and worker, and between worker and program: a line or header with a nonce and lengths, then bytes."""

import json
import os
import struct

_HEADER = struct.Struct("=16sI")
HEADER_SIZE = _HEADER.size


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
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view):]


def answer(descriptor, nonce, status, payload=b""):
    """One frame to the host: nonce, the worker's own status, and the program's bytes as they came."""
    text = json.dumps(status).encode()
    write(descriptor, b"%s %d %d\n%s%s" % (nonce.encode("ascii"), len(text), len(payload), text, payload))


def pack(nonce, payload):
    """One frame between the worker and a program's process, either way."""
    return _HEADER.pack(nonce, len(payload)) + payload


def size(nonce, data):
    """Size of the frame that data begins, None while its header is not there; ValueError when it is not ours."""
    if len(data) < HEADER_SIZE:
        return None
    found, length = _HEADER.unpack_from(data)
    if found != nonce:
        raise ValueError("foreign bytes on the result pipe")
    return HEADER_SIZE + length


def receive(descriptor):
    """The nonce and payload of one frame; EOFError when the other side is gone."""
    data = b""
    end = HEADER_SIZE
    while len(data) < end:
        block = os.read(descriptor, 65536)
        if not block:
            raise EOFError
        data += block
        if len(data) >= HEADER_SIZE:
            nonce, length = _HEADER.unpack_from(data)
            end = HEADER_SIZE + length
    return nonce, data[HEADER_SIZE:end]
