"""What texts call the levels of government, and which body of which Land they mean by it."""

from __future__ import annotations

from .bodies import Body
from .states import CAPITALS, CITY_STATES, STATE_NAMES, government_name, land_name, parliament_name

_ALL = tuple(Body(name, None, True, name != "Bund") for name in ("Bund", "Länder", "Kommunen"))
_LEVELS = Body("Bund, Länder und Kommunen", None, True, True, members=_ALL)


def generic_bodies(state: str | None) -> list[tuple[str, Body]]:
    """Return the generic names of public bodies, as a document of the Land ``state`` means them."""
    land, government, parliament = land_name(state), government_name(state), parliament_name(state)

    def public(names: str, target: str, *, plural: bool = False) -> list[tuple[str, Body]]:
        return [(name, Body(target, None, True, plural)) for name in names.split("|")]

    entries = [
        *public("Bund|Bundesebene|Bundesgesetzgeber|Bundespolitik", "Bund"),
        *public("Bundesregierung|Bundeskabinett|Ampelkoalition|Ampel|Ampel-Koalition|Ampelregierung|Ampel-Regierung", "Bundesregierung"),
        *public("Regierung", government if state else "Bundesregierung"),
        *public("Bundestag|Deutsche Bundestag", "Deutscher Bundestag"),
        *public("Bundesrat", "Bundesrat"),
        *public("Land|Bundesland|Landesebene|Landesgesetzgeber|Landespolitik|Freistaat", land),
        *public("Länder|Bundesländer", "Länder", plural=True),
        *public("Landesregierung|Staatsregierung", government),
        *public(
            "Kabinett|Koalition|Regierungskoalition|Große Koalition|GroKo|Regierungsbündnis|Schwarz-Rot|Rot-Grün|Rot-Rot-Grün|Schwarz-Grün|Grün-Schwarz|Schwarz-Gelb|Rot-Schwarz",
            government if state else "Bundesregierung",
        ),
        *public("Landesverwaltung", f"Landesverwaltung {STATE_NAMES[state]}" if state else "Landesverwaltung"),
        *public("Landtag|Landesparlament", parliament),
        *public("Gesetzgeber", "Gesetzgeber"),
        *((name, _LEVELS) for name in ("alle Ebenen", "alle staatlichen Ebenen", "alle föderalen Ebenen", "alle drei Ebenen", "alle Verwaltungsebenen")),
        *public("Verordnungsgeber", ""),
        *public("Mitgliedstaaten|Mitgliedsstaaten|EU-Mitgliedstaaten|EU-Mitgliedsstaaten|EU-Staaten", "", plural=True),
        *public("Staat", "Staat"),
        *public("Politik", "Politik"),
        *public("EU|Europäische Union|Brüssel", "Europäische Union"),
        *public("EU-Kommission|Europäische Kommission|Kommission", "Europäische Kommission"),
        *public("Kommunen|Kommune|kommunale Familie|kommunale Ebene|Gebietskörperschaften", "Kommunen", plural=True),
        *public("kreisfreie Städte", "kreisfreie Städte", plural=True),
        *public("Gemeinden|Städte|Landkreise|Kreise|Samtgemeinden|Verbandsgemeinden", "", plural=True),
        *public("Ministerien|Ressorts|Fachministerien", "Ministerien" if state else "Bundesministerien", plural=True),
        *public("Bundesressorts", "Bundesministerien", plural=True),
        *public("Verordnungsgeberin|Europäischer Rat", ""),
        *public("kommunale Spitzenverbände|Spitzenverbände", "kommunale Spitzenverbände", plural=True),
        *public("IT-Dienstleister|kommunale IT-Dienstleister", "kommunale IT-Dienstleister", plural=True),
        *public("Schulträger", "Schulträger", plural=True),
        *public("Hersteller|Anbieter|Softwarehersteller", "Hersteller", plural=True),
        *public("Verwaltung", "Verwaltung"),
        *public("Kommunalverwaltungen", "Kommunalverwaltungen", plural=True),
        *public("Stadtverwaltung|Magistrat|Kreisverwaltung", ""),
        *public("Landrat|Landrätin", "Landrat"),
        *public("Oberbürgermeister|Oberbürgermeisterin", "Oberbürgermeister"),
        *public("Geschäftsstelle|Geschäftsführung", ""),
        *public("Bezirke", "", plural=True),
        *public("Landesregierungen", "", plural=True),
        *public("Stadtrat|Gemeinderat|Kreistag|Stadtverordnetenversammlung|Gemeindevertretung", ""),
    ]  # fmt: skip
    if state != "be":
        entries += public("Berlin", "Bund")  # the seat of government
    for key, name in STATE_NAMES.items():
        entries += public(name, land_name(key))
    if state is not None and state in CAPITALS:
        entries += public(CAPITALS[state], land)
    if state in CITY_STATES or state is None:
        entries += public("Senat", government if state else "Senat")
    heads = {
        "be": "Regierender Bürgermeister von Berlin",
        "hh": "Erster Bürgermeister der Freien und Hansestadt Hamburg",
    }
    if state in heads:
        entries += public(
            "Regierende Bürgermeister|Regierende Bürgermeisterin|Erster Bürgermeister|Erste Bürgermeisterin",
            heads[state],
        )
    if state in CITY_STATES:
        entries += public("Abgeordnetenhaus|Bürgerschaft", parliament)
    return [
        (name, Body(body.name or name, None, True, body.plural, members=body.members))
        for name, body in entries
    ]
