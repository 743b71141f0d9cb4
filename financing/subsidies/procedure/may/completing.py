"""When an application may be completed: the ministry asks, the group adds (Awb 4:5)."""

from django.utils.translation import gettext as _

from financing.subsidies.models import Application, State
from financing.subsidies.procedure.may.refusal import OUT_OF_ORDER, Refusal, by_state


def why_not_ask_to_complete(application: Application) -> Refusal | None:
    if application.state not in (State.SUBMITTED, State.COMPLETED, State.IN_ASSESSMENT):
        return OUT_OF_ORDER
    if any(request.completed_at is None for request in application.remedy_requests.all()):
        return OUT_OF_ORDER
    return None


def why_not_complete(application: Application) -> Refusal | None:
    request = next(reversed(application.remedy_requests.all()), None)
    if request is None or request.completed_at is not None:
        return by_state(_("Nobody asked to complete this application."))
    return None if application.state == State.REMEDY_REQUESTED else OUT_OF_ORDER
