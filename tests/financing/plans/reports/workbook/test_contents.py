"""What is in the workbook: formulas everywhere but on the inputs sheet, inputs that can be changed, and text that stays
text.
"""

import re
from io import BytesIO

import openpyxl
import pytest

from tests.financing.engine.documents import document_named
from tests.financing.plans.reports.workbook.agreement import DOCUMENTS, build, built, cells_of
from tests.financing.plans.reports.workbook.files import read

# The process that has LibreOffice work these workbooks out has made them already.
pytestmark = pytest.mark.xdist_group("office")

FUNCTIONS = {
    *("IF", "AND", "OR", "NOT", "ISNUMBER", "IFERROR", "NA", "CHOOSE", "MATCH", "INDEX", "COLUMN"),
    *("DATE", "YEAR", "MONTH"),
    *("SUM", "SUMIF", "SUMIFS", "COUNT", "COUNTIF", "COUNTIFS", "AVERAGE", "MIN", "MAX", "LARGE"),
    *("ROUND", "INT", "ABS", "FIXED", "PMT", "PV", "IRR", "NPV", "MOD", "LN"),
}
"""Functions that Excel 2010 and LibreOffice both have. None of them gives an array that spills."""

LONGEST_FORMULA, LONGEST_TEXT = 8192, 255


@pytest.fixture(scope="module")
def base():
    return built("all_kinds")


@pytest.fixture(scope="module")
def opened(base):
    return openpyxl.load_workbook(BytesIO(base.content))


@pytest.fixture(scope="module")
def sheets():
    return cells_of("all_kinds")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_every_number_outside_the_inputs_is_a_formula(path):
    sheets = cells_of(path.stem)

    constants = [
        (title, place, cell.value)
        for title, cells in sheets.items()
        for place, cell in cells.items()
        if title != "Inputs" and cell.formula is None and isinstance(cell.value, float)
    ]
    # A formula that looks at nothing is a constant too. Only a sum of nothing may be.
    hollow = {
        cell.formula
        for cells in sheets.values()
        for cell in cells.values()
        if cell.formula is not None and not re.search(r"[A-Z]\$?\d|[a-z]_[a-z0-9]", cell.formula)
    }
    assert constants == []
    assert hollow <= {"0", "homes", "grants"}


def test_what_formulas_are_written_by_stands_on_the_inputs_in_words():
    words = [cell.value for cell in cells_of("form_rooms_and_sizes")["Inputs"].values()]

    assert "Kitchens: Only for these types of home" in words
    assert "Two rooms, Room" in words
    assert "month by month, for each loan" in [cell.value for cell in cells_of("form_by_month")["Inputs"].values()]


def test_every_number_on_the_inputs_is_a_named_input_or_a_rule(base, sheets):
    named = {(cell.row, cell.col) for name, cell in base.names.items() if cell.sheet.worksheet.name == "Inputs"}
    numbers = {
        place for place, cell in sheets["Inputs"].items() if cell.formula is None and isinstance(cell.value, float)
    }

    assert numbers
    assert numbers <= named


def test_inputs_are_unlocked_coloured_checked_and_named(base, opened):
    sheet = opened["Inputs"]
    rules = {
        "outstanding_share",
        "gap_allowed",
        "half_a_cent",
        "lowest_rate_tried",
        "smallest_rate_step",
        "full_loss_relief",
        "loss_relief_above",
    }
    checked = {coordinate for check in sheet.data_validations.dataValidation for coordinate in check.sqref.ranges}
    covered = {(area.min_row, area.min_col) for area in checked}

    inputs = {name: cell for name, cell in base.names.items() if cell.sheet.worksheet.name == "Inputs"}
    for name, place in inputs.items():
        cell = sheet.cell(place.row + 1, place.col + 1)
        assert cell.protection.locked is (name in rules), name
        assert name in opened.defined_names
        if name not in rules:
            assert cell.fill.fgColor.rgb == "FFFFF6D6", name
            assert name.endswith("name") or (place.row + 1, place.col + 1) in covered, name
    assert len(inputs) > 100


def test_single_inputs_have_a_label_a_unit_or_choice_and_a_source(base, opened):
    sheet = opened["Inputs"]
    for name in ("vacancy_rate", "construction_interest_rate", "depreciation_years", "liquidity_opening", "min_dscr"):
        row = base.names[name].row + 1
        assert all(sheet.cell(row, col).value for col in (1, 3, 4)), name


def test_input_of_the_plan_says_so_and_a_standard_value_too(base, opened):
    made = built("no_value_no_homes")
    sheet = openpyxl.load_workbook(BytesIO(made.content))["Inputs"]

    def source(name):
        return sheet.cell(made.names[name].row + 1, 4).value

    document = document_named("no_value_no_homes")
    for name in ("vacancy_rate", "discount_rate", "exit_value"):
        assert source(name) == ("As the plan says" if name in document else "Standard of the calculation")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_formulas_use_only_what_both_programs_know(path):
    for title, cells in cells_of(path.stem).items():
        for place, cell in cells.items():
            if cell.formula is None:
                continue
            outside_texts = re.sub(r'"[^"]*"', "", cell.formula)
            assert set(re.findall(r"([A-Z][A-Z.0-9]+)\(", outside_texts)) <= FUNCTIONS, (title, place)
            assert "_xlfn" not in cell.formula
            assert "{" not in outside_texts


@pytest.mark.thorough
def test_largest_plan_stays_within_the_limits_of_excel():
    document = document_named("all_kinds")
    loan = document["funding"][1]
    document["funding"] = [{**loan, "name": f"{number} {'x' * 190}", "fixed": 1000.0 * number} for number in range(100)]

    cells = [cell for sheet in read(build(document, "nl").content).values() for cell in sheet.values()]

    formulas = [cell.formula for cell in cells if cell.formula]
    assert max(map(len, formulas)) < LONGEST_FORMULA
    assert max(len(text) for formula in formulas for text in re.findall(r'"([^"]*)"', formula)) < LONGEST_TEXT


DANGEROUS = (
    '=HYPERLINK("https://example.org","click")',
    "+917+3",
    "-2+917",
    "@SUM(A917:A999)",
    "=917",
    "{=917}",
    "\t=1",
    "&G&D",
)


def dangerous_document():
    """A plan in which every name looks like a formula."""
    document = document_named("all_kinds")
    document["name"] = DANGEROUS[0]
    lists = (
        *(document["dwellings"], document["other_income"], document["investment"]["lines"]),
        *(document["funding"], document["operating_costs"], document["maintenance_reserve"]["items"]),
    )
    for items in lists:
        for number, item in enumerate(items):
            item["name"] = DANGEROUS[number]
    return document


def test_names_that_look_like_formulas_are_text():
    sheets = read(build(dangerous_document()).content)

    texts = [cell.value for cell in sheets["Inputs"].values() if cell.value in DANGEROUS]
    assert set(texts) == set(DANGEROUS)
    for cells in sheets.values():
        for cell in cells.values():
            assert not re.search("HYPERLINK|917|example", cell.formula or "")


def test_name_of_the_plan_in_the_page_header_is_no_code():
    document = {**document_named("all_kinds"), "name": "R&D &G"}

    book = openpyxl.load_workbook(BytesIO(build(document).content))

    assert book["Summary"].oddHeader.left.text == "R＆D ＆G"


def test_sheets_are_in_the_readers_language():
    english, dutch = (list(cells_of("all_kinds", language)) for language in ("en", "nl"))

    assert english[:2] == ["Summary", "Inputs"]
    assert dutch[:2] == ["Samenvatting", "Invoer"]
    assert not {"Loans", "Growth", "Statements"} & set(dutch)


def test_sheets_are_laid_out_for_reading_and_printing(opened):
    for sheet in opened:
        assert sheet.page_setup.orientation == "landscape", sheet.title
        assert sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.title
        assert sheet.protection.sheet, sheet.title
        assert not sheet.protection.password, sheet.title
    for title in ("Loans", "Letting", "Cash flow", "Ratios", "Statements"):
        assert opened[title].freeze_panes == "E6"
        assert opened[title].print_title_rows == "$4:$5"


def test_years_beyond_the_horizon_are_hidden_and_those_within_are_not(opened):
    horizon = document_named("all_kinds")["horizon_years"]
    dimensions = opened["Cash flow"].column_dimensions
    hidden = {
        col for dimension in dimensions.values() if dimension.hidden for col in range(dimension.min, dimension.max + 1)
    }

    assert hidden == set(range(5 + horizon, 5 + 75))


def test_months_until_letting_have_a_sheet_only_in_a_plan_that_says_when_it_begins(base):
    without, made = read(base.content), built("development")

    assert "Until the first rent" not in without
    sheet = openpyxl.load_workbook(BytesIO(made.content))["Until the first rent"]
    hidden = {
        col
        for dimension in sheet.column_dimensions.values()
        if dimension.hidden
        for col in range(dimension.min, dimension.max + 1)
    }
    assert hidden == set(range(6 + 24, 6 + 24 + 60))
    assert sheet.freeze_panes == "F6"
    assert sheet.protection.sheet
    assert made.places["development.shortage"].sheet.worksheet.name == "Until the first rent"
