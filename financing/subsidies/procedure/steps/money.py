"""Steps with an award: advances, reports, changes, settlement and recovery."""

from typing import Any

from django.forms import Form
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.web import clock
from financing.subsidies.forms.advances import AdvanceDecisionForm, AdvanceForm
from financing.subsidies.forms.procedure import (
    AmendmentForm,
    ChangeForm,
    FinalReportForm,
    ProgressForm,
    RecoveryForm,
    SettlementForm,
)
from financing.subsidies.models import RUNNING_AWARDS, SETTLED, Application, Report, State
from financing.subsidies.procedure.awards import advance_left, award_stand
from financing.subsidies.procedure.steps.step import Step, is_drafted, open_advance
from financing.subsidies.services import advances, settlement

AWARDED = [State.AWARDED, State.PARTLY_AWARDED]


class AskSettlement(Step):
    name = "report"
    title = _("Ask for settlement")
    button = _("Send the report")
    permission = "subsidies.change_application"
    done = _("Your report is received. You hear what the subsidy comes to.")
    lead = _("Do this when all activities are done. You cannot change the report after you send it.")

    def is_offered(self, application: Application, user: User) -> bool:
        return application.state in AWARDED and award_stand(application).is_settled_on_report

    def is_next(self, application: Application) -> bool:
        return award_stand(application).report_is_due(clock.today())

    def form(self, application: Application, data: Any = None, files: Any = None) -> Form:
        return FinalReportForm(data, files, stand=award_stand(application))

    def act(self, application: Application, user: User, form: Any) -> object:
        return settlement.submit_report(application=application, kind=Report.Kind.FINAL, user=user, **form.cleaned_data)


class ReportProgress(Step):
    name = "progress"
    title = _("Report progress")
    button = _("Send the report")
    permission = "subsidies.change_application"
    done = _("Your progress report is received.")
    form_class = ProgressForm

    def is_offered(self, application: Application, user: User) -> bool:
        return application.state in AWARDED

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
        "An advance is a part of your award, paid before the settlement. You cannot change the request after you send it."
    )

    def is_offered(self, application: Application, user: User) -> bool:
        return application.state in AWARDED and open_advance(application) is None and advance_left(application) > 0

    def form(self, application: Application, data: Any = None, files: Any = None) -> Form:
        return AdvanceForm(data, files, application=application)

    def act(self, application: Application, user: User, form: Any) -> object:
        return advances.ask_advance(application=application, user=user, **form.cleaned_data)


class DraftAdvance(Step):
    name = "advance"
    title = _("Decide on the advance")
    button = _("Put it up for signature")
    permission = "subsidies.draft_decision"
    done = _("The draft waits for a signature.")
    tab = "money"

    def is_offered(self, application: Application, user: User) -> bool:
        return application.state in RUNNING_AWARDS and open_advance(application) is not None

    def is_next(self, application: Application) -> bool:
        return not is_drafted(application, "advance")

    def form(self, application: Application, data: Any = None, files: Any = None) -> Form:
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

    def is_offered(self, application: Application, user: User) -> bool:
        return application.state in RUNNING_AWARDS

    def act(self, application: Application, user: User, form: Any) -> object:
        return settlement.ask_change(application=application, user=user, **form.cleaned_data)


class DraftAmendment(Step):
    name = "amendment"
    title = _("Change the award")
    button = _("Put it up for signature")
    permission = "subsidies.draft_decision"
    done = _("The draft waits for a signature.")

    def is_offered(self, application: Application, user: User) -> bool:
        return application.state in AWARDED

    def form(self, application: Application, data: Any = None, files: Any = None) -> Form:
        return AmendmentForm(data, files, stand=award_stand(application))

    def act(self, application: Application, user: User, form: Any) -> object:
        return settlement.draft_amendment(application=application, user=user, **form.cleaned_data)


class DraftSettlement(Step):
    name = "settlement"
    title = _("Draft the settlement")
    button = _("Put it up for signature")
    permission = "subsidies.draft_decision"
    done = _("The draft waits for a signature.")
    tab = "money"

    def is_offered(self, application: Application, user: User) -> bool:
        if application.state == State.REPORT_SUBMITTED:
            return True
        return application.state in RUNNING_AWARDS and award_stand(application).arrangement == "small"

    def is_next(self, application: Application) -> bool:
        return not is_drafted(application, "settlement")

    def form(self, application: Application, data: Any = None, files: Any = None) -> Form:
        return SettlementForm(data, files, stand=award_stand(application))

    def act(self, application: Application, user: User, form: Any) -> object:
        return settlement.draft_settlement(application=application, user=user, **form.cleaned_data)


class DraftRecovery(Step):
    name = "recovery"
    title = _("Reclaim money")
    button = _("Put it up for signature")
    permission = "subsidies.draft_decision"
    done = _("The draft waits for a signature.")

    def is_offered(self, application: Application, user: User) -> bool:
        return application.state in SETTLED

    def form(self, application: Application, data: Any = None, files: Any = None) -> Form:
        return RecoveryForm(data, files, stand=award_stand(application))

    def act(self, application: Application, user: User, form: Any) -> object:
        return settlement.draft_recovery(application=application, user=user, **form.cleaned_data)
