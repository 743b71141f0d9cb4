"""Steps with the draft of a later decision, of whatever kind: sign it, or turn it down."""

from typing import Any

from django import forms
from django.forms import Form
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.web.fields import TextField
from coophub.web.refusals import OUT_OF_ORDER, Refusal
from financing.subsidies.forms.signing import SignForm
from financing.subsidies.models import Application, LaterDecision
from financing.subsidies.procedure.may.later import open_drafts, why_not_sign_later, why_not_turn_down
from financing.subsidies.procedure.signing import ToSign, later_decision_to_sign
from financing.subsidies.procedure.steps.questions import question_to_sign
from financing.subsidies.procedure.steps.step import Step, still_there, the_one
from financing.subsidies.services import later_decisions, later_drafts


class AboutOneDraftForm(forms.Form):
    """Names the draft that was read, so that it is about no other."""

    draft = forms.IntegerField(widget=forms.HiddenInput)

    @property
    def chosen(self) -> int | None:
        """The draft that this is about, also before anything was sent."""
        found: int | None = self.cleaned_data["draft"] if self.is_bound else self.initial["draft"]
        return found


class SignLaterForm(SignForm, AboutOneDraftForm):
    def __init__(self, data: Any = None, *, draft: LaterDecision | None, to_sign: ToSign | None) -> None:
        super().__init__(data, to_sign=to_sign)
        self.initial["draft"] = draft.pk if draft is not None else None


class SignLaterDecision(Step):
    name = "sign-later"
    title = _("Sign the draft")
    button = _("Sign it")
    permission = "subsidies.sign_decision"
    done = _("It is signed. The letter is on its way to the group.")
    sends_letter = True
    beside = "tray"
    trail = {
        "subsidies.draft_later_decision": _("drafted a later decision"),
        "subsidies.amend": _("changed the award"),
        "subsidies.settle": _("settled the subsidy as awarded"),
        "subsidies.settle_lower": _("settled the subsidy lower"),
        "subsidies.settle_nil": _("settled the subsidy at nothing"),
        "subsidies.recover": _("reclaimed money"),
        "subsidies.decide_advance": _("decided on the advance"),
        "subsidies.set_penalty": _("set the penalty"),
        "subsidies.uphold": _("let the decision stand after the objection"),
        "subsidies.revise": _("revised the decision after the objection"),
        "subsidies.declare_inadmissible": _("declared the objection inadmissible"),
        "subsidies.revise_to_award": _("awarded the application after the objection"),
        "subsidies.revise_to_part": _("changed the award after the objection"),
    }
    is_always_next = True

    def why_not(self, application: Application, user: User) -> Refusal | None:
        draft = _to_sign(application, user)
        return why_not_sign_later(draft, user) if draft is not None else OUT_OF_ORDER

    def question(self, application: Application, user: User) -> str:
        draft = _to_sign(application, user)
        return question_to_sign(draft, application) if draft is not None else ""

    def form(self, application: Application, user: User, data: Any = None, files: Any = None) -> Form:
        draft = _to_sign(application, user)
        return SignLaterForm(data, draft=draft, to_sign=later_decision_to_sign(draft) if draft is not None else None)

    def act(self, application: Application, user: User, form: Any) -> object:
        return later_decisions.sign_later_decision(decision=_chosen(application, form), user=user, read=form.read)


class TurnDownForm(AboutOneDraftForm):
    reason = TextField(label=_("Why"), help_text=_("Write a whole sentence."))

    def __init__(self, data: Any = None, *, draft: LaterDecision | None) -> None:
        super().__init__(data, initial={"draft": draft.pk if draft is not None else None})
        if draft is not None:
            self.fields["reason"].label = gettext("Why do you turn this down: %(decision)s?") % {
                "decision": draft.get_kind_display()
            }


class TurnDownLaterDecision(Step):
    name = "drop-later"
    title = _("Turn the draft down")
    button = _("Turn it down")
    permission = "subsidies.sign_decision"
    done = _("The draft is turned down.")
    trail = {"subsidies.drop_later_draft": _("turned a draft down")}

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
