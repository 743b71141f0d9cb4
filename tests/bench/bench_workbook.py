"""A scenario through the engine against the same plan worked out by a spreadsheet program."""

from financing.engine import calculate, parse_plan, result_document
from tests.bench.bench_engine import plan_of_thirty_lines, scenarios
from tests.bench.harness import Figure, compare, publish
from tests.financing.plans.reports.workbook.agreement import build
from tests.financing.plans.reports.workbook.office import recalculated


def measure(repeats: int = 3) -> list[Figure]:
    document = plan_of_thirty_lines()
    plan, scenario = parse_plan(document), scenarios(1)
    files = {"plan": build(document).content}
    return [
        compare(
            "a scenario, against recalculating the spreadsheet",
            lambda: result_document(calculate(plan, scenario)),
            lambda: recalculated(files),
            repeats=repeats,
            goal="at least 200 x",
        ),
        compare("the spreadsheet of a plan, against its calculation", lambda: build(document), lambda: calculate(plan)),
    ]


def test_workbook() -> None:
    figures = measure()
    publish(figures)

    assert figures[0].ratio >= 200
