"""Messages between the service and a reader, with connections attached.

One socket pair of sequenced packets: a letter, then bytes. What a client sent comes before the connection
in as many parts as it needs.
"""

from __future__ import annotations

import socket
from typing import Final, NamedTuple

# to a reader: a connection, a query whose shape proved quick, one that did not, an answer to keep, a client
# that used its seconds up, the end
CONNECTION: Final = b"c"
QUICK: Final = b"s"
SLOW: Final = b"u"
ANSWER: Final = b"k"
OVER: Final = b"o"
END: Final = b"x"
# from a reader: a connection with what has come on it, part of that, seconds of a client's queries
BACK: Final = b"b"
PART: Final = b"p"
GONE: Final = b"g"
USED: Final = b"t"
TOO_SLOW: Final = b"d"

LARGEST: Final = 90_000
_PACKET: Final = 100_000
_DO_NOT_WAIT: Final = getattr(socket, "MSG_DONTWAIT", 0)


class Message(NamedTuple):
    """One message; ``handed`` is a file descriptor that is ours now."""

    kind: bytes
    data: bytes
    handed: int | None


class Line:
    """One end of the socket pair."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end

    @property
    def number(self) -> int:
        """File descriptor, to wait for messages."""
        return self._end.fileno()

    def send(self, kind: bytes, data: bytes = b"", handed: int | None = None, *, wait: bool = False) -> bool:
        """Send a message; tell whether it was taken.

        :param wait: until there is room for it
        """
        flags = 0 if wait else _DO_NOT_WAIT
        try:
            if handed is None:
                self._end.send(kind + data, flags)
            else:
                socket.send_fds(self._end, [kind + data], [handed], flags)
        except OSError:
            return False
        return True

    def receive(self) -> Message | None:
        """Return the next message, None if there is none yet.

        :raises EOFError: if the other side closed
        """
        try:
            data, handed, _, _ = socket.recv_fds(self._end, _PACKET, 1, _DO_NOT_WAIT)
        except BlockingIOError:
            return None
        except OSError as error:
            raise EOFError from error
        if not data:
            raise EOFError
        return Message(data[:1], data[1:], handed[0] if handed else None)

    def close(self) -> None:
        """Close this end."""
        self._end.close()


def packed(*texts: str | bytes) -> bytes:
    """Return texts as the bytes of one message."""
    encoded = [text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text for text in texts]
    return b"".join(len(one).to_bytes(4, "big") + one for one in encoded)


def unpacked(data: bytes) -> list[bytes]:
    """Return what :func:`packed` was given.

    >>> unpacked(packed("a", b"", b"bc"))
    [b'a', b'', b'bc']
    """
    found = []
    place = 0
    while place < len(data):
        end = place + 4 + int.from_bytes(data[place : place + 4], "big")
        found.append(data[place + 4 : end])
        place = end
    return found
