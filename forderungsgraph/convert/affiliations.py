"""For whom a person speaks by the phrase around the name: *Landrätin Petra Muster, Vizepräsidentin des Kreisbundes*."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .actors import ActorFinder
from .bodies import ActorMention, Body
from .people import People, Person
from .tokens import tokenize

_SILENT = frozenset(
    """Kommunen Städte Gemeinden Landkreise Kreise Samtgemeinden Verbandsgemeinden Politik Staat Verwaltung Landrat Bezirke
    Oberbürgermeister Länder Gesetzgeber Kommunalverwaltungen Ministerien Schulträger Hersteller Bund Ausschuss
    Gebietskörperschaften Geschäftsstelle Geschäftsführung Kommune Gemeinde Landtag""".split()
)


def can_speak(actor: ActorMention) -> bool:
    """Whether a person or quotation may speak for the body; *das Land* and *die Kommunen* say nothing themselves."""
    name = actor.body.name
    if actor.body.generic:
        return False
    return name not in _SILENT and not name.startswith(
        ("Land ", "Freistaat ", "Landtag ", "Landesverwaltung", "kommunale ")
    )


OF = r"(?:des|der|vom|von der|von den|von|beim|bei der|bei|im|in der|für den|für die|für das)"
ADJECTIVES = r"(?:[a-zäöüß-]+e[nrs]? ){0,3}"
_BELONGS = re.compile(
    rf"\s*,?\s*(?:von|vom|von der|bei|beim|bei der|für|aus dem|aus der)(?: (?:der|dem|den|die|das))? {ADJECTIVES}$"
)
# „Senior Policy Manager der“: a title that no list of roles has
_TITLED = re.compile(
    r",\s+(?:(?:die|der)\s+)?(?:[A-ZÄÖÜ][\w&/-]+\s+){1,6}(?:der|des|bei der|bei|beim|von|vom|im|in der)\s+"
)
WORKS = re.compile(
    r"\s+(?:ist|war|leitet|führt|vertritt|arbeitet|spricht|sitzt|lehrt|gehört|steht|amtiert)\b"
)
# „Jan Muster, der dem Verband der Muster vorsteht“
_RELATIVE = re.compile(
    r",\s+(?:der|die)\s+[^,.;]{3,90}\b(?:vorsteht|leitet|führt|vertritt|angehört|arbeitet|steht|sitzt|anführt|spricht|ist|gründete|gegründet hat),"
)
_LEADS = re.compile(r"\b(?:führt|leitet|lenkt|verantwortet|vertritt|steuert)\s+$")
TITLES = r"(?:(?:Dr|Prof|Dipl|Ing|jur|med|phil|rer|pol|h|c)\.(?:-Ing\.)?|Professor(?:in)?|Frau|Herrn?)"
_RELATED = re.compile(
    r"\b(?:[Dd]essen|[Dd]eren|[Ii]hre?|[Ss]eine?) [A-ZÄÖÜ][\w-]+(?: für [A-ZÄÖÜ][\w-]+)?,? "
    rf"(?:(?:der|die) )?(?:[A-ZÄÖÜ][\w-]+ ){{0,2}}(?:{TITLES}\s*)*$"
)
_TERRITORY = re.compile(r"(?:Land|Freistaat|Landkreis|Kreis|Stadt|Gemeinde|Samtgemeinde|Verbandsgemeinde) ")
_COMPOUND = re.compile(
    r"(?P<prefix>[\wÄÖÜäöüß-]+?)-?(?:[Hh]aupt|[Gg]eneral|Co-?)?(?P<role>[Vv]ize\w*|[Cc]hef(?:in)?|[Pp]räsident(?:in)?|[Vv]orsitzende[rn]?|[Ss]precher(?:in)?|[Gg]eschäftsführer(?:in)?|"
    r"[\w]*[Ee]xpert(?:e|in)|[\w]*[Pp]olitiker(?:in)?|[Oo]bmann|[Oo]bfrau|[Aa]bgeordnete[rn]?|[Dd]irektor(?:in)?|[Ss]ekretär(?:in)?|[Vv]orstand|[Ll]eiter(?:in)?|[Vv]orständin|[Ww]ortführer(?:in)?)(?=\s|$|,)"
)
_GROUPS = {
    "AG": "Arbeitsgemeinschaft",
    "IG": "Interessengemeinschaft",
    "BI": "Bürgerinitiative",
    "LAG": "Arbeitsgemeinschaft",
}


class Affiliations:
    """Says which body a phrase gives a person.

    :param finder: the bodies of the document
    :param people: the roles that persons have
    """

    def __init__(self, finder: ActorFinder, people: People) -> None:
        self.finder = finder
        self.people = people

    def attached(
        self, text: str, a: int, b: int, person: Person, mentions: Sequence[ActorMention]
    ) -> Body | None:
        """Return the body that the phrase around a person's name names."""
        # „in einer Stadt im Landkreis X“ says where, not for whom
        mentions = [
            m for m in mentions if m.governed not in ("in", "im") or not _TERRITORY.match(m.body.name)
        ]
        after = [m for m in mentions if m.start >= person.end]
        before = [m for m in mentions if m.end <= person.start]
        tail = text[person.end : b]
        bracket = re.match(r"\s*\(([^)]*)\)", tail)
        if bracket:
            inside = [m for m in after if m.end <= person.end + bracket.end()]
            if inside:
                return inside[0].body
        if after and (
            _BELONGS.fullmatch(text[person.end : after[0].start])
            or re.fullmatch(r",? ", text[person.end : after[0].start])
        ):
            return after[0].body
        if after and _TITLED.fullmatch(text[person.end : after[0].start]):
            return after[0].body
        relative = _RELATIVE.match(tail)
        if relative:
            inside = [m for m in after if m.end <= person.end + relative.end() and not m.body.public]
            if inside:
                return inside[0].body
        apposition = self._apposition(tail)
        if apposition:
            inside = [m for m in after if m.start < person.end + apposition]
            if inside:
                return next((m for m in inside if not m.body.public), inside[0]).body
        return (
            self._by_compound(text, person)
            or (
                after[0].body
                if after and _LEADS.search(text[a : person.start]) and not after[0].body.public
                else None
            )
            or self._by_relation(text, person)
            or self._named_before(text, a, person, before)
            or (after[0].body if after and WORKS.match(tail) else None)
            or _by_firm(tail)
        )

    def _by_relation(self, text: str, person: Person) -> Body | None:
        """*Dessen Geschäftsführer Jan Muster*, *Ihr Sprecher, der Bauer Jan Muster*: of the body named last."""
        if _RELATED.search(text[max(0, person.start - 120) : person.start]) is None:
            return None
        entries = self.finder.referents.before(person.start, 1)
        return next((e.body for e in entries if e.speaks and not e.person and not e.body.public), None)

    def _apposition(self, tail: str) -> int:
        """Return the length of *, Vizepräsidentin des Kreisbundes …*; 0 if no role follows the name."""
        match = re.match(
            rf"(?: [a-zäöüß]+)?,\s+(?:(?:die|der|ein|eine|zugleich|selbst)\s+)?{ADJECTIVES}(?P<role>[A-ZÄÖÜ][\w-]+)",
            tail,
        )
        if match is None or not self.people.role.fullmatch(match["role"]):
            return 0
        end = re.compile(r",|$").search(tail, match.end())
        return end.start() if end else len(tail)

    def _by_compound(self, text: str, person: Person) -> Body | None:
        """*VHP-Vizepräsidentin*, *Verbandschef*: the first part of the role names the body."""
        before = re.sub(rf"(?:{TITLES}\s*)+$", "", text[: person.start].rstrip()).rstrip()
        word = re.search(r"[\w-]+$", before)
        return self.body_of_role(word[0], person.start) if word else None

    def body_of_role(self, role: str, start: int) -> Body | None:
        """Return the body of *VHP-Vizepräsidentin* or *Verbandschefin*, as it is known at ``start``."""
        match = _COMPOUND.match(role)
        if match is None or len(match["prefix"]) < 2:
            return None
        prefix = match["prefix"].rstrip("-")
        if prefix in ("Regierungs", "Senats"):
            ruling = self.finder.find(tokenize(prefix.rstrip("s")))
            return ruling[0].body if ruling else None
        called = f"Die {prefix}" if prefix in ("Grünen", "Linken") else prefix
        found = [m for m in self.finder.find(tokenize(called)) if can_speak(m) and not m.body.public]
        if found:
            return found[0].body
        prefix = _GROUPS.get(prefix, prefix)
        noun = re.sub(r"(?<=[a-zäöü]{4})(?:s|n)$", "", prefix)
        if noun.lower() in (
            "bundes",
            "landes",
            "vize",
            "bezirk",
            "haupt",
            "bunde",
            "lande",
            "general",
            "presse",
            "projekt",
        ):
            return None
        return self.finder.referents.called(noun, start) or self.finder.short(noun) or self._by_parts(noun)

    def _by_parts(self, noun: str) -> Body | None:
        """*Kulturverbandschef* of the *Fachverband Kultur*: the parts of the word are apart in the name."""
        parts = re.fullmatch(
            r"(?P<field>[A-ZÄÖÜ]\w{3,}?)(?P<head>verband|bund|kammer|verein|rat|tag|netzwerk|bündnis)", noun
        )
        if parts is None:
            return None
        field = re.sub(r"s$", "", parts["field"])
        entries = self.finder.referents.entries
        named = (e.body for e in entries if e.speaks and not e.person and field in e.body.name)
        return next((body for body in named if parts["head"] in body.name.lower()), None)

    def _named_before(self, text: str, a: int, person: Person, before: Sequence[ActorMention]) -> Body | None:
        """*der Sprecher des Rings, Bürgermeister Jan Muster*; *für den Verein sagt Lea Muster*; *Minister Jan Muster*."""
        if not before:
            return None
        last = before[-1]
        between = text[last.end : person.start]
        if last.body.public and re.fullmatch(rf"\s+(?:{TITLES}\s*)*", between):
            return last.body
        between = re.sub(rf"{TITLES}\s*", "", between)
        roles = r"(?:[A-ZÄÖÜ][\w-]+ )?"
        opening = text[max(a, last.start - 60) : last.start]
        office = re.search(rf"(?P<role>[A-ZÄÖÜa-zäöü][\w-]+)\s+{OF}\s+{ADJECTIVES}$", opening)
        if (
            office
            and self.people.role.fullmatch(office["role"])
            and re.fullmatch(rf"(?:\s*\([^)]*\))?,?\s+{roles}", between)
        ):
            return last.body
        if re.search(
            r"\b(?:[Ff]ür|[Vv]on|[Vv]om|[Bb]eim|[Bb]ei)\s+(?:(?:den|die|das|der|dem)\s+)?$", opening
        ) and re.fullmatch(rf"(?:,[^.]*,)?\s+[a-zäöüß]+(?:te|t|et)?\s+{ADJECTIVES}{roles}", between):
            return last.body
        return None


def _by_firm(tail: str) -> Body | None:
    """*Jan Muster von der Firma Datenwerk*: a firm is named by what follows the word."""
    match = re.match(
        r"\s+(?:von|bei|vom|beim)(?: der| dem)? (?:Firma|Unternehmen|Hersteller|Anbieter|Dienstleister|Verlag|Startup|Start-up) "
        r"(?P<name>[A-ZÄÖÜ][\w&.-]*(?: [A-ZÄÖÜ&][\w.-]*)*)", tail,
    )  # fmt: skip
    return Body(match["name"].rstrip(".,")) if match else None
