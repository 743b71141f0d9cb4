"""The manual of operators is true: each command in it runs, its tables are those of the code, its figures are there."""

import json
import re
import shlex
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import CommandError, call_command, get_commands, load_command_class
from django.urls import reverse

from coophub.notifications.models import OutgoingMessage
from coophub.operations.models import LastRun
from coophub.operations.retention import rules
from coophub.operations.runs import noted
from coophub.web import clock
from tests.factories.accounts import UserFactory

ROOT = Path(settings.BASE_DIR)
BLOCK = re.compile(r"```\n(.*?)```", re.DOTALL)
RUN_ELSEWHERE = {
    "backup",
    "restore",
    "rehearse_restore",
    "migrate",
    "load_municipalities",
    "load_norms",
    "collectstatic",
}
"""By tests of their own, and by each start of the tests."""
IN_A_RUNNING_TEXT = re.compile(r"`manage\.py ([^`<…]+)`")


def commands():
    """Each command that somebody copies from the manual, without what leads to it."""
    for page in sorted((ROOT / "docs/operators").glob("*.md")):
        for block in BLOCK.findall(page.read_text()):
            for line in block.splitlines():
                if (found := re.match(r"(?:python )?manage\.py (.+)", line)) and "…" not in line:
                    yield pytest.param(found[1], id=f"{page.stem}: {found[1]}")


@pytest.fixture
def place(tmp_path):
    """What the manual names: accounts, and files that are not there yet."""
    UserFactory(email="els@example.org")
    UserFactory(email="somebody@example.org")
    return {
        "coophub-key.txt": str(tmp_path / "coophub-key.txt"),
        "els.json": str(tmp_path / "els.json"),
    }


@pytest.mark.django_db
@pytest.mark.parametrize("line", list(commands()))
def test_each_command_runs(line, place, capsys):
    name, *arguments = [place.get(word, word) for word in shlex.split(line)]
    if name in RUN_ELSEWHERE:
        assert load_command_class(get_commands()[name], name).create_parser("manage.py", name)
        return

    status = 0
    try:
        call_command(name, *arguments)
    except CommandError as error:
        status = error.returncode

    # What is not right here, such as a worker that is not there, is said; what cannot be done has another status.
    assert status in (0, 1)
    assert status == 1 or capsys.readouterr().out


def test_each_command_that_the_manual_names_is_there():
    text = "\n".join(page.read_text() for page in (ROOT / "docs/operators").glob("*.md"))
    named = {words.split()[0] for words in IN_A_RUNNING_TEXT.findall(text)}
    ours = {name for name, app in get_commands().items() if app == "coophub.operations"}

    assert named - set(get_commands()) == set()
    assert [name for name in ours if not re.search(rf"\b{name}\b", text)] == []


def test_register_of_processing_has_the_terms_of_the_code():
    register = (ROOT / "docs/privacy-register.md").read_text()

    for rule in rules():
        assert f"| {rule.what} | {rule.after} | {rule.why} |" in register


@pytest.mark.django_db
def test_figures_of_rules_and_dashboard_are_given(client, settings):
    settings.METRICS_TOKEN = "right"
    OutgoingMessage.objects.create(recipients=["a@example.org"], created_at=clock.now())
    for name in ("backup", "rehearsal", "verify", "sweep_jobs"):
        with noted(name) as run:
            run.well = name != "verify"

    given = client.get(reverse("portal:metrics"), headers={"Authorization": "Bearer right"}).content.decode()

    alerts = yaml.safe_load((ROOT / "docker/alerts.yml").read_text())
    dashboard = json.loads((ROOT / "docker/dashboard.json").read_text())
    asked = [rule["expr"] for group in alerts["groups"] for rule in group["rules"]]
    asked += [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    names = {name for expression in asked for name in re.findall(r"\b(?:coophub|django)_\w+", expression)}
    manual = (ROOT / "docs/operators/monitoring.md").read_text()
    assert [name for name in names if f"# HELP {name.removesuffix('_bucket')}" not in given] == []
    assert [name for name in names if name.startswith("coophub") and f"`{name}`" not in manual] == []
    assert 'coophub_emails{state="queued"} 1.0' in given
    assert 'coophub_last_success_seconds{name="backup"}' in given
    assert 'coophub_last_success_seconds{name="verify"}' not in given
    assert LastRun.objects.count() == 4
