"""The walk over the graphs of a release: what differs is sent, what is ours and gone is removed, all is compared."""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from ...errors import BrokenOffError, ReleaseError, TargetError
from ...model import Progress
from ...release import Release
from ..canonical import canonical, digest_of
from .compare import compared
from .connection import Connection, Note, Patience
from .credentials import Credentials
from .finding import Found, Way, check_url, found
from .target import beside_of

Tell = Callable[[Progress], None]
_STAGE: Final = "Graphen vergleichen und schicken"
_ATTEMPTS: Final = 4
"""how often a graph is sent when its arrival stays unknown"""
# what may stand in an IRI (RFC 3987, SPARQL 1.1 IRIREF); names go into queries
_NAME: Final = re.compile(r"[^\x00-\x20<>\"{}|^`\\]+")
_REBUILD: Final = "Neu veröffentlichen: forderungsgraph release"


class Fate(enum.Enum):
    """What happened, or would happen, to a graph."""

    SAME = "unverändert"
    NEW = "neu"
    CHANGED = "geändert"
    REMOVED = "entfernt"


@dataclass(frozen=True, slots=True)
class Graph:
    """A named graph of a release.

    :param digest: of its canonical N-Triples (RDFC-1.0, SHA-256); of what is removed: empty
    :param respelled: how the store writes values otherwise, and how many
    """

    name: str
    fate: Fate
    triples: int
    digest: str
    respelled: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Sent:
    """What was done.

    :param done: False: this is what would be done
    :param looked: whether graphs of earlier versions could be looked for
    """

    version: str
    graphs: tuple[Graph, ...]
    way: Way
    done: bool
    looked: bool

    def of(self, fate: Fate) -> tuple[Graph, ...]:
        """Return the graphs of one fate."""
        return tuple(graph for graph in self.graphs if graph.fate is fate)


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a release goes.

    :param url: takes graphs by the Graph Store Protocol, or SPARQL updates
    :param way: which of the two; None: find out
    :param queries: address for queries; None: find out
    """

    url: str
    way: Way | None = None
    queries: str | None = None
    credentials: Credentials = field(default_factory=Credentials)
    patience: Patience = field(default_factory=Patience)


def _silent(_: object) -> None:
    pass


def send(place: Path, destination: Destination, *, tell: Tell = _silent, note: Note = _silent) -> Sent:
    """Publish a release to another store: its named graphs, and nothing else.

    A graph that the store holds already is left alone. The default graph of the store is never touched, and no
    graph whose name does not begin with the base of the release and ``graph/``.

    :param place: a build, a version, or the folder of all versions
    :param tell: called before and after each graph
    :param note: called with a sentence before another try
    :raises ReleaseError: if the release is not there, or damaged
    :raises TargetError: if the store cannot be reached, refuses, or gives back something else in the end
    """
    with _opened(place, destination, note) as walk:
        graphs = walk.over(tell, walk.bring, walk.found.target.remove)
        walk.ensure_complete(graphs)
        return walk.result(graphs, done=True)


def rehearse(place: Path, destination: Destination, *, tell: Tell = _silent, note: Note = _silent) -> Sent:
    """Say what :func:`send` would do; the store is only read.

    :raises ReleaseError: as there
    :raises TargetError: as there, as far as reading shows it
    """
    with _opened(place, destination, note) as walk:
        return walk.result(walk.over(tell, walk.leave, _silent), done=False)


@dataclass(frozen=True, slots=True)
class _Walk:
    """A release and the store it goes to.

    :param listed: file of each graph of the release
    :param gone: our graphs in the store that the release has no more
    """

    release: Release
    listed: Mapping[str, Path]
    found: Found
    gone: tuple[str, ...]

    def over(
        self,
        tell: Tell,
        differs: Callable[[str, Sequence[str]], Mapping[str, int]],
        gone: Callable[[str], None],
    ) -> tuple[Graph, ...]:
        """Compare graph by graph; hand on those that differ, and those that are gone."""
        graphs: list[Graph] = []
        total = len(self.listed) + len(self.gone)
        for name, file in self.listed.items():
            tell(Progress(_STAGE, len(graphs), total, name))
            lines = _lines(file)
            there = self.found.target.read(name)
            difference = compared(lines, there)
            fate, respelled = Fate.SAME, difference.respelled
            if not difference.same:
                fate, respelled = Fate.CHANGED if there else Fate.NEW, differs(name, lines)
            graphs.append(Graph(name, fate, len(lines), digest_of(lines), respelled))
        for name in self.gone:
            tell(Progress(_STAGE, len(graphs), total, name))
            graphs.append(Graph(name, Fate.REMOVED, len(self.found.target.read(name)), "", {}))
            gone(name)
        tell(Progress(_STAGE, total, total))
        return tuple(graphs)

    def bring(self, name: str, lines: Sequence[str]) -> Mapping[str, int]:
        """Put a graph and read it back; return what the store writes otherwise.

        When the connection breaks so that nobody knows what arrived, what is there decides.
        """
        target = self.found.target
        broken: BrokenOffError | None = None
        for _ in range(_ATTEMPTS):
            try:
                target.put(name, lines)
                broken = None
            except BrokenOffError as error:
                broken = error
            difference = compared(lines, target.read(name))
            if difference.same:
                return difference.respelled
            if broken is None:
                raise TargetError(
                    f"Der Graph {name} ist nach dem Schreiben anders ({difference.sentence})",
                    hint="Der Speicher verändert oder verliert Aussagen; sein Protokoll lesen und noch einmal aufrufen",
                )
        assert broken is not None
        raise broken

    @staticmethod
    def leave(name: str, lines: Sequence[str]) -> Mapping[str, int]:
        """Do nothing."""
        del name, lines
        return {}

    def ensure_complete(self, graphs: Sequence[Graph]) -> None:
        """Find out whether the store now has our graphs and no more of them, by another way than before.

        :raises TargetError: if not
        """
        if self.found.queries is None:
            return
        there = set(self.found.queries.names(_own(self.release)))
        wrong = sorted(
            there ^ {graph.name for graph in graphs if graph.triples and graph.fate is not Fate.REMOVED}
        )
        if wrong:
            raise TargetError(
                f"Der Speicher hat am Ende andere Graphen als das Release: {wrong[0]} "
                + ("ist noch dort" if wrong[0] in there else "fehlt in seinen Abfragen"),
                place=self.found.queries.url,
                hint="Prüfen, ob --query denselben Bestand meint und ob noch jemand schreibt; noch einmal aufrufen",
            )

    def result(self, graphs: tuple[Graph, ...], *, done: bool) -> Sent:
        """Return what became of the graphs."""
        return Sent(self.release.version, graphs, self.found.way, done, self.found.queries is not None)


@contextmanager
def _opened(place: Path, destination: Destination, note: Note) -> Iterator[_Walk]:
    check_url(destination.url)
    if destination.queries is not None:
        check_url(destination.queries)
    release = Release.open(place)
    listed = _listed(release)
    connection = Connection(destination.credentials, destination.patience, note)
    try:
        there = found(
            connection,
            destination.url,
            beside_of(f"{_own(release)}probe"),
            way=destination.way,
            queries=destination.queries,
        )
        before = there.queries.names(_own(release)) if there.queries is not None else []
        yield _Walk(release, listed, there, tuple(name for name in before if name not in listed))
    finally:
        connection.close()


def _own(release: Release) -> str:
    return f"{release.base}graph/"


def _listed(release: Release) -> dict[str, Path]:
    """Return the file of each graph, by name in order.

    :raises ReleaseError: if a file is missing or changed, or a graph is not below the base
    """
    damaged = release.damaged()
    if damaged:
        raise ReleaseError(
            f"Das Release ist unvollständig oder beschädigt: {damaged[0]}",
            place=release.folder,
            hint=_REBUILD,
        )
    own = _own(release)
    try:
        listed = {
            str(graph["name"]): release.folder / str(graph["file"]) for graph in release.manifest["graphs"]
        }
    except (KeyError, TypeError):
        listed = {}
    if not listed:
        raise ReleaseError("Das Release nennt keine Graphen", place=release.folder, hint=_REBUILD)
    for name in listed:
        if not name.startswith(own) or not _NAME.fullmatch(name):
            raise ReleaseError(
                f"Der Graph {name} liegt nicht unter {own}; nur solche werden geschrieben",
                place=release.folder,
                hint=_REBUILD,
            )
    return dict(sorted(listed.items()))


def _lines(file: Path) -> list[str]:
    try:
        quads = list(ox.parse(path=file, format=ox.RdfFormat.TURTLE))
    except (OSError, SyntaxError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ReleaseError(f"Der Graph ist nicht lesbar ({reason})", place=file, hint=_REBUILD) from None
    # refuses blank nodes: they have no name by which a store could give them back
    return canonical(quad for quad in quads if isinstance(quad, ox.Quad))
