"""Dividing a ceiling for real: draw the seed, record the outcome, and have it adopted by somebody else."""

import datetime as dt
import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.proposals.models import Proposal
from coophub.proposals.services import propose
from coophub.web import clock
from coophub.web.errors import DomainError
from financing.subsidies.law.freezing import seal
from financing.subsidies.models import AllocationRun, CeilingBalance, LotAnnouncement, LotSeed, SchemeVersion
from financing.subsidies.procedure.interest import numbers_with_interest
from financing.subsidies.procedure.may.rounds import (
    why_not_adopt,
    why_not_announce,
    why_not_draw,
    why_not_draw_on,
    why_not_enter_seed,
    why_not_record,
    why_not_touch_lots,
)
from financing.subsidies.procedure.signing import allocation_to_sign
from financing.subsidies.selectors.rounds import claims_of, divide, free_for_round
from financing.subsidies.selectors.waiting import Waiting, applications_in_round, interests_in_round, round_of
from financing.subsidies.services.ledger import release_reservation, reserve
from financing.subsidies.services.signing import keep_version, sign
from financing.subsidies.services.steps import refuse

ANNOUNCE_LOTS = "subsidies.announce_lots"
ENTER_SEED = "subsidies.enter_seed"


@transaction.atomic
def draw_seed(*, version: SchemeVersion, user: User | None) -> LotSeed:
    """The seed of a version's lots: drawn once, by the machine, so that nobody can try until the outcome pleases."""
    SchemeVersion.objects.select_for_update().get(pk=version.pk)
    seed, is_new = LotSeed.objects.get_or_create(
        version=version,
        defaults={"seed": secrets.token_hex(16), "drawn_by": user, "drawn_at": clock.now()},
    )
    if is_new:
        record(actor=user, action="subsidies.draw_seed", target=version, after={"seed": seed.seed})
    return seed


@transaction.atomic
@clock.at_one_moment
def propose_announcement(*, version: SchemeVersion, witness: str, draws_on: dt.date, user: User) -> Proposal:
    """Proposes that somebody outside draws the seed on a day to come, such as a notary.

    Raises DomainError once this version has a seed, and for a day that is not to come.
    """
    refuse(why_not_touch_lots(version, numbers_with_interest(user)))
    refuse(why_not_announce(version))
    _require_day_to_come(draws_on)
    values = {"witness": witness.strip(), "draws_on": draws_on.isoformat()}
    return propose(kind=ANNOUNCE_LOTS, subject=version, values=values, user=user)


def announce_lots(
    *, version: SchemeVersion, witness: str, draws_on: dt.date, user: User, proposal: Proposal
) -> LotAnnouncement:
    """Announces who draws the seed and when, for everybody to read. Raises DomainError as `propose_announcement`."""
    SchemeVersion.objects.select_for_update().get(pk=version.pk)
    refuse(why_not_touch_lots(version, numbers_with_interest(user)))
    refuse(why_not_announce(version))
    _require_day_to_come(draws_on)
    announcement = LotAnnouncement.objects.create(
        version=version, witness=witness, announced_on=clock.today(), draws_on=draws_on, proposal=proposal
    )
    record(
        actor=user,
        action="subsidies.announce_lots",
        target=version,
        after={"witness": witness, "draws_on": draws_on},
    )
    return announcement


@transaction.atomic
@clock.at_one_moment
def propose_seed(*, version: SchemeVersion, seed: str, user: User) -> Proposal:
    """Proposes the seed that was drawn as announced, in place of one by the machine.

    Raises DomainError once this version has a seed, before a draw was announced, and before its day.
    """
    refuse(why_not_touch_lots(version, numbers_with_interest(user)))
    refuse(why_not_enter_seed(version, clock.today()))
    return propose(kind=ENTER_SEED, subject=version, values={"seed": seed.strip()}, user=user)


def enter_seed(*, version: SchemeVersion, seed: str, user: User, proposal: Proposal) -> LotSeed:
    """Keeps a seed that somebody outside drew. Raises DomainError as `propose_seed`."""
    SchemeVersion.objects.select_for_update().get(pk=version.pk)
    refuse(why_not_touch_lots(version, numbers_with_interest(user)))
    refuse(why_not_enter_seed(version, clock.today()))
    announced = version.lot_announcements.latest("pk")
    found = LotSeed.objects.create(
        version=version,
        seed=seed,
        witness=announced.witness,
        drawn_on=announced.draws_on,
        drawn_by=user,
        drawn_at=clock.now(),
        proposal=proposal,
    )
    record(
        actor=user,
        action="subsidies.enter_seed",
        target=version,
        after={"seed": seed, "witness": announced.witness, "drawn_on": announced.draws_on},
    )
    return found


@transaction.atomic
@clock.at_one_moment
def record_allocation(*, version: SchemeVersion, user: User) -> AllocationRun:
    """Divides what is free by the scheme's own rule and keeps the outcome by value, for somebody else to adopt.

    Raises DomainError when nothing is to be divided, before the window closes where that is needed, while a score is
    missing, and while the seed that was announced is not there.
    """
    refuse(why_not_draw(version))
    seed = draw_seed(version=version, user=user)
    list(CeilingBalance.objects.select_for_update().filter(version=version).order_by("pk"))
    found = round_of(version)
    interests = interests_in_round(version, user)
    refuse(why_not_record(version, len(found.waiting), found.unscored, interests, clock.now()))
    content = _outcome(version, found.waiting, seed)
    digest = seal(content)
    last = AllocationRun.objects.filter(version=version).first()
    if last is not None and last.sha256 == digest:
        return last
    run = AllocationRun.objects.create(
        version=version,
        method=version.allocation,
        content=content,
        sha256=digest,
        recorded_by=user,
        recorded_at=clock.now(),
    )
    keep_version(allocation_to_sign(run), user=user)
    record(actor=user, action="subsidies.record_allocation", target=version, after={"run": run.pk, "sha256": digest})
    return run


@transaction.atomic
@clock.at_one_moment
def adopt_allocation(*, run: AllocationRun, user: User, read: str | None = None) -> AllocationRun:
    """Adopts an outcome: every application gets its share reserved. Adopted twice is adopted once.

    `read` is the seal of what was read. Raises DomainError for who recorded it, or another outcome since the last one
    that was adopted, and when anything that it rests on has changed since, scores included.
    """
    run = AllocationRun.objects.select_for_update(of=("self",)).select_related("version").get(pk=run.pk)
    if run.adopted_at is not None:
        return run
    refuse(why_not_adopt(run, interests_in_round(run.version, user), user))
    list(CeilingBalance.objects.select_for_update().filter(version=run.version).order_by("pk"))
    if seal(_outcome(run.version, round_of(run.version).waiting, run.version.lot_seed)) != seal(run.content):
        raise DomainError(_("Applications, scores or ceilings have changed since this was recorded. Record it again."))
    sign(allocation_to_sign(run), user=user, read=read)
    applications = list(applications_in_round(run.version))
    amounts = {share["number"]: Decimal(share["amount"]) for share in run.content["shares"]}
    for application in applications:
        release_reservation(application=application, user=user)
    for application in applications:
        if amount := amounts[str(application.number)]:
            reserve(application=application, amount=amount, user=user)
    run.adopted_by, run.adopted_at = user, clock.now()
    run.save(update_fields=["adopted_by", "adopted_at"])
    record(actor=user, action="subsidies.adopt_allocation", target=run.version, after={"run": run.pk})
    return run


def _require_day_to_come(draws_on: dt.date) -> None:
    refuse(why_not_draw_on(draws_on, clock.today()), field="draws_on")


def _outcome(version: SchemeVersion, waiting: Sequence[Waiting], seed: LotSeed) -> dict[str, Any]:
    """Who asks what, what is free and who gets what by the scheme's own rule, as JSON keeps it."""
    claims = claims_of(waiting, {criterion.slug: criterion.weight for criterion in version.criteria.all()})
    free = free_for_round(version)
    outcome = divide(version.allocation, list(claims.values()), free, seed.seed, version.minimum_score)
    content = {
        "seed": seed.seed,
        "free": free,
        "claims": [claim._asdict() for claim in claims.values()],
        "shares": [share._asdict() for share in outcome.shares],
        "draws": [asdict(draw) for draw in outcome.draws],
        "left": dict(outcome.left),
    }
    found: dict[str, Any] = json.loads(json.dumps(content, default=_plain))
    return found


def _plain(value: Any) -> str:
    """Amounts, days and exact scores as text."""
    return value.isoformat() if isinstance(value, dt.date) else str(value)
