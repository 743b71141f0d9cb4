"""The API keeps the promises of its own document: schemathesis sends what that allows and what it does not, to a live
server, and looks at every answer.
"""

import subprocess
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from coophub.documents.services import add_document
from coophub.portal.api import limits
from coophub.tokens.models import Scope, TokenHolder
from coophub.web.pace import Pace
from financing.subsidies.services.deciding import sign_decision
from tests.factories.accounts import UserFactory, advisor, decider, reviewer
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.pilots import CoachingSessionFactory, PilotFactory
from tests.factories.plans import PlanFactory
from tests.factories.policies import stated
from tests.factories.subsidies import CSV, drafted, submitted_application
from tests.factories.tokens import bearer, organisation_bearer

COMMAND, RULES = Path(".venv/bin/schemathesis").resolve(), Path(__file__).with_name("schemathesis.toml")
PLENTY = 10**9
OF_A_GROUP = [scope for scope in Scope if scope not in (Scope.CASES, Scope.ARCHIVE, Scope.PILOTS)]


@pytest.fixture
def people(transactional_db):
    """Who has a token: the owner of a public group with a plan, a document and an award; its coach; and a reviewer."""
    owner, coach, rosa = UserFactory(), advisor(), reviewer()
    group = InitiativeFactory(slug="de-hof", owner=owner, published=True)
    PlanFactory(initiative=group)
    add_document(
        subject=group,
        title="Statuten",
        category="legal",
        upload=SimpleUploadedFile("statuten.csv", CSV, "text/csv"),
        user=owner,
    )
    signer = MembershipFactory(initiative=group).user
    application = submitted_application(group, writer=owner, signer=signer)
    drafted(application, rosa)
    sign_decision(application=application, user=decider())
    CoachingSessionFactory(pilot=PilotFactory(initiative=group, advisor=coach), advisor=coach)
    stated(coach)
    return {Scope.CASES: rosa, Scope.PILOTS: coach, **dict.fromkeys(OF_A_GROUP, owner)}


def header_for(scopes, people):
    return (
        organisation_bearer(TokenHolder.ARCHIVE) if scopes == (Scope.ARCHIVE,) else bearer(people[scopes[0]], *scopes)
    )


@pytest.fixture
def look(people, live_server, settings, monkeypatch, tmp_path):
    """Has schemathesis look at every answer that a program gets, and fails with what it found."""
    settings.SITE_URL = live_server.url
    for name in ("REQUESTS", "CALCULATIONS"):
        monkeypatch.setattr(limits, name, Pace(name.lower(), PLENTY, 60))

    def looked(*scopes, examples, phases="examples,coverage,fuzzing,stateful"):
        asked = header_for(scopes, people) if scopes else {}
        run = subprocess.run(
            [
                *(COMMAND, "--config-file", RULES, "run", f"{live_server.url}/api/v1/openapi.json"),
                *(part for name, value in asked.items() for part in ("--header", f"{name}: {value}")),
                *("--phases", phases, "--max-examples", str(examples), "--generation-deterministic"),
                *("--continue-on-failure", "--no-color", "--warnings", "off"),
            ],
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
        )
        if run.returncode:
            pytest.fail(run.stdout + run.stderr, pytrace=False)

    return looked


def test_what_everybody_and_the_owner_of_a_group_get(look):
    look(*OF_A_GROUP, examples=1, phases="examples,fuzzing")


@pytest.mark.thorough
@pytest.mark.parametrize("scope", [None, *Scope])
def test_what_nobody_and_each_scope_get(look, scope):
    look(*([scope] if scope else []), examples=10)
