"""Versions and scenarios of plans, and what is different between them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from coophub.web.formats import day, euro, number, percent
from coophub.web.written_once import written_once
from financing.engine import Result, read_result
from financing.plans.document.inputs import Input, inputs_of
from financing.plans.figures import result_label
from financing.plans.figures.kinds import YES_NO
from financing.plans.models import Plan, PlanVersion, Scenario
from financing.plans.selectors.drivers import average_rent, driver_sentence, driver_title, drivers_in_words
from financing.plans.selectors.outcomes import Outcome, least_cash, outcome_from, outcome_of, plans_of
from initiatives.models import Initiative

MOST_COLUMNS = 4
NOTHING = "-"


@dataclass(frozen=True)
class ComparedChoice:
    """Something that can be compared. `token` names it in an address."""

    token: str
    name: str
    kind: str


@dataclass(frozen=True)
class ChoiceGroup:
    """A plan with its versions and scenarios."""

    plan: Plan
    choices: list[ComparedChoice]


@dataclass(frozen=True)
class Compared:
    """One of the things that are compared."""

    choice: ComparedChoice
    outcome: Outcome
    url: str
    drivers: dict[str, float]


@dataclass(frozen=True)
class ComparedRow:
    """A line of the comparison: what it is called, and one written value a column."""

    label: str
    values: list[str]
    is_different: bool = True


@dataclass(frozen=True)
class DifferentInputs:
    """The inputs that differ under one heading."""

    title: str
    rows: list[ComparedRow]


@dataclass(frozen=True)
class Comparison:
    columns: list[Compared]
    inputs: list[DifferentInputs]
    figures: list[ComparedRow]


@dataclass(frozen=True)
class ScenarioInWords:
    """A scenario with what it changes and how the plan stands then."""

    scenario: Scenario
    changes: list[str]
    outcome: Outcome


def document_of_version(plan: Plan, number: int) -> dict[str, Any] | None:
    """The document of a plan as it was kept under this number, without what was worked out. One query."""
    return next((document for (document,) in _documents(plan.pk, number)), None)


@written_once
def _documents(plan: int, number: int) -> QuerySet[PlanVersion, tuple[dict[str, Any]]]:
    return PlanVersion.objects.filter(plan=plan, number=number).values_list("document")


def versions_of(plan: Plan) -> QuerySet[PlanVersion]:
    """Every version of a plan, the newest first."""
    return plan.versions.select_related("created_by")


def version_outcome(version: PlanVersion) -> Outcome:
    """A version with the result that it keeps."""
    return replace(outcome_from(version.document, read_result(version.result)), version=version.pk)


def scenarios_of(plan: Plan, outcome: Outcome) -> list[ScenarioInWords]:
    """Every scenario of a plan with its result. One query."""
    return [
        ScenarioInWords(
            scenario, drivers_in_words(scenario.drivers, outcome), outcome_of(plan.document, scenario.drivers)
        )
        for scenario in plan.scenarios.select_related("created_by")
    ]


def choices_of(initiative: Initiative) -> list[ChoiceGroup]:
    """Everything of a group that can be compared, plan by plan. Three queries."""
    plans = plans_of(initiative).prefetch_related("versions", "scenarios")
    return [ChoiceGroup(plan, _choices(plan)) for plan in plans]


def present_choice(plan: Plan) -> ComparedChoice:
    """The plan as it is now."""
    return ComparedChoice(f"plan-{plan.pk}", plan.name, _("as it is now"))


def _choices(plan: Plan) -> list[ComparedChoice]:
    found = [present_choice(plan)]
    found += [_version_choice(version) for version in plan.versions.all()]
    found += [
        ComparedChoice(f"scenario-{scenario.pk}", scenario.name, _("scenario")) for scenario in plan.scenarios.all()
    ]
    return found


def _version_choice(version: PlanVersion) -> ComparedChoice:
    kind = _("version %(number)s of %(day)s") % {"number": version.number, "day": day(version.created_at)}
    return ComparedChoice(f"version-{version.pk}", version.name, kind)


def comparison(initiative: Initiative, tokens: Sequence[str]) -> Comparison | None:
    """What is different between two to four of a group's plans, versions and scenarios.

    None while fewer than two were chosen. Raises KeyError for a token that is not this group's.
    """
    chosen = list(dict.fromkeys(tokens))[:MOST_COLUMNS]
    columns = _columns(initiative.slug, choices_of(initiative), chosen)
    return None if len(columns) < 2 else side_by_side(columns)


def side_by_side(columns: list[Compared]) -> Comparison:
    """What is different between these, of which no two have the same name."""
    return Comparison(columns, _different_inputs(columns), _figures(columns))


def _columns(slug: str, groups: list[ChoiceGroup], chosen: list[str]) -> list[Compared]:
    found: dict[str, Compared] = {}
    for group in groups:
        by_token = {choice.token: choice for choice in group.choices}
        found |= {token: _column(slug, group.plan, by_token[token]) for token in chosen if token in by_token}
    return _told_apart([found[token] for token in chosen])


def _told_apart(columns: list[Compared]) -> list[Compared]:
    """The second of two with one name gets a number behind it: charts know a column by its name."""
    seen: dict[str, int] = {}
    for number_of_column, column in enumerate(columns):
        name = column.choice.name
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > 1:
            choice = replace(column.choice, name=f"{name} ({seen[name]})")
            columns[number_of_column] = replace(column, choice=choice)
    return columns


def _column(slug: str, plan: Plan, choice: ComparedChoice) -> Compared:
    kind, _dash, pk = choice.token.partition("-")
    if kind == "version":
        version = next(version for version in plan.versions.all() if version.pk == int(pk))
        url = reverse("plans:version", args=[slug, plan.pk, version.number])
        return Compared(choice, version_outcome(version), url, {})
    if kind == "scenario":
        scenario = next(scenario for scenario in plan.scenarios.all() if scenario.pk == int(pk))
        url = reverse("plans:scenario", args=[slug, plan.pk, scenario.pk])
        return Compared(choice, outcome_of(plan.document, scenario.drivers), url, scenario.drivers)
    return Compared(choice, outcome_of(plan.document), reverse("plans:detail", args=[slug, plan.pk]), {})


def _different_inputs(columns: list[Compared]) -> list[DifferentInputs]:
    """Every input that is not the same in all columns, under the headings of the plan; first what scenarios change."""
    found: dict[str, list[ComparedRow]] = {}
    title = _("What the scenario changes")
    for name in dict.fromkeys(name for column in columns for name in column.drivers):
        values = [_driver_value(name, column) for column in columns]
        found.setdefault(title, []).append(ComparedRow(driver_title(name), values))
    for heading, rows in _different_rows([column.outcome.document for column in columns]):
        found.setdefault(heading, []).extend(rows)
    return [DifferentInputs(heading, rows) for heading, rows in found.items()]


def changed_inputs(before: dict[str, Any], after: dict[str, Any]) -> list[ComparedRow]:
    """What is different between two documents, in the order of the plan: each with its value in the one and the
    other.
    """
    return [row for _heading, rows in _different_rows([before, after]) for row in rows]


def _different_rows(documents: Sequence[dict[str, Any]]) -> Iterator[tuple[str, list[ComparedRow]]]:
    """Line by line what is not the same in all of them, with the heading that it stands under."""
    sides = [_lines(document) for document in documents]
    for key in dict.fromkeys(key for side in sides for key in side):
        lines = [side.get(key) for side in sides]
        first = next(line for line in lines if line is not None)
        rows = _whole_line(lines) if None in lines else _figure_by_figure([line for line in lines if line is not None])
        if rows:
            yield first[0].group, rows


def _lines(document: dict[str, Any]) -> dict[tuple[str, ...], list[Input]]:
    """The figures of a document, line by line; a figure that belongs to no line stands alone."""
    found: dict[tuple[str, ...], list[Input]] = {}
    for given in inputs_of(document):
        key = (given.group, given.row) if given.row else given.key
        found.setdefault(key, []).append(given)
    return found


def _whole_line(lines: list[list[Input] | None]) -> list[ComparedRow]:
    """One row for a line that not every column has."""
    first = next(line for line in lines if line is not None)
    if not first[0].row:
        return [ComparedRow(first[0].label, [NOTHING if line is None else line[0].value for line in lines])]
    return [ComparedRow(first[0].row, [NOTHING if line is None else _in_short(line) for line in lines])]


def _in_short(line: list[Input]) -> str:
    return "; ".join(f"{given.label}: {given.value}" for given in line if given.is_given)


def _figure_by_figure(lines: list[list[Input]]) -> list[ComparedRow]:
    """A row for each figure of a line that is not the same in all columns."""
    sides = [{given.key: given for given in line} for line in lines]
    rows = []
    for key in dict.fromkeys(key for side in sides for key in side):
        given = [side.get(key) for side in sides]
        written = [NOTHING if one is None else one.value for one in given]
        if len(set(written)) > 1:
            first = next(one for one in given if one is not None)
            rows.append(ComparedRow(f"{first.row}: {first.label}" if first.row else first.label, written))
    return rows


def _driver_value(name: str, column: Compared) -> str:
    if name not in column.drivers:
        return NOTHING
    return driver_sentence(name, column.drivers[name], outcome_of(column.outcome.document))


def _figures(columns: list[Compared]) -> list[ComparedRow]:
    outcomes = [column.outcome for column in columns]
    results = [outcome.result for outcome in outcomes]
    rows = [
        (result_label("closes"), [YES_NO.write(result.closes) for result in results]),
        (result_label("investment.total"), [euro(result.investment.total) for result in results]),
        (result_label("investment.per_dwelling"), [_euro(result.investment.per_dwelling) for result in results]),
        (result_label("funding.gap"), [euro(max(0.0, result.funding.gap)) for result in results]),
        (
            _("Rent per month, on average"),
            [euro(average_rent(outcome) * outcome.drivers.get("rent", 1.0)) for outcome in outcomes],
        ),
        (result_label("metrics.min_dscr"), [_ratio(result.metrics.min_dscr) for result in results]),
        (result_label("metrics.ltv_start"), [_percent(result.metrics.ltv_start) for result in results]),
        (result_label("metrics.min_liquidity"), [_least_cash(result) for result in results]),
        (
            result_label("metrics.gross_initial_yield"),
            [_percent(result.metrics.gross_initial_yield) for result in results],
        ),
        (result_label("metrics.irr_project"), [_percent(result.metrics.irr_project) for result in results]),
    ]
    return [ComparedRow(label, values, len(set(values)) > 1) for label, values in rows]


def _least_cash(result: Result) -> str:
    least, year = least_cash(result)
    return _("%(amount)s in %(year)s") % {"amount": euro(least), "year": year}


def _euro(value: float | None) -> str:
    return NOTHING if value is None else euro(value)


def _ratio(value: float | None) -> str:
    return NOTHING if value is None else number(value, 2)


def _percent(value: float | None) -> str:
    return NOTHING if value is None else percent(value, 1)
