"""Stage *tokens*: words with lemma and the few properties that the rules ask for.

A full tagger was not needed: German capitals mark nouns, closed classes are listed here, and simplemma
(MIT) tells verbs by their lemma at a million words a second.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from simplemma import is_known, lemmatize

# what is longer is no word; the patterns over single words take time in proportion to their square
_TOKEN = re.compile(
    r"\w{1,80}(?:[-/.:*’']\w{1,80}){0,20}-?|\.\.\.|…|[^\w\s]",
)

DETERMINERS = frozenset(
    """der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner keines
    dieser diese dieses diesen diesem jener jene jenes jede jeder jedes jeden jedem alle allen aller
    mein unser unsere unseren unserem unserer unseres sein seine seinen seinem seiner seines ihr ihre ihren
    ihrem ihrer ihres beide beiden mehrere viele einige sämtliche solche manche welche""".split()
)
PREPOSITIONS = frozenset(
    """in im ins an am ans auf aus bei beim mit nach von vom zu zum zur über unter vor hinter neben zwischen
    durch für gegen ohne um seit bis während wegen trotz gemäß laut entsprechend gegenüber hinsichtlich
    bezüglich aufgrund anhand mittels innerhalb außerhalb zugunsten seitens statt anstelle dank infolge
    entlang jenseits angesichts zwecks samt nebst per pro je ab binnen""".split()
)
SUBORDINATORS = frozenset(
    """dass daß wenn weil damit ob sodass obwohl obgleich während sofern soweit solange sobald falls bevor ehe
    nachdem indem da sodaß wie warum weshalb wieso wann wohin woher inwieweit inwiefern als wobei wodurch womit wofür
    wonach woran worauf worin wozu wovon weswegen""".split()
)
RELATIVES = frozenset(
    "der die das den dem dessen deren denen welcher welche welches welchen welchem was wer wo".split()
)
COORDINATORS = frozenset("und oder aber sondern denn doch sowie beziehungsweise bzw jedoch".split())
MODAL_FORMS = frozenset(
    """muss müssen müsste müssten müsse soll sollen sollte sollten solle darf dürfen dürfe dürfte dürften kann
    können könnte könnten könne will wollen wolle wollte wollten mag mögen möge möchte möchten mußte muß""".split()
)
AUXILIARIES = frozenset(
    """ist sind war waren sei seien wäre wären bin hat haben hatte hatten habe hätte hätten wird werden wurde
    wurden werde würde würden gilt""".split()
)
FINITE_FORMS = MODAL_FORMS | AUXILIARIES
"""Forms of modals and auxiliaries, of which most end no clause but open its verb group."""
_NOT_VERBS = frozenset(
    """wegen neben gegen zwischen außen oben eben offen eigen selten morgen gestern inzwischen dagegen deswegen
    hingegen meinen seinen unseren ihren einen keinen diesen jeden allen vielen wenigen anderen weiteren beiden
    ersten zweiten dritten letzten nächsten neuen eigenen besten weitesten mehreren einzelnen gleichen ganzen hohen
    guten großen kleinen zusammen darunter worden geworden gewesen neuen daneben nebenan vielerorten zugunsten
    mitten samt kosten statt zeit bereits mindestens zumindest wenigstens höchstens spätestens meist längst
    insbesondere zuletzt zunächst nunmehr rechtzeitig weit recht leicht seit mit nicht fast erst selbst echt jetzt
    gut anhand damit dort bekannt laut gesamt sonst oft überhaupt sogar dritt verstärkt gezielt geeignet bestimmt
    dringend ausreichend entsprechend umfassend flächendeckend weitgehend zwingend zunehmend entscheidend
    anschließend vorübergehend auch durch doch noch nur sehr schon so wieder weiter hier heute her hin sich euch
    tatsächlich offenbar möglichst bislang unverzüglich daher deshalb dabei darum woraufhin daraufhin fest statt
    bitte jeweils dann wann denen deren ihnen innen tagen jahren monaten""".split()
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark. ``start`` and ``end`` are offsets in the running text."""

    start: int
    end: int
    text: str
    lower: str
    lemma: str

    @property
    def is_word(self) -> bool:
        """Whether it begins with a letter or digit."""
        return self.text[0].isalnum()

    @property
    def is_noun(self) -> bool:
        """Whether it is written like a noun (a capital; sentence beginnings count, too)."""
        return self.text[0].isupper()


# forms that simplemma does not know, or takes for another word
_LEMMAS = {
    "verwahrt": "verwahren", "postuliert": "postulieren", "ermahnt": "ermahnen", "widersetzt": "widersetzen",
    "weisen": "weisen", "anmahnt": "anmahnen",
    "eingefordert": "einfordern", "Eingefordert": "einfordern", "abverlangt": "abverlangen", "opponiert": "opponieren",
}  # fmt: skip


@lru_cache(maxsize=200_000)
def lemma_of(word: str) -> str:
    """Return the base form of ``word``."""
    return _LEMMAS.get(word) or str(lemmatize(word, "de"))


def tokenize(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Return the tokens of ``text[start:end]``."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        word = match.group()
        found.append(
            Token(
                match.start(), match.end(), word, word.lower(), lemma_of(word) if word[0].isalpha() else word
            )
        )
    return found


def is_verb(token: Token) -> bool:
    """Whether ``token`` is a form of a verb (finite, infinitive or participle, uninflected)."""
    lower = token.lower
    if lower in AUXILIARIES or lower in MODAL_FORMS:
        return True
    if not token.text[0].islower() or lower in _NOT_VERBS or lower in DETERMINERS or lower in PREPOSITIONS:
        return False
    lemma = token.lemma
    if not lemma.endswith("n") or not lemma[0].islower() or len(lower) < 3:
        return False
    if lower.endswith(("end", "ende", "enden", "ender", "endem", "endes")):
        return False
    if lemma == lower and _ADJECTIVAL.search(lower) and not is_known_word(lower):
        return False
    return lemma.endswith(("en", "ern", "eln", "tun", "sein"))


_ADJECTIVAL = re.compile(
    r"(?:lich|isch|ig|bar|sam|los|haft|ell|al|iv|är|ös|weit|frei|voll|reich|arm|fähig|würdig|mäßig|weise|nah|stark|eigen)en$"
)


@lru_cache(maxsize=50_000)
def is_known_word(word: str) -> bool:
    """Whether ``word`` is a form of a German word, names and compounds left out."""
    return bool(is_known(word, "de"))


def is_finite(token: Token) -> bool:
    """Whether ``token`` can be a finite verb; infinitives in -en count, since plurals look alike."""
    lower = token.lower
    if lower in AUXILIARIES or lower in MODAL_FORMS:
        return True
    certain = _PARTICIPLE.fullmatch(lower) is not None and token.lemma != lower
    return is_verb(token) and not certain and not is_zu_infinitive_word(token)


_PARTICIPLE = re.compile(
    r"(?:ab|an|auf|aus|bei|dar|durch|ein|fest|fort|her|hin|mit|nach|sicher|um|vor|voran|weg|weiter|zu|zurück|zusammen|"
    r"bereit|frei|gut|klar|statt|teil|über|unter|wahr|nieder|los|offen|heran|hervor|voraus|wieder)?ge\w{2,}(?:t|en)"
)


def is_participle(token: Token) -> bool:
    """Whether ``token`` looks like a past participle in predicative form (gefördert, angebunden, beschlossen)."""
    lower = token.lower
    if not token.text[0].islower() or not token.lemma.endswith("n"):
        return False
    if _PARTICIPLE.fullmatch(lower) and token.lemma != lower:
        return True
    if lower.endswith("iert") and token.lemma.endswith("ieren"):
        return True
    stem_prefixes = (
        "be",
        "ver",
        "er",
        "ent",
        "zer",
        "ge",
        "miss",
        "über",
        "unter",
        "wider",
        "voll",
        "hinter",
    )
    return lower.startswith(stem_prefixes) and lower.endswith(("t", "en")) and token.lemma != lower


_ZU_WORD = re.compile(r"(?P<prefix>\w{2,}?)zu(?P<rest>\w{2,}n)")


def is_infinitive(token: Token) -> bool:
    """Whether ``token`` is a bare infinitive: *schaffen*, *bereitstellen*."""
    return is_verb(token) and token.lower == token.lemma and token.lower not in FINITE_FORMS


def is_zu_infinitive_word(token: Token) -> bool:
    """Whether ``token`` is an infinitive with *zu* inside (bereitzustellen)."""
    if not token.text[0].islower():
        return False
    match = _ZU_WORD.fullmatch(token.lower)
    if match is None:
        return False
    prefix, rest = match["prefix"], match["rest"]
    if token.lower == token.lemma and prefix not in _SEPARABLE:
        return False
    return prefix in _SEPARABLE or token.lemma == prefix + rest


_SEPARABLE = frozenset(
    """ab an auf aus bei dar durch ein fest fort her heran hervor hin hinaus hinein hinweg los mit nach nieder
    sicher um vor voran voraus vorbei weg weiter wieder zu zurück zusammen bereit frei gut klar statt teil über
    unter wahr offen dran drauf kennen gegenüber auseinander aufrecht entgegen nahe näher herbei herunter hoch
    voll stand maß haus schritt gleich fern heraus herein hinzu hinunter umher vorweg zuwider runter rein raus
    stark schön kurz lang tot schwer leicht davon daran dafür dagegen dazu beiseite instand zugute zustande infrage
    vorher einher herab hinab empor überein zuvor überhand preis krank miteinander aneinander ineinander
    aufeinander voneinander zueinander nebeneinander gegeneinander vorlieb lahm dicht abwärts aufwärts vorwärts
    rückwärts weiterhin mal groß klein wett bekannt mitein neben quer quitt ran rauf rum rück""".split()
)


def zu_infinitives(tokens: Sequence[Token]) -> list[int]:
    """Return the indices of the last token of each infinitive with *zu*."""
    found: list[int] = []
    for i, token in enumerate(tokens):
        if is_zu_infinitive_word(token):
            found.append(i)
        elif (
            token.lower == "zu"
            and i + 1 < len(tokens)
            and tokens[i + 1].text[0].islower()
            and tokens[i + 1].lower.endswith("n")
            and _can_be_infinitive(tokens, i + 1)
            and (i + 2 >= len(tokens) or not _attributive(tokens, i + 2))
        ):
            found.append(i + 1)
    return found


def _can_be_infinitive(tokens: Sequence[Token], i: int) -> bool:
    """Whether the word behind *zu* is a verb: known as one, or no determiner, pronoun or attribute."""
    token = tokens[i]
    if is_verb(token) or token.lemma == token.lower:
        return True
    if token.lower in DETERMINERS or token.lower in RELATIVES or token.lower in ("ihnen", "allem"):
        return False
    return i + 1 >= len(tokens) or not tokens[i + 1].is_noun


def _attributive(tokens: Sequence[Token], following: int) -> bool:
    """Whether a noun follows directly: *die zu prüfenden Verfahren* is no infinitive clause."""
    return tokens[following].is_noun and tokens[following - 1].lower.endswith("nden")
