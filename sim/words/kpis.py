"""Words for every KPI: title and description, Dutch and English.

A description says how it is counted, never whether more is better.
"""

from types import MappingProxyType
from typing import NamedTuple


class Text(NamedTuple):
    """Title and description in both languages."""

    nl: str
    en: str
    about_nl: str
    about_en: str


KPI_TEXTS = MappingProxyType(
    {
        "census_one_to_one": Text(
            "Jongeren in 1-op-1",
            "Youths in 1:1",
            "Gemiddeld aantal per dag, geregistreerd of niet.",
            "Mean number per day, registered or not.",
        ),
        "census_one_to_one_by_year": Text(
            "Jongeren in 1-op-1, per jaar",
            "Youths in 1:1, by year",
            "Gemiddeld aantal per dag, per kalenderjaar.",
            "Mean number per day, per calendar year.",
        ),
        "census_registered": Text(
            "waarvan geregistreerd",
            "of which registered",
            "Geregistreerd als 1-op-1: gemiddeld aantal per dag dat een gemeente ziet.",
            "Registered as 1:1: mean number per day that a municipality sees.",
        ),
        "census_registered_by_year": Text(
            "Geregistreerde 1-op-1, per jaar",
            "Registered 1:1, by year",
            "Gemiddeld aantal per dag, per kalenderjaar.",
            "Mean number per day, per calendar year.",
        ),
        "census_alone": Text(
            "waarvan alleen (solo, unit)",
            "of which alone (solo, unit)",
            "Gemiddeld aantal per dag in solo- of unit-1-op-1.",
            "Mean number per day in solo or unit 1:1.",
        ),
        "census_by_variant": Text(
            "Jongeren per vorm van 1-op-1",
            "Youths by form of 1:1",
            "Gemiddeld aantal per dag.",
            "Mean number per day.",
        ),
        "starts_per_year": Text(
            "Gestarte trajecten", "Arrangements started", "Aantal per jaar.", "Number per year."
        ),
        "starts_by_cause": Text(
            "Gestarte 1-op-1, naar aanleiding",
            "1:1 started, by cause",
            "Aantal per jaar.",
            "Number per year.",
        ),
        "starts_by_year": Text(
            "Gestarte 1-op-1, per jaar",
            "1:1 started, by year",
            "Aantal per kalenderjaar, omgerekend naar een heel jaar.",
            "Number per calendar year, scaled to a whole year.",
        ),
        "census_in_care": Text(
            "Jongeren in jeugdhulp met verblijf",
            "Youths in residential care",
            "Gemiddeld aantal per dag, overal behalve thuis.",
            "Mean number per day, anywhere but home.",
        ),
        "arrivals_per_year": Text(
            "Nieuwe jongeren",
            "New youths",
            "Eerste aanmeldingen per jaar.",
            "First arrivals per year.",
        ),
        "duration": Text(
            "Duur van 1-op-1",
            "Duration of 1:1",
            (
                "Dagen waarna een kwart, de helft en driekwart van de trajecten is geëindigd; "
                "lopende "
                "trajecten tellen mee (Kaplan-Meier)."
            ),
            (
                "Days after which a quarter, half and three quarters of arrangements have ended; "
                "running ones count (Kaplan-Meier)."
            ),
        ),
        "share_over_one_year": Text(
            "Langer dan een jaar",
            "Longer than a year",
            "Aandeel trajecten dat langer dan 365 dagen duurt (Kaplan-Meier).",
            "Share of arrangements lasting over 365 days (Kaplan-Meier).",
        ),
        "excess_over_planned": Text(
            "Langer dan bedoeld",
            "Longer than meant",
            "Gemiddelde duur min gemiddelde bedoelde duur, beide afgekapt op drie jaar.",
            "Mean duration minus mean duration meant, both capped at three years.",
        ),
        "blocked_share": Text(
            "Wacht op een vervolgplek",
            "Blocked, waiting to move on",
            "Aandeel dagen in solo of unit waarop de jongere verder kan maar geen plek heeft.",
            "Share of solo and unit days on which the youth could move on but has no place.",
        ),
        "cost_one_to_one": Text(
            "Kosten van 1-op-1",
            "Cost of 1:1",
            "Euro per jaar: personeel, huisvesting, evaluatie, toetsing en toekenning.",
            "Euro per year: staff, housing, evaluation, review and authorisation.",
        ),
        "cost_one_to_one_by_year": Text(
            "Kosten van 1-op-1, per jaar",
            "Cost of 1:1, by year",
            "Euro per kalenderjaar, omgerekend naar een heel jaar.",
            "Euro per calendar year, scaled to a whole year.",
        ),
        "cost_total": Text(
            "Totaal verblijf en 1-op-1", "Total, places and 1:1", "Euro per jaar.", "Euro per year."
        ),
        "cost_by_component": Text(
            "Kosten naar onderdeel", "Cost by component", "Euro per jaar.", "Euro per year."
        ),
        "cost_per_episode": Text(
            "Kosten per traject",
            "Cost per arrangement",
            "Gemiddelde van in de periode geëindigde trajecten, vanaf hun begin.",
            "Mean of arrangements ended in the period, from their start.",
        ),
        "cost_per_youth_year": Text(
            "Kosten per jongere per jaar 1-op-1",
            "Cost per youth-year of 1:1",
            "Kosten van personeel en huisvesting.",
            "Cost of staff and housing.",
        ),
        "cost_per_youth_year_solo": Text(
            "Per jongere per jaar solo",
            "Per youth-year of solo 1:1",
            "Kosten van personeel en huisvesting.",
            "Cost of staff and housing.",
        ),
        "share_non_contracted": Text(
            "Niet-gecontracteerde aanbieder",
            "Provider without contract",
            "Aandeel van de gestarte trajecten.",
            "Share of starts.",
        ),
        "share_proactive": Text(
            "Proactief doel",
            "Proactive goal",
            "Aandeel van de gestarte trajecten, nu of bij het einde.",
            "Share of those started, now or at their end.",
        ),
        "share_in_crisis": Text(
            "Gestart in crisis",
            "Started in crisis",
            "Aandeel van de gestarte trajecten.",
            "Share of starts.",
        ),
        "share_analysis_at_start": Text(
            "Verklarende analyse bij start",
            "Explanatory analysis at start",
            "Aandeel van de gestarte trajecten.",
            "Share of starts.",
        ),
        "share_plan": Text(
            "Afbouwplan",
            "Exit plan",
            "Aandeel van de gestarte trajecten, nu of bij het einde.",
            "Share of those started, now or at their end.",
        ),
        "isolation_days_per_year": Text(
            "Dagen alleen gewoond",
            "Days lived alone",
            "Jongere-dagen per jaar in solo of unit.",
            "Youth-days per year in solo or unit.",
        ),
        "unplanned_moves": Text(
            "Ongeplande verplaatsingen",
            "Unplanned moves",
            "Per jongere per jaar in zorg (zorgjaar).",
            "Per youth-year in care (care-year).",
        ),
        "moves_per_leaver": Text(
            "Verplaatsingen per vertrokken jongere",
            "Moves per youth who left",
            "Tussen eerste aanmelding en definitief vertrek.",
            "Between first arrival and leaving for good.",
        ),
        "relapse_180": Text(
            "Terug in 1-op-1 in 180 dagen",
            "Back in 1:1 in 180 days",
            "Aandeel na een positief of gestabiliseerd einde.",
            "Share after a positive or stabilised end.",
        ),
        "outcome": Text(
            "Hoe 1-op-1 eindigde",
            "How 1:1 ended",
            "Aandeel van de geëindigde trajecten.",
            "Share of arrangements that ended.",
        ),
        "aged_out_per_year": Text(
            "Leeftijdsgrens bereikt tijdens 1-op-1",
            "Reached the age limit in 1:1",
            "Trajecten per jaar.",
            "Arrangements per year.",
        ),
        "waited_crisis": Text(
            "Wachttijd bij crisis",
            "Wait, asked for in crisis",
            "Gemiddelde dagen tot plaatsing, van wie geplaatst is.",
            "Mean days to placement, of those placed.",
        ),
        "waited_other": Text(
            "Wachttijd zonder crisis",
            "Wait, not in crisis",
            "Gemiddelde dagen tot plaatsing, van wie geplaatst is.",
            "Mean days to placement, of those placed.",
        ),
        "occupancy": Text(
            "Bezetting",
            "Occupancy",
            "Jongere-dagen gedeeld door plaats-dagen.",
            "Youth-days over place-days.",
        ),
        "census_jeugdzorgplus": Text(
            "Jongeren in JeugdzorgPlus",
            "Youths in closed youth care",
            "Gemiddeld aantal per dag.",
            "Mean number per day.",
        ),
        "census_jeugdzorgplus_by_year": Text(
            "Jongeren in JeugdzorgPlus, per jaar",
            "Youths in closed youth care, by year",
            "Gemiddeld aantal per dag, per kalenderjaar.",
            "Mean number per day, per calendar year.",
        ),
        "inflow_jeugdzorgplus": Text(
            "Instroom JeugdzorgPlus",
            "Inflow into closed youth care",
            "Begonnen verblijven per jaar.",
            "Stays started per year.",
        ),
        "inflow_jeugdzorgplus_by_year": Text(
            "Instroom JeugdzorgPlus, per jaar",
            "Inflow into closed youth care, by year",
            "Per kalenderjaar, omgerekend naar een heel jaar.",
            "Per calendar year, scaled to a whole year.",
        ),
        "stay_jeugdzorgplus": Text(
            "Verblijfsduur JeugdzorgPlus",
            "Length of stay in closed youth care",
            "Gemiddelde van wie vertrekt.",
            "Mean of those who leave.",
        ),
        "ret_at_start": Text(
            "RET vooraf geraadpleegd",
            "RET consulted beforehand",
            "Aandeel van de gestarte trajecten.",
            "Share of starts.",
        ),
        "ret_ever": Text(
            "RET ooit betrokken",
            "RET ever involved",
            "Aandeel van de gestarte trajecten, tot nu toe.",
            "Share of those started, so far.",
        ),
        "ret_queue": Text(
            "Wachtrij bij het RET",
            "Queue at the RET",
            "Gemiddeld aantal zaken aan het eind van de maand.",
            "Mean number of cases at the end of the month.",
        ),
        "ret_days_waited": Text(
            "Wachttijd bij het RET",
            "Wait at the RET",
            "Gemiddelde dagen, van beoordeelde zaken.",
            "Mean days, of cases reviewed.",
        ),
        "stability": Text(
            "Vaste, ingewerkte teamleden",
            "Settled permanent team members",
            "Aandeel van alle functieplaatsen.",
            "Share of all positions.",
        ),
        "stability_core": Text(
            "Vast kernteam (solo, unit)",
            "Settled core team (solo, unit)",
            "Aandeel functieplaatsen in kernteams met vaste, ingewerkte mensen.",
            "Share of positions in core teams held by settled permanent staff.",
        ),
        "agency_share": Text(
            "Uitzendkrachten",
            "Agency staff",
            "Aandeel van alle functieplaatsen.",
            "Share of all positions.",
        ),
        "vacancy_share": Text(
            "Onbezette functieplaatsen",
            "Vacant positions",
            "Aandeel van alle functieplaatsen.",
            "Share of all positions.",
        ),
        "departures": Text(
            "Vertrekkende teamleden",
            "Departing team members",
            "Per functieplaats per jaar.",
            "Per position per year.",
        ),
        "fte_one_to_one": Text(
            "Personeel in 1-op-1",
            "Staff in 1:1",
            "Voltijdbanen voor de uren aanwezigheid, gemiddeld.",
            "Full-time equivalents for the hours present, mean.",
        ),
    }
)

LABEL_TEXTS = MappingProxyType(
    {
        "quarter": ("een kwart", "a quarter"),
        "median": ("mediaan", "median"),
        "three_quarters": ("driekwart", "three quarters"),
        "group": ("in een groep", "in a group"),
        "unit": ("unit", "unit"),
        "solo": ("solo", "solo"),
        "home": ("thuis", "at home"),
        "no_secure_place": ("geen gesloten plek", "no closed place"),
        "no_place": ("geen plek", "no place"),
        "refused": ("geweigerd", "refused"),
        "escalation": ("escalatie", "escalation"),
        "proactive": ("proactief", "proactive"),
        "no_follow_up": ("geen vervolgplek", "no follow-up place"),
        "positive": ("positief", "positive"),
        "stabilised": ("gestabiliseerd", "stabilised"),
        "failed": ("afgebroken", "broken off"),
        "aged_out": ("leeftijdsgrens", "age limit"),
        "jeugdzorgplus": ("JeugdzorgPlus", "closed youth care"),
        "open_group": ("open groep", "open group"),
        "hic": ("HIC of crisisbed", "HIC or crisis bed"),
        "small_scale": ("kleinschalig", "small-scale"),
        "family_home": ("gezinshuis", "family home"),
        "follow_up": ("vervolgplek", "follow-up place"),
        "place": ("plaats", "place"),
        "one_to_one_staff": ("personeel 1-op-1", "1:1 staff"),
        "one_to_one_housing": ("huisvesting 1-op-1", "1:1 housing"),
        "evaluation": ("evaluatie", "evaluation"),
        "review": ("toetsing RET", "RET review"),
        "authorisation": ("toekenning", "authorisation"),
    }
)
