"""The builder has a field for what people need of a plan: what is typed comes into the document, and what cannot be
stands beside its field.
"""

import json
import re
import uuid

import pytest
from django.urls import reverse
from django.utils import translation

from coophub.web import clock
from financing.plans.document.history import change_in_words
from financing.plans.document.rows import with_keys
from financing.plans.figures import FIGURES
from financing.plans.figures.kinds import GROUP
from financing.plans.forms import SectionForms, section_named
from financing.plans.forms.named import key_of_series
from financing.plans.forms.rows import AmountForm
from financing.plans.forms.section_forms import MANY_ROWS
from financing.plans.forms.sections import SECTIONS
from financing.plans.models import Plan
from financing.plans.selectors.outcomes import outcome_of
from financing.plans.selectors.sections import state_of
from financing.plans.services.visitors import start_visitor_plan
from tests.financing.engine.documents import document_named
from tests.financing.plans.sending import sent

pytestmark = pytest.mark.django_db


KEYS = {name: uuid.UUID(int=number + 1).hex for number, name in enumerate(("first", "second", "third", "fourth"))}


class Builder:
    """A visitor's plan in the builder."""

    def __init__(self, client, document):
        self.client, self.changes = client, 0
        self.plan, self.token = start_visitor_plan(document=document)

    def post(self, section, language="nl", **fields):
        """Fills in fields of a section, in which __ stands for -, and lets the page save itself."""
        self.plan.refresh_from_db()
        with translation.override(language):
            data = sent(SectionForms(section_named(section), with_keys(self.plan.document, {})), self.plan.revision)
        data |= {name.replace("__", "-"): value for name, value in fields.items()}
        return self.client.post(self.address(section), data, headers={"accept-language": language, "x-autosave": "1"})

    def address(self, section):
        return reverse("plans:calculation_section", kwargs={"token": self.token, "section": section})

    def change(self, section, **fields):
        response = self.post(section, **fields)
        assert (response.status_code, response.json()["errors"]) == (200, {})
        self.plan.refresh_from_db()
        return self.plan.document

    def page(self, section):
        return self.client.get(self.address(section), headers={"accept-language": "nl"}).content.decode()

    @property
    def history(self):
        with translation.override("en"):
            return {words for change in self.plan.changes.all() for words in change_in_words(change).sentences}


@pytest.fixture
def builder(client):
    return Builder(client, document_named("every_kind_of_home"))


def test_every_figure_of_a_plan_has_a_field():
    shown = {path for section in SECTIONS if section.part for path in section.part.paths.values()}
    for section in SECTIONS:
        for rows in section.lists:
            form = rows.form
            shown |= {form.path(key) for key in form.keys}
            shown |= {f"{rows.path}[].{way}" for way in form.ways} if issubclass(form, AmountForm) else set()
    asked_otherwise = {
        "investment.lines[].share_of",
        "investment.lines[].share",
        *(path for path in FIGURES if path.startswith("funding[].rate_resets")),
        *(path for path in FIGURES if path.endswith(".by_year")),
    }

    left = {
        path
        for path, figure in FIGURES.items()
        if path not in shown | asked_otherwise and (figure.kind is not GROUP or path.endswith(".of"))
    }

    assert left == set()


def test_loan_has_everything_behind_one_button(builder):
    document = builder.change(
        "funding",
        **{
            "funding-1-payments_per_year": "12",
            "funding-1-grace_years": "2",
            "funding-1-capitalise_interest": "on",
            "funding-1-balloon_share": "25",
            "funding-1-guarantee_fee": "0,2",
            "funding-1-rank": "senior",
            "funding-1-rate_resets.0.after_years": "5",
            "funding-1-rate_resets.0.rate": "3,5",
            "funding-1-of": [KEYS["first"], KEYS["third"]],
        },
    )

    city = document["funding"][1]
    assert {key: city[key] for key in city if key not in ("name", "kind", "repayment", "rate", "term_years")} == {
        "per_dwelling": 32000,
        "payments_per_year": 12,
        "grace_years": 2,
        "capitalise_interest": True,
        "balloon_share": 0.25,
        "guarantee_fee": 0.002,
        "rank": "senior",
        "rate_resets": [{"after_years": 5, "rate": 0.035}],
        "of": ["Two rooms", "Room"],
    }
    assert document["funding"][0]["rate_resets"] == [{"after_years": 10, "rate": 0.05}]


def test_change_of_the_interest_goes_and_another_comes(builder):
    document = builder.change(
        "funding",
        **{
            "funding-0-rate_resets.0.after_years": "",
            "funding-0-rate_resets.0.rate": "",
            "funding-0-rate_resets.1.after_years": "20",
            "funding-0-rate_resets.1.rate": "6",
        },
    )

    assert document["funding"][0]["rate_resets"] == [{"after_years": 20, "rate": 0.06}]


def test_bonds_roll_over_and_stop_doing_so(builder):
    rolling = {
        "funding-2-rolls_over.share": "80",
        "funding-2-rolls_over.rate": "4",
        "funding-2-rolls_over.until": "2060",
    }

    document = builder.change("funding", **rolling)
    assert document["funding"][2]["rolls_over"] == {"share": 0.8, "rate": 0.04, "until": 2060}

    document = builder.change("funding", **dict.fromkeys(rolling, ""))
    assert "rolls_over" not in document["funding"][2]


def test_loan_is_repaid_by_a_percentage(builder):
    document = builder.change("funding", **{"funding-0-term_years": "", "funding-0-repayment_rate": "1,5"})

    assert document["funding"][0]["repayment_rate"] == 0.015
    assert "term_years" not in document["funding"][0]


def test_money_of_members_comes_and_goes_and_a_grant_is_paid_at_the_end(builder):
    document = builder.change(
        "funding",
        funding__4__turnover_rate="6",
        funding__4__replaced="80",
        funding__4__indexed_by="inflation",
        funding__3__paid_on="completion",
    )

    members = document["funding"][4]
    assert (members["turnover_rate"], members["replaced"], members["indexed_by"]) == (0.06, 0.8, "inflation")
    assert document["funding"][3]["paid_on"] == "completion"


def test_rooms_of_a_group_home_count_for_a_part_and_pay_by_the_square_metre(builder):
    document = builder.change(
        "homes",
        dwellings__2__counts_as="0,2",
        dwellings__2__monthly_rent="",
        dwellings__2__rent_per_m2="8,50",
        dwellings__1__saves_in=uuid.UUID(int=5).hex,
        dwellings__1__saving_share="10",
        dwellings__0__target_rent="950",
        dwellings__0__turnover_rate="8",
        dwellings__1__available_from="2031,5",
    )

    two, three, room = document["dwellings"]
    assert (room["counts_as"], room["rent_per_m2"], "monthly_rent" in room) == (0.2, 8.5, False)
    assert (three["saves_in"], three["saving_share"], three["available_from"]) == ("Members", 0.1, 2031.5)
    assert (two["target_rent"], two["turnover_rate"]) == (950, 0.08)
    with translation.override("nl"):
        sentence = state_of("homes", outcome_of(document)).sentence
    assert re.search(r"€\s\d+,\d\d per m²", sentence)


def test_homes_are_sold_at_a_price_or_at_cost_and_let_again(builder):
    document = builder.change(
        "homes",
        dwellings__0__tenure="sale",
        dwellings__0__monthly_rent="",
        dwellings__0__sale_price="250.000",
        dwellings__0__sold_share="50",
        dwellings__0__sale_price_indexed="on",
    )
    sold = document["dwellings"][0]
    assert (sold["tenure"], sold["sale_price"], sold["sold_share"], sold["sale_price_indexed"]) == (
        "sale",
        250000,
        0.5,
        True,
    )

    sold = builder.change("homes", dwellings__0__price_form="cost", dwellings__0__cost_share="20")["dwellings"][0]
    assert (sold["sale_price"], sold["cost_share"], "sale_price_indexed" in sold) == ("cost", 0.2, False)
    assert re.search(r'<option value="cost"\s+selected', builder.page("homes"))

    let = builder.change("homes", dwellings__0__tenure="rent", dwellings__0__monthly_rent="810")["dwellings"][0]
    assert not {"sale_price", "sold_share", "cost_share"} & set(let)


def test_costs_say_when_for_whom_and_whether_they_grow(builder):
    document = builder.change(
        "costs",
        **{
            "investment-lines-1-indexed": "no",
            "investment-lines-4-of": [KEYS["second"]],
            "development-spend-TOTAL_FORMS": "3",
            "development-spend-0-share": "40",
            "development-spend-1-line": KEYS["third"],
            "development-spend-1-from": "2030-07",
            "development-spend-1-to": "2030-12",
            "development-spend-1-share": "60",
            "development-spend-2-line": KEYS["first"],
            "development-spend-2-from": "2029-03",
            "development-spend-2-to": "2029-03",
            "development-spend-2-share": "100",
            "part-interest_method": "monthly",
            "part-prefinance_rate": "5",
        },
    )

    lines = document["investment"]["lines"]
    assert (lines[1]["indexed"], lines[4]["of"]) == (False, ["Three rooms"])
    assert [(spend["line"], spend["share"]) for spend in document["development"]["spend"]] == [
        ("Fees", 0.4),
        ("Fees", 0.6),
        ("Land", 1),
    ]
    assert document["investment"]["construction_interest_method"] == "monthly"
    assert document["investment"]["prefinance_rate"] == 0.05


def test_months_of_a_cost_follow_its_new_name_on_the_same_page(builder):
    document = builder.change("costs", investment__lines__2__name="Advice")

    assert document["development"]["spend"][0]["line"] == "Advice"


def test_money_is_kept_apart_and_is_there_from_a_month(builder):
    document = builder.change(
        "funding",
        **{
            "part-guarantee_fund": "50.000",
            "part-released_in": "2050",
            "development-available-TOTAL_FORMS": "1",
            "development-available-0-source": KEYS["second"],
            "development-available-0-from": "2029-10",
        },
    )
    assert document["guarantee_fund"] == {"amount": 50000, "released_in": 2050}
    assert document["development"]["available"] == [{"source": "City", "from": "2029-10"}]

    assert "guarantee_fund" not in builder.change("funding", part__guarantee_fund="", part__released_in="")


def test_what_is_paid_each_year_has_its_years_its_homes_and_its_ground_rent(builder):
    document = builder.change(
        "running",
        **{
            "operating-costs-0-from_year": "2032",
            "operating-costs-0-to_year": "2040",
            "operating-costs-0-of": [KEYS["first"]],
            "operating-costs-2-follows_letting": "on",
            "part-canon_rate": "2,5",
            "part-land_value": "900.000",
            "part-first_canon_year": "2031",
            "part-reserve_of": [KEYS["first"], KEYS["second"]],
        },
    )

    daily, insurance = document["operating_costs"][0], document["operating_costs"][2]
    assert (daily["from_year"], daily["to_year"], daily["of"]) == (2032, 2040, ["Two rooms"])
    assert insurance["follows_letting"] is True
    assert document["ground_lease"] == {"rate": 0.025, "land_value": 900000, "first_canon_year": 2031}
    assert document["maintenance_reserve"]["of"] == ["Two rooms", "Three rooms"]


def test_one_year_grows_otherwise(builder):
    document = builder.change(
        "basics",
        **{
            "series-TOTAL_FORMS": "2",
            "series-0-rate": "4",
            "series-1-series": "rent",
            "series-1-year": "2033",
            "series-1-rate": "0",
        },
    )
    assert document["series"]["inflation"]["by_year"] == {"2034": 0.04}
    assert document["series"]["rent"] == {"rate": 0.025, "by_year": {"2033": 0}}

    # The rows stand in the order of their years.
    document = builder.change("basics", **{"series-1-DELETE": "on"})
    assert "by_year" not in document["series"]["inflation"]


OLD_CONTRACTS = {
    "own-series-TOTAL_FORMS": "1",
    "own-series-0-name": "Old contracts",
    "own-series-0-rate": "1,2",
    "own-series-0-homes": [KEYS["first"], KEYS["third"]],
    "own-series-0-more": "yes",
    "own-series-0-members": [uuid.UUID(int=5).hex],
}


def test_series_of_its_own_says_what_grows_with_it_and_goes_with_it(builder):
    document = builder.change("basics", **OLD_CONTRACTS)

    assert document["series"]["Old contracts"] == {"rate": 0.012}
    assert [home.get("rent_series") for home in document["dwellings"]] == ["Old contracts", None, "Old contracts"]
    assert document["funding"][4]["indexed_by"] == "Old contracts"

    document = builder.change("basics", **{"own-series-0-DELETE": "on"})

    assert "Old contracts" not in document["series"]
    assert not any("rent_series" in home for home in document["dwellings"])
    assert "indexed_by" not in document["funding"][4]


def test_last_rent_that_grows_with_a_series_is_not_taken_from_it_unsaid(builder):
    builder.change("basics", **{**OLD_CONTRACTS, "own-series-0-name": "copy", "own-series-0-members": []})

    answer = builder.post("homes", dwellings__0__rent_series="rent", dwellings__2__rent_series="rent")

    assert answer.status_code == 422
    assert "Niets in het plan groeit nog mee met deze reeks" in answer.json()["message"]


def test_two_windows_that_change_one_series_are_told_of_it(builder):
    builder.change("basics", **OLD_CONTRACTS)
    with translation.override("nl"):
        other = sent(SectionForms(section_named("basics"), with_keys(builder.plan.document, {})), builder.plan.revision)
    builder.change("basics", **{"own-series-0-rate": "1,8"})

    answer = builder.client.post(
        builder.address("basics"),
        {**other, "own-series-0-name": "Contracts before 2020", "page": str(uuid.uuid4())},
        headers={"accept-language": "nl", "x-autosave": "1"},
    )

    builder.plan.refresh_from_db()
    assert answer.status_code == 409
    assert "Old contracts" in answer.json()["choose"]
    assert builder.plan.document["series"]["Old contracts"] == {"rate": 0.018}


def test_series_keeps_its_years_under_another_name_also_when_the_page_saves_itself_again(builder):
    builder.change("basics", **OLD_CONTRACTS)
    key = key_of_series("Old contracts")
    renamed = {
        "own-series-0-key": key,
        "own-series-0-name": "Contracts before 2020",
        "own-series-0-homes": [KEYS["second"]],
        "series-TOTAL_FORMS": "2",
        "series-1-series": key,
        "series-1-year": "2036",
        "series-1-rate": "0",
    }

    # The page goes on knowing the series by the key that it had when it was opened.
    documents = [builder.change("basics", **renamed) for _again in range(2)]

    for document in documents:
        assert document["series"]["Contracts before 2020"] == {"rate": 0.012, "by_year": {"2036": 0}}
        assert "Old contracts" not in document["series"]
        assert [home.get("rent_series") for home in document["dwellings"]] == [None, "Contracts before 2020", None]
    assert {"Old contracts: from nothing to 1.2%", "Contracts before 2020: from nothing to 1.2%"} <= builder.history
    gone = builder.change("basics", **{"own-series-0-DELETE": "on"})
    assert "Contracts before 2020" not in gone["series"]


def test_brackets_of_the_tax_stand_in_order_and_go(builder):
    document = builder.change(
        "demands",
        **{
            "part-tax": "on",
            "corporate-tax-brackets-TOTAL_FORMS": "3",
            "corporate-tax-brackets-0-rate": "30",
            "corporate-tax-brackets-1-up_to": "300.000",
            "corporate-tax-brackets-1-rate": "22,5",
            "corporate-tax-brackets-2-up_to": "100.000",
            "corporate-tax-brackets-2-rate": "15",
        },
    )

    assert document["corporate_tax"]["brackets"] == [
        {"up_to": 100000, "rate": 0.15},
        {"up_to": 300000, "rate": 0.225},
        {"rate": 0.3},
    ]
    assert "boven" in builder.page("demands")

    away = {f"corporate-tax-brackets-{number}-DELETE": "on" for number in range(3)}
    assert builder.change("demands", **away)["corporate_tax"] == {
        "enabled": True,
        "depreciable_share": 0.95,
        "depreciation_years": 40,
    }
    assert "Tax bracket added" in builder.history


def test_income_before_the_first_year(builder):
    typed = {"name": "Eerste huren", "month": "2030-11", "amount": "9.000"}
    rows = {f"early-income-0-{name}": value for name, value in typed.items()}

    document = builder.change("homes", **{"early-income-TOTAL_FORMS": "1", **rows})

    assert document["early_income"] == [{"name": "Eerste huren", "month": "2030-11", "amount": 9000}]


def test_demands_of_all_lenders_and_what_is_left_at_the_end(builder):
    document = builder.change(
        "demands", part__min_dscr_total="1,05", part__exit_value="multiple", part__exit_multiple="18"
    )

    assert document["criteria"]["min_dscr_total"] == 1.05
    assert (document["exit_value"], document["exit_multiple"]) == ("multiple", 18)


def test_what_a_plan_must_meet_is_switched_off_and_on(builder):
    before = builder.change("demands", part__min_dscr="1,2").get("criteria", {})
    off = builder.change("demands", part__must_have_cash="")["criteria"]
    on = builder.change("demands", part__must_have_cash="on")["criteria"]

    # What stands as it usually does is not written down.
    assert "liquidity" not in before
    assert off == {**before, "liquidity": False}
    assert on == {**before, "liquidity": True}


@pytest.mark.parametrize(
    ("section", "prefix", "typed"),
    [
        ("homes", "dwellings", {"name": "Vier kamers", "count": "2", "area_m2": "90", "monthly_rent": "1.200"}),
        ("funding", "funding", {"name": "Buren", "kind": "gift", "amount_form": "fixed", "amount": "5.000"}),
    ],
)
def test_new_row_stands_at_what_is_usual(builder, section, prefix, typed):
    forms = SectionForms(section_named(section), with_keys(builder.plan.document, {}))
    row = forms.formsets[0].empty_form
    number = forms.formsets[0].total_form_count()
    shown = {name: str(row[name].value() or "") for name in (*row.further, "more") if name != "of"}
    with_first = {
        name: value or next(iter(getattr(row.fields[name], "choices", [("",)])))[0] for name, value in shown.items()
    }

    data = {f"{prefix}-{number}-{name}": value for name, value in {**with_first, **typed}.items() if value != "False"}
    document = builder.change(section, **{f"{prefix}-TOTAL_FORMS": str(number + 1)}, **data)

    assert {"dwellings": 4, "funding": 3}[prefix] == len(document[prefix][number])


def test_what_is_usual_is_not_written(builder):
    document = builder.change("homes", dwellings__0__count="11")

    assert document["dwellings"][0] == {"name": "Two rooms", "count": 11, "area_m2": 54.5, "monthly_rent": 810}


@pytest.mark.parametrize(
    ("section", "fields", "field", "words"),
    [
        ("funding", {"funding-2-rolls_over.rate": "4"}, "funding-2-rolls_over.share", "Vul dit ook in"),
        (
            "funding",
            {"funding-0-rolls_over.share": "50"},
            "funding-0-rolls_over.share",
            "niets om opnieuw te lenen",
        ),
        (
            "funding",
            {"funding-2-rolls_over.share": "50", "funding-2-rolls_over.until": "2032"},
            "funding-2-rolls_over.until",
            "2035 of later",
        ),
        ("funding", {"funding-0-repayment_rate": "1"}, "funding-0-repayment_rate", "een van beide"),
        ("funding", {"funding-0-rate_resets.1.after_years": "12"}, "funding-0-rate_resets.1.rate", "allebei"),
        (
            "funding",
            {"funding-0-rate_resets.1.after_years": "10", "funding-0-rate_resets.1.rate": "4"},
            "funding-0-rate_resets.1.after_years",
            "ander jaar",
        ),
        ("funding", {"funding-4-replaced": "50"}, "funding-4-turnover_rate", "elk jaar"),
        ("funding", {"funding-1-of": [uuid.UUID(int=99).hex]}, "funding-1-of", "niet meer in het plan"),
        ("funding", {"part-released_in": "2040"}, "part-guarantee_fund", "Vul dit ook in"),
        ("homes", {"dwellings-0-tenure": "sale"}, "dwellings-0-sale_price", "Vul een prijs in"),
        ("homes", {"dwellings-0-monthly_rent": ""}, "dwellings-0-monthly_rent", "per m²"),
        ("homes", {"dwellings-0-rent_per_m2": "9"}, "dwellings-0-rent_per_m2", "een van beide"),
        ("homes", {"dwellings-0-target_rent": "900"}, "dwellings-0-turnover_rate", "horen bij elkaar"),
        ("homes", {"dwellings-0-saving_share": "10"}, "dwellings-0-saves_in", "Kies in welk geld"),
        ("homes", {"dwellings-0-available_from": "2029"}, "dwellings-0-available_from", "2031 of later"),
        (
            "homes",
            {
                f"dwellings-{number}-{name}": value
                for number in (0, 1)
                for name, value in {"tenure": "sale", "price_form": "cost", "cost_share": "60"}.items()
            },
            "dwellings-1-cost_share",
            "meer dan 100%",
        ),
        ("costs", {"development-spend-0-share": "90"}, "development-spend-0-share", "samen 100%"),
        ("costs", {"development-spend-0-to": "2033-01"}, "development-spend-0-to", "eerste jaar van verhuur"),
        (
            "costs",
            {"part-interest_method": "monthly", "part-start": "", "part-construction_start": ""}
            | {"development-spend-0-DELETE": "on"},
            "part-interest_method",
            "twee maanden",
        ),
        (
            "funding",
            {"development-available-TOTAL_FORMS": "2"}
            | {f"development-available-{number}-source": KEYS["first"] for number in range(2)}
            | {f"development-available-{number}-from": "2030-02" for number in range(2)}
            | {"development-available-1-share": "40"},
            "available-1-share",
            "samen 100%",
        ),
        ("running", {"operating-costs-0-from_year": "2040", "operating-costs-0-to_year": "2035"}, "to_year", "2040"),
        ("running", {"part-canon_rate": "2"}, "part-land_value", "of geen van beide"),
        ("demands", {"part-exit_value": "multiple"}, "part-exit_multiple", "netto huur"),
        (
            "demands",
            {"corporate-tax-brackets-0-up_to": "5.000", "corporate-tax-brackets-0-rate": "20"},
            "brackets-0-up_to",
            "hoogste",
        ),
        ("demands", {"corporate-tax-brackets-0-rate": "120"}, "brackets-0-rate", "100"),
        ("basics", {**OLD_CONTRACTS, "own-series-0-homes": [], "own-series-0-members": []}, "0-homes", "meegroeit"),
        ("basics", {**OLD_CONTRACTS, "own-series-0-name": "rent"}, "0-name", "andere naam"),
        ("basics", {**OLD_CONTRACTS, "own-series-0-name": "Huur 2.0"}, "0-name", "zonder punt"),
        (
            "basics",
            {**OLD_CONTRACTS, "own-series-TOTAL_FORMS": "2"}
            | {f"own-series-1-{key}": OLD_CONTRACTS[f"own-series-0-{key}"] for key in ("name", "rate", "homes")},
            "1-name",
            "al zo",
        ),
        (
            "basics",
            {**OLD_CONTRACTS, "own-series-TOTAL_FORMS": "2", "own-series-1-name": "Nieuw", "own-series-1-rate": "2"}
            | {"own-series-1-homes": [KEYS["first"]]},
            "1-homes",
            "al mee met",
        ),
    ],
)
def test_what_cannot_be_stands_beside_its_field_in_plain_dutch(builder, section, fields, field, words):
    response = builder.post(section, **fields)

    errors = response.json()["errors"]
    assert response.status_code == 422
    found = [sentence for name, sentences in errors.items() if name.endswith(field) for sentence in sentences]
    assert any(words in sentence for sentence in found), errors
    assert not re.search(r"\b(Expected|false|null|true|sleutel)\b", str(errors))


def test_early_income_says_the_month_in_words(builder):
    rows = {"early-income-0-name": "Huren", "early-income-0-month": "2033-02", "early-income-0-amount": "10"}

    errors = builder.post("homes", **{"early-income-TOTAL_FORMS": "1", **rows}).json()["errors"]

    assert "januari 2031" in errors["early-income-0-month"][0]


def test_button_is_open_where_something_stands_behind_it(builder):
    page = builder.page("funding")

    opened = [bool(found) for found in re.findall(r'<details class="disclosure more"( open)?', page)]
    # Bank, City and Bonds say more than most; then the template of a row, months and the guarantee fund.
    assert opened[:5] == [True, True, True, False, False]


def test_page_from_before_keeps_what_it_did_not_show(builder):
    response = builder.post("funding")
    data = {
        key: value
        for key, value in sent(SectionForms(section_named("funding"), with_keys(builder.plan.document, {})), 1).items()
        if not key.endswith("-more") and "rate_resets" not in key and not key.endswith("payments_per_year")
    }

    again = builder.client.post(builder.address("funding"), data, headers={"x-autosave": "1"})

    builder.plan.refresh_from_db()
    assert (response.status_code, again.status_code) == (200, 200)
    assert builder.plan.document["funding"][0]["rate_resets"] == [{"after_years": 10, "rate": 0.05}]
    assert builder.plan.document["funding"][1]["payments_per_year"] == 4


def test_of_many_rows_only_those_that_use_it_have_the_button(client):
    document = document_named("every_kind_of_home")
    document["dwellings"] += [
        {"name": f"Type {number}", "count": 1, "area_m2": 50, "monthly_rent": 700} for number in range(MANY_ROWS)
    ]
    document["dwellings"][2]["counts_as"] = 0.5
    many = Builder(client, document)

    page = many.page("homes")
    names = set(re.findall(r'name="dwellings-(\d+)-tenure"', page))
    links = re.findall(r'href="(\?more=[0-9a-f-]{36})"', page)
    asked = client.get(many.address("homes") + links[0]).content.decode()
    after = many.change("homes", dwellings__0__count="9")

    # The template of a new row has it too.
    assert names == {"2"}
    assert set(re.findall(r'name="dwellings-(\d+)-tenure"', asked)) == {"0", "2"}
    assert len(links) == MANY_ROWS + 2
    assert (after["dwellings"][0]["count"], after["dwellings"][2]["counts_as"]) == (9, 0.5)


def test_room_and_sold_home_get_no_remark_about_homes_that_are_let(builder):
    notes = builder.post("homes", dwellings__2__area_m2="14", dwellings__2__counts_as="0,2").json()["notes"]

    assert not {"dwellings-2-area_m2", "dwellings-2-monthly_rent"} & set(notes)


def test_far_too_much_money_is_remarked_on(builder):
    document = builder.change(
        "homes", **{f"dwellings-{number}-{name}": "1" for number in range(3) for name in ("area_m2",)}
    )
    document["funding"][2]["fixed"] = 90_000_000

    notes = builder.post("homes").json()["notes"]
    with translation.override("nl"):
        state = state_of("funding", outcome_of(document))

    assert "dwellings-0-area_m2" in notes
    assert state.is_good is False
    assert "%" in state.sentence


# --- A document without an account ------------------------------------------------------------------


def test_visitor_loads_a_plan_document(client):
    text = document_named("form_bonds")

    response = client.post(reverse("plans:calculate_load"), {"key": str(uuid.uuid4()), "text": json.dumps(text)})

    plan = Plan.objects.get()
    assert (plan.initiative, plan.document["funding"]) == (None, text["funding"])
    assert plan.expires_at > clock.now()
    page = client.get(response["Location"]).content.decode()
    assert plan.name in page
    assert plan.name in client.get(reverse("plans:calculate")).content.decode()


def test_visitor_is_told_what_is_wrong_with_a_document_and_nothing_is_kept(client):
    response = client.post(
        reverse("plans:calculate_load"),
        {"key": str(uuid.uuid4()), "text": '{"schema": "coophub.plan/1"}'},
        headers={"accept-language": "nl"},
    )

    assert response.status_code == 422
    assert "investment" in response.content.decode()
    assert not Plan.objects.exists()
