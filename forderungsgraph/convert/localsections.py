"""Local sections of parties and clubs: *die Solinger Grünen*, *SPD Münster*, *Piraten in Kassel*."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .bodies import ActorMention, Body
from .mentions import mention_at
from .nameforms import is_place
from .tokens import Token

_SECTIONED = re.compile(
    r"CDU|CSU|SPD|FDP|AfD|BSW|SSW|Bündnis 90/Die Grünen|Die Linke|Freie Wähler|Piratenpartei|Volt(?: Deutschland)?|ÖDP|Die PARTEI|"
    r"Jusos|Junge Union|Junge Liberale|Grüne Jugend|Linksjugend|Chaos Computer Club|Freifunk|Fridays for Future|Greenpeace|Attac|"
    r"ADFC|VCD|BUND|NABU|DGB|GEW|AWO|VdK|SoVD|DRK|Amnesty International|Mehr Demokratie|Digitalcourage|Open Knowledge Lab|OK Lab|Code for Germany"
)
_PARTIES = re.compile(
    r"CDU|CSU|SPD|FDP|AfD|BSW|Bündnis 90/Die Grünen|Die Linke|Freie Wähler|Piratenpartei|Volt(?: Deutschland)?|ÖDP"
)
_PEOPLE = {
    "grünen": "Bündnis 90/Die Grünen", "grüne": "Bündnis 90/Die Grünen", "linken": "Die Linke", "linke": "Die Linke",
    "piraten": "Piratenpartei", "sozialdemokraten": "SPD", "sozialdemokratinnen": "SPD", "genossen": "SPD",
    "christdemokraten": "CDU", "christsozialen": "CSU", "liberalen": "FDP", "freidemokraten": "FDP", "union": "CDU",
}  # fmt: skip
_LINES = frozenset(
    "ortsverband kreisverband stadtverband ortsverein unterbezirk bezirksverband landesverband regionalgruppe ortsgruppe".split()
)


def town_of_adjective(word: str) -> str | None:
    """Return the town of an adjective: ``Solinger``, ``Kasseler``, ``Dresdner``, ``Münsteraner``.

    >>> town_of_adjective("Kasseler"), town_of_adjective("Solinger"), town_of_adjective("Lehrer")
    ('Kassel', 'Solingen', None)
    """
    if not word.endswith("er") or not word[0].isupper() or len(word) < 6:
        return None
    stem = re.sub(r"an$", "", word[:-2])
    stems = (word[:-2], word[:-2] + "en", stem, re.sub(r"(?<=[dln])n$", "en", word[:-2]))
    return next((name for name in stems if is_place(name)), None)


def with_sections(tokens: Sequence[Token], mentions: Sequence[ActorMention]) -> list[ActorMention]:
    """Return ``mentions`` with the town that a party's or a club's section is named by."""
    taken = {i for mention in mentions for i in range(mention.first, mention.last)}
    found = [_sectioned(tokens, mention, taken) for mention in mentions]
    for i, token in enumerate(tokens):
        party = _PEOPLE.get(token.lower) if i and i not in taken and token.text[0].isupper() else None
        town = town_of_adjective(tokens[i - 1].text) if party is not None else None
        if party is not None and town is not None and i - 1 not in taken:
            found.append(mention_at(tokens, i - 1, i + 1, Body(f"{party} {town}")))
    return sorted(found, key=lambda mention: mention.first)


def _sectioned(tokens: Sequence[Token], mention: ActorMention, taken: set[int]) -> ActorMention:
    name = mention.body.name
    if _SECTIONED.fullmatch(name) is None:
        return mention
    last = mention.last
    follows = [token.text for token in tokens[last : last + 2]]
    if follows and last not in taken and _is_town(follows[0]):
        return mention_at(tokens, mention.first, last + 1, Body(f"{name} {follows[0]}"))
    if _PARTIES.fullmatch(name) is None:
        return mention
    if len(follows) == 2 and follows[0] == "in" and last + 1 not in taken and _is_town(follows[1]):
        return mention_at(tokens, mention.first, last + 2, Body(f"{name} {follows[1]}"))
    if len(follows) == 2 and follows[0].lower().removeprefix("-") in _LINES and _is_town(follows[1]):
        return mention_at(tokens, mention.first, last + 2, Body(f"{name} {follows[1]}"))
    before = mention.first - 1
    town = town_of_adjective(tokens[before].text) if before >= 0 and before not in taken else None
    return mention if town is None else mention_at(tokens, before, last, Body(f"{name} {town}"))


def _is_town(word: str) -> bool:
    return is_place(word) and town_of_adjective(word) is None
