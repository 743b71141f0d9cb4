"""Steps with an award: advances, reports, changes, settlement and recovery."""

from typing import Any

from django import forms
from django.forms import Form
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.documents.forms import UploadField
from coophub.web import clock
from coophub.web.fields import DayField, EuroField, TextField, years_ahead
from coophub.web.formats import day, euro_cents
from coophub.web.refusals import Refusal
from financing.subsidies.models import (
    Application,
    Decision,
    HearingChoice,
    LaterDecision,
    Report,
)
from financing.subsidies.procedure.awards import CurrentAward, advance_left, current_award
from financing.subsidies.procedure.may.awards import (
    why_not_ask_advance,
    why_not_ask_settlement,
    why_not_draft_advance,
    why_not_draft_amendment,
    why_not_draft_recovery,
    why_not_draft_settlement,
    why_not_report_change,
    why_not_report_progress,
)
from financing.subsidies.procedure.steps.step import Step, is_drafted
from financing.subsidies.services import advances, settlement
from financing.subsidies.services.settlement import CostInput

HEARD_CHOICES = [(value, label) for value, label in HearingChoice.choices if value != HearingChoice.FINANCIAL]


class FinalReportForm(forms.Form):
    results = TextField(
        label=_("What was achieved?"), rows=8, help_text=_("Compare it with what you were going to do.")
    )
    done_on = DayField(label=_("When were the activities done?"), latest=clock.today)
    costs = TextField(
        label=_("Costs that you made"),
        required=False,
        help_text=_("One cost on a line, the amount behind a semicolon: Architect; 12,500.00"),
    )
    report = UploadField(label=_("Final report"), required=False)
    audit = UploadField(label=_("Auditor's statement"), required=False)

    def __init__(self, *args: Any, award: CurrentAward, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if award.arrangement != Decision.Arrangement.LARGE:
            del self.fields["costs"], self.fields["audit"]
        else:
            self.fields["costs"].required = self.fields["audit"].required = True

    def clean_costs(self) -> list[CostInput]:
        read = EuroField(min_value=0)
        costs = []
        for line in filter(str.strip, self.cleaned_data["costs"].splitlines()):
            description, _semicolon, amount = line.rpartition(";")
            if not description.strip():
                raise forms.ValidationError(
                    _("This line has no amount behind a semicolon: %(line)s"), params={"line": line}
                )
            costs.append(CostInput(description.strip(), read.clean(amount)))
        return costs


class AskSettlement(Step):
    is_of_group = True
    name = "report"
    title = _("Ask for settlement")
    button = _("Send the report")
    permission = "subsidies.change_application"
    done = _("Your report is received. You hear what the subsidy comes to.")
    lead = _("Do this when all activities are done. You cannot change the report after you send it.")
    trail = {"subsidies.submit_report": _("asked for settlement with a report")}

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_ask_settlement(application)

    def is_next(self, application: Application) -> bool:
        return current_award(application).report_is_due(clock.today())

    def form(self, application: Application, user: User, data: Any = None, files: Any = None) -> Form:
        return FinalReportForm(data, files, award=current_award(application))

    def act(self, application: Application, user: User, form: Any) -> object:
        return settlement.submit_report(application=application, kind=Report.Kind.FINAL, user=user, **form.cleaned_data)


class SettlementForm(forms.Form):
    amount = EuroField(label=_("Settled amount"), min_value=0)
    reasons = TextField(label=_("Reasons"), rows=6, help_text=_("The group reads this in the letter. Write “u”."))
    ground = forms.ChoiceField(
        label=_("Ground, when it is lower"),
        choices=[("", _("It is as awarded")), *LaterDecision.LowerGround.choices],
        required=False,
    )
    hearing = forms.ChoiceField(
        label=_("Was the group heard, when it is lower?"),
        choices=[("", _("It is as awarded")), *HEARD_CHOICES],
        required=False,
    )

    def __init__(self, *args: Any, award: CurrentAward, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"amount": award.awarded})
        super().__init__(*args, **kwargs)


class DraftSettlement(Step):
    name = "settlement"
    title = _("Draft the settlement")
    button = _("Put it up for signature")
    permission = "subsidies.draft_decision"
    done = _("The draft waits for a signature.")
    drafts_letter = True
    tab = "money"

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_draft_settlement(application)

    def is_next(self, application: Application) -> bool:
        return not is_drafted(application, "settlement")

    def form(self, application: Application, user: User, data: Any = None, files: Any = None) -> Form:
        return SettlementForm(data, files, award=current_award(application))

    def act(self, application: Application, user: User, form: Any) -> object:
        return settlement.draft_settlement(application=application, user=user, **form.cleaned_data)


class ProgressForm(forms.Form):
    results = TextField(label=_("How far is the work?"), rows=8)
    report = UploadField(label=_("Document"), required=False)


class ReportProgress(Step):
    is_of_group = True
    name = "progress"
    title = _("Report progress")
    button = _("Send the report")
    permission = "subsidies.change_application"
    done = _("Your progress report is received.")
    form_class = ProgressForm
    trail = {"subsidies.report_progress": _("reported progress")}

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_report_progress(application)

    def act(self, application: Application, user: User, form: Any) -> object:
        return settlement.submit_report(
            application=application, kind=Report.Kind.PROGRESS, user=user, **form.cleaned_data
        )


class AskAdvanceForm(forms.Form):
    """A group's request."""

    amount = EuroField(label=_("How much do you need?"))
    needed_from = DayField(label=_("From which day do you need it?"))
    purpose = TextField(
        label=_("What is it for?"),
        help_text=_("Which activities and costs, and why you need the money before the settlement."),
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        award = current_award(application)
        self.fields["amount"].help_text = gettext(
            "At most %(left)s: that is your award of %(awarded)s less the advances that are planned or paid."
        ) % {"left": euro_cents(advance_left(application, award)), "awarded": euro_cents(award.awarded)}
        if award.activities_end_on is not None:
            self.fields["needed_from"].help_text = gettext(
                "Today or later, until the activities are done on %(day)s."
            ) % {"day": day(award.activities_end_on)}


class AskAdvance(Step):
    is_of_group = True
    name = "advance"
    title = _("Ask for an advance")
    button = _("Send the request")
    permission = "subsidies.change_application"
    done = _("Your request is received. You get a decision within eight weeks.")
    lead = _(
        "An advance is a part of your award, paid before the settlement. You cannot change the request after "
        "you send it."
    )
    trail = {"subsidies.ask_advance": _("asked for an advance")}

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_ask_advance(application, clock.today())

    def form(self, application: Application, user: User, data: Any = None, files: Any = None) -> Form:
        return AskAdvanceForm(data, files, application=application)

    def act(self, application: Application, user: User, form: Any) -> object:
        return advances.ask_advance(application=application, user=user, **form.cleaned_data)


class AdvanceDecisionForm(forms.Form):
    """The decision on a request, as a draft."""

    amount = EuroField(label=_("Advance to give"), min_value=0)
    reasons = TextField(label=_("Reasons"), rows=6, help_text=_("The group reads this in the letter. Write “u”."))
    hearing = forms.ChoiceField(
        label=_("Was the group heard, when it is less?"),
        choices=[("", _("It is not less")), *HearingChoice.choices],
        required=False,
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        request = next((item for item in application.advance_requests.all() if item.is_open), None)
        left = advance_left(application)
        draft = next(
            (item for item in application.later_decisions.all() if item.kind == "advance" and not item.signed_at), None
        )
        initial: dict[str, Any] = {"amount": min(request.amount, left) if request else None}
        if draft is not None:
            initial = {"amount": draft.amount, "reasons": draft.reasons, "hearing": draft.hearing}
        kwargs.setdefault("initial", initial)
        super().__init__(*args, **kwargs)
        if request is not None:
            self.fields["amount"].help_text = gettext(
                "Asked: %(asked)s, from %(day)s. At most %(left)s of the award is left. With 0 the request is refused."
            ) % {"asked": euro_cents(request.amount), "day": day(request.needed_from), "left": euro_cents(left)}


class DraftAdvance(Step):
    name = "advance"
    title = _("Decide on the advance")
    button = _("Put it up for signature")
    permission = "subsidies.draft_decision"
    done = _("The draft waits for a signature.")
    drafts_letter = True
    tab = "money"

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_draft_advance(application)

    def is_next(self, application: Application) -> bool:
        return not is_drafted(application, "advance")

    def form(self, application: Application, user: User, data: Any = None, files: Any = None) -> Form:
        return AdvanceDecisionForm(data, files, application=application)

    def act(self, application: Application, user: User, form: Any) -> object:
        return advances.draft_advance(application=application, user=user, **form.cleaned_data)


class ChangeForm(forms.Form):
    text = TextField(label=_("What goes otherwise, and why?"), rows=6)
    activities_end_on = DayField(label=_("When will the activities be done?"), latest=years_ahead(20), required=False)


class ReportChange(Step):
    is_of_group = True
    name = "change"
    title = _("Report a change")
    button = _("Send it")
    permission = "subsidies.change_application"
    done = _("The ministry knows. You hear whether the award changes.")
    lead = _(
        "Tell at once when something will not, not in time or not fully be done, or when you want to change the award."
    )
    form_class = ChangeForm
    trail = {"subsidies.ask_change": _("asked to change the award")}

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_report_change(application)

    def act(self, application: Application, user: User, form: Any) -> object:
        return settlement.ask_change(application=application, user=user, **form.cleaned_data)


class AmendmentForm(forms.Form):
    amount = EuroField(label=_("The award becomes"), min_value=0)
    activities_end_on = DayField(label=_("Activities are done by"), latest=years_ahead(20), required=False)
    reasons = TextField(label=_("Reasons"), rows=6, help_text=_("The group reads this in the letter. Write “u”."))
    hearing = forms.ChoiceField(
        label=_("Was the group heard, when it is less?"),
        choices=[("", _("It is not less")), *HEARD_CHOICES],
        required=False,
    )

    def __init__(self, *args: Any, award: CurrentAward, **kwargs: Any) -> None:
        initial = {"amount": award.awarded, "activities_end_on": award.activities_end_on}
        kwargs.setdefault("initial", initial)
        super().__init__(*args, **kwargs)


class DraftAmendment(Step):
    name = "amendment"
    title = _("Change the award")
    button = _("Put it up for signature")
    permission = "subsidies.draft_decision"
    done = _("The draft waits for a signature.")
    drafts_letter = True

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_draft_amendment(application)

    def form(self, application: Application, user: User, data: Any = None, files: Any = None) -> Form:
        return AmendmentForm(data, files, award=current_award(application))

    def act(self, application: Application, user: User, form: Any) -> object:
        return settlement.draft_amendment(application=application, user=user, **form.cleaned_data)


class RecoveryForm(forms.Form):
    amount = EuroField(label=_("To pay back"), min_value=0)
    reasons = TextField(label=_("Reasons"), rows=6, help_text=_("The group reads this in the letter. Write “u”."))
    hearing = forms.ChoiceField(
        label=_("Was the group heard, when the settlement itself changes?"),
        choices=[("", _("Only what was paid too much")), *HEARD_CHOICES],
        required=False,
    )

    def __init__(self, *args: Any, award: CurrentAward, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"amount": award.overpaid})
        super().__init__(*args, **kwargs)


class DraftRecovery(Step):
    name = "recovery"
    title = _("Reclaim money")
    button = _("Put it up for signature")
    permission = "subsidies.draft_decision"
    done = _("The draft waits for a signature.")
    drafts_letter = True

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_draft_recovery(application, clock.today())

    def form(self, application: Application, user: User, data: Any = None, files: Any = None) -> Form:
        return RecoveryForm(data, files, award=current_award(application))

    def act(self, application: Application, user: User, form: Any) -> object:
        return settlement.draft_recovery(application=application, user=user, **form.cleaned_data)
