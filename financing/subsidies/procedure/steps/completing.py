"""Steps to complete an application (Awb 4:5) or an objection (6:6): the ministry asks, the group adds. An application
that stays incomplete is left out.
"""

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.forms import Form
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.documents.forms import UploadField
from coophub.web import clock
from coophub.web.fields import DayField, TextField, years_ahead
from coophub.web.refusals import Refusal
from financing.subsidies.models import (
    Application,
    Objection,
    Subject,
)
from financing.subsidies.procedure.may.completing import (
    why_not_ask_to_complete,
    why_not_ask_to_complete_objection,
    why_not_complete,
    why_not_complete_objection,
)
from financing.subsidies.procedure.may.deciding import why_not_leave_out
from financing.subsidies.procedure.steps.step import ObjectionStep, Step
from financing.subsidies.schemes.terms import remedy_term
from financing.subsidies.services import deciding, remedies


class RemedyForm(forms.Form):
    points = TextField(
        label=_("What is missing?"),
        help_text=_("One thing on a line. The group answers each line, with a text or a document."),
    )
    explanation = TextField(label=_("Explanation in the letter"), rows=3, required=False)
    last_day = DayField(label=_("Complete it by"), earliest=clock.today, latest=years_ahead(1))

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        last_day = remedy_term(application.scheme_version).end(clock.today())
        kwargs.setdefault("initial", {"last_day": last_day})
        super().__init__(*args, **kwargs)

    @property
    def lines(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["points"].splitlines() if line.strip()]


class AskToComplete(Step):
    name = "remedy"
    title = _("Ask to complete it")
    button = _("Send the request")
    permission = "subsidies.request_remedy"
    done = _("The request is sent. The decision term stands still from tomorrow.")
    sends_letter = True
    trail = {"subsidies.request_remedy": _("asked to complete the application")}

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_ask_to_complete(application)

    def form(self, application: Application, user: User, data: Any = None, files: Any = None) -> Form:
        return RemedyForm(data, files, application=application)

    def act(self, application: Application, user: User, form: Any) -> object:
        return remedies.request_remedy(
            subject=application,
            points=form.lines,
            last_day=form.cleaned_data["last_day"],
            explanation=form.cleaned_data["explanation"],
            user=user,
        )


class LeavingOutForm(forms.Form):
    reasons = TextField(
        label=_("Reasons"), help_text=_("What was still missing. The group reads this in the letter. Write “u”.")
    )


class LeaveOut(Step):
    name = "leave-out"
    title = _("Leave out of consideration")
    button = _("Put it up for signature")
    permission = "subsidies.draft_decision"
    done = _("The draft decision waits for a signature.")
    drafts_letter = True
    form_class = LeavingOutForm

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_leave_out(application, clock.today())

    def act(self, application: Application, user: User, form: Any) -> object:
        return deciding.draft_leaving_out(application=application, user=user, **form.cleaned_data)


class CompleteForm(forms.Form):
    """An answer and a document for each point that the ministry named."""

    def __init__(self, *args: Any, points: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.points = points
        for number, point in enumerate(points, start=1):
            self.fields[f"answer_{number}"] = TextField(
                label=point, rows=4, required=False, help_text=_("Write an answer, or add a document.")
            )
            self.fields[f"upload_{number}"] = UploadField(label=_("Document"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for number in range(1, len(self.points) + 1):
            is_open = not data.get(f"answer_{number}") and not data.get(f"upload_{number}")
            if is_open and f"upload_{number}" not in self.errors:
                self.add_error(f"answer_{number}", _("Write an answer, or add a document."))
        return data

    @property
    def answers(self) -> dict[str, str]:
        return {point: self.cleaned_data[f"answer_{number}"] for number, point in enumerate(self.points, start=1)}

    @property
    def uploads(self) -> list[Any]:
        found = (self.cleaned_data[f"upload_{number}"] for number in range(1, len(self.points) + 1))
        return [upload for upload in found if upload]


class Complete(Step):
    is_of_group = True
    name = "complete"
    title = _("Complete the application")
    button = _("Send it")
    permission = "subsidies.change_application"
    done = _("Your application is completed. The ministry goes on with it.")
    lead = _(
        "What you submitted stays as it is. What you add here comes beside it, and cannot be changed after you send it."
    )
    trail = {"subsidies.complete": _("completed the application")}
    is_always_next = True

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_complete(application)

    def form(self, application: Application, user: User, data: Any = None, files: Any = None) -> Form:
        return CompleteForm(data, files, points=_asked(application))

    def act(self, application: Application, user: User, form: Any) -> object:
        return remedies.complete(subject=application, answers=form.answers, uploads=form.uploads, user=user)


REMEDY_TERM = dt.timedelta(days=14)
"""What is proposed to complete an objection in: the law says no more than that it is a reasonable time."""


class ObjectionRemedyForm(forms.Form):
    defects = TextField(
        label=_("What is missing?"),
        help_text=_("Such as the reasons, or a signature. The group reads this in the letter."),
    )
    last_day = DayField(label=_("Complete it by"), earliest=clock.today, latest=years_ahead(1))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"last_day": clock.today() + REMEDY_TERM})
        super().__init__(*args, **kwargs)


class AskToCompleteObjection(ObjectionStep):
    name = "objection-mend"
    title = _("Ask to complete the objection")
    button = _("Send the request")
    permission = "subsidies.handle_objection"
    done = _("The request is sent. The term to decide on the objection stands still from tomorrow.")
    lead = _("For an objection that lacks something, such as its grounds (Awb 6:5 and 6:6).")
    form_class = ObjectionRemedyForm
    sends_letter = True
    trail = {"subsidies.ask_objection_remedy": _("asked to complete the objection")}

    def why_not_with(self, subject: Objection, user: User) -> Refusal | None:
        return why_not_ask_to_complete_objection(subject, user, clock.today())

    def act_with(self, subject: Objection, user: User, form: Any) -> object:
        return remedies.request_remedy(
            subject=subject, points=[form.cleaned_data["defects"]], last_day=form.cleaned_data["last_day"], user=user
        )


class PostedMendingForm(forms.Form):
    """What completes an objection and came by post, entered by staff."""

    received_on = DayField(label=_("Received on"), latest=clock.today)
    answer = TextField(label=_("What does it say?"))


class EnterWhatCompletesObjection(ObjectionStep):
    name = "objection-mended"
    title = _("Enter what completes the objection")
    button = _("Enter it")
    permission = "subsidies.enter_post"
    done = _("It is entered. The term runs on.")
    lead = _("For what came by post. In CoopHub the group completes its objection itself.")
    form_class: ClassVar[Any] = PostedMendingForm
    trail = {"subsidies.mend_objection": _("completed the objection")}

    def why_not_with(self, subject: Objection, user: User) -> Refusal | None:
        return why_not_complete_objection(subject)

    def act_with(self, subject: Objection, user: User, form: Any) -> object:
        return remedies.complete(
            subject=subject,
            answers=dict.fromkeys(_asked(subject), form.cleaned_data["answer"]),
            received_on=form.cleaned_data.get("received_on"),
            user=user,
        )


class MendObjectionForm(forms.Form):
    """What a group adds to its objection in CoopHub."""

    answer = TextField(label=_("What you add to your objection"), rows=8)


class CompleteObjection(EnterWhatCompletesObjection):
    is_of_group = True
    name = "mend-objection"
    title = _("Complete the objection")
    button = _("Send it")
    permission = "subsidies.object"
    done = _("Your objection is completed. The ministry goes on with it.")
    lead = _("The letter says what is missing. What you add comes beside your objection.")
    form_class = MendObjectionForm
    is_always_next = True


def _asked(subject: Subject) -> list[str]:
    """What was asked last."""
    request = next(reversed(subject.remedy_requests.all()), None)
    return list(request.points) if request is not None else []
