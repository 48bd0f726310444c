"""Organs of a body: *die Hauptversammlung*, *der Landesvorstand*, *die Delegierten* speak for the body itself.

Councils and parliaments are no organs in this sense: they are named as such (*Kreistag des Landkreises X*).
"""

from __future__ import annotations

import re

from .nameforms import TERRITORIAL, nominative
from .names import named_bodies

_LEVEL = r"(?:Landes|Bundes|Bezirks|Kreis|Regional|Gesamt|Haupt|Verbands|Vereins|Kammer|Bundeshaupt|Gewerkschafts|Orts)"
_NOUNS = (
    rf"{_LEVEL}?(?:[Vv]orstand|[Pp]räsidium|[Aa]usschuss|[Bb]eirat|[Dd]elegiertentag|[Dd]elegiertenversammlung|"
    r"[Dd]elegiertenkonferenz|[Kk]ongress|[Pp]arteitag|[Ll]eitung)|"
    r"(?:Verbands|Landesverbands|Gewerkschafts|Genossenschafts|Bundes|Landes)tag|"
    r"(?:Jahreshaupt|Haupt|Mitglieder|Delegierten|Vertreter|Voll|General|Verbands|Jahres|Innungs|Gesellschafter|"
    r"Landes|Gründungs|Vereins|Kammer)versammlung|Sprecher(?:innen)?(?:rat|kreis)|Lenkungskreis|Plenum|Kuratorium|Konvent"
)
_ORGAN = re.compile(rf"(?:Geschäftsführende[rn]? )?(?:{_NOUNS})(?:e?s)?\b")
ORGAN_OF = re.compile(
    rf"(?:(?:Geschäftsführende[rn]? )?(?:{_NOUNS})(?:e?s)?|Delegierten?|Mitglieder|Ausschuss(?:es)?(?: für [A-ZÄÖÜ]\w+"
    r"(?:, [A-ZÄÖÜ]\w+)*(?: und [A-ZÄÖÜ]\w+)?)?) (?=(?:des|der) [A-ZÄÖÜ])"
)
_SIMPLE = (
    "Vorstand", "Präsidium", "Hauptausschuss", "Landesausschuss", "Verbandsausschuss", "Bundesausschuss", "Landesvorstand",
    "Bundesvorstand", "Hauptvorstand", "Gesamtvorstand", "Landespräsidium", "Hauptversammlung", "Jahreshauptversammlung",
    "Mitgliederversammlung", "Delegiertenversammlung", "Vertreterversammlung", "Vollversammlung", "Generalversammlung",
    "Verbandsversammlung", "Jahresversammlung", "Landesversammlung", "Innungsversammlung", "Gesellschafterversammlung",
    "Landesdelegiertentag", "Delegiertentag", "Landesdelegiertenkonferenz", "Delegiertenkonferenz", "Verbandstag",
    "Landesverbandstag", "Gewerkschaftstag", "Landesparteitag", "Parteitag", "Bundeskongress", "Landeskongress",
    "Gewerkschaftskongress", "Sprecherkreis", "Sprecherrat", "Sprecherinnenrat", "Plenum", "Delegierte", "Delegierten",
)  # fmt: skip


def is_organ(line: str) -> bool:
    """Whether a whole line names an organ of a body that the line does not name: *Der Landesvorstand*.

    >>> is_organ("– Hauptausschuss –"), is_organ("Vorstandschaft Süd")
    (True, False)
    """
    plain = re.sub(r"^(?:Der|Die|Das) ", "", line.strip(" –-*"))
    return _ORGAN.fullmatch(plain) is not None


def organ_words(owner: str) -> tuple[str, ...]:
    """Return by which words a text means the organs of ``owner``; councils and groups have none."""
    if _PUBLIC.search(owner):
        return ()
    return tuple(word for word in _SIMPLE if not owner.startswith(word))


_PUBLIC = re.compile(
    rf"(?:{TERRITORIAL.pattern})\b|Land |Freistaat |(?:\w+ ?)?(?:Landtag|Bundestag|Bürgerschaft|Abgeordnetenhaus|Kreistag|"
    r"Stadtrat|Gemeinderat)\b(?!sbund)|Fraktion|Gruppe|Kreis [A-Z]|Rat de[rs] (?:Stadt|Gemeinde)|\w*[Mm]inisterium|\w*regierung"
)


def owner_of(name: str) -> str | None:
    """Return the body whose organ ``name`` names, in the nominative; None for other names.

    >>> owner_of("Hauptversammlung der Kammer Testland")
    'Kammer Testland'
    >>> owner_of("Ausschuss der Stadt Musterfurt") is None
    True
    """
    organ = ORGAN_OF.match(name)
    if organ is None:
        return None
    rest = re.sub(r"^(?:des|der) ", "", name[organ.end() :])
    found = named_bodies("des " + rest)
    owner = found[0].name if found and found[0].start <= 4 else nominative(rest)
    return None if _PUBLIC.match(owner) else owner


def has_organs(owner: str) -> bool:
    """Whether what the organs of ``owner`` decide is decided by itself: an association, no council."""
    return _PUBLIC.match(owner) is None
