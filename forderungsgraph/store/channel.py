"""Frames over a socket between the service and a worker: one letter, a length, seconds of work, bytes.

Receiving with a time limit keeps what has come so far, so that a frame may arrive in several attempts.
"""

from __future__ import annotations

import socket
import struct
from typing import Final, NamedTuple

# letters of frames: what is asked, and the four ways of answering
ASK: Final = b"q"
CHUNK: Final = b"c"
LAST: Final = b"d"
VALUE: Final = b"v"
ERROR: Final = b"e"

_HEAD: Final = struct.Struct("!cQf")
_READ: Final = 1 << 18


class Frame(NamedTuple):
    """One message; ``kind`` is one of the letters of this module.

    :param seconds: of work of the worker's processor, told with the last frame of an answer
    """

    kind: bytes
    data: bytes
    seconds: float = 0.0


class Channel:
    """One end of a pair of connected sockets."""

    def __init__(self, end: socket.socket) -> None:
        self._socket = end
        self._held = bytearray()

    def send(self, kind: bytes, data: bytes, seconds: float = 0.0) -> None:
        """Send a frame; blocks while the other side does not read.

        :raises OSError: if the other side is gone
        """
        self._socket.settimeout(None)
        self._socket.sendall(_HEAD.pack(kind, len(data), seconds) + data)

    def receive(self, seconds: float | None = None) -> Frame | None:
        """Return the next frame, None if it is not complete after ``seconds``.

        :raises EOFError: if the other side closed
        :raises OSError: if the connection broke
        """
        while True:
            frame = self._complete()
            if frame is not None:
                return frame
            self._socket.settimeout(None if seconds is None else max(seconds, 0.0001))
            try:
                data = self._socket.recv(_READ)
            except TimeoutError:
                return None
            if not data:
                raise EOFError
            self._held += data

    def _complete(self) -> Frame | None:
        if len(self._held) < _HEAD.size:
            return None
        kind, length, seconds = _HEAD.unpack_from(self._held)
        end = _HEAD.size + length
        if len(self._held) < end:
            return None
        data = bytes(memoryview(self._held)[_HEAD.size : end])
        del self._held[:end]
        return Frame(kind, data, seconds)

    def close(self) -> None:
        """Close this end."""
        self._socket.close()
