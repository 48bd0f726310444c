"""An explanation as one page that needs nothing else: no script, no request, every text escaped."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from . import told
from .model import Explanation
from .records import shown_demands, shown_paragraphs, shown_sentences
from .segments import stretches
from .visible import visible

_HERE: Final = Path(__file__).parent


def page(explanation: Explanation) -> str:
    """Return the page: the text with its demands marked, each demand's derivation, every sentence."""
    return _template().render(
        explained=explanation,
        # our own file, the only text that is not escaped
        style=Markup((_HERE / "page.css").read_text(encoding="utf-8")),
        stretches=list(stretches(explanation)),
        demands=list(shown_demands(explanation)),
        paragraphs=[
            (paragraph, list(shown_sentences(explanation, paragraph)))
            for paragraph in shown_paragraphs(explanation)
        ],
        told=told,
        visible=visible,
    )


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string((_HERE / "page.html").read_text(encoding="utf-8"))
