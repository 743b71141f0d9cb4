"""Tables, facts and figures: described once, drawn by one component."""

import csv
import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation

from coophub.web.table_files import as_csv, as_xlsx
from coophub.web.tables import Badge, Cell, Column, Row, Slot, Table, figure_columns
from tests.web.reading import find, words

TABLE = "{% include 'components/table.html' %}"


@pytest.fixture(autouse=True)
def dutch():
    with translation.override("nl"):
        yield


def drawn(table: Table, **options):
    return Template(TABLE).render(Context({"table": table, **options}))


def costs() -> Table:
    columns = [Column("Kosten"), Column("Bedrag", "euro"), Column("Deel", "percent", places=1, empty="–")]
    return Table("Wat het kost", columns, [["Grond", Decimal(1_200_000), 0.4], ["Bouw", -35, None]], ["Samen", 5, ""])


def test_a_column_says_how_its_values_are_written():
    assert costs().words == [
        ["Grond", "€\N{NO-BREAK SPACE}1.200.000", "40,0%"],
        ["Bouw", "€\N{NO-BREAK SPACE}\N{MINUS SIGN}35", "–"],
    ]


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [
        ("text", "Hof", "Hof"),
        ("number", 1234, "1.234"),
        ("cents", Decimal("2.5"), "€\N{NO-BREAK SPACE}2,50"),
        ("day", dt.date(2026, 3, 3), "3 maart 2026"),
        ("euro", "onbekend", "onbekend"),
        ("euro", None, ""),
    ],
)
def test_each_kind_is_written_as_people_read_it(kind, value, written):
    assert Column("Kop", kind).written(value) == written


def test_the_component_names_table_columns_rows_and_cells():
    page = drawn(costs())

    assert words(find(page, "caption")[0]) == "Wat het kost"
    assert [words(cell) for cell in find(page, "thead th[scope=col]")] == ["Kosten", "Bedrag", "Deel"]
    assert [words(cell) for cell in find(page, "tbody th[scope=row]")] == ["Grond", "Bouw"]
    assert [cell.get("data-label") for cell in find(page, "tbody td")] == ["Bedrag", "Deel"] * 2


def test_figures_stand_on_the_right_and_words_do_not():
    page = drawn(costs())

    assert ["number" in cell.get("class") for cell in find(page, "thead th")] == [False, True, True]
    assert ["number" in cell.get("class") for cell in find(page, "tfoot td")] == [True, True]


def test_a_cell_can_have_a_link_a_badge_and_notes():
    cell = Cell("Hof <b>", url="/hof/", badge=Badge("Te laat", "bad"), notes=["Assen"])
    page = drawn(Table("Groepen", [Column("Groep")], [[cell]]))

    [link] = find(page, "tbody a[href='/hof/']")
    assert words(link) == "Hof <b>"
    assert words(find(page, "tbody .badge--bad")[0]) == "Te laat"
    assert words(find(page, "tbody .muted")[0]) == "Assen"


def test_a_slot_draws_a_template_with_its_values_and_is_words_on_paper():
    slot = Slot("components/badge.html", {"label": "Bezig"}, text="bezig")
    table = Table("Groepen", [Column("Groep")], [[slot]])

    assert words(find(drawn(table), "tbody .badge")[0]) == "Bezig"
    assert table.words == [["bezig"]]


def test_another_column_can_name_the_row_and_a_row_can_be_quiet():
    table = Table("Ronde", [Column("Plaats", "number"), Column("Groep")], [Row([1, "Hof"], is_quiet=True)], named_by=1)
    page = drawn(table)

    assert words(find(page, "tbody th[scope=row]")[0]) == "Hof"
    assert len(find(page, "tbody .utrecht-table__row--quiet")) == 1


def test_a_heading_can_be_silent_empty_or_a_link():
    columns = [Column(""), Column("Proberen", is_silent=True), Column(Cell("Plan A", url="/a/", notes=["nu"]))]
    page = drawn(Table("Vergelijken", columns, [["Huur", "", "5"]]))

    assert len(find(page, "thead th")) == 2
    assert words(find(page, "thead th .visually-hidden")[0]) == "Proberen"
    assert words(find(page, "thead th a[href='/a/']")[0]) == "Plan A"


def test_an_empty_table_says_why():
    page = drawn(Table("Boekingen", figure_columns("Dag", "Bedrag"), [], empty="Er zijn geen boekingen."))

    assert words(find(page, "tbody td[colspan='2']")[0]) == "Er zijn geen boekingen."


def test_on_a_phone_a_table_is_cards_or_scrolls():
    assert len(find(drawn(costs()), "table.responsive-table")) == 1
    scrolls = Table("Jaren", figure_columns("Jaar", "Huur"), [["2026", 1]], on_phone="scroll")
    assert len(find(drawn(scrolls), ".table-scroll--wide > table:not(.responsive-table)")) == 1


def test_a_row_of_another_length_than_the_headings_is_an_error():
    with pytest.raises(ValueError, match="shorter"):
        _words = Table("Kort", [Column("A"), Column("B")], [["1"]]).words


def test_a_file_has_the_bare_values_and_no_formula():
    table = Table("Lijst", [Column("Naam"), Column("Bedrag", "euro")], [[Cell("=1+1", url="/x/"), Decimal(5)]])

    assert list(csv.reader(io.StringIO("".join(as_csv(table)).removeprefix("\ufeff")), delimiter=";")) == [
        ["Naam", "Bedrag"],
        ["'=1+1", "5"],
    ]
    with as_xlsx(table) as file:
        sheet = openpyxl.load_workbook(file)["Lijst"]
    assert [[cell.value for cell in row] for row in sheet] == [["Naam", "Bedrag"], ["=1+1", 5]]


def test_facts_and_figures_leave_out_what_says_nothing():
    page = Template(
        "{% facts %}{% fact 'Naam' %}Hof{% endfact %}{% fact 'Site' %} {% endfact %}{% endfacts %}"
        "{% figures %}{% figure 'Huizen' note='nu' %}24{% endfigure %}{% figure 'Leeg' %}{% endfigure %}{% "
        "endfigures %}"
    ).render(Context())

    assert [words(name) for name in find(page, ".utrecht-data-list dt")] == ["Naam"]
    assert [words(figure) for figure in find(page, ".figures .figure")] == ["Huizen 24nu"]


def test_bullets_and_entries_are_lists_of_what_is_escaped_once():
    page = Template(
        "{% bullets numbered=True %}{% bullet %} {{ name }} {% endbullet %}{% endbullets %}"
        "{% capture more %}<b>{{ name }}</b>{% endcapture %}"
        "{% entries %}{% entry name url='/hof/' actions=more is_done=True %}<p>{{ name }}</p>{% endentry %}"
        "{% entry %}Niets{% endentry %}{% endentries %}"
    ).render(Context({"name": "Hof & Co"}))

    assert [words(bullet) for bullet in find(page, "ol > li.utrecht-unordered-list__item")] == ["Hof & Co"]
    assert [words(link) for link in find(page, "ul.entries > li.entry--done .entry__title a[href='/hof/']")] == [
        "Hof & Co"
    ]
    assert [words(made) for made in find(page, ".entry__actions b")] == ["Hof & Co"]
    assert [words(entry) for entry in find(page, ".entry:not(.entry--done)")] == ["Niets"]
    assert "&amp;amp;" not in page


def test_links_say_where_they_lead_and_what_stands_beside_them():
    page = Template(
        "{% capture note %}<b>{{ name }}</b>{% endcapture %}"
        "{% links %}{% link '/hof/?a=1&b=2' beside=note download=True %} {{ name }} {% endlink %}"
        "{% link '/hier/' here=True %}Hier{% endlink %}{% endlinks %}"
    ).render(Context({"name": "Hof & Co"}))

    first, second = find(page, "ul.link-list > li > a")
    assert (words(first), first.get("href"), "download" in first.attrib) == ("Hof & Co", "/hof/?a=1&b=2", True)
    assert [words(note) for note in find(page, "li > b")] == ["Hof & Co"]
    assert (words(second), second.get("aria-current"), "download" in second.attrib) == ("Hier", "page", False)
    assert "&amp;amp;" not in page


def test_a_cell_of_several_lines_keeps_them_apart():
    page = drawn(Table("Rekeningen", [Column("Groep"), Column("Naar")], [["Hof", "Hof <U.A.>\nNL91ABNA"]]))

    assert "Hof &lt;U.A.&gt;<br>NL91ABNA" in page


@pytest.mark.parametrize("tone", ["", "good", "bad"])
def test_a_badge_in_a_table_is_the_badge_of_every_page(tone):
    table = Table("Groepen", [Column("Groep")], [[Cell("Hof", badge=Badge("Bezig <nu>", tone))]])
    alone = render_to_string("components/badge.html", {"label": "Bezig <nu>", "tone": tone})

    [badge] = find(drawn(table), ".badge")
    assert badge.attrib == find(alone, ".badge")[0].attrib
    assert words(badge) == words(find(alone, ".badge")[0]) == "Bezig <nu>"


def test_every_text_of_a_row_is_escaped():
    bad = "<script>&\"'"
    cells = [bad, Cell(bad, url=f"/?q={bad}"), Cell(f"{bad}\n{bad}", notes=[bad])]
    table = Table("Lijst", [Column(bad), Column(bad), Column(bad)], [cells])

    page = drawn(table)

    assert "<script>" not in page
    assert bad not in page
    assert page.count("&lt;script&gt;") >= 8
