"""Every entry in the ledger of a scheme. Entries are only added, never changed; what was wrong is reversed, by two.

Each function locks the ceilings first, says in words why an amount does not fit, and leaves the last word to the
database. Called twice for the same event (same application, kind and `key`), each enters once. All run inside the
transaction of the step that they belong to.
"""

from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.proposals.models import Proposal
from coophub.proposals.services import propose
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.formats import euro_cents
from financing.subsidies.applications.state_aid import aid_totals
from financing.subsidies.models import TOTAL, Application, CeilingBalance, LedgerEntry
from financing.subsidies.procedure.interest import numbers_with_interest
from financing.subsidies.procedure.may.money import why_not_lift, why_not_reverse
from financing.subsidies.services.steps import refuse
from initiatives.models import Initiative

KIND = LedgerEntry.Kind
NOTHING = Decimal(0)
CENT = Decimal("0.01")
REVERSE_ENTRY = "subsidies.reverse_entry"


@transaction.atomic
def reserve(*, application: Application, amount: Decimal, user: User | None) -> LedgerEntry:
    """Holds money for an application that is not decided yet. Another amount that was held for it is lifted first.

    Raises DomainError when the ceiling does not have it.
    """
    _lock_ceilings(application)
    if reserved_for(application) == amount and (found := _standing(application, KIND.RESERVATION).last()):
        return found
    _release(application, user)
    return _enter(application, KIND.RESERVATION, amount, user)


@transaction.atomic
def release_reservation(*, application: Application, user: User | None) -> LedgerEntry | None:
    """Gives a reservation back to the ceiling: the application was refused, withdrawn or awarded.

    Nothing when there is none.
    """
    _lock_ceilings(application)
    return _release(application, user)


@transaction.atomic
def enter_award(*, application: Application, amount: Decimal, user: User | None, key: str = "") -> LedgerEntry:
    """Takes an award from the ceilings of the scheme and of the target group; a reservation for it makes room first
    (Awb 4:25).

    Raises DomainError that says what is free.
    """
    _lock_ceilings(application)
    if found := _standing(application, KIND.AWARD, key).first():
        return found
    _check_aid(application, amount)
    _release(application, user)
    return _enter(application, KIND.AWARD, amount, user, key)


@transaction.atomic
def enter_increase(*, application: Application, amount: Decimal, user: User | None, key: str) -> LedgerEntry:
    """Takes what is awarded on top of an earlier award: after an objection, or an amendment.

    `amount` is the difference.

    Raises DomainError that says what is free.
    """
    _lock_ceilings(application)
    if found := _standing(application, KIND.INCREASE, key).first():
        return found
    _check_aid(application, amount)
    return _enter(application, KIND.INCREASE, amount, user, key)


@transaction.atomic
def enter_lower_settlement(
    *, application: Application, amount: Decimal, user: User | None, key: str = ""
) -> LedgerEntry:
    """Enters a settlement.

    `amount` is what it is lower than the award; nothing when it was settled as awarded (Awb 4:46).

    Raises DomainError when it is more than the application holds.
    """
    return _once(application, KIND.LOWER_SETTLEMENT, -amount, user, key)


@transaction.atomic
def enter_withdrawal(*, application: Application, amount: Decimal, user: User | None, key: str = "") -> LedgerEntry:
    """Gives back what is taken from an award before it is settled: withdrawn, or changed to less (Awb 4:48, 4:50).

    Raises DomainError when it is more than the application holds.
    """
    return _once(application, KIND.WITHDRAWAL, -amount, user, key)


@transaction.atomic
def enter_recovery(*, application: Application, amount: Decimal, user: User | None, key: str = "") -> LedgerEntry:
    """Gives back what is recovered after the settlement was withdrawn or lowered (Awb 4:49, 4:57).

    What a lower settlement gave back already is not entered again: the application would hold less than it was settled
    for. Raises DomainError when it is more than the application holds.
    """
    return _once(application, KIND.RECOVERY, -amount, user, key)


@transaction.atomic
def enter_repayment(*, application: Application, amount: Decimal, user: User | None, key: str) -> LedgerEntry:
    """Gives principal of a loan that came back to the ceiling, which can lend it again.

    Interest is not entered: the ceiling never held it.

    Raises DomainError when it is more than the application holds.
    """
    return _once(application, KIND.REPAYMENT, -amount, user, key)


@transaction.atomic
def propose_reversal(*, entry: LedgerEntry, reason: str, user: User) -> Proposal:
    """Proposes to undo a wrong entry by its opposite.

    Raises DomainError for who has an interest in the application, for a reversal, while the decision behind it stands,
    and without a reason.
    """
    refuse(why_not_reverse(entry, numbers_with_interest(user)), entry.application)
    if not reason.strip():
        raise DomainError(_("Write why this entry is reversed."), field="reason")
    return propose(kind=REVERSE_ENTRY, subject=entry, values={"reason": reason.strip()}, user=user)


def reverse_entry(*, entry: LedgerEntry, reason: str, user: User, proposal: Proposal) -> LedgerEntry:
    """Undoes a wrong entry by its opposite.

    Raises DomainError as `propose_reversal`, and when the ceiling or the application does not allow it any more.
    """
    application = entry.application
    _lock_ceilings(application)
    refuse(why_not_reverse(entry, numbers_with_interest(user)), application)
    refuse(why_not_lift(entry, reserved_for(application)), application)
    reversal = _enter(application, KIND.REVERSAL, -entry.amount, user, reverses=entry, reason=reason, proposal=proposal)
    record(
        actor=user,
        action="subsidies.reverse_entry",
        target=application,
        after={"entry": entry.pk, "kind": entry.kind, "amount": entry.amount, "reason": reason},
    )
    return reversal


def held_by(application: Application) -> Decimal:
    """What an application holds of its ceilings now, reservations included: the sum of its entries."""
    total: Decimal | None = application.ledger_entries.aggregate(sum=Sum("amount"))["sum"]
    return total or NOTHING


def _release(application: Application, user: User | None) -> LedgerEntry | None:
    """Gives back what is held, under ceilings that are locked already."""
    held = reserved_for(application)
    return _enter(application, KIND.RELEASE, -held, user) if held else None


def _once(
    application: Application,
    kind: LedgerEntry.Kind,
    amount: Decimal,
    user: User | None,
    key: str,
) -> LedgerEntry:
    _lock_ceilings(application)
    return _standing(application, kind, key).first() or _enter(application, kind, amount, user, key)


def _enter(
    application: Application,
    kind: LedgerEntry.Kind,
    amount: Decimal,
    user: User | None,
    key: str = "",
    *,
    reverses: LedgerEntry | None = None,
    reason: str = "",
    proposal: Proposal | None = None,
) -> LedgerEntry:
    """Adds an entry under ceilings that are locked already."""
    if amount != amount.quantize(CENT):
        raise DomainError(_("Amounts are in whole cents."), field="amount")
    _check_it_fits(application, amount)
    try:
        with transaction.atomic():
            return LedgerEntry.objects.create(
                version_id=application.scheme_version_id,
                target=application.target,
                application=application,
                kind=kind,
                amount=amount,
                key=_free_key(application, kind, key),
                reverses=reverses,
                reason=reason,
                proposal=proposal,
                made_at=clock.now(),
                made_by=user,
            )
    except IntegrityError as error:
        raise DomainError(_("The ceiling does not allow this entry.")) from error


def _check_it_fits(application: Application, amount: Decimal) -> None:
    if amount > 0:
        free = min((balance.free for balance in _lock_ceilings(application)), default=NOTHING)
        if amount > free:
            raise DomainError(
                _("The ceiling does not allow this: %(free)s is free. Award at most that, or refuse (Awb 4:25).")
                % {"free": euro_cents(free)}
            )
    elif -amount > (held := held_by(application)):
        raise DomainError(
            _("This application holds %(held)s of the ceiling. You cannot give back more than that.")
            % {"held": euro_cents(held)},
            field="amount",
        )


def _check_aid(application: Application, amount: Decimal) -> None:
    """Stops an award that would take the applicant above the ceiling for small state aid (KB 13, a).

    The initiative is locked, so that two awards under two schemes cannot pass the ceiling together.
    """
    Initiative.objects.select_for_update(no_key=True).get(pk=application.initiative_id)
    totals = aid_totals(application, clock.today())
    if totals is not None and amount > totals.room:
        raise DomainError(
            _(
                "This is small state aid (de minimis), of which this applicant can still get %(room)s: the "
                "ceiling is %(ceiling)s in "
                "%(years)s years, %(declared)s was declared and %(awarded)s awarded before (%(source)s)."
            )
            % {
                "room": euro_cents(totals.room),
                "ceiling": euro_cents(totals.ceiling.amount),
                "years": totals.ceiling.years,
                "declared": euro_cents(totals.declared),
                "awarded": euro_cents(totals.awarded),
                "source": totals.ceiling.source,
            },
            field="amount",
        )


def _lock_ceilings(application: Application) -> list[CeilingBalance]:
    """The ceilings of the whole scheme and of the target group, under lock, always in the same order."""
    return list(
        CeilingBalance.objects.select_for_update()
        .filter(version_id=application.scheme_version_id, target__in=[TOTAL, application.target])
        .order_by("pk")
    )


def _standing(application: Application, kind: LedgerEntry.Kind, key: str | None = None) -> QuerySet[LedgerEntry]:
    """The entries of a kind that were not reversed; with a key, those made for that event."""
    found = LedgerEntry.objects.filter(application=application, kind=kind, reversed_by=None)
    return found if key is None else found.filter(Q(key=key) | Q(key__startswith=f"{key}#"))


def _free_key(application: Application, kind: LedgerEntry.Kind, key: str) -> str:
    """`key` with a number when it stands in an entry that was reversed, or lifted, before."""
    used = LedgerEntry.objects.filter(application=application, kind=kind).filter(
        Q(key=key) | Q(key__startswith=f"{key}#")
    )
    return f"{key}#{count + 1}" if (count := used.count()) else key


def reserved_for(application: Application) -> Decimal:
    """What is held for an application without an award, reversals of reservations counted."""
    kinds = [KIND.RESERVATION, KIND.RELEASE]
    own = application.ledger_entries.filter(kind__in=kinds).aggregate(sum=Sum("amount"))["sum"] or NOTHING
    undone = application.ledger_entries.filter(reverses__kind__in=kinds).aggregate(sum=Sum("amount"))["sum"] or NOTHING
    return Decimal(own + undone)
