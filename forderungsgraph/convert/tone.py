"""Whether a document argues in its own voice, as a commentary or an association's blog, or reports like a newspaper.

What a text says outside quotations is its author's demand only where the author takes a stand. Signs of a stand:
the author's judgements (*leider*, *begrüßenswert*), advice (*sollte*), calls and demands of its own (*wir empfehlen*,
*aus unserer Sicht*). Signs of a report: verbs that attach words to others (*sagte*, *laut*) and reported speech.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum

from .blocks import Block
from .quotes import quotations
from .zones import Zone


class Tone(StrEnum):
    """Whose opinion stands outside quotations."""

    ARGUING = "arguing"
    REPORTING = "reporting"
    PROMISING = "promising"


def tone_of(blocks: Sequence[Block], zones: Sequence[Zone]) -> Tone:
    """Return in which tone a document is written; a text without signs reports."""
    told = [b.text.text for b, z in zip(blocks, zones, strict=True) if z is Zone.BODY]
    heads = [b.text.text for b, z in zip(blocks, zones, strict=True) if z is Zone.HEADING]
    own = "\n".join(_unquoted(told))
    length = max(len(own), _SHORTEST) / 1000
    stands = len(_STAND.findall(own)) + sum(_CALL.search(head) is not None for head in heads)
    reported = len(_REPORT.findall(own))
    promised = len(_PROMISE.findall(own))
    arguing = (
        stands >= LEAST_STANDS
        and stands >= STANDS * length
        and reported <= REPORTED * length
        and promised <= PROMISED * length
    )
    demanding = re.search(r"\bForderungen\b|\b(?:wir fordern|fordern wir)\b", own) is not None
    if promised >= MANY_PROMISES * length and promised >= 2 * stands and not demanding:
        return Tone.PROMISING
    return Tone.ARGUING if arguing else Tone.REPORTING


LEAST_STANDS = 2
STANDS = 0.9
"""From so many signs of a stand per 1,000 characters outside quotations on, a text argues."""
REPORTED = 0.6
"""News have more signs of a report than this per 1,000 characters, commentaries fewer (dev sets: 1.3 to 3.9, 0 to 0.5)."""
PROMISED = 1.0
"""Programmes promise more often than this per 1,000 characters; what they say *must* be done is their own plan."""
MANY_PROMISES = 3.0
"""From so many promises per 1,000 characters on a text is a programme, whatever it is called."""
_SHORTEST = 700


def _unquoted(texts: Iterable[str]) -> Iterable[str]:
    for text in texts:
        position, kept = 0, []
        for start, end in quotations(text):
            kept.append(text[position:start])
            position = end
        yield " ".join((*kept, text[position:]))


_STAND = re.compile(
    # judgements
    r"\b(?:[Ll]eider|[Ee]ndlich|[Bb]edauerlich\w*|[Ee]rfreulich\w*|[Bb]egrüßenswert\w*|[Ww]ünschenswert\w*|[Üü]berfällig\w*|[Uu]nverständlich\w*|"
    r"[Uu]nzureichend\w*|[Uu]nzulänglich\w*|[Uu]nausgegoren\w*|[Uu]nausgereift\w*|[Zz]ahnlos\w*|[Ee]rnüchternd\w*|[Ee]nttäuschend\w*|[Ff]atal\w*|[Aa]bsurd\w*|"
    r"[Ii]nakzeptab\w*|[Ff]ahrlässig\w*|[Vv]ersäum\w+|[Vv]ertane?|[Vv]erpasst\w*|[Mm]utlos\w*|[Hh]albherzig\w*|[Aa]rmutszeugnis|[Tt]rauerspiel|[Uu]nsinn|[Ii]rrweg|[Ii]gnorier\w+|"
    r"[Uu]m ?so wichtiger|[Uu]mso \w+er|[Gg]ut so|[Hh]öchste Zeit|[Dd]ringend|[Uu]nbedingt|[Ll]ängst|[Ss]chlicht|[Ll]ächerlich\w*|[Ss]kandal\w*|[Pp]apiertiger\w*|"
    r"nicht weit genug|zu kurz|(?:viel |deutlich |weiterhin |noch immer )zu (?:wenig|spät|langsam|schwach|viel|kompliziert)|nur (?:sehr )?wenig|"
    r"(?:ist|sind|bleibt|wäre) (?:\w+ ){0,4}(?:wichtig|entscheidend|zentral|notwendig|nötig|unabdingbar|unerlässlich|unumgänglich|geboten|richtig|falsch|sinnvoll|"
    r"zu begrüßen|zu kritisieren|abzulehnen|unklar|fraglich|ein (?:wichtiger|richtiger|guter|erster) Schritt))\b|"
    # advice and calls
    r"(?<![.!?] )(?<!, )\b(?:sollte|sollten)\b(?! (?:es|das|dies|sich) )|\b(?:braucht es|es braucht|bedarf es|darf nicht|dürfen nicht|gilt es)\b|"
    # the author's own claims
    r"\b(?:[Ww]ir (?:\w+ ){0,3}|[Uu]nser \w+ )(?:fordern|verlangen|erwarten|empfehlen|appellieren|plädieren|begrüßen|kritisieren|bedauern|wünschen|halten|lehnen|schlagen|"
    r"regen|finden|meinen|glauben|sehen|freuen|fordert|fragen uns)\b|"
    r"\b(?:fordern|verlangen|erwarten|empfehlen|appellieren|plädieren|begrüßen|kritisieren|bedauern|wünschen|halten|lehnen|schlagen|regen|finden|meinen|glauben|sehen|"
    r"freuen) wir\b|"
    r"\b(?:von uns gefordert|[Aa]us unserer Sicht|[Uu]nserer? (?:Ansicht|Meinung|Auffassung|Einschätzung) nach|[Nn]ach unserer (?:Ansicht|Meinung|Auffassung|Einschätzung)|"
    r"(?:(?:setzt|setzen) (?:uns|sich) (?:\w+ ){0,4}(?:dafür|für)|(?:tritt|treten) (?:\w+ ){0,3}(?:dafür|für) [^.]{3,60} ein)|"
    r"[Uu]nsere[nr]? (?:\w+en )?(?:Forderung|Empfehlung|Kritik|Position|Anregung|Vorschl[aä]g|Stellungnahme|Erwartung|Appell|Bitte|Bewertung|Kommentierung)\w*)\b"
)
_CALL = re.compile(
    r"!$|\b(?:muss|müssen|sollte|sollten|endlich|statt|darf nicht|braucht|brauchen|jetzt|überfällig|längst|zu (?:wenig|spät|schwach|kurz))\b|^(?:Warum|Wieso|Kommentar)\b|"
    r"\b\w*(?:[Ff]orderung(?:en)?|[Ee]mpfehlung(?:en)?|[Aa]ppell)\b"
)
_REPORT = re.compile(
    r"\b(?:sagte|sagt|erklärte|erklärt|betonte|betont|meinte|meint|forderte|kritisierte|mahnte|warnte|verlangte|ergänzte|erläuterte|schilderte|verwies|"
    r"so (?:der|die|das) [A-ZÄÖÜ]|[Ll]aut (?:einer|eines|der|dem|des|[A-ZÄÖÜ])|teilte?n? (?:\w+ ){0,5}mit|berichtete?n?|hieß es|heißt es|zufolge|"
    r"sei|seien|habe|müsse|solle|könne|werde|wolle|dürfe|brauche|gebe)\b"
)
_PROMISE = re.compile(r"\b[Ww]ir (?:\w+ ){0,2}(?:werden|wollen|möchten)\b|\b(?:werden|wollen|möchten) wir\b")
