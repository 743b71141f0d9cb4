"""Figures for parliament: across programmes and schemes, of no fewer than five, and honest about what is not known."""

import csv
import datetime as dt
import io
import json
import re
import subprocess
import sys
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coophub.accounts.models import Role
from coophub.audit.models import AuditEntry
from coophub.reports.models import ReportJob
from coophub.reports.services import render
from coophub.web import clock
from financing.subsidies.services.ledger import enter_award
from initiatives.models import Phase
from pilots.models import Pilot
from pilots.services.parliament import parliament_now
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory, PhaseChangeFactory
from tests.factories.pilots import PilotFactory, ProgrammeFactory
from tests.factories.subsidies import submitted_application
from tests.pdf_words import words_of_pdf

pytestmark = pytest.mark.django_db

PAGE = "pilots:parliament"


def began():
    return clock.today() - dt.timedelta(days=900)


def make_pilots(programme, count, *, living=0, homes=10):
    """So many pilots, of which the first came to live there after 300 days, and one after the other a day later."""
    made = []
    for number in range(count):
        lives = number < living
        initiative = InitiativeFactory(homes=homes, phase=Phase.LIVING if lives else Phase.DEVELOPMENT)
        PhaseChangeFactory(initiative=initiative, phase=Phase.DEVELOPMENT, on=began())
        if lives:
            on = began() + dt.timedelta(days=300 + number)
            PhaseChangeFactory(initiative=initiative, phase=Phase.LIVING, on=on)
        made.append(PilotFactory(programme=programme, initiative=initiative, started_on=began()))
    return made


@pytest.fixture
def reviewer(client):
    user = UserFactory(roles=[Role.REVIEWER])
    client.force_login(user)
    return user


def applied():
    """What a group of twenty homes submitted."""
    writer, signer = UserFactory(), UserFactory()
    group = InitiativeFactory(owner=writer, homes=20)
    MembershipFactory(initiative=group, user=signer, role="owner")
    return submitted_application(group, writer=writer, signer=signer)


def living_with_subsidy(count, amount):
    """Groups that live there, each with an award."""
    made = []
    for _each in range(count):
        application = applied()
        enter_award(application=application, amount=Decimal(amount), user=None)
        type(application.initiative).objects.filter(pk=application.initiative_id).update(phase=Phase.LIVING)
        made.append(application)
    return made


def squeezed(text):
    return re.sub(r"\s+", "", text)


def test_programmes_stand_beside_each_other_with_what_became_of_them():
    first, second = ProgrammeFactory(name="Eerste"), ProgrammeFactory(name="Tweede", starts_on=dt.date(2023, 1, 1))
    make_pilots(first, 8, living=6)
    stopped = make_pilots(second, 6, homes=30)[0]
    Pilot.objects.filter(pk=stopped.pk).update(outcome=Pilot.Outcome.STOPPED, ended_on=clock.today())

    found = parliament_now()

    lines = [(line.programme, line.pilots, line.homes, line.realised, line.stopped) for line in found.programmes]
    assert lines == [(first, 8, 80, 6, 0), (second, 6, 180, 0, 1)]
    assert (found.total.pilots, found.total.homes, found.total.realised) == (14, 260, 6)
    assert found.total.realised_homes == 60
    assert found.programmes[0].half_within == pytest.approx(303 / (365.25 / 12))
    assert found.programmes[1].half_within is None


def test_homes_of_few_that_live_there_are_not_told():
    make_pilots(ProgrammeFactory(), 8, living=4)

    found = parliament_now()

    assert (found.total.realised, found.total.realised_homes) == (4, None)
    assert [line.realised_homes for line in found.programmes] == [None]


def test_homes_of_few_do_not_follow_from_the_total():
    """Seven live there, two of which in the second programme."""
    make_pilots(ProgrammeFactory(), 8, living=5)
    make_pilots(ProgrammeFactory(), 8, living=2)

    found = parliament_now()

    assert found.total.realised_homes == 70
    assert [line.realised_homes for line in found.programmes] == [None, None]


def test_small_programmes_are_one_line_and_fewer_than_five_pilots_none():
    large = ProgrammeFactory(name="Groot")
    make_pilots(large, 9)
    for _each in range(2):
        make_pilots(ProgrammeFactory(), 3)

    found = parliament_now()

    assert [(line.programme, line.pilots) for line in found.programmes] == [(large, 9), (None, 6)]
    Pilot.objects.exclude(pk__in=Pilot.objects.values("pk")[:4]).delete()
    assert parliament_now().total is None


def test_what_a_home_cost_is_what_was_awarded_to_groups_that_live_there():
    living_with_subsidy(5, "10000")
    waits = applied()
    enter_award(application=waits, amount=Decimal(9_000), user=None)

    found = parliament_now()

    [scheme] = found.schemes
    assert (scheme.received, scheme.awarded, scheme.amount) == (6, 6, Decimal(59_000))
    [money] = found.per_home
    assert (money.groups, money.homes, money.amount, money.per_home) == (5, 100, Decimal(50_000), Decimal(500))


def test_of_four_groups_that_live_there_nothing_is_told_of_the_money(client, reviewer):
    living_with_subsidy(4, "10000")

    page = client.get(reverse(PAGE), headers={"accept-language": "en"})

    assert page.context["found"].per_home == []
    assert "not known yet" in page.content.decode()


def test_each_figure_has_what_it_counts_in_the_file_too(client, reviewer):
    make_pilots(ProgrammeFactory(name="Eerste"), 6)

    answer = client.get(reverse(PAGE), {"export": "csv"})

    text = b"".join(answer.streaming_content).decode().removeprefix("\ufeff")
    heading, *rows = csv.reader(io.StringIO(text), delimiter=";")
    assert len(heading) == 5
    assert ["Eerste", "6"] in [[row[0], row[2]] for row in rows]
    # What too few live there to tell is said in words, and no nought.
    assert [row[2] for row in rows if row[1] == rows[3][1]] == ["niet bekend", "niet bekend"]
    assert all(row[3] == clock.today().isoformat() and len(row[4]) > 20 for row in rows)
    assert AuditEntry.objects.filter(action="pilots.take_parliament_along", actor=reviewer).exists()


def test_one_press_makes_a_pdf_with_the_figures_of_the_page(client, reviewer, tmp_path):
    make_pilots(ProgrammeFactory(name="Eerste"), 8, living=6)
    living_with_subsidy(5, "10000")
    page = client.get(reverse(PAGE)).context

    client.post(reverse("pilots:parliament_pdf"))

    job = ReportJob.objects.latest("created_at")
    assert render(str(job.pk))
    job.refresh_from_db()
    with job.file.open() as file:
        content = file.read()
    text = squeezed(words_of_pdf(content))
    for table in (page["programmes"], page["schemes"]):
        # Under the name of a scheme stands that it is an example.
        for name, *figures in table.words:
            assert squeezed(name) in text
            assert squeezed("".join(figures)) in text
    assert all(squeezed(str(found.counts)) in text for found in page["definitions"])
    assert all(squeezed(sentence) in text for sentence in page["not_known"])
    path = tmp_path / "parliament.pdf"
    path.write_bytes(content)
    command = [sys.executable, "-m", "pdfua", "check", "--format", "json", str(path)]
    findings = json.loads(subprocess.run(command, capture_output=True, text=True).stdout)["findings"]
    assert [finding for finding in findings if finding["severity"] == "error"] == []
    client.force_login(UserFactory(roles=[Role.DECIDER]))
    assert client.get(reverse("reports:download", args=[job.pk])).status_code == 404


def test_a_page_asks_the_same_for_many(client, reviewer):
    make_pilots(ProgrammeFactory(), 5)
    client.get(reverse(PAGE))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse(PAGE))

    for _each in range(3):
        make_pilots(ProgrammeFactory(), 6, living=5)
    # What is kept of the new pilots is worked out once, on the first page that asks.
    client.get(reverse(PAGE))
    with CaptureQueriesContext(connection) as many:
        client.get(reverse(PAGE))

    assert len(many) == len(few)
