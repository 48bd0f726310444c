"""Logs: one JSON object per line on standard error, without texts of queries and without addresses of people.

A query is told by a digest, so that what hurts can be found again by who has the text.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from typing import Any, Final

from forderungsgraph.store import Outcome

_LOGGER: Final = logging.getLogger("forderungsgraph.server")


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; what is passed as ``extra={"told": {...}}`` becomes its members."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **getattr(record, "told", {}),
        }
        if record.exc_info and record.exc_info[0] is not None:
            # places in the code only: messages and values may hold what people sent
            frames = traceback.extract_tb(record.exc_info[2])[-8:]
            line["error"] = record.exc_info[0].__name__
            line["at"] = [f"{frame.name}:{frame.lineno}" for frame in frames]
        return json.dumps(line, ensure_ascii=False)


class StandardError(logging.Handler):
    """Writes to what is standard error at the moment, not to what it was at the start."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write the record; a closed or full stream is no reason to fail."""
        try:
            sys.stderr.write(self.format(record) + "\n")
            sys.stderr.flush()
        except (OSError, ValueError):
            self.handleError(record)


def log_to_standard_error() -> None:
    """Let the service log; whoever embeds it configures logging in his own way instead."""
    handler = StandardError()
    handler.setFormatter(JsonLines())
    for name in ("forderungsgraph.server", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.propagate = False
    _LOGGER.setLevel(logging.INFO)
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)


def is_on() -> bool:
    """Tell whether lines are written."""
    return _LOGGER.isEnabledFor(logging.INFO)


def told(event: str, **members: object) -> None:
    """Write a line."""
    _LOGGER.info(event, extra={"told": members})


def failed(event: str, error: BaseException) -> None:
    """Write a line about an error that is ours."""
    _LOGGER.error(event, exc_info=error)


def query(outcome: Outcome) -> None:
    """Write a line about a query that a worker ran."""
    if not is_on():
        return
    told(
        "query",
        query=outcome.key,
        lane=outcome.lane,
        end=str(outcome.end),
        ms=round(outcome.seconds * 1000, 1),
        waited_ms=round(outcome.waited * 1000, 1),
        bytes=outcome.size,
    )


def request(method: str, way: str, status: int, seconds: float) -> None:
    """Write a line about a request; its address may hold a query and is left out."""
    if is_on():
        told("request", method=method, way=way, status=status, ms=round(seconds * 1000, 1))
