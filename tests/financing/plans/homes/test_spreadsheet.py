"""Homes read from a spreadsheet or a CSV file: what is understood, and what is said of what is not."""

import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from coophub.web.errors import DomainError
from financing.plans.homes.spreadsheet import MAX_BYTES, MAX_ROWS, Home, homes_template, read_homes


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def xlsx(*rows, title="Blad1"):
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def home(name, count, area, rent):
    return Home(name, count, Decimal(str(area)), Decimal(str(rent)))


def test_spreadsheet_with_dutch_headers_is_read():
    found = read_homes(
        xlsx(["Type", "Aantal", "m2", "Huur per maand"], ["2 kamers", 12, 55, 850], ["3 kamers", 8, 75.5, 1050.25]),
        "woningen.xlsx",
    )

    assert found.homes == [home("2 kamers", 12, 55, 850), home("3 kamers", 8, 75.5, 1050.25)]
    assert (found.count, found.problems) == (20, [])


@pytest.mark.parametrize(
    "text",
    [
        "naam;aantal;m2;huur per maand\n2 kamers;12;55,5;1.050,25\n",
        "name,number,area,rent per month\n2 kamers,12,55.5,1050.25\n",
        "Type\tAantal\tOppervlakte (m²)\tKale huur (€)\n2 kamers\t12\t55,5\t€ 1.050,25\n",
        '\ufeff"Naam";"Huur";"GBO";"Aantal"\r\n"2 kamers";"1050,25";"55,5";"12"\r\n',
        "Onze woningen;;;\n;;;\nnaam;aantal;m2;huur\n2 kamers;12;55,5;1050,25\n;;;\nTotaal;12;;\n",
    ],
)
def test_csv_is_read_with_any_separator_and_mark(text):
    assert read_homes(text.encode(), "woningen.csv").homes == [home("2 kamers", 12, 55.5, 1050.25)]


def test_csv_of_an_older_program_is_read():
    text = "naam;m2;huur\nCafé;55;850\n"

    assert read_homes(text.encode("cp1252"), "woningen.csv").homes == [home("Café", 1, 55, 850)]


def test_equal_homes_are_put_together_and_those_without_a_name_are_named_by_their_size():
    rows = [["huisnummer", "m2", "huur"], [1, 55, 850], [2, 55, 850], [3, 70, 990], [4, 55, 850]]

    assert read_homes(xlsx(*rows), "a.xlsx").homes == [
        home("Home of 55 m²", 3, 55, 850),
        home("Home of 70 m²", 1, 70, 990),
    ]


def test_every_problem_has_its_cell_and_a_sentence():
    rows = [
        ["naam", "aantal", "m2", "huur"],
        ["goed", 1, 55, 850],
        ["half", 1.5, 55, 850],
        ["leeg", 1, None, 850],
        ["woord", 1, 55, "veel"],
        ["min", -1, 55, -850],
        ["fout", 1, "#REF!", 850],
    ]

    found = read_homes(xlsx(*rows), "a.xlsx")

    assert found.homes == []
    assert [(problem.address, problem.sentence) for problem in found.problems] == [
        ("B3", "Fill in a whole number of homes."),
        ("C4", "This cell is empty. Fill in a number."),
        ("D5", "Here stands “veel”. Fill in a number."),
        ("B6", "Fill in a number from 0 to 100,000."),
        ("D6", "Fill in a number from 0 to 1,000,000."),
        ("C7", "Here stands “#REF!”. Fill in a number."),
    ]


def test_formula_counts_with_the_value_it_had_when_the_file_was_saved():
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    book = Workbook(stream)
    sheet = book.add_worksheet()
    for col, title in enumerate(["naam", "m2", "huur"]):
        sheet.write(0, col, title)
    sheet.write(1, 0, "2 kamers")
    sheet.write_formula(1, 1, "=50+5", None, 55)
    sheet.write_formula(1, 2, "=B2*16", None, 880)
    book.close()

    assert read_homes(stream.getvalue(), "a.xlsx").homes == [home("2 kamers", 1, 55, 880)]


@pytest.mark.parametrize(
    ("content", "filename", "sentence"),
    [
        (b"", "a.csv", "no row with headers"),
        (b"x;y\n1;2\n", "a.csv", "no row with headers"),
        (b"\0\1\2", "a.csv", "cannot read"),
        (b"no zip", "a.xlsx", "cannot read"),
        (b"a" * (MAX_BYTES + 1), "a.csv", "too large"),
        (b"m2;huur\n" + b"50;800\n" * (MAX_ROWS + 1), "a.csv", "more than 5000 rows"),
    ],
)
def test_file_that_cannot_be_read_is_refused_with_a_sentence(content, filename, sentence):
    with pytest.raises(DomainError, match=sentence):
        read_homes(content, filename)


def test_file_that_unpacks_to_very_much_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/workbook.xml", b"0" * 51_000_000)

    with pytest.raises(DomainError, match="too large"):
        read_homes(stream.getvalue(), "a.xlsx")


def test_headers_without_homes_are_said_to_be_empty():
    found = read_homes(b"naam;m2;huur\n;;\n", "a.csv")

    assert [problem.address for problem in found.problems] == ["A2"]


@pytest.mark.parametrize("language", ["en", "nl"])
def test_template_is_understood(language):
    with translation.override(language):
        found = read_homes(homes_template(), "sjabloon.xlsx")

    assert [(each.count, each.area_m2, each.monthly_rent) for each in found.homes] == [(12, 55, 850), (8, 75, 1050)]


@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.xlsx"]))
@settings(max_examples=150)
def test_anything_is_read_or_refused(content, filename):
    try:
        found = read_homes(content, filename)
    except DomainError:
        return

    assert found.homes or found.problems
