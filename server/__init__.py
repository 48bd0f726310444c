"""The web server: pages for people, SPARQL and data for programs, as a function of a release."""

from __future__ import annotations

from .app import create_app
from .journal import log_to_standard_error
from .production import serve
from .settings import Settings

__all__ = ["Settings", "create_app", "log_to_standard_error", "serve"]
