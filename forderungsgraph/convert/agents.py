"""Bodies that a noun names by its own form: *Zulassungsstellen*, *Landratsämter*, *Mitglieder des Verbands*."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .tokens import Token

_AGENT = re.compile(
    r"(?:agentur|agenturen|hochschulen?|universitäten|kassen?|sparkassen|behörden?|ämter|ämtern|träger|trägern|parteien|partei|räte|räten|verwaltungen|"
    r"verwaltungsspitzen?|hersteller|herstellern|betreiber|anbieter|dezernent|dezernentin|bürgermeister|bürgermeisterinnen|landräte|"
    r"fraktionen|ministerien|landtage|landtagen|parlamente|parlamenten|mitglieder|mitgliedern|mitgliedskommunen|volkshochschulen|kammern|bibliotheken|beschäftigten?|mitgliedsstädten?|mitgliedsgemeinden|geschäftsführung|gerichte|"
    r"bezirke|bezirken|gesellschafter|tarifparteien|tarifvertragsparteien|tarifpartner|sozialpartner|arbeitgeber|schulträger|netzagentur|"
    r"rechenzentren|unternehmen|stadtwerken?|jobcentern?|opposition|(?:bewilligungs|zulassungs|wohngeld|vergabe|genehmigungs|leit|elterngeld|bafög|beihilfe)stellen|regierungen|landesregierungen|abgeordneten?|verantwortlichen|entscheidungsträger|entscheidungsträgern|verkehrsverbünden?|rechenzentrum|polizei|justiz|dienstherr|dienstherren|landesarchiv|stadtarchiv|landesbibliothek|kanzleramt|datenschutzbeauftragten|verhandlungspartner|koalitionäre|koalitionären|regierungschefs|innenminister(?=innen)|bauaufsichten|bauaufsichtsämter|gesundheitsämter|bürgerämter|koalitionspartner|koalitionsfraktionen)$",
    re.I,
)
_NO_AGENT = re.compile(
    r"^(?:Waren|Daten|Kranken|Versicherungs)?(?:träger|betreiberin)$|Videokonferenz|Pressekonferenz|Vergabeunternehmen"
)
_PLURAL_AGENT = re.compile(
    r"(?:en|räte|tage|ämter|mitglieder|träger|hersteller|betreiber|anbieter|partner|arbeitgeber|bezirke|unternehmen|städte|parlamente|gerichte)$",
    re.I,
)
WITH_GENITIVE = re.compile(
    r"(?:mitglieder|mitgliedern|mitgliedsstädten?|mitgliedsgemeinden|abgeordneten?|verantwortlichen|beauftragten|fraktionen|hersteller|herstellern|betreiber|parteien|landtagen?|ministerien)$",
    re.I,
)


def genitive_behind(tokens: Sequence[Token], position: int) -> int:
    """Return the end of a genitive behind a noun: *des öffentlichen Dienstes*, *der Fachverfahren*."""
    if position + 1 >= len(tokens) or tokens[position].lower not in ("der", "des", "von"):
        return position
    end = position + 1
    while end < len(tokens) and end - position <= 3 and re.fullmatch(r"[a-zäöüß]+en", tokens[end].text):
        end += 1
    if end >= len(tokens) or not tokens[end].is_noun or not tokens[end].is_word:
        return position
    end += 1
    while end < len(tokens) and tokens[end].is_word and tokens[end].is_noun and end - position <= 5:
        end += 1
    return end


def agent_at(tokens: Sequence[Token], i: int) -> tuple[str, bool, int] | None:
    """Return the name of the group that the noun ``tokens[i]`` means, whether it is a plural, and where it ends."""
    token = tokens[i]
    unnamed = not _AGENT.search(token.text) or _NO_AGENT.search(token.text)
    if unnamed or (i and tokens[i - 1].lower == "als"):
        return None
    last = genitive_behind(tokens, i + 1) if WITH_GENITIVE.search(token.text) else i + 1
    noun = token.text
    if not noun.lower().endswith("kammern"):
        noun = re.sub(r"(?<=[eä]r)n$|(?<=ät)en$|(?<=el)n$", lambda m: "e" if m[0] == "en" else "", noun)
    kind = tokens[i - 1].lower if i else ""
    if kind in ("kommunalen", "kommunale", "unteren", "untere"):
        noun = f"{kind.removesuffix('n')} {noun}"
    return noun, _PLURAL_AGENT.search(noun) is not None, last
