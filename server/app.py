"""The application factory."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from flask import Flask

from forderungsgraph.release import Release

from . import (
    catalog,
    dumps,
    endpoint,
    entities,
    errors,
    headers,
    health,
    home,
    languages,
    library,
    querypage,
    search,
    shortlinks,
    tracing,
    writing,
)
from .metrics import Metrics
from .settings import Settings
from .site import Site
from .texts import NAVIGATION


def create_app(
    release: Release | str | PathLike[str],
    settings: Settings | None = None,
    metrics: Metrics | None = None,
) -> Flask:
    """Return the application that serves a release.

    :param release: a release, or its folder as ``forderungsgraph build`` writes it
    :param metrics: counts of a service that outlive its release
    :raises ReleaseError: if the folder is not a readable release
    """
    settings = settings or Settings()
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = settings.largest_body
    app.extensions["forderungsgraph"] = site = Site.of(
        release if isinstance(release, Release) else Release.open(Path(release)),
        settings,
        metrics or Metrics(),
    )
    for module in (home, endpoint, querypage, shortlinks, library, entities, dumps, catalog, search, health):
        app.register_blueprint(module.blueprint)
    for pages in tracing.MODULES:
        app.register_blueprint(pages.blueprint)
    if site.writable is not None:
        app.register_blueprint(writing.blueprint)
    app.jinja_env.globals.update(site=site, navigation=NAVIGATION, **site.helpers())
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    languages.register(app)
    errors.register(app)
    headers.register(app)
    return app
