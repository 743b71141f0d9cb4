"""How a loan stands: its schedule, what was drawn, what came back, what is due."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from financing.subsidies.loan_schedule import Instalment, repayment_schedule
from financing.subsidies.models import Loan, LoanDraw, LoanRepayment

NOTHING = Decimal(0)


@dataclass(frozen=True)
class LoanStand:
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
        return self.drawn - self.repaid

    @property
    def interest_due(self) -> Decimal:
        """Interest that fell due up to and including the day, and was not paid."""
        due = sum((part.interest for part in self.schedule if part.due_on <= self.on), start=NOTHING)
        paid = sum((repayment.interest for repayment in self.repayments), start=NOTHING)
        return max(NOTHING, due - paid)

    @property
    def principal_due(self) -> Decimal:
        due = sum((part.principal for part in self.schedule if part.due_on <= self.on), start=NOTHING)
        return max(NOTHING, due - self.repaid)


def loan_stand(loan: Loan, on: dt.date) -> LoanStand:
    """How a loan stands on a day. The schedule is of what was taken up, or of the whole loan before that. Two queries."""
    draws = list(loan.draws.all())
    drawn = sum((draw.amount for draw in draws), start=NOTHING)
    schedule = repayment_schedule(
        amount=drawn or loan.amount,
        rate=loan.rate,
        term_years=loan.term_years,
        grace_years=loan.grace_years,
        repayment=loan.repayment,
        payments_per_year=loan.payments_per_year,
        starts_on=loan.starts_on,
    )
    return LoanStand(loan, schedule, draws, list(loan.repayments.all()), on)
