"""Elements of SVG with everything escaped; numbers have one decimal at most."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from markupsafe import Markup, escape

UNITS_PER_REM: Final = 16
_SHRINK: Final = 0.85
_STEP: Final = 5
Content = str | Markup


def element(name: str, *content: Content, **attributes: str | float | None) -> Markup:
    """Return an element; an underscore in the name of an attribute stands for a hyphen, ``class_`` for ``class``.

    Attributes that are None are left out. Plain text is escaped, elements are kept.

    >>> element("text", "a < b", x=1.25, class_="quiet")
    Markup('<text x="1.2" class="quiet">a &lt; b</text>')
    """
    # plain strings, each part escaped by itself: formatting of Markup would take ten times as long
    said = "".join(
        f' {_name(key)}="{number(value) if isinstance(value, int | float) else escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inside = "".join(map(escape, content))
    if not inside and name not in ("title", "desc", "text", "a", "g"):
        return Markup(f"<{name}{said}/>")
    return Markup(f"<{name}{said}>{inside}</{name}>")


def number(value: float) -> str:
    """Return a number as SVG has it, rounded to a tenth.

    >>> number(3.0), number(0.25), number(-0.01)
    ('3', '0.2', '0')
    """
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def path(points: Iterable[tuple[float, float]]) -> str:
    """Return straight lines through points, as the attribute ``d`` has them."""
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)


def link(address: str | None, name: str, *content: Content) -> Markup:
    """Return a link with a name for those who do not see what is drawn; without an address a group."""
    if address is None:
        return element("g", *content)
    return element("a", *content, href=address, aria_label=name)


def lines(texts: Iterable[str], x: float, y: float, step: float, **attributes: str | float | None) -> Markup:
    """Return lines of text below each other, ``y`` is the base of the first one."""
    return Markup(
        "".join(
            element("text", text, x=x, y=y + place * step, **attributes) for place, text in enumerate(texts)
        )
    )


def picture(
    key: str, title: str, description: str, width: float, height: float, *parts: Markup, links: bool = False
) -> Markup:
    """Return a drawing with its name and description.

    :param key: makes identifiers unique on a page
    :param links: whether there are links inside: then it is a group, since what stands inside an image cannot
        be reached by readers of screens (ARIA 1.2, children presentational)
    """
    least = int(width * _SHRINK / UNITS_PER_REM) // _STEP * _STEP
    return Markup(
        '<svg class="drawn least-{least}" viewBox="0 0 {width} {height}" width="{rem}rem" role="{role}" '
        'aria-labelledby="{key}-titel {key}-text">{title}{text}{parts}</svg>'
    ).format(
        least=max(_STEP, least),
        width=number(width),
        height=number(height),
        rem=f"{width / UNITS_PER_REM:.2f}",
        role="group" if links else "img",
        key=key,
        title=element("title", title, id=f"{key}-titel"),
        text=element("desc", description, id=f"{key}-text"),
        parts=Markup("").join(parts),
    )


def _name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")
