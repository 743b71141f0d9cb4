"""Who coaches a pilot, in which role, and how one hands it to another."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import Role, User
from coophub.audit.services import record
from coophub.notifications.services import notify
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.refusals import refuse
from initiatives import ties
from pilots.may import why_not_assign, why_not_end_assignment, why_not_hand_over
from pilots.models import Assignment, Pilot


@transaction.atomic
def assign_advisor(*, pilot: Pilot, advisor: User, user: User | None, role: str = Assignment.Role.SECOND) -> Assignment:
    """Gives a pilot an advisor: one who leads, where nobody does. The same person twice gives the assignment there is.

    Raises DomainError when the person is no advisor, and when the pilot has ended.
    """
    pilot = Pilot.objects.select_for_update(of=("self",)).select_related("initiative", "programme").get(pk=pilot.pk)
    refuse(why_not_assign(pilot))
    _is_advisor(advisor)
    if not pilot.assignments.filter(ended_on=None, role=Assignment.Role.LEAD).exists():
        role = Assignment.Role.LEAD
    assignment, is_new = Assignment.objects.get_or_create(
        pilot=pilot, advisor=advisor, ended_on=None, defaults={"started_on": clock.today(), "role": role}
    )
    if is_new:
        record(actor=user, action="pilots.assign_advisor", target=pilot, after={"advisor": advisor, "role": role})
        ties.begun.send(sender=Assignment, initiative=pilot.initiative)
        notify(
            recipients=[advisor],
            kind="pilots_assigned",
            context={"initiative": pilot.initiative.name, "programme": pilot.programme.name},
            url=reverse("pilots:pilot", args=[pilot.pk]),
        )
    return assignment


@transaction.atomic
def hand_over(*, pilot: Pilot, to: User, note: str, user: User) -> Assignment:
    """Lets another advisor lead a pilot, with a note for who takes over and with the sessions that are planned. Who led
    it coaches it no more.

    Raises DomainError for who neither leads the pilot nor runs programmes, and for somebody who is no advisor or leads
    it already.
    """
    pilot = Pilot.objects.select_for_update(of=("self",)).select_related("initiative", "programme").get(pk=pilot.pk)
    refuse(why_not_hand_over(pilot, user))
    _is_advisor(to)
    lead = pilot.assignments.filter(ended_on=None, role=Assignment.Role.LEAD).first()
    if lead is not None and lead.advisor_id == to.pk:
        raise DomainError(_("%(name)s leads this pilot already.") % {"name": to}, field="advisor")
    if lead is not None:
        lead.ended_on, lead.handover_note = clock.today(), note
        lead.save(update_fields=["ended_on", "handover_note"])
        pilot.planned_sessions.filter(advisor=lead.advisor, cancelled_at=None, held_as=None).update(advisor=to)
    present = pilot.assignments.filter(advisor=to, ended_on=None).first()
    if present is None:
        new = Assignment.objects.create(pilot=pilot, advisor=to, role=Assignment.Role.LEAD, started_on=clock.today())
        ties.begun.send(sender=Assignment, initiative=pilot.initiative)
    else:
        new = present
        new.role = Assignment.Role.LEAD
        new.save(update_fields=["role"])
    record(
        actor=user,
        action="pilots.hand_over",
        target=pilot,
        before={"lead": lead.advisor if lead else None},
        after={"lead": to},
    )
    notify(
        recipients=[to],
        kind="pilots_handed_over",
        context={"initiative": pilot.initiative.name},
        url=reverse("pilots:prepare", args=[pilot.pk]),
    )
    return new


@transaction.atomic
def end_assignment(*, assignment: Assignment, user: User) -> Assignment:
    """Lets an advisor who helps coach a pilot no more. Ending it twice changes nothing.

    Raises DomainError for who neither leads the pilot nor runs programmes, and for who leads: that one hands it over.
    """
    assignment = Assignment.objects.select_for_update(of=("self",)).select_related("pilot").get(pk=assignment.pk)
    refuse(why_not_end_assignment(assignment, user))
    if assignment.ended_on is None:
        assignment.ended_on = clock.today()
        assignment.save(update_fields=["ended_on"])
        record(
            actor=user,
            action="pilots.end_assignment",
            target=assignment.pilot,
            before={"advisor": assignment.advisor, "role": assignment.role},
        )
    return assignment


def _is_advisor(person: User) -> None:
    if not person.has_role(Role.ADVISOR):
        raise DomainError(_("%(name)s is not an advisor.") % {"name": person}, field="advisor")
