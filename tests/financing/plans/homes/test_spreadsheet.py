"""Homes read from a spreadsheet or a CSV file: what is understood, and what is said of what is not."""

import io
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from coophub.web.errors import DomainError
from coophub.web.sheet_reader import MAX_ROWS
from coophub.web.sheets import FileSheet
from financing.plans.homes.headers import meaning_of, valued_in
from financing.plans.homes.spreadsheet import Home, homes_in, homes_template, read_homes
from tests.web.test_sheets import ods, xlsx


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def home(name, count, area, rent):
    return Home(name, count, Decimal(str(area)), Decimal(str(rent)))


def test_spreadsheet_with_dutch_headers_is_read():
    found = read_homes(
        xlsx(["Type", "Aantal", "m2", "Huur per maand"], ["2 kamers", 12, 55, 850], ["3 kamers", 8, 75.5, 1050.25]),
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
    assert read_homes(text.encode()).homes == [home("2 kamers", 12, 55.5, 1050.25)]


def test_csv_of_an_older_program_is_read():
    text = "naam;m2;huur\nCafé;55;850\n"

    assert read_homes(text.encode("cp1252")).homes == [home("Café", 1, 55, 850)]


def test_equal_homes_are_put_together_and_those_without_a_name_are_named_by_their_size():
    rows = [["huisnummer", "m2", "huur"], [1, 55, 850], [2, 55, 850], [3, 70, 990], [4, 55, 850]]

    assert read_homes(xlsx(*rows)).homes == [
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

    found = read_homes(xlsx(*rows))

    assert found.homes == []
    assert [(problem.address, problem.sentence) for problem in found.problems] == [
        ("B3", "Fill in a whole number of homes."),
        ("C4", "There is no number in this cell. Fill one in."),
        ("D5", "Here stands “veel”. Fill in a number."),
        ("B6", "Fill in a number from 0 to 100,000."),
        ("D6", "Fill in a number from 0 to 1,000,000."),
        ("C7", "There is no number in this cell. Fill one in."),
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

    assert read_homes(stream.getvalue()).homes == [home("2 kamers", 1, 55, 880)]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "no row with headers"),
        (b"x;y\n1;2\n", "no row with headers"),
        (b"naam;aantal;m2;huur per jaar\nA;1;50;9600\n", "no column for: the rent per month"),
        (b"\0\1\2", "cannot read"),
        (b"PK\3\4no zip", "cannot read"),
        (b"m2;huur\n" + b"50;800\n" * (MAX_ROWS + 1), "more than 5,000 rows"),
    ],
)
def test_file_that_cannot_be_read_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(DomainError, match=sentence):
        read_homes(content)


def problems(*rows, separator=""):
    """What is wrong with a sheet of these rows: by cell."""
    found = homes_in([FileSheet([list(row) for row in rows], separator)])
    assert not (found.homes and found.problems)
    return {problem.address: problem.sentence for problem in found.problems}


HEAD = ["naam", "aantal", "m2", "huur"]


def test_rooms_are_read_where_a_list_says_them_and_differ_homes_that_are_else_the_same():
    text = "naam;m2;huur;kamers\nGezin;75;1000;3\nGezin;75;1000;4\nGezin;75;1000;3\nStudio;30;600;\n"

    found = read_homes(text.encode())

    assert [(each.name, each.count, each.rooms) for each in found.homes] == [
        ("Gezin", 2, 3),
        ("Gezin", 1, 4),
        ("Studio", 1, None),
    ]


def test_rooms_that_are_no_number_of_rooms_are_refused_with_their_cell():
    head = [*HEAD, "kamers"]

    assert problems(head, ["A", 1, 50, 800, 0], ["B", 1, 51, 800, 2.5], ["C", 1, 52, 800, "veel"]) == {
        "E2": "Fill in a number from 1 to 20.",
        "E3": "Fill in a whole number of rooms.",
        "E4": "Here stands “veel”. Fill in a number.",
    }


def test_value_of_a_home_is_read_and_equal_homes_have_their_mean():
    text = (
        "naam;m2;huur;WOZ-waarde (peildatum 1-1-2025)\n"
        "Gezin;75;1000;320.000\nGezin;75;1000;€ 331.001,00\nGezin;75;1000;\nStudio;30;600;\n"
    )

    found = read_homes(text.encode())

    assert [(each.name, each.count, each.woz_value, each.woz_year) for each in found.homes] == [
        ("Gezin", 3, 325_500, 2025),
        ("Studio", 1, None, None),
    ]
    assert found.homes[0].as_row() == {
        "name": "Gezin",
        "count": 3,
        "area_m2": 75,
        "monthly_rent": 1000,
        "woz_value": 325_500,
        "woz_year": 2025,
    }


@pytest.mark.parametrize(
    ("header", "year"),
    [
        ("WOZ-waarde", None),
        # That of the tax, or of the day: who reads it does not know.
        ("WOZ 2025", None),
        ("WOZ-waarde op 1 januari 2024 (€)", 2024),
        ("WOZ waarde peildatum 01-01-2023", 2023),
        ("WOZ value on 1 January 2024", 2024),
    ],
)
def test_header_of_values_says_of_which_day_they_are(header, year):
    assert (meaning_of(header), valued_in(header)) == ("woz_value", year)


def test_two_columns_of_values_and_a_value_of_nothing_are_refused_with_their_cell():
    head = [*HEAD, "WOZ 2024", "WOZ 2025"]

    assert problems(head, ["A", 1, 50, 800, "n.v.t.", 300_000], ["B", 1, 60, 900, 0, 1]) == {
        "F1": "Column E holds the same. Keep the one that counts, and give the other no header.",
        "E2": "Here stands “n.v.t.”. Fill in a number.",
        "E3": "Fill in a number from 1 to 1,000,000,000.",
    }


def test_decimal_commas_in_a_comma_file_are_refused_and_never_shift_a_column():
    text = "naam,aantal,m2,huur,opmerking\nStudio,4,32,5,650,00,\nGezin,6,90,1200,hoek\n"

    found = read_homes(text.encode())

    assert found.homes == []
    assert [problem.address for problem in found.problems] == ["E2"]
    assert "another number of values than there are headers" in found.problems[0].sentence


def test_decimal_commas_between_quotes_are_understood():
    text = 'naam,aantal,m2,huur\nStudio,4,"32,5","1.650,00"\n'

    assert read_homes(text.encode()).homes == [home("Studio", 4, 32.5, 1650)]


@settings(max_examples=150)
@given(
    st.lists(
        st.tuples(
            st.integers(1, 40),
            st.decimals(20, 150, places=2),
            st.decimals(300, 1900, places=2),
            st.sampled_from(["", "hoek"]),
        ),
        min_size=1,
        max_size=6,
    ),
    st.permutations(["aantal", "m2", "huur", "opmerking"]),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from([",", "."]),
)
def test_homes_are_read_as_they_were_written_or_refused(homes, order, separator, mark):
    """Whoever joins values with a mark that also stands in them makes a file that nobody can read."""
    lines = [["naam", *order]]
    for number, (count, area, rent, remark) in enumerate(homes):
        values = {"aantal": str(count), "m2": str(area).replace(".", mark), "huur": str(rent).replace(".", mark)}
        lines.append([f"Type {number}", *({**values, "opmerking": remark}[name] for name in order)])
    text = "\n".join(separator.join(line) for line in lines)

    found = read_homes(text.encode())

    wanted = [home(f"Type {number}", *values[:3]) for number, values in enumerate(homes)]
    if separator == mark:
        assert (found.homes, bool(found.problems)) == ([], True)
    elif found.problems:
        # Chance can make a row of the sums of those above it.
        assert all("adds up the rows above it" in problem.sentence for problem in found.problems)
    else:
        assert found.homes == wanted


@pytest.mark.parametrize(
    ("headers", "meaning"),
    [
        (
            ["Huur p/m", "Huur p.m.", "huur/mnd", "Kale huur (€ per maand)", "Huurprijs", "Rent per month"],
            "monthly_rent",
        ),
        (["GBO m2", "GBO (m²)", "m2 GBO", "Opp.", "Opp. (m2)", "Oppervlakte in m²", "m2", "GO wonen"], "area_m2"),
        (["Aantal", "Aantal woningen", "Aant. "], None),
        (["Type", "Type woning", "Soort woning"], "name"),
        (["Huur per jaar", "Huur p/j", "Huur per m2", "Huur incl. servicekosten", "Totale huur", "BVO m2"], None),
        (["Kamers", "Aantal kamers", "Number of rooms"], "rooms"),
        (
            ["WOZ", "WOZ-waarde", "Vastgestelde waarde", "WOZ-waarde van één woning", "WOZ value of one home"],
            "woz_value",
        ),
        (["WOZ-objectnummer", "Waardepeildatum", "WOZ-waarde per m2", "Waarde"], None),
        (["Slaapkamers", "Kamers per woning en berging", "Aantal m2", "Huurder", "", "12"], None),
    ],
)
def test_headers_are_understood_for_what_they_say_and_no_more(headers, meaning):
    found = {header: meaning_of(header) for header in headers}
    if headers[0] == "Aantal":
        assert found == {"Aantal": "count", "Aantal woningen": "count", "Aant. ": "count"}
    else:
        assert found == dict.fromkeys(headers, meaning)


def test_two_columns_that_hold_the_same_are_refused():
    assert problems(["naam", "m2", "GBO", "huur"], ["A", 50, 45, 800]).keys() == {"C1"}


def test_totals_and_subtotals_are_no_homes():
    found = homes_in(
        [
            FileSheet(
                [
                    HEAD,
                    ["A", 4, 50, 800],
                    ["B", 2, 60, 900],
                    ["Subtotaal blok 1", 6, 320, 5000],
                    ["C", 3, 70, 990],
                    ["Sub-totaal:", 3, 210, 2970],
                    ["TOTAAL woningen", 9, 530, 7970],
                    ["Gemiddeld", None, 58.9, 885.6],
                ]
            )
        ]
    )

    assert [home.name for home in found.homes] == ["A", "B", "C"]
    assert found.totals == [4, 6, 7, 8]


@pytest.mark.parametrize("total", [["Blok 1", 6, 320, 5000], ["Blok 1", 6, 110, 1700], ["Blok 1", 6, 55, 5000]])
def test_row_that_adds_up_those_above_it_under_another_name_is_refused(total):
    found = problems(HEAD, ["A", 4, 50, 800], ["B", 2, 60, 900], total)

    assert "adds up the rows above it" in found["B4"]


def test_row_without_a_name_among_rows_with_one_is_refused():
    found = problems(HEAD, ["A", 4, 50, 800], [None, 2, 60, 900])

    assert "There is no name here." in found["A3"]


def test_row_that_only_looks_like_a_sum_is_a_home():
    assert not problems(HEAD, ["A", 2, 0, 50], ["B", 2, 0, 60], ["C", 4, 0, 70])


@pytest.mark.parametrize("value", [10**40, "1" * 40, "9" * 400, 1e308, "1e400", float("inf"), -1, "٣", "½"])
def test_number_that_no_home_has_is_told_with_a_sentence(value):
    found = problems(HEAD, ["A", value, value, value])

    assert found.keys() == {"B2", "C2", "D2"}


@pytest.mark.parametrize(
    ("separator", "area", "wanted"),
    [
        (";", "62,375", 62.375),
        (",", "62.375", 62.375),
        ("\t", "62,375", None),
        (";", "1.062,375", 1062.375),
    ],
)
def test_area_that_can_be_read_in_two_ways_is_read_as_its_file_writes_numbers_or_refused(separator, area, wanted):
    found = homes_in([FileSheet([HEAD, ["A", "1", area, "800"]], separator)])

    assert [float(home.area_m2) for home in found.homes] == ([] if wanted is None else [wanted])
    assert [problem.address for problem in found.problems] == (["C2"] if wanted is None else [])


def test_amount_in_thousands_is_no_amount_of_mills():
    assert homes_in([FileSheet([HEAD, ["A", "1", "62,5", "1.250"]], ";")]).homes == [home("A", 1, 62.5, 1250)]
    assert problems(HEAD, ["A", "1", "62.5", "1.250"], separator=",").keys() == {"D2"}


def test_open_document_and_text_in_utf_16_are_read():
    rows = [["Type", "Aant.", "GBO m2", "Huur p/m"], ["Café", 2, 62.5, 850]]
    text = "\n".join("\t".join(str(value) for value in row) for row in rows)

    assert read_homes(ods(*rows)).homes == read_homes(text.encode("utf-16")).homes == [home("Café", 2, 62.5, 850)]


def test_headers_without_homes_are_said_to_be_empty():
    found = read_homes(b"naam;m2;huur\n;;\n")

    assert [problem.address for problem in found.problems] == ["A2"]


@pytest.mark.parametrize("language", ["en", "nl"])
def test_template_is_understood(language):
    with translation.override(language):
        found = read_homes(homes_template())

    assert [(each.count, each.area_m2, each.monthly_rent, each.woz_value) for each in found.homes] == [
        (12, 55, 850, 290_000),
        (8, 75, 1050, 345_000),
    ]


@given(st.binary(max_size=300))
@settings(max_examples=50)
def test_anything_is_read_or_refused(content):
    try:
        found = read_homes(content)
    except DomainError:
        return

    assert found.homes or found.problems
