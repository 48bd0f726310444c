"""Makes the pictures of the pages in docs/images anew: ``python scripts/screenshots.py [RELEASE]``.

Serves a release (``release`` where none is named) on a port of its own and photographs pages with Chromium, driven
by Playwright, which ``pip install -e .[dev]`` brings. The same release gives the same pictures on the same machine.
"""

from __future__ import annotations

import logging
import shutil
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from forderungsgraph.server import Settings, create_app

IMAGES: Final = Path(__file__).resolve().parents[1] / "docs" / "images"
DEMAND: Final = "/forderung/nst-2019-resolution-digitalisierung-2ed76ab018"


@dataclass(frozen=True)
class Shot:
    """A picture: which page, how large in pixels, from which element on, in which colours."""

    name: str
    address: str
    width: int
    height: int
    start: str = "body"
    colours: Literal["light", "dark"] = "light"


SHOTS: Final = (
    Shot("start", "/", 1280, 1180),
    Shot("suche", "/suche?q=OZG", 1280, 1000),
    Shot("forderung", DEMAND, 1280, 1260),
    Shot("beleg", "/beleg/nst-2019-resolution-digitalisierung-7117-7157", 1280, 1000),
    Shot("matrix", "/matrix?spalten=thema", 1280, 640),
    Shot("zeitachse", "/zeitachse", 1280, 760),
    Shot("verband-dunkel", "/verband/nst", 1280, 900, colours="dark"),
    Shot("spur-schmal", DEMAND, 360, 780, start="#spur"),
)


def chromium() -> str:
    """Return where Chromium is; ends the program where there is none."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        sys.exit("Es gibt hier kein Chromium; unter Debian: apt-get install chromium")
    return found


def take(browser: Browser, address: str, shot: Shot) -> None:
    """Photograph a page."""
    context = browser.new_context(
        base_url=address,
        viewport={"width": shot.width, "height": shot.height},
        color_scheme=shot.colours,
        locale="de-DE",
    )
    with context:
        page = context.new_page()
        page.goto(shot.address)
        top = page.evaluate(
            "name => document.querySelector(name).getBoundingClientRect().top + scrollY", shot.start
        )
        page.screenshot(
            path=IMAGES / f"{shot.name}.png",
            clip={"x": 0, "y": max(0, top - 16), "width": shot.width, "height": shot.height},
            full_page=True,
        )
        print(f"{shot.name}.png  {shot.width} × {shot.height}  {shot.address}")


def main(release: str = "release") -> None:
    """Serve a release and take all pictures."""
    app = create_app(release, Settings(workers=1))
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
            for shot in SHOTS:
                take(browser, f"http://127.0.0.1:{server.server_port}", shot)
            browser.close()
    finally:
        server.shutdown()
        thread.join()
        app.extensions["forderungsgraph"].close()


if __name__ == "__main__":
    main(*sys.argv[1:])
