# /// script
# requires-python = ">=3.11"
# dependencies = ["lifelines==0.30.3"]
# ///
"""Has lifelines calculate the figures that our curves and log-rank tests are held to, on random data with many ties:
`.venv/bin/uv run scripts/lifelines_figures.py`.

In an environment of its own, since lifelines and what calculates the points of homes want different versions of pandas
(decision 82). What it gives is kept in `tests/pilots/cohorts/lifelines.json`.
"""

import json
import math
import random
from importlib import import_module
from pathlib import Path
from typing import Any

KEPT = Path(__file__).resolve().parent.parent / "tests/pilots/cohorts/lifelines.json"
EVENT, OTHER, UNFINISHED = "event", "other", "unfinished"
CODES = {UNFINISHED: 0, EVENT: 1, OTHER: 2}

Waits = list[tuple[int, str]]


def curve(waits: Waits) -> dict[str, Any]:
    """The steps, each with its time, who is at risk, the share that waits and its band; and the median."""
    fitter = import_module("lifelines").KaplanMeierFitter()
    fitter.fit([time for time, _ending in waits], [ending == EVENT for _time, ending in waits])
    columns = [
        fitter.event_table["at_risk"],
        fitter.survival_function_["KM_estimate"],
        *(fitter.confidence_interval_[name] for name in fitter.confidence_interval_),
    ]
    steps = [[time, *(known(column.loc[time]) for column in columns)] for time in fitter.event_table.index[1:]]
    return {"waits": waits, "steps": steps, "median": known(fitter.median_survival_time_)}


def elsewhere(waits: Waits) -> dict[str, Any]:
    """The share for whom something else came first, at each time."""
    fitter = import_module("lifelines").AalenJohansenFitter(calculate_variance=False)
    fitter.fit(
        [time for time, _ending in waits], [CODES[ending] for _time, ending in waits], event_of_interest=CODES[OTHER]
    )
    share = fitter.cumulative_density_["CIF_2"]
    return {"waits": waits, "shares": [share[share.index <= time].iloc[-1] for time, _ending in waits]}


def comparison(groups: list[Waits]) -> dict[str, Any]:
    rows = [(time, number, ending == EVENT) for number, group in enumerate(groups) for time, ending in group]
    found = import_module("lifelines.statistics").multivariate_logrank_test(*map(list, zip(*rows, strict=True)))
    return {"groups": groups, "statistic": float(found.test_statistic), "p_value": float(found.p_value)}


def known(value: Any) -> float | None:
    return float(value) if math.isfinite(value) else None


def random_waits(chance: random.Random, most: int) -> Waits:
    return [(chance.randint(1, 12), chance.choice(list(CODES))) for _each in range(chance.randint(2, most))]


def main() -> None:
    chance = random.Random(2022)  # noqa: S311 - the same data each time, and nothing secret
    apart = [list(enumerate(chance.choices(list(CODES), k=12), start=1)) for _each in range(10)]
    kept = {
        "curves": [curve(random_waits(chance, 30)) for _each in range(30)],
        # At times that all differ: lifelines moves those that are the same apart by chance.
        "elsewhere": [elsewhere(waits) for waits in apart if any(ending == OTHER for _time, ending in waits)],
        "comparisons": [
            comparison([random_waits(chance, 15) for _group in range(chance.randint(2, 5))]) for _each in range(30)
        ],
    }
    KEPT.write_text(json.dumps(kept) + "\n")


if __name__ == "__main__":
    main()
