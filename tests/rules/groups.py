"""One instance of every group of parameters, for tests of rules.

Round, plausible numbers with the signs that the comments of the fields state. They are not the
values of `conf/`: a law of a rule holds for any number of the right sign, so a new value of a row
can break no test here.
"""

from sim.rules.age_out import AgeLimitParameters
from sim.rules.arrive import ArrivalParameters
from sim.rules.authorise import AuthorisationParameters
from sim.rules.cost import CostParameters, LevelParameters
from sim.rules.escalate import EscalateParameters
from sim.rules.evaluate import EvaluationParameters
from sim.rules.follow_up import FollowUpParameters
from sim.rules.register import RegistrationParameters
from sim.rules.relapse import RelapseParameters
from sim.rules.review import ReviewParameters
from sim.rules.search import SearchParameters
from sim.rules.staff import StaffParameters
from sim.rules.start import StartParameters
from sim.rules.stay import SettingParameters
from sim.rules.step_down import StepDownParameters

ARRIVAL = ArrivalParameters(
    population=700_000.0,
    per_10000=12.0,
    ceiling_per_10000=30.0,
    p_crisis=0.3,
    p_secure=0.12,
    secure_with_severity=1.5,
    severity_a=2.0,
    severity_b=2.5,
    share_age_9_11=0.1,
    share_age_12_14=0.25,
    share_age_15_17=0.45,
    p_family_keeps=0.3,
    p_family_carries=0.2,
    moves_before=2.0,
    trust_at_start=8.0,
    trust_lost_per_move=0.7,
    family_home_base=-1.0,
    family_home_per_year=-0.2,
    family_home_per_severity=-2.0,
)
SEARCH = SearchParameters(
    days_tolerance=6.0,
    tolerance_shape=1.4,
    days_between_offers=3.0,
    days_to_tip=140.0,
    p_alternative_in_crisis=0.7,
    p_out_of_region=0.1,
    days_before_out_of_region=20.0,
    accept_base=1.8,
    accept_per_move=-0.15,
    accept_per_severity=-1.5,
    accept_per_behaviour=-1.0,
    accept_in_crisis=0.3,
    accept_after_one_to_one=-3.0,
    accept_per_dependency=-1.0,
    accept_per_level=-0.8,
    accept_with_ret=0.9,
    match_base=0.6,
    match_spread=0.2,
    match_in_crisis=-0.2,
    match_with_analysis=0.15,
    match_out_of_region=-0.1,
)
SETTING = SettingParameters(
    places=60.0,
    is_closed_on_date=0.0,
    filled_at_start=0.9,
    group_size=8.0,
    positions_per_place=1.2,
    days_stay=240.0,
    stay_shape=1.2,
    p_home_after=0.45,
    days_patience=60.0,
    p_one_to_one_after_patience=0.2,
    accept=0.1,
    incidents=0.2,
    cope=0.3,
    p_keep=0.25,
    fit=0.6,
    fit_spread=0.2,
    tariff_per_day=400.0,
)
ESCALATION = EscalateParameters(
    per_year=0.8,
    per_severity=2.0,
    per_behaviour=1.2,
    per_occupancy=0.5,
    per_group_size=0.07,
    per_mismatch=0.8,
    peer_one_to_one=0.2,
    per_stability=-0.8,
    per_competence=-0.6,
    per_fit=-0.5,
    per_trust=-0.5,
    one_to_one_relief=0.8,
    p_jump_two=0.3,
    cope_base=2.0,
    cope_per_stability=1.2,
    cope_per_competence=1.2,
    cope_per_behaviour=-1.5,
    cope_per_severity=-1.0,
    cope_per_strain=-1.0,
    cope_per_vacancy=-1.5,
    keep_with_group_funding=0.2,
    p_secure_after_expulsion=0.3,
    competence_lost_by_expulsion=1.0,
    p_experience=0.15,
    p_level_up=0.1,
    give_up_base=-2.5,
    give_up_per_fear=1.2,
    days_behaviour=45.0,
    days_trust=150.0,
    days_strain=30.0,
    trust_lost=2.0,
    trust_rest=8.0,
    rest_per_severity=2.5,
    rest_per_instability=1.2,
    rest_isolated=1.5,
)
START = StartParameters(
    p_ret=0.4,
    ret_in_crisis=0.3,
    p_late_review=0.2,
    days_to_late_review=60.0,
    p_analysis=0.3,
    p_plan=0.25,
    p_proactive=0.5,
    p_planned=0.1,
    p_home=0.1,
    p_unit=0.3,
    p_contracted=0.6,
    contracted_in_crisis=0.7,
    p_level_4=0.08,
    p_level_5=0.02,
    p_level_3_in_group=0.25,
    p_shared_rung=0.4,
    days_planned=120.0,
    planned_shape=1.3,
    fear_base=1.0,
    fear_in_crisis=1.0,
    fear_per_behaviour=1.5,
    fear_without_analysis=0.6,
    fit_alone=0.45,
    fit_spread=0.25,
)
REVIEW = ReviewParameters(
    per_week=1.5,
    days_decision=7.0,
    p_analysis=0.8,
    p_plan=0.7,
    p_to_proactive=0.5,
    p_alternative=0.25,
)
EVALUATION = EvaluationParameters(
    interval_days=91.0,
    compliance=0.65,
    compliance_per_vacancy=0.5,
    p_outside_expert=0.1,
    attempt_base=-0.3,
    attempt_per_stability=1.2,
    attempt_per_competence=0.8,
    attempt_with_analysis=0.4,
    attempt_with_plan=0.5,
    attempt_with_expert=0.7,
    attempt_if_proactive=0.5,
    attempt_per_fit=0.5,
    attempt_per_leadership=0.4,
    attempt_per_calm=1.2,
    attempt_per_fear=-1.6,
    attempt_per_dependency=-1.0,
    attempt_per_stance=0.4,
    attempt_in_renewal=-1.2,
    attempt_after_departure=-0.8,
)
STEP_DOWN = StepDownParameters(
    success_base=1.0,
    success_per_behaviour=-1.8,
    success_per_stability=1.4,
    success_per_competence=0.8,
    success_per_trust=0.6,
    success_with_plan=0.4,
    success_per_extra_rung=-0.9,
    success_too_fast=-0.7,
    days_too_fast=42.0,
    fear_relief=1.0,
    fear_jump=1.0,
    behaviour_jump=1.0,
    p_experience=0.3,
    p_fall_back=0.3,
    days_fear=120.0,
    fear_per_incident=1.0,
    months_dependency=12.0,
    highest_alone=5.0,
    highest_beside=3.0,
)
FOLLOW_UP = FollowUpParameters(ready_level=1.0, search_level_with_plan=2.0, years_follow_up=16.0)
RELAPSE = RelapseParameters(
    per_year=0.2,
    per_behaviour=1.2,
    per_severity=1.0,
    per_abruptness=0.3,
    per_stability=-0.8,
    days_at_risk=730.0,
)
STAFF = StaffParameters(
    departures_per_year=0.15,
    new_factor=1.6,
    per_strain=0.8,
    per_one_to_one=0.5,
    per_shortage=0.6,
    per_leadership=-0.4,
    agency_cap=0.5,
    days_hire=90.0,
    hire_shape=1.2,
    hire_elasticity=1.5,
    supply_fte=1000.0,
    days_settle=180.0,
    training=0.3,
    practice_leadership=0.4,
    competence_base=0.4,
    competence_per_training=0.25,
    competence_per_leadership=0.2,
    competence_per_settled=0.3,
    days_competence=90.0,
    p_jolt=0.15,
    days_postponed=45.0,
    days_calm=90.0,
    p_fresh_start=0.5,
    core_positions=6.0,
    p_core_agency=0.4,
    p_core_agency_non_contracted=0.7,
    leadership_base=0.6,
    leadership_spread=0.2,
    solo_managers=5.0,
    sites_per_manager=4.0,
    p_settled_at_start=0.7,
    p_agency_at_start=0.1,
    reluctance_spread=0.6,
    hours_per_fte_year=1300.0,
)
AUTHORISATION = AuthorisationParameters(
    term_days=365.0,
    renewal_window_days=180.0,
    effort_hours=24.0,
    maximum_days=540.0,
    p_forced_attempt=0.5,
    p_hard_cap=0.2,
)
AGE_LIMIT = AgeLimitParameters(years=18.0, p_extended=0.4, years_extended=23.0)
REGISTRATION = RegistrationParameters(p_contracted=0.9, p_non_contracted=0.6)
COST = CostParameters(
    tariff_per_hour=46.0,
    surcharge_non_contracted=1.25,
    tariff_spread=0.2,
    housing_per_day=90.0,
    staff_hours_per_evaluation=12.0,
    expert_per_evaluation=1500.0,
    per_review=2500.0,
    professional_per_hour=95.0,
)
LEVEL = LevelParameters(staff_present=2.0, hours_per_day=24.0)

GROUP_OF = {
    type(group): group
    for group in (
        ARRIVAL,
        SEARCH,
        SETTING,
        ESCALATION,
        START,
        REVIEW,
        EVALUATION,
        STEP_DOWN,
        FOLLOW_UP,
        RELAPSE,
        STAFF,
        AUTHORISATION,
        AGE_LIMIT,
        REGISTRATION,
        COST,
        LEVEL,
    )
}
