"""The web server: pages for people, SPARQL and data for programs, as a function of a release."""

from __future__ import annotations

from forderungsgraph.journal import JsonLines, log_to_standard_error

from .app import create_app
from .production import Service, bound, serve
from .settings import Patience, Settings
from .writable import empty_release, serve_writable

__all__ = [
    "JsonLines",
    "Patience",
    "Service",
    "Settings",
    "bound",
    "create_app",
    "empty_release",
    "log_to_standard_error",
    "serve",
    "serve_writable",
]
