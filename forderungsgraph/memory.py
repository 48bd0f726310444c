"""How much memory a process may still take."""

from __future__ import annotations


def limit_memory(above: int) -> None:
    """Limit the address space to what is used now and ``above`` bytes; does nothing where that is unknown."""
    try:
        import resource  # not on Windows

        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123
            used = int(file.read().split()[0]) * resource.getpagesize()
    except (ImportError, OSError):
        return
    resource.setrlimit(resource.RLIMIT_AS, (used + above, used + above))
