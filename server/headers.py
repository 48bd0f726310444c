"""Security headers on every answer. Pages have no script, so none is allowed; the query editor has its own."""

from __future__ import annotations

from typing import Final

from flask import Flask, Response

STRICT: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
SCRIPTED: Final = f"{STRICT}; script-src 'self'; connect-src 'self'"
"""The policy of pages with a script file of ours; inline script and style stay forbidden."""
SECURITY: Final = {
    "Content-Security-Policy": STRICT,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def register(app: Flask) -> None:
    """Add the headers to all answers of an application."""

    @app.after_request
    def add(response: Response) -> Response:
        for name, value in SECURITY.items():
            response.headers.setdefault(name, value)
        if response.mimetype == "text/html":
            response.vary.add("Accept")
        return response
