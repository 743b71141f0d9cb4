"""Who waits at a terminal sees how far a command is; who reads its answer with a program sees the answer alone."""

import os
import pty
import select
import sys
import termios
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import connection

from coophub.audit.services import record
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def terminal():
    """A real one, as far as a program can tell."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    with os.fdopen(theirs, "w") as stream:
        yield SimpleNamespace(stream=stream, shown=lambda: shown_by(ours))
    os.close(ours)


def shown_by(terminal):
    text = b""
    while select.select([terminal], [], [], 0)[0]:
        text += os.read(terminal, 65536)
    return text.decode()


@pytest.fixture
def commands(tmp_path):
    """Commands that take long where there is much, and what each counts."""
    els = UserFactory(email="els@example.org")
    record(actor=els, action="accounts.change_profile", target=els)
    with connection.cursor() as cursor:
        # What the database does at a commit.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return [
        (["verify"], ["audit trail", "files"]),
        (["verify_audit"], ["audit trail"]),
        (["retention", "--dry-run"], ["kinds"]),
        (["export_person", "els@example.org", str(tmp_path / "els.json")], ["parts"]),
    ]


def test_bar_is_shown_in_a_terminal(commands, terminal, monkeypatch):
    monkeypatch.setattr(sys, "stderr", terminal.stream)

    for command, counted in commands:
        call_command(*command)
        shown = terminal.shown()
        assert [what for what in counted if f"{what}: " not in shown] == []


def test_no_bar_stands_beside_an_object(commands, terminal, monkeypatch):
    monkeypatch.setattr(sys, "stderr", terminal.stream)

    call_command("verify", "--json")

    assert terminal.shown() == ""


def test_no_bar_goes_into_a_pipe(commands, capfd):
    for command, _counted in commands:
        call_command(*command)
        assert capfd.readouterr().err == ""
