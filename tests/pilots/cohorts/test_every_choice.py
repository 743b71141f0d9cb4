"""Every choice of pilots that the page offers: none tells about fewer than five, alone or beside another."""

import datetime as dt
import random
from itertools import product

import numpy as np
import pytest

from initiatives.models import CooperativeForm, TargetGroup
from pilots.selectors.cohorts.analysis import PROPERTIES, CohortChoice, Everybody, cohort_of
from pilots.selectors.cohorts.statistics import CODES, FEWEST, WaitEnding
from pilots.selectors.cohorts.waits import Wait

VALUES = (
    ("tweede", "midden"),
    (CooperativeForm.RENTAL.value, CooperativeForm.MIXED.value, CooperativeForm.CPO.value),
    (TargetGroup.OLDER_PEOPLE.value, TargetGroup.MIDDLE_INCOMES.value),
    ("Drenthe", "Utrecht", "Zeeland"),
)
TODAY = dt.date(2026, 3, 2)


def some_pilots(count: int, chance: random.Random) -> Everybody:
    """Their waits tell them apart: each lasts as many months as it has in its number."""
    months = np.full((count, len(Wait)), np.nan)
    months[:, list(Wait).index(Wait.REALISED)] = range(1, count + 1)
    endings = np.zeros(months.shape, dtype=np.int8)
    values = []
    for number in range(count):
        values.append(tuple(chance.choices(every, weights=range(len(every), 0, -1))[0] for every in VALUES))
        endings[number, list(Wait).index(Wait.REALISED)] = CODES[chance.choice(list(WaitEnding))]
    combinations = sorted(set(values))
    return Everybody(
        values=combinations,
        alike=np.array([combinations.index(each) for each in values]),
        months=months,
        endings=endings,
    )


def months_in(curve) -> frozenset[float]:
    return frozenset(step.time for step in curve.steps)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("count", [4, 15, 40, 90])
def test_no_choice_tells_about_a_few(count, seed):
    """Whoever lays two pages beside each other of which one holds the other, sees no difference of one to four."""
    everybody = some_pilots(count, random.Random(f"{count} {seed}"))
    seen = set()
    for chosen in product(*(("", *values) for values in VALUES)):
        for by in ("", *PROPERTIES):
            choice = CohortChoice(**dict(zip(PROPERTIES, chosen, strict=True)), by=by)
            cohort = cohort_of(everybody, choice, {}, as_of=TODAY)
            groups = [months_in(group.curve) for group in cohort.shown.groups]
            assert cohort.count is None or cohort.count >= FEWEST
            assert all(len(group) >= FEWEST for group in groups)
            if not by and groups:
                seen.add(groups[0])

    assert bool(seen) == (count >= FEWEST)
    differences = {len(wider - narrower) for wider in seen for narrower in seen if narrower < wider}
    assert not differences & set(range(1, FEWEST))
