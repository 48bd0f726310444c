"""Answers in chunks: the engine writes into a file-like object, those who send it take from an iterator.

The writing runs in a thread (the engine does not hold the interpreter's lock) at most a few chunks ahead.
Closing the iterator lets the next write fail, which ends the engine's work at the next row; work that
writes nothing, such as sorting, only ends with its process.
"""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable, Iterator
from typing import Final, Protocol

from forderungsgraph.errors import AnswerBrokenError, ForderungsgraphError, QueryError

CHUNK_BYTES: Final = 32_768
_AHEAD: Final = 4
_PATIENCE: Final = 0.1


class Sink(Protocol):
    """What an answer is written to; a write may raise to end the work."""

    def write(self, data: bytes, /) -> int:
        """Take bytes and return their number."""
        ...

    def flush(self) -> None:
        """Do nothing that matters."""
        ...


class ChunkSink:
    """Gathers small writes into chunks and hands each on.

    :param send: takes a chunk; raises to end the work
    """

    def __init__(self, send: Callable[[bytes], object]) -> None:
        self._send = send
        self._held = bytearray()

    def write(self, data: bytes, /) -> int:
        """Take bytes; send them on once there are enough."""
        self._held += data
        if len(self._held) >= CHUNK_BYTES:
            self.finish()
        return len(data)

    def flush(self) -> None:
        """Keep what is held: the engine flushes more often than it pays to send."""

    def finish(self) -> None:
        """Send what is held."""
        if self._held:
            chunk = bytes(self._held)
            self._held.clear()
            self._send(chunk)


class Chunks:
    """An answer whose beginning is there while the rest is being made; fulfils the contract of ``Store.stream``.

    Unlike a generator it stops the work also when it is closed, or forgotten, before its first chunk was taken.

    :param first: what is already there, None if that was all
    :param more: makes the next chunk, None at the end
    :param stop: ends the work; called once
    """

    def __init__(
        self, first: bytes | None, more: Callable[[], bytes | None], stop: Callable[[], object]
    ) -> None:
        self._first = first
        self._more = more
        self._stop = stop
        self._over = first is None
        if self._over:
            self.close()

    @classmethod
    def of(cls, first: bytes, rest: Iterator[bytes]) -> Chunks:
        """Return what is already there before the chunks of an iterator."""
        return cls(first, lambda: next(rest, None), getattr(rest, "close", _nothing))

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if self._first is not None:
            first, self._first = self._first, None
            return first
        if self._over:
            raise StopIteration
        try:
            chunk = self._more()
        except AnswerBrokenError:
            self.close()
            raise
        except (QueryError, ValueError) as error:
            self.close()
            raise AnswerBrokenError("Die Antwort brach mittendrin ab") from error
        if chunk is None:
            self.close()
            raise StopIteration
        return chunk

    def close(self) -> None:
        """Stop making the rest."""
        self._over = True
        self._first = None
        stop, self._stop = self._stop, _nothing
        stop()

    def __del__(self) -> None:
        self.close()


def _nothing() -> None:
    """There is no work to end."""


class _ClosedError(Exception):
    """Nobody takes the chunks any more."""


class WrittenChunks(Chunks):
    """The chunks that a function writes; fulfils the contract of ``Store.stream``.

    :param write: writes the whole answer into the sink it is given
    """

    def __init__(self, write: Callable[[Sink], None]) -> None:
        self._write = write
        self._queue: queue.Queue[bytes | BaseException | None] = queue.Queue(_AHEAD)
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="forderungsgraph-antwort", daemon=True)
        self._thread.start()
        first = self._queue.get()
        failed = first if isinstance(first, BaseException) else None
        super().__init__(first if isinstance(first, bytes) else None, self._taken, self._closed.set)
        if failed is not None:
            raise failed

    def _taken(self) -> bytes | None:
        item = self._queue.get()
        if isinstance(item, BaseException):
            raise AnswerBrokenError("Die Antwort brach mittendrin ab") from item
        return item

    def _put(self, item: bytes | BaseException | None) -> None:
        while not self._closed.is_set():
            with contextlib.suppress(queue.Full):
                self._queue.put(item, timeout=_PATIENCE)
                return
        raise _ClosedError

    def _run(self) -> None:
        sink = ChunkSink(self._put)
        outcome: BaseException | None = None
        try:
            self._write(sink)
            sink.finish()
        except _ClosedError:
            return
        except (ForderungsgraphError, ValueError) as error:
            outcome = error
        except Exception as error:
            outcome = QueryError(f"Die Abfrage ließ sich nicht auswerten: {error}")
        with contextlib.suppress(_ClosedError):
            self._put(outcome)
