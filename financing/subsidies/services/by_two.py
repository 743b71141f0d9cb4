"""What takes two people in the subsidies: corrections, money outside a file for the bank, and the seed of lots.

Each is proposed by the service of its subject, waits under `coophub.proposals`, and is done here when another person
confirms it.
"""

import datetime as dt
from decimal import Decimal
from typing import Any, cast

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.accounts.models import Role, User
from coophub.proposals.kinds import ProposalKind, add_kinds
from coophub.proposals.models import Proposal
from coophub.web import clock
from coophub.web.formats import day, euro_cents
from coophub.web.refusals import Refusal
from financing.subsidies.models import Application, LedgerEntry, Loan, Payment, PaymentBatch, SchemeVersion
from financing.subsidies.procedure.bank import BankOutcome
from financing.subsidies.procedure.interest import numbers_with_interest
from financing.subsidies.procedure.may.money import why_not_confirm, why_not_lift, why_not_mark_paid, why_not_reverse
from financing.subsidies.procedure.may.rounds import (
    why_not_announce,
    why_not_draw_on,
    why_not_enter_seed,
    why_not_touch_lots,
)
from financing.subsidies.selectors.payments import items_of
from financing.subsidies.services.allocation import ANNOUNCE_LOTS, ENTER_SEED, announce_lots, enter_seed
from financing.subsidies.services.batches import CONFIRM_BATCH, note_statement
from financing.subsidies.services.ledger import REVERSE_ENTRY, reserved_for, reverse_entry
from financing.subsidies.services.loans import LOAN_REPAYMENT, enter_loan_repayment
from financing.subsidies.services.payments import MARK_PAID, mark_paid


class ByTwo(ProposalKind):
    """Who decides and who manages the schemes propose it and confirm it for each other."""

    roles = (Role.DECIDER, Role.SCHEME_MANAGER)
    without_anybody = gettext_lazy(
        "Nobody else can confirm this now. Ask an administrator to give a colleague the role of decider or scheme "
        "manager."
    )


class AboutApplication(ByTwo):
    """It touches one application: who has an interest in that sees nothing of it."""

    permission = "subsidies.pay"

    def target(self, subject: Model) -> Application:
        application: Application = subject.application  # type: ignore[attr-defined] # each of these has one
        return application

    def may(self, person: User, target: Model) -> bool:
        return super().may(person, target) and target.pk not in numbers_with_interest(person)

    def hidden_from(self, person: User) -> list[str]:
        hidden = numbers_with_interest(person)
        keys = self.subjects().filter(application__in=hidden).values_list("pk", flat=True) if hidden else []
        return [str(key) for key in keys]


class ReverseEntry(AboutApplication):
    name = REVERSE_ENTRY
    title = gettext_lazy("Reverse an entry in the ledger")
    permission = "subsidies.reverse_entry"

    def subjects(self) -> QuerySet[Any]:
        return LedgerEntry.objects.select_related("application")

    def sentence(self, proposal: Proposal) -> str:
        entry = proposal.subject
        return _("“%(kind)s” of %(amount)s for %(number)s, of %(day)s, is undone. Reason: %(reason)s") % {
            "kind": entry.get_kind_display(),
            "amount": euro_cents(entry.amount),
            "number": entry.application.number,
            "day": day(entry.made_at),
            "reason": proposal.values["reason"],
        }

    def address(self, proposal: Proposal) -> str:
        return reverse("subsidies:entries", args=[proposal.subject.version_id])

    def why_not(self, proposal: Proposal, person: User) -> Refusal | None:
        entry: LedgerEntry = proposal.subject
        hidden = numbers_with_interest(person)
        return why_not_reverse(entry, hidden) or why_not_lift(entry, reserved_for(entry.application))

    def act(self, proposal: Proposal, user: User) -> None:
        reverse_entry(entry=proposal.subject, reason=proposal.values["reason"], user=user, proposal=proposal)


class MarkPaid(AboutApplication):
    name = MARK_PAID
    title = gettext_lazy("Note a payment outside a file for the bank")

    def subjects(self) -> QuerySet[Any]:
        return Payment.objects.select_related("application")

    def sentence(self, proposal: Proposal) -> str:
        payment = proposal.subject
        return _("“%(kind)s” of %(amount)s for %(number)s was paid on %(day)s.") % {
            "kind": payment.get_kind_display(),
            "amount": euro_cents(payment.amount),
            "number": payment.application.number,
            "day": day(dt.date.fromisoformat(proposal.values["paid_on"])),
        }

    def address(self, proposal: Proposal) -> str:
        return reverse("subsidies:dossier", args=[proposal.subject.application_id]) + "?tab=money"

    def why_not(self, proposal: Proposal, person: User) -> Refusal | None:
        return why_not_mark_paid(proposal.subject)

    def act(self, proposal: Proposal, user: User) -> None:
        paid_on = dt.date.fromisoformat(proposal.values["paid_on"])
        mark_paid(payment=proposal.subject, paid_on=paid_on, user=user, proposal=proposal)


class ReadStatement(ByTwo):
    """It touches several applications: who has an interest in one of them sees nothing of it."""

    name = CONFIRM_BATCH
    title = gettext_lazy("Note what the bank paid by its statement")
    permission = "subsidies.pay"

    def subjects(self) -> QuerySet[Any]:
        return PaymentBatch.objects.defer("file").prefetch_related("items")

    def may(self, person: User, target: Model) -> bool:
        return super().may(person, target) and str(target.pk) not in self.hidden_from(person)

    def hidden_from(self, person: User) -> list[str]:
        hidden = numbers_with_interest(person)
        if not hidden:
            return []
        found = self.subjects().filter(items__payment__application__in=hidden)
        return [str(key) for key in found.values_list("pk", flat=True).distinct()]

    def sentence(self, proposal: Proposal) -> str:
        said = _said_by_bank(proposal)
        paid = [item for item in proposal.subject.items.all() if not said[item.reference].returned_because]
        days = sorted({said[item.reference].day for item in paid})
        facts = {
            "file": day(proposal.subject.execution_date),
            "paid": len(paid),
            "count": len(said),
            "amount": euro_cents(sum((item.amount for item in paid), start=Decimal(0))),
            "days": ", ".join(map(day, days)),
        }
        if paid:
            text = _("Of the payment file for %(file)s the bank paid %(paid)s of %(count)s: %(amount)s, on %(days)s.")
        else:
            text = _("Of the payment file for %(file)s the bank paid nothing.")
        sentence = text % facts
        back = [f"{name}, {outcome.reason}" for name, outcome in said.items() if outcome.returned_because]
        return " ".join([sentence, _("Sent back: %(what)s.") % {"what": "; ".join(back)}] if back else [sentence])

    def address(self, proposal: Proposal) -> str:
        return reverse("subsidies:batch", args=[proposal.subject_id])

    def why_not(self, proposal: Proposal, person: User) -> Refusal | None:
        batch: PaymentBatch = proposal.subject
        return why_not_confirm(batch, items_of(batch), numbers_with_interest(person))

    def act(self, proposal: Proposal, user: User) -> None:
        note_statement(batch=proposal.subject, said=_said_by_bank(proposal), user=user)


def _said_by_bank(proposal: Proposal) -> dict[str, BankOutcome]:
    return {reference: BankOutcome.read(text) for reference, text in proposal.values.items()}


class EnterLoanRepayment(AboutApplication):
    name = LOAN_REPAYMENT
    title = gettext_lazy("Enter what came back of a loan")

    def subjects(self) -> QuerySet[Any]:
        return Loan.objects.select_related("application")

    def sentence(self, proposal: Proposal) -> str:
        return _("%(amount)s of the loan of %(number)s came back on %(day)s.") % {
            "amount": euro_cents(Decimal(proposal.values["amount"])),
            "number": proposal.subject.application.number,
            "day": day(dt.date.fromisoformat(proposal.values["received_on"])),
        }

    def address(self, proposal: Proposal) -> str:
        return reverse("subsidies:loan", args=[proposal.subject.application_id])

    def act(self, proposal: Proposal, user: User) -> None:
        enter_loan_repayment(
            loan=proposal.subject,
            amount=Decimal(proposal.values["amount"]),
            received_on=dt.date.fromisoformat(proposal.values["received_on"]),
            user=user,
            proposal=proposal,
        )


class AboutLots(ByTwo):
    """It decides on every application of a scheme: who has an interest in one of them does not take part."""

    permission = "subsidies.record_round"

    def may(self, person: User, target: Model) -> bool:
        version = cast(SchemeVersion, target)
        return super().may(person, target) and why_not_touch_lots(version, numbers_with_interest(person)) is None

    def subjects(self) -> QuerySet[Any]:
        return SchemeVersion.objects.select_related("scheme").prefetch_related("lot_announcements")

    def address(self, proposal: Proposal) -> str:
        return reverse("subsidies:round_board", args=[proposal.subject_id])


class AnnounceLots(AboutLots):
    name = ANNOUNCE_LOTS
    title = gettext_lazy("Announce who draws the seed of the lots")

    def sentence(self, proposal: Proposal) -> str:
        return _("%(witness)s draws the seed for the lots of “%(scheme)s” on %(day)s. Everybody can read that.") % {
            "witness": proposal.values["witness"],
            "scheme": proposal.subject.scheme.name,
            "day": day(dt.date.fromisoformat(proposal.values["draws_on"])),
        }

    def why_not(self, proposal: Proposal, person: User) -> Refusal | None:
        draws_on = dt.date.fromisoformat(proposal.values["draws_on"])
        return why_not_announce(proposal.subject) or why_not_draw_on(draws_on, clock.today())

    def act(self, proposal: Proposal, user: User) -> None:
        announce_lots(
            version=proposal.subject,
            witness=proposal.values["witness"],
            draws_on=dt.date.fromisoformat(proposal.values["draws_on"]),
            user=user,
            proposal=proposal,
        )


class EnterSeed(AboutLots):
    name = ENTER_SEED
    title = gettext_lazy("Enter the seed of the lots")

    def sentence(self, proposal: Proposal) -> str:
        announced = list(proposal.subject.lot_announcements.all())[-1]
        return _("“%(seed)s” is the seed that %(witness)s drew on %(day)s for the lots of “%(scheme)s”.") % {
            "seed": proposal.values["seed"],
            "witness": announced.witness,
            "day": day(announced.draws_on),
            "scheme": proposal.subject.scheme.name,
        }

    def why_not(self, proposal: Proposal, person: User) -> Refusal | None:
        return why_not_enter_seed(proposal.subject, clock.today())

    def act(self, proposal: Proposal, user: User) -> None:
        enter_seed(version=proposal.subject, seed=proposal.values["seed"], user=user, proposal=proposal)


def register() -> None:
    add_kinds(ReverseEntry(), MarkPaid(), ReadStatement(), EnterLoanRepayment(), AnnounceLots(), EnterSeed())
