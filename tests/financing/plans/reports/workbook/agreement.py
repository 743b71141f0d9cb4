"""Whether a recalculated workbook says what the engine says, to the cent."""

import datetime as dt
from functools import cache

from django.utils import translation

from financing.engine import calculate, parse_plan, read_result, result_document
from financing.engine.result_documents import CriterionOutcome
from financing.plans.figures.verdict import criteria_in_words, verdict_sentence
from financing.plans.reports.workbook import workbook_of
from tests.financing.engine.documents import PATHS, document_named
from tests.financing.plans.reports.workbook.files import read
from tests.thorough import some

IN_EVERY_RUN = (
    "all_kinds",
    "development",
    "half-kopen-half-huren",
    "form_by_month_and_sold",
    "form_direct_loans",
    "form_take_over",
    "tax_with_losses",
)
DOCUMENTS = some(PATHS, plain=[path for path in PATHS if path.stem in IN_EVERY_RUN])

CENT = 0.01
UNDEFINED = "-"
UNUSED = {
    "investment.sale_proceeds",
    *(f"years.{name}" for name in ("drawn", "member_saving", "member_in", "member_out")),
    "statements.income.member_indexation",
    "statements.balance.restricted",
    "statements.balance.sale_result",
}
"""What has no place in the workbook of a plan that does not use it, and is then nothing."""

TOO_HIGH_TO_FIND = 10
"""A return of more than 1000 % a year is no return: the search of another program need not find it."""


@cache
def built(name, language="en"):
    """The workbook of one of the documents. Whoever asks for it must leave it as it is."""
    return build(document_named(name), language)


@cache
def cells_of(name, language="en"):
    """What stands in that workbook. Reading it takes as long as a good part of making it."""
    return read(built(name, language).content)


def build(document, language="en"):
    with translation.override(language):
        return workbook_of(parse_plan(document))


def close(found, expected):
    """Equal to far less than a cent; figures of very large plans to eleven digits."""
    if expected is None:
        return found == UNDEFINED
    if isinstance(expected, str) or isinstance(found, str) or found is None:
        return found == expected
    return abs(found - expected) <= max(CENT / 100, 1e-11 * abs(expected))


class Reader:
    """Reads figures by their place in the result document."""

    def __init__(self, made, sheets):
        self.places, self.sheets = made.places, sheets

    def cell(self, key):
        return self.series(key, 1)[0]

    def series(self, key, count):
        if key in UNUSED and key not in self.places:
            return [0] * count
        place = self.places[key]
        cells = self.sheets[place.sheet.worksheet.name]
        found = [cells.get((place.row, place.col + number)) for number in range(count)]
        return [cell and cell.value for cell in found]


def differences(made, book, document, language="en"):
    """Every figure of the result document that the workbook has otherwise: place, what it has, what the engine has."""
    result = result_document(calculate(parse_plan(document)))
    read, years = Reader(made, book), document["horizon_years"]
    found = [
        *_single(read, result),
        *(
            (f"years.{name}", read.series(f"years.{name}", years), values)
            for name, values in result["years"].items()
            if name != "year"
        ),
        *(
            (f"loans[{number}].{name}", read.series(f"loans[{number}].{name}", years), loan[name])
            for number, loan in enumerate(result["loans"])
            for name in ("interest", "principal", "balance")
        ),
        *_statements(read, result, years),
        *_development(read, result),
    ]
    wrong = [
        (place, got, wanted)
        for place, series, expected in found
        for got, wanted in (zip(series, expected, strict=True) if isinstance(series, list) else [(series, expected)])
        if not close(got, wanted)
    ]
    return [*wrong, *_verdict(read, result, language), *_returns(read, result)]


def _single(read, result):
    investment, funding = result["investment"], result["funding"]
    for number, line in enumerate(investment["lines"]):
        for name in ("excl_vat", "vat", "incl_vat"):
            yield f"investment.lines[{number}].{name}", read.cell(f"investment.lines[{number}].{name}"), line[name]
    for name in ("construction_interest", "total", "sale_proceeds", "net", "per_dwelling", "per_m2"):
        yield f"investment.{name}", read.cell(f"investment.{name}"), investment[name]
    for number, source in enumerate(funding["sources"]):
        for name in ("amount", "share"):
            yield f"funding.sources[{number}].{name}", read.cell(f"funding.sources[{number}].{name}"), source[name]
    for name in ("total", "gap"):
        yield f"funding.{name}", read.cell(f"funding.{name}"), funding[name]
    for name, value in result["metrics"].items():
        if name in ("largest_rollover", "largest_member_outflow"):
            # Two years can have the same amount: either is right.
            found = None if f"metrics.{name}" not in read.places else read.cell(f"metrics.{name}")
            yield f"metrics.{name}", UNDEFINED if found is None else found, value and value["amount"]
        elif name not in ("undefined", "irr_project", "irr_equity"):
            yield f"metrics.{name}", read.cell(f"metrics.{name}"), value


def _statements(read, result, years):
    """The balance has one column more, that of the start."""
    statements = result["statements"]
    for name, values in statements["income"].items():
        yield f"income.{name}", read.series(f"statements.income.{name}", years), values
    for name, values in statements["balance"].items():
        if name not in ("year", "loans"):
            got = read.series(f"statements.balance.{name}", years + 1)
            yield f"balance.{name}", [0 if value is None else value for value in got], values


def _development(read, result):
    """The months until the first rent, with the sources in the order in which they are used."""
    phase = result.get("development")
    if phase is None:
        return
    months = len(phase["month"])
    yield "development.month", read.series("development.month", months), [serial_of(month) for month in phase["month"]]
    for name in ("spending", "shortage"):
        yield f"development.{name}", read.series(f"development.{name}", months), phase[name]
    for place, (name, drawn) in enumerate(phase["drawn"].items()):
        yield f"development.drawn[{place}].name", read.cell(f"development.drawn[{place}].name"), name
        yield f"development.drawn[{place}]", read.series(f"development.drawn[{place}]", months), drawn
    yield "development.pre_finance_need", read.cell("development.pre_finance_need"), phase["pre_finance_need"]
    found, expected = read.cell("development.pre_finance_month"), phase["pre_finance_month"]
    # Two months can be short by the same amount: either is right.
    as_short = [
        serial_of(month)
        for month, short in zip(phase["month"], phase["shortage"], strict=True)
        if expected is not None and close(short, phase["pre_finance_need"])
    ]
    wanted = expected and serial_of(expected)
    yield "development.pre_finance_month", found, found if found in as_short else wanted


def serial_of(month):
    """A month such as 2027-03 as a spreadsheet counts days, worked out by our own calendar."""
    return (dt.date.fromisoformat(f"{month}-01") - dt.date(1899, 12, 30)).days


def _verdict(read, result, language):
    """The criteria and the sentences.

    A criterion that is met or missed by a hair may fall either way in another program's arithmetic.
    """
    words = {"en": ("yes", "no"), "nl": ("ja", "nee")}[language]
    wrong = []
    asked = {criterion["name"]: criterion for criterion in result["criteria"]}
    on_the_edge = False
    for name in ("funding", "liquidity", "dscr", "dscr_total", "ltv", "reserve", "equity_share"):
        criterion = asked.get(name)
        holds = read.cell(f"criteria.{name}.holds")
        if criterion is None:
            wrong += [(name, holds, None)] * (holds != UNDEFINED)
            continue
        value = criterion["worst_value"]
        if value is not None and abs(value - criterion["threshold"]) < 1e-6:
            on_the_edge = True
            continue
        with translation.override(language):
            sentence = criteria_in_words([CriterionOutcome.model_validate(criterion)])[0].sentence
        expected = {
            "holds": words[0] if criterion["holds"] else words[1],
            "threshold": criterion["threshold"],
            "worst_value": value,
            "worst_year": criterion["worst_year"],
            "first_year": criterion["first_year"],
            "shortfall": criterion["shortfall"],
            "sentence": sentence,
        }
        wrong += [
            (f"{name}.{key}", read.cell(f"criteria.{name}.{key}"), wanted)
            for key, wanted in expected.items()
            if not close(read.cell(f"criteria.{name}.{key}"), wanted)
        ]
    if not on_the_edge:
        with translation.override(language):
            sentence = verdict_sentence(read_result(result))
        pairs = (("closes", words[0] if result["closes"] else words[1]), ("sentence", sentence))
        wrong += [(key, read.cell(key), wanted) for key, wanted in pairs if read.cell(key) != wanted]
    return wrong


def _returns(read, result):
    """A return is right when it makes the flows worth nothing: two within a step of the search are told as one, and it
    may be either.
    """
    horizon = len(result["years"]["year"])
    wrong = []
    for name, key in (("project", "irr_project"), ("members", "irr_equity")):
        found, expected = read.cell(f"metrics.{key}"), result["metrics"][key]
        if expected is None or found == UNDEFINED:
            if found != UNDEFINED or (expected is not None and expected < TOO_HIGH_TO_FIND):
                wrong.append((key, found, expected))
        elif abs(found - expected) > 1e-6 * max(1, abs(expected)):
            flows = read.series(f"flows.{name}", horizon + 1)
            left = sum(flow / (1 + found) ** t for t, flow in enumerate(flows))
            if abs(left) > 1e-6 * sum(map(abs, flows)):
                wrong.append((key, found, expected))
    return wrong
