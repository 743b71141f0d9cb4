"""The values of the trail, as people read them."""

import ast

import pytest
from django.utils import translation

from coophub.accounts.models import Role
from coophub.audit.models import AuditEntry
from coophub.audit.services import record
from coophub.audit.values import changes_of, words_for_value
from tests.audit.test_actions import calls_of
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory


def entry(action="subsidies.sign_decision", target="subsidies.application", **values):
    return AuditEntry(action=action, target_type=target, **values)


def told(language="nl", **values):
    """Name, before and after of the only value."""
    with translation.override(language):
        [change] = changes_of(entry(**values))
    return tuple(change)


def literal_values():
    """Action and name of every value that the code writes into the trail by its name."""
    for call in calls_of(record.__name__):
        given = {keyword.arg: keyword.value for keyword in call.keywords}
        action = given.get("action")
        for side in ("before", "after"):
            keys = getattr(given.get(side), "keys", [])
            for key in keys:
                if isinstance(key, ast.Constant) and isinstance(action, ast.Constant):
                    yield action.value, key.value


def test_every_value_has_a_name_that_people_read():
    found = set(literal_values())

    assert len(found) > 100
    unnamed = [
        (action, name)
        for action, name in sorted(found)
        if not words_for_value(entry(action, f"{action.partition('.')[0]}.any"), name)
    ]
    assert unnamed == []


SPACE = "\N{NO-BREAK SPACE}"
TOLD = {
    "a choice": (
        {"before": {"state": "submitted"}, "after": {"state": "awarded"}},
        ("Stand", "Ontvangen", "Toegekend"),
    ),
    "an amount": ({"after": {"amount": "960000.00"}}, ("Bedrag", None, f"€{SPACE}960.000,00")),
    "a day": ({"after": {"paid_on": "2026-03-23"}}, ("Betaald op", None, "23 maart 2026")),
    "what stayed the same": (
        {"before": {"paid_on": "2026-03-23"}, "after": {"paid_on": "2026-03-23"}},
        ("Betaald op", None, "23 maart 2026"),
    ),
    "no day": ({"after": {"paid_on": "2026-02-31"}}, ("Betaald op", None, "2026-02-31")),
    "nothing": (
        {"before": {"decide_by": None}, "after": {"decide_by": "2026-03-23"}},
        ("Uiterlijk beslissen op", "niets", "23 maart 2026"),
    ),
    "yes or no": ({"after": {"declared": True}}, ("Zei of er andere steun was", None, "ja")),
    "values by name": (
        {"after": {"needs": {"2026-10-01": "21333.34"}}},
        ("Geld dat nodig is, per kwartaal", None, "1 oktober 2026: 21.333,34"),
    ),
    "rows": ({"after": {"rows": [["a", 1], ["b", None]]}}, ("Rijen", None, "a, 1; b, niets")),
    "a hash": (
        {"after": {"seal": "a" * 64}},
        ("Controlegetal van wat is getekend of goedgekeurd", None, SPACE.join(["aaaa"] * 3)),
    ),
    "a deed": (
        {"action": "proposals.propose", "after": {"proposal": "subsidies.mark_paid"}},
        ("Wat is voorgesteld", None, "noteerde dat er is betaald"),
    ),
    "what the code forgot": ({"after": {"gone_from_it": "<b>"}}, ("Gone from it", None, "<b>")),
}


@pytest.mark.parametrize(("values", "shown"), TOLD.values(), ids=TOLD)
def test_value_is_told_as_people_write_it(values, shown):
    assert told(**values) == shown


def test_value_of_a_thing_that_is_no_more_keeps_its_own_name():
    assert told("en", target="gone.thing", action="gone.deed", after={"due_on": "2026-03-23"}) == (
        "Due on", None, "23 March 2026",
    )  # fmt: skip


@pytest.mark.django_db
def test_administrator_reads_words_and_no_code(client):
    administrator = UserFactory(roles=[Role.ADMINISTRATOR], language="nl")
    group = InitiativeFactory(owner=administrator)
    facts = {"phase": "plan", "on": "2026-03-23"}
    record(actor=administrator, action="initiatives.change_phase", target=group, before={"phase": "idea"}, after=facts)
    client.force_login(administrator)

    page = " ".join(client.get("/audit/", headers={"accept-language": "nl"}).content.decode().split())

    assert "23 maart 2026" in page
    assert "2026-03-23" not in page
    assert "phase:" not in page
