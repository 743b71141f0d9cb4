"""What an application still lacks, each with the section where it is filled in. KB: Kaderbesluit BZK-subsidies."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from coophub.documents.selectors import documents_of
from coophub.web.templatetags.web import euro
from financing.subsidies.eligibility import check_eligibility
from financing.subsidies.maxima import covered_of, maximum_for
from financing.subsidies.models import Application

# KB 11: activities, contribution to the goals, time schedule, bank account, KvK number. The budget is apart.
REQUIRED_ANSWERS = {
    "project": ("activities", "contribution", "starts_on", "ends_on"),
    "applicant": ("kvk_number", "iban", "contact_name"),
    "aid": ("declared",),
}

ASKED = "id_amount_requested"
REQUIRED_WITHOUT_MONEY = {
    "project": ("activities", "contribution", "starts_on", "ends_on"),
    "applicant": ("kvk_number", "contact_name"),
}
"""A notification asks no money, so no bank account and no state aid."""


@dataclass(frozen=True)
class Missing:
    """A sentence, the section of the form it belongs to, and the id of the field on that page."""

    section: str
    sentence: str
    field: str = ""


def missing_from(application: Application) -> list[Missing]:
    """Everything that is missing; empty for an application that can be submitted."""
    return [*_answers(application), *_amount(application), *_plan_and_documents(application), *_signature(application)]


def _answers(application: Application) -> Iterator[Missing]:
    sentences = {
        "activities": _("Write what you are going to do."),
        "contribution": _("Write how it helps the goal of the scheme."),
        "starts_on": _("Fill in when the work starts."),
        "ends_on": _("Fill in when the work is ready."),
        "kvk_number": _("Fill in the KVK number."),
        "iban": _("Fill in the bank account."),
        "contact_name": _("Fill in who can answer questions."),
        "declared": _("Declare the state aid you received."),
    }
    if not application.target and application.scheme_version.is_divided:
        yield Missing("project", _("Choose for which group the homes are."), "id_target_set")
    required = REQUIRED_ANSWERS if application.scheme_version.has_money else REQUIRED_WITHOUT_MONEY
    for section, keys in required.items():
        given = application.answers.get(section, {})
        for key in keys:
            if not given.get(key):
                yield Missing(section, sentences[key], f"id_{key}")
    for check in check_eligibility(application.scheme_version, application.initiative, application.plan):
        if check.met is False:
            yield Missing("check", _("A condition is not met: %(rule)s") % {"rule": check.explanation})


def _amount(application: Application) -> Iterator[Missing]:
    version, asked = application.scheme_version, application.amount_requested
    if not version.has_money:
        return
    costs = sum((line.amount for line in application.budget_lines.all()), start=Decimal(0))
    if not costs:
        yield Missing("budget", _("Fill in the costs."), "id_lines-0-category")
    if asked < version.minimum_amount or asked <= 0:
        yield Missing("budget", _("Ask at least %(amount)s.") % {"amount": euro(version.minimum_amount)}, ASKED)
    if asked > version.maximum_amount:
        yield Missing("budget", _("Ask at most %(amount)s.") % {"amount": euro(version.maximum_amount)}, ASKED)
    elif asked > (most := maximum_for(version, application.initiative)):
        yield Missing(
            "budget",
            _("Ask at most %(amount)s for this phase and number of homes.") % {"amount": euro(most)},
            ASKED,
        )
    covered = covered_of(version, costs)
    if costs and asked > covered:
        yield Missing(
            "budget",
            _("Ask at most %(amount)s: part of the costs is for your own account.") % {"amount": euro(covered)},
            ASKED,
        )


def _plan_and_documents(application: Application) -> Iterator[Missing]:
    if application.plan_id is None:
        yield Missing("plan", _("Choose a financing plan."), "id_plan")
    present = {document.category for document in documents_of(application)}
    for required in application.scheme_version.required_documents.all():
        if required.slug not in present:
            yield Missing(
                "documents", _("Add this document: %(title)s") % {"title": required.title}, f"document-{required.slug}"
            )


def _signature(application: Application) -> Iterator[Missing]:
    if application.co_signed_by_id is None:
        yield Missing("sign", _("A second board member has to sign along."))
