"""The demo's data: the same every time, something of everything, and every page of it leads to a page."""

import datetime as dt
import json
import re
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from html import unescape
from urllib.parse import urljoin

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.template import Context
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils import translation

from coophub.accounts.demo import give_demo_second_factor
from coophub.accounts.models import User
from coophub.audit import chain
from coophub.portal.demo.load import load_demo
from coophub.reports import services
from coophub.reports.models import ReportJob
from coophub.web import clock
from coophub.web.formats import euro
from financing.engine import parse_plan
from financing.engine.stress import stress
from financing.plans.models import Plan
from financing.plans.selectors.outcomes import outcome_of
from financing.subsidies.applications.completeness import missing_from
from financing.subsidies.applications.parts.plan import PLAN
from financing.subsidies.applications.sections import CONDITIONS
from financing.subsidies.models import (
    AdvanceRequest,
    Application,
    LedgerEntry,
    Letter,
    Loan,
    LoanRepayment,
    SchemeVersion,
    State,
)
from financing.subsidies.procedure.awards import current_award
from financing.subsidies.selectors.budget import budget_bars
from financing.subsidies.selectors.loans import loan_balance
from financing.subsidies.selectors.publication import published_awards
from financing.subsidies.services import applying, drafting
from initiatives.models import CooperativeForm, Household, Initiative, Membership, Phase, Task
from pilots.models import Bottleneck, Call, CoachingSession, Pilot, Programme, Selection
from tests.pdf_words import words_of_pdf

pytestmark = pytest.mark.xdist_group("demo")

HREF = re.compile(r'<a\b[^>]*?\bhref="([^"#]+)')
SIGNING_OUT = "/accounts/logout/"

WHAT_MATTERS = {
    Initiative: ["slug", "name", "municipality_id", "form", "building", "target_group", "phase", "homes", "summary"],
    Membership: ["initiative__slug", "user__email", "role"],
    Task: ["initiative__slug", "title", "due_on", "owner__email"],
    Plan: ["initiative__slug", "name", "document", "home_rooms"],
    Household: ["initiative__slug", "key", "name", "rooms", "most_rent", "pledge", "place", "place_reason"],
    Application: ["initiative__slug", "number", "state", "target", "amount_requested", "submitted_at", "decide_by"],
    LedgerEntry: ["kind", "amount"],
    Pilot: ["initiative__slug", "programme__slug", "started_on", "ended_on", "outcome"],
    CoachingSession: ["pilot__initiative__slug", "advisor__email", "held_on", "hours", "summary", "internal_note"],
    Bottleneck: ["pilot__initiative__slug", "category", "severity", "description", "opened_on", "resolved_on"],
}


def all_that_matters():
    rows = {model.__name__: list(model.objects.values_list(*names)) for model, names in WHAT_MATTERS.items()}
    # A number begins with the key of its scheme, and a second load makes the schemes anew.
    return {
        name: sorted(re.sub(r"WC\d+-", "WC-", json.dumps(row, default=str)) for row in found)
        for name, found in rows.items()
    }


@pytest.mark.django_db
@pytest.mark.thorough
def test_the_same_day_gives_the_same_data():
    """Stands before the load that all others share."""
    loads = []
    for _load in range(2):
        with transaction.atomic():
            load_demo(today=clock.today())
            loads.append(all_that_matters())
            transaction.set_rollback(True)

    assert loads[0] == loads[1]
    assert all(loads[0].values())


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """One load for every test from here on, taken back afterwards; gives how many there are of what."""
    with django_db_blocker.unblock(), transaction.atomic():
        counts = load_demo(today=clock.today())
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        yield counts
        transaction.set_rollback(True)


def test_a_second_load_adds_nothing(demo, capsys):
    before = all_that_matters()

    call_command("load_demo")

    assert "already" in capsys.readouterr().out
    assert all_that_matters() == before


def test_the_programmes_of_the_ministry_and_fifteen_pilots(demo):
    assert Programme.objects.filter(only_years_known=True).count() == 4
    assert demo["pilots"] == Pilot.objects.count() == 15
    assert set(Pilot.objects.values_list("programme__slug", flat=True)) == {
        "vijftien-pilots",
        "voorbeeldprogramma",
    }


def test_a_call_is_open_and_one_selection_was_made(demo):
    open_now, finished = Call.objects.order_by("-opens_on")

    assert open_now.is_open
    assert open_now.intakes.count() == 2
    assert finished.selected_at is not None
    chosen = Selection.objects.filter(intake__call=finished, outcome=Selection.Outcome.CHOSEN)
    assert set(chosen.values_list("intake__initiative", flat=True)) == set(
        finished.programme.pilots.values_list("initiative", flat=True)
    )


def test_initiatives_over_the_country_in_every_phase_and_form(demo):
    initiatives = Initiative.objects.select_related("municipality")

    assert 37 <= len(initiatives) <= 45
    assert {initiative.phase for initiative in initiatives} == set(Phase.values)
    assert {initiative.form for initiative in initiatives} == set(CooperativeForm.values)
    assert len({initiative.municipality.province for initiative in initiatives}) >= 10
    assert {initiative.is_published for initiative in initiatives} == {True, False}


def test_some_plans_close_and_some_do_not(demo):
    verdicts = [outcome_of(plan.document).result.closes for plan in Plan.objects.all()]

    assert verdicts.count(True) >= 3
    assert verdicts.count(False) >= 3


def test_the_plan_that_a_visitor_opens_first_hangs_on_its_setbacks(demo):
    plan = Plan.objects.get(initiative__memberships__user__name="Anna Appelbloesem")

    found = stress(parse_plan(plan.document), seed=1, runs=1_000)

    assert 0.4 <= found.closes_share <= 0.6


def test_a_scheme_two_thirds_used_and_a_round_to_divide(demo):
    whole, *_targets = budget_bars(SchemeVersion.objects.get(applications__state=State.PARTLY_AWARDED))
    assert Decimal("0.6") <= 1 - whole.free / whole.ceiling <= Decimal("0.75")

    tender = SchemeVersion.objects.get(allocation=SchemeVersion.Allocation.RANKING)
    assert tender.closes_at < clock.now()
    assert sum(tender.applications.values_list("amount_requested", flat=True)) > tender.ceiling
    assert all(application.assessments.exists() for application in tender.applications.all())


def test_applications_in_every_state_with_ledger_and_letters(demo):
    assert set(Application.objects.values_list("state", flat=True)) == set(State.values)
    awards = [current_award(application) for application in Application.objects.all()]
    held = sum((award.awarded if award.settled is None else award.settled for award in awards), Decimal(0))
    repaid = sum((repayment.principal for repayment in LoanRepayment.objects.all()), Decimal(0))
    assert sum(entry.amount for entry in LedgerEntry.objects.all()) == held - repaid
    sent = Letter.objects.filter(kind="receipt").count()
    assert sent == Application.objects.exclude(state=State.DRAFT).count()


def test_a_loan_that_is_taken_up_in_part_and_partly_repaid(demo):
    balance = loan_balance(Loan.objects.get(), clock.today())

    assert 0 < balance.undrawn < balance.drawn + balance.undrawn
    assert 0 < balance.repaid < balance.drawn


def test_what_a_group_does_follows_the_decision_and_is_published(demo):
    awards = list(Application.objects.filter(ledger_entries__kind="award").distinct())

    for application in awards:
        ends_on = current_award(application).activities_end_on
        assert clock.day_of(application.decision.signed_at) < ends_on
        is_running = application.state in (State.AWARDED, State.PARTLY_AWARDED)
        assert (ends_on > clock.today()) == is_running
        for report in application.reports.all():
            assert report.content["done_on"] == ends_on.isoformat()
            assert ends_on <= clock.day_of(report.submitted_at) <= clock.today()
    assert len(list(published_awards())) == len(awards) > 0


def test_a_group_waits_for_a_decision_on_an_advance(demo):
    request = AdvanceRequest.objects.get()

    assert request.is_open
    assert clock.day_of(request.asked_at) < clock.today() <= request.decide_by


def test_the_group_of_anna_has_all_that_an_application_rests_on(demo):
    anna = User.objects.get(name="Anna Appelbloesem")
    group = Initiative.objects.get(memberships__user=anna)
    version = SchemeVersion.objects.get(applications__state=State.PARTLY_AWARDED)
    assert not group.applications.exists()

    draft = applying.start_application(version=version, initiative=group, user=anna)
    drafting.choose_plan(application=draft, plan=group.plans.get(), revision=draft.revision, user=anna)

    lacking = {item.section for item in missing_from(Application.objects.get(pk=draft.pk))}
    draft.delete()
    assert not lacking & {PLAN, CONDITIONS}


def test_two_years_of_coaching_with_everything_in_it(demo):
    days = list(CoachingSession.objects.order_by("held_on").values_list("held_on", flat=True))

    assert days[0] <= clock.today() - dt.timedelta(days=2 * 365 - 60)
    assert clock.today() - dt.timedelta(days=60) <= days[-1] <= clock.today()
    assert set(Bottleneck.objects.values_list("category", flat=True)) == set(Bottleneck.Category.values)
    assert Bottleneck.objects.filter(resolved_on=None).exists()
    assert Bottleneck.objects.exclude(resolved_on=None).exists()


@dataclass(frozen=True)
class CohortPages:
    """Both pages of the demo's pilots, and the PDF of them, for somebody of the ministry."""

    waits: Context
    progress: Context
    pdf: str


@pytest.fixture(scope="module")
def cohort(demo):
    with transaction.atomic():
        client = Client()
        reviewer = User.objects.get(name="Rosa Rozemarijn")
        give_demo_second_factor(reviewer)
        client.force_login(reviewer)
        waits = client.get(reverse("pilots:cohorts")).context
        progress = client.get(reverse("pilots:cohort_progress")).context
        client.post(reverse("pilots:cohort_report"), {"query": ""})
        # Not the newest of all: just after midnight the letters of the demo are of later that day.
        job = ReportJob.objects.filter(requested_by=reviewer).latest("created_at")
        assert services.render(str(job.pk))
        job.refresh_from_db()
        with job.file.open() as file:
            found = CohortPages(waits, progress, _squeezed(words_of_pdf(file.read())))
        transaction.set_rollback(True)
    return found


@pytest.fixture
def in_dutch(english):
    """In which who reads these pages reads them."""
    with translation.override("nl"):
        yield


def _squeezed(text):
    return re.sub(r"\s+", "", text)


def test_the_curve_of_the_fifteen_is_on_the_page_and_in_the_pdf(cohort, in_dutch):
    assert cohort.waits["cohort"].count == 15
    tables = [cohort.waits["chart"].table, cohort.waits["at_risk"], cohort.waits["summary"]]
    for table in [*tables, *cohort.progress["tables"].values()]:
        assert table.words
        for row in table.words:
            assert _squeezed("".join(row)) in cohort.pdf, (table.caption, row)


def test_coaching_made_plans_close_and_one_group_stopped(cohort, in_dutch):
    plans, outcomes = cohort.progress["progress"].plans, cohort.progress["progress"].outcomes

    assert plans.pilots == 14
    assert plans.closed_before + 5 <= plans.closed_after < plans.pilots
    assert plans.gap_closed > 1_000_000
    assert outcomes[Pilot.Outcome.STOPPED] == 1
    for figure in cohort.progress["plans"]:
        assert _squeezed(str(figure.label)) in cohort.pdf
        assert _squeezed(figure.value) in cohort.pdf
    assert cohort.progress["plans"][-1].value == euro(plans.gap_closed)


def test_nobody_s_real_address_is_in_it(demo):
    assert {user.email.rpartition("@")[2] for user in User.objects.all()} == {"demo.example"}


def test_the_audit_chain_of_the_demo_holds(demo):
    assert chain.verify().count > 100


PARTS_OF_PAGES = {"section", "question", "topic", "step", "document", "chapter", "letter", "fact", "addressee", "what"}
"""What an address tells apart by name; the rest of it says which group, plan or place it is about."""


def kind_of(address):
    """Addresses that differ by a number, a key, a name or a place are one page."""
    path, _mark, query = address.partition("?")
    with suppress(Resolver404):
        found = resolve(path)
        parts = sorted(f"{key}={value}" for key, value in found.kwargs.items() if key in PARTS_OF_PAGES)
        path = " ".join([found.view_name, *parts])
    return path + "?" + ",".join(sorted(re.findall(r"(?:^|&)((?:tab|section)=[\w-]*|\w+(?==))", query)))


def links_of(response):
    if not response.get("Content-Type", "").startswith("text/html"):
        return []
    return [unescape(found) for found in HREF.findall(response.content.decode())]


def dead_ends_of(person):
    """The addresses that a person is led to and that do not open, with the page that leads there."""
    client = Client()
    client.force_login(person)
    seen, dead, waiting = set(), [], deque([("/start/", "the start"), ("/", "the start")])
    while waiting:
        address, source = waiting.popleft()
        kind = kind_of(address)
        if kind in seen or not address.startswith("/") or address.startswith(SIGNING_OUT):
            continue
        seen.add(kind)
        response = client.get(address)
        if response.status_code >= 400:
            dead.append((address, response.status_code, source))
        if response.status_code in (301, 302):
            waiting.append((response["Location"], address))
            continue
        waiting.extend((urljoin(address, link), address) for link in links_of(response))
    assert len(seen) > 20
    return dead


@pytest.mark.thorough
def test_nobody_of_the_demo_is_led_to_a_dead_end(demo):
    """No page leads anybody to a page that is not there or not theirs: what is offered can be opened."""
    with transaction.atomic():
        people = list(User.objects.filter(is_demo=True).order_by("pk"))
        for person in people:
            give_demo_second_factor(person)
        found = {str(person): dead_ends_of(person) for person in people}
        transaction.set_rollback(True)

    assert {person: dead for person, dead in found.items() if dead} == {}


@pytest.mark.django_db
@pytest.mark.parametrize("options", [{}, {"initiatives": 10}])
def test_production_takes_nobody_who_is_made_up(settings, options):
    settings.IS_PRODUCTION = True

    with pytest.raises(CommandError, match="production"):
        call_command("load_demo", **options)

    assert not User.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("number", [0, -5])
def test_a_senseless_number_is_refused(number):
    with pytest.raises(CommandError, match="above 0"):
        call_command("load_demo", initiatives=number)
