"""What each type of home pays, on the exploitation sheet (sections 4, 11.2 and 11.4 to 11.6)."""

import numpy as np
from django.utils.translation import gettext as _

from financing.engine.documents import Dwelling
from financing.engine.letting import missed_by, paid_by
from financing.plans.reports.workbook.book import Linked
from financing.plans.reports.workbook.figures import Figures, YearSeries, by_year
from financing.plans.reports.workbook.homes import let_part, payment_of
from financing.plans.reports.workbook.years import LONGEST, YearRow, YearSheet

SeriesRows = dict[str, YearRow]


def write_rent(sheet: YearSheet, figures: Figures, indices: SeriesRows, number: int, home: Dwelling) -> YearRow:
    """What a type pays a year, but for what of it is saved."""
    row = _row(sheet, number, home)
    kept = f"*(1-dwellings_{number}_saving_share)" if home.saving_share else ""
    return row.fill(
        lambda t: _paid(sheet, indices, row, number, home, t) + kept,
        (1 - home.saving_share) * _values(figures, home),
    )


def write_saving(sheet: YearSheet, figures: Figures, indices: SeriesRows, number: int, home: Dwelling) -> YearRow:
    """What a type saves a year."""
    row = _row(sheet, number, home)
    saved = f"*dwellings_{number}_saving_share"
    return row.fill(
        lambda t: _paid(sheet, indices, row, number, home, t) + saved, home.saving_share * _values(figures, home)
    )


def is_empty_between(home: Dwelling) -> bool:
    return bool(home.turnover_vacancy_months)


def write_between(sheet: YearSheet, figures: Figures, indices: SeriesRows, number: int, home: Dwelling) -> YearRow:
    """What is missed of a type between two tenants."""
    name = f"dwellings_{number}"
    row = sheet.add(_("Empty between two tenants: %(home)s") % {"home": home.name})
    missed = (1 - home.saving_share) * home.count * home.turnover_vacancy_months * (home.target_rent or 0.0)
    row.from_base(
        f"{name}_count*{name}_turnover_vacancy_months*{name}_target_rent"
        + (f"*(1-{name}_saving_share)" if home.saving_share else ""),
        missed,
    )
    values = (1 - home.saving_share) * by_year(missed_by(home, figures.far.plan))

    def formula(t: int) -> str:
        turning = f"IF({sheet.number(t)}<2,0,{name}_turnover_rate*(1-{name}_turnover_rate)^({sheet.number(t)}-2))"
        return _times_let(f"{row.base}*{turning}*{indices[home.target_series][t]}", sheet, number, home, t)

    return row.fill(formula, values * by_year(figures.far.indices[home.target_series]))


def _row(sheet: YearSheet, number: int, home: Dwelling) -> YearRow:
    """The row with what all homes of a type pay a year at the price level."""
    name = f"dwellings_{number}"
    row = sheet.add(Linked(f"{name}_name", home.name))
    return row.from_base(f"12*{name}_count*{payment_of(number, home)}", 12 * home.count * home.payment)


def _paid(sheet: YearSheet, indices: SeriesRows, row: YearRow, number: int, home: Dwelling, t: int) -> str:
    now = f"{row.base}*{indices[home.rent_series][t]}"
    if home.target_rent is None:
        return _times_let(now, sheet, number, home, t)
    name = f"dwellings_{number}"
    stays = f"(1-{name}_turnover_rate)^({sheet.number(t)}-1)"
    later = f"12*{name}_count*{name}_target_rent*{indices[home.target_series][t]}"
    return _times_let(f"({now}*{stays}+{later}*(1-{stays}))", sheet, number, home, t)


def _times_let(amount: str, sheet: YearSheet, number: int, home: Dwelling, t: int) -> str:
    part = let_part(number, home, sheet.year(t))
    return f"{amount}*{part}" if part else amount


def _values(figures: Figures, home: Dwelling) -> YearSeries:
    paid = paid_by(home, figures.far.plan)
    return sum(
        (by_year(weight) * by_year(figures.far.indices[series]) for series, weight in paid), start=np.zeros(LONGEST)
    )
