"""LibreOffice works out the workbook and finds what the engine found, also after an input is changed."""

import json
import zipfile
from copy import deepcopy
from io import BytesIO

import pytest
from django.utils import translation
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from financing.plans.document.filled_in import document_from
from financing.plans.document.questions import answers_from
from tests.financing.engine.documents import PATHS, document_named
from tests.financing.engine.strategies import plans
from tests.financing.plans.reports.workbook.agreement import (
    DOCUMENTS,
    IN_EVERY_RUN,
    build,
    built,
    cells_of,
    close,
    differences,
    serial_of,
)
from tests.financing.plans.reports.workbook.files import filled_in, read
from tests.financing.plans.reports.workbook.office import recalculated
from tests.thorough import some

# One process makes the run of LibreOffice that all of these share.
pytestmark = pytest.mark.xdist_group("office")

BASE = "all_kinds"


def put(*path):
    """Puts a value at a place of a document; the last of `path` is the value."""

    def change(document):
        place = document
        for key in path[:-2]:
            place = place[key] if isinstance(place, list) else place.setdefault(key, {})
        place[path[-2]] = path[-1]

    return change


def replaced(*path_keys_and_new):
    """Takes keys out of an object and puts others in."""
    *path, away, new = path_keys_and_new

    def change(document):
        place = document
        for key in path:
            place = place[key]
        for key in away:
            place.pop(key, None)
        place.update(new)

    return change


CHANGES = {
    "interest": (put("funding", 0, "rate", 0.061), {"funding_1_rate": 0.061}),
    "no interest": (put("funding", 0, "rate", 0.0), {"funding_1_rate": 0}),
    "term and payments": (
        lambda document: document["funding"][0].update(term_years=12, payments_per_year=1),
        {"funding_1_term_years": 12, "funding_1_payments_per_year": 1},
    ),
    "linear with a balloon": (
        lambda document: document["funding"][0].update(repayment="linear", balloon_share=0.2),
        {"funding_1_repayment": "linear", "funding_1_balloon_share": 0.2},
    ),
    "grace with interest added": (
        lambda document: document["funding"][0].update(grace_years=3, capitalise_interest=True, balloon_share=0.1),
        {"funding_1_grace_years": 3, "funding_1_capitalise_interest": "yes", "funding_1_balloon_share": 0.1},
    ),
    "a second change of the rate": (
        lambda document: document["funding"][0]["rate_resets"].append({"after_years": 5, "rate": 0.02}),
        {"funding_1_reset_2_after_years": 5, "funding_1_reset_2_rate": 0.02},
    ),
    "rank and guarantee": (
        lambda document: document["funding"][1].update(rank="senior", guarantee_fee=0.004),
        {"funding_2_rank": "paid first", "funding_2_guarantee_fee": 0.004},
    ),
    "amounts of sources": (
        lambda document: (
            replaced("funding", 0, ["share_of_investment"], {"share_of_market_value": 0.5})(document),
            put("funding", 5, "fixed", 750_000)(document),
            put("funding", 7, "return_rate", 0.03)(document),
        ),
        {
            "funding_1_form": "share of the value",
            "funding_1_value": 0.5,
            "funding_6_value": 750_000,
            "funding_8_return_rate": 0.03,
        },
    ),
    "growth": (
        lambda document: (
            put("series", "inflation", {"rate": 0.031, "by_year": {"2027": 0.024, "2033": -0.01}})(document),
            document["series"].pop("maintenance"),
            put("series", "rent", {"rate": 0.022, "by_year": {"2030": 0.05}})(document),
        ),
        {
            "series_inflation_rate": 0.031,
            "other_growth_2_year": 2033,
            "other_growth_2_inflation": -0.01,
            "series_maintenance_rate": None,
            "other_growth_3_year": 2030,
            "other_growth_3_rent": 0.05,
        },
    ),
    "years": (
        lambda document: document.update(first_year=2031, horizon_years=33, price_level_year=2025),
        {"first_year": 2031, "horizon_years": 33, "price_level_year": 2025},
    ),
    "the longest horizon": (put("horizon_years", 75), {"horizon_years": 75}),
    "homes": (
        lambda document: (
            document["dwellings"][0].update(count=20, area_m2=48.5, monthly_rent=702.35),
            document.update(vacancy_rate=0.04, market_value=9_100_000),
        ),
        {
            "dwellings_1_count": 20,
            "dwellings_1_area_m2": 48.5,
            "dwellings_1_monthly_rent": 702.35,
            "vacancy_rate": 0.04,
            "market_value": 9_100_000,
        },
    ),
    "other income": (
        lambda document: document["other_income"][0].update(amount=4321.5, series="rent", subject_to_vacancy=False),
        {"other_income_1_amount": 4321.5, "other_income_1_series": "Rents", "other_income_1_subject_to_vacancy": "no"},
    ),
    "costs": (
        lambda document: (
            replaced("investment", "lines", 0, ["fixed"], {"per_m2": 700, "indexed": True})(document),
            put("investment", "lines", 1, "vat_rate", 0.09)(document),
            document["investment"]["lines"][2].update(share_of="all", share=0.11),
            document["investment"]["lines"][3].update(category="additional"),
        ),
        {
            "cost_1_form": "per m²",
            "cost_1_value": 700,
            "cost_1_indexed": "yes",
            "cost_2_vat_rate": 0.09,
            "cost_3_share_of": "all costs",
            "cost_3_value": 0.11,
            "cost_4_category": "Fees and charges",
        },
    ),
    "building": (
        lambda document: document["investment"].update(
            construction_months=27, midpoint=2027.6, construction_interest_rate=0.061
        ),
        {"construction_months": 27, "construction_midpoint": 2027.6, "construction_interest_rate": 0.061},
    ),
    "running costs": (
        lambda document: (
            replaced("operating_costs", 0, ["per_dwelling"], {"share_of_gross_rent": 0.07})(document),
            document["operating_costs"][1].update(from_year=2031, to_year=2044, series="rent"),
        ),
        {
            "running_1_form": "share of the rents",
            "running_1_value": 0.07,
            "running_2_from_year": 2031,
            "running_2_to_year": 2044,
            "running_2_series": "Rents",
        },
    ),
    "reserve": (
        lambda document: (
            document["maintenance_reserve"].update(opening=-5000, rate=0.02),
            document["maintenance_reserve"]["items"].append({"name": "Roof", "year": 2040, "amount": 1_500_000}),
        ),
        {
            "reserve_opening": -5000,
            "reserve_rate": 0.02,
            "planned_2_name": "Roof",
            "planned_2_year": 2040,
            "planned_2_amount": 1_500_000,
        },
    ),
    "ground rent": (
        replaced("ground_lease", ["rate", "land_value"], {"amount": 31_000, "first_canon_year": 2033}),
        {"canon_amount": 31_000, "canon_rate": None, "canon_land_value": None, "first_canon_year": 2033},
    ),
    "tax": (
        lambda document: (
            document["corporate_tax"].update(enabled=True, depreciable_share=0.6, depreciation_years=30),
            document["corporate_tax"]["brackets"][0].update(up_to=50_000, rate=0.15),
        ),
        {
            "tax_enabled": "yes",
            "depreciable_share": 0.6,
            "depreciation_years": 30,
            "bracket_1_up_to": 50_000,
            "bracket_1_rate": 0.15,
        },
    ),
    "cash": (
        lambda document: (
            document["liquidity"].update(opening=80_000, minimum=25_000, deposit_rate=0.01, overdraft_rate=0.07),
            document.update(discount_rate=0.055, exit_value="multiple", exit_multiple=14.5),
        ),
        {
            "liquidity_opening": 80_000,
            "minimum_liquidity": 25_000,
            "deposit_rate": 0.01,
            "overdraft_rate": 0.07,
            "discount_rate": 0.055,
            "exit_value": "times the net rent",
            "exit_multiple": 14.5,
        },
    ),
    "value at the end": (put("exit_value", "market_value"), {"exit_value": "value of the homes"}),
    "norms": (
        lambda document: document["criteria"].update(
            funding=False, min_dscr=None, max_ltv=0.5, reserve=False, liquidity=False, min_equity_share=0.3
        ),
        {
            "asks_funding": "no",
            "min_dscr": None,
            "max_ltv": 0.5,
            "asks_reserve": "no",
            "asks_liquidity": "no",
            "min_equity_share": 0.3,
        },
    ),
}


def day_of(month):
    """A day in the month, as a spreadsheet counts days: any day will do."""
    return serial_of(month) + 13


UNTIL_LETTING = "development"
WRONG = 1.5
MONTHS = {
    "an earlier start, later building and other interest": (
        lambda document: (
            document["development"].update(start="2026-06", construction_start="2027-10"),
            document["investment"].update(construction_months=11, construction_interest_rate=0.06),
        ),
        {
            "development_start": day_of("2026-06"),
            "construction_start": day_of("2027-10"),
            "construction_months": 11,
            "construction_interest_rate": 0.06,
        },
    ),
    "another turn, and money that comes late": (
        lambda document: (
            document["funding"][1].update(rank="senior", per_dwelling=20_000),
            put("development", "available", [{"source": "Bank", "from": "2028-02"}])(document),
        ),
        {
            "funding_2_rank": "paid first",
            "funding_2_value": 20_000,
            "funding_1_available_from": day_of("2028-02"),
            "funding_3_available_from": None,
        },
    ),
    "costs in other months": (
        lambda document: (
            put(
                "development",
                "spend",
                [
                    {"line": "Fees", "from": "2027-03", "to": "2027-04", "share": 0.4},
                    {"line": "Fees", "from": "2028-12", "to": "2028-12", "share": 0.6},
                    {"line": "Land", "from": "2027-02", "to": "2027-02", "share": 1.0},
                ],
            )(document),
            put("investment", "lines", 3, "category", "additional")(document),
        ),
        {
            "cost_3_part_1_from": day_of("2027-03"),
            "cost_3_part_1_to": day_of("2027-04"),
            "cost_3_part_1_share": 0.4,
            "cost_3_part_2_from": day_of("2028-12"),
            "cost_3_part_2_to": day_of("2028-12"),
            "cost_3_part_2_share": 0.6,
            "cost_1_part_1_from": day_of("2027-02"),
            "cost_1_part_1_to": day_of("2027-02"),
            "cost_1_part_1_share": 1.0,
            "cost_4_category": "Fees and charges",
        },
    ),
    "building from the first month, and letting later": (
        lambda document: (
            document.update(first_year=2031),
            document["development"].update(construction_start="2027-01", spend=[]),
        ),
        {
            "first_year": 2031,
            "construction_start": day_of("2027-01"),
            "cost_3_part_1_from": None,
            "cost_3_part_1_to": None,
            "cost_3_part_1_share": None,
        },
    ),
}
"""Changes of the months until the first rent, made in the document that has them."""

TOGETHER = [
    ("interest", "other income"),
    ("no interest", "reserve"),
    ("term and payments", "ground rent"),
    ("linear with a balloon", "running costs"),
    ("grace with interest added", "tax"),
    ("a second change of the rate", "cash"),
    ("rank and guarantee", "building"),
    ("amounts of sources", "costs"),
    ("growth", "value at the end"),
    ("years", "homes"),
    ("the longest horizon",),
    ("norms",),
]
"""Changes of different subjects are made in one workbook: each takes LibreOffice a second."""


def source(name, again=None, **values):
    """Changes a source of money, and what of it is lent again."""

    def change(document):
        found = next(each for each in document["funding"] if each["name"] == name)
        found.update(values)
        if again:
            found["rolls_over"].update(again)

    return change


def home(number, **values):
    return lambda document: document["dwellings"][number].update(values)


FORMS = {
    "form_bonds": (
        source("Bonds", {"share": 0.4}, term_years=7),
        {"funding_3_again_share": 0.4, "funding_3_term_years": 7},
    ),
    "form_sold_at_a_price": (
        home(0, sale_price=300_000.0, count=6),
        {"dwellings_1_sale_price": 300_000, "dwellings_1_count": 6},
    ),
    "form_members_money": (source("Members", turnover_rate=0.2), {"funding_5_turnover_rate": 0.2}),
    "form_let_later": (home(1, available_from=2032.25), {"dwellings_2_available_from": 2032.25}),
    "form_by_percentage": (source("City", repayment_rate=0.05), {"funding_2_repayment_rate": 0.05}),
    "form_by_month": (
        lambda document: document["development"].update(
            available=[
                {"source": "Members", "from": "2029-12"},
                {"source": "Bonds", "from": "2029-09", "share": 0.5},
                {"source": "Bonds", "from": "2030-02", "share": 0.2},
                {"source": "Bonds", "from": "2030-06", "share": 0.3},
            ]
        ),
        {
            "funding_3_part_1_from": day_of("2029-09"),
            "funding_3_part_1_share": 0.5,
            "funding_3_part_2_share": 0.2,
            "funding_3_part_3_from": day_of("2030-06"),
            "funding_3_part_3_share": 0.3,
        },
    ),
    "form_by_month_and_sold": (
        lambda document: (
            document["investment"].update(prefinance_rate=0.05),
            document["funding"][0].update(rate=0.061, share_of_investment=0.7),
            document["development"].update(construction_start="2029-06"),
            document["development"]["available"].pop(),
            document["development"]["available"][-1].update(share=1.0),
        ),
        {
            "prefinance_rate": 0.05,
            "funding_1_rate": 0.061,
            "funding_1_value": 0.7,
            "construction_start": day_of("2029-06"),
            "sales_part_1_share": 1.0,
            "sales_part_2_from": None,
            "sales_part_2_share": None,
        },
    ),
    "form_take_over": (
        home(1, turnover_rate=0.2, target_rent=1000.0),
        {"dwellings_2_turnover_rate": 0.2, "dwellings_2_target_rent": 1000},
    ),
}
"""Of plans of every form: what changes in the document, and the inputs that say the same."""


QUESTIONS = "a mixed project from the ten questions"
ANSWERS = {
    "form": ["rental", "cpo"],
    "building": ["new_build", "take_over"],
    "homes": 20,
    "homes_cpo": 6,
    "homes_take_over": 8,
    "rooms": 4,
}


def of_the_questions():
    with translation.override("en"):
        return document_from(answers_from(ANSWERS), name="Ours")


def with_inputs(made, values):
    """The workbook after someone filled in other values."""
    sheet = made.names["plan_name"].sheet.worksheet.name
    return filled_in(
        made.content, sheet, {(made.names[name].row, made.names[name].col): value for name, value in values.items()}
    )


CHANGED = {
    **{
        " and ".join(names): (BASE, {name: value for change in names for name, value in CHANGES[change][1].items()})
        for names in TOGETHER
    },
    **{name: (UNTIL_LETTING, values) for name, (_change, values) in MONTHS.items()},
    **{f"{name} changed": (name, values) for name, (_change, values) in FORMS.items()},
}
"""Workbooks after someone filled in other values: whose they are, and the values."""

FORGED, IN_DUTCH = "forged", "in Dutch"
SOME = [
    *IN_EVERY_RUN,
    *(" and ".join(TOGETHER[0]), next(iter(MONTHS)), "form_take_over changed", FORGED),
]
OTHERS = [name for name in (*(path.stem for path in PATHS), QUESTIONS, *CHANGED) if name not in SOME]


class Made(dict):
    """Every document's workbook in English, and one in Dutch, each made when it is asked for."""

    def __missing__(self, name):
        if name == IN_DUTCH:
            self[name] = built(BASE, "nl")
        else:
            self[name] = build(of_the_questions()) if name == QUESTIONS else built(name)
        return self[name]


class Calculated(dict):
    """All of them as LibreOffice works them out, and those with a change made in them. Those of every run take one run
    of LibreOffice, all others another.
    """

    def __init__(self, made):
        super().__init__()
        self.made = made

    def __missing__(self, name):
        if name == IN_DUTCH:
            self |= recalculated({name: self.made[name].content}, "nl-NL")
        else:
            batch = SOME if name in SOME else OTHERS
            self |= recalculated({each: self.content(each) for each in batch}, "en-US")
        return self[name]

    def content(self, name):
        if name == FORGED:
            return forged(self.made[BASE])
        if name in CHANGED:
            base, values = CHANGED[name]
            return with_inputs(self.made[base], values)
        return self.made[name].content


@pytest.fixture(scope="module")
def made():
    return Made()


@pytest.fixture(scope="module")
def calculated(made):
    return Calculated(made)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_every_figure_agrees_with_the_engine(made, calculated, path):
    assert differences(made[path.stem], calculated[path.stem], json.loads(path.read_text())) == []


@pytest.mark.thorough
def test_project_of_more_than_one_kind_agrees_from_the_questions_on(made, calculated):
    assert differences(made[QUESTIONS], calculated[QUESTIONS], of_the_questions()) == []


def test_dutch_workbook_agrees_in_figures_and_sentences(made, calculated):
    assert differences(made[IN_DUTCH], calculated[IN_DUTCH], document_named(BASE), "nl") == []
    assert "Het plan komt niet rond." in calculated[IN_DUTCH]["Samenvatting"][3, 0].value


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_values_shown_without_calculating_are_those_that_calculating_gives(calculated, path):
    wrong = [
        (sheet, place, shown.value, found.value)
        for sheet, cells in cells_of(path.stem).items()
        for place, shown in cells.items()
        if shown.formula is not None
        and not close((found := calculated[path.stem][sheet][place]).value, shown.value)
        and (found.value or shown.value)
    ]
    assert wrong == []


@pytest.mark.parametrize("names", some(TOGETHER, plain=TOGETHER[:1]), ids=" and ".join)
def test_changed_inputs_change_every_figure_as_the_engine_does(made, calculated, names):
    document = document_named(BASE)
    before = deepcopy(document)
    for name in names:
        CHANGES[name][0](document)

    found = calculated[" and ".join(names)]

    assert differences(made[BASE], found, document) == []
    assert differences(made[BASE], found, before) != []


@pytest.mark.parametrize("name", some(MONTHS, plain=SOME))
def test_changed_months_change_every_figure_as_the_engine_does(made, calculated, name):
    document = document_named(UNTIL_LETTING)
    before = deepcopy(document)
    MONTHS[name][0](document)

    assert differences(made[UNTIL_LETTING], calculated[name], document) == []
    wrong_before = differences(made[UNTIL_LETTING], calculated[name], before)
    assert any(place.startswith("development.") for place, *_figures in wrong_before)


@pytest.mark.parametrize("name", some(FORMS, plain=["form_take_over"]))
def test_changed_inputs_of_every_form_change_every_figure_as_the_engine_does(made, calculated, name):
    document = document_named(name)
    before = deepcopy(document)
    FORMS[name][0](document)

    assert differences(made[name], calculated[f"{name} changed"], document) == []
    assert differences(made[name], calculated[f"{name} changed"], before) != []


def test_every_change_is_made_in_some_workbook():
    assert sorted(CHANGES) == sorted(name for names in TOGETHER for name in names)


@given(st.lists(plans(), min_size=12, max_size=12))
@settings(
    max_examples=1,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@pytest.mark.thorough
def test_any_plan_agrees(documents):
    workbooks = {f"plan {number}": build(document) for number, document in enumerate(documents)}
    books = recalculated({name: workbook.content for name, workbook in workbooks.items()}, "en-US")

    wrong = {
        name: differences(workbooks[name], books[name], document)
        for name, document in zip(workbooks, documents, strict=True)
    }
    assert {name: found for name, found in wrong.items() if found} == {}


def test_recalculation_does_not_believe_the_values_in_the_file(made, calculated):
    place = made[BASE].places["investment.total"]
    sheet = place.sheet.worksheet.name

    found = calculated[FORGED][sheet][place.row, place.col]

    assert read(forged(made[BASE]))[sheet][place.row, place.col].value == WRONG
    assert found.value == pytest.approx(cells_of(BASE)[sheet][place.row, place.col].value)


def forged(made):
    """The file with another value behind the formula of the investment."""
    place = made.places["investment.total"]
    right = cells_of(BASE)[place.sheet.worksheet.name][place.row, place.col].value
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(made.content)) as before, zipfile.ZipFile(stream, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name).replace(f"<v>{right!r}</v>".encode(), f"<v>{WRONG}</v>".encode()))
    return stream.getvalue()
