"""What somebody signs: all that it says, by value and by its seal, and who wrote any version of it.

One person writes and another signs, whatever it is: an application, a decision, a loan, a file for the bank, a scheme.
Each has a function here that gives its content; `services/signing.py` keeps its versions and signatures.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import DecimalField, Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.web import clock
from financing.subsidies.applications.content import content_of, plan_part, signed_part
from financing.subsidies.law.freezing import seal
from financing.subsidies.models import (
    Addition,
    AllocationRun,
    Application,
    BatchItem,
    Decision,
    DraftVersion,
    LaterDecision,
    Loan,
    PayeeAccount,
    PaymentBatch,
    SchemeVersion,
    Signature,
)
from financing.subsidies.schemes.document import document_of

APPLICATION, DECISION, LOAN = "application", "decision", "loan"
"""The drafts of which an application has one."""
SAYS_NOTHING = {
    "id",
    "application",
    "drafted_by",
    "drafted_at",
    "drawn_up_by",
    "drawn_up_at",
    "signed_by",
    "signed_at",
    "object_by",
    "sent_back_because",
}
"""What a row keeps beside what it says: who wrote and signed it, and when. Everything else is signed."""

PARTS: dict[str, str | Promise] = {
    "submission": _("the application"),
    "additions": _("what the group added"),
    "payments": _("the payments"),
    "payer": _("the account that pays"),
    "name": _("name"),
    "ceilings": _("ceilings"),
    "phase_maxima": _("the most in each phase"),
    "required_documents": _("documents"),
    "criteria": _("criteria"),
    "eligibility_rules": _("conditions"),
    "text_blocks": _("texts in letters"),
    "terms": _("terms"),
    "loan_terms": _("terms of the loan"),
    "free": _("what is free"),
    "claims": _("what is asked, and the scores"),
    "shares": _("who gets what"),
}
"""What stands in a content and is no field of its row, in words."""


@dataclass(frozen=True)
class ToSign:
    """What is signed, as it is now. `draft` is its name within the application that it is about, where there is one;
    `covers` says in words what a signature is on, `parts` names drafts of which it is made, and `names` has the words
    for what stands in the content.
    """

    draft: str
    content: dict[str, Any]
    covers: str | Promise
    application: Application | None = None
    parts: tuple[str, ...] = ()
    names: Mapping[str, str | Promise] = field(default_factory=dict)

    @cached_property
    def seal(self) -> str:
        return seal(self.content)


def application_to_sign(application: Application) -> ToSign:
    """The draft of a group, with its plan, profile, members and documents as they are now."""
    content = content_of(application, plan=plan_part(application.plan), on=clock.today())
    return signed_application(application, content)


def signed_application(application: Application, content: dict[str, Any]) -> ToSign:
    """The same, of a content that is known already: the one that is frozen."""
    covers = _(
        "A signature covers everything on this page, the whole financing plan behind it, the profile of your group, "
        "who is in your group with which role and which function in the board, and each document as it is now."
    )
    return ToSign(APPLICATION, signed_part(content), covers, application)


def decision_to_sign(decision: Decision) -> ToSign:
    application = decision.application
    covers = _("Your signature covers all of this decision, on the application as it was submitted and completed.")
    additions = list(
        Addition.objects.filter(request__application=application).order_by("pk").values_list("sha256", flat=True)
    )
    content = {**_about(application), "additions": additions, **_by_value(decision)}
    return ToSign(DECISION, content, covers, application, names=_names_of(decision))


def later_decision_to_sign(decision: LaterDecision) -> ToSign:
    application = decision.application
    covers = _("Your signature covers all of this decision: what it decides, its amount, its reasons and its dates.")
    content = {**_about(application), **_by_value(decision)}
    return ToSign(later_draft(decision), content, covers, application, names=_names_of(decision))


def later_draft(decision: LaterDecision) -> str:
    """The name of its draft: its kind, and how many of that kind came before."""
    others = decision.application.later_decisions.all()
    earlier = sum(1 for other in others if other.kind == decision.kind and other.pk < decision.pk)
    return f"{decision.kind}-{earlier}"


def loan_to_sign(loan: Loan) -> ToSign:
    covers = _("Your signature covers the whole loan: its amount, interest, term, repayment, rank and conditions.")
    content = {**_about(loan.application), **_by_value(loan)}
    return ToSign(LOAN, content, covers, loan.application, names=_names_of(loan))


def account_to_sign(account: PayeeAccount) -> ToSign:
    application = account.application
    earlier = application.payee_accounts.filter(pk__lt=account.pk, checked_at__isnull=False).count()
    covers = _("You say this of this number and this name together. Another number or name has to be checked again.")
    content = {**_about(application), "iban": account.iban, "name": account.name}
    return ToSign(f"account-{earlier}", content, covers, application, names=_names_of(account))


def batch_to_sign(batch: PaymentBatch, items: Iterable[BatchItem]) -> ToSign:
    items = list(items)
    covers = _("Your signature covers every payment in this file: to whom, on which account, how much, and the day.")
    content = {
        "execution_date": batch.execution_date.isoformat(),
        "payer": [settings.PAYER_NAME, settings.PAYER_IBAN],
        "payments": [
            {
                "application": item.payment.application.number,
                "kind": item.payment.kind,
                "reference": item.reference,
                "iban": item.account.iban,
                "name": item.account.name,
                "amount": f"{item.amount:.2f}",
            }
            for item in items
        ],
    }
    parts = tuple(payment_draft(item) for item in items)
    return ToSign(f"batch-{batch.pk}", content, covers, parts=parts, names=_names_of(batch))


def payment_draft(item: BatchItem) -> str:
    """A payment in a file: the same one when that file is thrown away and another is made."""
    return f"payment-{item.reference}"


def scheme_to_sign(version: SchemeVersion) -> ToSign:
    version = SchemeVersion.objects.select_related("scheme").get(pk=version.pk)
    covers = _("Your signature covers everything in this version: its window, money, conditions, terms and texts.")
    content = {
        "name": version.scheme.name,
        "number": version.number,
        "opens_at": _text(version.opens_at),
        "closes_at": _text(version.closes_at),
        "ceiling": _text(version.ceiling),
        **document_of(version),
    }
    return ToSign(scheme_draft(version), content, covers, names=_names_of(version))


def scheme_draft(version: SchemeVersion) -> str:
    return f"scheme-{version.pk}"


def allocation_to_sign(run: AllocationRun) -> ToSign:
    covers = _("Your signature covers the whole outcome: what was free, who asked and scored what, and who gets what.")
    content = {"version": run.version_id, "method": run.method, **run.content}
    return ToSign(_draft_of_round(run), content, covers, names=_names_of(run))


def recorders_of(run: AllocationRun) -> set[int]:
    """Who recorded this outcome or one before it for the same round, without reading what it holds."""
    return _writers_of([_draft_of_round(run)])


def _draft_of_round(run: AllocationRun) -> str:
    adopted = AllocationRun.objects.filter(version=run.version_id, pk__lt=run.pk, adopted_at__isnull=False)
    return f"round-{run.version_id}-{adopted.count()}"


def co_signature(application: Application) -> Signature | None:
    """The second signature, when it counts: on exactly what would be frozen now, by somebody who still acts for the
    group.
    """
    signature = standing_signature(application)
    if signature is None or not signature.signed_by.has_perm("subsidies.change_application", application):
        return None
    return signature if signature.sha256 == application_to_sign(application).seal else None


def standing_signature(application: Application) -> Signature | None:
    """The second signature that was not noted as lapsed yet, whatever it is on."""
    found = application.signatures.filter(draft=APPLICATION, lapsed_at=None)
    return found.select_related("signed_by").first()


def writers_of(to_sign: ToSign) -> set[int]:
    """Who wrote any version of a draft, over its whole life. Reads only what was prefetched where it is about an
    application.
    """
    if to_sign.application is not None:
        return _writers_within(to_sign.application, to_sign.draft)
    return _writers_of([to_sign.draft, *to_sign.parts])


def _writers_of(drafts: Sequence[str]) -> set[int]:
    found = DraftVersion.objects.filter(draft__in=drafts, application=None)
    return set(found.values_list("written_by", flat=True))


def has_written(user: User, application: Application, draft: str) -> bool:
    """Whether this person wrote any version of a draft of an application. Reads only what was prefetched."""
    return user.pk in _writers_within(application, draft)


def _writers_within(application: Application, draft: str) -> set[int]:
    return {version.written_by_id for version in application.draft_versions.all() if version.draft == draft}


def _about(application: Application) -> dict[str, Any]:
    """Of which application something is, as it was submitted."""
    submission = getattr(application, "submission", None)
    return {"application": application.number, "submission": submission.sha256 if submission is not None else ""}


def _by_value(row: Model) -> dict[str, Any]:
    """Everything that a row says, also what is added to it later: but for who wrote and signed it."""
    return {
        column.name: _text(
            getattr(row, column.attname), column.decimal_places if isinstance(column, DecimalField) else 2
        )
        for column in row._meta.concrete_fields
        if column.name not in SAYS_NOTHING
    }


def _names_of(row: Model) -> dict[str, str | Promise]:
    """What the fields of a row are called, and the parts that stand in the content beside them."""
    return {**PARTS, **{column.name: column.verbose_name for column in row._meta.concrete_fields}}


def _text(value: Any, places: int = 2) -> Any:
    """A value as JSON keeps it: the same text for the same amount, choice or moment."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:.{places}f}"
    return str(value) if isinstance(value, str) else value
