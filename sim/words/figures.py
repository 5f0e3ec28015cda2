"""Words in figures and their captions, Dutch and English."""

from types import MappingProxyType

TEXTS = MappingProxyType(
    {
        "youths": ("jongeren", "youths"),
        "youths_per_day": ("jongeren per dag (maandgemiddelde)", "youths per day (month mean)"),
        "group": ("in een groep (meerzorg)", "in a group"),
        "unit": ("alleen, unit van instelling", "alone, unit of an institution"),
        "solo": ("alleen, aparte locatie", "alone, separate location"),
        "home": ("thuis", "at home"),
        "days_since_start": ("maanden sinds de start van 1-op-1", "months since the start of 1:1"),
        "share_going_on": ("aandeel dat nog loopt", "share still running"),
        "one_year": ("1 jaar", "1 year"),
        "million_euro": ("miljoen euro per jaar", "million euro per year"),
        "census_and_places": ("jongeren en plaatsen", "youths and places"),
        "places": ("plaatsen", "places"),
        "in_closed_care": ("jongeren", "youths"),
        "starts_per_year": ("gestarte trajecten per jaar", "arrangements started per year"),
        "tension.relief": ("alleen verlichting", "relief only"),
        "tension.isolation": ("alleen isolatie", "isolation only"),
        "tension.both": ("beide, zoals in het model", "both, as in the model"),
        "tension.months_alone": (
            "maanden sinds de start van 1-op-1, alleen",
            "months since the start of 1:1 alone",
        ),
        "tension.incidents": (
            "ernstige incidenten per jongere per jaar,\nverschil met 1-op-1 zonder effect",
            "serious incidents per youth per year,\ndifference from 1:1 without effect",
        ),
        "tension.fresh_none": ("nieuwe collega brengt niets", "newcomer brings nothing"),
        "tension.fresh_certain": (
            "nieuwe collega na rust verlaagt angst",
            "newcomer after calm lowers fear",
        ),
        "tension.departures": ("vertrek per functie per jaar", "departures per position per year"),
        "tension.attempts": (
            "afbouwpogingen per gehouden evaluatie",
            "attempts to step down per evaluation held",
        ),
        "tension.gain": ("pogingen per evaluatie erbij", "attempts per evaluation added"),
        "tension.as_is": ("zoals nu", "as it is"),
        "tension.six_weeks": ("evaluatie elke zes weken", "evaluation every six weeks"),
        "tension.six_weeks_outsider": ("idem, met buitenstaander", "the same, with an outsider"),
        "tension.half_year_grant": ("beschikking per half jaar", "half-yearly authorisation"),
        "tension.three_year_grant": ("beschikking per drie jaar", "three-yearly authorisation"),
        "tension.maximum": ("herbeoordeling na een half jaar", "reviewed decision at half a year"),
        "tension.deliberation": (
            "evaluaties, toetsing en verlenging, duizend euro per jongere per jaar",
            "evaluations, reviews and renewals, thousand euro per youth per year",
        ),
        "tension.duration": ("gemiddelde duur van 1-op-1 (dagen)", "mean duration of 1:1 (days)"),
        "interval": ("95%-interval van het gemiddelde", "95% interval of the mean"),
        "range": ("middelste 80% van de herhalingen", "middle 80% of replications"),
        "explain.starts": ("Gestarte trajecten", "Arrangements started"),
        "explain.duration": (
            "Duur, zonder wachten op een vervolgplek",
            "Duration, without waiting to move on",
        ),
        "explain.blocked": ("Wachten op een vervolgplek", "Waiting for a follow-up place"),
        "explain.running_at_start": (
            "Liep al toen de meting begon",
            "Already ran when measuring began",
        ),
        "explain.total": ("Samen: het hele verschil", "Together: the whole difference"),
        "explain.axis": (
            "verschil in jongeren in 1-op-1, gemiddeld per dag",
            "difference in youths in 1:1, mean per day",
        ),
        "waterfall.interaction": (
            "Wisselwerking tussen de maatregelen",
            "Interaction between the measures",
        ),
        "waterfall.total": ("Alle maatregelen samen", "All measures together"),
        "waterfall.axis": ("verschil met de basis", "difference from the base"),
        "twins.rung": ("trede van 1-op-1", "rung of 1:1"),
        "twins.started": ("1-op-1 begint", "1:1 starts"),
        "twins.ended": ("1-op-1 eindigt", "1:1 ends"),
        "twins.incident": ("ernstig incident", "serious incident"),
        "twins.refused": ("geweigerd door een aanbieder", "refused by a provider"),
        "twins.fell_back": ("afbouw mislukt", "step down failed"),
        "twins.expelled": ("moet weg", "must leave"),
        "twins.heading": (
            "Jongere {youth}: {other} dagen in 1-op-1 in plaats van {base}",
            "Youth {youth}: {other} days in 1:1 instead of {base}",
        ),
        "flows.axis": (
            "links: vanuit, rechts: naar; getallen: verplaatsingen per jaar",
            "left: from, right: to; numbers: moves per year",
        ),
        "flows.axis_about": (
            (
                "alleen verplaatsingen van en naar 1-op-1 buiten de groep; links: vanuit, rechts: "
                "naar; getallen: per jaar"
            ),
            (
                "only moves from and to 1:1 outside the group; left: from, right: to; numbers: per "
                "year"
            ),
        ),
        "place.arrival": ("nieuw aangemeld", "newly arrived"),
        "place.waiting": ("wacht zonder plek", "waiting without a place"),
        "place.jeugdzorgplus": ("JeugdzorgPlus", "closed youth care"),
        "place.open_group": ("open groep", "open group"),
        "place.hic": ("HIC of crisisbed", "HIC or crisis bed"),
        "place.small_scale": ("kleinschalig", "small-scale"),
        "place.family_home": ("gezinshuis", "family home"),
        "place.follow_up": ("vervolgplek", "follow-up place"),
        "place.one_to_one_unit": ("1-op-1, unit", "1:1, unit"),
        "place.one_to_one_solo": ("1-op-1, solo", "1:1, solo"),
        "place.one_to_one_home": ("1-op-1, thuis", "1:1, at home"),
        "place.home": ("uit de jeugdzorg", "out of youth care"),
        "place.adult_care": ("boven de leeftijdsgrens", "past the age limit"),
        "captions.bands": (
            "Lijn: gemiddelde over {n} herhalingen van de simulatie. Donkere band: 95%-interval "
            "van dat gemiddelde. "
            "Lichte band: de middelste 80% van de herhalingen, dus wat toeval alleen al doet.",
            "Line: mean over {n} replications of the simulation. Dark band: 95% interval of that "
            "mean. "
            "Light band: the middle 80% of replications, that is, what chance alone does.",
        ),
        "captions.once": (
            "Eén herhaling van de simulatie: over toeval is niets te zeggen.",
            "One replication of the simulation: nothing can be said about chance.",
        ),
        "captions.bars": (
            "Balk: gemiddelde over {n} herhalingen. Dunne streep met dwarsstreepjes: 95%-interval "
            "van dat gemiddelde. "
            "Brede grijze streep: de middelste 80% van de herhalingen.",
            (
                "Bar: mean over {n} replications. Thin line with caps: 95% interval of that mean. "
                "Wide "
                "grey line: the middle 80% of replications."
            ),
        ),
        "captions.dots": (
            "Teken: gemiddelde over {n} herhalingen. Donkere streep: 95%-interval van dat "
            "gemiddelde. "
            "Lichte streep: de middelste 80% van de herhalingen.",
            (
                "Marker: mean over {n} replications. Dark line: 95% interval of that mean. Light "
                "line: "
                "the middle 80% of replications."
            ),
        ),
        "captions.steps": (
            "Balk: gemiddelde over {n} herhalingen. Streep: 95%-interval van dat deel op zichzelf.",
            "Bar: mean over {n} replications. Line: 95% interval of that part on its own.",
        ),
        "captions.mean": ("Gemiddelde over {n} herhalingen.", "Mean over {n} replications."),
        "captions.census_by_variant": (
            (
                "Jongeren in 1-op-1, per vorm, maandgemiddelde; niet-geregistreerde 1-op-1 telt "
                "mee. "
                "De verticale assen zijn gelijk."
            ),
            (
                "Youths in 1:1 by form, month mean; 1:1 that is not registered counts too. All "
                "vertical axes are equal."
            ),
        ),
        "captions.duration_survival": (
            (
                "Welk deel van de 1-op-1-trajecten na zoveel maanden nog loopt (Kaplan-Meier; "
                "trajecten die aan het eind nog lopen, tellen mee)."
            ),
            (
                "Share of 1:1 arrangements still running after so many months (Kaplan-Meier; "
                "arrangements still running at the end count)."
            ),
        ),
        "captions.cost_per_year": (
            (
                "Kosten van 1-op-1 per kalenderjaar (personeel, huisvesting, evaluatie, toetsing, "
                "toekenning), zonder het dagtarief van een plaats."
            ),
            (
                "Cost of 1:1 per calendar year (staff, housing, evaluation, review, "
                "authorisation), "
                "without the day tariff of a place."
            ),
        ),
        "captions.jeugdzorgplus_census": (
            (
                "Jongeren in JeugdzorgPlus (lijnen met band) en beschikbare plaatsen (dunne "
                "stippellijnen), maandgemiddelde."
            ),
            (
                "Youths in closed youth care (lines with bands) and places available (thin dotted "
                "lines), month mean."
            ),
        ),
        "captions.starts_by_cause": (
            "Waarom 1-op-1 begint: gestarte trajecten per jaar, naar aanleiding.",
            "Why 1:1 starts: arrangements started per year, by cause.",
        ),
        "captions.explanation": (
            "Waar het verschil in het aantal jongeren in 1-op-1 vandaan komt. Elke balk begint "
            "waar de vorige eindigt; samen zijn zij precies het "
            "hele verschil. Duur telt dagen binnen de gemeten periode.",
            "Where the difference in youths in 1:1 comes from. Each bar begins where the one "
            "before ends; together they are exactly the whole "
            "difference. Duration counts days within the period measured.",
        ),
        "captions.waterfall": (
            (
                "Wat elke maatregel doet als zij de enige is, en wat ze samen doen. De "
                "wisselwerking "
                "is het verschil tussen die twee."
            ),
            (
                "What each measure does when it is the only one, and what they do together. The "
                "interaction is the difference between the two."
            ),
        ),
        "titles.waterfall": ("Welke maatregel doet wat?", "Which measure does what?"),
        "captions.flows": (
            "Hoeveel jongeren per jaar van waar naar waar gaan; beide plaatjes op dezelfde schaal. "
            "Wie tussendoor zonder plek wacht, telt mee bij de "
            "plek waar hij of zij vandaan komt. Van en naar 1-op-1 buiten de groep: sterke kleur.",
            "How many youths a year go from where to where; both pictures on one scale. Who waits "
            "without a place in between counts with the place "
            "that he or she came from. From and to 1:1 outside the group: strong colour.",
        ),
        "titles.flows": (
            "Waar jongeren vandaan komen en heen gaan",
            "Where youths come from and go to",
        ),
        "captions.twins": (
            "Dezelfde jongere met hetzelfde toeval, onder twee soorten beleid. Deze jongeren "
            "bestaan niet: het model heeft ze gemaakt. Trede: "
            "1 gedeeld, 2 deel van de dag, 3 dag en nacht, 4 twee en 5 drie begeleiders tegelijk.",
            "The same youth with the same luck, under two policies. These youths do not exist: the "
            "model made them. Rung: 1 shared, 2 part of the "
            "day, 3 day and night, 4 two and 5 three workers at a time.",
        ),
        "captions.twins_largest": (
            "Gekozen omdat het verschil bij hen het grootst is: zij zijn niet typisch.",
            "Chosen because they differ the most: they are not typical.",
        ),
        "captions.twins_random": (
            "Door het lot gekozen uit wie onder minstens één van beide 1-op-1 kreeg.",
            "Chosen by lot from those who were in 1:1 under at least one of the two.",
        ),
        "titles.twins": ("Eén jongere, twee soorten beleid", "One youth, two policies"),
        "titles.explanation": ("Waardoor verandert het volume?", "Why does the volume change?"),
        "titles.census_by_variant": ("Volume: wie 1-op-1 krijgt", "Volume: who is in 1:1"),
        "titles.duration_survival": (
            "Duur: hoe lang 1-op-1 doorgaat",
            "Duration: how long 1:1 goes on",
        ),
        "titles.cost_per_year": (
            "Kosten: wat 1-op-1 per jaar kost",
            "Cost: what 1:1 costs per year",
        ),
        "titles.jeugdzorgplus_census": (
            "JeugdzorgPlus: jongeren en plaatsen",
            "Closed youth care: youths and places",
        ),
        "titles.starts_by_cause": ("Instroom: waarom 1-op-1 begint", "Inflow: why 1:1 starts"),
    }
)


def word(key: str, lang: str) -> str:
    """Return the words for `key` in `lang` (nl or en)."""
    return TEXTS[key][0 if lang == "nl" else 1]


def caption(figure: str, lang: str, n: int, kind: str = "bands") -> str:
    """Return the caption of a figure over `n` replications.

    `kind` (bands, bars or dots) says how uncertainty is drawn.
    """
    spread = word(f"captions.{kind if n > 1 else 'once'}", lang).format(n=n)
    return f"{word(f'captions.{figure}', lang)} {spread}"
