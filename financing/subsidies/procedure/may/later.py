"""Who may sign or turn down the draft of a later decision, of whatever kind."""

from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.web import clock
from coophub.web.formats import day
from coophub.web.refusals import OUT_OF_ORDER, Refusal, by_person, by_state
from financing.subsidies.models import RUNNING_AWARDS, SETTLED, Application, LaterDecision, State
from financing.subsidies.procedure.awards import award_changed_since
from financing.subsidies.procedure.may.objections import why_not_handle
from financing.subsidies.procedure.signing import has_written, later_draft

KIND = LaterDecision.Kind
AWARDED = [State.AWARDED, State.PARTLY_AWARDED]
SIGNED_IN = {
    KIND.AMENDMENT: AWARDED,
    KIND.SETTLEMENT: RUNNING_AWARDS,
    KIND.RECOVERY: SETTLED,
    KIND.ADVANCE: RUNNING_AWARDS,
}
"""In which states of the application a kind takes effect; one that is not named here, in every state."""


def why_not_sign_later(draft: LaterDecision, user: User) -> Refusal | None:
    """Sign a draft of which this person wrote no version, on the award as it is now. Money is checked when it is
    signed.
    """
    application = draft.application
    if draft.signed_at is not None:
        return OUT_OF_ORDER
    if draft.drafted_by_id == user.pk or has_written(user, application, later_draft(draft)):
        return by_person(_("You drafted this decision yourself, or an earlier version. Somebody else signs it."))
    if draft.kind == KIND.OBJECTION:
        objection = next(item for item in application.objections.all() if item.pk == draft.objection_id)
        if refused := why_not_handle(objection, user):
            return refused
    changed = award_changed_since(application, draft)
    if changed is not None:
        return by_state(
            _("The award changed on %(day)s, after this was drafted. Draft it again.")
            % {"day": day(clock.day_of(changed))}
        )
    states = SIGNED_IN.get(KIND(draft.kind))
    return None if states is None or application.state in states else OUT_OF_ORDER


def why_not_turn_down(draft: LaterDecision, user: User) -> Refusal | None:
    if draft.signed_at is not None:
        return OUT_OF_ORDER
    if draft.drafted_by_id == user.pk:
        return by_person(_("You drafted this decision yourself. Change the draft instead."))
    return None


def open_drafts(application: Application) -> list[LaterDecision]:
    """The drafts that wait for a signature, the oldest first."""
    return [draft for draft in application.later_decisions.all() if draft.signed_at is None]
