"""The answer of an official in a plan document: the price of the land, the ground rent or a loan."""

from copy import deepcopy
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import uuid5

from django.utils.translation import gettext as _

from coophub.web.formats import euro, percent
from financing.plans.document.rows import KEY, PlanDocument, PlanRow
from initiatives.models import Addressee, Enquiry, EnquiryAnswer

KIND_OF_LOAN = {
    Addressee.BANK: "bank_loan",
    Addressee.MUNICIPALITY: "municipal_loan",
    Addressee.CORPORATION: "other_loan",
}
WAYS = ("fixed", "per_dwelling", "per_m2", "share_of_investment", "share_of_market_value", "remainder")
"""In how many ways a row says how much it is."""


@dataclass(frozen=True)
class PlanWithAnswer:
    """A plan with what was answered in it. `changes` says what is different, `left` what the group has to do itself."""

    document: PlanDocument
    changes: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def with_answer(document: PlanDocument, answer: EnquiryAnswer) -> PlanWithAnswer:
    """The document, of which every row has its key, with the figures of the answer in the place of its own."""
    found = PlanWithAnswer(deepcopy(document))
    if answer.land_price is not None:
        _put_land(found, answer, answer.land_price)
    if answer.canon_per_year is not None:
        _put_canon(found, answer.canon_per_year)
    if answer.loan_amount is not None or answer.interest_rate is not None:
        _put_loan(found, answer)
    return found


def _put_land(found: PlanWithAnswer, answer: EnquiryAnswer, price: Decimal) -> None:
    investment = found.document["investment"]
    lines = investment.setdefault("lines", [])
    of_land = [line for line in lines if line["category"] == "land"]
    if len(of_land) > 1:
        found.left.append(_("Your plan has several lines for land. Put the price in the right one, at Costs."))
        return
    line = of_land[0] if of_land else _new_line(answer.enquiry, lines)
    _set_amount(line, price)
    found.changes.append(_("%(name)s: %(amount)s, before VAT") % {"name": line["name"], "amount": euro(price)})


def _new_line(enquiry: Enquiry, lines: list[PlanRow]) -> PlanRow:
    """A line for the land, in front of the others."""
    line: PlanRow = {KEY: uuid5(enquiry.key, "land").hex, "name": _("Land"), "category": "land"}
    lines.insert(0, line)
    return line


def _put_canon(found: PlanWithAnswer, canon: Decimal) -> None:
    lease = dict(found.document.get("ground_lease") or {})
    for name in ("rate", "land_value"):
        lease.pop(name, None)
    found.document["ground_lease"] = {**lease, "amount": _figure(canon)}
    found.changes.append(_("Ground rent (canon) per year: %(amount)s") % {"amount": euro(canon)})


def _put_loan(found: PlanWithAnswer, answer: EnquiryAnswer) -> None:
    kind = KIND_OF_LOAN[Addressee(answer.enquiry.addressee)]
    sources = found.document.setdefault("funding", [])
    loans = [source for source in sources if source["kind"] == kind]
    if len(loans) > 1:
        found.left.append(_("Your plan has several loans of this kind. Change the right one yourselves, at Funding."))
        return
    if not loans and None in (answer.loan_amount, answer.interest_rate, answer.term_years):
        found.left.append(
            _("Your plan has no loan of this kind, and the answer does not say all of it. Add the loan at Funding.")
        )
        return
    loan = loans[0] if loans else _new_loan(answer.enquiry, kind, sources)
    if answer.loan_amount is not None:
        _set_amount(loan, answer.loan_amount)
        found.changes.append(f"{loan['name']}: {euro(answer.loan_amount)}")
    if answer.interest_rate is not None:
        loan["rate"] = float(answer.interest_rate)
        found.changes.append(
            _("%(name)s: interest %(rate)s per year") % {"name": loan["name"], "rate": percent(answer.interest_rate, 2)}
        )
    if answer.term_years is not None:
        loan["term_years"] = answer.term_years
        found.changes.append(
            _("%(name)s: to repay in %(years)s years") % {"name": loan["name"], "years": answer.term_years}
        )


def _new_loan(enquiry: Enquiry, kind: str, sources: list[PlanRow]) -> PlanRow:
    """A loan in front of the others: what is still missing comes last."""
    loan: PlanRow = {KEY: uuid5(enquiry.key, "loan").hex, "name": enquiry.asked_of[:100], "kind": kind}
    sources.insert(0, loan)
    return loan


def _set_amount(row: PlanRow, amount: Decimal) -> None:
    for way in (*WAYS, "share_of", "share"):
        row.pop(way, None)
    row["fixed"] = _figure(amount)


def _figure(amount: Decimal) -> Any:
    """As a document has it: a number, whole where it is."""
    return int(amount) if amount == int(amount) else float(amount)
