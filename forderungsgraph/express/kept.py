"""What is kept, bounded by bytes, the least recently used forgotten first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """Values by key.

    :param most: bytes of all values together
    :param largest: bytes of one value; larger ones are not kept
    :param note: is told of each look-up whether it found something
    """

    def __init__(self, most: int, largest: int, note: Callable[[bool], None]) -> None:
        self.largest = min(largest, most)
        self._most = most
        self._note = note
        self._lock = threading.Lock()
        self._values: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()
        self._size = 0

    @property
    def size(self) -> int:
        """Bytes that are kept."""
        return self._size

    def get(self, key: Hashable) -> Value | None:
        """Return what is kept under a key."""
        with self._lock:
            found = self._values.get(key)
            if found is not None:
                self._values.move_to_end(key)
        self._note(found is not None)
        return None if found is None else found[0]

    def put(self, key: Hashable, value: Value, size: int) -> None:
        """Keep a value of so many bytes."""
        if size > self.largest:
            return
        with self._lock:
            old = self._values.pop(key, None)
            self._size += size - (old[1] if old else 0)
            self._values[key] = (value, size)
            while self._size > self._most:
                _, (_, freed) = self._values.popitem(last=False)
                self._size -= freed
