"""The norms of a next year come from a file, beside those of the years before."""

import json
import re
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from coophub.audit.models import AuditEntry
from financing.engine import json_schema_of
from financing.plans.models import NormSet
from tests.factories.plans import PlanFactory

pytestmark = pytest.mark.django_db

NORMS = {
    "schema": "coophub.norms/1",
    "valid_from": "2027-01-01",
    "source": "Staatscourant, gelezen op 1 december 2026",
    "low_segment_points": 145,
    "middle_segment_points": 186,
    "new_build_surcharge": 0.1,
    "social_income_one": 53_000,
    "social_income_more": 58_500.5,
}


def document(**changes):
    rents = dict(NormSet.objects.get(valid_from="2026-01-01").maximum_rents.values_list("points", "amount"))
    rows = [{"points": points, "rent": round(float(amount) * 1.05, 2)} for points, amount in rents.items()]
    return {**NORMS, "rents": rows, **changes}


@pytest.fixture
def load(tmp_path, capsys):
    """What the command said of a document."""

    def load(written, *options):
        file = tmp_path / "norms.json"
        file.write_text(written if isinstance(written, str) else json.dumps(written))
        call_command("load_norms", str(file), *options)
        return capsys.readouterr().out

    return load


def in_the_year(year):
    plan = PlanFactory()
    plan.document["price_level_year"] = year
    plan.save(update_fields=["document"])


def test_norms_are_added_with_their_history_and_what_they_change_is_said(load):
    before = list(NormSet.objects.values())
    for year in (2026, 2027, 2029):
        in_the_year(year)

    would = load(document(), "--dry-run")
    assert list(NormSet.objects.values()) == before
    said = load(document())

    assert said == would.replace("would be", "are")
    assert re.search(r"143 -> 145\n", said)
    assert "51.537 -> € 53.000" in said.replace("\xa0", " ")
    assert "+5.0" in said
    assert "2 plans are held against the norms from 2027-01-01 on." in said
    added = NormSet.objects.first()
    assert (added.low_segment_points, added.social_income_more) == (145, Decimal("58500.50"))
    assert (added.middle_income_one, added.added_by, added.maximum_rents.count()) == (None, None, 211)
    assert list(NormSet.objects.exclude(pk=added.pk).values()) == before
    entry = AuditEntry.objects.get(action="plans.add_norms")
    assert (entry.origin, entry.after["low_segment_points"]) == ("command load_norms", 145)


def test_same_file_twice_changes_nothing_and_another_for_that_day_is_refused(load):
    load(document())

    assert json.loads(load(document(), "--json"))["is_new"] is False
    with pytest.raises(CommandError, match="other norms from 2027-01-01") as refused:
        load(document(low_segment_points=146))

    assert refused.value.returncode == 2
    assert AuditEntry.objects.filter(action="plans.add_norms").count() == 1


def test_set_between_two_others_is_for_the_plans_of_its_years_alone(load):
    for year in (2024, 2025, 2026, 2027):
        in_the_year(year)

    said = json.loads(load(document(valid_from="2025-07-01"), "--json", "--dry-run"))

    # On 1 January 2026 the next set takes over.
    assert said["plans"] == 0
    assert json.loads(load(document(valid_from="2026-07-01"), "--json", "--dry-run"))["plans"] == 1


def gap(rows):
    return [row for row in rows if row["points"] != 100]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ("{", "JSON"),
        ({"valid_from": "2027-02-30"}, "valid_from: "),
        ({"valid_from": "2041-01-01"}, "two years ahead"),
        ({"low_segment_points": 186}, "middle_segment_points: "),
        ({"social_income_more": 1000}, "social_income_more: "),
        ({"middle_income_one": 1000}, "middle_income_more: "),
        ({"new_build_surcharge": 10}, "new_build_surcharge: "),
        ({"rents": "gap"}, "rents: The rent for 100 points"),
        ({"rents": [{"points": 186, "rent": 900.123}]}, r"rents\[0\]\.rent: "),
        ({"rents": [{"points": 186, "rent": 900}, {"points": 186, "rent": 900}]}, r"rents\[1\]\.points: "),
        ({"rents": [{"points": 185, "rent": 900}, {"points": 186, "rent": 800}]}, "rents: .*186"),
        ({"rents": [{"points": 10, "rent": 900}]}, "rents: .*186"),
        ({"surcharge": 0.1}, "surcharge: "),
        ({"source": ""}, "source: "),
    ],
)
def test_file_that_is_not_right_changes_nothing_and_says_where(load, changes, expected):
    written = changes if isinstance(changes, str) else document(**changes)
    if isinstance(written, dict) and written["rents"] == "gap":
        written["rents"] = gap(document()["rents"])

    with pytest.raises(CommandError, match=expected) as refused:
        load(written)

    assert refused.value.returncode == 2
    assert NormSet.objects.count() == 3


def test_example_of_the_manual_is_as_the_schema_describes_it():
    page = (Path(settings.BASE_DIR) / "docs/operators/norms.md").read_text()
    example = json.loads(re.search(r"```json\n(.*?)```", page, re.DOTALL)[1])

    jsonschema.Draft202012Validator(json_schema_of("norms-1")).validate(example)
