"""A worker: the loop that runs in its process, and the handle that the service has of it."""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Protocol

from forderungsgraph.errors import ForderungsgraphError, QueryError, QueryLimitError
from forderungsgraph.formats import Format
from forderungsgraph.memory import limit_memory

from .base import Dataset, Store
from .channel import ASK, CHUNK, ERROR, LAST, VALUE, Channel

CHUNK_BYTES: Final = 65_536
_STACK_BYTES: Final = 64 << 20
# what ends a row, where the format tells: inside values these bytes are escaped (in CSV a line break counts)
_ROW_ENDS: Final = {
    Format.CSV: b"\n",
    Format.TSV: b"\n",
    Format.N_TRIPLES: b"\n",
    Format.N_QUADS: b"\n",
    Format.XML: b"</result>",
}


class Signals(Protocol):
    """What can be done to a process from outside, at once."""

    def kill(self) -> None:
        """End it."""
        ...

    def pause(self) -> None:
        """Hold it still, where the system can."""
        ...

    def resume(self) -> None:
        """Let it go on."""
        ...

    def lower(self) -> None:
        """Let all others go first, where the system can."""
        ...


@dataclass(slots=True)
class Worker:
    """A worker process as the service sees it.

    :param calls: calls that it answered
    :param lowered: whether its priority was lowered, which cannot be taken back
    """

    channel: Channel
    process: Signals
    calls: int = 0
    lowered: bool = False

    def ask(self, call: bytes) -> None:
        """Send a call as :func:`packed` makes it.

        :raises OSError: if the process is gone
        """
        self.calls += 1
        self.channel.send(ASK, call)

    def lower(self) -> None:
        """Let all others go first."""
        self.lowered = True
        self.process.lower()

    def kill(self) -> None:
        """End the process at once."""
        self.process.kill()
        self.channel.close()


def packed(method: str, *arguments: object) -> bytes:
    """Return a call of a store's method as bytes."""
    return pickle.dumps((method, arguments), pickle.HIGHEST_PROTOCOL)


class _Outlet:
    """The sink of an answer: gathers chunks, and ends the work where the answer grows too large."""

    def __init__(self, channel: Channel, fmt: Format, most: int, rows: int) -> None:
        self._begun = time.thread_time()
        self._channel = channel
        self._end = _ROW_ENDS.get(fmt)
        self._left = most
        self._rows = rows
        self._limits = (most, rows)
        self._held = bytearray()

    def write(self, data: bytes, /) -> int:
        """Take bytes."""
        self._held += data
        if len(self._held) >= CHUNK_BYTES:
            self._channel.send(CHUNK, self._take())
        return len(data)

    def flush(self) -> None:
        """Keep what is held: the engine flushes more often than it pays to send."""

    def finish(self) -> None:
        """Send the rest and say that it is the last."""
        self._channel.send(LAST, self._take(), time.thread_time() - self._begun)

    def _take(self) -> bytes:
        data = bytes(self._held)
        self._held.clear()
        self._left -= len(data)
        if self._end is not None:
            self._rows -= data.count(self._end)
        if self._left < 0 or self._rows < 0:
            most, rows = self._limits
            what = f"{most} Bytes" if self._left < 0 else f"{rows} Zeilen"
            other = f"{most} bytes" if self._left < 0 else f"{rows} rows"
            raise QueryLimitError(
                f"Die Antwort hat mehr als {what}",
                hint="Mit LIMIT und OFFSET in Teilen abfragen, oder die Daten als Ganzes laden (/daten/)",
                english=f"the answer has more than {other}; ask for parts by LIMIT and OFFSET",
            )
        return data


class _WritingStore(Protocol):
    def write(self, text: str, fmt: Format, sink: Any, dataset: Dataset = ..., /) -> None: ...


def answer_calls(channel: Channel, store: Store, *, answer: int, rows: int) -> None:
    """Answer calls until the channel closes; runs in the worker process.

    :param answer: bytes of an answer
    :param rows: rows of an answer
    """
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt, MemoryError):
        while (frame := channel.receive()) is not None:
            method, arguments = pickle.loads(frame.data)
            try:
                if method == "write":
                    _write(channel, store, arguments, answer, rows)  # type: ignore[arg-type]
                else:
                    value = getattr(store, method)(*arguments)
                    channel.send(VALUE, pickle.dumps(value, pickle.HIGHEST_PROTOCOL))
            except (ForderungsgraphError, ValueError) as error:
                channel.send(ERROR, _packed_error(error))
            except (OSError, MemoryError):
                raise
            except Exception as error:
                # what the engine raises beside its documented errors is the query's, not the worker's
                channel.send(ERROR, _packed_error(_unexpected(error)))


def _write(
    channel: Channel, store: _WritingStore, arguments: tuple[Any, ...], answer: int, rows: int
) -> None:
    text, fmt, dataset = arguments
    outlet = _Outlet(channel, fmt, answer, rows)
    store.write(text, fmt, outlet, dataset)
    outlet.finish()


def _unexpected(error: Exception) -> QueryError:
    return QueryError(f"Die Abfrage ließ sich nicht auswerten ({type(error).__name__})")


def _packed_error(error: Exception) -> bytes:
    error.__cause__ = error.__context__ = None
    return pickle.dumps(error.with_traceback(None), pickle.HIGHEST_PROTOCOL)


def confine(memory: int) -> None:
    """Limit this process: memory above what it has, no core dumps, a deep stack, silence.

    The engine tells on standard error when it dies of a query; that is the asker's text, not ours.

    :param memory: bytes of address space above what is used now
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 2)
    os.close(silent)
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        _, hard = resource.getrlimit(resource.RLIMIT_STACK)
        stack = _STACK_BYTES if hard == resource.RLIM_INFINITY else min(_STACK_BYTES, hard)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_STACK, (stack, hard))
    limit_memory(memory)


Factory = Callable[[], Store]
