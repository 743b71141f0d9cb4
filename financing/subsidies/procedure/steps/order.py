"""The steps of both sides, in the order in which the pages show them."""

from collections.abc import Sequence

from coophub.accounts.models import User
from financing.subsidies.models import Application
from financing.subsidies.procedure.steps import (
    assessing,
    completing,
    deciding,
    later,
    money,
    objections,
    talking,
    terms,
)
from financing.subsidies.procedure.steps.step import Step

STAFF_STEPS: list[Step] = [
    assessing.TakeUp(),
    assessing.GoOn(),
    assessing.Assess(),
    deciding.DraftDecision(),
    deciding.SignDecision(),
    later.SignLaterDecision(),
    objections.PrepareObjection(),
    objections.ReportHearing(),
    objections.DraftObjectionDecision(),
    money.DraftSettlement(),
    money.DraftAdvance(),
    terms.DraftPenalty(),
    money.DraftRecovery(),
    money.DraftAmendment(),
    completing.AskToComplete(),
    completing.LeaveOut(),
    assessing.AskReviewers(),
    deciding.AskView(),
    deciding.SendBack(),
    later.TurnDownLaterDecision(),
    terms.ExtendTerm(),
    terms.AskConsent(),
    terms.GiveNotice(),
    objections.AskToCompleteObjection(),
    objections.EnterWhatCompletesObjection(),
    objections.PostponeObjection(),
    objections.AskObjectionDelay(),
    objections.EnterObjection(),
    terms.EnterDefaultNotice(),
    talking.WriteToGroup(),
    talking.WriteNote(),
]
GROUP_STEPS: list[Step] = [
    completing.Complete(),
    deciding.GiveView(),
    terms.AnswerConsent(),
    objections.CompleteObjection(),
    objections.AnswerObjectionDelay(),
    terms.GiveDefaultNotice(),
    money.AskSettlement(),
    money.ReportProgress(),
    money.AskAdvance(),
    money.ReportChange(),
    objections.ObjectToDecision(),
    objections.WithdrawObjection(),
    talking.WriteToMinistry(),
]


def named(steps: Sequence[Step], name: str) -> Step | None:
    """The step at this address."""
    return next((step for step in steps if step.name == name), None)


def offered(steps: Sequence[Step], application: Application, user: User) -> list[Step]:
    """The steps that this person can take now. Permissions that many steps share are asked once."""
    allowed = {name: user.has_perm(name, application) for name in {step.permission for step in steps}}
    return [step for step in steps if allowed[step.permission] and step.why_not(application, user) is None]
