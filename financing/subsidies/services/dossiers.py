"""Work at the ministry around a dossier: who has it, notes for colleagues, messages, saved views of the queue."""

from collections.abc import Iterable
from dataclasses import asdict

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.accounts.rules import is_ministry
from coophub.audit.services import record
from coophub.notifications.services import notify
from coophub.reports.models import ReportJob
from coophub.reports.services import request_report
from coophub.web import clock
from coophub.web.errors import DomainError
from financing.subsidies.models import Application, Message, Note, SavedView
from financing.subsidies.papers.queue_file import QUEUE
from financing.subsidies.procedure.interest import has_interest
from financing.subsidies.procedure.may.interest import why_not_with_interest
from financing.subsidies.selectors.queue import CaseFilter
from financing.subsidies.services.notices import handlers_of, tell_group, tell_staff
from financing.subsidies.services.steps import locked, refuse


def note_export(*, user: User, kind: str, query: str) -> None:
    """Writes down who took the work queue along, and which part of it."""
    record(actor=user, action="subsidies.take_queue_along", target=user, after={"kind": kind, "query": query})


@transaction.atomic
def take_queue_along(*, chosen: CaseFilter, query: str, user: User) -> ReportJob:
    """Has the work queue made as a spreadsheet for this person. Raises DomainError for who asked for too much."""
    note_export(user=user, kind="xlsx", query=query)
    return request_report(kind=QUEUE, subject=user, user=user, parameters=asdict(chosen))


def note_plan_taken(*, application: Application, user: User) -> None:
    """Writes down who took the plan along that was submitted."""
    record(actor=user, action="subsidies.take_plan_along", target=application)


@transaction.atomic
def assign(*, applications: Iterable[Application], assignee: User | None, user: User) -> int:
    """Gives applications to somebody, or to nobody; gives how many changed hands.

    Raises DomainError for somebody who does not work at the ministry, and when either of the two has an interest in one
    of them; then none changes.
    """
    if assignee is not None and not is_ministry(assignee):
        raise DomainError(_("%(name)s does not work on applications.") % {"name": assignee}, field="assignee")
    changed = []
    numbers = sorted(application.pk for application in applications)
    for application in Application.objects.select_for_update(of=("self",)).filter(pk__in=numbers).order_by("pk"):
        refuse(why_not_with_interest(application, user))
        if assignee is not None and has_interest(application, assignee):
            raise DomainError(
                _("%(name)s has an interest in %(number)s.") % {"name": assignee, "number": application.number},
                field="assignee",
            )
        if application.assigned_to_id == (assignee.pk if assignee else None):
            continue
        before = application.assigned_to
        application.assigned_to = assignee
        application.save(update_fields=["assigned_to", "updated_at"])
        record(
            actor=user,
            action="subsidies.assign",
            target=application,
            before={"assigned_to": before},
            after={"assigned_to": assignee},
        )
        changed.append(application)
    if changed and assignee is not None and assignee.pk != user.pk:
        notify(
            recipients=[assignee],
            kind="subsidies_assigned",
            context={"count": len(changed)},
            url=f"{reverse('subsidies:queue')}?view=mine",
        )
    return len(changed)


@transaction.atomic
def write_note(*, application: Application, text: str, user: User) -> Note:
    """A note for colleagues. Raises DomainError without a text."""
    if not text.strip():
        raise DomainError(_("Write something first."), field="text")
    refuse(why_not_with_interest(application, user))
    return Note.objects.create(application=application, author=user, text=text.strip(), written_at=clock.now())


@transaction.atomic
def send_message(*, application: Application, text: str, is_from_ministry: bool, user: User) -> Message:
    """A message to the other side, in the stream of letters. The same one sent twice at once is one.

    Raises DomainError without a text.
    """
    application = locked(application, staff=user if is_from_ministry else None)
    if not text.strip():
        raise DomainError(_("Write something first."), field="text")
    last = application.messages.first()
    if last is not None and (last.author_id, last.text) == (user.pk, text.strip()):
        return last
    message = Message.objects.create(
        application=application,
        author=user,
        is_from_ministry=is_from_ministry,
        text=text.strip(),
        sent_at=clock.now(),
    )
    record(actor=user, action="subsidies.send_message", target=application, after={"message": message.pk})
    if is_from_ministry:
        tell_group(application, "subsidies_message")
    else:
        tell_staff(handlers_of(application), application, "subsidies_message")
    return message


def save_view(*, name: str, query: str, user: User) -> SavedView:
    """Keeps filters of the queue under a name; the same name again replaces it. Raises DomainError without a name."""
    if not name.strip():
        raise DomainError(_("Give it a name."), field="name")
    view, _is_new = SavedView.objects.update_or_create(
        owner=user, name=name.strip()[:60], defaults={"query": query[:500]}
    )
    return view


def remove_view(*, view: SavedView, user: User) -> None:
    """Forgets a saved view of one's own."""
    SavedView.objects.filter(pk=view.pk, owner=user).delete()
