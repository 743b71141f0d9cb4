"""Clients that others generate from the document of the API walk one road: read the register, calculate a plan, write
it back, and read an award. What is generated is kept nowhere.
"""

import importlib
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from coophub.tokens.models import Scope
from financing.plans.models import Plan
from financing.subsidies.services.deciding import sign_decision
from tests.factories.accounts import UserFactory, decider, reviewer
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.plans import PlanFactory
from tests.factories.subsidies import drafted, submitted_application
from tests.factories.tokens import token_of

ROOT = Path(__file__).resolve().parents[2]
BIN, NODE_MODULES = ROOT / ".venv/bin", ROOT / "node_modules"
SCOPES = (Scope.PLANS, Scope.WRITE_PLANS, Scope.APPLICATIONS)
CONFIGURATION = {"package_name_override": "coophub_client", "post_hooks": []}
STRICT = ("--noEmit", "--strict", "--module", "nodenext", "--allowImportingTsExtensions", "--skipLibCheck")


@pytest.fixture
def road(transactional_db, live_server, settings, client, tmp_path):
    """What a walk needs: the site, a token, a plan; and the document of the API as a file."""
    settings.SITE_URL = live_server.url
    owner = UserFactory()
    facts = {"legal_name": "Wooncoöperatie De Hof U.A.", "kvk_number": "12345678"}
    group = InitiativeFactory(slug="de-hof", owner=owner, published=True, **facts)
    application = submitted_application(group, writer=owner, signer=MembershipFactory(initiative=group).user)
    drafted(application, reviewer())
    sign_decision(application=application, user=decider())
    plan = PlanFactory(initiative=group)
    (tmp_path / "openapi.json").write_bytes(client.get("/api/v1/openapi.json").content)
    token = token_of(owner, *SCOPES).text
    return {"SITE": live_server.url, "TOKEN": token, "SLUG": group.slug, "NUMBER": str(plan.pk)}


def run(*command, cwd, environment=None):
    """What it prints. Fails with all of it when the command does."""
    path = f"{BIN}:{os.environ['PATH']}"
    ended = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, "PATH": path, **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        pytest.fail(ended.stdout + ended.stderr, pytrace=False)
    return ended.stdout


@pytest.mark.thorough
def test_client_in_python_walks_the_road(road, tmp_path, monkeypatch):
    (tmp_path / "client.json").write_text(json.dumps(CONFIGURATION))
    said = run(
        *(BIN / "openapi-python-client", "generate", "--path", "openapi.json", "--config", "client.json"),
        *("--meta", "none", "--output-path", "coophub_client", "--fail-on-warning"),
        cwd=tmp_path,
    )
    assert "Warning" not in said
    monkeypatch.syspath_prepend(tmp_path)

    def call(name):
        return importlib.import_module(f"coophub_client.api.{name}").sync_detailed

    made, models = importlib.import_module("coophub_client"), importlib.import_module("coophub_client.models")
    base = f"{road['SITE']}/api/v1"
    everybody, own = made.Client(base), made.AuthenticatedClient(base, road["TOKEN"])
    where = (road["SLUG"], int(road["NUMBER"]))

    listed = call("initiatives.initiatives")(client=everybody).parsed
    read = call("own_plans.own_plan")(*where, client=own)
    asked = models.CalculationRequest(plan=read.parsed)
    result = call("plans.calculate_plan")(client=everybody, body=asked).parsed
    read.parsed.name = "Teruggeschreven"
    written, late = (
        call("own_plans.write_own_plan")(*where, client=own, body=read.parsed, if_match=read.headers["ETag"])
        for _time in range(2)
    )
    awards = call("awards.awards")(client=everybody).parsed
    [application] = call("own_applications.own_applications")(road["SLUG"], client=own).parsed.items

    assert [each.slug for each in listed.items] == ["de-hof"]
    assert result.closes is True
    assert (written.status_code, late.status_code) == (200, 412)
    assert late.parsed.status == 412
    assert Plan.objects.get(pk=road["NUMBER"]).name == "Teruggeschreven"
    assert awards.items[0].bedragen[0].soort == "verleend"
    assert application.state == "awarded"


@pytest.mark.thorough
def test_client_in_typescript_walks_the_road(road, tmp_path):
    (tmp_path / "node_modules").symlink_to(NODE_MODULES)
    (tmp_path / "package.json").write_text('{"type": "module"}')
    shutil.copy(Path(__file__).with_name("walk.mts"), tmp_path)
    generate = ("openapi.json", "--output", "api.d.ts", "--default-non-nullable", "false")
    run(NODE_MODULES / ".bin/openapi-typescript", *generate, cwd=tmp_path)

    run(NODE_MODULES / ".bin/tsc", *STRICT, "walk.mts", cwd=tmp_path)
    said = run("node", "walk.mts", cwd=tmp_path, environment=road)

    assert said.strip() == "walked"
    assert Plan.objects.get(pk=road["NUMBER"]).name == "Teruggeschreven"
