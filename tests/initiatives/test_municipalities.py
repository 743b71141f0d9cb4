"""The list of municipalities of a new year."""

import csv
import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from coophub.audit.models import AuditEntry
from initiatives.models import Initiative, Municipality
from initiatives.services.municipalities import COLUMNS, ListError, read_list
from tests.factories.initiatives import GRONINGEN, InitiativeFactory, MembershipFactory

pytestmark = pytest.mark.django_db

STADSKANAAL = "GM0037"
NEW_YEAR = dt.date(2028, 1, 1)


@pytest.fixture
def present():
    """The list of today, as rows that a test changes: by code."""
    return {
        row["code"]: {name: str(value) for name, value in row.items()} | {"replaces": ""}
        for row in Municipality.objects.values(*COLUMNS[:-1])
    }


@pytest.fixture
def load(tmp_path):
    def load(rows, *arguments, separator=";"):
        path = tmp_path / "list.csv"
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, delimiter=separator)
            writer.writeheader()
            writer.writerows(rows.values())
        said = io.StringIO()
        call_command("load_municipalities", str(path), "--on", NEW_YEAR.isoformat(), *arguments, stdout=said)
        return said.getvalue()

    return load


@pytest.fixture
def merged(present):
    """Stadskanaal and Groningen become one with a code and a name of its own."""
    rows = {code: row for code, row in present.items() if code not in (GRONINGEN, STADSKANAAL)}
    new = {"code": "GM9001", "name": "Noordstad", "replaces": f"{GRONINGEN} {STADSKANAAL}"}
    return rows | {"GM9001": present[GRONINGEN] | new}


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_the_list_in_force_changes_nothing(present, load, separator):
    assert load(present, separator=separator) == "This list was in force already.\n"
    assert not AuditEntry.objects.exists()


def test_a_group_moves_along_with_its_municipality_and_its_trail_says_where_it_was(merged, load):
    group = InitiativeFactory(municipality_id=GRONINGEN)
    elsewhere = InitiativeFactory(municipality_id="GM0034")

    said = load(merged)

    group.refresh_from_db()
    elsewhere.refresh_from_db()
    groningen = Municipality.objects.get(pk=GRONINGEN)
    assert (group.municipality_id, elsewhere.municipality_id) == ("GM9001", "GM0034")
    assert (groningen.ended_on, groningen.went_into_id) == (NEW_YEAR, "GM9001")
    entry = AuditEntry.objects.get(action="initiatives.move_along")
    assert (entry.before, entry.after) == ({"municipality": GRONINGEN}, {"municipality": "GM9001"})
    assert entry.target_id == str(group.pk)
    assert f"Ended: {GRONINGEN} Groningen, now Noordstad" in said
    assert f"Moved along: {group}" in said


def test_the_same_list_twice_and_the_year_after(merged, load):
    load(merged)

    assert load(merged) == "This list was in force already.\n"
    assert load(merged | {"GM9001": merged["GM9001"] | {"replaces": ""}}) == "This list was in force already.\n"


def test_a_dry_run_says_what_would_change_and_changes_nothing(merged, load):
    group = InitiativeFactory(municipality_id=GRONINGEN)

    said = load(merged, "--dry-run")

    assert f"Moved along: {group}" in said
    assert Initiative.objects.get().municipality_id == GRONINGEN
    assert not Municipality.objects.filter(pk="GM9001").exists()


def test_another_name_is_changed_and_recorded(present, load):
    said = load(present | {GRONINGEN: present[GRONINGEN] | {"name": "Grunnen"}})

    assert said == f"Changed: {GRONINGEN} Grunnen\n"
    assert AuditEntry.objects.get().before["name"] == "Groningen"


def test_groups_of_one_that_was_cut_up_choose_for_themselves(present, load, client):
    group = InitiativeFactory(municipality_id=GRONINGEN)
    owner = MembershipFactory(initiative=group, role="owner").user
    client.force_login(owner)
    del present[GRONINGEN]

    said = load(present, "--split", GRONINGEN)
    page = client.get(reverse("initiatives:profile", args=[group.slug])).content.decode()

    assert f"Has to choose a municipality: {group}" in said
    assert Initiative.objects.get().municipality_id == GRONINGEN
    assert f'value="{GRONINGEN}"' not in page
    assert f'value="{STADSKANAAL}"' in page


def test_nobody_begins_in_a_municipality_that_ended(merged, load, client):
    client.force_login(MembershipFactory().user)
    load(merged)

    facts = {"name": "Te laat", "form": "rental", "target_group": "middle_incomes", "building": "new_build"}
    page = client.post(
        reverse("initiatives:new"), {**facts, "municipality": GRONINGEN, "homes": "9", "phase": "initiative"}
    )

    assert page.context["form"].errors["municipality"]
    assert not Initiative.objects.filter(name="Te laat").exists()


def test_a_list_in_which_some_are_missing_is_refused_whole(present, load):
    del present[GRONINGEN], present[STADSKANAAL]
    present["GM0034"]["name"] = "Andere naam"

    with pytest.raises(CommandError) as refused:
        load(present)

    assert str(refused.value).splitlines() == [
        f"{GRONINGEN} Groningen: not in the list, and none replaces it",
        f"{STADSKANAAL} Stadskanaal: not in the list, and none replaces it",
    ]
    assert refused.value.returncode == 2
    assert Municipality.objects.get(pk="GM0034").name == "Almere"


def test_replacing_what_is_unknown_still_there_or_taken_is_refused(merged, present, load):
    merged["GM0034"]["replaces"] = f"GM9999 GM0796 {STADSKANAAL}"

    with pytest.raises(CommandError) as refused:
        load(merged)

    assert set(str(refused.value).splitlines()) == {
        "GM0034, replaces: CoopHub knows no municipality GM9999",
        "GM0034, replaces: GM0796 is in the list itself",
        f"GM9001, replaces: GM0034 replaces {STADSKANAAL} too; name {STADSKANAAL} with --split instead",
    }


def test_one_that_ended_does_not_come_back(merged, present, load):
    load(merged)

    with pytest.raises(CommandError, match="Groningen: ended on 2028-01-01"):
        load(present | {"GM9001": merged["GM9001"] | {"replaces": ""}})


FIRST = "code,name,province,latitude,longitude\n"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "line 1: expected a column for code, name, province, latitude, longitude"),
        ("code;name\n", "line 1: expected a column for province, latitude, longitude"),
        (FIRST, "line 2: expected a municipality"),
        (FIRST + "14,Groningen,Groningen,53,6\n", "line 2, code: String should match pattern '^GM[0-9]{4}$'"),
        (FIRST + "GM0014,Groningen,Groningen,53,6,x\n", "line 2: more columns than the first line has"),
        (FIRST + "GM0014,Groningen,Holland,53,6\n", "line 2, province: Holland is no province of the Netherlands"),
        (FIRST + "GM0014,Groningen,Groningen,nan,6\n", "line 2, latitude: Input should be less than or equal to 54"),
        (FIRST + "GM0014,G,Groningen,53,6\n" * 2, "line 3, code: GM0014 stands on line 2 too"),
        (FIRST + "GM0014,Groningen\n", "line 2, province: Field required"),
    ],
)  # fmt: skip
def test_a_fault_of_a_list_has_its_line_and_column(text, fault):
    with pytest.raises(ListError) as refused:
        read_list(text)

    assert fault in refused.value.faults


def test_a_file_that_is_not_there_or_no_text(tmp_path):
    path = tmp_path / "list.csv"
    for content in (None, b"\xff\xfe\x00"):
        if content:
            path.write_bytes(content)
        with pytest.raises(CommandError, match=r"list\.csv"):
            call_command("load_municipalities", str(path), "--on", "2028-01-01")


@pytest.mark.parametrize("facts", [{"went_into_id": STADSKANAAL}, {"went_into_id": GRONINGEN, "ended_on": NEW_YEAR}])
def test_the_database_lets_only_one_that_ended_go_into_another(facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        Municipality.objects.filter(pk=GRONINGEN).update(**facts)
