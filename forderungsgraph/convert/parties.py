"""Who demands, in the clause of a performative verb."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..model import DemandKind
from .bodies import ActorMention, Body
from .candidates import SPEAKER, Clause, chain
from .lexicon import Performative
from .nameforms import FEMININE, GENDERS, HEAD
from .referents import gender_of
from .tokens import AUXILIARIES, COORDINATORS, DETERMINERS, Token, is_participle

_CITIZENS = frozenset(
    """bürger bürgerinnen menschen kunden kundinnen nutzer nutzerinnen nutzende eltern niemand keiner gesetz
    verordnung richtlinie vorschrift satzung regelung norm grundgesetz onlinezugangsgesetz ozg entwurf studie
    befragte befragten teilnehmer prozent drittel hälfte mehrheit umfrage dsgvo lage situation digitalisierung
    umsetzung betrieb aufbau prozess technik system anwendung dienst portal plattform antragsteller
    artikel paragraf paragraph absatz einwohner einwohnerinnen verfahren modell ansatz konzept projekt""".split()
)


SELF = frozenset({"wir", "ich"})


def is_others_duty(tokens: Sequence[Token], first: int, index: int) -> bool:
    """Whether the verb is what somebody else must do: *Das Land sollte dafür werben, …*"""
    token = tokens[index]
    if token.lower != token.lemma.lower():
        return False
    before = [t.lower for t in tokens[first:index] if t.is_word]
    if (
        {"können", "kann", "könnte", "könnten", "könne"} & set(before)
        and "nur" not in before
        and not SELF & set(before)
    ):
        return True
    return bool(_OTHERS_DUTY & set(before)) and not SELF & set(before)


_OTHERS_DUTY = frozenset(
    "muss müssen soll sollen sollte sollten darf dürfen müsse solle müsste müssten möge mögen".split()
)


def is_called_upon(tokens: Sequence[Token], index: int, matrix: Sequence[Token]) -> bool:
    """Whether the verb stands in the passive: *das Land wird aufgefordert*, *der Bund ist gefordert*."""
    token = tokens[index]
    words = {t.lower for t in matrix}
    if words & {"wird", "werden", "wurde", "wurden", "werde", "worden"}:
        return token.lower.endswith(("t", "en")) and token.lower != token.lemma.lower()
    called = token.lower.startswith("ge") or "ge" in token.lower[2:6]
    return (
        called
        and bool(words & {"ist", "sind", "sei", "seien", "bleibt", "bleiben", "bleibe"})
        and "worden" not in words
    )


def subject_of_demand(
    clause: Clause, index: int, first: int, last: int, verb: Performative, passive: bool
) -> tuple[tuple[Body, ...] | None, float]:
    """Return who demands (None: whoever speaks) and how sure that is; weight 0: nobody who could."""
    tokens = clause.tokens
    words = [t for t in tokens[first:last] if t.is_word]
    lowered = [t.lower for t in words]
    if any(w in SELF for w in lowered):
        if (
            {"haben", "hatten", "habe"} & set(lowered)
            and verb.kind is DemandKind.EXPECTATION
            and "stets" in lowered
        ):
            return None, 0.5
        return (SPEAKER,) if not passive else None, 0.97
    opening = next((w for w in lowered if w not in COORDINATORS), "")
    if opening in ("unser", "unsere") and not passive and _own_body(tokens, first, index):
        return (SPEAKER,), 0.95
    if opening in ("er", "sie", "es") and not passive and words and words[0].start < tokens[index].start:
        return None, 0.8 if opening != "es" or not {"sich", "nahe"} & set(lowered) else 0.35
    inverted = tokens[index + 1].text if index + 1 < last else ""
    if inverted in ("er", "sie") and not passive and index > first:
        return None, 0.8  # „Darin fordern sie das Land auf“
    candidates = [
        (i, actor) for i, actor in enumerate(clause.actors)
        if first <= actor.first < last and not actor.genitive and not actor.governed
    ]  # fmt: skip
    nominative = [
        (i, actor)
        for i, actor in candidates
        if actor.determiner not in ("den", "dem", "des", "einen", "einem", "unseren")
    ]
    near = [
        (i, a) for i, a in nominative
        if (a.last <= index and _starts_clause(tokens, first, a)) or (a.first > index and _directly_after(tokens, index, a))
        or (a.last <= index and _behind_auxiliary(tokens, first, a))
    ]  # fmt: skip
    spoken_for = None if passive else _spoken_for(clause, first, index)
    if spoken_for is not None:
        return chain(clause.actors, spoken_for, tokens), 0.95
    if not passive and _named_otherwise(tokens, first, index):
        # „Der Rat fordert ein Digitalministerium“: what is demanded is no subject
        near = [(i, a) for i, a in near if a.last <= index or a.determiner not in ("ein", "eine")]
    if "akk" in verb.addressee and not passive and _named_otherwise(tokens, first, index):
        near = [(i, a) for i, a in near if a.last <= index or not a.body.public]
        if not near and any(a.first > index and a.body.public for _, a in nominative):
            named = _bare_head(tokens, first, index)
            return ((Body(named),), 0.9) if named else (None, 0.9)
    if index == first and "akk" in verb.addressee and near and all(a.body.public for _, a in near):
        return None, 0.85  # an item of a list: „– fordert Landtag und Landesregierung auf, …“
    if near:
        # „Das Land fordert der Verband auf“: whom a demand goes to may stand first
        i, actor = next((pair for pair in near if not pair[1].body.public), near[0])
        i = first_of_chain(clause, i)
        if passive and not actor.body.public and "akk" not in verb.addressee:
            return None, 0.9
        return chain(clause.actors, i, tokens), 0.95
    if passive:
        return None, 0.85 if "akk" not in verb.addressee else 0.9
    if _weak_subject(tokens, first, index):
        return None, 0.0
    if verb.subject == "body":
        return None, 0.3
    if "man" in lowered and (clause.reported or clause.quoted) and tokens[index].lower.endswith("e"):
        return (SPEAKER,), 0.9  # „Man erwarte, dass …“
    pronoun = next((w for w in lowered if w in ("er", "sie", "es", "dieser", "diese", "man")), None)
    if pronoun:
        return None, 0.8 if pronoun in ("er", "sie", "dieser", "diese") else 0.35
    if verb.subject == "demander":
        return None, 0.75
    return None, UNKNOWN


# who speaks or decides for a body: „ein Sprecher des Rings“, „die Mitgliederversammlung der Kammer“
_VOICE = re.compile(
    r"\w*(?:[Ss]precher(?:in|innen|n)?|[Vv]orstand|[Vv]orstände|[Vv]orständin|[Pp]räsidium|[Pp]räsident(?:in|en)?|[Vv]orsitzende[rn]?|[Gg]eschäftsführ(?:er|erin|ung)|"
    r"[Vv]ersammlung|[Pp]arteitag|[Bb]eirat|[Vv]ertreter(?:in|innen|n)?|[Dd]elegierten?|[Mm]itglieder|[Cc]hef(?:in)?|[Dd]irektor(?:in)?|[Ss]ekretär(?:in)?|[Ll]eiter(?:in)?|[Ll]eitung|"
    r"[Ss]pitze|[Oo]bmann|[Vv]ize|[Mm]ehrheit|[Bb]asis|[Kk]ongress|[Kk]onferenz|[Tt]agung|[Aa]usschuss|[Rr]eferent(?:in)?|[Ee]xpert(?:e|in|en|innen)|[Ff]unktionär(?:e|in)?|[Gg]eschäftsstelle|[Bb]eauftragte[rn]?)"
)


def _spoken_for(clause: Clause, first: int, index: int) -> int | None:
    """Return which actor the subject before the verb speaks for: *Ein Sprecher des Rings fordert*."""
    tokens = clause.tokens
    for i, actor in enumerate(clause.actors):
        if not first < actor.first < index or not (
            actor.genitive or actor.governed in ("von", "vom", "beim", "bei")
        ):
            continue
        before = [t for t in tokens[first : actor.first] if t.is_word]
        nouns = [t for t in before if t.is_noun and t.text[0].isupper() and t.lower not in DETERMINERS]
        opens = bool(before) and (
            before[0].lower in DETERMINERS or before[0].lower in COORDINATORS or before[0] in nouns[:1]
        )
        if (
            opens
            and len(nouns) == 1
            and _VOICE.fullmatch(nouns[0].text)
            and not actor.body.public
            and len(before) <= 6
        ):
            return i
    return None


def _behind_auxiliary(tokens: Sequence[Token], first: int, actor: ActorMention) -> bool:
    """Whether a subject follows *hat*, and the verb stands behind it: *Dagegen hat sich der Verband gewandt*."""
    before = [t.lower for t in tokens[max(first, actor.first - 4) : actor.first] if t.is_word]
    has = next(
        (k for k in range(len(before) - 1, -1, -1) if before[k] in ("hat", "haben", "habe", "hätten")), None
    )
    if has is None or actor.determiner not in ("der", "die", "das", ""):
        return False
    return set(before[has + 1 :]) <= {"sich", "der", "die", "das", "auch", "dabei", "bereits", "nun", "zudem"}


UNKNOWN = 0.79
"""Weight of a demand whose clause has a subject that is no known body."""


def before_in_dative(tokens: Sequence[Token], first: int, actor: ActorMention) -> bool:
    """*Den Bezirken rät der Verein, …*, *hat dem Freistaat vorgeschlagen, …*, *Der Landesregierung legen wir nahe, …*"""
    plain = actor.determiner == "dem" or (actor.determiner in ("den", "allen") and actor.body.plural)
    if plain or actor.determiner != "der":
        return plain
    opens = len([t for t in tokens[first : actor.first] if t.is_word and t.lower not in COORDINATORS]) <= 1
    noun = tokens[actor.last - 1].text
    return opens and not actor.body.plural and gender_of(noun, "", plural=False) == FEMININE


def first_of_chain(clause: Clause, i: int, stop: tuple[Body, ...] = ()) -> int:
    """Return the first of coordinated bodies: a comma between them does not end the clause.

    :param stop: bodies that belong to another chain
    """
    while i > 0:
        before, here = clause.actors[i - 1], clause.actors[i]
        if before.body in stop:
            break
        between = [t.lower for t in clause.tokens[before.last : here.first]]
        joined = bool({",", "und"} & set(between)) and set(between) <= {
            ",",
            "und",
            "sowie",
            "der",
            "die",
            "das",
            "den",
            "dem",
        }
        if not joined or before.governed or before.genitive or before.determiner in ("den", "dem"):
            break
        i -= 1
    return i


def _named_otherwise(tokens: Sequence[Token], first: int, index: int) -> bool:
    """Whether the clause opens with a subject that is no known body: *Die Delegierten fordern das Land auf*."""
    before = [t for t in tokens[first:index] if t.is_word]
    if before and before[0].lower in COORDINATORS:
        before = before[1:]
    return (
        len(before) >= 2
        and before[0].lower in ("der", "die", "das", "ein", "eine", "alle", "beide")
        and any(t.text[0].isupper() for t in before[1:])
    )


def _own_body(tokens: Sequence[Token], first: int, index: int) -> bool:
    """Whether the subject before the verb is the speaker's own body: *unser Verband*, *unsere Mitglieder*."""
    noun = next((t for t in tokens[first + 1 : index] if t.is_word and t.text[0].isupper()), None)
    return noun is not None and (HEAD.fullmatch(noun.text) is not None or noun.lower.startswith("mitglied"))


def _bare_head(tokens: Sequence[Token], first: int, index: int) -> str:
    """Return the noun by which the clause calls whom the document names nowhere: *der Städtetag*.

    *Der Verband* could be anybody and is left to the discourse; *die Bürgermeister* are a group.
    """
    nouns = [
        t for t in tokens[first:index] if t.is_word and t.text[0].isupper() and t.lower not in DETERMINERS
    ]
    if len(nouns) != 1:
        return ""
    noun = nouns[0]
    if HEAD.fullmatch(noun.text):
        return "" if noun.lower in GENDERS and not noun.lower.endswith("tag") else noun.text
    opening = next(t for t in tokens[first:index] if t.is_word)
    group = opening.lower == "die" and tokens[index].lower.endswith("n") and noun.lower not in _CITIZENS
    return noun.text if group else ""


def _starts_clause(tokens: Sequence[Token], first: int, actor: ActorMention) -> bool:
    begin = actor.first
    between = [t for t in tokens[first:begin] if t.is_word]
    article = 1 if between and between[-1].lower in DETERMINERS else 0
    # „Auf seiner Versammlung in X hat der Bund …“: the subject stands right behind the verb
    inverted = len(between) > article and between[-1 - article].lower in AUXILIARIES
    return len(between) <= 6 or inverted


def _directly_after(tokens: Sequence[Token], index: int, actor: ActorMention) -> bool:
    begin = actor.first
    between = [t for t in tokens[index + 1 : begin] if t.is_word and not t.text[0].islower()]
    return not between and begin - index <= 5


def _weak_subject(tokens: Sequence[Token], first: int, index: int) -> bool:
    """Whether citizens, statutes or things are the subject: they need, but they do not demand."""
    before = [t for t in tokens[first:index] if t.is_word]
    after = [t for t in tokens[index + 1 : index + 4] if t.is_word]
    head = next(
        (
            t
            for t in before
            if t.is_noun
            and t.text[0].isupper()
            and t.lower not in ("die", "der", "das", "ein", "eine", "nach", "in", "im", "auch")
        ),
        None,
    )
    names = [head] if head else after
    for token in names:
        lower = token.lower
        if lower in _CITIZENS or lower.endswith(
            (
                "gesetz",
                "gesetzes",
                "ordnung",
                "richtlinie",
                "satzung",
                "vorschrift",
                "verfassung",
                "gesetzbuch",
            )
        ):
            return True
    return False


def is_negated(tokens: Sequence[Token], index: int, last: int) -> bool:
    """Whether a negation follows the verb at once: *fordern keine Sonderlösungen*."""
    near = [t.lower for t in tokens[index + 1 : min(index + 4, last)]]
    if "zu" in [t.lower for t in tokens[index + 1 : index + 5]] and "nicht" in near:
        return False  # „Diesem Vorschlag bitten wir nicht zu folgen“
    if near[:1] == ["nicht"] and near[1:2] == ["weniger"]:
        return False  # „Wir erwarten nicht weniger als eine Erstattung“
    if index and tokens[index - 1].lower == "nicht" and is_participle(tokens[index]):
        # „erwünscht, aber nicht gefordert sind Kenntnisse“
        return tokens[index + 1 : index + 2] != [] and tokens[index + 1].lower in (
            "ist",
            "sind",
            "war",
            "waren",
        )
    if any(t.lower == "sondern" for t in tokens[index + 1 :]):
        return False  # „Wir fordern nicht mehr Geld, sondern mehr Freiheit“
    return bool({"nicht", "niemand", "nichts", "keine", "keinen", "kein", "keineswegs"} & set(near[:2]))
