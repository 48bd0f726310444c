"""What surrounds a demand in a sentence: other texts, other people, procedures, duties that hold anyway."""

from __future__ import annotations

import re

MUST = frozenset({"M-must", "M-has-to"})
DUTY = frozenset({"M-must", "M-shall", "M-may-not", "M-has-to", "M-is-to"})
_NEED = DUTY | {"N-necessary", "N-body-needs", "N-is-needed", "N-it-needs", "N-belongs"}
_TEXT = (
    r"[\w-]*(?:[Pp]apier|[Ee]ntwurf|[Ee]ntwurfs|[Bb]egründung|[Gg]esetz|[Rr]ichtlinie|[Bb]ericht|[Vv]erordnung|[Kk]onzept|[Pp]lan|"
    r"[Vv]ertrag|[Pp]rotokoll|[Oo]rdnung|[Ss]atzung|[Uu]mfrage|[Vv]orgaben?|[Ss]chätzung|[Rr]undschreiben|[Ee]rlass|[Uu]rteil|[Hh]andbuch|[Ll]eitfaden|[Ss]tudie|[Gg]utachten)s?"
)
# „Anfragen nach dem Gesetz“ are no words of the act
_BY = r"(?:\b(?:muss|müssen|soll|sollen|ist|sind|darf|dürfen|hat|haben|sollte|sollten) |^|[^\w\s] |\bes )[Nn]ach "
OTHER_TEXT = re.compile(
    rf"\b[Ii][mn] (?:(?:einem|einer|dem|der|diesem|dieser) )?(?:\w+e[nrms]? )?{_TEXT}(?: \w+){{0,4}}? (?:heißt|hieß|steht|stand|ist zu lesen)\b|"
    r"\bso (?:steht|stand|heißt|hieß) es (?:in|im|auf)\b|"
    rf"{_BY}(?:dem|der|diesem) (?:\w+en )?{_TEXT}(?! (?:ist|wäre) (?:es|dies|das)\b)\b|"
    rf"\b[Ll]aut (?:(?:dem|der|einer|einem) )?(?:\w+en )?{_TEXT}\b|"
    rf"{_BY}(?:einer |den )?{_TEXT}\b|"
    rf"{_BY}(?:dem|der|den|diesem|dieser) (?:vorgesehene|geplante|geltende|bisherige|derzeitige|aktuelle|vorliegende)\w* [A-ZÄÖÜ]|"
    rf"{_BY}(?:der )?(?:Rechtsprechung|Auskunft|Darstellung|Lesart|Angaben|Auffassung de[rs] \w*(?:[Gg]erichts|[Gg]erichtshofs|Ministeriums))\b"
)
OTHER_PEOPLE = re.compile(
    r"\b(?:(?:ist|war) (?:\w+ ){0,2}zu hören|hört man|hörten wir|wird (?:oft |gern |häufig )?(?:behauptet|eingewandt|entgegnet|argumentiert))\b|"
    r"\b(?:Manche|Einige|Viele|Kritiker|Gegner|Skeptiker)(?: \w+){0,2} (?:meinen|glauben|behaupten|leiten|folgern|schließen|sagen|wenden|finden)\b|"
    r"\b(?:Drittel|Viertel|Hälfte|Mehrheit|Prozent|von (?:zehn|hundert)|\d+) (?:der |aller |von )?(?:Befragte\w*|Teilnehmende\w*|Bevölkerung|Beschäftigte\w*|"
    r"Betriebe\w*|Bürger\w*|Kommunen) (?:\w+ ){0,2}(?:halten|hält|meinen|meint|finden|findet|wünschen|wünscht|sagen|sagt|sprechen|sprach)\b|"
    r"\bhalten es (?:\w+ ){0,4}(?:Prozent|von (?:zehn|hundert))\b|^\W*(?:Manche|Einige|Einzelne|Viele|Andere|Etliche|Nicht wenige)(?: (?:Mitglieder|Teilnehm\w+|Stimmen|Leute|Kritiker|Beobachter|Experten))? "
    r"(?:fordern|forderten|erwarten|erwarteten|verlangen|verlangten|wünschen|wünschten|halten|hielten|plädieren|plädierten|lehnen|lehnten|sprechen|sprachen)\b|"
    r"\b(?:Prozent|jede[rs]? (?:zweite|dritte|vierte|fünfte|sechste|siebte|achte|neunte|zehnte)|Hälfte|Mehrheit|Drittel|Viertel)\b(?: (?:der|aller|von) \w+| [A-ZÄÖÜ]\w+)? "
    r"(?:fordert|fordern|wünsch\w+|lehn(?:t|en)|erwarte[nt]|verlang\w+|befürworte[nt])\b|\b(?:wünsch(?:t|en)|fordern|erwarten|verlangen|befürworten|lehnen) (?:sich )?(?:rund |fast |etwa |knapp |über )?\d+ (?:Prozent|von)\b|"
    r"\blaut (?:einer |der )?\w*[Uu]mfrage\b"
)
PROMISED = re.compile(
    r"\b(?:hatte|hatten)\b[^.]*\b(?:erklärt|gesagt|betont|mitgeteilt|verkündet|behauptet),|\b(?:angekündigt|zugesagt|versprochen|in Aussicht gestellt|verkündet),|"
    r"\b(?:kündigte|sagte|kündigt|sagt)\w*\b[^.,]* (?:an|zu),|\b(?:versprach|verspricht|verkündete|stellte[^.,]*in Aussicht)\b[^.,]*,|"
    r"\b[Ii]n (?:ihrer|seiner|der|einer) Antwort auf (?:die |eine |unsere )?(?:\w+ )?Anfrage\b"
)
"""What somebody else said earlier, or promised: a plan."""
IMPUTED = re.compile(
    r"\b(?:vorgehalten|vorgeworfen|nachgesagt|unterstellt|(?:wirft|werfen|hält|halten) (?:uns|ihnen|ihm|ihr)\b.*\bvor|der Vorwurf|"
    r"mit (?:der Begründung|dem Argument|dem Hinweis)(?: \w+){0,2}),"
)
"""What others say of the speaker, or why others refused."""
ANNOUNCED = re.compile(
    r"\b(?:\w*[Mm]inisterium|\w*[Mm]inister(?:in)?|\w*[Rr]egierung|Senat|Staatskanzlei|Staatssekretär(?:in)?|Hersteller|Betreiber|Anbieter)\b[^.,;„“]{0,60}"
    r"\b(?:erklärte?|hatte|teilte?n?|kündig\w+|verlaute\w*|versprach|versicher\w+|mitgeteilt|stellte in Aussicht)\b|"
    r"\b[Aa]us (?:dem|der) \w+ (?:verlautet|verlautete|heißt|hieß)\b|\b(?:Damals|Früher|Lange|Seinerzeit|Zunächst) hieß es\b|\bhieß es (?:damals|früher|lange|seinerzeit|zunächst)\b|"
    r"^\W*(?:[\w& .]{1,20}: )?In der \w+ heißt es\b"
)
"""Reports of what a government, a maker or hearsay announces: *erklärte das Ministerium, die Schnittstelle solle folgen*."""
ABROAD = re.compile(
    r"\b(?:in (?:den niederlanden|der schweiz|österreich|estland|dänemark|finnland|schweden|norwegen|frankreich|großbritannien|südtirol|belgien|"
    r"luxemburg|polen|italien|spanien)|(?:die niederlande|dänemark|estland|österreich) (?:\w+ ){0,2}(?:muss|müssen|darf|dürfen))\b"
)


def goes_on(before: str, sentence: str) -> bool:
    """Whether the sentence goes on with what a statute or a draft says, as the one before it told."""
    last = re.split(r"(?<=[a-zäöüß)][.!?]) ", before.strip())[-1]
    return _DESCRIBES.search(last) is not None and _OPINION.search(sentence) is None


_DESCRIBES = re.compile(
    rf"\b(?:[Dd]er|[Dd]ie|[Dd]as|[Dd]ieser|[Dd]iese|[Dd]ieses) (?:\w+e[n]? )?{_TEXT}\b[^.]{{0,60}}\b(?:sieht|sehen|sah|regelt|regeln|schreibt|schreiben|verpflichtet|"
    rf"verpflichten|bestimmt|enthält|definiert|verlangt|fordert|ordnet|überträgt|legt|gibt|führt|erlaubt|ermächtigt)\b|"
    rf"\b[Nn]ach (?:dem|der|diesem) (?:\w+en )?{_TEXT}\b|\b[Ii][mn] (?:dem |der )?{_TEXT}(?: \w+){{0,4}}? (?:heißt|steht)\b|\bsieht\b[^.]*\bvor\b"
)
_OPINION = re.compile(
    r"\b(?:[Ww]ir|[Uu]ns|[Uu]nsere?[nrms]?|[Ee]ndlich|[Dd]ringend|[Dd]aher|[Dd]eshalb|[Dd]arum|[Ii]nsofern|[Aa]llerdings|[Jj]edoch|[Aa]ber|[Hh]ier|[Kk]largestellt|"
    r"[Kk]larzustellen|[Gg]estrichen|[Ee]rgänzt|[Gg]eändert|[Aa]ngepasst|[Nn]achgebessert|[Ss]tattdessen|[Vv]ielmehr|[Aa]us (?:unserer|kommunaler) Sicht|[Uu]nbedingt|"
    r"[Zz]wingend|[Ww]eiterhin|[Aa]uch|[Zz]udem|[Gg]egenfinanz\w+|[Rr]egelung|[Vv]orschrift|[Gg]esetzgeber|Entwurf|§)\b"
)


_CITIZENS = (
    r"(?:[Dd]ie |[Aa]lle |[Vv]iele |[Mm]anche |[Jj]ede[rs]? |[Ee]in[e]? |[Dd]er (?=[Bb]etriebs|[Ss]tandes))?(?:[Bb]ürger|[Aa]nwärter|[Kk]olleg|[Ss]achbearbeit|\w*[Kk]räfte|[Ss]tudierende|"
    r"[Bb]etriebsinhaber|[Hh]andwerker|[Vv]ereine|[Ee]hrenamtliche|[Bb]ewerber|[Gg]ewerbetreibende|[Mm]an |[Ss]tandesbeamt|[Pp]ersonal|[Ll]eute|[Bb]ürgerinnen|[Nn]utzer|[Nn]utzende|[Ee]ltern|[Ww]er|[Aa]ntragstell|[Bb]eschäftigte|"
    r"[Mm]itarbeit|[Bb]etroffene|[Mm]enschen|[Kk]unden|\w+pflichtige|[Aa]ntragstell|[Dd]iensteanbieter|[Vv]ersicherte|[Bb]ieter|[Gg]ründer|[Bb]etriebe|[Uu]nternehmen|[Hh]alter|[Rr]atsuchende|[Bb]etreiber|[Ee]instellende|[Aa]usländer|[Aa]ngehörige|[Ff]ahrgäste|[Rr]eisende|[Pp]atient|[Ss]tudierende|[Ww]ähler|[Hh]interbliebene|[Aa]nwohner|[Ss]teuerpflichtige|[A-ZÄÖÜ]\w+(?:nehmende|verfassende|stellende|suchende|nutzende|schaffende|sitzende[n]? von)\b)"
)
_ACT = r"(?:§|Art\b|Artikel|Abs\b|Absatz|Satz|Nummer|der (?:geltenden|bisherigen) Rechtslage|geltende[mr]|de[rmn] (?:\w+ )?(?:[\w-]*(?:ordnung|konvention|richtlinie|gesetz|verfassung)|[A-ZÄÖÜ][\w-]*[A-ZÄÖÜ]{1,2}\b))"
_AMENDS = r"(?!.*\b(?:einzufügen|anzufügen|aufzunehmen|einzuführen|(?:zu )?(?:ergänzen|streichen|ersetzen|ändern|ergänzt|gestrichen|ersetzt|geändert|eingefügt))\b)"
_PROCEDURE = re.compile(
    r"^(?:Der|Die|Das|Ein|Eine|Jede[rs]?|Alle|Für (?:die|den|das|jede[ns]?)) (?:\w+e[nrs]? )?(?:Antrag|Anträge|Widerspruch|Bescheide?|Anmeldung|Anzeige|"
    r"Unterlagen|Nachweise?|Formulare?|Urkunden?|Anwendung|Software|Schnittstelle|Datei|Nachricht|Eingabe|Ausweis|Erklärung|Meldung|Unterschrift|"
    r"persönliche Erscheinen|Diensteanbieter|Empfänger|Absender|Server|Browser|Zertifikat|Fahrscheine?|Tickets?|Rechnung(?:en)?|Liste|Reisepass|Führerschein)s?\b(?! (?:der|des) (?:Land|Bund))"
)
CONTEXTS: tuple[tuple[frozenset[str], re.Pattern[str], float, str], ...] = (
    (_NEED, re.compile(r"^(?:[Nn]icht (?:jede[rsmn]?|alle[rsnm]?|überall|immer) |[Oo]b )"), 0.45, "not everybody; open question"),
    (DUTY, re.compile(r"^(?:Nach|Gemäß|Laut|Entsprechend|Mit)\s+(?:de[rm] (?:\w+ )?[\w-]+(?:[Vv]erordnung|[Rr]ichtlinie|[Gg]esetz)\b|Artikel|Art\.|§|Satz|Absatz|der (?:Begründung|Gesetzesbegründung|Verordnung|Richtlinie)|"
                       r"dem (?:Entwurf|\w*[Gg]esetz|[A-ZÄÖÜ][A-Za-zÄÖÜäöü]*G)\b|Angaben|Berechnungen|(?:den )?Plänen|Schätzung)"), 0.55, "by a statute or a count"),
    (DUTY, re.compile(r"^(?:Danach|[Aa]nschließend|Bis heute|Bis dahin|Bisher|Bislang|Derzeit|Heute|Aktuell|Zuvor|Früher|Noch (?:immer|heute)|Immer noch)\b"), 0.68, "course of things"),
    (MUST, re.compile(r"\b(?:\d+(?:[.,]\d+)?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf) (?:Prozent|Mal|\w*schritte|Euro|Stunden|Minuten|Formulare|Nachweise)\b(?!.*\b(?:bis|spätestens)\b)"), 0.62, "figures"),
    (MUST, re.compile(rf"^{_CITIZENS}"), 0.62, "duty of citizens"),
    (MUST, re.compile(r"^(?:Ab|Seit|Zum) [^,]{2,30} (?:muss|müssen) (?:alle |die |jede[rs]? )?(?:Unternehmen|Betriebe|Bürger|Eltern|Antragst|Nutz)"), 0.62, "duty of citizens"),
    (_NEED - {"N-belongs"}, _PROCEDURE, 0.7, "procedure"),
    (frozenset({"M-is-to", "M-must"}), re.compile(r"\b(?:zu entrichten|entrichtet werden|zu überweisen|überwiesen werden)\b"), 0.57, "procedure"),
    (MUST, re.compile(r"(?:[Bb]undesrat|[Bb]undestag|[Ll]andtag|Bürgerschaft|Abgeordnetenhaus|Parlament\w*)\b.{0,60}\b(?:zustimmen|beschließen|ratifizieren)\b"), 0.57, "procedure"),
    (DUTY, re.compile(r"\b(?:Verwaltungs)?[Ll]eistungen\b.*\b(?:elektronisch|digital|online)\b.*\b(?:anbieten|anzubieten|angeboten)\b"), 0.57, "statute"),
    (MUST, re.compile(r"^(?:Auch )?(?:[Uu]nsere?|[Mm]eine) \w+ (?:\w+ )?(?:muss|müssen)\b(?!.*\b(?:werden|erhalten|bekommen|können)\b)"), 0.62, "own duty"),
    (DUTY - {"M-is-to"}, re.compile(rf"\b(?:muss|müssen|soll|sollen|darf|dürfen|haben|hat) (?:\w+ ){{0,3}}(?:nach|gemäß) {_ACT}{_AMENDS}"), 0.68, "statute"),
    (frozenset({"M-is-to"}), re.compile(rf"\b(?:ist|sind|sei|seien) (?:\w+ ){{0,2}}(?:nach|gemäß) {_ACT}{_AMENDS}"), 0.68, "statute"),
    (DUTY, re.compile(r"\((?:§|Art\.?|Artikel|Nr\.|Nummer|Abs\.|Absatz) [^)]*\)\W*$"), 0.6, "statute"),
    (MUST, re.compile(r"^[Dd]ann\b"), 0.75, "course of things"),
    (MUST, re.compile(r"^(?:[Ss]onst|[Aa]ndernfalls|[Aa]nsonsten)\b|\b(?:müssten|müsste|müsse|müssen|muss) (?:\w+ )?(?:sonst|andernfalls|ansonsten)\b"), 0.57, "course of things"),
    (DUTY | {"M-has-to"}, re.compile(r"\b(?:muss|müssen|ist|sind|haben|hat) seit (?:dem |der |Anfang |Ende |Mitte |Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|\d|Jahren|Monaten|Langem|langem)"), 0.57, "statute"),
    (MUST, re.compile(r"\b(?:muss|müssen) und (?:werden|wird|will|wollen)\b"), 0.62, "own duty"),
    (frozenset({"M-should"}), re.compile(rf"^(?:Bis dahin |Bis zur \w+ |Deshalb )?(?:sollten |sollte )?{_CITIZENS}(?!.*\b(?:können|dürfen|erhalten|bekommen|müssen|werden|haben|behalten)\b)"), 0.62, "duty of citizens"),
    (MUST, re.compile(r"^(?!.*\b[Jj]ede[rs]? (?:\w+ )?(?:Senat|Regierung|\w*[Kk]oalition|Land|Bundesland|Minister\w*|Ressort)\b)(?:[\w-]+,? ){1,9}?muss (?:(?!für|in|bei|vor|auf|an|mit|zu|nach)\w+ )?jede[rs]? (?!und jede)|^[Jj]ede[rs]? (?!und jede)(?:[\w-]+ ){1,4}muss\b"), 0.62, "each and every one"),
    (MUST, re.compile(r"\b(?:[Hh]eute|[Dd]erzeit|[Bb]islang|[Bb]isher|[Mm]omentan|[Gg]egenwärtig|[Nn]ach wie vor|[Nn]och immer|[Ii]mmer noch)\b"), 0.57, "course of things"),
    (DUTY, re.compile(r"^(?:\w+ ){1,4}(?:muss|müssen|dürfen|darf|soll|sollen) danach\b"), 0.68, "statute"),
    (DUTY | {"M-should"}, re.compile(r"^(?:Seit (?:dem |der )?[\w.]+ (?:\w+ )?(?:muss|müssen|soll|sollen)|Im Jahre? (?:19|20)\d\d|Damals|Ursprünglich|Einst)\b"), 0.57, "course of things"),
    (MUST, re.compile(r"\b(?:erst|zunächst|mühsam|händisch|doppelt|eigens|ihrerseits|jährlich|ebenfalls|selbst|oft|häufig|meist|jedes Mal|jeweils|in der Regel|regelmäßig)\b"), 0.82, "how it is done"),
    (MUST, re.compile(r"\b(?:lediglich|ohnehin|sowieso|notgedrungen|zwangsläufig|mehrfach|mehrmals|nur noch|nur punktuell|umständlich|wohl oder übel|überall neu)\b"), 0.62, "how it is done"),
    (frozenset({"M-is-to"}), re.compile(r"^(?:[Dd]abei |[Hh]ierbei |[Aa]uch |[Ff]erner |[Zz]udem )?(?:[Zz]u (?:berücksichtigen|bedenken|beachten) (?:ist|sind|bleibt)|(?:ist|bleibt) zu (?:berücksichtigen|bedenken|beachten))\b[^,]*, dass\b"), 0.57, "course of things"),
    (MUST, re.compile(r"^(?:zuvor|vorher) "), 0.68, "course of things"),
    (MUST, re.compile(r"\b(?:gebucht|angemeldet|registriert|eingereicht|beantragt|vorgelegt|unterschrieben|beigefügt|hochgeladen|mitgebracht|ausgefüllt|abgeholt|ausgedruckt|abgetippt|eingescannt) werden\b(?! (?:können|dürfen))"), 0.68, "procedure"),
    (MUST, re.compile(r"^[A-ZÄÖÜ][\wäöüß]+, (?:die|deren|welche|denen) [^,]+, (?:muss|müssen) (?!.*\b(?:\w+t|\w+en) werden\b)(?!.*\b(?:erhalten|bekommen|können)\b)"), 0.57, "each and every one"),
    (_NEED, re.compile(r"^Für (?:die|eine|den|das) (?:\w+e )?(?:Teilnahme|Anmeldung|Beantragung|Antragstellung|Registrierung|Einsicht|Abholung|Ausstellung|Einreichung|Bewerbung|Mitgliedschaft|Veranstaltung|Besuch)\b"), 0.57, "procedure"),
    (MUST, re.compile(r"^(?:\S+ ){1,4}(?:muss|müssen|müsse|müssten) (?:sie |er |sich )?(?:hierzu|dazu|dafür|hierfür) (?!(?:\w+ )*(?:gesorgt|sorgen)\b)(?!.*\b(?:\w+t|\w+en) werden\b)"), 0.7, "how it is done"),
    (MUST, re.compile(r"^(?:\w+ )?(?:[a-zäöüß]+en) (?:muss|müssen) (?:sie|ihn|es|ihm|diese[rsn]?) "), 0.57, "course of things"),
    (MUST | {"M-is-to"}, re.compile(r"\b(?:durchschnittlich|im Schnitt|rund|etwa|knapp|insgesamt) \d[\d.]* (?!Euro|Mill|Mrd|Mio|Prozent|\w*[Ss]tellen|Jahre|Monate|\w*plätze)[A-ZÄÖÜ]"), 0.62, "figures"),
)  # fmt: skip
MUNICIPAL = re.compile(
    r"(?:die |alle |unsere |viele |auch die |jede |eine |(?!den )\w+ )?(?:kommunen?|gemeinden?|städte|landkreise|kreise|behörden?|"
    r"verwaltung(?:en)?|rathäuser|mitglieds(?!s?taat|länder)\w+)(?: mit [\w. ]+)? (?:muss|müssen|müsse|müssten|hat|haben)\b"
)
RECEIVING = re.compile(
    r"\b(?:erhalten|bekommen|beteiligt|einbezogen|eingebunden|gehört|unterstützt|entlastet|können|behalten|verfügen)\b|"
    r"\b\w+t werden\b"
)
