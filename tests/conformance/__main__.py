"""The whole W3C suites through the writable server: a table, and what differs from the list of failures."""

from __future__ import annotations

import sys

from .manifest import ROOT, cases
from .report import known, report
from .runner import Endpoint
from .service import writable


def main() -> int:
    """Print the table; return 1 if something differs from the list, 2 without the suites."""
    if not ROOT.is_dir():
        print(f"Die W3C-Tests fehlen: {ROOT}", file=sys.stderr)
        return 2
    listed = known()
    differs = False
    with writable() as address:
        endpoint = Endpoint(address)
        for suite in ("sparql10", "sparql11", "sparql12"):
            found = report(cases(suite), endpoint)
            for kind in sorted(found.total):
                print(f"{suite}  {kind:28}{found.passed[kind]:5} von {found.total[kind]:4}")
            for name, wrong in found.surprises.items():
                differs = True
                print(f"{name}: {wrong}", file=sys.stderr)
        endpoint.close()
    for name, why in listed.items():
        print(f"{why.cause:8} {name}: {why.reason}")
    return 1 if differs else 0


if __name__ == "__main__":
    sys.exit(main())
