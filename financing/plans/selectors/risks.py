"""What chance does to a plan, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from coophub.web.formats import number, percent
from financing.engine import stress
from financing.engine.result_documents import Stress
from financing.plans.selectors.drivers import driver_title, size_in_short
from financing.plans.selectors.outcomes import KeyFigure, Outcome, once

SEED = 1
"""Always the same, so that two people who look at one plan see the same figures."""

RUNS = 5_000
POINTS = 100


@dataclass(frozen=True)
class Risks:
    stress: Stress
    sentence: str
    figures: list[KeyFigure]
    assumptions: str


def risks_of(outcome: Outcome) -> Risks:
    """A plan in thousands of runs in which things go a little otherwise. Takes some tenths of a second
    the first time, and no query.
    """
    return once("risks", outcome, _risks)


def _risks(outcome: Outcome) -> Risks:
    found = stress(outcome.plan, seed=SEED, runs=RUNS)
    return Risks(found, _sentence(found), _figures(found), _assumptions(found))


def _sentence(found: Stress) -> str:
    return _(
        "In %(share)s of %(runs)s runs in which costs, interest, prices and rents go otherwise, the plan closes."
    ) % {
        "share": percent(found.closes_share, 0),
        "runs": number(found.runs),
    }


def _figures(found: Stress) -> list[KeyFigure]:
    dscr = found.min_dscr
    return [
        KeyFigure(_("Closes in"), percent(found.closes_share, 0), note=_("of the runs")),
        KeyFigure(_("Smallest DSCR, in the middle"), _ratio(dscr.p50)),
        KeyFigure(_("Smallest DSCR, one in twenty is lower"), _ratio(dscr.p5)),
    ]


def _ratio(value: float | None) -> str:
    return "-" if value is None else number(value, 2)


def _assumptions(found: Stress) -> str:
    """How far each driver usually strays, and that the dice are always the same."""
    sizes = "; ".join(
        f"{driver_title(driver).lower()} {size_in_short(driver, size)}"
        for driver, size in found.parameters.standard_deviations.items()
        if size > 0
    )
    return _(
        "How far they usually stray (one standard deviation): %(sizes)s. These are assumptions. Seed "
        "%(seed)s: the same figures each time."
    ) % {
        "sizes": sizes,
        "seed": found.seed,
    }
