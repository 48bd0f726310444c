"""The reader's walk once more, with the data in Virtuoso: what differs between stores shows on no page."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from forderungsgraph.inventory import stored_release
from forderungsgraph.release import Release
from forderungsgraph.server import Settings, create_app
from forderungsgraph.store import Endpoint
from tests.browser.test_walk import (
    browser,
    page,
    pytestmark,
    test_a_number_of_the_matrix_leads_to_so_many_demands,
    test_exports_carry_umlauts_for_excel,
    test_from_a_word_to_the_sentence_and_the_law_in_three_clicks,
    test_from_ozg_to_what_changed_what_became_of_it_and_the_sentence_in_three_clicks,
    test_links_in_drawings_are_reached_by_keyboard_and_have_names,
    test_the_keyboard_is_enough,
    test_the_language_changes_and_the_page_stays,
    test_the_search_needs_no_script,
    test_what_visitors_send_does_nothing,
)
from tests.stores import Store

__all__ = [
    "browser",
    "page",
    "pytestmark",
    "test_a_number_of_the_matrix_leads_to_so_many_demands",
    "test_exports_carry_umlauts_for_excel",
    "test_from_a_word_to_the_sentence_and_the_law_in_three_clicks",
    "test_from_ozg_to_what_changed_what_became_of_it_and_the_sentence_in_three_clicks",
    "test_links_in_drawings_are_reached_by_keyboard_and_have_names",
    "test_the_keyboard_is_enough",
    "test_the_language_changes_and_the_page_stays",
    "test_the_search_needs_no_script",
    "test_what_visitors_send_does_nothing",
]


@pytest.fixture(scope="module")
def address(
    built_release: Release, virtuoso: Store, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A service without any file of the release; its data lies in Virtuoso."""
    virtuoso.fill(built_release.folder)
    place: Path = tmp_path_factory.mktemp("dienst")
    app = create_app(stored_release(Endpoint(virtuoso.query), place), Settings(workers=1))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    app.extensions["forderungsgraph"].close()
    virtuoso.clear(built_release.base)
