"""The result document `coophub.result/1` (section 8)."""

from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

from financing.engine.calculate import Calculation
from financing.engine.drivers import Array
from financing.engine.exploitation import Exploitation
from financing.engine.loans import Loan
from financing.engine.result_documents import (
    Balance,
    CriterionOutcome,
    DevelopmentOutcome,
    FundingOutcome,
    Income,
    InvestmentOutcome,
    LineCost,
    LoanCourse,
    Metrics,
    Moment,
    Result,
    SourceOutcome,
    Statements,
    YearByYear,
)
from financing.engine.returns import NO_EQUITY, NO_NET_INVESTMENT, exit_value_of, flows_of, irr_of, npv_of
from financing.engine.statements import balance_sheet_of, income_statement_of
from financing.engine.verdict import JudgedCriterion, ratio_of

NO_SENIOR_DEBT = "no year with senior debt service"
NO_MARKET_VALUE = "no market value"
NO_INVESTMENT = "no investment"

WHY_UNDEFINED = {
    "gross_initial_yield": NO_INVESTMENT,
    "net_initial_yield": NO_INVESTMENT,
    "ltv_start": NO_MARKET_VALUE,
    "ltc": NO_INVESTMENT,
    "min_dscr": NO_SENIOR_DEBT,
    "average_dscr": NO_SENIOR_DEBT,
}
"""Why a ratio has no value in some scenario; a rate of return says so itself."""


def result_of(calculation: Calculation) -> Result:
    """The result of a plan, or of the one scenario on it. What is not defined is None."""
    return _result(calculation, _One())


def result_document(calculation: Calculation) -> dict[str, Any]:
    """The document of a calculation, in numbers that JSON knows; what is not defined is null.

    Without drivers every figure is a number and every series a list. With drivers every figure is a list by scenario,
    every series a list of lists, and `loans` is left out.
    """
    if not calculation.drivers.values:
        return result_of(calculation).document()
    # The same types, filled with lists: they never leave this function.
    result = _result(calculation, _Many(calculation.scenarios))
    return result.model_dump(by_alias=True, warnings=False, exclude={"loans", *result.absent})


class _One:
    """Writes the figures of the first scenario."""

    def figure(self, values: Any) -> Any:
        value = np.asarray(values).flat[0]
        # A number by itself is quicker than an array of one: a result has some hundred of them.
        plain = value.item() if isinstance(value, np.generic) else value
        return None if isinstance(plain, float) and not isfinite(plain) else plain

    def series(self, values: NDArray[Any]) -> list[Any]:
        return _plain(values[0])


class _Many:
    """Writes the figures of every scenario."""

    def __init__(self, scenarios: int) -> None:
        self.scenarios = scenarios

    def figure(self, values: Any) -> Any:
        return _plain(np.broadcast_to(np.asarray(values).reshape(-1), (self.scenarios,)))

    def series(self, values: NDArray[Any]) -> list[Any]:
        return [_plain(row) for row in np.broadcast_to(values, (self.scenarios, values.shape[1]))]


Shape = _One | _Many


def _plain(values: NDArray[Any]) -> list[Any]:
    """Numbers that JSON knows: null for what is not defined."""
    plain: list[Any] = values.tolist()
    if values.dtype.kind != "f" or all(map(isfinite, plain)):
        return plain
    return [value if isfinite(value) else None for value in plain]


def _result(calculation: Calculation, shape: Shape) -> Result:
    """Our own figures need no check, so that the types are filled as they are."""
    first_year = calculation.plan.first_year
    return Result.model_construct(
        schema_="coophub.result/1",
        closes=shape.figure(calculation.closes),
        criteria=[_criterion(criterion, first_year, shape) for criterion in calculation.criteria],
        investment=_investment(calculation, shape),
        funding=_funding(calculation, shape),
        years=_years(calculation, shape),
        loans=[_loan(loan, shape) for loan in calculation.loans],
        metrics=_metrics(calculation, shape),
        development=_development(calculation, shape),
        statements=_statements(calculation, shape),
    )


def _criterion(criterion: JudgedCriterion, first_year: int, shape: Shape) -> CriterionOutcome:
    return CriterionOutcome.model_construct(
        name=criterion.name,
        holds=shape.figure(criterion.holds),
        first_year=shape.figure(_calendar(criterion.first, first_year)),
        worst_year=shape.figure(_calendar(criterion.worst, first_year)),
        worst_value=shape.figure(criterion.worst_value),
        threshold=shape.figure(criterion.threshold),
        shortfall=shape.figure(criterion.shortfall),
    )


def _calendar(years: Any, first_year: int) -> Any:
    """Calendar years; None where there is no such year."""
    return np.array([int(year) + first_year if year >= 0 else None for year in years], dtype=object)


def _investment(calculation: Calculation, shape: Shape) -> InvestmentOutcome:
    plan, cost = calculation.plan, calculation.cost
    return InvestmentOutcome.model_construct(
        lines=[
            LineCost.model_construct(
                name=line.name,
                excl_vat=shape.figure(line.excl_vat),
                vat=shape.figure(line.vat),
                incl_vat=shape.figure(line.incl_vat),
            )
            for line in cost.lines
        ],
        construction_interest=shape.figure(cost.construction_interest),
        total=shape.figure(cost.total),
        sale_proceeds=shape.figure(cost.sales.proceeds),
        net=shape.figure(cost.net),
        per_dwelling=shape.figure(_per(cost.total, plan.dwelling_count)),
        per_m2=shape.figure(_per(cost.total, plan.living_area_m2)),
    )


def _funding(calculation: Calculation, shape: Shape) -> FundingOutcome:
    funding, to_pay = calculation.funding, np.maximum(calculation.cost.net, 0.0)
    return FundingOutcome.model_construct(
        sources=[
            SourceOutcome.model_construct(
                name=source.name,
                rank=source.effective_rank,
                amount=shape.figure(amount),
                share=shape.figure(ratio_of(amount, to_pay)),
            )
            for source, amount in funding.sources
        ],
        total=shape.figure(funding.total),
        gap=shape.figure(funding.gap),
    )


def _years(calculation: Calculation, shape: Shape) -> YearByYear:
    plan, lets, flow, ratios = calculation.plan, calculation.exploitation, calculation.flow, calculation.ratios
    members = calculation.members
    return YearByYear.model_construct(
        year=shape.series(np.arange(plan.first_year, plan.first_year + plan.horizon_years)[None, :]),
        gross_rent=shape.series(lets.gross_rent),
        other_income=shape.series(lets.other_income),
        vacancy_loss=shape.series(lets.vacancy_loss),
        net_rent=shape.series(lets.net_rent),
        operating_costs=shape.series(lets.operating_costs),
        reserve_contribution=shape.series(lets.reserve_contribution),
        planned_maintenance=shape.series(lets.planned_maintenance),
        reserve=shape.series(lets.reserve),
        noi=shape.series(lets.noi),
        canon=shape.series(lets.canon),
        tax=shape.series(flow.tax),
        cfads=shape.series(flow.cfads),
        interest=shape.series(flow.interest),
        principal=shape.series(flow.principal),
        guarantee_fees=shape.series(flow.guarantee_fees),
        equity_return=shape.series(flow.equity_return),
        drawn=shape.series(flow.drawn),
        member_saving=shape.series(members.saving),
        member_in=shape.series(members.paid_in),
        member_out=shape.series(members.left),
        net_cash_flow=shape.series(flow.net),
        liquidity=shape.series(flow.liquidity),
        debt=shape.series(ratios.debt),
        senior_debt=shape.series(ratios.senior_debt),
        dscr=shape.series(ratios.dscr),
        dscr_total=shape.series(ratios.dscr_total),
        icr=shape.series(ratios.icr),
        ltv=shape.series(ratios.ltv),
    )


def _loan(loan: Loan, shape: Shape) -> LoanCourse:
    return LoanCourse.model_construct(
        name=loan.source.name,
        interest=shape.series(loan.interest),
        principal=shape.series(loan.principal),
        balance=shape.series(loan.balance),
    )


def _development(calculation: Calculation, shape: Shape) -> DevelopmentOutcome | None:
    development = calculation.development
    if development is None:
        return None
    return DevelopmentOutcome.model_construct(
        month=shape.series(np.array([development.months], dtype=object)),
        spending=shape.series(development.spending),
        drawn={name: shape.series(amounts) for name, amounts in development.drawn.items()},
        shortage=shape.series(development.shortage),
        pre_finance_need=shape.figure(development.pre_finance_need),
        pre_finance_month=shape.figure(development.pre_finance_month),
    )


def _statements(calculation: Calculation, shape: Shape) -> Statements:
    income = income_statement_of(calculation)
    balance = balance_sheet_of(calculation, income)
    earned: dict[str, Any] = {name: shape.series(getattr(income, name)) for name in Income.model_fields}
    owned: dict[str, Any] = {
        name: shape.series(getattr(balance, name)) for name in Balance.model_fields if name != "year"
    }
    years = shape.series(np.arange(calculation.plan.horizon_years + 1)[None, :])
    return Statements.model_construct(
        income=Income.model_construct(**earned), balance=Balance.model_construct(year=years, **owned)
    )


def _metrics(calculation: Calculation, shape: Shape) -> Metrics:
    plan, flow, ratios = calculation.plan, calculation.flow, calculation.ratios
    exploitation, members = calculation.exploitation, calculation.members
    scenarios, net = calculation.scenarios, calculation.cost.net
    invested = np.maximum(net, 0.0)
    project, of_members = project_flows(calculation), member_flows(calculation)
    equity = calculation.funding.of_rank("equity")
    sold = np.broadcast_to((net <= 0) & (calculation.cost.sales.proceeds > 0), (scenarios, 1))[:, 0]
    irr_project = [
        (None, NO_NET_INVESTMENT) if sells_all else found
        for sells_all, found in zip(sold, irr_of(np.broadcast_to(project, (scenarios, project.shape[1]))), strict=True)
    ]
    irr_equity = [
        found if own > 0 else (None, NO_EQUITY)
        for own, found in zip(
            np.broadcast_to(equity[:, 0], (scenarios,)),
            irr_of(np.broadcast_to(of_members, (scenarios, of_members.shape[1]))),
            strict=True,
        )
    ]
    figures = {
        "gross_initial_yield": ratio_of(_income(exploitation)[:, :1], invested),
        "net_initial_yield": ratio_of(exploitation.noi[:, :1], invested),
        "ltv_start": ratios.ltv_start,
        "ltc": ratios.ltc,
        "min_dscr": ratios.min_dscr,
        "average_dscr": _mean(ratios.dscr),
        "irr_project": np.array([_nan(rate) for rate, _ in irr_project]),
        "irr_equity": np.array([_nan(rate) for rate, _ in irr_equity]),
    }
    reasons = {
        name: [
            (NO_NET_INVESTMENT if sells_all and reason == NO_INVESTMENT else reason) if np.isnan(value) else None
            for value, sells_all in zip(np.broadcast_to(figures[name].reshape(-1), (scenarios,)), sold, strict=True)
        ]
        for name, reason in WHY_UNDEFINED.items()
    }
    reasons["irr_project"] = [reason or None for _, reason in irr_project]
    reasons["irr_equity"] = [reason or None for _, reason in irr_equity]
    return Metrics.model_construct(
        **{name: shape.figure(values) for name, values in figures.items()},
        min_liquidity=shape.figure(flow.liquidity.min(axis=1)),
        npv=shape.figure(npv_of(plan.discount_rate, project)),
        largest_rollover=_largest(flow.lent_again, plan.first_year, shape) if flow.lent_again.any() else None,
        largest_member_outflow=_largest(-members.put_in, plan.first_year, shape) if members.moving else None,
        undefined={name: shape.figure(np.array(found, dtype=object)) for name, found in reasons.items() if any(found)},
    )


def _income(exploitation: Exploitation) -> Array:
    """What counts for the gross yield: rent and other income, without what owners pay."""
    return exploitation.gross_rent + exploitation.other_income - exploitation.of_owners


def _largest(yearly: Array, first_year: int, shape: Shape) -> Moment:
    """The greatest amount of all years, and the first year of it."""
    return Moment.model_construct(
        amount=shape.figure(yearly.max(axis=1)), year=shape.figure(yearly.argmax(axis=1) + first_year)
    )


def project_flows(calculation: Calculation) -> Array:
    """What the project costs and earns, from t = 0 on, before it is known who pays for it."""
    exploitation = calculation.exploitation
    yearly = exploitation.noi - exploitation.canon - calculation.flow.tax
    return flows_of(-calculation.cost.net, yearly, _exit_value(calculation))


def member_flows(calculation: Calculation) -> Array:
    """What the members put in and get out, from t = 0 on; what they put in later is no income of theirs."""
    flow, equity = calculation.flow, calculation.funding.of_rank("equity")
    debt_at_end = calculation.ratios.debt[:, -1:]
    yearly = flow.net + flow.equity_return - calculation.members.put_in
    return flows_of(-equity, yearly, _exit_value(calculation) - debt_at_end)


def _exit_value(calculation: Calculation) -> Array:
    return exit_value_of(calculation.plan, calculation.exploitation, calculation.market_value)


def _mean(ratio: Array) -> Array:
    """Over the years in which the ratio is defined; NaN when it never is."""
    defined = ~np.isnan(ratio)
    count = defined.sum(axis=1)
    total = np.where(defined, ratio, 0.0).sum(axis=1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _nan(value: float | None) -> float:
    return np.nan if value is None else value


def _per(total: Array, number: float) -> Array:
    return total / number if number else np.full(total.shape, np.nan)
