"""The same request for programs: a command line and two languages, ready to be copied.

Every value is quoted as the language asks for, so that a query can hold any character.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True)
class Snippet:
    """A program text with the name of its language; ``key`` is usable as an element's id."""

    key: str
    name: str
    text: str


def of_query(endpoint: str, query: str) -> tuple[Snippet, ...]:
    """Return how programs ask a query at the SPARQL endpoint."""
    curl = (
        f"curl {shlex.quote(endpoint)} -H 'Accept: text/csv' --data-urlencode {shlex.quote('query=' + query)}"
    )
    python = (
        "import io\nimport pandas, requests\n\n"
        f"answer = requests.post({_python(endpoint)}, data={{'query': {_python(query)}}},\n"
        "                       headers={'Accept': 'text/csv'})\n"
        "answer.raise_for_status()\n"
        "table = pandas.read_csv(io.StringIO(answer.text))\n"
    )
    r = (
        "library(httr)\n\n"
        f"answer <- POST({_r(endpoint)}, body = list(query = {_r(query)}),\n"
        '               encode = "form", accept("text/csv"))\n'
        "stop_for_status(answer)\n"
        'table <- read.csv(text = content(answer, "text", encoding = "UTF-8"))\n'
    )
    return (Snippet("curl", "curl", curl), Snippet("python", "Python", python), Snippet("r", "R", r))


def of_saved(address: str, values: Mapping[str, str]) -> tuple[Snippet, ...]:
    """Return how programs read a saved query; ``address`` is that of its CSV without parameters."""
    whole = f"{address}?{urlencode(values)}" if values else address
    return (
        Snippet("curl", "curl", f"curl {shlex.quote(whole)}"),
        Snippet("python", "Python", f"import pandas\n\ntable = pandas.read_csv({_python(whole)})\n"),
        Snippet("r", "R", f'table <- read.csv({_r(whole)}, encoding = "UTF-8")\n'),
    )


def _python(text: str) -> str:
    if (
        "\n" in text
        and '"""' not in text
        and "\\" not in text
        and not text.endswith('"')
        and "\r" not in text
    ):
        return f'"""{text}"""'
    return repr(text)


def _r(text: str) -> str:
    # JSON's escapes are R's as well; what JSON leaves as it is, R takes as it is
    return json.dumps(text, ensure_ascii=False)
