"""Rule N-thing-needs: what a thing needs, said with emphasis (*Das Gesetz braucht dringend eine Überarbeitung*)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .candidates import Clause
from .segments import Segment
from .tokens import Token


def lacking(clause: Clause, index: int, part: Segment) -> tuple[str, float] | None:
    """Return the rule and weight if a thing or each of its kind needs what the clause names.

    *Das Verfahren braucht drei Monate* tells a fact; it takes an adverb of urgency, or a want of something better.
    """
    if clause.tokens[index].lower not in ("braucht", "brauchen", "benötigt", "benötigen"):
        return None
    before = [t for t in clause.tokens[part.first : index] if t.is_word]
    behind = [t for t in clause.tokens[index + 1 : part.last] if t.is_word]
    if not before or not behind or not any(t.is_noun for t in behind):
        return None
    opening = before[0].lower
    if opening in _PERSONS or _PEOPLE.search(" ".join(t.lower for t in before)):
        return None
    told = f" {' '.join(t.lower for t in (*before, *behind))} "
    if _COUNTED.search(told) or _FACT.search(told) or any(t.lower in _NONE for t in behind):
        return None
    if _urgent(behind):
        return "N-thing-needs", 0.64
    each = opening in ("jede", "jedes", "jeder", "alle") and len(before) >= 2
    if each and behind[0].lower in ("eine", "einen", "ein", "mindestens", "wenigstens"):
        return "N-thing-needs", 0.58
    return None


def _urgent(behind: Sequence[Token]) -> bool:
    near = [t.lower for t in behind[:5]]
    return bool(_URGING & set(near)) or (near[0] in _MORE)


_URGING = frozenset("dringend endlich unbedingt zwingend jetzt vielmehr dringendst schnellstens".split())
_MORE = frozenset(
    "mehr klare klarere bessere verlässliche verbindliche einheitliche einfachere weniger faire ausreichend".split()
)
_PERSONS = frozenset("er sie ich du ihr wer man es wir niemand mancher wenn".split())
_PEOPLE = re.compile(
    r"\b(?:bürger\w*|antragstell\w*|kund\w+|herr|frau|familien?|eltern|nutz\w+|menschen|unternehmer\w*|betriebsinhaber\w*|"
    r"rollstuhl\w*|besucher\w*|gäste|bild(?:er)?|antrag|anträge)\b"
)
_COUNTED = re.compile(
    r" (?:\d[\d.,]*|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwölf|mehrere|einige) (?:\w+ )?(?:tage?n?|wochen?|monate?n?|jahre?n?|minuten?|"
    r"stunden?|klicks?|formulare?|unterschriften?|euro|prozent)\b"
)
_FACT = re.compile(
    r" (?:heute|bisher|bislang|derzeit|im schnitt|durchschnittlich|mitunter|meist|in der regel|oft) "
)
_NONE = frozenset("nicht kein keine keinen keiner keinerlei kaum".split())
