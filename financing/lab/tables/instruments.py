"""What the lab calls what it shows."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from financing.lab.selectors.shown import OTHER
from financing.subsidies.models import Target
from initiatives.models import CooperativeForm, TargetGroup

INSTRUMENTS: dict[str, str | Promise] = {
    "grant": gettext_lazy("Grant"),
    "land_price": gettext_lazy("Lower land price"),
    "canon": gettext_lazy("Lower canon"),
    "loan_rate": gettext_lazy("Cheaper additional loan"),
    "guarantee": gettext_lazy("Guarantee on the bank's loan"),
    "public_loan": gettext_lazy("Public loan"),
    "plan_phase": gettext_lazy("Contribution to the plan phase"),
}
RULES: dict[str, str | Promise] = {
    "receipt": gettext_lazy("In the order of receipt"),
    "score": gettext_lazy("By ranking"),
    "cheapest": gettext_lazy("The lowest cost per home first"),
    "equal": gettext_lazy("The same amount per home for everybody"),
}
GROUPINGS: dict[str, str | Promise] = {
    "target": gettext_lazy("Target group"),
    "form": gettext_lazy("Form"),
    "province": gettext_lazy("Province"),
    "year": gettext_lazy("First full year of letting"),
}
STORMS: dict[str, str | Promise] = {
    "interest": gettext_lazy("Interest rises by 1%"),
    "construction": gettext_lazy("Building costs rise by 15%"),
    "both": gettext_lazy("Both at once"),
}
TARGETS: dict[str, str | Promise] = {**dict(TargetGroup.choices), **dict(Target.choices)}
FORMS: dict[str, str | Promise] = dict(CooperativeForm.choices)


def instrument_label(name: str) -> str:
    """One instrument, or several together as "grant+canon"."""
    if name == OTHER:
        return _("Other combinations")
    return " + ".join(str(INSTRUMENTS.get(part, part)) for part in name.split("+"))


def target_label(name: str) -> str:
    return group_label("target", name)


def group_label(by: str, name: str) -> str:
    """A target group, a form or a province; several small ones together are the others."""
    if name == OTHER:
        return _("All others together")
    known = {"target": TARGETS, "form": FORMS}.get(by, {})
    return str(known.get(name, name)) or _("Not known")
