"""Towns, regions and abbreviations by which a text shows of which Land it speaks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

_NAMES: Mapping[str, str] = {
    "bw": """
        Stuttgart Karlsruhe Mannheim Freiburg Heidelberg Ulm Heilbronn Pforzheim Reutlingen Tübingen
        Esslingen Ludwigsburg Konstanz Ravensburg Sigmaringen Göppingen Aalen Offenburg Kehl Balingen
        Villingen-Schwenningen Friedrichshafen Schwarzwald Hohenlohe Oberschwaben Kraichgau Ortenau
        Ortenaukreis Breisgau Hegau Zollernalb Zollernalbkreis Neckar-Alb Neckar Schwäbische Baden Südbaden
        Nordbaden Hochrhein Schwarzwald-Baar Ostalb Bodenseekreis Rems-Murr-Kreis Alb-Donau-Kreis Biberach
        Böblingen Breisgau-Hochschwarzwald Calw Emmendingen Enzkreis Freudenstadt Heidenheim Hohenlohekreis
        Lörrach Main-Tauber-Kreis Neckar-Odenwald-Kreis Ostalbkreis Rastatt Rhein-Neckar-Kreis Rottweil
        Schwarzwald-Baar-Kreis Tuttlingen Waldshut Altensteig Bruchsal Sindelfingen
        """,
    "by": """
        München Nürnberg Augsburg Regensburg Würzburg Ingolstadt Fürth Erlangen Bamberg Bayreuth Landshut
        Passau Hof Ansbach Aschaffenburg Kempten Rosenheim Coburg Schweinfurt Oberbayern Niederbayern
        Oberpfalz Oberfranken Mittelfranken Unterfranken Franken Allgäu Schwaben Altmühl Isar Chiemgau
        Spessart BayernID BayernPortal Altötting Cham Dachau Deggendorf Dillingen Dingolfing Donau-Ries
        Ebersberg Eichstätt Erding Forchheim Freising Freyung-Grafenau Garmisch-Partenkirchen Günzburg
        Haßberge Kelheim Kitzingen Kronach Kulmbach Lichtenfels Lindau Main-Spessart Miesbach Miltenberg
        Mühldorf Neu-Ulm Neumarkt Nürnberger Oberallgäu Ostallgäu Unterallgäu Pfaffenhofen Rhön-Grabfeld
        Roth Rottal-Inn Schwandorf Starnberg Straubing Tirschenreuth Traunstein Weilheim Weißenburg
        Wunsiedel Weiden Marktredwitz Amberg
        """,
    "be": "Kreuzberg Neukölln Spandau Köpenick Pankow Lichtenberg Charlottenburg Tempelhof Reinickendorf Marzahn ITDZ",
    "bb": """
        Potsdam Cottbus Eberswalde Neuruppin Oranienburg Bernau Luckau Prenzlau Senftenberg Schwedt
        Uckermark Prignitz Havelland Lausitz Spreewald Oberhavel Barnim Oderland Fläming Niederlausitz
        Oder-Spree Märkisch-Oderland DIKOM Dahme-Spreewald Elbe-Elster Ostprignitz-Ruppin
        Oberspreewald-Lausitz Ostprignitz Potsdam-Mittelmark Spree-Neiße Teltow-Fläming Oder-Havel Rathenow
        Strausberg Fürstenwalde Perleberg Wittstock
        """,
    "hb": "Bremerhaven Bremen-Nord Vegesack",
    "hh": "Altona Harburg Wandsbek Bergedorf Eimsbüttel",
    "he": """
        Wiesbaden Kassel Darmstadt Fulda Gießen Marburg Wetzlar Hanau Offenbach Limburg Rüsselsheim
        Nordhessen Mittelhessen Südhessen Osthessen Rheingau Taunus Odenwald Vogelsberg Wetterau Rhön
        Main-Kinzig ekom21 Schwalm-Eder Bergstraße Darmstadt-Dieburg Groß-Gerau Hersfeld-Rotenburg
        Hochtaunuskreis Lahn-Dill-Kreis Limburg-Weilburg Main-Taunus-Kreis Marburg-Biedenkopf Odenwaldkreis
        Rheingau-Taunus-Kreis Schwalm-Eder-Kreis Vogelsbergkreis Waldeck-Frankenberg Werra-Meißner-Kreis
        Wetteraukreis Main-Kinzig-Kreis Bensheim Homberg Eschwege Korbach Bad-Homburg
        """,
    "mv": """
        Schwerin Rostock Greifswald Stralsund Neubrandenburg Wismar Güstrow Demmin Anklam Vorpommern
        Mecklenburg Rügen Usedom Müritz Peene Seenplatte MV-Serviceportal Ludwigslust-Parchim
        Nordwestmecklenburg Vorpommern-Greifswald Vorpommern-Rügen Parchim Ludwigslust Pasewalk Waren Bergen
        """,
    "ni": """
        Hannover Braunschweig Osnabrück Oldenburg Göttingen Wolfsburg Hildesheim Salzgitter Celle Lüneburg
        Stade Emden Lingen Meppen Nordhorn Aurich Leer Cloppenburg Vechta Verden Uelzen Ostfriesland Emsland
        Weserbergland Harzvorland Heidekreis Wendland Weser-Ems Unterelbe Unterweser Lüneburger Leinetal
        Ostfalen Walsrode Ems Wümme Ammerland Artland Cuxhaven Diepholz Friesland Gifhorn Goslar Grafschaft
        Hameln Hameln-Pyrmont Harburg Helmstedt Holzminden Lüchow-Dannenberg Nienburg Northeim Osterholz
        Peine Rotenburg Schaumburg Soltau Wesermarsch Wittmund Wolfenbüttel Wilhelmshaven Delmenhorst
        """,
    "nw": """
        Düsseldorf Köln Dortmund Essen Duisburg Bochum Wuppertal Bielefeld Bonn Münster Aachen
        Mönchengladbach Gelsenkirchen Krefeld Hagen Hamm Paderborn Siegen Lemgo Kleve Detmold Ruhrgebiet
        Niederrhein Münsterland Sauerland Ostwestfalen Ostwestfalen-Lippe Westfalen Westfalen-Lippe
        Bergisches Rheinland Rhein-Ruhr Rhein-Erft Sieg Lippe Servicekonto.NRW Borken Coesfeld Düren
        Ennepe-Ruhr-Kreis Euskirchen Gütersloh Heinsberg Herford Hochsauerlandkreis Höxter Lippstadt
        Mettmann Minden Minden-Lübbecke Olpe Recklinghausen Rhein-Erft-Kreis Rhein-Sieg-Kreis
        Siegen-Wittgenstein Soest Steinfurt Unna Viersen Warendorf Wesel Leverkusen Solingen Remscheid
        Oberhausen Mülheim Herne Bottrop Südwestfalen Siegerland Bergische
        """,
    "rp": """
        Mainz Ludwigshafen Koblenz Trier Kaiserslautern Worms Speyer Landau Pirmasens Neuwied Zweibrücken
        Kusel Kirn Prüm Bitburg Pfalz Westpfalz Nordpfalz Vorderpfalz Rheinhessen Pfalz-Rheinhessen Hunsrück
        Eifel Westeifel Westerwald Mittelrhein Mosel Nahe Ahrtal Ahrweiler Altenkirchen Alzey Alzey-Worms
        Bernkastel Bernkastel-Wittlich Birkenfeld Cochem Cochem-Zell Donnersbergkreis Eifelkreis Germersheim
        Mainz-Bingen Mayen Mayen-Koblenz Montabaur Rhein-Hunsrück-Kreis Rhein-Lahn-Kreis Simmern Vulkaneifel
        Westerwaldkreis Wittlich Deidesheim Frankenthal
        """,
    "sl": """
        Saarbrücken Homburg Neunkirchen Völklingen Saarlouis Merzig Saarpfalz Saar-Pfalz Bliesgau Saar-Blies
        Bexbach Dillingen Lebach Merzig-Wadern Saarpfalz-Kreis Wadern
        """,
    "sn": """
        Dresden Leipzig Chemnitz Zwickau Bautzen Görlitz Plauen Meißen Freiberg Pirna Grimma Oberlausitz
        Vogtland Erzgebirge Mittelsachsen Nordsachsen Ostsachsen Westsachsen Muldental Amt24 SächsTranspG
        SächsEGovG Annaberg Döbeln Delitzsch Erzgebirgskreis Hoyerswerda Kamenz Leipziger Mittweida Oschatz
        Riesa Torgau Vogtlandkreis Weißwasser Zittau Radebeul
        """,
    "st": """
        Magdeburg Halle Dessau Dessau-Roßlau Wittenberg Stendal Halberstadt Wernigerode Aschersleben
        Bitterfeld Quedlinburg Altmark Börde Anhalt Ostharz Burgenland Elbe-Saale Saalekreis Mansfeld LSA
        Anhalt-Bitterfeld Bernburg Burg Burgenlandkreis Gardelegen Haldensleben Harzkreis Jerichower Köthen
        Mansfeld-Südharz Merseburg Naumburg Salzlandkreis Salzwedel Sangerhausen Schönebeck Zeitz Mittelelbe
        """,
    "sh": """
        Kiel Lübeck Flensburg Neumünster Husum Itzehoe Rendsburg Pinneberg Eutin Heide Dithmarschen
        Nordfriesland Nordfriesische Holstein Angeln Schlei Ostholstein Stormarn Steinburg Westküste SH
        Bad-Segeberg Eckernförde Rendsburg-Eckernförde Plön Ratzeburg Schleswig Schleswig-Flensburg Segeberg
        Elmshorn Norderstedt ITV.SH
        """,
    "th": """
        Erfurt Jena Gera Weimar Gotha Eisenach Suhl Nordhausen Mühlhausen Altenburg Saalfeld Ilmenau
        Eichsfeld Thüringer Saaletal Unstrut Werra Ilm Mittelthüringen Südthüringen ThAVEL Apolda Arnstadt
        Greiz Hildburghausen Ilm-Kreis Kyffhäuserkreis Meiningen Rudolstadt Saale-Holzland-Kreis
        Saale-Orla-Kreis Saalfeld-Rudolstadt Schmalkalden Schmalkalden-Meiningen Sonneberg Sömmerda
        Sondershausen Unstrut-Hainich-Kreis Wartburgkreis
        """,
}
SEVERAL_LANDS = frozenset(
    (
        "Harz",
        "Elbe",
        "Rhein",
        "Weser",
        "Donau",
        "Main",
        "Lausitz",
        "Heide",
        "Hof",
        "Essen",
        "Hamm",
        "Halle",
        "Leer",
        "Sieg",
        "Schwaben",
    )
)
PLACES = frozenset(
    name
    for names in _NAMES.values()
    for name in names.split()
    if name.istitle() and not name.endswith("ische") and name not in SEVERAL_LANDS
) | frozenset(("Harz", "Elbe", "Rhein", "Weser", "Donau", "Lausitz", "Schwaben", "Eifel"))
"""Towns and regions that the table names."""


def _pattern(names: str) -> re.Pattern[str]:
    words = sorted((name for name in names.split() if name not in SEVERAL_LANDS), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, words))})(?:er|s)?(?![a-zäöüß-])")


REGIONS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {key: _pattern(names) for key, names in _NAMES.items()}
)
"""For each Land a pattern of names that lie in it."""
