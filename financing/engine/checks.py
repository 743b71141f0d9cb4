"""What must hold between the values of a plan document (sections 1 to 3 and 7): each breach with its path and a
sentence.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from financing.engine import checks_of_forms
from financing.engine.documents import CostLine, Development, OperatingCost, Plan, Source
from financing.engine.errors import Problem
from financing.engine.sales import SALES
from financing.engine.sentences import _

COST_FORMS = ("fixed", "per_dwelling", "per_m2", "share_of")
SOURCE_FORMS = ("fixed", "per_dwelling", "per_m2", "share_of_investment", "share_of_market_value", "remainder")
OPERATING_FORMS = ("fixed", "per_dwelling", "per_m2", "share_of_gross_rent")
LOAN_KEYS = (
    "rate",
    "term_years",
    "balloon_share",
    "grace_years",
    "capitalise_interest",
    "rate_resets",
    "guarantee_fee",
    "repayment_rate",
    "rolls_over",
)


def problems_in(plan: Plan) -> list[Problem]:
    """Every breach; none for a valid plan."""
    return [
        *_years(plan),
        *_names(plan),
        *(problem for number, line in enumerate(plan.investment.lines) for problem in _cost_line(line, number)),
        *_funding(plan),
        *(problem for number, cost in enumerate(plan.operating_costs) for problem in _operating_cost(cost, number)),
        *_ground_lease(plan),
        *_rest(plan),
        *_development(plan),
        *checks_of_forms.problems_in(plan),
    ]


def _years(plan: Plan) -> Iterator[Problem]:
    if plan.first_year < plan.price_level_year:
        yield Problem(
            "first_year",
            "first_year_early",
            _("Expected %(year)s or later: the first year of letting cannot come before the price level year."),
            {"year": plan.price_level_year},
        )
    if plan.investment.midpoint < plan.price_level_year:
        yield Problem(
            "investment.midpoint",
            "midpoint_early",
            _("Expected %(year)s or later: the midpoint of construction cannot come before the price level year."),
            {"year": plan.price_level_year},
        )


def _names(plan: Plan) -> Iterator[Problem]:
    """Lines and sources are known by their names in results and in the development phase."""
    lists: dict[str, Sequence[Any]] = {"investment.lines": plan.investment.lines, "funding": plan.funding}
    for path, items in lists.items():
        seen: set[str] = set()
        for number, item in enumerate(items):
            if item.name in seen:
                yield _name_twice(f"{path}[{number}].name", item.name)
            seen.add(item.name)


def _name_twice(path: str, name: str) -> Problem:
    return Problem(
        path, "name_twice", _("Expected a name that is not used yet: “%(name)s” stands here twice."), {"name": name}
    )


def _cost_line(line: CostLine, number: int) -> Iterator[Problem]:
    path = f"investment.lines[{number}]"
    yield from _exactly_one(line, COST_FORMS, path)
    if line.share_of is not None and line.share is None:
        yield Problem(f"{path}.share", "share_missing", _("Expected the share, such as 0.05 for 5 %%."))
    if line.share is not None and line.share_of is None:
        yield Problem(
            f"{path}.share_of", "share_of_missing", _("Expected of what this is a share: a category, or all.")
        )
    if line.is_share and line.indexed:
        yield Problem(
            f"{path}.indexed", "share_indexed", _("Expected false: a share follows lines that are indexed already.")
        )


def _funding(plan: Plan) -> Iterator[Problem]:
    for number, source in enumerate(plan.funding):
        yield from _source(source, f"funding[{number}]")
    remainders = [number for number, source in enumerate(plan.funding) if source.remainder]
    for number in remainders[1:]:
        yield Problem(
            f"funding[{number}].remainder",
            "remainder_twice",
            _("Expected at most one source that takes the remainder."),
        )
    for number, source in enumerate(plan.funding):
        if source.share_of_market_value is not None and plan.market_value is None:
            yield Problem(
                f"funding[{number}].share_of_market_value",
                "market_value_missing",
                _("Expected a market value in the plan: this source is a share of it."),
            )


def _source(source: Source, path: str) -> Iterator[Problem]:
    given = [form for form in SOURCE_FORMS if getattr(source, form) is not None and getattr(source, form) is not False]
    if len(given) != 1:
        yield _not_exactly_one(path, SOURCE_FORMS, given)
    if source.return_rate is not None and (source.kind != "member_equity" or source.is_loan):
        yield Problem(
            f"{path}.return_rate", "return_not_equity", _("Expected no return: only member equity can have one.")
        )
    if not source.is_loan:
        for key in LOAN_KEYS:
            if getattr(source, key):
                yield Problem(f"{path}.{key}", "not_a_loan", _("Expected nothing here: this source is not a loan."))
        return
    needed = ("rate",) if source.repayment_rate is not None else ("rate", "term_years")
    for key in needed:
        if getattr(source, key) is None:
            yield Problem(f"{path}.{key}", "loan_needs", _("Expected a number: a loan needs it."))
    if source.term_years is not None and source.grace_years >= source.term_years:
        yield Problem(
            f"{path}.grace_years",
            "grace_long",
            _("Expected fewer years than the term of %(term)s years: something has to be left to repay in."),
            {"term": source.term_years},
        )
    after = [reset.after_years for reset in source.rate_resets]
    for number, years in enumerate(after):
        if years in after[:number]:
            yield Problem(
                f"{path}.rate_resets[{number}].after_years",
                "reset_twice",
                _("Expected another year: the rate already changes after %(years)s years."),
                {"years": years},
            )


def _operating_cost(cost: OperatingCost, number: int) -> Iterator[Problem]:
    path = f"operating_costs[{number}]"
    yield from _exactly_one(cost, OPERATING_FORMS, path)
    if cost.from_year and cost.to_year and cost.to_year < cost.from_year:
        yield Problem(
            f"{path}.to_year",
            "to_year_early",
            _("Expected %(year)s or later: a cost cannot end before it begins."),
            {"year": cost.from_year},
        )


def _ground_lease(plan: Plan) -> Iterator[Problem]:
    lease = plan.ground_lease
    if lease.amount is not None and (lease.rate is not None or lease.land_value is not None):
        yield Problem(
            "ground_lease.amount",
            "canon_twice",
            _("Expected either an amount a year, or a rate with the value of the land."),
        )
    elif (lease.rate is None) != (lease.land_value is None):
        missing = "land_value" if lease.land_value is None else "rate"
        yield Problem(
            f"ground_lease.{missing}", "canon_half", _("Expected a number: rate and value of the land belong together.")
        )


def _rest(plan: Plan) -> Iterator[Problem]:
    reserve = plan.maintenance_reserve
    if reserve.contribution is not None and reserve.contribution_per_dwelling is not None:
        yield Problem(
            "maintenance_reserve.contribution_per_dwelling",
            "contribution_twice",
            _("Expected one contribution: in total, or per home."),
        )
    if plan.exit_value == "multiple" and plan.exit_multiple is None:
        yield Problem("exit_multiple", "multiple_missing", _("Expected a number: how many times the last net rent."))
    if plan.exit_value == "market_value" and plan.market_value is None:
        yield Problem(
            "exit_value",
            "exit_without_value",
            _("Expected a market value in the plan: it is what the homes are taken to be worth at the end."),
        )
    if plan.criteria.max_ltv is not None and plan.market_value is None:
        yield Problem(
            "criteria.max_ltv",
            "ltv_without_value",
            _("Expected null, or a market value in the plan: without a value there is no loan-to-value."),
        )
    limits = [bracket.up_to for bracket in plan.corporate_tax.brackets]
    for number, limit in enumerate(limits):
        is_last = number == len(limits) - 1
        if is_last != (limit is None):
            sentence = (
                _("Expected null: the last bracket has no end.")
                if is_last
                else _("Expected an amount: only the last bracket has no end.")
            )
            yield Problem(f"corporate_tax.brackets[{number}].up_to", "bracket_end", sentence)
        elif limit is not None and number and limit <= (limits[number - 1] or 0):
            yield Problem(
                f"corporate_tax.brackets[{number}].up_to",
                "bracket_order",
                _("Expected more than the bracket before it ends at."),
            )


def _development(plan: Plan) -> Iterator[Problem]:
    development = plan.development
    if development is None:
        return
    end = f"{plan.first_year}-01"
    if development.start >= end:
        yield Problem(
            "development.start", "start_late", _("Expected a month before %(end)s, when letting begins."), {"end": end}
        )
    if not development.start <= development.construction_start < end:
        yield Problem(
            "development.construction_start",
            "construction_outside",
            _("Expected a month from %(start)s up to %(end)s."),
            {"start": development.start, "end": end},
        )
    lines = {line.name for line in plan.investment.lines}
    shares: dict[str, float] = {}
    for number, spend in enumerate(development.spend):
        path = f"development.spend[{number}]"
        if spend.line not in lines:
            yield Problem(f"{path}.line", "line_unknown", _("Expected the name of an investment line."))
        if not development.start <= spend.from_ <= spend.to < end:
            wrong = "from" if not development.start <= spend.from_ < end else "to"
            yield Problem(
                f"{path}.{wrong}",
                "spend_outside",
                _("Expected months between the start and the first year of letting."),
            )
        shares[spend.line] = shares.get(spend.line, 0.0) + spend.share
    for number, spend in enumerate(development.spend):
        if abs(shares[spend.line] - 1) > 1e-9:
            yield Problem(
                f"development.spend[{number}].share",
                "shares_not_one",
                _("Expected shares that add up to 1 for this line."),
            )
    yield from _available(plan, development)


def _available(plan: Plan, development: Development) -> Iterator[Problem]:
    """A source is named once, or in parts that add up to 1."""
    sources = {source.name for source in plan.funding} | ({SALES} if plan.has_sales else set())
    parts: dict[str, list[float | None]] = {}
    for available in development.available:
        parts.setdefault(available.source, []).append(available.share)
    for number, available in enumerate(development.available):
        path = f"development.available[{number}]"
        its_parts = [share for share in parts[available.source] if share is not None]
        is_first = all(other.source != available.source for other in development.available[:number])
        if available.source not in sources:
            yield Problem(f"{path}.source", "source_unknown", _("Expected the name of a source of money."))
        elif not its_parts and not is_first:
            yield _name_twice(f"{path}.source", available.source)
        elif its_parts and (len(its_parts) < len(parts[available.source]) or abs(sum(its_parts) - 1) > 1e-9):
            yield Problem(
                f"{path}.share", "parts_not_one", _("Expected parts that add up to 1 for this source of money.")
            )


def _exactly_one(item: CostLine | OperatingCost, forms: tuple[str, ...], path: str) -> Iterator[Problem]:
    given = [form for form in forms if getattr(item, form) is not None]
    if len(given) != 1:
        yield _not_exactly_one(path, forms, given)


def _not_exactly_one(path: str, forms: tuple[str, ...], given: list[str]) -> Problem:
    where = f"{path}.{given[1]}" if given else f"{path}.{forms[0]}"
    return Problem(where, "one_amount", _("Expected exactly one of: %(forms)s."), {"forms": ", ".join(forms)})
