"""The error tree. Each error says where (file, line or node) and what to do.

::

    ForderungsgraphError                 base: ``str(error)`` is one sentence with place and hint
    ├── UsageError                       wrong call: unknown name, missing file (exit status 2)
    ├── InputError                       a source text cannot be used
    │   ├── TextError                    empty, undecodable, not German
    │   ├── ChecksumError                text differs from the sidecar's SHA-256
    │   └── SidecarError                 unknown key, bad date, missing field
    ├── RegisterError                    a register table is inconsistent
    │   └── LawFileError                 a file of federal law cannot be read
    ├── CurationError                    a reviewed correction is wrong or fits its text no longer
    ├── LexiconError                     a cue lexicon cannot be read
    ├── GraphError                       RDF that cannot be read or made
    │   ├── SyntaxGraphError             a Turtle file does not parse
    │   ├── ShapesError                  shapes missing, unreadable or wrong
    │   └── InconsistencyError           the data contradicts the ontology
    ├── QueryError                       a saved query or its parameters are wrong
    │   ├── QuerySyntaxError             the text is not SPARQL 1.1
    │   ├── QueryRefusedError            SERVICE, an unknown graph, too deep or too long
    │   ├── QueryLimitError              stopped: time or memory
    │   ├── AnswerBrokenError            stopped after the beginning of the answer was sent
    │   ├── StoreError                   the store behind the service fails
    │   │   ├── StoreUnreachableError    no connection, or it is busy; worth another try
    │   │   └── StoreTimeoutError        it did not answer in time
    │   └── OverloadError                no worker free in time; worth another try
    │       └── TooManyQueriesError      one client asks too much; tells when to come back
    ├── PublishingError                  what a version shall say of itself is wrong: key, code, contact
    ├── TargetError                      a store that is published to cannot be reached, refuses, or alters what it gets
    │   └── BrokenOffError               the connection broke; nobody knows whether it did what it was told
    ├── ReleaseError                     output cannot be written, release cannot be read
    └── ServiceError                     the server cannot start (port in use, no release)
"""

from __future__ import annotations

from pathlib import Path


class ForderungsgraphError(Exception):
    """Base of all errors that a user may see.

    :param message: what is wrong, one clause without a final full stop
    :param place: file, or IRI of a node
    :param line: line in the file, counted from 1
    :param hint: what the user can do, one clause
    :param english: the message in English, where programs of other countries see it
    """

    def __init__(
        self,
        message: str,
        *,
        place: Path | str | None = None,
        line: int | None = None,
        hint: str | None = None,
        english: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.line = line
        self.hint = hint
        self.english = english

    def __str__(self) -> str:
        where = "" if self.place is None else f"{self.place}"
        if self.line is not None:
            where += f", Zeile {self.line}"
        sentence = f"{where}: {self.message}" if where else self.message
        return f"{sentence}. {self.hint}." if self.hint else f"{sentence}."


class UsageError(ForderungsgraphError):
    """The call is wrong: an unknown name, a file that is not there."""


class InputError(ForderungsgraphError):
    """A source text cannot be used."""


class TextError(InputError):
    """The text is empty, cannot be decoded, or is not German."""


class ChecksumError(InputError):
    """The text differs from the checksum in its sidecar."""


class SidecarError(InputError):
    """A sidecar has an unknown key, a bad date, or lacks a field."""


class RegisterError(ForderungsgraphError):
    """A register table is inconsistent."""


class LawFileError(RegisterError):
    """A file of published law cannot be read, or is not what it should be."""


class CurationError(ForderungsgraphError):
    """A reviewed correction is wrong, or does not fit its text any more."""


class LexiconError(ForderungsgraphError):
    """A cue lexicon cannot be read."""


class GraphError(ForderungsgraphError):
    """RDF cannot be read or made."""


class SyntaxGraphError(GraphError):
    """An RDF file does not parse."""


class ShapesError(GraphError):
    """Shapes are missing, unreadable or wrong."""


class InconsistencyError(GraphError):
    """The data contradicts the ontology."""


class QueryError(ForderungsgraphError):
    """A saved query or its parameters are wrong."""


class QuerySyntaxError(QueryError):
    """The text is not a SPARQL 1.1 query."""


class QueryRefusedError(QueryError):
    """The query is well-formed, but this service does not answer such queries."""


class QueryLimitError(QueryError):
    """The query was stopped because it took too much time or memory."""


class AnswerBrokenError(QueryError):
    """The answer broke off after its beginning had been handed out; its cause says why.

    Whoever sends the answer has to break the connection: a part must never look like the whole.
    """


class StoreError(QueryError):
    """The store that the service asks answers wrongly, or refuses the service."""


class StoreUnreachableError(StoreError):
    """The store that the service asks cannot be reached; it may be back after ``retry_after`` seconds."""

    retry_after = 10


class StoreTimeoutError(StoreError):
    """The store that the service asks did not answer in time."""


class OverloadError(QueryError):
    """All workers are busy; the same query may succeed later, after ``retry_after`` seconds."""

    retry_after = 5


class TooManyQueriesError(OverloadError):
    """One client has too many queries under way, or used up its share of time.

    :param retry_after: seconds after which another try may succeed
    """

    def __init__(self, message: str, *, hint: str, english: str, retry_after: int) -> None:
        super().__init__(message, hint=hint, english=english)
        self.retry_after = retry_after


class PublishingError(ForderungsgraphError):
    """What a published version shall say of itself is wrong: a key, a code, the contact."""


class TargetError(ForderungsgraphError):
    """A store that is published to cannot be reached, refuses, or gives back something else."""


class BrokenOffError(TargetError):
    """The connection to a store broke; whether it did what it was told is not known."""


class ReleaseError(ForderungsgraphError):
    """Output cannot be written, or a release cannot be read."""


class ServiceError(ForderungsgraphError):
    """The server cannot start."""
