"""Who takes part in a programme, and who coaches them."""

from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import Role, User
from coophub.accounts.selectors import people_with_role
from coophub.audit.services import record
from coophub.notifications.services import notify
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.refusals import refuse
from initiatives.models import Initiative
from pilots.may import why_not_ask_for_coach, why_not_end
from pilots.models import CoachRequest, Pilot, Programme
from pilots.selectors.may_apply import why_not_take_in
from pilots.services.advisors import assign_advisor
from pilots.services.planned import drop_planned


@transaction.atomic
def select_pilot(
    *,
    programme: Programme,
    initiative: Initiative,
    advisor: User,
    user: User | None,
    goal: str = "",
    hours_budget: Decimal = Decimal(60),
) -> Pilot:
    """Takes an initiative into a programme and gives it an advisor, who is told.

    Raises DomainError when it takes part already, when there is no place left, or when the person is no advisor.
    """
    if not advisor.has_role(Role.ADVISOR):
        raise DomainError(_("%(name)s is not an advisor.") % {"name": advisor}, field="advisor")
    on = clock.today()
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    if not programme.pilots.filter(initiative=initiative).exists():
        refuse(why_not_take_in(programme), field="initiative")
    pilot, is_new = Pilot.objects.get_or_create(
        programme=programme,
        initiative=initiative,
        defaults={"goal": goal, "hours_budget": hours_budget, "started_on": on},
    )
    if not is_new:
        raise DomainError(
            _("%(initiative)s takes part in this programme already.") % {"initiative": initiative}, field="initiative"
        )
    record(
        actor=user,
        action="pilots.select_pilot",
        target=pilot,
        after={"programme": programme.name, "initiative": initiative.name, "started_on": on},
    )
    assign_advisor(pilot=pilot, advisor=advisor, user=user)
    return pilot


@transaction.atomic
def ask_for_coach(*, initiative: Initiative, user: User) -> CoachRequest:
    """Tells who runs the programmes that this group asks for an advisor.

    Raises DomainError when it has one, when it asked not long ago, and for who may not write for the group.
    """
    initiative = Initiative.objects.select_for_update().get(pk=initiative.pk)
    refuse(why_not_ask_for_coach(initiative, user))
    asked = CoachRequest.objects.create(initiative=initiative, asked_by=user)
    record(actor=user, action="pilots.ask_for_coach", target=initiative)
    notify(
        recipients=people_with_role(Role.ADMINISTRATOR),
        kind="pilots_coach_asked",
        context={"initiative": initiative.name},
        url=reverse("pilots:programmes"),
    )
    return asked


@transaction.atomic
def end_pilot(*, pilot: Pilot, outcome: str, user: User | None) -> Pilot:
    """Ends the coaching with its outcome. Its advisors no longer see the group's pages.

    Raises DomainError when it has ended already.
    """
    pilot = Pilot.objects.select_for_update().get(pk=pilot.pk)
    refuse(why_not_end(pilot))
    pilot.ended_on = clock.today()
    pilot.outcome = outcome
    pilot.save(update_fields=["ended_on", "outcome"])
    pilot.assignments.filter(ended_on=None).update(ended_on=pilot.ended_on)
    drop_planned(pilot)
    record(actor=user, action="pilots.end_pilot", target=pilot, after={"ended_on": pilot.ended_on, "outcome": outcome})
    return pilot
