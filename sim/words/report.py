"""Words of the page, Dutch and English, except the answer (`answer.py`) and the figures
(`sim/words/figures.py`).
"""

from collections.abc import Mapping
from types import MappingProxyType

GROUP_TITLES = MappingProxyType(
    {
        "volume": ("Volume", "Volume"),
        "duration": ("Duur", "Duration"),
        "cost": ("Kosten", "Cost"),
        "people": ("Jongeren", "People"),
        "system": ("Stelsel", "System"),
    }
)
WORDS = MappingProxyType(
    {
        "title": ("Wat gebeurt er met 1-op-1-begeleiding?", "What happens to one-to-one guidance?"),
        "compared": ("‘{scenario}’ vergeleken met ‘{base}’", "‘{scenario}’ compared with ‘{base}’"),
        "question": ("De vraag", "The question"),
        "default_question": (
            (
                "Wat gebeurt er met het aantal, de duur en de kosten van 1-op-1-begeleiding als we "
                "‘{base}’ vervangen door ‘{scenario}’?"
            ),
            (
                "What happens to the number, the duration and the cost of 1:1 guidance if ‘{base}’ "
                "is "
                "replaced by ‘{scenario}’?"
            ),
        ),
        "stories": ("Wat er wordt vergeleken", "What is compared"),
        "levers": ("Extra gewijzigd in het scenario", "Changed in the scenario besides"),
        "note": ("Let op", "Note"),
        "answer": ("Het antwoord van het model", "The answer of the model"),
        "caution": (
            "Lees dit zo: het interval gaat over toeval binnen de simulatie, niet over twijfel aan "
            "de aannames. Een simulatie bewijst niet "
            "wat er in "
            "werkelijkheid zal gebeuren; zij laat zien wat uit de aannames volgt.",
            "Read it like this: the interval is about chance within the simulation, not about "
            "doubt in the assumptions. A simulation does "
            "not prove "
            "what will happen; it shows what follows from the assumptions.",
        ),
        "figures": ("In beeld", "In pictures"),
        "table": ("De belangrijkste cijfers", "The main figures"),
        "all_measures": ("Alle gemeten cijfers ({n})", "All figures measured ({n})"),
        "measure": ("Maat", "Measure"),
        "base": ("Basis", "Base"),
        "scenario": ("Scenario", "Scenario"),
        "difference": ("Verschil", "Difference"),
        "interval": ("95%-interval van het verschil", "95% interval of the difference"),
        "unit": ("Eenheid", "Unit"),
        "table_note": (
            "Gemiddelden over {times} van {days} dagen, {first} tot en met {last}. Verschil: "
            "scenario min basis, per herhaling met "
            "hetzelfde toeval vergeleken; bij % in procentpunten. Vet: het interval bevat nul "
            "niet. Elk interval staat op zichzelf: van "
            "twintig maten zonder werkelijk verschil valt er gemiddeld één toch buiten nul. – "
            "betekent: niet te bepalen.",
            "Means over {times} of {days} days, {first} to {last}. Difference: scenario minus "
            "base, compared per replication under "
            "the same luck; in percentage points where the unit is %. Bold: the interval does not "
            "contain zero. Each interval stands on its "
            "own: of twenty measures without a real difference, one still excludes zero on "
            "average. – means: cannot be determined.",
        ),
        "console_note": (
            (
                "{times}. Verschil: scenario min basis, met 95%-interval; vet: zonder nul. Dat "
                "gaat "
                "over toeval, niet over aannames."
            ),
            (
                "{times}. Difference: scenario minus base, 95% interval; bold: without zero. It is "
                "about chance, not assumptions."
            ),
        ),
        "gain_of_pairing": (
            "Aan beide kanten hetzelfde toeval: zonder dat kostte dezelfde precisie {typical} keer "
            "zoveel herhalingen "
            "(per maat {low} tot {high} keer).",
            (
                "The same luck on both sides: without it, this precision would take {typical} "
                "times as "
                "many replications ({low} to {high} by measure)."
            ),
        ),
        "table_note_once": (
            "Uit {times} van {days} dagen, {first} tot en met {last}. Verschil: scenario min "
            "basis, met hetzelfde toeval; bij % in "
            "procentpunten. Met één herhaling is er geen interval. – betekent: niet te bepalen.",
            "From {times} of {days} days, {first} to {last}. Difference: scenario minus base, "
            "under the same luck; in percentage points where "
            "the unit is %. One replication has no interval. – means: cannot be determined.",
        ),
        "console_note_once": (
            (
                "{times}, dus geen interval: wat toeval is, valt niet te zeggen. Verschil: "
                "scenario "
                "min basis."
            ),
            (
                "{times}, so no interval: what is chance cannot be said. Difference: scenario "
                "minus "
                "base."
            ),
        ),
        "written": (
            "Tabellen, figuren en een pagina: {folder}",
            "Tables, figures and a page: {folder}",
        ),
        "one_replication": (
            "Let op: er is maar één herhaling, dus geen enkele uitspraak over toeval is mogelijk.",
            "Note: there is only one replication, so nothing can be said about chance.",
        ),
        "why": ("Waardoor het verschil komt", "Why it differs"),
        "assumptions": ("Welke aannames ertoe doen", "Which assumptions matter"),
        "assumptions_note": (
            "Eén aanname tegelijk naar het laagste en hoogste aannemelijke getal, al het andere "
            "gelijk. De twee rechterkolommen geven wat het "
            "verschil in jongeren met 1-op-1 dan wordt. Omschrijvingen staan in het Engels, zoals "
            "in de parametertabel.",
            "One assumption at a time moved to its lowest and highest plausible number, all else "
            "equal. The two columns on the right give what the "
            "difference in youths in 1:1 becomes.",
        ),
        "assumptions_unknown": (
            "Voor deze uitdraai is niet uitgerekend hoeveel afzonderlijke aannames uitmaken. Het "
            "verschil hierboven kan bij andere aannames flink "
            "anders zijn.",
            (
                "How much single assumptions matter was not worked out for this page. The "
                "difference "
                "above may be quite another under other assumptions."
            ),
        ),
        "doubt": ("Hoe zeker: twijfel aan aannames", "How sure: doubt about assumptions"),
        "ensemble_note": (
            "Niemand kent de aannames precies. Daarom is de vergelijking herhaald met {n} stellen "
            "aannames die bij de bekende cijfers passen. Het "
            "interval hieronder omvat 95% daarvan: het gaat over twijfel aan aannames, niet over "
            "het toeval hierboven.",
            "Nobody knows the assumptions exactly. So the comparison was repeated with {n} sets of "
            "assumptions that agree with the reported "
            "figures. The interval below holds 95% of them: it is about doubt in assumptions, not "
            "about the chance above.",
        ),
        "ensemble_elsewhere": (
            "Niemand kent de aannames precies. Daarom is de vergelijking herhaald met {n} stellen "
            "aannames die passen bij de cijfers van "
            "het hele land; op deze regio zijn zij niet apart afgestemd. Het interval hieronder "
            "omvat 95% daarvan: het gaat over twijfel aan "
            "aannames, niet over het toeval hierboven.",
            "Nobody knows the assumptions exactly. So the comparison was repeated with {n} sets of "
            "assumptions that agree with the figures of "
            "the whole country; they were not fitted to this region apart. The interval below "
            "holds 95% of them: it is about doubt in "
            "assumptions, not about the chance above.",
        ),
        "few_members": (
            " Met zo weinig stellen aannames zegt dat interval weinig; vraag er minstens twintig.",
            " With so few sets of assumptions that interval says little; ask for twenty at least.",
        ),
        "no_ensemble": (
            "Hier is niet uitgerekend hoe het verschil afhangt van aannames die niemand kent: bij "
            "deze regels en getallen is geen verzameling "
            "aannames bewaard die bij de bekende cijfers past. De intervallen hierboven gaan "
            "alleen over toeval.",
            "How the difference depends on assumptions that nobody knows was not worked out here: "
            "no set of assumptions is kept that agrees with "
            "the reported figures under these rules and numbers. The intervals above are about "
            "chance only.",
        ),
        "doubt_mean": ("Verschil, gemiddeld", "Difference, mean"),
        "doubt_between": ("95% van de aannames", "95% of assumptions"),
        "doubt_rises": ("Stijgt bij", "Rises in"),
        "assumption": ("Aanname", "Assumption"),
        "ends": ("Laagste – hoogste", "Lowest – highest"),
        "at_low": ("Verschil bij laagste", "Difference at lowest"),
        "at_high": ("Verschil bij hoogste", "Difference at highest"),
        "grounds": (
            "Wat is gegeven, wat is indruk, wat is aanname",
            "What is data, what is impression, what is assumption",
        ),
        "grounds_note": (
            "Het model heeft {n} invoergetallen. Zoveel daarvan rusten op:",
            "The model has {n} input numbers. So many of them rest on:",
        ),
        "no_grounds": (
            "De herkomst van de invoergetallen is bij deze uitdraai niet meegegeven.",
            "No origin of input numbers was given to this page.",
        ),
        "class.data": (
            "Gegevens: geteld, geregistreerd, of daaruit afgeleid",
            "Data: counted, registered, or derived from it",
        ),
        "class.impression": ("Indruk van deskundigen", "Impression of experts"),
        "class.proxy": (
            "Onderzoek bij een andere groep of in een ander land",
            "Research on another group or in another country",
        ),
        "class.assumption": ("Aanname van de modelmakers", "Assumption of the modellers"),
        "class.law": ("Wet of vaste regel", "Law or fixed rule"),
        "class.choice": ("Beleidskeuze (knop)", "Policy choice (lever)"),
        "number": ("Aantal", "Number"),
        "not_modelled": ("Wat het model niet bevat", "What the model does not hold"),
        "misses": (
            "Waar het model afwijkt van wat bekend is",
            "Where the model departs from what is known",
        ),
        "misses_unknown": (
            "De basis is bij deze uitdraai niet met gegevens vergeleken.",
            "The base was not compared with evidence for this page.",
        ),
        "misses_none": (
            "Van de vergeleken gegevens is er geen gemist.",
            "None of the targets compared was missed.",
        ),
        "quantity": ("Gegeven", "Quantity"),
        "simulated": ("Model", "Model"),
        "target": ("Bekend", "Known"),
        "source": ("Bron", "Source"),
        "provenance": ("Herkomst van deze uitdraai", "Where this page comes from"),
        "provenance.version": ("Versie van Doorstroom", "Version of Doorstroom"),
        "provenance.region": ("Regio", "Region"),
        "provenance.period": ("Gemeten periode", "Period measured"),
        "provenance.warm_up": ("Aanloop vóór de meting", "Simulated before it, not measured"),
        "provenance.replications": ("Aantal herhalingen", "Replications"),
        "provenance.seed": ("Startgetal van het toeval", "Seed of chance"),
        "provenance.scenario": ("Bestand van het scenario", "File of the scenario"),
        "provenance.base": ("Bestand van de basis", "File of the base"),
        "provenance.source": ("Bron van het scenario", "Source of the scenario"),
        "provenance.levers": ("Extra wijzigingen, zoals getypt", "Changes besides, as typed"),
        "provenance.scenario_fingerprint": (
            "Vingerafdruk van het scenario",
            "Fingerprint of the scenario",
        ),
        "provenance.base_fingerprint": ("Vingerafdruk van de basis", "Fingerprint of the base"),
        "provenance.rules_fingerprint": ("Vingerafdruk van de regels", "Fingerprint of the rules"),
        "provenance.made_on": ("Gemaakt op", "Made on"),
        "no_provenance": ("Niet meegegeven.", "Not given."),
        "other_language": ("Read this page in English", "Lees deze pagina in het Nederlands"),
    }
)
NOT_MODELLED = MappingProxyType(
    {
        "nl": (
            (
                "Of 1-op-1 helpt of schaadt, los van terugval en verplaatsingen: daarover is geen "
                "Nederlands onderzoek onder jongeren."
            ),
            (
                "Pleegzorg en ambulante hulp, behalve als plek waar jongeren vandaan komen of "
                "naartoe "
                "gaan."
            ),
            (
                "Zorg na de leeftijdsgrens, en kosten buiten de jeugdhulp (onderwijs, politie, "
                "volwassenenzorg, latere schade of winst)."
            ),
            (
                "Hoe aanbieders, gemeenten en gezinnen hun gedrag zouden veranderen door deze "
                "uitkomst."
            ),
            (
                "Grootte van effecten is grotendeels onbekend: de bronnen geven richtingen, de "
                "sterkte "
                "is in het model een aanname."
            ),
        ),
        "en": (
            (
                "Whether 1:1 helps or harms beyond relapse and moves: there is no Dutch research "
                "on "
                "this among youths."
            ),
            "Foster care and ambulatory care, except as where youths come from or go to.",
            (
                "Care after the age limit, and cost outside youth care (school, police, adult "
                "care, "
                "later harm or gain)."
            ),
            (
                "How providers, municipalities and families would change what they do because of "
                "this "
                "outcome."
            ),
            (
                "Sizes of effects are mostly unknown: sources give directions, their strength in "
                "the "
                "model is an assumption."
            ),
        ),
    }
)


def title_with(title: Mapping[str, str], n_levers: int) -> Mapping[str, str]:
    """Return the title of a scenario, marked where changes were added to it."""
    if not n_levers:
        return title
    is_one = n_levers == 1
    plus = {
        "nl": "extra wijziging" if is_one else "extra wijzigingen",
        "en": "extra change" if is_one else "extra changes",
    }
    return {lang: f"{title[lang]} + {n_levers} {words}" for lang, words in plus.items()}


def times(n: int, lang: str) -> str:
    """Return a number of replications in words that agree with it."""
    one, more = ("herhaling", "herhalingen") if lang == "nl" else ("replication", "replications")
    return f"{n} {one if n == 1 else more}"


def words(lang: str) -> dict[str, str]:
    """Return all words of the page in `lang` (nl or en)."""
    return {key.replace(".", "_"): pair[lang != "nl"] for key, pair in WORDS.items()}
