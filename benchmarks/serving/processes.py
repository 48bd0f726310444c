"""What processes use, as Linux tells in /proc."""

from __future__ import annotations

from pathlib import Path


def family(number: int) -> list[int]:
    """Return a process and all that descend from it; those that ended meanwhile are left out."""
    found = [number]
    try:
        for task in Path(f"/proc/{number}/task").iterdir():
            for child in (task / "children").read_text("ascii").split():
                found += family(int(child))
    except OSError:
        pass
    return found


def share(number: int) -> int:
    """Return the memory of a process in KiB, pages that it shares counted in part (PSS)."""
    try:
        lines = Path(f"/proc/{number}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
