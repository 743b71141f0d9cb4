"""The step of who has an interest: say so, whenever it shows, and leave the case to others (Awb 2:4)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.web.fields import TextField
from coophub.web.refusals import Refusal
from financing.subsidies.models import Application
from financing.subsidies.procedure.steps.step import Step
from financing.subsidies.services import reviewing


class HaveInterestForm(forms.Form):
    reason = TextField(
        label=_("What is your interest?"),
        help_text=_("For example: you know somebody of this group, or you gain or lose by the decision."),
        rows=3,
    )


class DeclareInterest(Step):
    name = "have-interest"
    title = _("I have an interest")
    button = _("Say so, and leave it to others")
    permission = "subsidies.declare_interest"
    done = _("Thank you. Somebody else handles this application.")
    lead = _(
        "After this you see nothing of this application any more. What you gave does not count; it stays in the "
        "record, struck out. You cannot take it back."
    )
    form_class = HaveInterestForm
    trail = {
        "subsidies.strike_assessment": _("struck an assessment out"),
        "subsidies.assess_again": _("asked for a new assessment"),
        "subsidies.advise": _("found the advice complete"),
    }

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return None

    def act(self, application: Application, user: User, form: Any) -> object:
        return reviewing.declare_interest(
            application=application, has_interest=True, reason=form.cleaned_data["reason"], user=user
        )
