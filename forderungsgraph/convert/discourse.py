"""Who is speaking: quotations, reported speech, and speakers that go on (guideline, section 4)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .actors import ActorFinder, ActorMention, Body
from .lexicon import Lexicon
from .tokens import DETERMINERS, is_verb, tokenize

_OPENERS = {"„": '“”"', "»": "«", "«": "»", "“": '”"', "‚": "‘’", "›": "‹"}
_REPORTED = frozenset(
    "sei seien habe müsse solle dürfe könne werde brauche bedürfe gehöre wolle gelte führe koste fehle".split()
)
_REPORTED_ON = frozenset(
    "müssten müsste sollten dürften dürfte könnten könnte würden würde hätten hätte wären wäre stünden stünde gehörten bräuchten brauchten".split()
)
_PERSON = re.compile(
    r"(?:(?:Dr|Prof|Professorin|Professor)\.? ?(?:Dr\. ?)?)*(?P<first>[A-ZÄÖÜ][a-zäöüéèß]+(?:-[A-ZÄÖÜ][a-zäöüß]+)?)\s+(?:(?:von|van|de|zu|von der)\s+)?(?P<last>[A-ZÄÖÜ][a-zäöüéß]+(?:-[A-ZÄÖÜ][a-zäöüß]+)?)\b"
)
_ROLE = re.compile(
    r"(?:[Pp]räsident|[Vv]orsitzend|[Gg]eschäftsführ|[Ss]precher|[Ll]eiter|[Cc]hef|[Vv]orstand|[Hh]auptgeschäftsführ|[Dd]irektor|[Ss]ekretär|"
    r"[Vv]izepräsident|[Bb]eauftragte|[Mm]inister|[Ll]andrat|[Ll]andrätin|[Bb]ürgermeister|[Aa]bgeordnete|[Rr]eferent|[Kk]oordinator|[Vv]ertreter|[Mm]itglied)"
)


@dataclass(frozen=True, slots=True)
class Utterance:
    """``text[start:end]`` of a block, said by one speaker.

    :param speakers: None: the author of the document
    :param pronoun: whether it begins with a pronoun for whoever spoke before
    :param attributes: whether it only says who said the quotation beside it
    """

    start: int
    end: int
    quoted: bool
    reported: bool
    speakers: tuple[Body, ...] | None
    attributes: bool = False
    pronoun: bool = False


def quotations(text: str) -> list[tuple[int, int]]:
    """Return the ranges between quotation marks that hold a statement, not a mere name."""
    found: list[tuple[int, int]] = []
    i = 0
    while i < len(text):
        closing = _OPENERS.get(text[i])
        if text[i] == '"':
            closing = '"“”'
        if closing is None or (text[i] in "“»«" and i and text[i - 1].isalnum()):
            i += 1
            continue
        end = next(
            (
                j
                for j in range(i + 1, len(text))
                if text[j] in closing and not (text[j] == '"' and j + 1 < len(text) and text[j + 1].isalnum())
            ),
            None,
        )
        if end is None:
            end = len(text)
        end = _through_insertion(text, i, end)
        inner = text[i + 1 : end]
        said = (
            text[end + 1 : end + 2] == ","
            and len(inner.split()) >= 3
            and inner[:1].isupper()
            and any(is_verb(t) for t in tokenize(inner))
        )
        if said or _is_statement(inner):
            found.append((i + 1, end))
            i = end + 1
        else:
            i = end + 1 if len(inner) < 120 else i + 1
    return found


_INSERTED = re.compile(
    r"[“”«\"],?\s+(?:so|sagt|sagte|betont|betonte|erklärt|erklärte|mahnt|meint|meinte|ergänzt|fordert|kritisiert|warnt)\b(?P<who>[^„»“\".!?]{2,120}),\s*[„»\"](?=[a-zäöüß])"
)


def _through_insertion(text: str, start: int, end: int) -> int:
    """Return the end of a quotation that its speaker interrupts: *„Das Land“, so die Präsidentin, „sollte …“*"""
    match = _INSERTED.match(text, end)
    if match is None:
        return end
    closing = _OPENERS.get(text[start], '"“”')
    return next((j for j in range(match.end(), len(text)) if text[j] in closing), len(text))


def _is_statement(inner: str) -> bool:
    words = inner.split()
    if len(words) < 4:
        return bool(words) and inner.rstrip().endswith(("!", ".")) and len(words) >= 3
    if inner.rstrip().endswith((".", "!", "?", "…", ",")) and len(words) >= 4:
        return True
    tokens = tokenize(inner)
    return (len(words) >= 6 and any(is_verb(t) for t in tokens) and not tokens[0].text.islower()) or (
        len(words) >= 8 and any(is_verb(t) and not t.lower.endswith("en") for t in tokens)
    )


class Discourse:
    """Keeps track of speakers through a document.

    :param author: bodies that speak where nobody else does
    """

    def __init__(self, finder: ActorFinder, lexicon: Lexicon, author: tuple[Body, ...]) -> None:
        self._finder = finder
        self._reports = frozenset(lexicon.of("report.verbs"))
        self.author = author
        self.last: tuple[Body, ...] | None = None
        self.persons: dict[str, tuple[Body, ...]] = {}
        self._topics: list[tuple[int, Body]] = []
        self._reporting = False

    def learn_persons(self, texts: Sequence[str]) -> None:
        """Learn for which body each named person speaks, by the sentence that introduces them."""
        for text in texts:
            for match in _PERSON.finditer(text):
                if match["last"] in self.persons or not match["first"][0].isupper():
                    continue
                window = text[max(0, match.start() - 110) : match.end() + 130]
                if not _ROLE.search(window):
                    continue
                offset = match.start() - max(0, match.start() - 110)
                actors = [a for a in self._finder.find(tokenize(window)) if _can_speak(a)]
                near = [
                    a for a in actors if a.start >= offset and a.start - (offset + len(match[0])) < 110
                ] or [a for a in actors if offset - a.end < 80 and a.end <= offset]
                if near:
                    best = min(near, key=lambda a: (a.body.public, abs(a.start - offset)))
                    self.persons[match["last"]] = (best.body,)

    def utterances(self, text: str, sentences: Sequence[tuple[int, int]]) -> list[Utterance]:
        """Return who says what in a block, in order."""
        quotes = quotations(text)
        self._reporting = False
        self._topics = [
            (actor.start, actor.body)
            for actor in self._finder.find(tokenize(text))
            if _can_speak(actor) and not actor.body.public
        ]
        speakers = {quote: self._quote_speaker(text, quote, sentences) for quote in quotes}
        result: list[Utterance] = []
        for start, end in sentences:
            position = start
            for quote in quotes:
                a, b = max(start, quote[0]), min(end, quote[1])
                if a >= b:
                    continue
                if a > position:
                    self._outside(text, position, a, result, beside=True)
                result.append(Utterance(a, b, True, False, speakers[quote]))
                position = b
            if position < end:
                self._outside(text, position, end, result, beside=position > start)
        return result

    def _outside(self, text: str, start: int, end: int, result: list[Utterance], *, beside: bool) -> None:
        while start < end and text[start] in '“”"«»‘’, –-':
            start += 1
        while end > start and text[end - 1] in '„»"« :':
            end -= 1
        if end - start < 8:
            return
        tokens = tokenize(text, start, end)
        reported = any(t.lower in _REPORTED for t in tokens) or (
            self._reporting and any(t.lower in _REPORTED_ON for t in tokens)
        )
        self._reporting = reported
        speakers = self._named_speaker(text, start, end)
        if speakers is not None:
            self.last = speakers
        elif reported:
            speakers = self.last
        pronoun = (
            re.match(r"(?:Sie|Er|Dies|Zudem|Außerdem|Ferner|Darüber hinaus|Auch|Zugleich)\b", text[start:end])
            is not None
        )
        result.append(
            Utterance(start, end, False, reported or speakers is not None, speakers, beside, pronoun)
        )

    def _named_speaker(self, text: str, start: int, end: int) -> tuple[Body, ...] | None:
        """Return whom a sentence outside quotation marks names as speaking."""
        part = text[start:end]
        lowered = part.lower()
        for phrase in ("nach ansicht", "nach auffassung", "nach meinung", "aus sicht", "nach überzeugung", "nach einschätzung",
                       "nach den worten", "nach darstellung", "zufolge", "nach dem dafürhalten"):  # fmt: skip
            at = lowered.find(phrase)
            if at >= 0:
                window = part[at : at + 140] if phrase != "zufolge" else part[max(0, at - 100) : at]
                actors = self._finder.find(tokenize(window))
                if actors:
                    return (actors[0].body,)
        match = re.search(r",\s+(?:so(?! (?:wie|dass|lange|weit|etwa|zum|auch|oft|viel|sehr|gut|schnell))|sagt|sagte|betont|betonte|erklärt|erklärte|mahnt|mahnte|heißt es|hieß es|meint|meinte|kritisiert|unterstreicht|ergänzt|ergänzte|fordert|forderte|bekräftigt|bekräftigte)\b(?P<rest>[^,.;]{2,120}(?:,[^.;]{2,120})?)", part)  # fmt: skip
        if match:
            return self.resolve(match["rest"], start)
        return None

    def _topic(self, position: int) -> tuple[Body, ...] | None:
        """Return the organisation that the block speaks of just before ``position``."""
        before = [body for start, body in self._topics if start < position]
        return (before[-1],) if before else None

    def resolve(self, part: str, position: int = 0) -> tuple[Body, ...] | None:
        """Return the body for which the person or body named in ``part`` speaks.

        A person without a body speaks for the organisation that the paragraph is about before ``position``.
        """
        actors = [a for a in self._finder.find(tokenize(part)) if _can_speak(a)]
        names = [last for _, last in persons_in(part)]
        known = next(
            (self.persons[w] for w in re.findall(r"[A-ZÄÖÜ][a-zäöüß-]+", part) if w in self.persons), None
        )
        if actors and (not known or not all(a.body.public for a in actors)):
            preferred = next((a for a in actors if not a.body.public), actors[0])
            for name in names:
                self.persons.setdefault(name, (preferred.body,))
            return (preferred.body,)
        if known:
            return known
        person = next(iter(persons_in(part)), None)
        topic = self._topic(position)
        if person is not None and not self.author:
            speakers = topic or (Body(" ".join(person)),)
            self.persons.setdefault(person[1], speakers)
            return speakers
        return topic or self.last or self.author or None

    def _quote_speaker(
        self, text: str, quote: tuple[int, int], sentences: Sequence[tuple[int, int]]
    ) -> tuple[Body, ...] | None:
        start, end = quote
        inserted = _INSERTED.search(text, start, end)
        if inserted:
            return self._remember(self.resolve(inserted["who"], start))
        sentence = next(((a, b) for a, b in sentences if a < end <= b + 1), (start, end))
        after = text[end : sentence[1]]
        tokens = tokenize(after)
        if len(after.strip(' “”"«».,')) > 3 and (
            any(t.lemma in self._reports for t in tokens) or re.match(r"[“”\"«]?,?\s*so\b", after)
        ):
            clip = re.split(r"[„»]", after)[0]
            return self._remember(self.resolve(clip, start))
        opening = next(((a, b) for a, b in sentences if a <= start <= b), (start, end))
        before = text[opening[0] : start].rstrip('„»"“ ')
        if before and (before.endswith(":") or any(t.lemma in self._reports for t in tokenize(before)[-12:])):
            return self._remember(self.resolve(before, start))
        previous = next((text[a:b] for a, b in reversed(sentences) if b <= opening[0]), "")
        if previous.endswith(":"):
            return self._remember(self.resolve(previous, start))
        following = text[end : end + 160]
        match = re.match(
            r"[“”\"«.,!?\s]*(?:so|sagt|sagte|erklärt|erklärte|betont|betonte|ergänzt|bemängelt|kritisiert|mahnt|meint)\b(?P<rest>[^.]*)",
            following,
        )
        if match:
            return self._remember(self.resolve(match["rest"], start))
        return self.last

    def _remember(self, speakers: tuple[Body, ...] | None) -> tuple[Body, ...] | None:
        if speakers:
            self.last = speakers
        return speakers


_SILENT = frozenset(
    """Kommunen Städte Gemeinden Landkreise Kreise Samtgemeinden Verbandsgemeinden Politik Staat Verwaltung Landrat Bezirke
    Oberbürgermeister Länder Gesetzgeber Kommunalverwaltungen Ministerien Schulträger Hersteller Bund Ausschuss
    Gebietskörperschaften Geschäftsstelle Geschäftsführung Kommune Gemeinde Landtag""".split()
)


def _can_speak(actor: ActorMention) -> bool:
    """Whether a person or quotation may speak for the body; *das Land* and *die Kommunen* say nothing themselves."""
    name = actor.body.name
    if actor.body.generic:
        return False
    return name not in _SILENT and not name.startswith(
        ("Land ", "Freistaat ", "Landtag ", "Landesverwaltung", "kommunale ")
    )


def persons_in(text: str) -> list[tuple[str, str]]:
    """Return (first name, last name) of the persons that ``text`` seems to name."""
    found: list[tuple[str, str]] = []
    position = 0
    while match := _PERSON.search(text, position):
        first = match["first"]
        if (
            _ROLE.match(first)
            or first.lower() in DETERMINERS
            or (
                first.endswith(("rätin", "rat", "ung", "meister", "meisterin", "in", "er"))
                and (
                    _ROLE.search(first)
                    or (first[-2:] == "er" and first not in _NAMES_IN_ER)
                    or first.endswith(("rätin", "leiterin", "ministerin"))
                )
            )
        ):
            position = match.start("first") + len(first)
            continue
        found.append((first, match["last"]))
        position = match.end()
    return found


_NAMES_IN_ER = frozenset(
    "Peter Dieter Günter Günther Walter Werner Rainer Reiner Alexander Volker Holger Rüdiger Xaver Oliver Jasper".split()
)
