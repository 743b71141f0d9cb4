"""What of a run is shown: over five plans or more, and never one plan's figures.

A group of fewer is merged with others. Where the plans are a secret to who reads (`is_coarse`), figures are rounded
too, and of a row of figures only those stay that differ by five plans from the one before.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from financing.engine.policy.parameters import INSTRUMENT_OF
from financing.engine.policy.portfolio import GROUPINGS
from financing.lab.selectors.secrecy import FEWEST

OTHER = "other"
SIMPLE_RULES = ("receipt", "score", "cheapest", "equal")
PLANS_TO, HOMES_TO, EUROS_TO = FEWEST, 10, 100_000
"""To what a figure is rounded."""

Shown = dict[str, Any]


@dataclass(frozen=True)
class RunToShow:
    """A run as it is stored: the portfolio (`coophub.portfolio/1`) and what came of it (`coophub.policy/1`)."""

    portfolio: Mapping[str, Any]
    result: Mapping[str, Any]
    is_coarse: bool
    is_secret: bool = True
    """Whether there are plans in it that not everybody can read."""

    @cached_property
    def plans(self) -> dict[str, Mapping[str, Any]]:
        return {plan["id"]: plan for plan in self.portfolio["plans"]}

    @cached_property
    def found(self) -> dict[str, Mapping[str, Any]]:
        return {plan["id"]: plan for plan in self.result["plans"]}

    @cached_property
    def closing(self) -> set[str]:
        """Those that close without help."""
        return {key for key, plan in self.found.items() if plan["closes"]}

    @cached_property
    def helped(self) -> dict[str, Mapping[str, Any]]:
        """The package of each plan that closes because of the budget, at its best use."""
        chosen = self.result["optimum"]["chosen"]
        packages = {choice["id"]: self.found[choice["id"]]["packages"][choice["package"]] for choice in chosen}
        return {key: package for key, package in packages.items() if key not in self.closing}

    @cached_property
    def hopeless(self) -> set[str]:
        """Those that close with no package at all."""
        return {key for key, plan in self.found.items() if not plan["packages"]}

    def count(self, keys: Iterable[str]) -> float:
        return self.rounded(sum(self._weight(key) for key in keys), PLANS_TO)

    def homes(self, keys: Iterable[str]) -> float:
        return self.rounded(sum(self.found[key]["homes"] * self._weight(key) for key in keys), HOMES_TO)

    def euros(self, keys: Iterable[str], name: str) -> float:
        return self.rounded(sum(self.helped[key][name] * self._weight(key) for key in keys), EUROS_TO)

    def rounded(self, value: float, to: int) -> float:
        return to * round(value / to) if self.is_coarse else value

    def _weight(self, key: str) -> float:
        return float(self.plans[key].get("weight", 1))


def shown_of(run: RunToShow) -> Shown:
    """Everything that pages, files and reports say of a run, as a document of its own."""
    result = run.result
    optimum = result["optimum"]
    shown = {
        "budget": result["budget"],
        "is_coarse": run.is_coarse,
        "plans": run.count(run.plans),
        "homes": run.homes(run.plans),
        "closing": {"plans": run.count(run.closing), "homes": run.homes(run.closing)},
        "hopeless": {"plans": run.count(run.hopeless), "homes": run.homes(run.hopeless)},
        "optimum": {**_outcome(run, optimum), "gap": optimum["gap"]},
        "rules": {name: _outcome(run, result["rules"][name]) for name in SIMPLE_RULES if result["rules"].get(name)},
        "packages": list(_packages(run)),
        "groups": {by: list(_groups(run, by)) for by in GROUPINGS},
        "curves": [_curve(run, curve) for curve in result["curves"]],
        "next_home": _next_home(run),
        "floors": [{**floor, "homes": run.rounded(floor["homes"], HOMES_TO)} for floor in result.get("floors", [])],
        "storms": [_storm(run, storm) for storm in result["storms"]],
        "draws": _draws(run),
        "revolving": _revolving(run),
        "parameters": result["parameters"],
    }
    return {**shown, "splits": {} if run.is_coarse else _splits(run, best_per_euro(shown))}


def _splits(run: RunToShow, instrument: str) -> Shown:
    """The line of the instrument that does most per euro, by target group, form, province and year. Not where the plans
    are a secret: the line of all less that of one group would tell of a few plans.
    """
    for curve in run.result["curves"]:
        if curve["instrument"] == instrument:
            # What was calculated before has no years.
            known = {part["by"] for part in curve["split"]}
            found = {by: list(_split(run, by, curve)) for by in GROUPINGS if by in known}
            return {by: lines for by, lines in found.items() if len(lines) > 1}
    return {}


def _split(run: RunToShow, by: str, curve: Mapping[str, Any]) -> Iterator[Shown]:
    groups = merged(in_groups(run.plans, by), [])
    sums: dict[str, list[Shown]] = {
        name: [{"level": step, "homes": 0.0, "net": 0.0} for step in curve["level"]] for name in in_order(by, groups)
    }
    for part in (part for part in curve["split"] if part["by"] == by):
        points = sums.get(part["group"], sums.get(OTHER, []))
        for point, homes, net in zip(points, part["homes"], part["net"], strict=False):
            point["homes"] += homes
            point["net"] += net
    yield from ({"group": name, "points": points} for name, points in sums.items())


OF_MUNICIPALITIES = ("land_price", "canon")
"""The instruments that a municipality has in its own hand."""


def part_of_municipality(shown: Shown) -> Shown:
    """What its officials read: what the instruments of a municipality do, and nothing of a budget."""
    kept = {name: shown[name] for name in ("is_coarse", "plans", "homes", "closing", "parameters")}
    return {**kept, "curves": [curve for curve in shown["curves"] if curve["instrument"] in OF_MUNICIPALITIES]}


def _outcome(run: RunToShow, outcome: Mapping[str, Any]) -> Shown:
    to = {"homes": HOMES_TO, "plans": PLANS_TO, "cash": EUROS_TO, "net": EUROS_TO}
    return {name: run.rounded(outcome[name], size) for name, size in to.items()}


def merged(groups: Mapping[str, set[str]], parts: Sequence[set[str]]) -> dict[str, set[str]]:
    """The groups of at least five plans, and of each part (those that are helped, ...) at least five or none; smaller
    ones together are `other`, with the smallest of the rest if need be. Nothing is left when all together are too few.
    """

    def is_small(keys: set[str]) -> bool:
        return len(keys) < FEWEST or any(0 < len(keys & part) < FEWEST for part in parts)

    large = {name: keys for name, keys in groups.items() if not is_small(keys)}
    rest = set().union(*(keys for name, keys in groups.items() if name not in large))
    while rest and is_small(rest) and large:
        rest |= large.pop(min(large, key=lambda name: (len(large[name]), name)))
    if rest and not is_small(rest):
        large[OTHER] = rest
    return large


def in_groups(plans: Mapping[str, Mapping[str, Any]], by: str) -> dict[str, set[str]]:
    """Which plans of a portfolio stand together."""

    def group(key: str) -> str:
        plan = plans[key]
        return str((plan["document"].get("first_year") if by == "year" else plan.get(by)) or "")

    return _by(plans, group)


def _by(keys: Iterable[str], name_of: Callable[[str], str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for key in keys:
        found.setdefault(name_of(key), set()).add(key)
    return found


def in_order(by: str, groups: Mapping[str, set[str]]) -> list[str]:
    """The largest group first and the others last; years one after the other."""
    return sorted(groups, key=lambda name: (name == OTHER, name if by == "year" else -len(groups[name])))


def _groups(run: RunToShow, by: str) -> Iterator[Shown]:
    """Who is reached and who falls out."""
    groups = in_groups(run.plans, by)
    helped, closing = set(run.helped), run.closing
    left = set(run.plans) - helped - closing
    parts = [helped, closing, left] if run.is_secret else []
    found = merged(groups, parts)
    for name in in_order(by, found):
        keys = found[name]
        yield {
            "group": name,
            "plans": run.count(keys),
            "homes": run.homes(keys),
            "closing": run.homes(keys & closing),
            "helped": run.homes(keys & helped),
            "left": run.homes(keys & left),
            "cash": run.euros(keys & helped, "cash"),
        }


def _packages(run: RunToShow) -> Iterator[Shown]:
    """What the helped plans get, by the instruments together."""
    kinds = _by(run.helped, lambda key: "+".join(instruments_of(run.helped[key])))
    for name, keys in sorted(merged(kinds, []).items(), key=lambda row: -len(row[1])):
        yield {
            "instruments": name,
            "plans": run.count(keys),
            "homes": run.homes(keys),
            "cash": run.euros(keys, "cash"),
            "net": run.euros(keys, "net"),
        }


def instruments_of(package: Mapping[str, Any]) -> list[str]:
    """The instruments of a package, by name."""
    found = [INSTRUMENT_OF.get(driver, driver) for driver in package["drivers"]]
    if package["guarantee"]:
        found.append("guarantee")
    if package["loan"]:
        found.append("public_loan")
    return sorted(set(found))


def _curve(run: RunToShow, curve: Mapping[str, Any]) -> Shown:
    names = ("level", "plans", "homes", "cash", "net")
    points = [dict(zip(names, values, strict=True)) for values in zip(*(curve[name] for name in names), strict=True)]
    if run.is_coarse:
        points = list(_apart(points, lambda point: point["plans"], FEWEST))
    return {
        "instrument": curve["instrument"],
        "points": [{**point, **_outcome(run, point)} for point in points],
    }


def _apart(points: Iterable[Shown], measure: Callable[[Shown], float], least: float) -> Iterator[Shown]:
    """The points from which no single plan follows: each is of none or of enough, and so is the step from the last."""
    last: float | None = None
    for point in points:
        value = measure(point)
        if last is None and 0 < value < least:
            continue
        if last is None or value == last or abs(value - last) >= least:
            yield point
            last = value


def _next_home(run: RunToShow) -> list[Shown]:
    """Of five plans or more the homes differ by five times the largest."""
    points = [dict(point) for point in run.result["next_home"]]
    if not run.is_coarse:
        return points
    largest = max((plan["homes"] for plan in run.found.values()), default=0)
    kept = _apart(points, lambda point: point["homes"], FEWEST * largest)
    return [
        {
            "budget": point["budget"],
            "homes": run.rounded(point["homes"], HOMES_TO),
            "cash": run.rounded(point["cash"], EUROS_TO),
        }
        for point in kept
    ]


def _storm(run: RunToShow, storm: Mapping[str, Any]) -> Shown:
    """None where so few plans make the difference that it would be theirs."""
    lost = abs(run.result["optimum"]["plans"] - storm["plans"])
    is_told = not run.is_coarse or lost == 0 or lost >= FEWEST
    return {"name": storm["name"], "homes": run.rounded(storm["homes"], HOMES_TO) if is_told else None}


def _draws(run: RunToShow) -> Shown:
    draws = run.result["draws"]
    return {
        "runs": draws["runs"],
        "homes": {name: run.rounded(value, HOMES_TO) for name, value in draws["homes"].items()},
    }


def _revolving(run: RunToShow) -> Shown:
    fund = run.result["revolving"]

    def band(name: str, to: int) -> Shown:
        return {part: [run.rounded(value, to) for value in values] for part, values in fund[name].items()}

    return {
        "year": fund["year"],
        "balance": band("balance", EUROS_TO),
        "homes": band("homes", HOMES_TO),
        "gift_homes": [run.rounded(value, HOMES_TO) for value in fund["gift_homes"]],
    }


def most_added(shown: Mapping[str, Any], instrument: str) -> float:
    """The homes that one instrument adds by itself, at the most of it."""
    points = next(curve["points"] for curve in shown["curves"] if curve["instrument"] == instrument)
    return float(points[-1]["homes"] - shown["closing"]["homes"])


def best_per_euro(shown: Mapping[str, Any]) -> str:
    """The instrument that costs the public least for each home that closes because of it; "" where none helps."""
    prices = {}
    for curve in shown["curves"]:
        points = curve["points"]
        more = points[-1]["homes"] - shown["closing"]["homes"] if points else 0
        if more > 0:
            prices[curve["instrument"]] = points[-1]["net"] / more
    return min(prices, key=lambda name: prices[name], default="")
