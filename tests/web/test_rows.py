"""Rows that people add to and take from: each knows which stored row it shows."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest
from django import forms

from coophub.web.fields import EuroField
from coophub.web.rows import RowForm, RowFormSet, RowKeyField, errors_by_name, missing_names, row_set

ROOF, WALL = UUID(int=1), UUID(int=2)
STORED = [{"key": ROOF, "name": "Dak", "amount": 900}, {"key": WALL, "name": "Muur", "amount": 400}]


class CostForm(RowForm):
    known_by = "key"
    key = RowKeyField()
    name = forms.CharField()
    kind = forms.ChoiceField(choices=[("once", "Eenmalig"), ("yearly", "Elk jaar")])
    phase = forms.ChoiceField(choices=[("", "Kies"), ("design", "Ontwerp")], required=False)
    vat = forms.BooleanField(required=False)
    amount = EuroField(required=False)


def sent(*rows: dict[str, Any]) -> dict[str, Any]:
    data = {"costs-TOTAL_FORMS": str(len(rows)), "costs-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows):
        data |= {f"costs-{number}-{name}": value for name, value in {"kind": "once", **row}.items()}
    return data


def costs(*rows: dict[str, Any], stored: Sequence[dict[str, Any]] = STORED) -> RowFormSet:
    found = row_set(CostForm, "costs", stored, sent(*rows), most=10)
    found.is_valid()
    return found


def kept(formset: RowFormSet) -> list[tuple[Any, Any]]:
    return [(form.values["name"], form.values["amount"]) for form in formset.kept]


def test_rows_are_shown_as_they_are_stored_without_an_empty_one() -> None:
    assert len(row_set(CostForm, "costs", STORED, most=10).forms) == 2


def test_empty_row_stands_ready_where_there_is_none_or_when_it_is_asked_for() -> None:
    assert len(row_set(CostForm, "costs", [], most=10).forms) == 1
    assert len(row_set(CostForm, "costs", STORED, most=10, has_spare=True).forms) == 3


def test_row_is_known_by_its_key_wherever_it_stands() -> None:
    formset = costs(
        {"name": "Goot"}, {"key": str(WALL), "name": "Muur", "amount": "450"}, {"key": ROOF.hex, "name": "Dak"}
    )

    assert [form.initial.get("name") for form in formset.forms] == [None, "Muur", "Dak"]
    assert kept(formset) == [("Goot", None), ("Muur", 450), ("Dak", None)]


@pytest.mark.parametrize("key", ["", "nonsense", str(UUID(int=9))])
def test_row_with_a_key_that_nobody_knows_is_new(key: str) -> None:
    (form,) = costs({"key": key, "name": "Goot"}).forms

    assert form.initial == {}
    assert form.empty_permitted


def test_what_could_not_be_read_stays_as_it_was_stored() -> None:
    formset = costs({"key": str(ROOF), "name": "Pannendak", "amount": "veel"})

    assert not formset.is_valid()
    assert kept(formset) == [("Pannendak", 900)]


@pytest.mark.parametrize("row", [{}, {"kind": "yearly"}, {"vat": "on"}])
def test_new_row_in_which_nothing_was_typed_is_no_row(row: dict[str, str]) -> None:
    formset = costs(row)

    assert formset.is_valid()
    assert kept(formset) == []


@pytest.mark.parametrize("row", [{"amount": "5"}, {"phase": "design"}])
def test_new_row_in_which_something_was_typed_has_to_be_whole(row: dict[str, str]) -> None:
    formset = costs(row)

    assert not formset.is_valid()
    assert missing_names(formset.forms) == ["costs-0-name"]
    assert list(errors_by_name(formset.forms)) == ["costs-0-name"]


def test_row_that_was_taken_away_is_not_kept() -> None:
    formset = costs({"key": str(ROOF), "name": "Dak", "DELETE": "on"}, {"key": str(WALL), "name": "Muur"})

    assert kept(formset) == [("Muur", None)]


def test_more_rows_than_there_may_be_are_refused() -> None:
    formset = row_set(CostForm, "costs", [], sent({"name": "Dak"}, {"name": "Muur"}), most=1)

    assert not formset.is_valid()
    assert formset.non_form_errors()


@pytest.mark.parametrize("claimed", ["2147483648", "99"])
def test_page_has_no_more_rows_than_were_sent_or_are_stored(claimed: str) -> None:
    def rows(*typed: dict[str, Any], stored: Sequence[dict[str, Any]] = ()) -> int:
        data = sent(*typed) | {"costs-TOTAL_FORMS": claimed, "costs-INITIAL_FORMS": claimed}
        return len(row_set(CostForm, "costs", stored, data, most=500).forms)

    assert rows() == 0
    assert rows({"name": "Dak"}, {"name": "Muur"}) == 2
    assert rows(stored=STORED) == len(STORED)
