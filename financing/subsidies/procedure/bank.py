"""What became of the payments of a file, by the statement of the bank. No database."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.web.errors import DomainError
from coophub.web.formats import euro_cents
from financing.subsidies.models import BatchItem
from financing.subsidies.papers.bank_statement import Booking

NAMED = 3
"""How many payments a sentence names; of the others it says how many."""

# ISO 20022, ExternalReturnReason1Code: those that a payment to an account can come back with.
REASONS = {
    "AC01": gettext_lazy("the account number is wrong"),
    "AC03": gettext_lazy("the account number is wrong"),
    "AC04": gettext_lazy("the account is closed"),
    "AC06": gettext_lazy("the account is blocked"),
    "AG01": gettext_lazy("this account may not be paid to"),
    "AM05": gettext_lazy("it was paid before"),
    "BE01": gettext_lazy("the name does not fit the account"),
    "FOCR": gettext_lazy("the payment was called back"),
    "MS02": gettext_lazy("the receiver refused it"),
    "MS03": gettext_lazy("the receiver's bank refused it"),
    "RC01": gettext_lazy("the bank code is wrong"),
}


@dataclass(frozen=True)
class BankOutcome:
    """On which day the bank paid, or sent back, and why. `str` writes it, and `read` reads it again."""

    day: dt.date
    returned_because: str = ""

    def __str__(self) -> str:
        return f"{self.day} {self.returned_because}".strip()

    @classmethod
    def read(cls, text: str) -> Self:
        day, _space, reason = text.partition(" ")
        return cls(dt.date.fromisoformat(day), reason)

    @property
    def reason(self) -> str:
        """Why it was sent back, in words and with the code of the bank."""
        words = REASONS.get(self.returned_because)
        return f"{words} ({self.returned_because})" if words else self.returned_because


def outcomes(items: Collection[BatchItem], file: str, statement: Iterable[Booking]) -> Mapping[str, BankOutcome]:
    """What became of each payment of a file, by its reference. `file` is what the bank calls the file.

    Raises DomainError when the statement tells nothing about one of them, another amount, or of the same one twice.
    """
    found: dict[str, BankOutcome] = {}
    returned: dict[str, BankOutcome] = {}
    amounts = {item.reference: item.amount for item in items}
    total = sum(amounts.values(), start=Decimal(0))
    for booking in statement:
        if booking.file and booking.file == file:
            _require_same(_("the whole file"), booking, total)
            found |= {reference: BankOutcome(booking.day) for reference in amounts}
        elif booking.reference in amounts:
            _require_same(booking.reference, booking, amounts[booking.reference])
            by_reference = returned if booking.returned_because else found
            if booking.reference in by_reference:
                raise _about_file(
                    _("The bank booked %(what)s twice. Ask the bank first.") % {"what": booking.reference}
                )
            by_reference[booking.reference] = BankOutcome(booking.day, booking.returned_because)
    found |= returned
    if missing := [reference for reference in amounts if reference not in found]:
        raise _about_file(_not_in_it(missing, len(amounts)))
    return found


def _require_same(what: str, booking: Booking, amount: Decimal) -> None:
    if booking.amount != amount:
        raise _about_file(
            _("Of %(what)s the statement has %(theirs)s, and the payment file %(ours)s. Ask the bank first.")
            % {"what": what, "theirs": euro_cents(booking.amount), "ours": euro_cents(amount)}
        )


def _not_in_it(missing: list[str], count: int) -> str:
    if len(missing) == count:
        return _("None of these payments stands in this statement. Take the one of the day on which the bank paid.")
    named = ", ".join(missing[:NAMED])
    if len(missing) > NAMED:
        named = _("%(first)s and %(count)s more") % {"first": named, "count": len(missing) - NAMED}
    return _(
        "Of %(count)s payments nothing stands in this statement: %(named)s. Take one over all days on which the bank "
        "paid."
    ) % {"count": len(missing), "named": named}


def _about_file(sentence: str) -> DomainError:
    return DomainError(sentence, field="statement")
