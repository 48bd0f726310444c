"""What a page says of itself in its metadata; never taken from teasers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from .dates import iso_date
from .layout import tidy
from .result import Metadata

_ARTICLES: Final = frozenset(("Article", "NewsArticle", "Report", "BlogPosting", "WebPage"))
_DATES: Final = (
    "article:published_time", "dcterms.issued", "dc.date.issued", "dcterms.date", "dc.date",
    "dcterms.created", "dc.date.created", "citation_publication_date", "publication_date", "date",
)  # fmt: skip
_TITLES: Final = ("og:title", "dcterms.title", "dc.title", "citation_title")
_AUTHORS: Final = ("author", "dcterms.creator", "dc.creator", "citation_author")
_PUBLISHERS: Final = ("dcterms.publisher", "dc.publisher", "citation_publisher", "publisher")


def page_metadata(root: Any) -> Metadata:
    """Return title, author, date and publisher of a page from its head and its only main heading."""
    fields = _fields(root)
    titles = [tidy(each.text_content()).replace("\n", " ") for each in root.iter("h1")]
    title = titles[0] if len(titles) == 1 else _first(fields, _TITLES) or _page_title(root)
    article = _article(root, title)
    day = iso_date(_first(fields, _DATES) or "") or iso_date(_string(article.get("datePublished")))
    author = _string(article.get("author")) or _first(fields, _AUTHORS)
    publisher = _first(fields, _PUBLISHERS) or _string(article.get("publisher"))
    return Metadata(title or None, author or None, day or _marked_day(root), publisher or None)


def _fields(root: Any) -> dict[str, str]:
    fields: dict[str, str] = {}
    for each in root.iter("meta"):
        key = (each.get("name") or each.get("property") or "").lower()
        value = " ".join((each.get("content") or "").split())
        if key and value:
            fields.setdefault(key, value)
    return fields


def _first(fields: dict[str, str], keys: tuple[str, ...]) -> str | None:
    value = next((fields[key] for key in keys if key in fields), None)
    return None if value is None or value.startswith(("http:", "https:")) else value


def _page_title(root: Any) -> str | None:
    element = root.find(".//title")
    return None if element is None else tidy(element.text_content()).replace("\n", " ") or None


def _article(root: Any, title: str | None) -> dict[str, Any]:
    """Return the JSON-LD object of the page's own article."""
    found = []
    for script in root.iter("script"):
        if script.get("type", "").lower() == "application/ld+json":
            try:
                found += list(_objects(json.loads(script.text or "")))
            except (ValueError, RecursionError):
                continue
    articles = [each for each in found if _types(each) & _ARTICLES and "datePublished" in each]
    named = [each for each in articles if title and _string(each.get("headline")) == title]
    if named:
        return named[0]
    return articles[0] if len(articles) == 1 and "headline" not in articles[0] else {}


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for each in value:
            yield from _objects(each)
    elif isinstance(value, dict):
        yield value
        yield from _objects(value.get("@graph", []))


def _types(value: dict[str, Any]) -> frozenset[str]:
    kinds = value.get("@type", "")
    return frozenset(kinds if isinstance(kinds, list) else [kinds]) if kinds else frozenset()


def _string(value: Any) -> str:
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("name", "")
    return " ".join(value.split()) if isinstance(value, str) else ""


def _marked_day(root: Any) -> str | None:
    """Return the day that the page marks as its publication, if it marks just one."""
    marked = {
        each.get("datetime") or each.get("content") or ""
        for each in root.iterfind(".//*[@itemprop='datePublished']")
    }
    days = {day for day in map(iso_date, marked) if day}
    return days.pop() if len(days) == 1 else None
