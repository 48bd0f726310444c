"""What type a document is whose head does not say so: chapters without a cover, questions, minutes, comments."""

from __future__ import annotations

from functools import cache

import pytest

from forderungsgraph.convert.document import Converter
from forderungsgraph.model import DocumentType
from forderungsgraph.registers import read_registers

_QUESTION = """# Drs. 9/4711: Wartezeiten in den Ämtern

> Schriftliche Kleine Anfrage der Abgeordneten Ina Muster (Liste Nord) vom 3.3.2025 und Antwort des Senats

## Einleitung für die Fragen

In vielen Ämtern warten die Menschen lange.

### Frage 1

Wie lange dauert ein Termin?

#### Antwort zu Frage 1

Im Mittel zwölf Minuten.
"""
_ANSWER = """KREISTAG NORDLAND  Drucksache 7/12

Antwort der Kreisverwaltung

auf die Kleine Anfrage Nr. 9 der Fraktion Nord

Wortlaut der Kleinen Anfrage vom 2. Juni 2025:

Im Mai war das Portal gestört.

Wir fragen die Verwaltung:

1. Warum?
"""
_PLENARY = """Plenarprotokoll 9/44

Landtag Nordland

Stenografischer Bericht

Ina Muster (Liste Nord):

Sehr geehrte Frau Präsidentin! Wir brauchen ein Portal für alle. Vielen Dank.
"""
_PROGRAMME = """Die Stadt und ihr Amt

Die FDP Musterstadt will ein Amt, das alle erreichen. Wir wollen längere Zeiten am Abend, und wir werden die Wege kürzen.

Unsere Stadt hat gute Leute. Für uns zählt ihre Arbeit. Im neuen Rat setzen wir uns für sie ein.
"""
_CHAPTER = """Verwaltung

Wir wollen schnelle Ämter. Als SSW treten wir dafür ein. Wir fordern kurze Wege, und wir setzen auf unsere Leute vor Ort.
"""
_AGREEMENT = """4. Staat und Verwaltung

Die Koalition bekennt sich zu schnellen Ämtern. Wir werden die Portale zusammenlegen. Wir wollen die Formulare kürzen.

Die Koalitionspartner prüfen zudem eine gemeinsame Stelle.
"""
_COMMENT = """Feedback zum Entwurf des Digitalplans

Der Plan ist gut. Die Schnittstellen fehlen.
"""
_ABOUT = """Was im Koalitionsvertrag steht: viel Licht, etwas Schatten

Die neue Regierung hat ihren Vertrag vorgelegt. Die Vereine sehen ihn mit gemischten Gefühlen, denn vieles bleibt offen.
"""
_INTERVIEW = """Unsere Neue stellt sich vor

Ina Muster arbeitet seit Mai im Verein.

**Was machst du hier?**

Ich leite das Büro und halte den Laden zusammen, vom Telefon bis zur Kasse, und ich schreibe das Protokoll jeder Sitzung.

**Was macht dir Freude?**

Die Arbeit mit den Leuten im Ort, denn sie wissen, wo es klemmt, und sie sagen es auch, ganz ohne Umschweife.

**Was fehlt dir?**

Ein Fenster zum Hof, damit ich im Sommer sehe, ob es draußen regnet oder ob die Sonne auf die Tische scheint.

**Und was kommt als Nächstes?**

Der Sommer mit dem Fest am See, auf das wir uns alle schon lange freuen, und danach ein neues Jahr im Büro.
"""


@cache
def _converter() -> Converter:
    return Converter(read_registers())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param(_QUESTION, DocumentType.PARLIAMENTARY_QUESTION, id="question and answer by numbers"),
        pytest.param(_ANSWER, DocumentType.PARLIAMENTARY_QUESTION, id="answer to a question"),
        pytest.param(_PLENARY, DocumentType.REPORT, id="minutes of a plenary session"),
        pytest.param(
            _PROGRAMME, DocumentType.ELECTION_PROGRAMME, id="chapter of a programme, name as subject"
        ),
        pytest.param(_CHAPTER, DocumentType.ELECTION_PROGRAMME, id="chapter of a programme, as a party"),
        pytest.param(_AGREEMENT, DocumentType.COALITION_AGREEMENT, id="chapter of an agreement"),
        pytest.param(_COMMENT, DocumentType.STATEMENT, id="comment on a draft"),
        pytest.param(_ABOUT, DocumentType.ARTICLE, id="about an agreement"),
        pytest.param(_INTERVIEW, DocumentType.INTERVIEW, id="questions in bold"),
    ],
)
def test_type_by_voice(text: str, kind: DocumentType) -> None:
    """A text shows its type by how it speaks."""
    assert _converter().read(text).facts.type is kind


@pytest.mark.parametrize(
    "text",
    [
        "Bürger klagen\n\nWir wollen hier wohnen. Die SPD und die CDU schweigen. Wir fordern Antworten, denn uns reicht es. Unser Haus fällt, und wir warten.",
        "Die FDP will sparen\n\nDie FDP will das Amt schließen, sagte ihr Chef. „Wir werden sparen. Wir wollen das. Unser Ziel ist klar. Für uns zählt Geld.“",
    ],
    ids=["citizens about parties", "news about a party"],
)
def test_no_programme(text: str) -> None:
    """Who writes about parties is none."""
    assert _converter().read(text).facts.type is not DocumentType.ELECTION_PROGRAMME
