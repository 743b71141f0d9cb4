"""Who may hear the group, draft the decision on its application, and sign it: by two pairs of eyes."""

import datetime as dt

from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.web.formats import day
from coophub.web.refusals import OUT_OF_ORDER, Refusal, by_person, by_state, by_time
from financing.subsidies.law.statutory import leaving_out_deadline
from financing.subsidies.models import RUNNING_AWARDS, SETTLED, Application, Decision, State
from financing.subsidies.procedure.signing import DECISION, has_written
from financing.subsidies.procedure.terms import has_lapsed, remedy_ended_on

BEFORE_A_DECISION = [State.IN_ASSESSMENT, State.ADVISED, State.DRAFT_DECISION, *RUNNING_AWARDS, *SETTLED]
"""When the group may be asked for its view: before the decision on its application, and before later ones."""
LEAVE_OUT = Decision.Kind.LEAVE_OUT


def why_not_ask_view(application: Application, today: dt.date) -> Refusal | None:
    if application.state not in BEFORE_A_DECISION:
        return OUT_OF_ORDER
    if any(item.answered_at is None and item.respond_by >= today for item in application.hearings.all()):
        return by_state(_("An earlier question to the group is still open."))
    return None


def why_not_give_view(application: Application) -> Refusal | None:
    asked = next(reversed(application.hearings.all()), None)
    if asked is None:
        return by_state(_("The ministry did not ask for your view."))
    return OUT_OF_ORDER if asked.answered_at is not None else None


def why_not_draft(application: Application) -> Refusal | None:
    """Draft a decision on the merits."""
    if application.state not in (State.ADVISED, State.DRAFT_DECISION):
        return OUT_OF_ORDER
    return _other_draft(application, is_leaving_out=False)


def why_not_leave_out(application: Application, today: dt.date) -> Refusal | None:
    """Draft that an application is not dealt with: it was not completed in time or not enough (Awb 4:5)."""
    if other := _other_draft(application, is_leaving_out=True):
        return other
    if impossible := _leaving_out_impossible(application, today):
        return impossible
    possible = (State.REMEDY_REQUESTED, State.COMPLETED, State.IN_ASSESSMENT, State.DRAFT_DECISION)
    return None if application.state in possible else OUT_OF_ORDER


def why_not_sign(application: Application, user: User, today: dt.date) -> Refusal | None:
    decision = draft_of(application)
    if decision is None:
        return OUT_OF_ORDER
    has_assessed = any(item.reviewer_id == user.pk for item in application.assessments.all())
    if decision.drafted_by_id == user.pk or has_assessed or has_written(user, application, DECISION):
        return by_person(_("You worked on this application yourself. Somebody else signs the decision."))
    return _leaving_out_impossible(application, today) if decision.kind == LEAVE_OUT else None


def why_not_send_back(application: Application, user: User) -> Refusal | None:
    decision = draft_of(application)
    if decision is None:
        return OUT_OF_ORDER
    if decision.drafted_by_id == user.pk:
        return by_person(_("You drafted this decision yourself. Change the draft instead."))
    return None


def draft_of(application: Application) -> Decision | None:
    """The decision that waits for its signature."""
    decision: Decision | None = getattr(application, "decision", None)
    return decision if application.state == State.DRAFT_DECISION else None


def _other_draft(application: Application, *, is_leaving_out: bool) -> Refusal | None:
    """A draft to leave an application out and a draft on its merits do not replace each other: the first goes back
    first.
    """
    draft = draft_of(application)
    if draft is not None and (draft.kind == LEAVE_OUT) != is_leaving_out:
        return by_state(_("There is another draft for signature. A decider sends it back first."))
    return None


def _leaving_out_impossible(application: Application, today: dt.date) -> Refusal | None:
    request = next(reversed(application.remedy_requests.all()), None)
    if request is None:
        return by_state(_("Ask the group to complete its application first (Awb 4:5)."))
    if request.completed_on is None and not has_lapsed(request, today):
        return by_time(_("The group can complete its application until %(day)s.") % {"day": day(request.last_day)})
    last = leaving_out_deadline(remedy_ended_on(request)).date
    if today <= last:
        return None
    return by_time(
        _("It had to be announced on %(day)s at the latest (Awb 4:5 lid 4). Decide on the application itself.")
        % {"day": day(last)}
    )
