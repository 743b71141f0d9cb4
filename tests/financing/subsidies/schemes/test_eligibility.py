"""Conditions: facts of the initiative and its plan, compared, and said in words."""

import copy
import datetime as dt
import re
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from coophub.accounts.models import Role
from financing.plans.selectors.norms import RentLimits, rent_limits_of
from financing.plans.services.norms import add_norms
from financing.subsidies.applications.completeness import missing_from
from financing.subsidies.models import EligibilityRule, SchemeVersion
from financing.subsidies.schemes.eligibility import check_eligibility, is_met, rule_in_words
from financing.subsidies.schemes.examples import publish_example
from financing.subsidies.schemes.facts import FACTS, OPERATORS, Situation
from financing.subsidies.schemes.maxima import covered_of, maximum_for
from financing.subsidies.schemes.plan_facts import PlanFacts
from financing.subsidies.services import applying, budgeting, deciding, drafting
from initiatives.models import Building, Phase
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.plans import PlanFactory
from tests.factories.subsidies import ANSWERS, CSV, design, drafted


def outcomes(checks) -> dict[str, bool | None]:
    return {getattr(check.explanation, "dutch", check.explanation): check.met for check in checks}


@pytest.mark.django_db
def test_plan_facts_are_unknown_until_there_is_a_plan():
    version = publish_example("leenfonds-landelijk")
    initiative = InitiativeFactory(phase=Phase.DEVELOPMENT)

    without = outcomes(check_eligibility(version, initiative))
    with_plan = outcomes(check_eligibility(version, initiative, PlanFactory(initiative=initiative)))

    assert without["Jullie financieringsplan komt rond."] is None
    assert with_plan["Jullie financieringsplan komt rond."] is not None
    assert with_plan["Er komen nieuwe woningen: nieuwbouw of een gebouw dat woningen wordt."] is True


@pytest.mark.django_db
def test_every_fact_can_be_read_of_an_initiative_with_a_plan():
    plan = PlanFactory()
    situation = Situation(plan.initiative, plan)

    values = {name: fact.read(situation) for name, fact in FACTS.items()}

    assert None not in values.values(), values
    assert all(FACTS[name].shown(value) for name, value in values.items())


@pytest.mark.django_db
def test_rent_segments_and_own_share_come_from_the_plan():
    document = copy.deepcopy(PlanFactory().document)
    limits = rent_limits_of(document["price_level_year"])
    social, middle = float(limits.social), float(limits.middle)
    first = document["dwellings"][0]
    document["dwellings"] = [
        {**first, "name": "Sociaal", "count": 5, "monthly_rent": social},
        {**first, "name": "Midden", "count": 10, "monthly_rent": social + 0.01},
        {**first, "name": "Midden, hoogste", "count": 4, "monthly_rent": middle},
        {**first, "name": "Vrij", "count": 1, "monthly_rent": middle + 1},
    ]

    facts = PlanFacts(document)

    assert (facts.social_share, facts.middle_share, facts.free_share) == (0.25, 0.7, 0.05)
    assert facts.homes == 20


@pytest.mark.django_db
@pytest.mark.parametrize(("year", "social_max"), [(2020, 879.58), (2025, 900.07), (2026, 932.93), (2031, 932.93)])
def test_rent_limits_hold_from_their_day(year, social_max):
    assert float(rent_limits_of(year).social) == social_max


@pytest.mark.django_db
def test_rent_limits_follow_the_norms_that_staff_keep():
    norms = add_norms(
        valid_from=dt.date(2029, 1, 1),
        figures={
            "source": "Proef",
            "low_segment_points": 100,
            "middle_segment_points": 150,
            "social_income_one": Decimal(50_000),
            "social_income_more": Decimal(60_000),
        },
        rents={100: Decimal(800), 150: Decimal("1100.50")},
        user=UserFactory(roles=[Role.ADVISOR]),
    )
    assert rent_limits_of(2029) == RentLimits(2029, Decimal(800), Decimal("1100.50"))

    norms.maximum_rents.filter(points=150).delete()

    assert rent_limits_of(2029) is None


@pytest.mark.django_db
def test_named_applicant_is_alone():
    version = publish_example("kennisnetwerk")

    [mine] = check_eligibility(version, InitiativeFactory(kvk_number="00000001"))
    [other] = check_eligibility(version, InitiativeFactory(kvk_number="12345678"))
    [unknown] = check_eligibility(version, InitiativeFactory(kvk_number=""))

    assert (mine.met, other.met, unknown.met) == (True, False, None)


@pytest.mark.django_db
def test_phase_without_a_maximum_is_not_eligible():
    version = publish_example("stimulering")

    living = check_eligibility(version, InitiativeFactory(phase=Phase.LIVING))

    assert living[0].met is False
    assert "Initiat" in living[0].explanation


@pytest.mark.django_db
def test_maximum_is_the_least_that_applies():
    version = publish_example("stimulering")

    assert maximum_for(version, InitiativeFactory(homes=10, phase=Phase.DEVELOPMENT)) == 150_000
    assert maximum_for(version, InitiativeFactory(homes=100, phase=Phase.DEVELOPMENT)) == 300_000
    assert maximum_for(version, InitiativeFactory(homes=100, phase=Phase.INITIATIVE)) == 100_000


@given(
    costs=st.decimals(0, 10_000_000, places=2),
    own=st.decimals(0, 1, places=4),
)
def test_covered_part_is_whole_cents_and_never_too_much(costs, own):
    covered = covered_of(SchemeVersion(own_share=own), costs)

    assert covered == covered.quantize(Decimal("0.01"))
    assert 0 <= costs * (1 - own) - covered < Decimal("0.01")


NUMBERS = st.floats(0, 1e6) | st.integers(0, 1_000_000)


@given(limit=NUMBERS, value=NUMBERS)
def test_at_least_and_at_most_are_each_others_counterpart(limit, value):
    least = is_met(EligibilityRule(operator="at_least", value=limit), value)
    most = is_met(EligibilityRule(operator="at_most", value=limit), value)

    assert least or most
    assert (least and most) == (round(value - limit, 9) == 0)


@given(fact=st.sampled_from(sorted(FACTS)), data=st.data())
def test_every_condition_has_a_sentence(fact, data):
    kind = FACTS[fact].kind
    values = {
        "choice": st.lists(st.sampled_from(sorted(FACTS[fact].choices or {"": ""})), min_size=1, unique=True),
        "words": st.lists(st.text(min_size=1), min_size=1),
        "yes_no": st.booleans(),
    }
    operator = data.draw(st.sampled_from(OPERATORS[kind]))
    value = data.draw(values.get(kind, NUMBERS))

    sentence = rule_in_words(fact, operator, value)

    assert sentence.startswith(str(FACTS[fact].label))
    assert sentence.endswith(".")
    assert is_met(EligibilityRule(operator=operator, value=value), None) is None


@pytest.mark.django_db
def test_page_says_what_to_mend_and_where(client):
    owner = UserFactory()
    initiative = InitiativeFactory(owner=owner, building=Building.EXISTING, phase=Phase.DEVELOPMENT)
    version = publish_example("leenfonds-landelijk")
    client.force_login(owner)

    page = client.get(reverse("subsidies:apply", args=[initiative.slug, version.scheme.slug])).content.decode()

    assert reverse("initiatives:profile", args=[initiative.slug]) in page
    assert reverse("plans:list", args=[initiative.slug]) in page
    assert "De leden brengen ten minste 5% van de investering zelf in." in page
    assert not re.search(r'<button\s+class="utrecht-button utrecht-button--primary-action"', page)


@pytest.mark.django_db
def test_notification_goes_from_draft_to_decision_without_money():
    version = publish_example("verkoop-met-korting")
    owner, second = UserFactory(), UserFactory()
    initiative = InitiativeFactory(owner=owner, building=Building.TAKE_OVER, is_woningwet_cooperative=True)
    MembershipFactory(initiative=initiative, user=second)
    application = applying.start_application(version=version, initiative=initiative, user=owner)
    for section in ("project", "applicant"):
        application = drafting.save_answers(
            application=application,
            section=section,
            answers=ANSWERS[section],
            revision=application.revision,
            user=owner,
        )
    application = budgeting.save_activities(
        application=application, rows=[design()], revision=application.revision, user=owner
    )
    plan = PlanFactory(initiative=initiative)
    application = drafting.choose_plan(application=application, plan=plan, revision=application.revision, user=owner)
    for required in version.required_documents.all():
        application.refresh_from_db()
        upload = SimpleUploadedFile(f"{required.slug}.csv", CSV)
        drafting.add_required_document(application=application, slug=required.slug, upload=upload, user=owner)
    application.refresh_from_db()
    missing = [item for item in missing_from(application) if item.section != "sign"]
    assert missing == []
    applying.co_sign(application=application, user=second)
    application = applying.submit_application(application=application, user=owner)
    drafted(application, UserFactory(roles=[Role.REVIEWER]))
    deciding.sign_decision(application=application, user=UserFactory(roles=[Role.DECIDER]))

    application.refresh_from_db()
    assert application.state == "awarded"
    assert not application.ledger_entries.exists()
    assert not application.payments.exists()
