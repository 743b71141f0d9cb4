"""Steps with an award: advances, reports, changes, settlement and recovery."""

from typing import Any

from django.forms import Form
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.web import clock
from financing.subsidies.forms.awards import (
    AdvanceDecisionForm,
    AmendmentForm,
    AskAdvanceForm,
    ChangeForm,
    FinalReportForm,
    ProgressForm,
    RecoveryForm,
    SettlementForm,
)
from financing.subsidies.models import Application, Report
from financing.subsidies.procedure.awards import current_award
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
from financing.subsidies.procedure.may.refusal import Refusal
from financing.subsidies.procedure.steps.step import Step, is_drafted
from financing.subsidies.services import advances, settlement


class AskSettlement(Step):
    name = "report"
    title = _("Ask for settlement")
    button = _("Send the report")
    permission = "subsidies.change_application"
    done = _("Your report is received. You hear what the subsidy comes to.")
    lead = _("Do this when all activities are done. You cannot change the report after you send it.")

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_ask_settlement(application)

    def is_next(self, application: Application) -> bool:
        return current_award(application).report_is_due(clock.today())

    def form(self, application: Application, user: User, data: Any = None, files: Any = None) -> Form:
        return FinalReportForm(data, files, award=current_award(application))

    def act(self, application: Application, user: User, form: Any) -> object:
        return settlement.submit_report(application=application, kind=Report.Kind.FINAL, user=user, **form.cleaned_data)


class ReportProgress(Step):
    name = "progress"
    title = _("Report progress")
    button = _("Send the report")
    permission = "subsidies.change_application"
    done = _("Your progress report is received.")
    form_class = ProgressForm

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_report_progress(application)

    def act(self, application: Application, user: User, form: Any) -> object:
        return settlement.submit_report(
            application=application, kind=Report.Kind.PROGRESS, user=user, **form.cleaned_data
        )


class AskAdvance(Step):
    name = "advance"
    title = _("Ask for an advance")
    button = _("Send the request")
    permission = "subsidies.change_application"
    done = _("Your request is received. You get a decision within eight weeks.")
    lead = _(
        "An advance is a part of your award, paid before the settlement. You cannot change the request after "
        "you send it."
    )

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_ask_advance(application, clock.today())

    def form(self, application: Application, user: User, data: Any = None, files: Any = None) -> Form:
        return AskAdvanceForm(data, files, application=application)

    def act(self, application: Application, user: User, form: Any) -> object:
        return advances.ask_advance(application=application, user=user, **form.cleaned_data)


class DraftAdvance(Step):
    name = "advance"
    title = _("Decide on the advance")
    button = _("Put it up for signature")
    permission = "subsidies.draft_decision"
    done = _("The draft waits for a signature.")
    tab = "money"

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_draft_advance(application)

    def is_next(self, application: Application) -> bool:
        return not is_drafted(application, "advance")

    def form(self, application: Application, user: User, data: Any = None, files: Any = None) -> Form:
        return AdvanceDecisionForm(data, files, application=application)

    def act(self, application: Application, user: User, form: Any) -> object:
        return advances.draft_advance(application=application, user=user, **form.cleaned_data)


class ReportChange(Step):
    name = "change"
    title = _("Report a change")
    button = _("Send it")
    permission = "subsidies.change_application"
    done = _("The ministry knows. You hear whether the award changes.")
    lead = _(
        "Tell at once when something will not, not in time or not fully be done, or when you want to change the award."
    )
    form_class = ChangeForm

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_report_change(application)

    def act(self, application: Application, user: User, form: Any) -> object:
        return settlement.ask_change(application=application, user=user, **form.cleaned_data)


class DraftAmendment(Step):
    name = "amendment"
    title = _("Change the award")
    button = _("Put it up for signature")
    permission = "subsidies.draft_decision"
    done = _("The draft waits for a signature.")

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_draft_amendment(application)

    def form(self, application: Application, user: User, data: Any = None, files: Any = None) -> Form:
        return AmendmentForm(data, files, award=current_award(application))

    def act(self, application: Application, user: User, form: Any) -> object:
        return settlement.draft_amendment(application=application, user=user, **form.cleaned_data)


class DraftSettlement(Step):
    name = "settlement"
    title = _("Draft the settlement")
    button = _("Put it up for signature")
    permission = "subsidies.draft_decision"
    done = _("The draft waits for a signature.")
    tab = "money"

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_draft_settlement(application)

    def is_next(self, application: Application) -> bool:
        return not is_drafted(application, "settlement")

    def form(self, application: Application, user: User, data: Any = None, files: Any = None) -> Form:
        return SettlementForm(data, files, award=current_award(application))

    def act(self, application: Application, user: User, form: Any) -> object:
        return settlement.draft_settlement(application=application, user=user, **form.cleaned_data)


class DraftRecovery(Step):
    name = "recovery"
    title = _("Reclaim money")
    button = _("Put it up for signature")
    permission = "subsidies.draft_decision"
    done = _("The draft waits for a signature.")

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_draft_recovery(application, clock.today())

    def form(self, application: Application, user: User, data: Any = None, files: Any = None) -> Form:
        return RecoveryForm(data, files, award=current_award(application))

    def act(self, application: Application, user: User, form: Any) -> object:
        return settlement.draft_recovery(application=application, user=user, **form.cleaned_data)
