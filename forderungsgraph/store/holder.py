"""The process that holds a changeable store, and its children that answer.

The holder has one thread and forks for each call, so that each call sees a snapshot and can be killed. A
child that reads ends after its answer. A child that changes takes the holder's place once it succeeded,
and the holder ends; if it fails, is too slow or too big, it is gone with all it did, and the holder goes
on. So a change happens as a whole or not at all, and nothing is ever lost by a runaway.

Calls arrive as one byte (reading or changing) with a socket attached, over which call and answer go as
frames: length (4 bytes), kind (1 byte), content.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import socket
import struct
from collections.abc import Callable
from typing import Any, Final

from forderungsgraph.errors import ForderungsgraphError, QueryLimitError, ServiceError
from forderungsgraph.memory import limit_memory

from .budget import Budget
from .chunks import ChunkSink
from .mutable import MutableStore

READ: Final = b"r"
CHANGE: Final = b"c"
# kinds of frames
PID: Final = b"p"
CALL: Final = b"a"
CHUNK: Final = b"d"
VALUE: Final = b"v"
ERROR: Final = b"e"
_HEAD: Final = struct.Struct(">Ic")
# calls whose answer comes in chunks
WRITE: Final = "write"
DUMP: Final = "write_dump"


def send_frame(link: socket.socket, kind: bytes, content: bytes) -> None:
    """Send one frame."""
    link.sendall(_HEAD.pack(len(content), kind) + content)


def receive_frame(link: socket.socket) -> tuple[bytes, bytes]:
    """Return kind and content of the next frame.

    :raises EOFError: if the other side is gone
    """
    length, kind = _HEAD.unpack(_exactly(link, _HEAD.size))
    return kind, _exactly(link, length)


def _exactly(link: socket.socket, length: int) -> bytes:
    got = bytearray()
    while len(got) < length:
        part = link.recv(min(1 << 20, length - len(got)))
        if not part:
            raise EOFError
        got += part
    return bytes(got)


def hold(control: socket.socket, factory: Callable[[], MutableStore], budget: Budget) -> None:
    """Hold a store and fork for each call until the control socket closes; runs in a process of its own.

    :param budget: what one call may use
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # children are reaped by the system
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        store = factory()
    except ForderungsgraphError as error:
        error.__cause__ = error.__context__ = None
        send_frame(control, ERROR, pickle.dumps(error))
        return
    send_frame(control, VALUE, b"")
    while True:
        kind, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if not kind:
            return
        with socket.socket(fileno=descriptors[0]) as link:
            if kind == READ:
                if os.fork() == 0:
                    control.close()
                    _answer(link, store, budget)
                    os._exit(0)
                continue
            outcome, succeeded = os.pipe()
            if os.fork() == 0:
                os.close(outcome)
                if not _answer(link, store, budget, succeeded):
                    os._exit(1)
                os.close(succeeded)
                continue
            os.close(succeeded)
        replaced = os.read(outcome, 1)
        os.close(outcome)
        if replaced:
            # the child holds the store now
            os._exit(0)


def _sender(link: socket.socket, most: int) -> Callable[[bytes], None]:
    """Return what sends chunks, up to so many bytes."""
    sent = 0

    def send(chunk: bytes) -> None:
        nonlocal sent
        sent += len(chunk)
        if sent > most:
            raise QueryLimitError(
                f"Die Antwort ist größer als {most} Bytes",
                english=f"the answer is larger than {most} bytes",
                hint="Die Abfrage eingrenzen, etwa mit LIMIT",
            )
        send_frame(link, CHUNK, chunk)

    return send


def _answer(link: socket.socket, store: MutableStore, budget: Budget, succeeded: int | None = None) -> bool:
    """Carry out one call in a child; tell whether it succeeded.

    :param succeeded: where to tell the parent, before the client, that this process takes its place
    """
    # by default the signal ends the process, wherever the engine is
    signal.setitimer(signal.ITIMER_REAL, budget.seconds)
    limit_memory(budget.memory)
    try:
        send_frame(link, PID, str(os.getpid()).encode())
        _, content = receive_frame(link)
        method: str
        arguments: tuple[Any, ...]
        method, arguments = pickle.loads(content)
        sink = ChunkSink(_sender(link, budget.answer))
        if method == WRITE:
            text, fmt, dataset = arguments
            store.write(text, fmt, sink, dataset)
            result: Any = None
        elif method == DUMP:
            (fmt,) = arguments
            store.write_dump(fmt, sink)
            result = None
        else:
            result = getattr(store, method)(*arguments)
        sink.finish()
        packed = pickle.dumps(result)
    except (EOFError, ConnectionError, MemoryError):
        return False
    except Exception as caught:
        error = caught
        if not isinstance(caught, ForderungsgraphError | ValueError):
            error = ServiceError(
                "Der Speicher konnte die Anfrage nicht ausführen", hint=type(caught).__name__
            )
        error.__cause__ = error.__context__ = None
        with contextlib.suppress(OSError):
            send_frame(link, ERROR, pickle.dumps(error))
        return False
    signal.setitimer(signal.ITIMER_REAL, 0)
    if succeeded is not None:
        os.write(succeeded, b"1")
    # the work is done, whether somebody still listens or not
    with contextlib.suppress(OSError):
        send_frame(link, VALUE, packed)
    return True
