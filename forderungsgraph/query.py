"""Saved queries: plain SPARQL files whose comment header tells title, question, parameters and columns.

::

    # title-de: Forderungen zu einem Gesetz
    # title-en: Demands on a law
    # question-de: Welche Forderungen welcher Verbände betreffen ein Gesetz?
    # question-en: Which demands of which associations concern a law?
    # parameter: law id/law ozg | Gesetz | Law
    # columns: demander, wording
    # keywords: Gesetz, OZG
    # chart: bars demander demands

A chart is drawn from columns of the result: ``bars LABEL VALUE``, ``columns LABEL VALUE``, both with a third
column for what is stacked, or ``matrix ROW COLUMN VALUE``. A parameter is a variable written with ``$``; variables of the query itself are written with ``?``. A
value replaces the variable as a complete term. Without value and default the variable stays, so that the
query asks for all; the file as it lies there is valid SPARQL too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final

from .errors import ForderungsgraphError, QueryError, UsageError
from .files import folder
from .iri import DEFAULT_BASE
from .store import Bindings, Iri, Literal, Store, scan
from .store.scan import tokens
from .store.values import XSD

_KEY: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9._-]+)*")
_TYPE: Final = re.compile(r"text|integer|decimal|date|iri|(?:id|concept)/[a-z][a-z-]*")
_NAME: Final = re.compile(r"[a-z][A-Za-z0-9]*")
_SINGLE: Final = ("title-de", "title-en", "question-de", "question-en", "columns", "keywords")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a saved query asks for.

    :param type: ``text``, ``integer``, ``decimal``, ``date``, ``iri``, ``id/<kind>`` (key of a thing of the
        graph, e.g. ``ozg``) or ``concept/<scheme>`` (key of a concept); whole IRIs are accepted for the
        last three
    """

    name: str
    type: str
    default: str | None
    label: str
    label_en: str

    def term(self, value: str, base: str) -> Iri | Literal:
        """Return ``value`` as a term.

        :raises QueryError: if the value is not of the parameter's type
        """
        try:
            return self._term(value.strip() if self.type != "text" else value, base)
        except (ValueError, InvalidOperation):
            raise QueryError(
                f"Der Wert {value!r} passt nicht zum Parameter „{self.label}“ ({self.name})",
                hint=f"Erwartet: {_EXPECTED[self.type.partition('/')[0]]}",
                english=f"the value {value!r} does not fit the parameter “{self.label_en}” ({self.name}); "
                f"expected: {_EXPECTED_EN[self.type.partition('/')[0]]}",
            ) from None

    def _term(self, value: str, base: str) -> Iri | Literal:
        kind, _, name = self.type.partition("/")
        if kind == "text":
            return Literal(value)
        if kind == "integer":
            return Literal(str(int(value)), f"{XSD}integer")
        if kind == "decimal":
            number = Decimal(value.replace(",", "."))
            if not number.is_finite():
                raise ValueError(value)
            return Literal(f"{number:f}", f"{XSD}decimal")
        if kind == "date":
            return Literal(date.fromisoformat(value).isoformat(), f"{XSD}date")
        if kind in ("id", "concept") and _KEY.fullmatch(value):
            return Iri(f"{base if kind == 'id' else DEFAULT_BASE}id/{name}/{value}")
        return Iri(value)


_EXPECTED: Final = {
    "text": "ein Text",
    "integer": "eine ganze Zahl",
    "decimal": "eine Zahl, etwa 0,8",
    "date": "ein Tag als JJJJ-MM-TT",
    "iri": "eine vollständige IRI",
    "id": "ein Schlüssel wie in den Registern oder eine vollständige IRI",
    "concept": "ein Schlüssel wie im Vokabular oder eine vollständige IRI",
}
_EXPECTED_EN: Final = {
    "text": "a text",
    "integer": "a whole number",
    "decimal": "a number, such as 0.8",
    "date": "a day as YYYY-MM-DD",
    "iri": "an IRI",
    "id": "a key, such as ozg, or an IRI",
    "concept": "a key of the vocabulary, or an IRI",
}


@dataclass(frozen=True, slots=True)
class Chart:
    """How a result is drawn.

    :param kind: ``bars`` (lying), ``columns`` (standing, in the order of the result) or ``matrix``
    :param label: column of the labels, for a matrix of its rows
    :param value: column of the numbers
    :param series: column of what is stacked, for a matrix of its columns
    """

    kind: str
    label: str
    value: str
    series: str | None = None

    @classmethod
    def of(cls, text: str) -> Chart:
        """Read ``bars demander demands`` and the like.

        :raises ValueError: if it is no such description
        """
        kind, *names = text.split()
        names = [name.lstrip("?$") for name in names]
        if kind == "matrix" and len(names) == 3:
            return cls(kind, names[0], names[2], names[1])
        if kind in ("bars", "columns") and len(names) in (2, 3):
            return cls(kind, names[0], names[1], names[2] if len(names) == 3 else None)
        raise ValueError(text)

    @property
    def columns(self) -> frozenset[str]:
        """The columns that the drawing needs."""
        return frozenset(name for name in (self.label, self.value, self.series) if name)


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A query of the library; ``text`` is the whole file."""

    name: str
    title: str
    title_en: str
    question: str
    question_en: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    keywords: tuple[str, ...]
    text: str
    chart: Chart | None = None

    @property
    def body(self) -> str:
        """The query without its comment header."""
        return re.sub(r"\A(?:#[^\n]*\n|\s*\n)*", "", self.text)

    def bind(self, values: Mapping[str, str], *, base: str = DEFAULT_BASE) -> str:
        """Return the query with its parameters replaced by terms; an empty value asks for all.

        :param base: base IRI of the graph that will be asked
        :raises QueryError: for an unknown parameter or a value of the wrong type
        """
        known = {parameter.name for parameter in self.parameters}
        for name in values:
            if name not in known:
                raise QueryError(
                    f"Die Abfrage „{self.name}“ hat keinen Parameter „{name}“",
                    hint=f"Parameter: {', '.join(sorted(known)) or 'keine'}",
                    english=f"the query “{self.name}” has no parameter “{name}”; parameters: "
                    f"{', '.join(sorted(known)) or 'none'}",
                )
        terms: dict[str, str] = {}
        for parameter in self.parameters:
            value = values.get(parameter.name, parameter.default or "")
            if value.strip():
                terms[f"${parameter.name}"] = parameter.term(value, base).sparql()
        parts, position = [], 0
        for token in tokens(self.text):
            if token.kind == "variable" and token.text in terms:
                parts += [self.text[position : token.start], terms[token.text]]
                position = token.start + len(token.text)
        return "".join(parts) + self.text[position:]

    def run(self, store: Store, values: Mapping[str, str], *, base: str = DEFAULT_BASE) -> Bindings:
        """Ask a store and return the table, with the columns that the header names.

        :raises QueryError: as :meth:`bind`, or if the store refuses the query
        """
        result = store.query(self.bind(values, base=base))
        if not isinstance(result, Bindings):
            raise QueryError(f"Die Abfrage „{self.name}“ ergibt keine Tabelle", hint="SELECT verwenden")
        return result


def parse(text: str, *, name: str, place: Path | None = None) -> SavedQuery:
    """Read one saved query.

    :raises QueryError: with file and line, if the header or the query is wrong
    """
    fields: dict[str, str] = {}
    parameters: list[Parameter] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("#"):
            break
        key, colon, value = (part.strip() for part in line[1:].partition(":"))
        if not colon or not value:
            raise QueryError("Kopfzeile ohne Wert", place=place, line=number, hint="# schlüssel: wert")
        if key == "parameter":
            parameters.append(_parameter(value, place=place, line=number))
        elif key in (*_SINGLE, "chart") and key not in fields:
            fields[key] = value
        else:
            raise QueryError(
                f"Kopfzeile „{key}“ ist unbekannt oder doppelt",
                place=place,
                line=number,
                hint=f"Erlaubt: {', '.join((*_SINGLE, 'parameter', 'chart'))}",
            )
    for key in _SINGLE:
        if key not in fields:
            raise QueryError(f"Die Kopfzeile „{key}“ fehlt", place=place, hint=f"# {key}: … ergänzen")
    query = SavedQuery(
        name,
        fields["title-de"],
        fields["title-en"],
        fields["question-de"],
        fields["question-en"],
        tuple(parameters),
        _list(fields["columns"]),
        _list(fields["keywords"]),
        text,
        _chart(fields.get("chart"), _list(fields["columns"]), place),
    )
    _check(query, place)
    return query


def _list(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())


def _chart(text: str | None, columns: tuple[str, ...], place: Path | None) -> Chart | None:
    if text is None:
        return None
    try:
        chart = Chart.of(text)
    except ValueError:
        chart = None
    if chart is None or not chart.columns <= set(columns):
        raise QueryError(
            f"Zeichnung nicht lesbar: {text}",
            place=place,
            hint="# chart: bars|columns Beschriftung Zahl [Reihe] oder matrix Zeile Spalte Zahl, "
            "jeweils Spalten der Abfrage",
        )
    return chart


def _parameter(value: str, *, place: Path | None, line: int) -> Parameter:
    parts = [part.strip() for part in value.split("|")]
    head = parts[0].split(maxsplit=2)
    if len(parts) != 3 or len(head) < 2 or not _NAME.fullmatch(head[0]) or not _TYPE.fullmatch(head[1]):
        raise QueryError(
            f"Parameter nicht lesbar: {value}",
            place=place,
            line=line,
            hint="# parameter: name typ [Vorgabe] | Beschriftung | label, Typen: " + ", ".join(_EXPECTED),
        )
    return Parameter(head[0], head[1], head[2] if len(head) > 2 else None, parts[1], parts[2])


def _check(query: SavedQuery, place: Path | None) -> None:
    """Check that parameters are used with ``$`` only, defaults fit, and the text scans."""
    try:
        variables = {token.text for token in tokens(query.text) if token.kind == "variable"}
        scan(query.text)
        query.bind({})
    except ForderungsgraphError as error:
        raise QueryError(error.message, place=place, line=error.line, hint=error.hint) from error
    names = {parameter.name for parameter in query.parameters}
    for variable in sorted(variables):
        sign, name = variable[0], variable[1:]
        if (sign == "$") != (name in names):
            raise QueryError(
                f"{variable} ist falsch geschrieben",
                place=place,
                hint="Parameter beginnen mit $, alle anderen Variablen mit ?",
            )
    for name in sorted(names):
        if f"${name}" not in variables:
            raise QueryError(
                f"Der Parameter „{name}“ kommt nicht vor", place=place, hint=f"${name} verwenden"
            )


def read(path: Path) -> SavedQuery:
    """Read a query file; its name without extension becomes the query's name.

    :raises UsageError: if there is no such file
    :raises QueryError: as :func:`parse`
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError:
        raise UsageError("Die Datei ist nicht lesbar", place=path, hint="Pfad und Rechte prüfen") from None
    except UnicodeDecodeError:
        raise QueryError("Die Datei ist nicht in UTF-8", place=path, hint="In UTF-8 speichern") from None
    return parse(text, name=path.stem, place=path)


def library(directory: Path | None = None) -> Mapping[str, SavedQuery]:
    """Read all saved queries of a folder (the shipped ones by default), sorted by name.

    :raises QueryError: if one is wrong, or the folder holds none
    """
    place = folder("queries") if directory is None else directory
    found = {query.name: query for query in map(read, sorted(place.glob("*.rq")))}
    if not found:
        raise QueryError("Keine gespeicherten Abfragen gefunden", place=place, hint="Dateien enden auf .rq")
    return found


def named(name: str, among: Mapping[str, SavedQuery]) -> SavedQuery:
    """Return the saved query of that name.

    :raises UsageError: if there is none; the hint names the nearest ones
    """
    if name in among:
        return among[name]
    raise UsageError(f"Keine Abfrage heißt „{name}“", hint=f"Vielleicht: {', '.join(_near(name, among))}")


def _near(name: str, names: Iterable[str]) -> list[str]:
    words = set(re.split(r"\W+", name.lower()))
    return sorted(names, key=lambda other: (-len(words & set(other.split("-"))), other))[:3]
