"""The command line. No logic lives here: each command calls one function and shows its result.

Exit status: 0 good, 1 finished with findings or failed on its input, 2 wrong use.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from . import __version__, display
from .arguments import CONFIDENCE, CURATION, RELEASE, offset, positive
from .cli_laws import add_laws, add_selection, selection
from .cli_publishing import add_publishing
from .cli_search import add_search
from .cli_service import add_service
from .errors import ForderungsgraphError, UsageError
from .iri import DEFAULT_BASE

GOOD: Final = 0
FINDINGS: Final = 1
WRONG_USE: Final = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return the exit status."""
    parser = make_parser()
    options = parser.parse_args(arguments)
    command: Callable[[argparse.Namespace], int] | None = getattr(options, "command", None)
    if command is None:
        parser.print_help()
        return WRONG_USE
    try:
        status = command(options)
        sys.stdout.flush()  # here, where a reader that has gone is no error
        return status
    except UsageError as error:
        display.error(error)
        return WRONG_USE
    except ForderungsgraphError as error:
        display.error(error)
        return FINDINGS
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # the reader has gone, e.g. `head`; Python would complain once more when it closes the stream
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return GOOD


def make_parser() -> argparse.ArgumentParser:
    """Return the parser; its texts are the manual of the commands."""
    parser = argparse.ArgumentParser(
        prog="forderungsgraph",
        description="Forderungen kommunaler Verbände zur digitalen Verwaltung als Linked Open Data.",
    )
    commands = parser.add_subparsers(title="Befehle", metavar="BEFEHL")

    def add(
        name: str, run: Callable[[argparse.Namespace], int], text: str, example: str
    ) -> argparse.ArgumentParser:
        made = commands.add_parser(
            name,
            help=text,
            description=text,
            epilog=f"Beispiel: {example}",
        )
        made.set_defaults(command=run)
        return made

    build = add("build", _build, "Baut den Graphen aus den Texten.", "forderungsgraph build --output release")
    build.add_argument(
        "--corpus", type=Path, metavar="DIR", help="Ordner der Texte (Vorgabe: die mitgelieferten)"
    )
    build.add_argument(
        "--output", type=Path, metavar="DIR", default=Path("release"), help="Zielordner (Vorgabe: release)"
    )
    build.add_argument(
        "--base", metavar="IRI", default=DEFAULT_BASE, help="Anfang aller Adressen (IRI mit / am Ende)"
    )
    build.add_argument(
        "--workers", type=positive, metavar="N", help="Prozesse (Vorgabe: so viele, wie sich lohnen)"
    )
    kept = build.add_mutually_exclusive_group()
    kept.add_argument(
        "--cache",
        type=Path,
        metavar="DIR",
        help="Zwischenspeicher (Vorgabe: .forderungsgraph-cache neben dem Zielordner)",
    )
    kept.add_argument("--no-cache", action="store_true", help="alle Texte neu auswerten, nichts aufheben")
    add_selection(build)
    build.add_argument("--min-confidence", **CONFIDENCE)
    build.add_argument("--curation", **CURATION)

    check = add(
        "check",
        _check,
        "Zeigt, was die Prüfung des Graphen fand; prüft Dateien und Zitate.",
        "forderungsgraph check --corpus data/corpus",
    )
    check.add_argument("--release", **RELEASE)
    check.add_argument(
        "--corpus", type=Path, metavar="DIR", help="Ordner der Texte, in denen jedes Zitat gesucht wird"
    )
    check.add_argument("--format", choices=("text", "json", "turtle"), default="text", help="Ausgabe")

    take = add(
        "add", _add, "Nimmt Dokumente (txt, md, html, pdf, docx, odt) in einen Korpus auf: schlägt Angaben vor, zeigt die Forderungen.",
        "forderungsgraph add resolution.pdf --corpus texte",
    )  # fmt: skip
    take.add_argument("files", nargs="+", type=Path, metavar="DATEI", help="Datei oder Ordner")
    take.add_argument(
        "--corpus",
        type=Path,
        metavar="DIR",
        help="Ordner der Texte (Vorgabe im Quellbaum: data/corpus; nach einer Installation ist er nötig)",
    )
    take.add_argument(
        "--yes", action="store_true", help="nichts fragen; was niemand geprüft hat, steht in der Begleitdatei"
    )

    query = add(
        "query", _query, "Stellt eine gespeicherte oder eigene SPARQL-Abfrage.",
        "forderungsgraph query forderungen-zum-gesetz --param law=ozg",
    )  # fmt: skip
    query.add_argument("name", metavar="NAME|DATEI", nargs="?", help="Name oder .rq-Datei; ohne: alle Namen")
    query.add_argument(
        "--param", action="append", default=[], metavar="NAME=WERT", help="Wert eines Parameters"
    )
    query.add_argument("--release", **RELEASE)
    query.add_argument("--format", choices=("table", "csv", "json"), default="table", help="Ausgabe")

    add_search(add)

    add_service(add)

    extract = add(
        "extract", _extract, "Zeigt die Forderungen von Dokumenten (txt, md, html, pdf, docx, odt) als JSON, eine je Zeile.",
        "forderungsgraph extract brief.txt --documents",
    )  # fmt: skip
    extract.add_argument("files", nargs="+", type=Path, metavar="DATEI", help="Datei oder Ordner")
    extract.add_argument("--format", choices=("jsonl",), default="jsonl", help="Ausgabe")
    extract.add_argument("--documents", action="store_true", help="eine Zeile je Dokument statt je Forderung")
    extract.add_argument("--min-confidence", **CONFIDENCE)

    evaluate = add(
        "evaluate", _evaluate, "Vergleicht das Gefundene mit einer Annotation; misst Satzgrenzen.",
        "forderungsgraph evaluate --gold gold.jsonl --documents texte",
    )  # fmt: skip
    measured = evaluate.add_mutually_exclusive_group(required=True)
    measured.add_argument(
        "--gold", type=Path, nargs="+", metavar="PFAD",
        help="Annotation: .jsonl (eine Forderung je Zeile), Ordner mit gold.jsonl oder mit Texten mit Marken",
    )  # fmt: skip
    measured.add_argument(
        "--sentences", type=Path, nargs="+", metavar="PFAD",
        help="statt Forderungen Satzgrenzen messen: .txt mit einem Satz je Zeile, oder Ordner davon",
    )  # fmt: skip
    evaluate.add_argument(
        "--documents", type=Path, metavar="DIR", help="Ordner der Texte (Vorgabe: der Ordner der Annotation)"
    )
    evaluate.add_argument(
        "--facts", type=Path, metavar="DATEI", help="Angaben je Dokument (Vorgabe: docs.jsonl im Ordner)"
    )
    evaluate.add_argument("--figures", action="store_true", help="nur die Zahlen, kein Wort aus den Texten")
    evaluate.add_argument("--json", action="store_true", help="Ausgabe als JSON")

    explain = add(
        "explain", _explain, "Zeigt, warum etwas als Forderung gilt und warum ein Satz keine wurde.",
        "forderungsgraph explain nst-2020-presseinformation-8 --offset 1250",
    )  # fmt: skip
    explain.add_argument(
        "target",
        metavar="ZIEL",
        help="Datei, Name eines Textes im Korpus, Bezeichner oder Adresse einer Forderung",
    )
    where = explain.add_mutually_exclusive_group()
    where.add_argument("--sentence", metavar="WORTE", help="nur die Sätze, in denen diese Worte stehen")
    where.add_argument(
        "--offset", type=offset, metavar="STELLE", help="nur der Satz an dieser Stelle des Textes"
    )
    explain.add_argument(
        "--corpus", type=Path, metavar="DIR", help="Ordner der Texte (Vorgabe: die mitgelieferten)"
    )
    explain.add_argument("--curation", **CURATION)
    explain.add_argument("--format", choices=("text", "html", "json"), default="text", help="Ausgabe")
    explain.add_argument(
        "--output", type=Path, metavar="DATEI", help="statt auf die Standardausgabe in diese Datei"
    )

    rules = add(
        "rules", _rules, "Nennt die Regeln und Faktoren der Auswertung mit Gewicht, Begründung und Beispiel.",
        "forderungsgraph rules E-zu-auffordern",
    )  # fmt: skip
    rules.add_argument("name", metavar="REGEL", nargs="?", help="Regel oder Faktor; ohne: alle")
    rules.add_argument("--json", action="store_true", help="Ausgabe als JSON")

    review = add(
        "review", _review, "Legt im Terminal vor, was für den Graphen zu unsicher ist, und speichert die Entscheidungen.",
        "forderungsgraph review --by Redaktion",
    )  # fmt: skip
    review.add_argument("--release", **RELEASE)
    review.add_argument(
        "--corpus", type=Path, metavar="DIR", help="Ordner der Texte (Vorgabe: die mitgelieferten)"
    )
    review.add_argument("--curation", **CURATION)
    review.add_argument("--by", metavar="ROLLE", help="wer prüft: Rolle oder Kürzel, wird veröffentlicht")
    review.add_argument("--list", action="store_true", help="nur zeigen, nichts fragen")

    add_laws(add)
    add_publishing(add)
    add("version", _version, "Nennt die Version.", "forderungsgraph version")
    return parser


def _build(options: argparse.Namespace) -> int:
    from .build import Shipped, build
    from .cache import beside
    from .files import folder

    with display.progress() as tell:
        result = build(
            options.corpus or folder("data") / "corpus",
            options.output,
            base=_base(options.base),
            tell=tell,
            workers=options.workers,
            cache=None if options.no_cache else options.cache or beside(options.output),
            min_confidence=options.min_confidence,
            shipped=Shipped(curation=options.curation),
            laws=selection(options),
        )
    display.build_summary(result)
    return GOOD if result.good else FINDINGS


def _base(value: str) -> str:
    from .iri import Iris

    try:
        return Iris(value).base
    except ValueError:
        raise UsageError(
            f"„{value}“ taugt nicht als Anfang von Adressen",
            hint="Eine http- oder https-Adresse mit / am Ende angeben",
        ) from None


def _check(options: argparse.Namespace) -> int:
    from .check import check
    from .release import turtle

    checked = check(options.release, options.corpus)
    if options.format == "text":
        print(checked.report.to_text(), end="")
    elif options.format == "json":
        print(checked.report.to_json(), end="")
    else:
        print(turtle(checked.report.to_graph(checked.release.base)).decode("utf-8"), end="")
    display.checked(checked)
    return GOOD if checked.good else FINDINGS


def _add(options: argparse.Namespace) -> int:
    from . import display_intake
    from .intake.add import shipped_registers, take, take_all
    from .intake.dialogue import dialogue
    from .intake.shelf import Shelf, corpus_folder

    shelf = Shelf(corpus_folder(options.corpus))
    decide = (
        display_intake.showing(take_all)
        if options.yes
        else dialogue(display_intake.talk(), shipped_registers())
    )
    return _status(display_intake.taken(take(options.files, shelf, decide), shelf.path), options.files)


def _status(errors: Sequence[ForderungsgraphError], named: Sequence[Path]) -> int:
    """Return the exit status of a command that went on after these errors: to name a wrong path is a wrong call."""
    if any(isinstance(error, UsageError) and error.place in named for error in errors):
        return WRONG_USE
    return FINDINGS if errors else GOOD


def _query(options: argparse.Namespace) -> int:
    from . import ask

    if options.name is None:
        display.query_list(ask.names())
        return GOOD
    table = ask.answer(options.release, options.name, ask.parameters(options.param))
    display.table(table, options.format)
    return GOOD


def _extract(options: argparse.Namespace) -> int:
    from .convert.ingest import Remark
    from .extract import Failure, extract

    errors = []
    for result in extract(options.files, documents=options.documents, min_confidence=options.min_confidence):
        if isinstance(result, Failure):
            display.error(result.error)
            errors.append(result.error)
        elif isinstance(result, Remark):
            display.remark(f"{result.path}: {result.text}.")
        else:
            print(json.dumps(result, ensure_ascii=False))
    return _status(errors, options.files)


def _evaluate(options: argparse.Namespace) -> int:
    from .evaluate.run import measure_sentences, whole
    from .extract import measure_sets

    if options.sentences:
        boundaries = measure_sentences(options.sentences)
        if options.json:
            print(json.dumps(boundaries.to_dict(), ensure_ascii=False, indent=2))
        else:
            display.boundaries(boundaries)
        return GOOD
    sets = measure_sets(options.gold, options.documents, options.facts)
    if options.json:
        print(json.dumps(whole(sets, faults=not options.figures), ensure_ascii=False, indent=2))
    else:
        display.evaluation(sets, faults=not options.figures)
    return GOOD


def _explain(options: argparse.Namespace) -> int:
    from .explain.page import page
    from .explain.records import explanation_record
    from .explain.targets import explain
    from .extract import shipped_converter
    from .files import folder

    corpus = options.corpus or folder("data") / "corpus"
    explained = explain(
        options.target,
        shipped_converter(),
        corpus,
        options.curation,
        words=options.sentence,
        offset=options.offset,
    )
    if options.format == "html":
        display.whole(page(explained), options.output)
    elif options.format == "json":
        text = json.dumps(explanation_record(explained), ensure_ascii=False, indent=2)
        display.whole(f"{text}\n", options.output)
    else:
        display.explanation(explained)
    return GOOD


def _rules(options: argparse.Namespace) -> int:
    from .explain.rules import all_rules, listing_record, rule_named

    listing = all_rules() if options.name is None else rule_named(options.name)
    if options.json:
        print(json.dumps(listing_record(listing), ensure_ascii=False, indent=2))
    else:
        display.rules(listing)
    return GOOD


def _review(options: argparse.Namespace) -> int:
    from .review.session import open_session

    session = open_session(options.release, options.corpus, options.curation)
    if options.list:
        display.tasks(session.tasks)
    else:
        display.walked(session.walk(display.conversation(), by=options.by), session.curation)
    return GOOD


def _version(options: argparse.Namespace) -> int:
    del options
    print(f"forderungsgraph {__version__}")
    return GOOD
