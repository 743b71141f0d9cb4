"""What an application still lacks, each thing with the very field where it is filled in.

KB: Kaderbesluit BZK-subsidies.

`field` is the id of the input on the page of its part, so that every sentence can be a link to it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from coophub.documents.models import Document
from coophub.documents.selectors import documents_of, is_refused, latest_version
from coophub.web import clock
from coophub.web.formats import day, euro, euro_cents
from financing.subsidies.applications.sections import (
    ACTIVITIES,
    ADVANCE,
    AID,
    APPLICANT,
    BUDGET,
    CONDITIONS,
    DOCUMENTS,
    PLAN,
    PROJECT,
    SIGNATURE,
    sections_of,
)
from financing.subsidies.applications.state_aid import aid_totals, declared_aid, known_aid
from financing.subsidies.applications.wanted_documents import wanted_documents
from financing.subsidies.law.budget import BudgetTotals, quarters, total
from financing.subsidies.law.de_minimis import AidTotals
from financing.subsidies.models import Activity, Application, IncomeLine, SchemeVersion
from financing.subsidies.procedure.signing import co_signature
from financing.subsidies.schemes.eligibility import check_eligibility
from financing.subsidies.schemes.maxima import covered_of, maximum_for

# KB 11: activities, contribution to the goals, bank account, KvK number. Schedule and budget are rows.
REQUIRED_ANSWERS = {
    PROJECT: ("activities", "contribution"),
    APPLICANT: ("kvk_number", "iban", "account_name", "contact_name"),
    AID: ("declared",),
}
BANK_ACCOUNT = ("iban", "account_name")
"""A notification asks no money, so no bank account."""

ASKED = "id_amount_requested"


@dataclass(frozen=True)
class Missing:
    """A sentence, the part of the form it belongs to, and the id of its field there; `fact` for a condition of the
    scheme.
    """

    section: str
    sentence: str
    field: str = ""
    fact: str = ""


@dataclass(frozen=True)
class Remark:
    """Something that is no reason to refuse an application, but that a group had better know before it submits."""

    section: str
    sentence: str
    field: str = ""


def missing_from(application: Application) -> list[Missing]:
    """Everything that is missing; empty for an application that can be submitted."""
    activities = list(application.activities.all())
    version = application.scheme_version
    parts = sections_of(version)
    found = [*_answers(application, version, parts), *_activities(activities), *_plan(application)]
    if BUDGET in parts:
        found += [*_rows_of_the_budget(application, activities), *_amount(application)]
    if ADVANCE in parts:
        found += _advance(application, activities)
    if AID in parts:
        found += _aid(application)
    return [*found, *_documents(application), *_conditions(application), *_signature(application)]


def remarks_on(application: Application) -> list[Remark]:
    """What the group had better know: one file for more than one thing, work that starts before the application is in,
    aid that we know, and aid above the ceiling.
    """
    version = application.scheme_version
    found: list[Remark] = list(_same_files(application))
    if version.has_money and not version.earlier_costs_count:
        found += _early_work(application)
    if AID in sections_of(version):
        found += [*_aid_that_we_know(application), *_too_much_aid(application)]
    return found


def budget_totals(application: Application) -> BudgetTotals:
    """Both sides of the budget as they are filled in now."""
    income = list(application.income_lines.all())
    return BudgetTotals(
        costs=total(line.amount for line in application.budget_lines.all()),
        income=total(line.amount for line in income),
        subsidies=total(line.amount for line in income if line.kind == IncomeLine.Kind.SUBSIDY),
        asked=application.amount_requested,
    )


def aid_totals_now(application: Application) -> AidTotals | None:
    """The de-minimis aid with what is asked, beside the ceiling of today; None when this scheme gives no such aid."""
    return aid_totals(application, clock.today(), asked=application.amount_requested)


def _answers(application: Application, version: SchemeVersion, parts: Sequence[str]) -> Iterator[Missing]:
    sentences = {
        "activities": _("Write what you are going to do."),
        "contribution": _("Write how it helps the goal of the scheme."),
        "kvk_number": _("Fill in the KVK number."),
        "iban": _("Fill in the bank account."),
        "account_name": _("Fill in the name that the bank account is in."),
        "contact_name": _("Fill in who can answer questions."),
        "declared": _("Declare that this is all the aid that others gave you."),
    }
    if not application.target and version.is_divided:
        yield Missing(PROJECT, _("Choose for which group the homes are."), "id_target_0")
    for section, keys in REQUIRED_ANSWERS.items():
        given = application.answers.get(section, {})
        for key in keys:
            is_asked = section in parts and (version.has_money or key not in BANK_ACCOUNT)
            if is_asked and not given.get(key):
                yield Missing(section, sentences[key], f"id_{key}")


def _activities(activities: list[Activity]) -> Iterator[Missing]:
    if not activities:
        yield Missing(ACTIVITIES, _("Add at least one activity, with its start and end."), "id_activities-0-title")
    for number, activity in enumerate(activities):
        about = {"number": number + 1}
        if not activity.title:
            yield Missing(
                ACTIVITIES, _("Activity %(number)s: write what you do.") % about, f"id_activities-{number}-title"
            )
        if activity.starts_on is None:
            yield Missing(
                ACTIVITIES,
                _("Activity %(number)s: fill in when it starts.") % about,
                f"id_activities-{number}-starts_on",
            )
        if activity.ends_on is None:
            yield Missing(
                ACTIVITIES,
                _("Activity %(number)s: fill in when it is done.") % about,
                f"id_activities-{number}-ends_on",
            )
        elif activity.starts_on is not None and activity.ends_on < activity.starts_on:
            yield Missing(
                ACTIVITIES,
                _("Activity %(number)s: it ends before it starts.") % about,
                f"id_activities-{number}-ends_on",
            )


def _plan(application: Application) -> Iterator[Missing]:
    if application.plan_id is None:
        yield Missing(PLAN, _("Choose a financing plan."), "id_plan")


def _rows_of_the_budget(application: Application, activities: list[Activity]) -> Iterator[Missing]:
    costs = list(application.budget_lines.all())
    if not application.answers.get(BUDGET, {}).get("vat"):
        yield Missing(BUDGET, _("Say whether you get VAT back."), "id_vat_0")
    if not costs:
        yield Missing(BUDGET, _("Fill in the costs."), "id_lines-0-description")
    for number, line in enumerate(costs):
        about, place = {"number": number + 1}, f"id_lines-{number}"
        if not line.category:
            yield Missing(BUDGET, _("Cost %(number)s: choose the kind of cost.") % about, f"{place}-category")
        if not line.description:
            yield Missing(BUDGET, _("Cost %(number)s: write what it is for.") % about, f"{place}-description")
        if line.activity_id is None and len(activities) > 1:
            yield Missing(
                BUDGET, _("Cost %(number)s: choose the activity that it is for.") % about, f"{place}-activity"
            )
        if line.amount is None:
            yield Missing(BUDGET, _("Cost %(number)s: fill in the amount.") % about, f"{place}-amount")
    income = list(application.income_lines.all())
    for number, source in enumerate(income):
        about, place = {"number": number + 1}, f"id_income-{number}"
        if not source.kind:
            yield Missing(BUDGET, _("Income %(number)s: choose the kind of income.") % about, f"{place}-kind")
        if not source.description:
            yield Missing(BUDGET, _("Income %(number)s: write from whom it comes.") % about, f"{place}-description")
        if not source.status:
            yield Missing(BUDGET, _("Income %(number)s: choose how certain it is.") % about, f"{place}-status")
        if source.amount is None:
            yield Missing(BUDGET, _("Income %(number)s: fill in the amount.") % about, f"{place}-amount")
    # KB 4 and 6: what is paid already by another subsidy is not paid again.
    for activity in activities:
        cost = total(line.amount for line in costs if line.activity_id == activity.pk)
        paid = total(
            source.amount
            for source in income
            if source.kind == IncomeLine.Kind.SUBSIDY and source.activity_id == activity.pk
        )
        if paid > cost:
            yield Missing(
                BUDGET,
                _("Other subsidies pay %(paid)s for “%(activity)s”, which costs %(cost)s. Nothing may be paid twice.")
                % {"paid": euro_cents(paid), "activity": activity.title, "cost": euro_cents(cost)},
                "id_income-0-amount",
            )


def _amount(application: Application) -> Iterator[Missing]:
    version, asked = application.scheme_version, application.amount_requested
    totals = budget_totals(application)
    if asked < version.minimum_amount or asked <= 0:
        yield Missing(BUDGET, _("Ask at least %(amount)s.") % {"amount": euro(version.minimum_amount)}, ASKED)
    if asked > version.maximum_amount:
        yield Missing(BUDGET, _("Ask at most %(amount)s.") % {"amount": euro(version.maximum_amount)}, ASKED)
    elif asked > (most := maximum_for(version, application.initiative)):
        yield Missing(
            BUDGET,
            _("Ask at most %(amount)s for this phase and number of homes.") % {"amount": euro(most)},
            ASKED,
        )
    covered = covered_of(version, totals.costs)
    if totals.costs and asked > covered:
        yield Missing(
            BUDGET,
            _("Ask at most %(amount)s: part of the costs is for your own account.") % {"amount": euro(covered)},
            ASKED,
        )
    if totals.costs and totals.difference > 0:
        yield Missing(
            BUDGET,
            _("Fill in who pays the other %(amount)s: income and subsidy together have to be the costs.")
            % {"amount": euro_cents(totals.difference)},
            "income-add" if application.income_lines.exists() else "id_income-0-description",
        )
    if totals.costs and totals.difference < 0:
        yield Missing(
            BUDGET,
            _("Income and subsidy together are %(amount)s more than the costs. Ask less, or correct the income.")
            % {"amount": euro_cents(-totals.difference)},
            ASKED,
        )


def _advance(application: Application, activities: list[Activity]) -> Iterator[Missing]:
    wanted = application.answers.get(ADVANCE, {}).get("wanted")
    if not wanted:
        yield Missing(ADVANCE, _("Say whether you ask for an advance."), "id_wanted_0")
    if wanted != "yes":
        return
    starts = [activity.starts_on for activity in activities if activity.starts_on]
    ends = [activity.ends_on for activity in activities if activity.ends_on]
    if not starts or not ends:
        yield Missing(
            ADVANCE,
            _("Fill in first when the activities start and end: the quarters follow from that."),
            "id_wanted_0",
        )
        return
    periods = list(quarters(min(starts), max(ends)))
    needs = {need.quarter_starts_on: need.amount for need in application.liquidity_needs.all()}
    first_field = f"id_quarter_{periods[0].isoformat()}" if periods else ""
    if outside := [start for start in needs if start not in periods]:
        yield Missing(
            ADVANCE,
            _("You need money in the quarter from %(day)s, but no activity is going on then.")
            % {"day": day(min(outside))},
            f"id_quarter_{min(outside).isoformat()}",
        )
    spread = sum(needs.values(), start=Decimal(0))
    if spread != application.amount_requested:
        yield Missing(
            ADVANCE,
            _("You spread %(spread)s over the quarters, and you ask %(asked)s. These have to be the same.")
            % {"spread": euro_cents(spread), "asked": euro_cents(application.amount_requested)},
            first_field,
        )


def _aid(application: Application) -> Iterator[Missing]:
    today = clock.today()
    for number, row in enumerate(application.aid_received.all()):
        about, place = {"number": number + 1}, f"id_aid-{number}"
        if row.granted_on is None:
            yield Missing(AID, _("Aid %(number)s: fill in the date of the award.") % about, f"{place}-granted_on")
        elif row.granted_on > today:
            yield Missing(AID, _("Aid %(number)s: this date is in the future.") % about, f"{place}-granted_on")
        if not row.granted_by:
            yield Missing(AID, _("Aid %(number)s: write who gave it.") % about, f"{place}-granted_by")
        if row.amount is None:
            yield Missing(AID, _("Aid %(number)s: fill in the amount.") % about, f"{place}-amount")


def _documents(application: Application) -> Iterator[Missing]:
    present = {document.category for document in documents_of(application) if not is_refused(document)}
    for wanted in wanted_documents(application.scheme_version):
        if wanted.slug not in present:
            yield Missing(
                DOCUMENTS, _("Add this document: %(title)s") % {"title": wanted.title}, f"id_{wanted.slug}_upload"
            )


def _same_files(application: Application) -> Iterator[Remark]:
    """One file for several purposes: that may be right, but it is often a mistake."""
    by_content: dict[str, list[Document]] = {}
    for document in documents_of(application):
        if (latest := latest_version(document)) is not None:
            by_content.setdefault(latest.sha256, []).append(document)
    for same in by_content.values():
        if len(same) > 1:
            titles = ", ".join(f"“{document.title}”" for document in same)
            yield Remark(
                DOCUMENTS,
                _("You added the same file for %(titles)s. That is allowed. Look whether it shows all of this.")
                % {"titles": titles},
                f"document-{same[0].category}",
            )


def _conditions(application: Application) -> Iterator[Missing]:
    for check in check_eligibility(application.scheme_version, application.initiative, application.plan):
        if check.met is False:
            yield Missing(
                CONDITIONS, _("A condition is not met: %(rule)s") % {"rule": check.explanation}, fact=check.fact
            )


def _signature(application: Application) -> Iterator[Missing]:
    if co_signature(application) is None:
        yield Missing(SIGNATURE, _("A second board member has to sign along."))


def _early_work(application: Application) -> Iterator[Remark]:
    today = clock.today()
    for number, activity in enumerate(application.activities.all()):
        if activity.starts_on is not None and activity.starts_on < today:
            about = {"activity": activity.title, "day": day(activity.starts_on)}
            yield Remark(
                ACTIVITIES, _early_sentence(application.scheme_version) % about, f"id_activities-{number}-starts_on"
            )


def _early_sentence(version: SchemeVersion) -> str:
    """A subsidy of the ministry follows its general rules; a loan only what its scheme says."""
    if version.is_loan:
        return _("“%(activity)s” starts on %(day)s. What you pay or order before you submit does not count.")
    return _(
        "“%(activity)s” starts on %(day)s. What you pay or order before you submit does not count "
        "(Kaderbesluit BZK-subsidies, article 6)."
    )


def _aid_that_we_know(application: Application) -> Iterator[Remark]:
    """Awards through CoopHub that were declared as well; they count once."""
    known = {aid.as_declared for aid in known_aid(application, clock.today())}
    for number, row in enumerate(declared_aid(application)):
        if row in known:
            yield Remark(
                AID,
                _("Aid %(number)s was awarded through CoopHub. We count it already, so you can remove it here.")
                % {"number": number + 1},
                f"id_aid-{number}-amount",
            )


def _too_much_aid(application: Application) -> Iterator[Remark]:
    totals = aid_totals_now(application)
    if totals is not None and totals.asked and not totals.fits:
        yield Remark(
            AID,
            _(
                "With this application you come to %(together)s of de-minimis aid in %(years)s years. The "
                "most is %(ceiling)s, "
                "so you can get at most %(room)s now."
            )
            % {
                "together": euro(totals.together),
                "years": totals.ceiling.years,
                "ceiling": euro(totals.ceiling.amount),
                "room": euro(totals.room),
            },
            "id_aid-0-amount",
        )
