"""What must hold between the values of a plan that uses section 11: each breach with its path and a sentence."""

from collections.abc import Iterator, Sequence

from financing.engine.documents import CostLine, Dwelling, EarlyIncome, MaintenanceReserve, OperatingCost, Plan, Source
from financing.engine.errors import Problem
from financing.engine.sales import SALES, cost_share_of
from financing.engine.sentences import _
from financing.engine.time_series import series_names

ForHomes = CostLine | OperatingCost | Source | MaintenanceReserve
"""What can be an amount per home or per m²."""

OF_TURNOVER = ("target_rent", "turnover_rate", "turnover_vacancy_months")
OF_A_SALE = ("sale_price", "sale_price_indexed", "cost_share")
OF_MOVING_MONEY = ("turnover_rate", "indexed_by")


def problems_in(plan: Plan) -> list[Problem]:
    """Every breach; none for a plan that uses nothing of it."""
    return [
        *(problem for number, each in enumerate(plan.dwellings) for problem in _dwelling(plan, each, number)),
        *_cost_shares(plan),
        *_types_named(plan),
        *_series(plan),
        *(problem for number, each in enumerate(plan.funding) for problem in _source(plan, each, number)),
        *_months(plan),
        *_money_apart(plan),
    ]


def _dwelling(plan: Plan, dwelling: Dwelling, number: int) -> Iterator[Problem]:
    path = f"dwellings[{number}]"
    rents = [key for key in ("monthly_rent", "rent_per_m2") if getattr(dwelling, key) is not None]
    if len(rents) > 1:
        yield Problem(f"{path}.rent_per_m2", "rent_twice", _("Expected either a rent a month, or a rent per m²."))
    if not rents and not dwelling.is_sold:
        yield Problem(f"{path}.monthly_rent", "rent_missing", _("Expected a rent: these homes are let."))
    yield from _sold(dwelling, path) if dwelling.is_sold else _let(dwelling, path)
    for key in ("rent_series", "target_series"):
        if getattr(dwelling, key) not in series_names(plan):
            yield _unknown_series(f"{path}.{key}")
    if dwelling.available_from is not None and dwelling.available_from < plan.first_year:
        yield Problem(
            f"{path}.available_from",
            "available_early",
            _("Expected %(year)s or later: before that nothing is let."),
            {"year": plan.first_year},
        )
    yield from _saving(plan, dwelling, path)


def _sold(dwelling: Dwelling, path: str) -> Iterator[Problem]:
    if dwelling.sale_price is None:
        yield Problem(f"{path}.sale_price", "price_missing", _("Expected a price, or cost: these homes are sold."))
    for key in OF_TURNOVER:
        if getattr(dwelling, key):
            yield Problem(
                f"{path}.{key}",
                "sold_with_tenant",
                _("Expected nothing here: a home that is sold has no sitting tenant."),
            )
    if dwelling.sale_price_indexed and not isinstance(dwelling.sale_price, float):
        yield Problem(
            f"{path}.sale_price_indexed", "cost_indexed", _("Expected false: what homes cost is no price that grows.")
        )


def _let(dwelling: Dwelling, path: str) -> Iterator[Problem]:
    for key in OF_A_SALE:
        if getattr(dwelling, key) not in (None, False):
            yield Problem(f"{path}.{key}", "not_sold", _("Expected nothing here: these homes are not sold."))
    if dwelling.sold_share != 1:
        yield Problem(f"{path}.sold_share", "not_sold", _("Expected nothing here: these homes are not sold."))
    if (dwelling.target_rent is None) != (dwelling.turnover_rate is None):
        missing = "target_rent" if dwelling.target_rent is None else "turnover_rate"
        yield Problem(
            f"{path}.{missing}",
            "turnover_half",
            _("Expected a number: the rent for who comes next and how many come belong together."),
        )
    if dwelling.turnover_vacancy_months and dwelling.turnover_rate is None:
        yield Problem(
            f"{path}.turnover_vacancy_months",
            "turnover_missing",
            _("Expected 0: no homes of this type change tenants."),
        )


def _saving(plan: Plan, dwelling: Dwelling, path: str) -> Iterator[Problem]:
    if dwelling.saves_in is None:
        if dwelling.saving_share:
            yield Problem(
                f"{path}.saves_in", "saves_nowhere", _("Expected the name of the members' money it goes into.")
            )
    elif dwelling.saves_in not in [source.name for source in plan.funding if _is_of_members(source)]:
        yield Problem(f"{path}.saves_in", "saves_unknown", _("Expected the name of money of members that stays in."))


def _cost_shares(plan: Plan) -> Iterator[Problem]:
    """Buyers together pay for no more than everything, also beside types that pay by their living area."""
    sold = [(number, dwelling) for number, dwelling in enumerate(plan.dwellings) if dwelling.is_sold]
    given = [number for number, dwelling in sold if dwelling.cost_share is not None]
    if given and sum(cost_share_of(dwelling, plan) for _number, dwelling in sold) > 1 + 1e-9:
        yield Problem(
            f"dwellings[{given[-1]}].cost_share",
            "cost_shares_above_one",
            _("Expected parts of the costs that add up to no more than 1."),
        )


def _types_named(plan: Plan) -> Iterator[Problem]:
    """`of` names types of home, each of which has its name alone."""
    lists: dict[str, Sequence[ForHomes]] = {
        "investment.lines": plan.investment.lines,
        "operating_costs": plan.operating_costs,
        "funding": plan.funding,
    }
    for path, items in lists.items():
        for number, item in enumerate(items):
            yield from _of(plan, item, f"{path}[{number}]", ("per_dwelling", "per_m2"))
    yield from _of(plan, plan.maintenance_reserve, "maintenance_reserve", ("contribution_per_dwelling",))


def _of(plan: Plan, item: ForHomes, path: str, forms: tuple[str, ...]) -> Iterator[Problem]:
    names = [dwelling.name for dwelling in plan.dwellings]
    named = item.of or []
    for number, name in enumerate(named):
        if name not in names:
            yield Problem(f"{path}.of[{number}]", "type_unknown", _("Expected the name of a type of home."))
        elif names.count(name) > 1:
            yield Problem(
                f"{path}.of[{number}]",
                "type_not_alone",
                _("Expected a name that one type of home has: more than one is called “%(name)s”."),
                {"name": name},
            )
        elif name in named[:number]:
            yield Problem(f"{path}.of[{number}]", "type_twice", _("Expected each type of home once."))
    if all(getattr(item, form) is None for form in forms):
        for key in ("of", "follows_letting"):
            if getattr(item, key, None):
                yield Problem(
                    f"{path}.{key}", "not_per_home", _("Expected nothing here: this amount is not per home or per m².")
                )


def _series(plan: Plan) -> Iterator[Problem]:
    """A series of the plan's own is there to be named: a name that nobody uses is a slip of the pen."""
    used = {name for dwelling in plan.dwellings for name in (dwelling.rent_series, dwelling.target_series)}
    used |= {source.indexed_by for source in plan.funding if source.indexed_by is not None}
    for name in plan.series.of_its_own:
        if name not in used:
            yield Problem(
                f"series.{name}",
                "series_unused",
                _("Expected no such key: nothing in the plan grows with this series."),
            )


def _source(plan: Plan, source: Source, number: int) -> Iterator[Problem]:
    path = f"funding[{number}]"
    if not _is_of_members(source):
        for key in OF_MOVING_MONEY:
            if getattr(source, key) is not None:
                yield Problem(
                    f"{path}.{key}", "not_of_members", _("Expected nothing here: only money of members comes and goes.")
                )
    if source.replaced != 1 and source.turnover_rate is None:
        yield Problem(f"{path}.turnover_rate", "replaced_alone", _("Expected how much of the money leaves each year."))
    if source.indexed_by is not None and source.indexed_by not in series_names(plan):
        yield _unknown_series(f"{path}.indexed_by")
    if source.paid_on is not None and source.effective_rank != "grant":
        yield Problem(
            f"{path}.paid_on", "not_a_grant", _("Expected nothing here: only a grant is paid when all is ready.")
        )
    if source.is_loan:
        yield from _by_percentage(source, path)
        yield from _rolls_over(plan, source, path)


def _by_percentage(source: Source, path: str) -> Iterator[Problem]:
    if source.repayment_rate is None:
        return
    if source.term_years is not None:
        yield Problem(
            f"{path}.repayment_rate", "term_and_percentage", _("Expected a number of years, or a percentage: not both.")
        )
    if source.repayment == "bullet":
        yield Problem(
            f"{path}.repayment_rate",
            "bullet_by_percentage",
            _("Expected nothing here: this loan is repaid at the end."),
        )
    for key in ("balloon_share", "rolls_over"):
        if getattr(source, key):
            yield Problem(
                f"{path}.{key}",
                "percentage_has_no_end",
                _("Expected nothing here: repaid by a percentage there is no end."),
            )


def _rolls_over(plan: Plan, source: Source, path: str) -> Iterator[Problem]:
    rolls = source.rolls_over
    if rolls is None or source.repayment_rate is not None:
        return
    path = f"{path}.rolls_over"
    if source.repayment != "bullet" and not source.balloon_share:
        yield Problem(
            path, "nothing_rolls", _("Expected a loan of which something is left at the end: all of it, or a balloon.")
        )
    if rolls.until is not None and source.term_years is not None:
        first_end = plan.first_year + source.term_years - 1
        if not rolls.spread and rolls.until < first_end:
            yield Problem(
                f"{path}.until",
                "until_early",
                _("Expected %(year)s or later: that is when the loan ends for the first time."),
                {"year": first_end},
            )
        elif rolls.until < plan.first_year:
            yield Problem(f"{path}.until", "until_early", _("Expected %(year)s or later."), {"year": plan.first_year})
    if rolls.spread and (source.repayment != "bullet" or source.rate_resets or source.grace_years):
        yield Problem(
            f"{path}.spread",
            "spread_plain",
            _("Expected false: only a loan that is repaid at the end, without changes of interest, is spread."),
        )


def _months(plan: Plan) -> Iterator[Problem]:
    """The months before the first year."""
    if plan.investment.construction_interest_method == "monthly" and plan.development is None:
        yield Problem(
            "investment.construction_interest_method",
            "months_missing",
            _("Expected half, or the months until the first rent: interest by month needs them."),
        )
    end = f"{plan.first_year}-01"
    names = {source.name for source in plan.funding}
    for number, income in enumerate(plan.early_income):
        if income.month >= end:
            yield Problem(
                f"early_income[{number}].month",
                "income_late",
                _("Expected a month before %(end)s, when letting begins."),
                {"end": end},
            )
        if income.name in names:
            yield _name_twice(f"early_income[{number}].name", income.name)
        names.add(income.name)
    if plan.has_sales and SALES in names:
        lists: dict[str, Sequence[Source | EarlyIncome]] = {"funding": plan.funding, "early_income": plan.early_income}
        places = [f"{path}[{n}]" for path, items in lists.items() for n, each in enumerate(items) if each.name == SALES]
        yield _name_twice(f"{places[0]}.name", SALES)


def _money_apart(plan: Plan) -> Iterator[Problem]:
    fund = plan.guarantee_fund
    if fund is not None and fund.released_in is not None and fund.released_in < plan.first_year:
        yield Problem(
            "guarantee_fund.released_in",
            "released_early",
            _("Expected %(year)s or later: the fund is there from the first year of letting."),
            {"year": plan.first_year},
        )


def _is_of_members(source: Source) -> bool:
    return source.kind == "member_equity" and source.effective_rank == "equity"


def _unknown_series(path: str) -> Problem:
    return Problem(path, "series_unknown", _("Expected the name of a series of the plan."))


def _name_twice(path: str, name: str) -> Problem:
    return Problem(
        path, "name_twice", _("Expected a name that is not used yet: “%(name)s” stands here twice."), {"name": name}
    )
