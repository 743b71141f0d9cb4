"""What may be done with an award: advances, reports, changes, settlement, recovery."""

import datetime as dt

from django.utils.translation import gettext as _

from coophub.web import clock
from coophub.web.formats import day
from coophub.web.refusals import OUT_OF_ORDER, Refusal, by_state, by_time
from financing.subsidies.models import RUNNING_AWARDS, SETTLED, AdvanceRequest, Application, Decision, State
from financing.subsidies.procedure.awards import advance_left, current_award, recovery_deadline

AWARDED = [State.AWARDED, State.PARTLY_AWARDED]


def why_not_report_progress(application: Application) -> Refusal | None:
    return None if application.state in AWARDED else OUT_OF_ORDER


def why_not_ask_settlement(application: Application) -> Refusal | None:
    """Ask for settlement with a report, where the arrangement asks for one (KB 17, 18)."""
    is_asked = application.state in AWARDED and current_award(application).is_settled_on_report
    return None if is_asked else OUT_OF_ORDER


def why_not_report_change(application: Application) -> Refusal | None:
    return None if application.state in RUNNING_AWARDS else OUT_OF_ORDER


def why_not_ask_advance(application: Application, today: dt.date) -> Refusal | None:
    earlier = open_advance(application)
    if earlier is not None:
        return by_state(
            _("You asked for an advance on %(day)s. You get a decision on it by %(until)s at the latest.")
            % {"day": day(clock.day_of(earlier.asked_at)), "until": day(earlier.decide_by)}
        )
    if application.state not in AWARDED:
        return OUT_OF_ORDER
    award = current_award(application)
    if not advance_left(application, award):
        return by_state(_("Nothing of your award is left for an advance."))
    if award.activities_end_on is not None and today > award.activities_end_on:
        return by_time(
            _("Your activities are done by %(day)s. After that day you ask for settlement, not for an advance.")
            % {"day": day(award.activities_end_on)}
        )
    return None


def why_not_draft_advance(application: Application) -> Refusal | None:
    is_asked = application.state in RUNNING_AWARDS and open_advance(application) is not None
    return None if is_asked else OUT_OF_ORDER


def why_not_draft_amendment(application: Application) -> Refusal | None:
    return None if application.state in AWARDED else OUT_OF_ORDER


def why_not_draft_settlement(application: Application) -> Refusal | None:
    """Settle on the group's report, or of the ministry's own motion where the arrangement asks for none."""
    if application.state == State.REPORT_SUBMITTED:
        return None
    is_own_motion = current_award(application).arrangement == Decision.Arrangement.SMALL
    return None if is_own_motion and application.state in RUNNING_AWARDS else OUT_OF_ORDER


def why_not_draft_recovery(application: Application, today: dt.date) -> Refusal | None:
    if application.state not in SETTLED:
        return OUT_OF_ORDER
    last = recovery_deadline(application).date
    if today <= last:
        return None
    return by_time(
        _("The settlement is more than five years ago: until %(day)s it was possible (Awb 4:57 lid 4).")
        % {"day": day(last)}
    )


def open_advance(application: Application) -> AdvanceRequest | None:
    """The request for an advance that waits for a decision."""
    return next((request for request in application.advance_requests.all() if request.is_open), None)
