"""How much a process may take: memory, processors."""

from __future__ import annotations

import os


def processors() -> int:
    """Return how many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on Windows and macOS
        return os.cpu_count() or 1


def limit_memory(above: int) -> None:
    """Limit the address space to what is used now and ``above`` bytes; does nothing where that is unknown.

    A process that is limited again later, after it has grown, may take ``above`` bytes from there.
    """
    try:
        import resource  # not on Windows

        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123
            used = int(file.read().split()[0]) * resource.getpagesize()
    except (ImportError, OSError):
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    allowed = used + above if hard == resource.RLIM_INFINITY else min(used + above, hard)
    resource.setrlimit(resource.RLIMIT_AS, (allowed, hard))
