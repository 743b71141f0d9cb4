"""Lending from a revolving fund: a loan is drawn up after its award, signed, taken up in parts; what comes back can be
lent again.
"""

import datetime as dt
import uuid
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.proposals.models import Proposal
from coophub.proposals.services import propose
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.formats import day, euro_cents
from financing.subsidies.models import (
    Application,
    Loan,
    LoanDraw,
    LoanRepayment,
    LoanTerms,
    Payment,
)
from financing.subsidies.procedure.may.interest import why_not_with_interest
from financing.subsidies.procedure.may.money import why_not_draw_up, why_not_sign_loan, why_not_take_up
from financing.subsidies.procedure.signing import loan_to_sign
from financing.subsidies.selectors.loans import loan_balance
from financing.subsidies.services.ledger import enter_repayment, held_by
from financing.subsidies.services.payments import plan_payment
from financing.subsidies.services.signing import keep_version, sign
from financing.subsidies.services.steps import locked, refuse

NOTHING = Decimal(0)
LOAN_REPAYMENT = "subsidies.enter_loan_repayment"


@transaction.atomic
def draw_up_loan(*, application: Application, starts_on: dt.date, user: User) -> Loan:
    """The loan of an award, on the terms of its scheme; drawn up again until it is signed.

    Raises DomainError without an award, for a scheme that does not lend, and once it is signed.
    """
    application = locked(application, staff=user)
    terms = LoanTerms.objects.filter(version=application.scheme_version).first()
    refuse(why_not_draw_up(application, Loan.objects.filter(application=application).first()), application)
    if terms is None:
        raise DomainError(_("This scheme does not lend money."))
    amount = held_by(application)
    if amount <= 0:
        raise DomainError(_("There is no award yet, so there is nothing to lend."))
    loan, _is_new = Loan.objects.update_or_create(
        application=application,
        defaults={
            "amount": amount,
            "starts_on": starts_on,
            "drawn_up_by": user,
            "drawn_up_at": clock.now(),
            **{
                name: getattr(terms, name)
                for name in (
                    "rate",
                    "term_years",
                    "grace_years",
                    "repayment",
                    "payments_per_year",
                    "rank",
                    "conditions",
                )
            },
        },
    )
    loan.application = application
    keep_version(loan_to_sign(loan), user=user)
    record(
        actor=user,
        action="subsidies.draw_up_loan",
        target=application,
        after={"amount": loan.amount, "rate": loan.rate, "term_years": loan.term_years, "starts_on": starts_on},
    )
    return loan


@transaction.atomic
def sign_loan(*, loan: Loan, user: User, read: str | None = None) -> Loan:
    """Signs a loan that somebody else drew up. Signed twice is signed once. `read` is the seal of what was read.

    Raises DomainError for who drew up any version of it or has an interest, and when another one was read.
    """
    loan = _locked(loan, user)
    if loan.signed_at is not None:
        return loan
    refuse(why_not_sign_loan(loan, user), loan.application)
    sign(loan_to_sign(loan), user=user, read=read)
    loan.signed_by, loan.signed_at = user, clock.now()
    loan.save(update_fields=["signed_by", "signed_at"])
    record(actor=user, action="subsidies.sign_loan", target=loan.application, after={"amount": loan.amount})
    return loan


@transaction.atomic
def take_up(*, loan: Loan, amount: Decimal, drawn_on: dt.date, key: uuid.UUID, user: User) -> LoanDraw:
    """A part of the loan that the borrower takes up; its payment is planned. The same key is entered once.

    Raises DomainError before it is signed, for a day outside its term, and for more than is left.
    """
    loan = _locked(loan, user)
    if found := LoanDraw.objects.filter(key=key, loan=loan).first():
        return found
    refuse(why_not_take_up(loan), loan.application)
    balance = loan_balance(loan, drawn_on)
    if not loan.starts_on <= drawn_on < balance.ends_on:
        raise DomainError(
            _("This loan runs from %(first)s until %(last)s.")
            % {"first": day(loan.starts_on), "last": day(balance.ends_on)},
            field="drawn_on",
        )
    # What was settled lower is of the ceiling again; what was paid back is too, but was lent.
    left = min(balance.undrawn, held_by(loan.application) + balance.repaid - balance.drawn)
    if not NOTHING < amount <= left:
        raise DomainError(
            _("Of this loan %(left)s can still be taken up.") % {"left": euro_cents(left)}, field="amount"
        )
    draw = LoanDraw.objects.create(loan=loan, amount=amount, drawn_on=drawn_on, key=key, entered_by=user)
    plan_payment(
        application=loan.application, kind=Payment.Kind.LOAN, key=f"loan-{draw.pk}", amount=amount, pay_from=drawn_on
    )
    record(
        actor=user,
        action="subsidies.take_up_loan",
        target=loan.application,
        after={"amount": amount, "drawn_on": drawn_on},
    )
    return draw


@transaction.atomic
def propose_loan_repayment(
    *, loan: Loan, amount: Decimal, received_on: dt.date, key: uuid.UUID, user: User
) -> Proposal:
    """Proposes to enter money that came back. The same key is proposed once.

    Raises DomainError for a day to come, and for more than is owed.
    """
    refuse(why_not_with_interest(loan.application, user))
    if found := Proposal.objects.filter(kind=LOAN_REPAYMENT, key=str(key)).first():
        return found
    _interest_in(loan, amount, received_on)
    values = {"amount": str(amount), "received_on": received_on.isoformat()}
    return propose(kind=LOAN_REPAYMENT, subject=loan, key=str(key), values=values, user=user)


def enter_loan_repayment(
    *, loan: Loan, amount: Decimal, received_on: dt.date, user: User, proposal: Proposal
) -> LoanRepayment:
    """Money that came back: first what interest is due, then principal, which the ceiling can lend again.

    Raises DomainError as `propose_loan_repayment`.
    """
    loan = _locked(loan, user)
    interest = _interest_in(loan, amount, received_on)
    principal = amount - interest
    repayment = LoanRepayment.objects.create(
        loan=loan,
        received_on=received_on,
        interest=interest,
        principal=principal,
        key=uuid.UUID(proposal.key),
        entered_by=user,
        proposal=proposal,
    )
    if principal:
        enter_repayment(application=loan.application, amount=principal, user=user, key=f"repayment-{repayment.pk}")
    record(
        actor=user,
        action="subsidies.enter_loan_repayment",
        target=loan.application,
        after={"interest": interest, "principal": principal, "received_on": received_on},
    )
    return repayment


def _interest_in(loan: Loan, amount: Decimal, received_on: dt.date) -> Decimal:
    """How much of what came back is interest that was due. Raises DomainError for what cannot have come back."""
    if received_on > clock.today():
        raise DomainError(_("This day has not come yet."), field="received_on")
    balance = loan_balance(loan, received_on)
    interest = min(amount, balance.interest_due)
    if amount <= 0 or amount - interest > balance.outstanding:
        raise DomainError(
            _("At most %(owed)s is owed on that day.")
            % {"owed": euro_cents(balance.outstanding + balance.interest_due)},
            field="amount",
        )
    return interest


def _locked(loan: Loan, user: User) -> Loan:
    """The loan under lock. Raises DomainError for who has an interest in its application."""
    found = Loan.objects.select_for_update(of=("self",)).select_related("application__scheme_version").get(pk=loan.pk)
    refuse(why_not_with_interest(found.application, user))
    return found
