"""What a bank says that it did with the payments of a file: its statement of an account, camt.053. No database.

ISO 20022, `BankToCustomerStatement`; the tags below are those of every version of it, 001.02 to 001.13. A bank books
the payments of a file one by one or as one sum, and what it sends back as money that comes in, with the reason.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element, ParseError, fromstring

MOST_BYTES = 2_000_000
STATEMENT = re.compile(r"\{urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.\d\d\}Document")
OUT, BACK = "DBIT", "CRDT"
MOST_CHARACTERS = 35
"""Of a reference or a code (Max35Text)."""


class StatementError(ValueError):
    """The file is no statement that can be read. `what` says which part of it, by its path; empty for the whole."""

    def __init__(self, what: str = "") -> None:
        super().__init__(what)
        self.what = what


@dataclass(frozen=True)
class Booking:
    """Money that a bank booked: one payment by its `reference`, or, with `file`, all payments of that file at once.

    `returned_because` is the bank's code for why it came back (ISO 20022, ExternalReturnReason1Code); empty for money
    that went out.
    """

    day: dt.date
    amount: Decimal
    reference: str = ""
    file: str = ""
    returned_because: str = ""


def bookings(content: bytes) -> list[Booking]:
    """Every booking in euros of a statement that is about a payment we made. Raises StatementError."""
    root = _root(content)
    if not STATEMENT.fullmatch(root.tag):
        raise StatementError
    entries = enumerate(root.findall(".//{*}Ntry"), start=1)
    return [booking for number, entry in entries for booking in _of(entry, number)]


def file_reference(payment_file: str) -> str:
    """By which reference a bank calls one of our own files (pain.001, `PmtInfId`)."""
    return _text(_root(payment_file.encode()), ".//{*}PmtInf/{*}PmtInfId")


def _root(content: bytes) -> Element:
    try:
        text = content.decode("utf-8-sig")
        # Nobody writes entities into a statement but to make its reader swell.
        if len(content) > MOST_BYTES or "<!DOCTYPE" in text or "<!ENTITY" in text:
            raise StatementError
        return fromstring(text)  # noqa: S314 (without entities, and of a bounded length)
    except (ParseError, UnicodeDecodeError) as error:
        raise StatementError from error


def _of(entry: Element, number: int) -> Iterator[Booking]:
    """The payments of one entry; what is not booked yet or not in euros says nothing about ours."""
    if _text(entry, "{*}Sts") + _text(entry, "{*}Sts/{*}Cd") != "BOOK" or not _is_in_euros(entry.find("{*}Amt")):
        return
    path = f"Ntry[{number}]"
    day, direction = _day(entry, path), _text(entry, "{*}CdtDbtInd")
    details = entry.findall("{*}NtryDtls/{*}TxDtls")
    batch = entry.find("{*}NtryDtls/{*}Btch")
    if not details and batch is not None and direction == OUT:
        yield Booking(day, _amount(entry.find("{*}Amt"), path), file=_text(batch, "{*}PmtInfId"))
    for place, detail in enumerate(details, start=1):
        yield from _payment(detail, entry, day, f"{path}/TxDtls[{place}]", is_only=len(details) == 1)


def _payment(detail: Element, entry: Element, day: dt.date, path: str, *, is_only: bool) -> Iterator[Booking]:
    reference = _text(detail, "{*}Refs/{*}EndToEndId")
    amount = detail.find("{*}Amt")
    if amount is None:
        amount = detail.find("{*}AmtDtls/{*}TxAmt/{*}Amt")
    if amount is None and is_only:
        amount = entry.find("{*}Amt")
    direction = _text(detail, "{*}CdtDbtInd") or _text(entry, "{*}CdtDbtInd")
    reason = _text(detail, "{*}RtrInf/{*}Rsn/{*}Cd") or _text(detail, "{*}RtrInf/{*}Rsn/{*}Prtry")
    is_return = direction == BACK and detail.find("{*}RtrInf") is not None
    if reference and (direction == OUT or is_return):
        yield Booking(day, _amount(amount, path), reference, returned_because=(reason or "NARR") if is_return else "")


def _day(entry: Element, path: str) -> dt.date:
    written = _text(entry, "{*}BookgDt/{*}Dt") or _text(entry, "{*}BookgDt/{*}DtTm")[:10]
    try:
        return dt.date.fromisoformat(written)
    except ValueError as error:
        raise StatementError(f"{path}/BookgDt") from error


def _amount(amount: Element | None, path: str) -> Decimal:
    try:
        found = Decimal((amount.text or "") if amount is not None else "")
    except InvalidOperation as error:
        raise StatementError(f"{path}/Amt") from error
    if not found.is_finite():
        raise StatementError(f"{path}/Amt")
    return found


def _is_in_euros(amount: Element | None) -> bool:
    return amount is not None and amount.get("Ccy") == "EUR"


def _text(element: Element, path: str) -> str:
    return (element.findtext(path) or "").strip()[:MOST_CHARACTERS]
