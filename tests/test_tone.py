"""Whether a text argues or reports: invented commentaries, news, programmes, notices."""

from __future__ import annotations

from functools import cache

import pytest

from forderungsgraph.convert.document import Converter
from forderungsgraph.convert.tone import Tone, tone_of
from forderungsgraph.registers import read_registers

COMMENTARY = """Das neue Portal: Viel versprochen, wenig geliefert

Leider bleibt der Entwurf hinter dem zurück, was in anderen Staaten längst üblich ist. Die Ämter tauschen ihre Daten
weiterhin auf Papier aus, und die Nachweise liegen in Kellern.

Ein Schritt nach vorn wäre ein gemeinsames Verzeichnis. Es sollte zudem für kleine Gemeinden kostenfrei sein. Die
Schnittstellen müssen bis zum Herbst offengelegt werden. Das Land darf die Nachweise nicht doppelt verlangen.
"""
NEWS = """Gemeinden warten auf das Portal

Musterstadt. Der Entwurf liege vor, sagte eine Sprecherin der Landrätin. Man habe lange daran gearbeitet, teilte das
Amt mit. Nach den Plänen müssen die Schnittstellen bis zum Herbst offengelegt werden.

Das Amt verwies auf den Haushalt. Laut einer Mitteilung sei das Geld knapp. Das Land darf Nachweise dann nicht mehr
doppelt verlangen. Der Entwurf sollte im Mai fertig sein.
"""
PROGRAMME = """Gemeinsam für den Kreis

Wir wollen die Verwaltung vereinfachen. Wir werden die Formulare kürzen, und wir möchten die Wartezeiten senken. Die
Ämter müssen bis 2030 digital arbeiten. Es darf nicht dabei bleiben, dass Anträge liegen bleiben. Dringend ist auch die
Ausstattung der Schulen. Wir werden sie verbessern.
"""


@cache
def _converter() -> Converter:
    return Converter(read_registers())


def _tone(text: str) -> Tone:
    reading = _converter().read(text)
    return tone_of(reading.blocks, reading.zones)


@pytest.mark.parametrize(
    ("text", "tone"),
    [
        pytest.param(COMMENTARY, Tone.ARGUING, id="commentary"),
        pytest.param(NEWS, Tone.REPORTING, id="news"),
        pytest.param(PROGRAMME, Tone.PROMISING, id="programme"),
        pytest.param("", Tone.REPORTING, id="empty"),
        pytest.param("Am Montag ist das Amt geschlossen.", Tone.REPORTING, id="notice"),
        pytest.param("„Leider sollte das endlich anders werden, es ist überfällig“, rief er.", Tone.REPORTING, id="quoted"),
    ],
)  # fmt: skip
def test_tone(text: str, tone: Tone) -> None:
    """Judgements and advice outside quotations argue, attributions do not, promises outweigh both."""
    assert _tone(text) is tone


def test_what_an_arguing_text_says_is_demanded() -> None:
    """The author's own *must* is a demand in a commentary that names no author, not in the news."""
    converter = _converter()
    assert [d.text.split()[-1] for d in converter.convert(COMMENTARY, name="x.txt").demands] == [
        "sein.",
        "werden.",
        "verlangen.",
    ]
    assert converter.convert(NEWS, name="x.txt").demands == ()
