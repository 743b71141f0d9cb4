"""What is filled in about the term of a decision. What a rule forbids is said by the services."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.fields import DayField, TextField, WholeNumberField, YesNoField
from financing.subsidies.models import (
    Application,
)
from financing.subsidies.schemes.terms import extension_weeks


class ExtensionForm(forms.Form):
    weeks = WholeNumberField(label=_("By how many weeks"), min_value=1)
    reason = TextField(label=_("Why"), help_text=_("The group reads this in the letter. Write “u”."))

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"weeks": extension_weeks(application.scheme_version)})
        super().__init__(*args, **kwargs)


class NoticeForm(forms.Form):
    last_day = DayField(label=_("When does the decision come?"))
    reason = TextField(label=_("Why"), help_text=_("The group reads this in the letter. Write “u”."))


class ConsentForm(forms.Form):
    first_day = DayField(label=_("From"))
    last_day = DayField(label=_("Up to and including"))
    reason = TextField(label=_("Why do you ask for more time?"), help_text=_("The group reads this. Write “jullie”."))


class ConsentAnswerForm(forms.Form):
    is_agreed = YesNoField(
        label=_("Do you agree with a later decision?"),
        choices=[("yes", _("Yes, we agree")), ("no", _("No, we keep to the date"))],
    )


class PenaltyForm(forms.Form):
    reasons = TextField(label=_("Reasons"), help_text=_("The group reads this in the letter. Write “u”."))


class DefaultNoticeForm(forms.Form):
    received_on = DayField(label=_("Received on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"received_on": clock.today()})
        super().__init__(*args, **kwargs)
