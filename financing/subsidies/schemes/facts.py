"""The facts that a condition of a scheme can be about. A scheme names a fact and a value: it holds no code."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.web.formats import euro, number, percent
from financing.plans.models import Plan
from financing.subsidies.schemes.plan_facts import PlanFacts
from initiatives.models import Building, CooperativeForm, Initiative, Phase, TargetGroup

FactKind = Literal["number", "amount", "share", "choice", "words", "yes_no"]
FactSource = Literal["initiative", "plan"]


class Situation:
    """An initiative and the plan that counts, as conditions look at them.

    The plan is calculated only when a condition asks for it.
    """

    def __init__(self, initiative: Initiative, plan: Plan | None = None) -> None:
        self.initiative = initiative
        self._plan = plan

    @cached_property
    def plan(self) -> PlanFacts | None:
        return PlanFacts(self._plan.document) if self._plan is not None else None

    @cached_property
    def members(self) -> int:
        return self.initiative.memberships.filter(left_at=None).count()


@dataclass(frozen=True)
class Fact:
    """Something known. `read` gives None while it is not known yet."""

    name: str
    label: str | Promise
    kind: FactKind
    source: FactSource
    read: Callable[[Situation], Any]
    choices: Mapping[str, str | Promise] | None = None

    def shown(self, value: Any) -> str:
        """A value as people write it."""
        if value is None:
            return _("not known yet")
        if self.kind == "yes_no":
            return _("yes") if value else _("no")
        if self.kind == "choice":
            return str((self.choices or {}).get(str(value), value))
        if self.kind == "amount":
            return euro(value)
        if self.kind == "share":
            return percent(value, 0 if round(float(value) * 100, 6) % 1 == 0 else 1)
        if self.kind == "number":
            return number(value, 0 if float(value) % 1 == 0 else 2)
        return str(value)


def _of_plan(name: str) -> Callable[[Situation], Any]:
    return lambda situation: getattr(situation.plan, name) if situation.plan is not None else None


def _of_initiative(name: str) -> Callable[[Situation], Any]:
    return lambda situation: getattr(situation.initiative, name)


FACTS: dict[str, Fact] = {
    fact.name: fact
    for fact in (
        Fact("homes", gettext_lazy("Number of homes"), "number", "initiative", _of_initiative("homes")),
        Fact("phase", gettext_lazy("Phase"), "choice", "initiative", _of_initiative("phase"), dict(Phase.choices)),
        Fact(
            "form", gettext_lazy("Form"), "choice", "initiative", _of_initiative("form"), dict(CooperativeForm.choices)
        ),
        Fact(
            "building",
            gettext_lazy("Kind of building"),
            "choice",
            "initiative",
            _of_initiative("building"),
            dict(Building.choices),
        ),
        Fact(
            "target_group",
            gettext_lazy("For whom the homes are"),
            "choice",
            "initiative",
            _of_initiative("target_group"),
            dict(TargetGroup.choices),
        ),
        Fact(
            "municipality",
            gettext_lazy("Municipality"),
            "words",
            "initiative",
            lambda situation: situation.initiative.municipality.name,
        ),
        Fact(
            "members",
            gettext_lazy("People of the group in CoopHub"),
            "number",
            "initiative",
            lambda situation: situation.members,
        ),
        Fact(
            "has_kvk_number",
            gettext_lazy("Has a KVK number"),
            "yes_no",
            "initiative",
            lambda situation: bool(situation.initiative.kvk_number),
        ),
        Fact(
            "is_woningwet_cooperative",
            gettext_lazy("Co-operative under the Housing Act"),
            "yes_no",
            "initiative",
            _of_initiative("is_woningwet_cooperative"),
        ),
        Fact("plan_closes", gettext_lazy("The plan closes"), "yes_no", "plan", _of_plan("closes")),
        Fact("plan_homes", gettext_lazy("Homes in the plan"), "number", "plan", _of_plan("homes")),
        Fact("plan_cost_per_home", gettext_lazy("Cost per home"), "amount", "plan", _of_plan("cost_per_home")),
        Fact("plan_own_share", gettext_lazy("Share that members bring in"), "share", "plan", _of_plan("own_share")),
        Fact(
            "plan_social_share",
            gettext_lazy("Share of homes with social rent"),
            "share",
            "plan",
            _of_plan("social_share"),
        ),
        Fact(
            "plan_middle_share",
            gettext_lazy("Share of homes with middle rent"),
            "share",
            "plan",
            _of_plan("middle_share"),
        ),
        Fact(
            "plan_free_share",
            gettext_lazy("Share of homes with a rent above middle rent"),
            "share",
            "plan",
            _of_plan("free_share"),
        ),
        Fact("plan_min_dscr", gettext_lazy("Smallest DSCR"), "number", "plan", _of_plan("min_dscr")),
    )
}

OPERATORS: dict[FactKind, tuple[str, ...]] = {
    "number": ("at_least", "at_most"),
    "amount": ("at_least", "at_most"),
    "share": ("at_least", "at_most"),
    "choice": ("one_of",),
    "words": ("one_of",),
    "yes_no": ("is",),
}
"""How a fact can be compared, by its kind."""
