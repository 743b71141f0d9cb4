"""How a loan stands: its schedule, what was drawn, what came back, what is due."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from coophub.web import clock
from financing.subsidies.law.loan_schedule import Instalment, Movement, repayment_schedule
from financing.subsidies.models import Application, Loan, LoanDraw, LoanRepayment

NOTHING = Decimal(0)


@dataclass(frozen=True)
class AccountLine:
    """What went out or came back on a day. `interest` and `principal` are of what came back."""

    on: dt.date
    drawn: Decimal
    interest: Decimal
    principal: Decimal


@dataclass(frozen=True)
class LoanBalance:
    """A loan on a day."""

    loan: Loan
    schedule: list[Instalment]
    draws: list[LoanDraw]
    repayments: list[LoanRepayment]
    on: dt.date

    @property
    def drawn(self) -> Decimal:
        return sum((draw.amount for draw in self.draws), start=NOTHING)

    @property
    def undrawn(self) -> Decimal:
        return self.loan.amount - self.drawn

    @property
    def repaid(self) -> Decimal:
        return sum((repayment.principal for repayment in self.repayments), start=NOTHING)

    @property
    def outstanding(self) -> Decimal:
        """What was taken up until the day, less all that came back."""
        drawn = sum((draw.amount for draw in self.draws if draw.drawn_on <= self.on), start=NOTHING)
        return max(NOTHING, drawn - self.repaid)

    @property
    def _due(self) -> list[Instalment]:
        return [part for part in self.schedule if part.due_on <= self.on] if self.draws else []

    @property
    def interest_due(self) -> Decimal:
        """Interest that fell due up to and including the day, and was not paid."""
        paid = sum((repayment.interest for repayment in self.repayments), start=NOTHING)
        return max(NOTHING, sum((part.interest for part in self._due), start=NOTHING) - paid)

    @property
    def principal_due(self) -> Decimal:
        """Principal that has to be back by the day, and is not."""
        return max(NOTHING, self._due[-1].due_so_far - self.repaid) if self._due else NOTHING

    @property
    def next_instalment(self) -> Instalment | None:
        """The first one after the day; None before something was taken up and after the end."""
        coming = (part for part in self.schedule if part.due_on > self.on)
        return next(coming, None) if self.draws else None

    @property
    def account(self) -> list[AccountLine]:
        """Everything that went out and came back, in the order of the days."""
        lines = [AccountLine(draw.drawn_on, draw.amount, NOTHING, NOTHING) for draw in self.draws]
        lines += [AccountLine(r.received_on, NOTHING, r.interest, r.principal) for r in self.repayments]
        return sorted(lines, key=lambda line: line.on)

    @property
    def ends_on(self) -> dt.date:
        return self.schedule[-1].due_on


def loan_balance(loan: Loan, on: dt.date) -> LoanBalance:
    """How a loan stands on a day.

    The schedule is of what was taken up, or of the whole loan before that. Two queries.
    """
    draws, repayments = list(loan.draws.all()), list(loan.repayments.all())
    lent = [Movement(draw.drawn_on, draw.amount) for draw in draws] or [Movement(loan.starts_on, loan.amount)]
    back = [Movement(found.received_on, -found.principal) for found in repayments]
    schedule = repayment_schedule(
        movements=[*lent, *back],
        rate=loan.rate,
        term_years=loan.term_years,
        grace_years=loan.grace_years,
        repayment=loan.repayment,
        payments_per_year=loan.payments_per_year,
        starts_on=loan.starts_on,
    )
    return LoanBalance(loan, schedule, draws, repayments, on)


def signed_loan(application: Application) -> LoanBalance | None:
    """How the signed loan of an application stands today; None where there is none. Three queries, none for a grant."""
    if not application.scheme_version.is_loan:
        return None
    loan = Loan.objects.filter(application=application, signed_at__isnull=False).first()
    return loan_balance(loan, clock.today()) if loan else None
