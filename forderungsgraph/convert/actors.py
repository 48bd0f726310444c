"""Who acts: noun phrases that name a body, and the names under which a document knows its own.

Known bodies come from the registers, generic ones („das Land“, „die Landesregierung“) are resolved by
the document's Land, and bodies that no register knows are recognised by the form of their names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from .gazetteer import Gazetteer
from .states import CAPITALS, CITY_STATES, STATE_NAMES, government_name, land_name, parliament_name
from .tokens import COORDINATORS, DETERMINERS, PREPOSITIONS, Token


@dataclass(frozen=True, slots=True)
class Body:
    """A body that can demand or be addressed.

    :param public: whether it is a public body that demands are usually addressed to
    :param generic: whether only the form of the noun says that it can act (*die Krankenkassen*)
    """

    name: str
    key: str | None = None
    public: bool = False
    plural: bool = False
    generic: bool = False


@dataclass(frozen=True, slots=True)
class ActorMention:
    """``tokens[first:last]`` names ``body``.

    :param governed: preposition that governs the phrase, "" if none
    :param genitive: whether it is an attribute of the noun before it
    """

    first: int
    last: int
    start: int
    end: int
    body: Body
    governed: str = ""
    genitive: bool = False
    determiner: str = ""


def generic_bodies(state: str | None) -> list[tuple[str, Body]]:
    """Return the generic names of public bodies, as a document of the Land ``state`` means them."""
    land, government, parliament = land_name(state), government_name(state), parliament_name(state)

    def public(names: str, target: str, *, plural: bool = False) -> list[tuple[str, Body]]:
        return [(name, Body(target, None, True, plural)) for name in names.split("|")]

    entries = [
        *public("Bund|Bundesebene|Bundesgesetzgeber|Bundespolitik", "Bund"),
        *public("Bundesregierung", "Bundesregierung"),
        *public("Bundestag|Deutsche Bundestag", "Deutscher Bundestag"),
        *public("Bundesrat", "Bundesrat"),
        *public("Land|Bundesland|Landesebene|Landesgesetzgeber|Landespolitik|Freistaat", land),
        *public("Länder|Bundesländer", "Länder", plural=True),
        *public("Landesregierung|Staatsregierung|Kabinett|Koalition|Regierungskoalition", government),
        *public("Landesverwaltung", f"Landesverwaltung {STATE_NAMES[state]}" if state else "Landesverwaltung"),
        *public("Landtag|Landesparlament", parliament),
        *public("Gesetzgeber", "Gesetzgeber"),
        *public("Staat", "Staat"),
        *public("Politik", "Politik"),
        *public("EU|Europäische Union", "Europäische Union"),
        *public("EU-Kommission|Europäische Kommission|Kommission", "Europäische Kommission"),
        *public("Kommunen|Kommune|kommunale Familie|kommunale Ebene|Gebietskörperschaften", "Kommunen", plural=True),
        *public("Gemeinden|Städte|Landkreise|Kreise|Samtgemeinden|Verbandsgemeinden", "", plural=True),
        *public("Bundesministerium|Ministerium|Staatsministerium", ""),
        *public("Ministerien|Ressorts|Fachministerien", "Ministerien", plural=True),
        *public("kommunale Spitzenverbände|Spitzenverbände", "kommunale Spitzenverbände", plural=True),
        *public("IT-Dienstleister|kommunale IT-Dienstleister", "kommunale IT-Dienstleister", plural=True),
        *public("Schulträger", "Schulträger", plural=True),
        *public("Hersteller|Anbieter|Softwarehersteller", "Hersteller", plural=True),
        *public("Verwaltung", "Verwaltung"),
        *public("Kommunalverwaltungen", "Kommunalverwaltungen", plural=True),
        *public("Stadtverwaltung|Magistrat|Kreisverwaltung|Verwaltungsspitze", "Verwaltung"),
        *public("Landrat|Landrätin", "Landrat"),
        *public("Oberbürgermeister|Oberbürgermeisterin", "Oberbürgermeister"),
        *public("Geschäftsstelle|Geschäftsführung|Bezirke|Ausschuss|Landesregierungen", ""),
    ]  # fmt: skip
    for noun in ("Innenministerium", "Digitalministerium", "Finanzministerium", "Kultusministerium", "Justizministerium",
                 "Wirtschaftsministerium", "Sozialministerium", "Staatskanzlei", "Bildungsministerium", "Umweltministerium"):  # fmt: skip
        entries += public(noun, f"{noun} {STATE_NAMES[state]}" if state else noun)
    for key, name in STATE_NAMES.items():
        entries += public(name, land_name(key))
    if state is not None and state in CAPITALS:
        entries += public(CAPITALS[state], land)
    if state in CITY_STATES or state is None:
        entries += public("Senat", government if state else "Senat")
    if state in CITY_STATES:
        entries += public("Abgeordnetenhaus|Bürgerschaft", parliament)
    return [(name, Body(body.name or name, None, True, body.plural)) for name, body in entries]


class ActorFinder:
    """Finds actors in tokens.

    :param register: names of the register of organisations
    :param local: names that the document introduces; they win over generic ones
    :param state: key of the document's Land
    """

    def __init__(
        self, register: Gazetteer[Body], local: Iterable[tuple[str, Body]], state: str | None
    ) -> None:
        self._register = register
        self._state = state
        self._local: Gazetteer[Body] = Gazetteer([*local, *generic_bodies(state)])

    def find(self, tokens: Sequence[Token]) -> list[ActorMention]:
        """Return the actors named in ``tokens``, in order, none overlapping another."""
        found: list[ActorMention] = []
        taken: set[int] = set()
        matches = [*self._local.find(tokens), *self._register.find(tokens)]
        starts: set[int] = set()
        for match in sorted(matches, key=lambda m: (m.first - m.last, m.first)):
            if match.part or taken & set(range(match.first, match.last)):
                continue
            if _on_the_land(tokens, match.first, match.last):
                continue
            last = _with_field(tokens, match.last, match.payload)
            body = match.payload
            if last > match.last:
                body = Body(
                    " ".join(t.text for t in tokens[match.first : last]).replace(" ,", ","),
                    None,
                    body.public,
                    body.plural,
                )
            if body.key is None and _OFFICE.search(tokens[match.first].text):
                body = self._agent(tokens[match.first].text)
            elif body.name == "Verwaltung" and tokens[match.last - 1].text.endswith("en"):
                body = Body("Kommunalverwaltungen", None, True, True)
            taken |= set(range(match.first, last))
            starts.add(match.first)
            found.append(_mention(tokens, match.first, last, body))
        for i, token in enumerate(tokens):
            if (
                i not in taken
                and token.is_noun
                and i + 1 not in starts
                and _AGENT.search(token.text)
                and not _NO_AGENT.search(token.text)
            ):
                found.append(_mention(tokens, i, i + 1, self._agent(token.text)))
        return _named_lands(sorted(found, key=lambda mention: mention.first))

    def _agent(self, noun: str) -> Body:
        """Return the body that a noun names by its form; ministers of the Land act for it."""
        if _OFFICE.search(noun):
            if noun.startswith("Bundes"):
                return Body("Bundesregierung", None, True)
            if self._state is not None:
                return Body(land_name(self._state), None, True)
        return Body(noun, None, False, noun.endswith(("n", "e", "s")), True)


def _named_lands(mentions: list[ActorMention]) -> list[ActorMention]:
    """Drop *die Länder* where their names follow at once: *den Ländern Hessen und Thüringen*."""
    kept: list[ActorMention] = []
    for mention in mentions:
        last = kept[-1] if kept else None
        named = mention.body.name.startswith(("Land ", "Freistaat ", "Saarland"))
        if last is not None and last.body.name == "Länder" and last.last == mention.first and named:
            kept.pop()
            mention = replace(
                mention, governed=last.governed, genitive=last.genitive, determiner=last.determiner
            )
        kept.append(mention)
    return kept


_OFFICE = re.compile(r"minister(?:in|präsident|präsidentin|präsidenten|s)?$|staatssekretär(?:in|s)?$", re.I)
_AGENT = re.compile(
    r"(?:agentur|agenturen|hochschulen?|universitäten|kassen?|sparkassen|behörden?|ämter|träger|trägern|parteien|partei|räte|räten|verwaltungen|"
    r"verwaltungsspitzen?|hersteller|herstellern|betreiber|anbieter|ministerin|minister|ministers|ministerpräsident|ministerpräsidentin|ministerpräsidenten|senatorin|senator|dezernent|dezernentin|"
    r"ausschuss|fraktionen|ministerien|ministerium|ministeriums|landtage|parlamente|mitglieder|mitgliedern|mitgliedskommunen|geschäftsführung|gerichte|"
    r"bezirke|bezirken|gesellschafter|tarifparteien|tarifpartner|sozialpartner|arbeitgeber|schulträger|netzagentur|"
    r"rechenzentren|unternehmen|staatssekretärin|staatssekretär|regierungen|landesregierungen|abgeordneten|koalitionspartner|koalitionsfraktionen)$",
    re.I,
)
_NO_AGENT = re.compile(
    r"^(?:Waren|Daten|Kranken|Versicherungs)?(?:träger|betreiberin)$|Videokonferenz|Pressekonferenz|Vergabeunternehmen"
)
_FIELD_HEADS = frozenset(
    """ausschuss ministerium staatsministerium bundesministerium senatsverwaltung landesamt bundesamt amt behörde
    dezernat fachbereich landesbeauftragte landesbeauftragter bundesbeauftragte ministerin minister senatorin senator
    staatskanzlei kompetenzzentrum zentrum beauftragte beauftragter""".split()
)


def _with_field(tokens: Sequence[Token], last: int, body: Body) -> int:
    """Return where a name ends that goes on with its field: *Ausschuss für Inneres und Sport*."""
    if (
        body.key is not None
        or tokens[last - 1].lower not in _FIELD_HEADS
        or last >= len(tokens)
        or tokens[last].lower != "für"
    ):
        return last
    end = last + 1
    while end < len(tokens) and end - last <= 9:
        token = tokens[end]
        if (
            token.is_noun
            or (token.lower in ("den", "die", "das", "der", "des") and end == last + 1)
            or token.lower
            in ("öffentlichen", "ländliche", "ländlichen", "digitale", "digitalen", "kommunale", "kommunales")
        ) or (token.lower in ("und", ",") and end + 1 < len(tokens) and tokens[end + 1].is_noun):
            end += 1
        else:
            break
    return end


def _on_the_land(tokens: Sequence[Token], first: int, last: int) -> bool:
    """*auf dem Land*, *über Land* and *Stadt und Land* speak of the countryside."""
    if last - first != 1 or tokens[first].text not in ("Land", "Lande"):
        return False
    before = [t.lower for t in tokens[max(0, first - 2) : first]]
    return before in (["auf", "dem"], ["über", "das"]) or before[-2:] == ["stadt", "und"]


def _mention(tokens: Sequence[Token], first: int, last: int, body: Body) -> ActorMention:
    i = first - 1
    determiner = ""
    while i >= 0 and first - i <= 5:
        lower = tokens[i].lower
        if lower in DETERMINERS:
            determiner = lower
            i -= 1
            break
        if (
            tokens[i].is_word
            and tokens[i].text[0].islower()
            and lower not in PREPOSITIONS
            and lower not in COORDINATORS
            and re.search(r"(?:e|en|er|em|es)$", lower)
        ):
            i -= 1
            continue
        break
    before = tokens[i].lower if i >= 0 else ""
    governed = before if before in PREPOSITIONS else ""
    follows = tokens[last] if last < len(tokens) else None
    attributive = (follows is not None and follows.lower.endswith(("enden", "ende", "ender")) and last + 1 < len(tokens)
                   and tokens[last + 1].is_noun)  # fmt: skip
    contracted = {"vom", "zum", "zur", "beim", "im", "am", "ins", "ans"}
    genitive = (determiner in ("des", "der", "dieses", "dieser", "unseres", "seines", "ihres") and not governed and i >= 0
                and tokens[i].is_word and tokens[i].text[0].isupper())  # fmt: skip
    if not determiner and before in contracted:
        governed = before
    return ActorMention(
        first,
        last,
        tokens[first].start,
        tokens[last - 1].end,
        body,
        governed,
        genitive or attributive,
        determiner,
    )
