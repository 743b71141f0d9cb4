"""What CoopHub knows of an applicant before it types anything: it stands in the application from the start, to
confirm or correct.
"""

from typing import Any

from coophub.accounts.models import User
from financing.plans.models import Plan
from financing.plans.selectors.outcomes import plans_of
from financing.subsidies.applications.sections import APPLICANT
from financing.subsidies.models import Application, SchemeVersion, Target
from initiatives.models import CooperativeForm, Initiative, TargetGroup

TARGETS = {TargetGroup.MIDDLE_INCOMES: Target.MIDDLE_INCOMES, TargetGroup.OLDER_PEOPLE: Target.OLDER_PEOPLE}
"""For whom an initiative says that its homes are, as a scheme divides its money."""


def known_target(version: SchemeVersion, initiative: Initiative) -> str:
    """For whom the homes are, where the scheme asks that and the profile says it."""
    is_cpo = initiative.form == CooperativeForm.CPO
    target = Target.CPO if is_cpo else TARGETS.get(TargetGroup(initiative.target_group), "")
    return str(target) if target in version.targets else ""


def known_plan(initiative: Initiative) -> Plan | None:
    """The financing plan, when there is only one to choose."""
    plans = list(plans_of(initiative)[:2])
    return plans[0] if len(plans) == 1 else None


def known_applicant(version: SchemeVersion, initiative: Initiative, user: User) -> dict[str, Any]:
    """Who applies: from the profile, else as the group wrote it in its last application; its telephone number is that
    of who began that.
    """
    earlier = Application.objects.filter(initiative=initiative).values_list("answers", "started_by")
    found = ((answers[APPLICANT], started_by) for answers, started_by in earlier if answers.get(APPLICANT))
    nothing: tuple[dict[str, Any], int | None] = ({}, None)
    last, contact = next(found, nothing)
    known = {
        **last,
        "kvk_number": initiative.kvk_number or last.get("kvk_number", ""),
        "account_name": initiative.legal_name or last.get("account_name", ""),
        "contact_name": str(user),
    }
    if user.pk != contact:
        known.pop("contact_phone", None)
    if not version.has_money:
        known = {name: value for name, value in known.items() if name not in ("iban", "account_name")}
    return {name: value for name, value in known.items() if value}
