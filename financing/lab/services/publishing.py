"""What everybody may read of a run, and taking a run over into a scheme."""

from decimal import ROUND_DOWN, ROUND_UP, Decimal
from typing import Any

from django.db import connection, transaction

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.web import clock
from coophub.web.refusals import refuse
from financing.lab.may import has_consents, why_not_publish, why_not_take_over, why_not_withdraw_publication
from financing.lab.models import PolicyRun, PublishedRun
from financing.lab.selectors.runs import shown_run
from financing.lab.selectors.shown import best_per_euro, part_of_municipality
from financing.lab.services.portfolios import ONE_AT_A_TIME
from financing.subsidies.models import TOTAL, SchemeVersion, Target
from financing.subsidies.services.schemes import create_scheme

LOANS = ("public_loan", "loan_rate")


@transaction.atomic
def publish_run(*, run: PolicyRun, user: User) -> PublishedRun:
    """Lets everybody read what came of a run, rounded; of plans in one municipality only its officials, and only what
    it can do itself. Twice is once; after it was withdrawn it is there again.

    Raises DomainError when something of a single plan would follow from it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    refuse(why_not_publish(run, user))
    shown = shown_run(run, is_coarse=not run.portfolio.is_made_up)
    content = shown if run.portfolio.municipality_id is None else part_of_municipality(shown)
    published, is_new = PublishedRun.objects.get_or_create(run=run, defaults={"content": content, "created_by": user})
    if not is_new and published.withdrawn_at is None:
        return published
    published.withdrawn_at = None
    published.save(update_fields=["withdrawn_at"])
    record(actor=user, action="lab.publish_run", target=run, after={"portfolio": run.portfolio.name})
    return published


@transaction.atomic
def withdraw_publication(*, run: PolicyRun, user: User) -> None:
    """Takes it off the pages of others. That it was there still counts for what is published later.

    Raises DomainError for who may not.
    """
    refuse(why_not_withdraw_publication(run, user))
    published = PublishedRun.objects.select_for_update().filter(run=run, withdrawn_at=None).first()
    if published is None:
        return
    published.withdrawn_at = clock.now()
    published.save(update_fields=["withdrawn_at"])
    record(actor=user, action="lab.withdraw_publication", target=run)


@transaction.atomic
def take_over_run(*, run: PolicyRun, name: str, user: User) -> SchemeVersion:
    """A draft of a scheme with the outcome of a run: its ceilings, the most per home and per application, and whether
    it gives or lends. Everything else is still to be written.

    Raises DomainError when the run is not ready, or a scheme has this name.
    """
    refuse(why_not_take_over(run, user))
    version = create_scheme(name=name, document=draft_of(run), user=user)
    record(actor=user, action="lab.take_over_run", target=run, after={"scheme": name})
    return version


def draft_of(run: PolicyRun) -> dict[str, Any]:
    """What a run says of a scheme, as a scheme document."""
    shown = shown_run(run, is_coarse=has_consents(run.portfolio))
    spent = [row for row in shown["packages"] if row["homes"]]
    per_home = max((row["cash"] / row["homes"] for row in spent), default=0)
    limits = run.parameters.get("limits", {})
    groups = {row["group"]: row["cash"] for row in shown["groups"]["target"] if row["group"] in Target.values}
    ceilings = {group: str(_euros(cash, ROUND_DOWN)) for group, cash in groups.items() if cash}
    draft = {
        "kind": SchemeVersion.Kind.GRANT.value,
        "ceilings": {TOTAL: str(run.budget), **ceilings},
        "maximum_per_home": str(_euros(limits.get("most_per_home") or per_home)),
        "maximum_amount": str(_euros(limits.get("most_per_application") or run.budget)),
    }
    if best_per_euro(shown) not in LOANS:
        return draft
    terms = shown["parameters"]["public_loan"]
    loan = {"rate": str(terms["rate"]), "term_years": terms["term_years"], "grace_years": terms["grace_years"]}
    return {**draft, "kind": SchemeVersion.Kind.LOAN.value, "loan_terms": loan}


def _euros(amount: float, rounding: str = ROUND_UP) -> Decimal:
    """In whole thousands: a limit in a scheme is a round figure. Ceilings of groups never make more than the whole."""
    thousands = (Decimal(amount) / 1_000).quantize(Decimal(1), rounding=rounding)
    return thousands * 1_000
