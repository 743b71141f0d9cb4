"""What a group does with its application: write, sign, submit, withdraw."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.documents.selectors import documents_of
from coophub.documents.services import add_document, add_version
from coophub.notifications.services import notify
from coophub.web.errors import DomainError
from coophub.web.templatetags.web import moment
from financing.plans.models import Plan
from financing.plans.services import freeze_plan
from financing.subsidies.completeness import missing_from
from financing.subsidies.decision_term import decision_deadline
from financing.subsidies.models import UNDECIDED, Application, BudgetLine, Letter, SchemeVersion, State, Submission
from financing.subsidies.services.freezing import frozen_document, seal
from financing.subsidies.services.ledger import release_reservation
from financing.subsidies.services.letters import receipt_facts, send_letter
from financing.subsidies.services.steps import take_step
from initiatives.models import Initiative
from initiatives.selectors import active_members


@dataclass(frozen=True)
class BudgetInput:
    category: str
    description: str
    amount: Decimal


@transaction.atomic
def start_application(*, version: SchemeVersion, initiative: Initiative, user: User) -> Application:
    """A draft under an open scheme. A group that has one running under this scheme gets that.

    Raises DomainError when the scheme is not open.
    """
    Initiative.objects.select_for_update().get(pk=initiative.pk)
    running = Application.objects.filter(scheme_version=version, initiative=initiative).filter(state__in=UNDECIDED)
    if found := running.first():
        return found
    if not version.is_open:
        raise DomainError(_("This scheme is not open for applications now."))
    application = Application.objects.create(
        scheme_version=version, initiative=initiative, started_by=user, changed_by=user
    )
    record(actor=user, action="subsidies.start", target=application, after={"scheme": str(version)})
    return application


@transaction.atomic
def save_answers(
    *,
    application: Application,
    section: str,
    answers: dict[str, Any],
    revision: int,
    user: User,
    target: str | None = None,
) -> Application:
    """Keeps a section of the form, complete or not. A co-signature lapses: it was for what stood there before.

    Raises DomainError when the application was submitted, or changed by somebody else in the meantime.
    """
    application = _locked_draft(application, revision)
    changed = {**application.answers, section: answers}
    if changed == application.answers and target in (None, application.target):
        return application
    before = {section: application.answers.get(section)}
    application.answers = changed
    if target is not None:
        application.target = target
    _touch(application, user)
    record(actor=user, action="subsidies.save", target=application, before=before, after={section: answers})
    return application


@transaction.atomic
def save_budget(
    *, application: Application, lines: Sequence[BudgetInput], amount_requested: Decimal, revision: int, user: User
) -> Application:
    """Keeps the budget and the amount asked. Raises DomainError like `save_answers`."""
    application = _locked_draft(application, revision)
    application.budget_lines.all().delete()
    BudgetLine.objects.bulk_create(
        BudgetLine(
            application=application,
            category=line.category,
            description=line.description,
            amount=line.amount,
            position=number,
        )
        for number, line in enumerate(lines)
    )
    before = {"amount": application.amount_requested}
    application.amount_requested = amount_requested
    _touch(application, user)
    record(
        actor=user,
        action="subsidies.save_budget",
        target=application,
        before=before,
        after={"amount": amount_requested, "lines": [[line.category, line.description, line.amount] for line in lines]},
    )
    return application


@transaction.atomic
def choose_plan(*, application: Application, plan: Plan, revision: int, user: User) -> Application:
    """Which financing plan the application rests on. Raises DomainError like `save_answers`, and for another group's plan."""
    application = _locked_draft(application, revision)
    if plan.initiative_id != application.initiative_id:
        raise DomainError(_("Choose a plan of your own initiative."), field="plan")
    if application.plan_id == plan.pk:
        return application
    application.plan = plan
    _touch(application, user)
    record(actor=user, action="subsidies.choose_plan", target=application, after={"plan": plan.name})
    return application


@transaction.atomic
def add_required_document(*, application: Application, slug: str, upload: UploadedFile[Any], user: User) -> None:
    """Stores a document that the scheme asks for; a second one is a new version.

    Raises DomainError for a file that may not be stored, and when the application was submitted.
    """
    application = _locked_draft(application, application.revision)
    required = application.scheme_version.required_documents.get(slug=slug)
    present = documents_of(application).filter(category=slug).first()
    if present is None:
        add_document(subject=application, title=required.title, category=slug, upload=upload, user=user)
    else:
        add_version(document=present, upload=upload, user=user)
    _touch(application, user)


@transaction.atomic
def co_sign(*, application: Application, user: User) -> Application:
    """A second board member agrees with the application as it is now. Signing twice changes nothing.

    Raises DomainError for whoever changed it last, and while something is missing.
    """
    application = _locked_draft(application)
    if application.co_signed_by_id is not None:
        return application
    if user.pk == application.changed_by_id:
        raise DomainError(_("You changed this application last. Somebody else of the group signs along."))
    missing = [item for item in missing_from(application) if item.section != "sign"]
    if missing:
        raise DomainError(_("Something is still missing. Complete the application first."))
    application.co_signed_by, application.co_signed_at = user, timezone.now()
    application.save(update_fields=["co_signed_by", "co_signed_at"])
    record(actor=user, action="subsidies.co_sign", target=application, after={"revision": application.revision})
    notify(
        recipients=[member for member in active_members(application.initiative) if member.pk != user.pk],
        kind="subsidies_co_signed",
        context={"initiative": application.initiative.name},
        url=reverse("subsidies:application", args=[application.initiative.slug, application.pk]),
    )
    return application


@transaction.atomic
def submit_application(*, application: Application, user: User, now: dt.datetime | None = None) -> Application:
    """Submits: freezes everything by value, gives a number and a deadline, and sends the receipt. Sent twice: once.

    Raises DomainError outside the window and while something is missing; the draft is kept.
    """
    now = now or timezone.now()
    application = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if application.state != State.DRAFT:
        return application
    version = application.scheme_version
    if now < version.opens_at:
        raise DomainError(
            _("The window opens at %(opens)s and it is %(now)s now. Your draft is kept.")
            % {"opens": to_the_second(version.opens_at), "now": to_the_second(now)}
        )
    if now > version.closes_at:
        raise DomainError(
            _("The window closed at %(closed)s and it is %(now)s now. Your draft is kept.")
            % {"closed": to_the_second(version.closes_at), "now": to_the_second(now)}
        )
    if missing_from(application):
        raise DomainError(_("Something is still missing. You find it in the list, with a link to each place."))

    application.number = _next_number(now)
    application.submitted_at = now
    application.rank_on = timezone.localdate(now)
    application.decide_by = decision_deadline(application).date
    submission = _freeze(application, user, now)
    take_step(application, "submit", user=user, after={"number": application.number, "sha256": submission.sha256})
    send_letter(application, Letter.Kind.RECEIPT, receipt_facts(application), now=now)
    return application


@transaction.atomic
def withdraw_application(*, application: Application, user: User) -> Application:
    """Takes an application back before the decision. Withdrawing twice changes nothing.

    Raises DomainError after the decision.
    """
    application = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if application.state == State.WITHDRAWN:
        return application
    if not application.is_undecided:
        raise DomainError(_("There is a decision on this application already, so it cannot be withdrawn."))
    take_step(application, "withdraw", user=user)
    release_reservation(application=application, user=user)
    return application


def to_the_second(moment: dt.datetime) -> str:
    """A moment as the window counts it: 31 maart 2026 23:59:59."""
    return date_format(timezone.localtime(moment), "j F Y H:i:s")


def _locked_draft(application: Application, revision: int | None = None) -> Application:
    """The application's row under lock. Raises DomainError when it is no draft, or no longer the one that was shown."""
    found = (
        Application.objects.select_for_update(of=("self",))
        .select_related("initiative", "scheme_version", "changed_by")
        .get(pk=application.pk)
    )
    if not found.is_draft:
        raise DomainError(_("This application was submitted and can no longer be changed."))
    if revision is not None and found.revision != revision:
        raise DomainError(
            _(
                "%(name)s changed this application at %(time)s, while you were typing. Open the page again to see that change."
            )
            % {"name": found.changed_by, "time": moment(found.updated_at)}
        )
    return found


def _touch(application: Application, user: User) -> None:
    application.revision += 1
    application.changed_by = user
    application.co_signed_by = application.co_signed_at = None
    application.save()


def _next_number(now: dt.datetime) -> str:
    """The next number of the year, without gaps: the lock lasts until the submission is true."""
    year = timezone.localtime(now).year
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('subsidies.number'))")
    last = (
        Application.objects.filter(number__startswith=f"WC-{year}-")
        .order_by("-number")
        .values_list("number", flat=True)
    )
    count = int(str(last[0]).rpartition("-")[2]) if last else 0
    return f"WC-{year}-{count + 1:04d}"


def _freeze(application: Application, user: User, now: dt.datetime) -> Submission:
    plan_version = (
        freeze_plan(plan=application.plan, name=str(application.number), user=user) if application.plan else None
    )
    content = {
        "initiative": {
            "name": application.initiative.name,
            "municipality": application.initiative.municipality.name,
            "form": application.initiative.form,
            "homes": application.initiative.homes,
            "phase": application.initiative.phase,
            "target_group": application.initiative.target_group,
            "kvk_number": application.initiative.kvk_number,
        },
        "scheme": str(application.scheme_version),
        "target": application.target,
        "answers": application.answers,
        "budget": [
            {"category": line.category, "description": line.description, "amount": str(line.amount)}
            for line in application.budget_lines.all()
        ],
        "amount_requested": str(application.amount_requested),
        "plan": {"document": plan_version.document, "result": plan_version.result} if plan_version else None,
        "documents": [frozen_document(document) for document in documents_of(application)],
        "co_signed_by": str(application.co_signed_by),
        "submitted_by": str(user),
    }
    return Submission.objects.create(
        application=application,
        content=content,
        sha256=seal(content),
        plan_version=plan_version,
        submitted_by=user,
        submitted_at=now,
    )
