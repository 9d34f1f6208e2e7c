"""What a program prints, up to its limit."""

import io


class OutputLimit(BaseException):
    """The program printed more than it may."""


class Output(io.TextIOBase):
    """Stands in for standard output and keeps what is written."""

    def __init__(self, limit):
        self.limit = limit
        self.size = 0
        self.parts = []

    def writable(self):
        return True

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError("write() argument must be str, not " + type(text).__name__)
        if self.is_over():
            raise OutputLimit
        self.size += len(str.encode(text, "utf-8", "replace"))
        self.parts.append(text)
        if self.is_over():
            raise OutputLimit
        return len(text)

    def is_over(self):
        """Whether the limit was passed, even if the program went on."""
        return self.size > self.limit

    def text(self):
        return "".join(self.parts)[: self.limit]
