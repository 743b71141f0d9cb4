"""WOZ values from a list, for homes that are in a plan: which row is which home, and what is said of the others."""

import json
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import translation

from coophub.reports.models import ReportJob
from coophub.reports.services import render
from coophub.web.errors import DomainError
from coophub.web.sheets import FileSheet
from financing.engine import calculate, parse_plan, result_of
from financing.plans.document.examples import example_document
from financing.plans.document.inputs import inputs_of
from financing.plans.document.rows import keyed_document
from financing.plans.homes.values import PresentHome, read_values, values_in
from financing.plans.models import PlanChange
from financing.plans.reports.workbook import workbook_of
from financing.plans.services.editing import save_plan
from financing.plans.services.visitors import start_visitor_plan
from tests.factories.plans import PlanFactory
from tests.financing.plans.homes.test_spreadsheet import xlsx
from tests.financing.plans.homes.test_spreadsheet_pages import file
from tests.financing.plans.reports.workbook.files import read as cells_of
from tests.web.hostile_files import many_strings
from tests.web.reading import find, words


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def home(name, count=1, area=60):
    return PresentHome(name, name, count, area)


def found_in(homes, *rows):
    return values_in([FileSheet([list(row) for row in rows])], homes)


def values(found):
    return {valued.home.name: valued.woz_value for valued in found.homes}


def left_out(found):
    return [(row.number, row.called, row.nearest) for row in found.left_out]


# --- Which row is which home ------------------------------------------------------------------------

STREET = [home("Kerkstraat 12"), home("Kerkstraat 12a"), home("Kerkstraat 14")]


@pytest.mark.parametrize(
    ("homes", "rows"),
    [
        (STREET, [["Adres", "WOZ-waarde"], ["kerkstraat 12", 1], ["Kerkstraat 12 A", 2], ["Kerkstraat 14", 3]]),
        (
            STREET,
            [
                ["Adres", "WOZ"],
                ["Kerkstraat 12, 9401 AB Assen", 1],
                ["Kerkstraat 12-a 9401AB ASSEN", 2],
                ["Kerkstraat 14, Assen", 3],
            ],
        ),
        (
            STREET,
            [
                ["Straatnaam", "Huisnummer", "Huisletter", "Postcode", "Vastgestelde waarde"],
                ["Kerkstraat", 12.0, None, "9401 AB", 1],
                ["Kerkstraat", 12.0, "a", "9401 AB", 2],
                ["Kerkstraat", 14.0, None, "9401 AB", 3],
            ],
        ),
        (STREET, [["Huisnummer", "WOZ"], ["12", 1], ["12A", 2], [14.0, 3]]),
        (
            [home("Woning 12"), home("nr. 12a"), home("14")],
            [["adres", "woz"], ["Kerkstraat 12", 1], ["Kerkstraat 12 a", 2], ["Kerkstraat 14", 3]],
        ),
    ],
    ids=["as they are called", "with a place", "in columns", "by their numbers", "numbers in the plan"],
)
def test_home_is_found_by_its_name_or_address_however_that_is_written(homes, rows):
    found = found_in(homes, *rows)

    assert [valued.woz_value for valued in found.homes] == [1, 2, 3]
    assert left_out(found) == []


def test_types_have_the_mean_of_their_rows_by_name_or_as_the_bag_names_them():
    by_name = [home("2 kamers", 2, 55), home("3 kamers", 8, 75)]
    of_the_bag = [
        home("55 m², gebouwd in 1931", 2, 55),
        home("55 m², gebouwd in 1998", 2, 55),
        home("75 m², gebouwd in 1931", 2, 75),
    ]
    addresses = (
        ["Adres", "Oppervlakte", "Bouwjaar", "WOZ-waarde"],
        ["Kerkstraat 1", 55, 1931.0, 280_000],
        ["Kerkstraat 3", 55, 1931.0, 290_001],
        ["Kerkstraat 5", 55, "1998", 350_000],
        ["Kerkstraat 7", 75, None, 400_000],
        ["Kerkstraat 9", 55, None, 100_000],
    )

    named = found_in(by_name, ["type", "WOZ"], ["2 kamers", 280_000], ["2 Kamers", 290_000])
    sized = found_in(of_the_bag, *addresses)

    assert (values(named), named.homes[0].rows) == ({"2 kamers": 285_000}, [2, 3])
    assert list(values(sized).values()) == [285_000, 350_000, 400_000]
    assert left_out(sized) == [(6, "Kerkstraat 9", "55 m², gebouwd in 1931")]


def test_row_that_is_nobodys_for_certain_is_left_out_and_told_with_the_home_that_comes_nearest():
    homes = [*STREET, home("Hoek", 1, 90), home("Hoek", 1, 95)]

    found = found_in(
        homes,
        ["Woning", "m2", "WOZ-waarde"],
        ["Kerkstraat 12", 60, 300_000],
        # As large as a home that no row calls by its name.
        ["Kerkstraat 16", 60, 310_000],
        ["Kerkstraat 14", 60, 320_000],
        ["Hoek", 90.4, 500_000],
        ["Hoek", 40, 510_000],
        ["Totaal", None, 1_940_000],
    )

    assert list(values(found)) == ["Kerkstraat 12", "Kerkstraat 14"]
    assert left_out(found) == [(3, "Kerkstraat 16", "Kerkstraat 14"), (5, "Hoek", "Hoek"), (6, "Hoek", "Hoek")]


def test_what_is_wrong_is_told_by_cell_and_a_file_without_values_as_a_whole():
    found = found_in(STREET, ["adres", "WOZ"], ["Kerkstraat 12", "hoog"], ["Kerkstraat 14", None])

    assert found.homes == []
    assert [(problem.address, problem.sentence) for problem in found.problems] == [
        ("B2", "Here stands “hoog”. Fill in a number."),
        ("B3", "There is no number in this cell. Fill one in."),
    ]
    for rows in ([["adres", "huur"], ["Kerkstraat 12", 1]], [["WOZ", "bouwjaar"], [1, 1931]], []):
        with pytest.raises(DomainError, match="WOZ-waarde, and type or adres"):
            found_in(STREET, *rows)
    with pytest.raises(DomainError, match="too much"):
        read_values(many_strings(), STREET)


# --- What a plan does with it -----------------------------------------------------------------------


def in_cells(plan):
    return {cell.value for sheet in cells_of(workbook_of(plan).content).values() for cell in sheet.values()}


def test_value_changes_no_figure_and_stands_in_workbook_paper_and_document():
    document = example_document("sociale-huur-dorp")
    valued = {**document, "dwellings": [dict(home) for home in document["dwellings"]]}
    valued["dwellings"][0] |= {"woz_value": 287_000, "woz_year": 2025}

    plan, with_value = parse_plan(document), parse_plan(valued)

    assert result_of(calculate(with_value)).document() == result_of(calculate(plan)).document()
    given = {
        found.label: found.value for found in inputs_of(valued, only_given=True) if found.key[-1].startswith("woz")
    }
    assert {label: value.replace("\N{NO-BREAK SPACE}", " ") for label, value in given.items()} == {
        "WOZ value": "€287,000",
        "Year of the WOZ value": "2025",
    }
    assert in_cells(with_value) - in_cells(plan) == {*given, 287_000, 2025}


# --- The pages --------------------------------------------------------------------------------------

db = pytest.mark.django_db


def read(client, address, *rows, year="2025"):
    """Sends a list and lets a worker read it; gives the address of the page that shows what is in it."""
    answer = client.post(address, {"file": file(xlsx(*rows), "WOZ gemeente.xlsx"), "woz_year": year})
    for job in ReportJob.objects.filter(state=ReportJob.State.QUEUED):
        assert render(str(job.pk))
    return answer["Location"]


def shown(client, address):
    [main] = find(client.get(address, headers={"accept-language": "en"}).content.decode(), "main")
    return words(main)


@pytest.fixture
def street(initiative):
    document = example_document("sociale-huur-dorp")
    [first] = document["dwellings"][:1]
    document["dwellings"] = [{**first, "name": name, "count": 1} for name in ("Kerkstraat 12", "Kerkstraat 14")]
    return PlanFactory(initiative=initiative, document=document)


@pytest.fixture
def address(street):
    return lambda name, **more: reverse(f"plans:{name}", args=[street.initiative.slug, street.pk, *more.values()])


ROWS = (["Adres", "WOZ-waarde"], ["Kerkstraat 12", 300_000], ["Kerkstraat 14", 310_000], ["Kerkstraat 16", 320_000])


@db
def test_values_are_shown_with_what_is_left_out_and_kept_when_somebody_says_so(client, owner, street, address):
    client.force_login(owner)
    assert address("home_values") in client.get(address("section", section="homes")).content.decode()
    found = read(client, address("home_values"), *ROWS)

    content = shown(client, found)
    assert "Values on 1 January 2025." in content
    assert "One row is left out" in content
    assert "Row 4, “Kerkstraat 16”: €320,000" in content
    assert "We do not know for certain which home this is. “Kerkstraat 14” comes nearest." in content
    street.refresh_from_db()
    assert street.revision == 1
    answers = [client.post(found, headers={"accept-language": "nl"}) for _twice in range(2)]

    street.refresh_from_db()
    assert {answer["Location"] for answer in answers} == {address("section", section="homes")}
    assert [(each["woz_value"], each["woz_year"]) for each in street.document["dwellings"]] == [
        (300_000, 2025),
        (310_000, 2025),
    ]
    [change] = PlanChange.objects.filter(plan=street)
    assert change.source.startswith("WOZ-waarden uit het bestand “WOZ gemeente.xlsx”, overgenomen op ")
    assert change.source in client.get(address("history")).content.decode()
    again = read(client, address("home_values"), ["type", "WOZ"], ["kerkstraat 12", 1], ["Kerkstraat 12", 5])
    assert "€3 more rows than homes the mean of 2 rows €300,000 2, 3" in shown(client, again)


@db
def test_what_others_changed_meanwhile_stays_and_is_not_overwritten_unseen(client, owner, street, address):
    client.force_login(owner)
    found = read(client, address("home_values"), *ROWS)
    document = keyed_document(street)
    document["dwellings"][0]["woz_value"] = 1
    document["dwellings"][1]["monthly_rent"] = 999
    save_plan(plan=street, document=document, revision=1, user=owner)

    refused = client.post(found)
    assert refused.status_code == 422
    assert refused.context["refusal"]
    client.post(read(client, address("home_values"), *ROWS))

    street.refresh_from_db()
    assert [each["woz_value"] for each in street.document["dwellings"]] == [300_000, 310_000]
    assert street.document["dwellings"][1]["monthly_rent"] == 999


@db
def test_list_of_which_nothing_belongs_here_puts_nothing_in(client, owner, street, address):
    client.force_login(owner)
    found = read(client, address("home_values"), ["Adres", "WOZ"], ["Dorpsplein 1", 300_000])

    assert "No row belongs to a home of the plan." in shown(client, found)
    assert "No home in the plan looks like this one." in shown(client, found)
    assert client.post(found).status_code == 422
    street.refresh_from_db()
    assert street.revision == 1
    assert client.get(address("home_values_found", job=uuid4())).status_code == 404
    wrong = client.post(address("home_values"), {"file": file(b"%PDF", "woz.pdf"), "woz_year": "1800"})
    assert (wrong.status_code, set(wrong.context["form"].errors)) == (422, {"file", "woz_year"})


@db
def test_row_that_was_left_out_is_given_to_a_home_and_counts_with_its_others(client, owner, street, address):
    client.force_login(owner)
    first, second = (each["key"] for each in keyed_document(street)["dwellings"])
    found = read(client, address("home_values"), ROWS[0], ROWS[1], ROWS[3], ["Dorpsplein 1", 340_001])

    wrong = client.post(found, {"row-3": str(uuid4())})
    assert (wrong.status_code, street.revision) == (422, 1)
    client.post(found, {"row-3": first, "row-4": second})

    street.refresh_from_db()
    assert [each["woz_value"] for each in street.document["dwellings"]] == [310_000, 340_001]
    alone = read(client, address("home_values"), ROWS[0], ["Dorpsplein 1", 150_000])
    client.post(alone, {"row-2": second})
    street.refresh_from_db()
    assert [each["woz_value"] for each in street.document["dwellings"]] == [310_000, 150_000]


@db
def test_list_that_was_read_before_rows_had_their_value_opens_as_it_did(client, owner, street, address):
    client.force_login(owner)
    found = read(client, address("home_values"), *ROWS)
    job = ReportJob.objects.get()
    answer = json.loads(job.file.read())
    for each in answer["homes"]:
        del each["total"]
    for each in answer["left_out"]:
        del each["woz_value"]
    job.file.save("old.json", ContentFile(json.dumps(answer).encode()))

    assert "Row 4, “Kerkstraat 16” We do not know" in shown(client, found)
    client.post(found, {"row-4": keyed_document(street)["dwellings"][0]["key"]})

    street.refresh_from_db()
    assert [each["woz_value"] for each in street.document["dwellings"]] == [300_000, 310_000]


@db
def test_visitor_without_an_account_takes_values_from_a_file_too(client):
    plan, token = start_visitor_plan(document=example_document("de-eendracht"))
    [first, *_others] = plan.document["dwellings"]

    client.post(
        read(client, reverse("plans:calculation_home_values", args=[token]), ["type", "WOZ"], [first["name"], 250_000])
    )

    plan.refresh_from_db()
    assert [each.get("woz_value") for each in plan.document["dwellings"]][:2] == [250_000, None]
