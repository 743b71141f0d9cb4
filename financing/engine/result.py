"""The result document `coophub.result/1` (section 8)."""

from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

from financing.engine.calculate import Calculation
from financing.engine.development import DevelopmentPhase, development_of
from financing.engine.drivers import Array
from financing.engine.returns import NO_EQUITY, exit_value_of, flows_of, irr_of, npv_of
from financing.engine.statements import balance_sheet_of, income_statement_of
from financing.engine.verdict import Criterion

ALL_YEARS_NAN = "no year with senior debt service"
NO_MARKET_VALUE = "no market value"
NO_INVESTMENT = "no investment"

INCOME_LINES = (
    "net_rent",
    "operating_costs",
    "planned_maintenance",
    "canon",
    "depreciation",
    "interest",
    "guarantee_fees",
    "financial_income",
    "tax",
    "result",
    "equity_return",
    "retained",
)
BALANCE_LINES = (
    "property",
    "reserve",
    "liquidity",
    "assets",
    "loans",
    "unfunded",
    "member_equity",
    "grants",
    "opening",
    "retained",
    "liabilities_and_equity",
)


def to_result(calculation: Calculation) -> dict[str, Any]:
    """The result of a calculation, in numbers that JSON knows; what is not defined is null.

    With one scenario and no drivers every figure is a number and every series a list. With drivers every figure is a list by scenario,
    every series a list of lists, and `loans` is left out.
    """
    one = not calculation.drivers.values
    shape = _One() if one else _Many(calculation.scenarios)
    plan, cost, funding = calculation.plan, calculation.cost, calculation.funding
    metrics, undefined = _metrics(calculation)
    result: dict[str, Any] = {
        "schema": "coophub.result/1",
        "closes": shape.figure(calculation.closes),
        "criteria": [_criterion(criterion, plan.first_year, shape) for criterion in calculation.criteria],
        "investment": {
            "lines": [
                {
                    "name": line.name,
                    "excl_vat": shape.figure(line.excl_vat),
                    "vat": shape.figure(line.vat),
                    "incl_vat": shape.figure(line.incl_vat),
                }
                for line in cost.lines
            ],
            "construction_interest": shape.figure(cost.construction_interest),
            "total": shape.figure(cost.total),
            "per_dwelling": shape.figure(_per(cost.total, plan.dwelling_count)),
            "per_m2": shape.figure(_per(cost.total, plan.living_area_m2)),
        },
        "funding": {
            "sources": [
                {
                    "name": source.name,
                    "rank": source.effective_rank,
                    "amount": shape.figure(amount),
                    "share": shape.figure(_share(amount, cost.total)),
                }
                for source, amount in funding.sources
            ],
            "total": shape.figure(funding.total),
            "gap": shape.figure(funding.gap),
        },
        "years": _years(calculation, shape),
    }
    if one:
        result["loans"] = [
            {
                "name": loan.source.name,
                "interest": shape.series(loan.interest),
                "principal": shape.series(loan.principal),
                "balance": shape.series(loan.balance),
            }
            for loan in calculation.loans
        ]
    result["metrics"] = {name: shape.figure(values) for name, values in metrics.items()}
    result["metrics"]["undefined"] = {
        name: shape.figure(np.array(reasons, dtype=object)) for name, reasons in undefined.items() if any(reasons)
    }
    development = development_of(calculation)
    if development is not None:
        result["development"] = _development(development, shape)
    result["statements"] = _statements(calculation, shape)
    return result


class _One:
    """Writes the figures of the only scenario."""

    def figure(self, values: Any) -> Any:
        return _plain(np.asarray(values).reshape(-1)[:1])[0]

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


def _plain(values: NDArray[Any]) -> list[Any]:
    """Numbers that JSON knows: null for what is not defined."""
    plain: list[Any] = values.tolist()
    if values.dtype.kind != "f" or np.isfinite(values).all():
        return plain
    return [value if isfinite(value) else None for value in plain]


def _criterion(criterion: Criterion, first_year: int, shape: _One | _Many) -> dict[str, Any]:
    return {
        "name": criterion.name,
        "holds": shape.figure(criterion.holds),
        "first_year": shape.figure(_calendar(criterion.first, first_year)),
        "worst_year": shape.figure(_calendar(criterion.worst, first_year)),
        "worst_value": shape.figure(criterion.worst_value),
        "threshold": shape.figure(criterion.threshold),
        "shortfall": shape.figure(criterion.shortfall),
    }


def _calendar(years: Any, first_year: int) -> Any:
    """Calendar years; None where there is no such year."""
    return np.array([int(year) + first_year if year >= 0 else None for year in years], dtype=object)


def _years(calculation: Calculation, shape: _One | _Many) -> dict[str, Any]:
    plan, exploitation, flow, ratios = (
        calculation.plan,
        calculation.exploitation,
        calculation.flow,
        calculation.ratios,
    )
    series = {
        "gross_rent": exploitation.gross_rent,
        "other_income": exploitation.other_income,
        "vacancy_loss": exploitation.vacancy_loss,
        "net_rent": exploitation.net_rent,
        "operating_costs": exploitation.operating_costs,
        "reserve_contribution": exploitation.reserve_contribution,
        "planned_maintenance": exploitation.planned_maintenance,
        "reserve": exploitation.reserve,
        "noi": exploitation.noi,
        "canon": exploitation.canon,
        "tax": flow.tax,
        "cfads": flow.cfads,
        "interest": flow.interest,
        "principal": flow.principal,
        "guarantee_fees": flow.guarantee_fees,
        "equity_return": flow.equity_return,
        "net_cash_flow": flow.net,
        "liquidity": flow.liquidity,
        "debt": ratios.debt,
        "senior_debt": ratios.senior_debt,
        "dscr": ratios.dscr,
        "dscr_total": ratios.dscr_total,
        "icr": ratios.icr,
        "ltv": ratios.ltv,
    }
    years = np.arange(plan.first_year, plan.first_year + plan.horizon_years)[None, :]
    return {"year": shape.series(years), **{name: shape.series(values) for name, values in series.items()}}


def _development(development: DevelopmentPhase, shape: _One | _Many) -> dict[str, Any]:
    return {
        "month": shape.series(np.array([development.months], dtype=object)),
        "spending": shape.series(development.spending),
        "drawn": {name: shape.series(amounts) for name, amounts in development.drawn.items()},
        "shortage": shape.series(development.shortage),
        "pre_finance_need": shape.figure(development.pre_finance_need),
        "pre_finance_month": shape.figure(development.pre_finance_month),
    }


def _statements(calculation: Calculation, shape: _One | _Many) -> dict[str, Any]:
    income = income_statement_of(calculation)
    balance = balance_sheet_of(calculation, income)
    years = np.arange(calculation.plan.horizon_years + 1)[None, :]
    return {
        "income": {name: shape.series(getattr(income, name)) for name in INCOME_LINES},
        "balance": {
            "year": shape.series(years),
            **{name: shape.series(getattr(balance, name)) for name in BALANCE_LINES},
        },
    }


def _metrics(calculation: Calculation) -> tuple[dict[str, Any], dict[str, list[str | None]]]:
    """Figures by scenario, and for each that may be undefined the reason by scenario."""
    plan, flow, ratios, exploitation = (
        calculation.plan,
        calculation.flow,
        calculation.ratios,
        calculation.exploitation,
    )
    scenarios, total = calculation.scenarios, calculation.cost.total
    exit_value = exit_value_of(plan, exploitation, calculation.market_value)
    project = flows_of(-total, exploitation.noi - exploitation.canon - flow.tax, exit_value)
    equity = calculation.funding.of_rank("equity")
    debt_at_end = ratios.debt[:, -1:]
    members = flows_of(-equity, flow.net + flow.equity_return, exit_value - debt_at_end)
    irr_project = irr_of(np.broadcast_to(project, (scenarios, project.shape[1])))
    irr_equity = [
        found if own > 0 else (None, NO_EQUITY)
        for own, found in zip(
            np.broadcast_to(equity[:, 0], (scenarios,)),
            irr_of(np.broadcast_to(members, (scenarios, members.shape[1]))),
            strict=True,
        )
    ]
    metrics: dict[str, Any] = {
        "gross_initial_yield": _share(exploitation.gross_rent[:, :1], total),
        "net_initial_yield": _share(exploitation.noi[:, :1], total),
        "ltv_start": ratios.ltv_start,
        "ltc": ratios.ltc,
        "min_dscr": ratios.min_dscr,
        "average_dscr": _mean(ratios.dscr),
        "min_liquidity": flow.liquidity.min(axis=1),
        "irr_project": np.array([_nan(rate) for rate, _ in irr_project]),
        "irr_equity": np.array([_nan(rate) for rate, _ in irr_equity]),
        "npv": npv_of(plan.discount_rate, project),
    }
    reasons = {
        "gross_initial_yield": NO_INVESTMENT,
        "net_initial_yield": NO_INVESTMENT,
        "ltv_start": NO_MARKET_VALUE,
        "ltc": NO_INVESTMENT,
        "min_dscr": ALL_YEARS_NAN,
        "average_dscr": ALL_YEARS_NAN,
    }
    undefined: dict[str, list[str | None]] = {
        name: [
            reason if np.isnan(value) else None for value in np.broadcast_to(metrics[name].reshape(-1), (scenarios,))
        ]
        for name, reason in reasons.items()
    }
    undefined["irr_project"] = [reason or None for _, reason in irr_project]
    undefined["irr_equity"] = [reason or None for _, reason in irr_equity]
    return metrics, undefined


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


def _share(amount: Array, total: Array) -> Array:
    amount, total = np.broadcast_arrays(amount, total)
    return np.asarray(np.divide(amount, total, out=np.full(amount.shape, np.nan), where=total != 0))
