"""Names known by what they do: *Musterpedia fordert*, *das OK Lab Musterstadt verlangt*, *lehnt der Imkerbund ab*.

No list has every name, and many have no word in them that says what they are. But only somebody can demand, warn or
regret: whoever does, under a word that is no common noun, is a body of that name. A common noun stands with an article
in German; a name often does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .nameforms import ADJECTIVE, HEAD, LEGAL, NEVER, NO_NAME_ADJECTIVE, TERRITORIAL, is_place, nominative
from .people import given_names
from .tokens import COORDINATORS, DETERMINERS, PREPOSITIONS, is_known_word

_SINGULAR = (
    r"(?:forder(?:t|te)|verlang(?:t|te)|kritisier(?:t|te)|begrüß(?:t|te)|warn(?:t|te)|mahn(?:t|te)|appellier(?:t|te)|plädier(?:t|te)|"
    r"lehn(?:t|te)|empfiehlt|empfahl|drängt|drängte|poch(?:t|te)|dringt|bittet|bat|beantragt|beantragte|bedauer(?:t|te)|beklag(?:t|te)|bemängel(?:t|te)|"
    r"rüg(?:t|te)|rät|riet|regt|regte|schlägt|schlug|schließt|spricht|sprach|setzt|wendet|wehrt|unterstütz(?:t|te)|protestier(?:t|te)|"
    r"erwartet|wünscht|erklär(?:t|te)|beton(?:t|te)|sagt|sagte|meint|ruft|rief|tritt|hält|sieht|will|hat|äußer(?:t|te)|stellt|bezeichnet|"
    r"ersucht|wirbt|moniert|fürchtet|befürchtet|zweifelt|teilt|teilte|schreibt|schrieb|stimmt|vertritt|erinnert|erneuert|bekräftigt|reagiert|zeigt sich)"
)
_PLURAL = (
    r"(?:fordern|forderten|verlangen|verlangten|kritisieren|kritisierten|begrüßen|begrüßten|warnen|warnten|mahnen|mahnten|appellieren|plädieren|"
    r"lehnen|empfehlen|empfahlen|drängen|drängten|pochen|dringen|bitten|baten|beantragen|bedauern|beklagen|bemängeln|rügen|raten|rieten|regen|"
    r"schlagen|sprechen|setzen|wenden|wehren|unterstützen|protestieren|erwarten|wünschen|erklären|erklärten|betonen|rufen|riefen|treten|sehen|wollen|"
    r"haben|ersuchen|monieren|fürchten|befürchten|schreiben|erneuern|bekräftigen)"
)
# only these are said of nobody but an actor; behind the others a name needs more than its place
_ONLY_ACTORS = re.compile(
    r"(?:forder|verlangt?e?$|kritisier|begrüß|warn|mahn|appellier|plädier|empf|dräng|poch|bittet|bat$|baten|bitten|beantrag|bedauer|beklag|bemängel|rüg|"
    r"rät|riet|raten|protestier|ersuch|monier|lehn|erklär|beton|sagt|meint|ruft|rief|rufen|bekräftig|befürcht|zeigt sich|äußer)"
)
_LINKS = r"(?:for|of|the|and|on|&|für)"
_NAME = rf"(?P<name>[A-ZÄÖÜ][\w.’'&/-]*\w(?: (?:{_LINKS} )?[A-ZÄÖÜ\d&][\w.’'&/-]*\w| e\. ?V\.){{0,5}}?)"
_SHORT = r"(?P<short> \([A-ZÄÖÜ][\w&-]{1,14}\))?"
_OPENING = r"(?:^|(?<=[.!?:;“”\"»«] )|(?<=\n)|(?<=\n\n))"
_FIRST = re.compile(
    rf"{_OPENING}(?:Auch |Und |Doch |Allein |Sogar )?(?P<article>[Dd]er |[Dd]ie |[Dd]as )?{_NAME}{_SHORT}(?:, [^.,;:!?]{{3,80}},)? (?P<verb>{_SINGULAR}|{_PLURAL})\b"
)
_BEHIND = re.compile(
    rf"(?:^|[ „“”\",])(?P<verb>{_SINGULAR}|{_PLURAL}) (?:auch |dagegen |zudem |außerdem |daher |deshalb |etwa |nun |jetzt )?(?P<article>der |die |das )?{_NAME}{_SHORT}"
    r"(?=[.,:;!?]|\s*$| (?:dass|die|den|das|ein|eine|einen|mehr|in|im|am|auf|von|vom|für|gegen|zum|zur|bei|eine[rns]?|keine|am|mit|nach|gemeinsam)\b)"
)
_SECOND = re.compile(
    rf"[\wäöüß.“”)] (?:und|sowie) (?P<article>der |die |das )?{_NAME}{_SHORT} (?P<verb>{_PLURAL})\b"
)
_ACRONYM = re.compile(r"(?=(?:.*[A-ZÄÖÜ]){2}|.*[A-ZÄÖÜ].*\d)[A-ZÄÖÜa-zäöü\d][\w.&/]*")
_STATUTE = re.compile(
    r"(?:[A-ZÄÖÜ][A-Za-zÄÖÜäöü]*(?:G|VO|GB|StPO|ZPO|VfG)(?: ?2\.0)?|DSGVO|GG|EU|NRW|BRD|DDR|USA|NGO|KMU|IT|EDV|PDF|KI|EfA|FAQ|PM|UN|UNO|OZG|SMS|ÖPNV|PKW|TV|BGB|SGB|"
    r"CDU|CSU|SPD|FDP|AfD|BSW|SSW|ÖDP)"
)
_ENGLISH = frozenset(
    """Open Free Code Digital Data Public Software Foundation Freedom Network Lab Labs Hub Rights Knowledge Access Watch Alliance Coalition Institute Center
    Centre Commons Future Fridays Scientists Engineers Community Society Forum International Europe Germany Group Think Tank Tech Tactical Space Transparency
    Privacy Internet Web Source Civic Youth Women Green Save""".split()
)
_NO_NAMES = (
    DETERMINERS
    | PREPOSITIONS
    | COORDINATORS
    | frozenset("als wie wer was wir ich sie er es so da dort hier nun damit dafür dagegen".split())
)
_COMMON_ENDING = re.compile(
    r"(?:ung|heit|keit|schaft|tion|tät|ment|nis|tum|ismus|recht|gesetz|verordnung|politik|plan|politiker(?:in)?|minister(?:in)?|chef(?:in)?|sprecher(?:in)?|präsident(?:in)?|"
    r"experte|expertin|führer(?:in)?|vorsitzende[rn]?|leiter(?:in)?|meister(?:in)?|rätin|rat|vertreter(?:in|innen)?|abgeordnete[rn]?|innen|richter(?:in)?|lehrer(?:in)?|händler(?:in)?|"
    r"ministerium|behörde|amt|regierung|verwaltung|senat|kabinett|koalition|opposition|parlament|landtag|fraktion|portal|system|dienst|register|projekt|studie|bericht|papier)$",
    re.I,
)
# heads that make a compound with them an association's name: *Imkerbund*, *Amtsärztekammer*, *Elternverein*
_BODY_HEADS = re.compile(
    r"(?P<stem>[A-ZÄÖÜ][\wäöüß-]{2,}(?:(?<!ver)bund|verband|verein|vereinigung|gewerkschaft|kammer|jugendring|bündnis|netzwerk|innung|allianz|gilde|beirat|liga|"
    r"personalrat|bürgerrat|elternrat|seniorenrat|frauenrat|jugendrat|städtetag|gemeindetag|landkreistag|handwerkstag|bauerntag|richterring|stiftung|genossenschaft|"
    r"initiative|union))(?:e?s)?"
)
_HYPERNYMS = re.compile(
    r"(?:Dach|Länder|Bundesfach|Landesfach|Spitzen|Branchen|Fach|Berufs|Landes|Bundes|Regional|Interessen|Zweck|Träger|Förder|Kommunal|Haupt|Mitglieds|Gesamt|Orts|Kreis|Bezirks|Stadt|Unter|Partner|Personen|Wirtschafts|"
    r"Industrie|Einzel|Groß|Tochter|Umwelt|Sozial|Jugend|Schul|Sport|Branchen|Wohlfahrts|Aktions|Bürger|Verkehrs|Wasser|Staaten|Gesetzes|Eigen|Volks|Europäische|Bundesrats|Geschwister|Religions)"
    r"-?(?:bund|verband|verein|vereinigung|gewerkschaft|kammer|bündnis|netzwerk|innung|allianz|beirat|stiftung|genossenschaft|initiative|union)(?:e?s)?"
)
_DEFINITE = re.compile(
    rf"\b(?P<article>[Dd]er|[Dd]ie|[Dd]as|[Dd]em|[Dd]es|[Vv]om|[Bb]eim|[Dd]en) (?P<name>{_BODY_HEADS.pattern})(?![\w-])(?! (?:der|des|für|[A-ZÄÖÜ„]))"
)
# what only the word before or behind it makes a name
_CALLED = (
    re.compile(
        r"\b(?P<name>(?:Enquete-?[Kk]|Expert(?:inn)?en-?[Kk]|Reform-?[Kk]|Regierungs-?[Kk])ommission „[^“”\n]{3,60}[“”])"
    ),
    re.compile(
        r"\b(?P<name>(?:Evangelische|Katholische|Evangelisch-[Ll]utherische|Evangelisch-[Rr]eformierte) (?:Landesk|K)irche (?:in |im |von )?[A-ZÄÖÜ][\w-]+)"
    ),
    re.compile(
        r"\b(?P<name>(?:Gesamt|Haupt|Konzern)?(?:[Pp]ersonalrat|[Bb]etriebsrat|[Ss]eniorenrat|[Ss]eniorenbeirat|[Bb]ehindertenbeirat|[Ee]lternrat|[Jj]ugendrat)(?:e?s)? (?:der|des|beim|im|in der) "
        r"(?:Stadt|Landeshauptstadt|Gemeinde|Landkreises|Kreises|Bezirks|Landes|Rathaus|Bürgeramt|Landratsamt|Bezirksamt) ?(?:[A-ZÄÖÜ][\w-]+)?)"
    ),
    re.compile(
        r"\b(?P<name>(?:Diakonie|Caritas|Volkssolidarität|Lebenshilfe|Verbraucherzentrale|Arbeiterwohlfahrt|IHK|HWK) [A-ZÄÖÜ][\w/-]+(?:-[A-ZÄÖÜ][\w]+)*)(?= [a-zäöü(]|[.,:;])"
    ),
)
_DESCRIBED = re.compile(
    r"\b(?:[Dd]er|[Dd]ie|[Dd]as|[Bb]eim|[Vv]om) [A-ZÄÖÜ]\w*(?:hersteller|anbieter|unternehmen|dienstleister|verlag|betreiber|konzern|verband|organisation|plattform|initiative|projekt|portal|verein)s? "
    r"(?P<name>[A-ZÄÖÜ][\wäöüß.&-]*\w)(?= (?:[a-zäöü(])|[.,:;])"
)
_OF_PERSON = re.compile(
    r"\b(?P<first>[A-ZÄÖÜ][\wäöüß-]+) [A-ZÄÖÜ][\wäöüß-]+,? (?:vom|von der|von|beim|bei der|bei|für den|für die|für das) (?P<name>[A-ZÄÖÜ][\w.&-]*\w(?: [A-ZÄÖÜ][\w-]+)?)"
)
# „Landesvorsitzende der Jungen Rathäuser Musterland“: an office is held in a body
_OFFICE_OF = re.compile(
    r"\b\w*(?:[Pp]räsident(?:in)?|[Vv]orsitzende[rn]?|[Gg]eschäftsführer(?:in)?|[Ss]precher(?:in)?|[Vv]orstand|[Vv]orständin|[Ss]ekretär(?:in)?|[Cc]hef(?:in)?|[Gg]ründer(?:in)?|Auffassung|Ansicht|Sicht|Meinung|Überzeugung|Einschätzung|Vorstellung|Forderung(?:en)?)"
    r"(?P<link> der| des| von| vom| bei der| beim| von der) (?:Vereins |Initiative |Organisation |Projekts )?"
    r"(?P<name>[A-ZÄÖÜ][\w-]+en [A-ZÄÖÜ][\w-]+(?: [A-ZÄÖÜ][\w-]+)?|[A-ZÄÖÜ][\w.-]*\w(?: [A-ZÄÖÜ][\w-]+)?)"
)


def acting_names(text: str) -> tuple[str, ...]:
    """Return the names of bodies that ``text`` shows acting, in the order of their first appearance.

    >>> acting_names("Musterpedia fordert freie Karten. Dagegen wendet sich der Imkerbund.")
    ('Musterpedia', 'Imkerbund')
    >>> acting_names("Klarheit fordert der Minister. Das OZG verlangt, dass Ämter Anträge annehmen.")
    ()
    """
    found: dict[str, int] = {}
    for pattern in (_FIRST, _BEHIND, _SECOND):
        for match in pattern.finditer(text):
            name = re.sub(r"\s+", " ", match["name"])
            article = (match["article"] or "").strip()
            if pattern is _BEHIND and (HEAD.fullmatch(name.split()[0]) or not (article or _is_shaped(name))):
                continue  # „fordert Lesekoffer“: an object
            if _is_name(name, article, match["verb"], text):
                found.setdefault(name, match.start("name"))
    for match in _OFFICE_OF.finditer(text):
        held = _held_in(match["name"], match["link"], text)
        if held is not None:
            found.setdefault(held, match.start("name"))
    for pattern in _CALLED:
        for match in pattern.finditer(text):
            found.setdefault(nominative(re.sub(r"\s+", " ", match["name"]).strip()), match.start("name"))
    for match in _DESCRIBED.finditer(text):
        plain = match["name"]
        if _is_unknown(plain) and not _is_person(plain, text):
            found.setdefault(plain, match.start("name"))
    for match in _OF_PERSON.finditer(text):
        if match["first"] in given_names():
            words = match["name"].split()
            if (_is_shaped(words[0]) and not _STATUTE.fullmatch(words[0])) or (
                len(words) > 1 and _is_unknown(words[0]) and is_place(words[1])
            ):
                found.setdefault(
                    match["name"] if len(words) > 1 and is_place(words[1]) else words[0], match.start("name")
                )
    for name, start in _compounds(text):
        found.setdefault(name, start)
    return tuple(sorted(found, key=lambda name: found[name]))


def _held_in(name: str, link: str, text: str) -> str | None:
    """Return the body in which an office is held, where its words are written as only a name's are."""
    first, *rest = name.split()
    if (
        rest
        and ADJECTIVE.fullmatch(first)
        and first.endswith("en")
        and not NO_NAME_ADJECTIVE.fullmatch(first)
    ):
        plural = (
            link.strip() == "der"
            and HEAD.fullmatch(rest[0]) is None
            and rest[0].endswith(("n", "e", "er", "s"))
        )
        return " ".join((first[:-1], *rest)) if plural and not _COMMON_ENDING.search(rest[0]) else None
    if _STATUTE.fullmatch(first) or not _is_shaped(first) or _is_person(name, text):
        return None
    return name if rest and is_place(rest[0]) else first


def _compounds(text: str) -> Iterator[tuple[str, int]]:
    """Yield associations that one word names: *Kritik kommt vom Imkerbund*."""
    for match in _DEFINITE.finditer(text):
        name = nominative(match["name"])
        if HEAD.fullmatch(name) and not NEVER.fullmatch(name) and not _HYPERNYMS.fullmatch(name):
            yield name, match.start("name")


def _is_name(name: str, article: str, verb: str, text: str) -> bool:
    words = name.split()
    first, last = words[0], words[-1]
    if first.lower() in _NO_NAMES or TERRITORIAL.fullmatch(first):
        return False
    if _STATUTE.fullmatch(last) or _STATUTE.fullmatch(first):
        return False
    only_actors = _ONLY_ACTORS.match(verb) is not None
    shaped = [word for word in words if _is_shaped(word)]
    legal = LEGAL.search(f" {name}") is not None or last in ("GmbH", "AG", "eG", "gGmbH")
    english = (
        sum(word in _ENGLISH for word in words) > 1 or re.search(r" (?:for|of|the|and) ", name) is not None
    )
    if len(words) > 1 and not (shaped or legal or english):
        return False
    if legal or english:
        return True
    if _COMMON_ENDING.search(last if len(words) == 1 else first) and not shaped:
        return False
    if shaped:
        # „Der CDU-Politiker“, „Die EU-Kommission“: the second part says what it is
        return (bool(article) or only_actors) and not _is_person(name, text)
    if article or not only_actors or is_place(first):
        return False
    return (
        not is_known_word(first)
        and not is_known_word(first.lower())
        and not _is_person(name, text)
        and not HEAD.fullmatch(first)
    )


def _is_unknown(word: str) -> bool:
    """Whether a word is no German word, no place, no statute and ends like no common noun."""
    known = (
        is_known_word(word)
        or is_known_word(word.lower())
        or is_place(word)
        or HEAD.fullmatch(word) is not None
    )
    return not (known or _STATUTE.fullmatch(word) or _COMMON_ENDING.search(word))


def _is_shaped(word: str) -> bool:
    """Whether a word is written as only names are: *D47*, *LOKO*, *OffeneDaten*."""
    parts = word.split("-")
    plain = parts[-1] if len(parts) > 1 else word
    if _STATUTE.fullmatch(plain):
        return False
    if len(parts) > 1 and (
        is_known_word(plain) or is_known_word(plain.lower()) or _COMMON_ENDING.search(plain)
    ):
        return False
    return _ACRONYM.fullmatch(plain) is not None


# „der Softwarehersteller Musterix“ names none, „Hanjo Muster“ does
_DESCRIBES = re.compile(
    r"(?i)(?:hersteller|anbieter|unternehmen|firma|plattform|projekt|organisation|dienstleister|verlag|start-?up|betreiber|konzern|händler|entwickler)s?$"
)


def _is_person(name: str, text: str) -> bool:
    """Whether the name is a person's: the text puts a given name before it, or *Frau*."""
    last = name.split()[-1]
    if name.split()[0] in given_names():
        return True
    for match in re.finditer(rf"(?P<before>[A-ZÄÖÜ][\wäöüß.-]*) {re.escape(last)}\b", text):
        before = match["before"]
        if before in given_names() or before in ("Frau", "Herr", "Herrn", "Dr.", "Prof."):
            return True
        if (
            name == last
            and not _is_shaped(name)
            and HEAD.fullmatch(before) is None
            and not _DESCRIBES.search(before)
        ):
            return True
    return False


def abbreviates(short: str, name: str) -> bool:
    """Whether the capitals of ``short`` are first letters of words of ``name``, in their order, from the first word on.

    >>> abbreviates("VVM", "Verband der Verwaltungen im Musterland"), abbreviates("VVM", "Verband Muster")
    (True, False)
    """
    letters = re.sub(r"[^A-ZÄÖÜ]", "", short)
    parts = [part for word in name.split() for part in word.split("-") if part and part[0].isupper()]
    initials = iter("".join(part[0] + "".join(c for c in part[1:] if c.isupper()) for part in parts))
    made = len(letters) > 1 and len(letters) >= len(short) - 2 and bool(parts) and parts[0][0] == letters[0]
    return made and all(letter in initials for letter in letters)


def spells(short: str, name: str) -> bool:
    """Whether ``short`` may be what the body ``name`` calls itself: its letters stand in the name in their order.

    >>> spells("BKMI", "Bundeskammer der Musterinformatik"), spells("QKR", "Bundeskammer der Musterinformatik")
    (True, False)
    """
    letters = re.sub(r"[^A-ZÄÖÜ]", "", short).lower()
    rest = iter(name.lower())
    return len(letters) > 1 and name[:1].lower() == letters[0] and all(letter in rest for letter in letters)
