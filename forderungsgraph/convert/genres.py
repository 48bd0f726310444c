"""What type a document is where no line of its head says so: by how it speaks and by its fixed phrases.

Chapters of party programmes and coalition agreements circulate without their cover page; parliamentary questions,
minutes of plenary sessions and comments on drafts are copied into pages whose head says something else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from forderungsgraph.model import DocumentType

from .quotes import QUOTED_WORDS

_QUESTION_HEAD = re.compile(
    r"[\W\d]*(?:Antwort (?:de[rs] [\w -]{3,60}? )?auf die )?(?:auf die )?(?:(?:Schriftliche|Kleine|Große|Mündliche|Dringliche) )+Anfrage\b(?! beantragt)",
    re.I,
)
_QUESTION_FORM = re.compile(
    r"\W*(?:(?:Antwort zu )?Frage(?: Nr\.)? \d|Vorbemerkung(?:en)? de[rs] |Wortlaut der |(?:Wir|Ich) fragen? (?:die|den|das)\b|"
    r"(?:Vor|Aus) diesem (?:Hintergrund|Grund) frage|Dies(?:es)? (?:voraus|vorweg)geschickt|Einleitung für die (?:Fragen|Antworten)|"
    r"Die (?:Kleine )?Anfrage (?:wird )?(?:beantworte|wie folgt)|Antwort (?:de[rs] |zu \d))"
)
_PLENARY = re.compile(
    r"\W*(?:Plenarprotokoll|Stenogra(?:f|ph)ische[rs]? (?:Bericht|Protokoll|Wortprotokoll)|Wortprotokoll|Vorläufiges Protokoll der)\b"
)
_COMMENT_HEAD = re.compile(
    r"\W*(?:(?:Das |Unser )?(?:Feedback|Kommentar|Rückmeldung|Stellungnahme|Konsultationsbeitrag|Eingabe)(?: \w+){0,8} (?:zu[mr]?|für|im Rahmen)|"
    r"[\w .&-]{2,60} [–-] (?:Feedback|Kommentar|Rückmeldung|Konsultationsbeitrag)\b|Feedback\s*:)"
)
_PARTY = (
    r"(?:CDU|CSU|SPD|FDP|AfD|BSW|SSW|ÖDP|Volt|GRÜNEN?|Grünen?|Bündnis 90/Die Grünen|LINKEN?|Linken?|PIRATEN|Piraten(?:partei)?|Freien? Wähler|"
    r"Die PARTEI|Tierschutzpartei|Wählergemeinschaft|Freien Demokraten|Sozialdemokrat(?:en|innen|ie)|Christdemokraten|Liberalen)"
)
_PARTY_SPEAKS = re.compile(
    rf"\b[Dd](?:ie|er|as) {_PARTY}(?: (?:in )?[A-ZÄÖÜ][\wäöüß-]+)? (?:(?:auch|weiterhin|\w+lich) )?(?:will|wollen|möchten?|wird|werden|setzt sich|setzen sich|steht|stehen|fordert|"
    r"fordern|hält|halten|lehnt|lehnen|unterstützt|unterstützen|tritt|treten|kämpft|kämpfen|sieht|sehen|ist|sind|weiter|beim|bekenn\w+)\b|"
    rf"\b(?:will|wollen|möchte[n]?|wird|werden|fordern?t?) (?:deshalb |daher |auch )?d(?:ie|er|as) {_PARTY}\b|"
    rf"\b(?:[Ww]ir|[Ff]ür uns|[Uu]ns)(?: als)? {_PARTY}\b|\b[Aa]ls {_PARTY} \w+ wir\b|\b[Ww]ir als Partei\b|\bist (?:der|die) {_PARTY} (?:fest )?\b|\b[Ff]ür die {_PARTY} (?:ist|sind|gehör\w+|bedeut\w+|steht|hat)\b"
)
_PROGRAMME_WORDS = re.compile(
    r"\b(?:[Ww]ahlprogramm|(?:nächsten|kommenden|neuen) (?:Rats|Wahl|Legislatur|Amts)periode|im neuen (?:Rat|Kreistag|Stadtrat|Landtag|Bundestag))\b"
)
_PARTY_NAME = re.compile(rf"\b{_PARTY}\b")
_WE = re.compile(r"\b(?:[Ww]ir|[Uu]ns|[Uu]nsere?[rnms]?)\b")
_INTENDING = re.compile(
    r"\b[Ww]ir (?:\w+ ){0,2}(?:werden|wollen|möchten|fordern|setzen)\b|\b(?:werden|wollen|möchten|fordern|setzen) wir\b"
)
_SAID = re.compile(
    r"\b(?:sagte|erklärte|betonte|so (?:der|die) [A-ZÄÖÜ]|teilte mit|Pressemitteilung|Antrag(?:steller\w*)?|begründete|kritisierte)\b"
)
_PROMISING = re.compile(
    r"\b[Ww]ir (?:\w+ ){0,2}(?:werden|wollen|möchten)\b|\b(?:werden|wollen|möchten) wir\b"
)
_CITED = re.compile(rf"{QUOTED_WORDS.pattern}|^>.*$", re.M)
_SPOKEN_OF = re.compile(
    r"\b(?:[Dd]er|[Ii]m|[Zz]um|[Dd]en|[Vv]om|(?:[Dd]es|[Ii]n ihrem|[Mm]it ihrem) (?:\w+en )?) ?(?:neue[nr]? )?Koalitionsvertrags?\b"
)
_COALITION = re.compile(
    r"\b(?:(?:[Dd]ie|[Dd]er|[Uu]nserer?|[Dd]ieser?) Koalition|Koalitions(?:partner|fraktionen|parteien)|(?:[Dd]ie|[Dd]er) (?:Vertrags|Koalitions)?[Pp]artner (?:sind|ist|vereinbaren|werden|wollen|einig\w*)|"
    r"[Dd]ie Regierungsparteien)\b"
)
_AGREEMENT = re.compile(
    r"\b(?:Vereinbarung (?:zwischen|von|der)|Vertrag zwischen)\b.{0,120}\b(?:und|,)\b|"
    r"\bVereinbarung für (?:eine|die|das)\b"
)


def genre_by_voice(texts: Sequence[str]) -> DocumentType | None:
    """Return the type that the whole of a text shows, None if it shows none.

    :param texts: the blocks of the document in order
    """
    head = [text for text in texts[:12] if len(text) < 320]
    if any(_PLENARY.match(text) for text in texts[:6]):
        return DocumentType.REPORT
    forms = sum(_QUESTION_FORM.match(text) is not None for text in texts)
    if forms >= 2 and any(_QUESTION_HEAD.match(text) for text in head):
        return DocumentType.PARLIAMENTARY_QUESTION
    if any(_COMMENT_HEAD.match(text) for text in head[:4]):
        return DocumentType.STATEMENT
    whole = "\n".join(texts)
    if _SAID.search(whole):
        return None
    if _is_agreement(head, whole):
        return DocumentType.COALITION_AGREEMENT
    return DocumentType.ELECTION_PROGRAMME if _is_programme(whole) else None


def tells_of_agreement(texts: Sequence[str]) -> bool:
    """Whether a text whose head names a coalition agreement only speaks about one: nobody in it says *wir werden*."""
    whole = "\n".join(texts)
    promised = len(_PROMISING.findall(_CITED.sub("", whole)))
    return promised < 2 and not _COALITION.search(whole) and _SPOKEN_OF.search(whole) is not None


def _is_agreement(head: Sequence[str], whole: str) -> bool:
    if len(_INTENDING.findall(whole)) < 2:
        return False
    told = len(_COALITION.findall(whole))
    return told >= 2 or (told >= 1 and any(_AGREEMENT.search(text) for text in head[:4]))


def _is_programme(whole: str) -> bool:
    """Whether a party speaks for itself: *wir*, its own name as a subject, no other party, nobody quoted."""
    if len(_WE.findall(whole)) < 5 or not _INTENDING.search(whole):
        return False
    named = {re.sub(r"n$|partei$", "", name.lower()) for name in _PARTY_NAME.findall(whole)}
    if len(named) != 1:
        return False
    return _PARTY_SPEAKS.search(whole) is not None or _PROGRAMME_WORDS.search(whole) is not None
