"""Steps with the draft of a later decision, of whatever kind: sign it, or turn it down."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from financing.subsidies.forms.procedure import ReasonForm
from financing.subsidies.models import Application, LaterDecision
from financing.subsidies.procedure.steps.step import Step, open_draft, still_there
from financing.subsidies.services import later_decisions


class SignLaterDecision(Step):
    name = "sign-later"
    title = _("Sign the draft")
    button = _("Sign it")
    permission = "subsidies.sign_decision"
    done = _("It is signed. The letter is on its way to the group.")
    sends_letter = True

    def is_offered(self, application: Application, user: User) -> bool:
        return _is_drafted_by_another(application, user)

    def is_next(self, application: Application) -> bool:
        return True

    def act(self, application: Application, user: User, form: Any) -> object:
        return later_decisions.sign_later_decision(decision=_draft(application), user=user)


class TurnDownLaterDecision(Step):
    name = "drop-later"
    title = _("Turn the draft down")
    button = _("Turn it down")
    permission = "subsidies.sign_decision"
    done = _("The draft is turned down.")
    form_class = ReasonForm

    def is_offered(self, application: Application, user: User) -> bool:
        return _is_drafted_by_another(application, user)

    def act(self, application: Application, user: User, form: Any) -> object:
        return later_decisions.drop_later_draft(decision=_draft(application), user=user, **form.cleaned_data)


def _is_drafted_by_another(application: Application, user: User) -> bool:
    draft = open_draft(application)
    return draft is not None and draft.drafted_by_id != user.pk


def _draft(application: Application) -> LaterDecision:
    draft = application.later_decisions.filter(signed_at=None).first() or application.later_decisions.last()
    found: LaterDecision = still_there(draft)
    return found
