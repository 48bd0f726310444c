"""What a leaflet, an invitation or a page asks of whoever reads it: to call, to register, to vote; no demand on anybody."""

from __future__ import annotations

import re

from forderungsgraph.model import DocumentType

_TO_READERS = re.compile(
    r"\b(?:(?:[Ss]prechen|[Rr]ufen) Sie (?:uns|mich)\b[^.!]{0,40}\ban\b|[Ss]chreiben Sie (?:uns|mir|eine (?:Mail|E-Mail|Nachricht)|an \S+@)|Ihre[rn]? (?:Zweit|Erst)?[Ss]timme\b|"
    r"[Mm]achen Sie (?:\w+ )?mit\b|[Ww]erden Sie (?:\w+ )?(?:Mitglied|[Aa]ktiv|Fördermitglied|Teil)|[Kk]ommen Sie (?:\w+ ){0,3}(?:vorbei|zu (?:uns|unser\w+)|ins Gespräch)|"
    r"[Ii]nformieren Sie sich|[Gg]ehen Sie (?:\w+ ){0,4}(?:wählen|zur Wahl)|[Ww]ählen Sie\b|[Nn]ehmen Sie (?:\w+ ){0,3}Kontakt|[Vv]ereinbaren Sie|[Ll]aden Sie (?:sich )?(?:\w+ ){0,4}herunter|"
    r"[Ff]üllen Sie (?:\w+ ){0,6}(?:Formular|Fragebogen)\w* (?:\w+ )?aus|[Ff]ordern Sie (?:\w+ ){0,4}an\b|[Hh]alten Sie (?:\w+ ){0,6}bereit|[Uu]nterstützen Sie (?:uns|unsere Arbeit|unseren Verein|diese (?:Petition|Kampagne)))\b"
)
"""What a leaflet or page asks of whoever reads it: to call, to vote, to join, to come."""
_NOTICES = frozenset({"E-np-bitten", "E-zu-bitten", "E-dass-werben", "E-np-werben"})
_NOTICE = re.compile(
    r"\b[Uu]m (?:\w+ ){0,4}?(?:Anmeldung|Voranmeldung|Rückmeldung|Verständnis|Nachsicht|Geduld|Entschuldigung|Pünktlichkeit|Aufmerksamkeit|Spenden?|Unkostenbeitrag|Beachtung)\b|"
    r"\b(?:zu entnehmen|anzumelden|zu entschuldigen|zu spenden|sich (?:\w+ ){0,4}anzumelden|rechtzeitig zu erscheinen|mitzubringen)\W*$"
)
_PATIENCE = re.compile(
    r"\b(?:bitte[nt]?|bat|baten|wird|ersuch(?:en|t)) (?:\w+ ){0,6}?um (?:(?:Ihr|etwas|ein wenig|noch etwas|euer|das|die) )?(?:Verständnis|Entschuldigung|Geduld|"
    r"Nachsicht|Verzeihung|Beachtung|Vergebung|Ruhe|Aufmerksamkeit|Spenden|Anmeldung|Handzeichen|Vertrauen)\b"
)
_READERS = re.compile(
    r"^\W*Wer\b[^.]*\bwird (?:\w+ )?gebeten\b|\b(?:Besuch|Bürger|Teilnehm|Antragstell|Nutz|Kund|Leser|Fahrg|Gäste|Eltern|Interessiert|Bewerber)\w* "
    r"(?:und \w+ )?(?:werden|sind) (?:\w+ ){0,3}gebeten\b"
)
_INVITING = re.compile(
    r"\b(?:teilzunehmen|mitzumachen|mitzudiskutieren|zu diskutieren|zu kommen|zu besuchen|vorbeizukommen|dabei zu sein|mitzugestalten|mitzuwirken|"
    r"Bild (?:\w+ )*zu machen|kennenzulernen|auszutauschen|zu feiern|einzubringen|beizutragen|vorbeizuschauen|zu vernetzen|anzumelden|mitzuarbeiten|auszuprobieren|zu schreiben)\b"
)


def asks_readers(rule: str, sentence: str, kind: DocumentType | None) -> bool:
    """Whether a request turns to whoever reads it; the reader of an open letter is who is to act.

    :param rule: identifier of the rule that found the request
    """
    if rule.startswith("E-imp"):
        return kind is not DocumentType.OPEN_LETTER and _TO_READERS.search(sentence) is not None
    return rule in _NOTICES and _NOTICE.search(sentence) is not None


def asks_patience(rule: str, sentence: str) -> bool:
    """Whether a request is one of courtesy: *Wir bitten um Verständnis*."""
    return (
        rule in ("E-np-bitten", "E-dass-bitten", "E-np-ersuchen") and _PATIENCE.search(sentence) is not None
    )


def asks_whoever(rule: str, sentence: str) -> bool:
    """Whether those are asked who visit, apply or call: *Wer die Seite aufruft, wird gebeten, …*."""
    return rule.endswith("-bitten") and _READERS.search(sentence) is not None


def invites(rule: str, span: str) -> bool:
    """Whether somebody is invited to come or take part: *laden Sie ein, mitzudiskutieren*."""
    return rule == "E-zu-einladen" and _INVITING.search(span) is not None
