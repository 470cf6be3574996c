"""Reads OpenSSH's binary form (RFC 4251, 5)."""

from gcloud.plan.tenants.signature_error import SignatureError

_LENGTH = 4


class Reader:
    """Takes one value after the other.

    Args:
        data: what is read.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, count: int) -> bytes:
        """The next bytes.

        Raises:
            SignatureError: there are not so many.
        """
        taken = self._data[self._at : self._at + count]
        if len(taken) != count:
            raise SignatureError("it is cut off")
        self._at += count
        return taken

    def number(self) -> int:
        """The next number (uint32)."""
        return int.from_bytes(self.take(_LENGTH), "big")

    def string(self) -> bytes:
        """The next string of bytes."""
        return self.take(self.number())

    def positive(self) -> int:
        """The next number of any size (mpint).

        Raises:
            SignatureError: it is negative, which no part of a signature is.
        """
        raw = self.string()
        if raw[:1] >= b"\x80":
            raise SignatureError("it holds a negative number")
        return int.from_bytes(raw, "big")

    @property
    def left(self) -> int:
        """How many bytes are left."""
        return len(self._data) - self._at

    def end(self) -> None:
        """Make sure that nothing is left.

        Raises:
            SignatureError: something is.
        """
        if self.left:
            raise SignatureError("something follows after its end")


def string(value: bytes) -> bytes:
    """A string of bytes in this form."""
    return len(value).to_bytes(_LENGTH, "big") + value
