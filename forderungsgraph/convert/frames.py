"""Stage *frames*: sentences and headings that say what the items below them are."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..model import DemandKind, SpeechAct
from .actors import ActorFinder
from .bodies import Body
from .candidates import Clause, chain
from .explicit import lead_in_demand
from .lexicon import Lexicon
from .modal import modal_demands
from .need import need_demands
from .segments import segments
from .tokens import DETERMINERS, tokenize


@dataclass(frozen=True, slots=True)
class Frame:
    """What a lead-in makes of its items.

    :param demand: False: the items are welcomed, stated, asked …
    :param announced: a heading announces demands; items may be full sentences in the indicative
    """

    demand: bool
    kind: DemandKind = DemandKind.EXPLICIT
    act: SpeechAct = SpeechAct.REQUEST
    demanders: tuple[Body, ...] | None = None
    addressees: tuple[Body, ...] | None = None
    rule: str = ""
    announced: bool = False


_ANNOUNCING = re.compile(
    r"\b(?:(?:unsere |die |zentrale |folgende |wesentliche |konkrete )?(?:kern|haupt|einzel)?forderungen?|erwartungen?|handlungsempfehlungen?|empfehlungen|"
    r"petita?|appell|vorschläge|lösungsvorschläge|forderungskatalog|wunschliste|handlungsbedarfe?|prüfaufträge|"
    r"(?:zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwölf|\d{1,2}|folgende|konkrete|mehrere) (?:\w+ )?(?:bitten|wünsche|anliegen|maßnahmen|punkte|"
    r"schritte|änderungen|anregungen|klarstellungen|nachbesserungen|eckpunkte|leitlinien|anforderungen|prüfbitten|hinweise und bitten)|"
    r"(?:unsere|ihre) (?:\w+ )?(?:bitten|wünsche|anliegen|anregungen|appelle)|änderungsvorschläge|änderungsbedarfe?|verbesserungsvorschläge|"
    r"mindestanforderungen|kernanliegen|wahlforderungen|hausaufgaben)\b|"
    r"\bwas (?:jetzt |nun |wir |sich |zu |geschehen |passieren |ändern |die |der |das )+(?:\w+ ){0,8}(?:muss|müssen|soll(?:en|te|ten)?|fordern|erwarten|brauchen|verlangen|wünschen|empfehlen|vorschlagen|ist|tun)\b|"
    r"\b(?:\w+ )?punkte im (?:überblick|einzelnen)\b|\bkernpunkte\b|"
    r"\bwas (?:(?:die|unsere|kleine) )?[\wäöü-]+ (?:jetzt |vom land |vom bund )?(?:brauchen|benötigen|erwarten|fordern)\b|"
    r"\bwofür wir (?:stehen|eintreten|kämpfen|werben)\b|\bdafür (?:stehen|treten|kämpfen|werben) wir\b|\bunsere (?:kern)?positionen\b|"
    r"\bwas (?:uns |noch |bislang |bisher |jetzt |den kommunen )*fehlt\b|\bwas wir (?:noch |bislang )?vermissen\b|\bwir vermissen\b|"
    r"\bfolgenden? (?:\w+ )?(?:weichenstellungen|bedingungen|voraussetzungen|korrekturen|ergänzungen|klarstellungen|festlegungen)\b|"
    r"\bunsere (?:bedingungen|zustimmung)\b|\b(?:unter|an) folgenden (?:bedingungen|voraussetzungen|punkten)\b|\bvon folgenden (?:\w+ )?punkten abhängig\b|"
    r"\bwo(?:zu|gegen)? wir nein sagen\b|"
    r"\bwas (?:(?:der|die|das|bund|länder|land|und) )*(?:bund|länder|land|freistaat|senat|landesregierung|bundesregierung|landtag|gesetzgeber|politik) "
    r"(?:jetzt |nun |dazu |dafür |hier )*(?:beitragen|leisten|liefern|tun|ändern|beisteuern|regeln|klären|übernehmen) (?:muss|müssen|soll\w*)\b|"
    r"\bwas wir (?:ablehnen|nicht wollen|nicht mittragen)\b|\blehnen wir ab\b|\bnein zu\b|\brote[n]? linien?\b|"
    r"\b(?:das )?(?:fordern|erwarten|brauchen|verlangen) wir\b|\bwir (?:fordern|erwarten|brauchen|schlagen vor|empfehlen)\b",
    re.I,
)
_ENDING_IN_A_NOUN = re.compile(
    r"\b(?:bitte|appell|aufforderung|ersuchen|wunsch|anliegen|empfehlung|erwartung|forderung|anregung|vorschlag)[,:]?\s*$",
    re.I,
)
_NEUTRAL_NOUN = re.compile(
    r"forderungen (?:der|des|aus) (?:bürger|wirtschaft|vergangen)|umsetzung der empfehlungen|stand der forderungen|"
    r"\bwas (?:\w+ ){1,3}selbst (?:\w+ )?(?:tun|leisten|beitragen|einbringen|machen|können|anbieten|zusagen)\b|\b(?:unser|ihr) (?:eigener )?(?:beitrag|angebot)\b|"
    r"\bunsere (?:zusagen?|selbstverpflichtung\w*)\b|was wir (?:\w+ )?(?:tun|leisten|beitragen|einbringen|machen|anbieten|bieten)\b",
    re.I,
)


_REJECTING = re.compile(
    r"\b(?:ablehnen|nicht (?:wollen|mittragen)|lehnen wir ab|nein (?:zu|sagen)|rote[n]? linien?)\b", re.I
)


def promises(heading: str) -> bool:
    """Whether a heading says that what follows is the authors' own part, or others' demands."""
    return _NEUTRAL_NOUN.search(heading) is not None


def heading_frame(text: str, finder: ActorFinder) -> Frame | None:
    """Return the frame that a heading opens, None if it announces no demands."""
    if not _ANNOUNCING.search(text) or _NEUTRAL_NOUN.search(text) or text.rstrip().endswith("?"):
        return None
    expectation = re.search(r"erwart", text, re.I) is not None
    kind = DemandKind.EXPECTATION if expectation else DemandKind.EXPLICIT
    if re.search(r"\b(?:muss|müssen|brauchen)\b", text, re.I):
        kind = DemandKind.MODAL
    act = SpeechAct.EXPECTATION if expectation else SpeechAct.REQUEST
    if _REJECTING.search(text):
        kind, act = DemandKind.EXPECTATION, SpeechAct.REJECTION
    return Frame(True, kind, act, None, addressees_of(text, finder) or None, "F-heading", True)


def addressees_of(text: str, finder: ActorFinder) -> tuple[Body, ...]:
    """Return to whom a heading or lead-in turns: *Erwartungen an das Land*, *vom Bund*."""
    tokens = tokenize(text)
    actors = finder.find(tokens)
    for i, actor in enumerate(actors):
        before = [t.lower for t in tokens[: actor.first] if t.is_word and t.text[0].islower()]
        asked = re.match(r"\W*(?:(?:[A-Z]|[IVX]+|\d{1,2})[.):]? +)?Was\b", text)
        if asked and actor.body.public and not actor.governed and set(before) <= DETERMINERS | _ADVERBS:
            return chain(actors, i, tokens)  # „Was das Land tun muss“
        vague = actor.body.name in ("Verwaltung", "Staat", "Politik")
        if actor.governed in ("an", "ans", "von", "vom", "gegenüber") and actor.body.public and not vague:
            return chain(actors, i, tokens)
    return ()


_ADVERBS = frozenset("jetzt nun was auch von vom wir uns".split())
_LEVEL = re.compile(
    r"(?:Bund|Bundesregierung|Länder|Land|Freistaat|Saarland|Senat|\w+ (?:Landes|Staats)regierung|Landesregierung)\b"
)


def section_addressees(text: str, finder: ActorFinder) -> tuple[Body, ...]:
    """Return to whom a section turns whose heading says nothing else: *An die Länder*, *Bund und Länder*."""
    plain = re.sub(r"^\W*(?:[IVX]+|\d+|[A-Za-z])[.)]\s+", "", text).strip(" :")
    to_whom = re.match(r"(?:An|Für|Vom|Von|Richtung|Seitens|Adressat(?:en)?:?)\b", plain)
    tokens = tokenize(plain)
    actors = finder.find(tokens)
    if not actors or not (actors[0].body.public or actors[0].body.generic):
        return ()
    told = chain(actors, 0, tokens)
    last = max(i for i, actor in enumerate(actors) if actor.body in told)
    rest = [t for t in tokens[actors[last].last :] if t.is_word]
    before = [t for t in tokens[: actors[0].first] if t.is_word and t.lower not in DETERMINERS]
    if to_whom and to_whom[0] != "Für" and len(before) <= 1 and not rest:
        return told
    ruling = all(_LEVEL.match(body.name) for body in told)
    return told if ruling and not before and not rest else ()


def lead_in_frame(text: str, finder: ActorFinder, lexicon: Lexicon) -> Frame | None:
    """Return the frame that a lead-in sentence opens; None if it says nothing about its items."""
    tokens = tokenize(text)
    if not tokens:
        return None
    actors = finder.find(tokens)
    clause = Clause(text, tokens, segments(tokens), actors)
    lowered = text.lower()
    neutral = max((lowered.rfind(phrase) for phrase in lexicon.of("neutral.phrases")), default=-1)
    found = lead_in_demand(clause, lexicon)
    if found is not None:
        index, verb, demanders, addressees = found
        if tokens[index].start > neutral:
            return Frame(True, verb.kind, verb.act, demanders, addressees or None, f"F-{verb.lemma}")
    if neutral >= 0:
        return Frame(False, rule="F-neutral")
    if _ANNOUNCING.search(text):
        expectation = "erwartung" in lowered
        kind = DemandKind.EXPECTATION if expectation else DemandKind.EXPLICIT
        act = SpeechAct.EXPECTATION if expectation else SpeechAct.REQUEST
        return Frame(True, kind, act, None, addressees_of(text, finder) or None, "F-noun", True)
    noun = _ENDING_IN_A_NOUN.search(text)
    if noun is not None:
        # „richtet an das Land die dringende Bitte,“
        expectation = "erwartung" in noun[0].lower()
        kind = DemandKind.EXPECTATION if expectation else DemandKind.EXPLICIT
        act = SpeechAct.EXPECTATION if expectation else SpeechAct.REQUEST
        return Frame(True, kind, act, None, addressees_of(text, finder) or None, "F-ending-noun")
    deciding = re.search(r"\bbeschließen\W*$", text) is not None
    for candidate in (*modal_demands(clause, lexicon), *need_demands(clause, lexicon)):
        if candidate.weight >= 0.5 and (
            candidate.rule not in ("M-is-to", "M-has-to") or "folgend" in lowered
        ):
            return Frame(
                True, candidate.kind, candidate.act, None,
                None if deciding else candidate.addressees, "F-" + candidate.rule,
            )  # fmt: skip
    elliptic = re.search(r"\b(?:soll(?:en|te|ten)?|muss|müssen|mögen?)\W*$", text)
    if elliptic is not None:
        # „Der Bund soll“, and the items say what
        told = next(
            (chain(actors, i, tokens) for i, a in enumerate(actors) if not a.governed and not a.genitive), ()
        )
        return Frame(True, DemandKind.MODAL, SpeechAct.OBLIGATION, None, told or None, "F-modal")
    if re.search(
        r"\b(?:müssen|muss|sollten|sollte|brauchen|braucht|benötigen|(?:[Nn]otwendig|[Ee]rforderlich|[Nn]ötig|[Uu]nerlässlich|[Vv]orrangig|"
        r"[Vv]ordringlich|[Uu]nverzichtbar|[Üü]berfällig|[Gg]eboten|[Dd]ringlich))\b[^.]{0,60}[:,]?\s*$",
        text,
    ):
        return Frame(True, DemandKind.MODAL, SpeechAct.OBLIGATION, None, None, "F-modal")
    if re.search(
        r"\bwir (?:setzen uns|treten|stehen)\b.{0,40}\b(?:ein|für)\b[^.]{0,10}[:,]?\s*$", text, re.I
    ):
        return Frame(True, DemandKind.EXPECTATION, SpeechAct.REQUEST, None, None, "F-standing-for")
    return None
