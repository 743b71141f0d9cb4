"""What advisor and group did together."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.notifications.services import notify
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.formats import day
from coophub.web.refusals import refuse
from initiatives.selectors.people import active_members
from initiatives.services.tasks import ActionInput, add_task
from pilots.may import why_not_coach
from pilots.models import AgreedAction, CoachingSession, Pilot, PlannedSession
from pilots.services.bottlenecks import BottleneckInput, open_bottleneck
from pilots.services.planned import hold_session


@transaction.atomic
def record_session(
    *,
    pilot: Pilot,
    advisor: User,
    key: UUID,
    held_on: dt.date,
    kind: str,
    hours: Decimal,
    summary: str,
    internal_note: str = "",
    actions: Sequence[ActionInput] = (),
    bottleneck: BottleneckInput | None = None,
    planned: PlannedSession | None = None,
) -> CoachingSession:
    """Writes down a coaching session with the actions agreed and, when there is one, a bottleneck. The group is told.
    It can be one that was `planned`.

    `key` names the form: the same form sent twice gives the session that the first one made.
    Raises DomainError for who does not coach the pilot, for a day in the future or before it started, and for words
    that were written down for that day already.
    """
    pilot = Pilot.objects.select_for_update().get(pk=pilot.pk)
    made_before = CoachingSession.objects.filter(submission_key=key, pilot=pilot).first()
    if made_before is not None:
        return made_before
    refuse(why_not_coach(pilot, advisor))
    if held_on > clock.today():
        raise DomainError(
            _("This day is still to come. Write a session down when it has taken place."), field="held_on"
        )
    if held_on < pilot.started_on:
        raise DomainError(_("This day is before the pilot started."), field="held_on")
    if pilot.sessions.filter(held_on=held_on, summary=summary).exists():
        raise DomainError(
            _("This session is recorded already: the story of %(day)s has the same words.") % {"day": day(held_on)},
            field="summary",
        )

    session = CoachingSession.objects.create(
        pilot=pilot,
        advisor=advisor,
        submission_key=key,
        held_on=held_on,
        kind=kind,
        hours=hours,
        summary=summary,
        internal_note=internal_note,
    )
    if planned is not None:
        hold_session(planned=planned, session=session)
    for action in actions:
        task = add_task(initiative=pilot.initiative, title=action.title, due_on=action.due_on, user=advisor)
        AgreedAction.objects.create(session=session, task=task)
    if bottleneck is not None:
        open_bottleneck(pilot=pilot, session=session, bottleneck=bottleneck, user=advisor)
    record(
        actor=advisor,
        action="pilots.record_session",
        target=session,
        after={"held_on": held_on, "hours": hours, "actions": [action.title for action in actions]},
    )
    notify(
        recipients=active_members(pilot.initiative),
        kind="pilots_session",
        context={"initiative": pilot.initiative.name, "advisor": str(advisor), "actions": len(actions)},
        url=reverse("pilots:coaching", args=[pilot.initiative.slug]),
    )
    return session
