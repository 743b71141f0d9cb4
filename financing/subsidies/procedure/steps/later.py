"""Steps with the draft of a later decision, of whatever kind: sign it, or turn it down."""

from typing import Any

from django.forms import Form
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from financing.subsidies.forms.later import SignLaterForm, TurnDownForm
from financing.subsidies.models import Application, LaterDecision
from financing.subsidies.procedure.may.later import open_drafts, why_not_sign_later, why_not_turn_down
from financing.subsidies.procedure.may.refusal import OUT_OF_ORDER, Refusal
from financing.subsidies.procedure.signing import later_decision_to_sign
from financing.subsidies.procedure.steps.step import Step, still_there, the_one
from financing.subsidies.services import later_decisions, later_drafts


class SignLaterDecision(Step):
    name = "sign-later"
    title = _("Sign the draft")
    button = _("Sign it")
    permission = "subsidies.sign_decision"
    done = _("It is signed. The letter is on its way to the group.")
    sends_letter = True

    def why_not(self, application: Application, user: User) -> Refusal | None:
        draft = _to_sign(application, user)
        return why_not_sign_later(draft, user) if draft is not None else OUT_OF_ORDER

    def is_next(self, application: Application) -> bool:
        return True

    def form(self, application: Application, user: User, data: Any = None, files: Any = None) -> Form:
        draft = _to_sign(application, user)
        return SignLaterForm(data, draft=draft, to_sign=later_decision_to_sign(draft) if draft is not None else None)

    def act(self, application: Application, user: User, form: Any) -> object:
        return later_decisions.sign_later_decision(decision=_chosen(application, form), user=user, read=form.read)


class TurnDownLaterDecision(Step):
    name = "drop-later"
    title = _("Turn the draft down")
    button = _("Turn it down")
    permission = "subsidies.sign_decision"
    done = _("The draft is turned down.")

    def why_not(self, application: Application, user: User) -> Refusal | None:
        draft = _to_turn_down(application, user)
        return why_not_turn_down(draft, user) if draft is not None else OUT_OF_ORDER

    def form(self, application: Application, user: User, data: Any = None, files: Any = None) -> Form:
        return TurnDownForm(data, draft=_to_turn_down(application, user))

    def act(self, application: Application, user: User, form: Any) -> object:
        return later_drafts.drop_later_draft(
            decision=_chosen(application, form), reason=form.cleaned_data["reason"], user=user
        )


def _to_sign(application: Application, user: User) -> LaterDecision | None:
    return the_one(open_drafts(application), lambda draft: why_not_sign_later(draft, user))


def _to_turn_down(application: Application, user: User) -> LaterDecision | None:
    return the_one(open_drafts(application), lambda draft: why_not_turn_down(draft, user))


def _chosen(application: Application, form: Any) -> LaterDecision:
    """The draft that was read; another that came in the meantime is not touched."""
    return still_there(application.later_decisions.filter(pk=form.chosen).first())
