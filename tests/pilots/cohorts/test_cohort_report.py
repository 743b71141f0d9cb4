"""The figures of a cohort as PDF: those of the page, for who asked for them."""

import datetime as dt
import json
import re
import subprocess
import sys

import pytest
from django.urls import reverse

from coophub.accounts.models import Role
from coophub.reports import services
from coophub.reports.models import ReportJob
from initiatives.models import Phase
from pilots.models import KnownMeasure, MeasureTried
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, PhaseChangeFactory
from tests.factories.pilots import BottleneckFactory, CoachingSessionFactory, PilotFactory, ProgrammeFactory
from tests.pdf_words import words_of_pdf

pytestmark = [pytest.mark.django_db, pytest.mark.moment("2026-03-02T10:00")]

BEGAN = dt.date(2022, 1, 3)
HIDDEN = (
    "Het doel van deze groep",
    "De wethouder wil niet",
    "Jansen hielp",
    "Wat we bespraken",
    "De voorzitter is moe",
    "Naar Jansen bellen",
    "Karel Kattenstaart",
)
"""What stands in the data of these pilots, and in no figures."""


@pytest.fixture
def fifteen():
    """Nine and six pilots, of which every third came to live there."""
    advisor = UserFactory(name=HIDDEN[6], roles=[Role.ADVISOR])
    programmes = [ProgrammeFactory(name="Tweede actieprogramma"), ProgrammeFactory(name="Middeninkomens")]
    made = []
    for number in range(15):
        initiative = InitiativeFactory(phase=Phase.LIVING if number % 3 == 0 else Phase.DEVELOPMENT)
        PhaseChangeFactory(initiative=initiative, phase=Phase.FEASIBILITY, on=BEGAN)
        on = BEGAN + dt.timedelta(days=200 + 40 * number)
        PhaseChangeFactory(initiative=initiative, phase=Phase.DEVELOPMENT, on=on)
        if number % 3 == 0:
            PhaseChangeFactory(initiative=initiative, phase=Phase.LIVING, on=on + dt.timedelta(days=300))
        pilot = PilotFactory(programme=programmes[number >= 9], initiative=initiative, started_on=BEGAN, goal=HIDDEN[0])
        bottleneck = BottleneckFactory(pilot=pilot, opened_on=BEGAN, description=HIDDEN[1], resolution=HIDDEN[2])
        CoachingSessionFactory(pilot=pilot, advisor=advisor, held_on=BEGAN, summary=HIDDEN[3], internal_note=HIDDEN[4])
        # Fewer than five tried this.
        if number < 4:
            measure, _is_new = KnownMeasure.objects.get_or_create(name=HIDDEN[5])
            MeasureTried.objects.create(bottleneck=bottleneck, measure=measure, outcome="helped", on=BEGAN)
        made.append(pilot)
    return made


@pytest.fixture
def reviewer(client):
    user = UserFactory(roles=[Role.REVIEWER])
    client.force_login(user)
    return user


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def made_pdf(client, **query):
    address = "&".join(f"{name}={value}" for name, value in query.items())
    response = client.post(reverse("pilots:cohort_report"), {"query": address})
    job = ReportJob.objects.latest("created_at")
    assert response.url.endswith(f"file={job.pk}#file")
    assert services.render(str(job.pk))
    job.refresh_from_db()
    with job.file.open() as file:
        return job, file.read()


def test_pdf_has_the_figures_of_the_page(client, reviewer, fifteen, tmp_path):
    page = client.get(reverse("pilots:cohorts"), {"by": "programme"}).context
    progress = client.get(reverse("pilots:cohort_progress")).context

    _job, content = made_pdf(client, by="programme")

    text = squeezed(words_of_pdf(content))
    assert page["cohort"].count == 15
    for table in (page["summary"], page["at_risk"], page["chart"].table, *progress["tables"].values()):
        for row in table.words:
            assert squeezed("".join(row)) in text, row
    assert squeezed(page["comparison"]) in text
    path = tmp_path / "cohort.pdf"
    path.write_bytes(content)
    command = [sys.executable, "-m", "pdfua", "check", "--format", "json", str(path)]
    findings = json.loads(subprocess.run(command, capture_output=True, text=True).stdout)["findings"]
    assert [finding for finding in findings if finding["severity"] == "error"] == []
    assert not [pilot for pilot in fifteen if squeezed(pilot.initiative.name) in text]
    assert not [words for words in HIDDEN if squeezed(words) in text]


def test_pdf_of_a_few_says_that_there_are_too_few(client, reviewer, fifteen):
    _job, content = made_pdf(client, province="Atlantis", form="cpo")

    assert squeezed("Cijfers over minder dan vijf pilots tonen we niet") in squeezed(words_of_pdf(content))


def test_pdf_is_for_who_asked_for_it(client, reviewer, fifteen):
    job, _content = made_pdf(client)
    address = reverse("reports:download", args=[job.pk])

    assert client.get(address).status_code == 200
    client.force_login(UserFactory(roles=[Role.DECIDER]))
    assert client.get(address).status_code == 404
