"""Who issues a document by how it ends: portrait, imprint, copyright, web address; or by the name before its title's colon.

Many texts of associations have no letterhead. They end with who they are (*Der Ring ist ein Zusammenschluss von …*), with
whom to ask (*Pressekontakt: …*), with *© 2022 …*, or only with an address in the web that spells the name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .imprint import cells
from .nameforms import LEGAL, nominative
from .names import named_bodies
from .people import is_person
from .roles import is_organisation
from .tokens import is_known_word

_KIND = (
    r"(?:\w*[Vv]erein|\w*[Vv]erband|\w*[Zz]usammenschluss|\w*[Bb]ündnis|\w*[Ii]nitiative|\w*[Nn]etzwerk|\w*[Ss]tiftung|\w*[Vv]ertretung|\w*[Oo]rganisation|"
    r"[Tt]hink-?\s?[Tt]ank|Denkfabrik|\w*[Gg]ewerkschaft|\w*[Gg]emeinschaft|\w*[Kk]ammer|NGO|\w*[Pp]lattform|\w*[Gg]esellschaft|\w*[Vv]ereinigung|\w*[Ss]timme|"
    r"\w*[Bb]ewegung|\w*[Kk]ollektiv|\w*[Gg]ruppe|\w*[Aa]llianz|\w*[Uu]nion|\w*[Kk]reis|\w*[Bb]und|\w*[Pp]artei|\w*[Kk]onferenz|\w*[Bb]eirat|\w*[Ii]nstitut)"
)
_NAME = r"(?P<name>[A-ZÄÖÜ\d][\w.’'&/-]*(?: (?:e\. ?V\.|[A-ZÄÖÜ\d&][\w.’'&/-]*|der|des|für|und|in|im|von|of|for))*?)"
_ABBREVIATED = r"(?: \([A-ZÄÖÜ][\w&. -]{1,14}\))?"
_PORTRAIT = re.compile(
    rf"(?:(?:Die|Der|Das) )?{_NAME}{_ABBREVIATED},? (?:ist|sind) (?:\w+ )?(?:ein|eine|der|die|das) (?:[\wäöüß,-]+ ){{0,5}}?{_KIND}\b"
)
_PURPOSE = re.compile(
    rf"(?:(?:Die|Der|Das) )?{_NAME}{_ABBREVIATED},? (?:vertritt (?:die Interessen|als|rund|mehr als|über|\d)|setzt sich (?:seit|als|für)|engagiert sich|"
    r"versteht sich als|vereint|bündelt|wurde (?:im Jahre? )?\d{4}|besteht seit|arbeitet seit|hat (?:rund |mehr als |über )?[\d.]+ Mitglieder|zählt (?:rund |mehr als |über )?\d)\b"
)
_ABOUT = re.compile(
    r"(?:Über (?:den|die|das|uns)|Zum|Zur|Wer (?:wir sind|ist))\b:?\s*(?:(?:Verein|Verband|Bündnis|Netzwerk|Initiative|Stiftung) )?"
)
_LABEL = re.compile(
    r"(?:Hrsg\.?|Herausgeber(?:in)?|Herausgegeben (?:von|vom)(?: der| dem)?|V\. ?i\. ?S\. ?d\. ?P\.?|(?:Inhaltlich )?[Vv]erantwortlich(?: im Sinne des Presserechts| für den Inhalt)?|"
    r"Presse-?[Kk]ontakt|Medien-?[Kk]ontakt|Absender(?:in)?|Pressestelle(?: (?:des|der))?|Ein(?:e)? (?:Projekt|Papier|Aktion|Kampagne|Text|Erklärung) (?:der|des|von|vom))\s*:?\s*(?P<who>\S.*)"
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|Copyright)\s*(?:(?:19|20)\d\d(?:\s*[–-]\s*(?:19|20)\d\d)?,?)?\s*(?:by |bei |der |des |die )?(?P<who>[A-ZÄÖÜ][^|·,]{2,80})"
)
_DOMAIN = re.compile(
    r"(?:https?://|www\.|@)(?:www\.)?(?P<host>[\w-]+(?:\.[\w-]+)*)\.(?:de|org|net|eu|info|com|berlin|bayern|hamburg|koeln|nrw|saarland|example|social)\b",
    re.I,
)
_MEDIUM = re.compile(
    r"(?i)\b(?:\w*verlag\w*|\w*(?:zeitung|kurier|anzeiger|rundschau|tageblatt|tagblatt|journal)|redaktion\w*|magazin\w*|zeitung\w*|medien|dpa|epd|kna|afp|getty|adobe|pixabay|unsplash|shutterstock|foto\w*|creative commons|cc)\b"
)
_MAILERS = frozenset(
    "gmail googlemail gmx web posteo mailbox t-online outlook hotmail yahoo freenet riseup protonmail example beispiel mail".split()
)
_PLATFORMS = frozenset(
    "twitter x facebook youtube instagram linkedin mastodon github gitlab wikipedia bundestag landtag openpetition change europa bund google doi creativecommons".split()
)
_LONGEST = 600
_ADDRESS_WORDS = 5


def issuer_at_end(tail: Sequence[str], body: str) -> str | None:
    """Return the issuer that the last blocks name: imprint, portrait, copyright, else a web address.

    :param tail: texts of the last blocks
    :param body: the whole text, in which a web address may be written out

    >>> issuer_at_end(["Der Dorffunk Musterland ist ein Zusammenschluss von 40 Dörfern."], "")
    'Dorffunk Musterland'
    >>> issuer_at_end(["www.bits-und-muster.de"], "")
    'Bits und Muster'
    """
    named = imprinted(tail)
    if named is not None:
        return next((found.name for found in named_bodies(body) if found.short == named), named)
    for text in reversed(tail[-4:]):
        found = _portrayed(text)
        if found is not None:
            return found
    for text in reversed(tail):
        match = _COPYRIGHT.match(text.strip("*_ "))
        if match is not None and (found := _name(match["who"])) is not None:
            return found
    return _by_address(tail[-3:], body)


def imprinted(tail: Sequence[str]) -> str | None:
    """Return the issuer that a labelled line names: *Herausgeber: …*, *Pressekontakt: …*; a medium's imprint names none."""
    for number, text in enumerate(tail):
        label = _LABEL.match(text.strip("*_ "))
        found = _labelled(label["who"]) if label is not None else None
        if (
            found is None
            and re.fullmatch(r"(?:Presse|Medien)-?[Kk]ontakt:?", text.strip("*_ "))
            and number + 1 < len(tail)
        ):
            found = _labelled(tail[number + 1])
        if found is not None:
            return found
    return None


def _name(text: str) -> str | None:
    """Return the name of a body that ``text`` is, without what does not belong to it."""
    plain = re.sub(r"\s*\([^)]*\)", "", text).strip(" .,;:–-*_")
    plain = re.sub(r"\be\. ?V$", "e. V.", plain)
    if (
        not plain
        or len(plain) > 90
        or is_person(plain)
        or _MEDIUM.search(plain)
        or re.search(r"[@:!?]|\d{4}", plain)
    ):
        return None
    words = plain.split()
    if len(words) > 10 or (not plain[0].isupper() and not plain[0].isdigit()):
        return None
    return (
        re.sub(r"\be\.V\.", "e. V.", plain)
        if len(words) > 1 or re.search(r"[A-ZÄÖÜ\d].*[A-ZÄÖÜ\d]", plain)
        else None
    )


def _labelled(who: str) -> str | None:
    for cell in cells(who):
        if _MEDIUM.search(cell) or re.search(r"[@\d]{3}", cell):
            continue
        if is_organisation(cell) or LEGAL.search(f" {cell}"):
            return _name(re.split(r"(?<=e\. V\.)|(?<=e\.V\.)", cell)[0] or cell) or cell
    first = cells(who)[:1]
    found = named_bodies(who)
    if found:
        return found[0].name
    plain = _name(first[0]) if first else None
    # two plain words are a person's name as a rule
    shaped = plain is not None and (len(plain.split()) != 2 or _SHAPED.search(plain) is not None)
    return plain if shaped and plain is not None and not _STREET.search(plain) else None


_SHAPED = re.compile(r"[A-ZÄÖÜ]{2}|[a-zäöü][A-ZÄÖÜ]|\d|\be\. V\.")
_STREET = re.compile(
    r"(?i)straße|\bstr\.|platz\b|weg\b|allee\b|tel\b|telefon|mobil|sprecher|leitung|referent|stelle\b"
)


def _portrayed(text: str) -> str | None:
    """Return who is portrayed: *Über die Wacht: Die Wacht ist ein Verein, der …*."""
    if len(text) > _LONGEST or re.match(r"\W*[„»]", text):
        return None
    about = _ABOUT.match(text)
    rest = text[about.end() :] if about else text
    head, colon, behind = rest.partition(":")
    for part in (behind.strip(), rest) if about and colon and len(head) < 70 else (rest,):
        match = _PORTRAIT.match(part) or (_PURPOSE.match(part) if about else None)
        name = _name(match["name"]) or _single(match["name"], text) if match is not None else None
        if name is not None and re.search(r"[A-ZÄÖÜ]", name) and not _COMMON.match(name):
            return nominative(name) if named_bodies(name) else name
    return None


_COMMON = re.compile(
    r"(?:Die|Der|Das|Ein|Eine|Es|Sie|Er|Wir|Dies|Diese|Dieser|Ziel|Grund|Grundlage|Hintergrund|Digitalisierung|Verwaltung|Autor|Autorin)\b"
)


def _single(name: str, text: str) -> str | None:
    """Return a name of one word where the portrait calls it a name: *Die Datenwacht ist ein gemeinnütziger Verein*."""
    about = _ABOUT.match(text) is not None
    told = re.search(
        r"\b(?:gemeinnützig|eingetragen|unabhängig|überparteilich|ehrenamtlich|seit (?:dem Jahr )?(?:19|20)\d\d|gegründet)",
        text,
    )
    return name if (about or told) and name[0].isupper() and name.isalpha() else None


def _by_address(tail: Sequence[str], body: str) -> str | None:
    """Return the name that the web address at the end spells, as the text writes it, else as its parts stand."""
    for text in tail:
        if len(re.findall(r"[a-zäöü]{2,} ", _DOMAIN.sub(" ", text))) > _ADDRESS_WORDS:
            continue  # a sentence that gives somebody's address
        for match in _DOMAIN.finditer(text):
            host = match["host"].lower().split(".")[-1]
            if host in _MAILERS or host in _PLATFORMS or len(host) < 4:
                continue
            written = _written_out(host, body)
            if written is not None and (" " in written or not is_known_word(written)):
                return written
            parts = [part for part in host.split("-") if part]
            if len(parts) > 1 and not any(part.isdigit() for part in parts):
                return " ".join(_word(part) for part in parts)
    return None


_SMALL = frozenset("und fuer der die das des im in am an von vom zu zur ohne mit".split())


def _word(part: str) -> str:
    umlauts = part
    for plain, umlaut in (("ae", "ä"), ("oe", "ö"), ("ue", "ü")):
        umlauts = re.sub(rf"(?<![aeq]){plain}", umlaut, umlauts)
    return umlauts if part in _SMALL else umlauts[:1].upper() + umlauts[1:]


def _written_out(host: str, body: str) -> str | None:
    """Return the words of the text that the host name runs together: ``datenwacht-nord`` is *Datenwacht Nord*."""
    wanted = re.sub(r"\W", "", host)
    words = list(re.finditer(r"[A-ZÄÖÜa-zäöüß\d][\w-]*", body))
    for i, word in enumerate(words):
        if not word.group()[0].isupper() and not word.group()[0].isdigit():
            continue
        spelled = ""
        for last in words[i : i + 7]:
            spelled += _plain(last.group())
            if not wanted.startswith(spelled):
                break
            if spelled == wanted:
                return re.sub(r"\s+", " ", body[word.start() : last.end()])
    return None


def _plain(word: str) -> str:
    lower = word.lower().replace("-", "")
    for umlaut, plain in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        lower = lower.replace(umlaut, plain)
    return lower


_TITLE = re.compile(r"(?P<who>[A-ZÄÖÜ][^:]{2,60}): (?=\S)")


_STATED = re.compile(
    r"\b(?:Kommentar(?:ierung)?|Feedback|Stellungnahme|Beitrag|Rückmeldung|Anmerkungen|Position|Antwort(?:en)?|Einschätzung|Forderungen|Empfehlungen|Vorschläge|Bewertung)"
    r" (?:der|des|von der|vom|von) (?P<who>[A-ZÄÖÜ][^.:!?\n]{2,70}?)(?= (?:zu[mr]?|über|für die|an|auf) |:|$)"
)


def titled_issuer(titles: Sequence[str]) -> str | None:
    """Return the body before the colon of a title: *Bund Freier Muster: Ämter müssen öffnen*.

    >>> titled_issuer(["Bund Freier Schöffen: Gerichte müssen öffnen"])
    'Bund Freier Schöffen'
    >>> titled_issuer(["Kommentar der Muster GmbH zum Entwurf"])
    'Muster GmbH'
    """
    for title in titles:
        match = _TITLE.match(title.strip("*_# "))
        stated = _STATED.search(title)
        if stated is not None and (is_organisation(stated["who"]) or LEGAL.search(f" {stated['who']}")):
            return nominative(stated["who"])
        # „Städtetag: neue Frist“ tells of what the text is about
        if match is not None and " " in match["who"] and is_organisation(match["who"]):
            return nominative(match["who"])
    return None
