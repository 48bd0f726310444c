"""The web server: pages for people, SPARQL and data for programs, as a function of a release."""

from __future__ import annotations

from forderungsgraph.journal import JsonLines, log_to_standard_error

from .app import create_app
from .production import Service, bound, serve
from .settings import Patience, Settings
from .sources import FolderSource, Source, StoreSource
from .stored import serve_stored
from .writable import empty_release, serve_writable

__all__ = [
    "FolderSource",
    "JsonLines",
    "Patience",
    "Service",
    "Settings",
    "Source",
    "StoreSource",
    "bound",
    "create_app",
    "empty_release",
    "log_to_standard_error",
    "serve",
    "serve_stored",
    "serve_writable",
]
