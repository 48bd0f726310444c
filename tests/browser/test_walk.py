"""A reader's walk through the pages in a real browser: Debian's Chromium, driven by Playwright.

Skipped where there is no Chromium; ``.ci/run`` installs it.
"""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect, sync_playwright
from werkzeug.serving import make_server

from forderungsgraph.release import Release
from forderungsgraph.server import Settings, create_app

axe = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed"
)

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
    # the server of these tests leaves a file open where the browser drops a connection
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

NST = "nst-2019-resolution-digitalisierung"
PAGES = (
    "/",
    "/suche?q=OZG",
    f"/dokument/{NST}",
    f"/forderung/{NST}-2ed76ab018",
    f"/beleg/{NST}-7117-7157",
    "/gesetz/ozg",
    "/leistung/verwaltungsportal",
    "/verband/nst",
    "/matrix",
    "/vergleich?a=nst&b=landkreistag-nordrhein-westfalen",
    "/zeitachse",
    "/sparql",
    "/abfragen/",
    "/def",
    "/daten/",
    "/methode",
    "/hilfe",
    "/barrierefreiheit",
    "/datenschutz",
    "/en/suche?q=OZG",
)
_SWITCHES = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="module")
def address(built_release: Release) -> Iterator[str]:
    app = create_app(built_release, Settings(workers=1))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    app.extensions["forderungsgraph"].guarded.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_SWITCHES))
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A fresh page; at its end nothing was asked of other hosts and no script failed."""
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900}, locale="de-DE")
    shown = context.new_page()
    asked: list[str] = []
    failures: list[str] = []
    shown.on("request", lambda request: asked.append(request.url))
    shown.on("pageerror", lambda error: failures.append(str(error)))

    def opened(dialog: Dialog) -> None:
        failures.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    shown.on("dialog", opened)
    yield shown
    context.close()
    assert {urlsplit(url).hostname for url in asked} <= {"127.0.0.1"}
    assert failures == []


def test_from_a_word_to_the_sentence_and_the_law_in_three_clicks(page: Page) -> None:
    page.goto("/")
    page.get_by_role("searchbox").fill("NDiG Kraft")
    page.get_by_role("button", name="Suchen").click()
    page.locator("a[href^='/forderung/']", has_text="unverzüglich in Kraft").first.click()
    expect(page.get_by_role("heading", name="Was daraus wurde")).to_be_visible()
    expect(page.get_by_text("Erfüllt").first).to_be_visible()
    demand = page.url
    page.get_by_role("link", name="Niedersächsisches Gesetz über digitale Verwaltung").first.click()
    expect(page.get_by_role("heading", name="Verlauf")).to_be_visible()
    page.go_back()
    assert page.url == demand
    page.get_by_role("link", name="Digitalisierung in den niedersächsischen").first.click()
    expect(page.locator("mark", has_text="unverzüglich in Kraft").first).to_be_visible()


_COUNT_CLICKS = "addEventListener('click', () => sessionStorage.setItem('clicks', 1 + Number(sessionStorage.getItem('clicks'))), true)"


@pytest.mark.parametrize(
    ("start", "button", "outcome", "unseen", "line", "since"),
    [
        (
            "/",
            "Suchen",
            "Was daraus wurde",
            "nicht geprüft",
            "Themenlinie: OZG",
            "33 von 575 Leistungsbündeln",
        ),
        (
            "/en/",
            "Search",
            "What became of it",
            "not examined",
            "Topic line: OZG",
            "33 von 575 Leistungsbündeln",
        ),
    ],
)
def test_from_ozg_to_what_changed_what_became_of_it_and_the_sentence_in_three_clicks(
    page: Page, start: str, button: str, outcome: str, unseen: str, line: str, since: str
) -> None:
    page.add_init_script(_COUNT_CLICKS)
    page.goto(start)
    page.get_by_role("searchbox").fill("OZG")
    page.get_by_role("button", name=button).click()
    # the demands of both years are among the hits
    expect(page.locator(".hits li", has_text="2019").first).to_be_visible()
    expect(page.locator(".hits li", has_text="2024").first).to_be_visible()
    page.locator(".hits a", has_text="zusätzlichen Aufwendungen der Kommunen").first.click()
    # what became of it: nobody looked, and what happened to the law since
    became = page.locator("section", has=page.get_by_role("heading", name=outcome))
    expect(became).to_contain_text(unseen)
    expect(became).to_contain_text(since)
    # 2018, 2019, 2024 in order, with the words that differ, and never called the same demand
    topic = page.locator("section", has=page.get_by_role("heading", name=line))
    years = [
        re.findall(r"20\d\d", each)[0] for each in topic.locator("tbody td:first-child").all_inner_texts()
    ]
    assert years == ["2018", "2019", "2019", "2024"]
    last = topic.locator("tbody tr").last
    expect(last).to_contain_text("Aufwendungen")
    expect(last).to_contain_text("Stillstand")
    expect(last.locator("a[href*='/forderung/ltnds-2024-antrag']")).to_have_count(1)
    # the exact sentence, here and in the resolution
    expect(page.locator(".evidence mark").first).to_contain_text("zusätzlichen Aufwendungen der Kommunen")
    page.locator(".evidence figcaption a").first.click()
    expect(
        page.locator(".passage mark", has_text="zusätzlichen Aufwendungen der Kommunen")
    ).to_be_in_viewport()
    assert int(page.evaluate("sessionStorage.getItem('clicks')")) <= 3


def test_a_number_of_the_matrix_leads_to_so_many_demands(page: Page) -> None:
    page.goto("/matrix")
    cell = page.locator("td.heat a").first
    number = cell.inner_text()
    cell.click()
    assert page.locator(".count").inner_text().startswith(f"{number} ")


def test_exports_carry_umlauts_for_excel(page: Page) -> None:
    page.goto("/suche?verband=nst")
    with page.expect_download() as started:
        page.get_by_role("contentinfo").get_by_role("link", name="CSV für Excel").click()
    content = started.value.path().read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert "Niedersächsischer Städtetag" in content.decode("utf-8-sig")


def test_the_language_changes_and_the_page_stays(page: Page) -> None:
    page.goto("/gesetz/ozg")
    page.get_by_role("link", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.url.endswith("/en/gesetz/ozg")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Online Access Act")


def test_the_keyboard_is_enough(page: Page) -> None:
    page.goto("/suche")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Zum Inhalt")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(5):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "q":
            break
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("Bildungscloud")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q=Bildungscloud"))
    expect(page.locator(".hits mark").first).to_be_visible()


def test_links_in_drawings_are_reached_by_keyboard_and_have_names(page: Page) -> None:
    page.goto(f"/forderung/{NST}-2ed76ab018")
    frame = page.get_by_role("region", name="Zeichnung").first
    frame.focus()
    page.keyboard.press("Tab")
    expect(page.locator("svg a:focus")).to_have_attribute(
        "aria-label", re.compile("^Forderung · 2019: „das NDiG")
    )
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/seite/process/ndig-verfahren|/gesetz/ndig"))


def test_print_shows_the_tables_behind_drawings(page: Page) -> None:
    page.goto(f"/forderung/{NST}-2ed76ab018")
    table = page.get_by_role("table", name="Schritte der Spur")
    expect(table).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator("caption", has_text="Schritte der Spur")).to_be_attached()
    assert page.locator("details.same table").first.bounding_box()


def test_texts_of_drawings_stay_within_their_boxes(page: Page) -> None:
    page.goto("/leistung/verwaltungsportal")
    over = page.evaluate(
        """() => [...document.querySelectorAll("svg .box")].flatMap(box => {
          const edge = box.querySelector("rect").getBoundingClientRect()
          return [...box.querySelectorAll("text")].map(text => text.getBoundingClientRect())
            .filter(r => r.left < edge.left || r.right > edge.right + 1 || r.top < edge.top - 1 || r.bottom > edge.bottom + 1)
        }).length"""
    )
    assert over == 0
    assert page.locator("svg .box").count() > 5


@pytest.mark.parametrize("at", PAGES)
def test_axe_finds_nothing_serious(page: Page, at: str) -> None:
    page.goto(at)
    found = axe.Axe().run(page).response["violations"]
    serious = [
        (each["id"], node["html"])
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]
    assert serious == []


def test_axe_finds_nothing_serious_on_the_page_of_a_demand_in_the_dark(
    browser: Browser, address: str
) -> None:
    with browser.new_context(base_url=address, color_scheme="dark") as context:
        shown = context.new_page()
        shown.goto("/suche?q=OZG")
        shown.locator("a[href^='/forderung/']").first.click()
        found = axe.Axe().run(shown).response["violations"]
        assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == []


@pytest.mark.parametrize("at", PAGES)
def test_narrow_screens_scroll_in_one_direction_only(browser: Browser, address: str, at: str) -> None:
    with browser.new_context(base_url=address, viewport={"width": 320, "height": 700}) as context:
        shown = context.new_page()
        shown.goto(at)
        assert shown.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_search_needs_no_script(browser: Browser, address: str) -> None:
    with browser.new_context(base_url=address, java_script_enabled=False) as context:
        shown = context.new_page()
        shown.goto("/suche?q=OZG")
        before = shown.locator(".count").inner_text()
        shown.locator(".facets a[href*='verband=nst']").first.click()
        assert shown.locator(".count").inner_text() != before
        expect(shown.locator(".chip")).to_contain_text("Niedersächsischer Städtetag")


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "javascript:alert(1)"]
)
def test_what_visitors_send_does_nothing(page: Page, hostile: str) -> None:
    page.goto("/suche")
    page.locator("#q").fill(hostile)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q="))
    expect(page.locator("#q")).to_have_value(hostile)
