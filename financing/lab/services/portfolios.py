"""Portfolios: plans by value, frozen with a hash."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.web.errors import DomainError
from coophub.web.refusals import refuse
from financing.lab.may import why_not_mix
from financing.lab.models import KeptPlan, KeptPortfolio
from financing.lab.selectors.sources import PlanToKeep, example_plans, plans_of_scheme, plans_with_consent
from financing.plans.document.rows import PlanDocument
from financing.plans.services.versions import hash_of
from financing.subsidies.models import SchemeVersion
from initiatives.models import Municipality

MOST_PLANS = 500
ONE_AT_A_TIME = 4_210_118
"""A number for the lock: what a portfolio may hold follows from all that were made before it."""


@dataclass(frozen=True)
class WhichPlans:
    """What a portfolio is made from."""

    scheme: SchemeVersion | None = None
    with_consent: bool = False
    municipality: Municipality | None = None
    examples: Mapping[str, int] = field(default_factory=dict)
    documents: Sequence[PlanDocument] = ()

    @property
    def has_others(self) -> bool:
        """Whether there are plans in it of which more is known than that a group said yes."""
        return bool(self.scheme or self.documents or any(self.examples.values()))


@transaction.atomic
def make_portfolio(*, name: str, which: WhichPlans, user: User) -> KeptPortfolio:
    """A portfolio of these plans as they are now. It never changes.

    Raises DomainError for a name that is taken, for plans that may not be mixed, and when there are none or too many.
    """
    refuse(why_not_mix(which.with_consent, has_others=which.has_others))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    plans = [
        *(plans_of_scheme(which.scheme, user) if which.scheme is not None else []),
        *(plans_with_consent(which.municipality) if which.with_consent else []),
        *example_plans(which.examples),
        *(PlanToKeep(source=KeptPlan.Source.DOCUMENT, document=document) for document in which.documents),
    ]
    return keep_portfolio(name=name, plans=plans, user=user, municipality=which.municipality)


@transaction.atomic
def keep_portfolio(
    *,
    name: str,
    plans: Sequence[PlanToKeep],
    user: User,
    is_made_up: bool = False,
    municipality: Municipality | None = None,
) -> KeptPortfolio:
    """Freezes these plans under a name. Raises DomainError as `make_portfolio` does."""
    if KeptPortfolio.objects.filter(name=name).exists():
        raise DomainError(_("There is a portfolio of this name already. Choose another name."), field="name")
    if not plans:
        raise DomainError(_("There are no plans in it yet. Plans of groups that said yes count from the fifth on."))
    if len(plans) > MOST_PLANS:
        raise DomainError(
            _("These are %(count)s plans. A portfolio can hold at most %(most)s.")
            % {"count": len(plans), "most": MOST_PLANS}
        )
    keyed = {f"p{place:03}": plan for place, plan in enumerate(plans, start=1)}
    document = document_of(name, keyed)
    portfolio = KeptPortfolio.objects.create(
        name=name,
        document=document,
        sha256=hash_of(document),
        is_made_up=is_made_up,
        municipality=municipality,
        plan_count=sum(plan.weight for plan in plans),
        home_count=sum(plan.homes * plan.weight for plan in plans),
        created_by=user,
    )
    KeptPlan.objects.bulk_create(
        KeptPlan(
            portfolio=portfolio,
            key=key,
            source=plan.source,
            sha256=plan.sha256,
            consent=plan.consent,
            submission=plan.submission,
        )
        for key, plan in keyed.items()
    )
    record(
        actor=user,
        action="lab.make_portfolio",
        target=portfolio,
        after={"name": name, "plans": portfolio.plan_count, "sha256": portfolio.sha256},
    )
    return portfolio


def document_of(name: str, plans: Mapping[str, PlanToKeep]) -> dict[str, Any]:
    """The portfolio as a document (`coophub.portfolio/1`). The names of plans stay out: they may name a group."""
    found = {
        "schema": "coophub.portfolio/1",
        "name": name,
        "plans": [
            {
                "id": key,
                "weight": plan.weight,
                "homes": plan.homes,
                "form": plan.form,
                "target": plan.target,
                "province": plan.province,
                **{
                    name: value
                    for name, value in (("received", plan.received), ("score", plan.score))
                    if value is not None
                },
                "document": {**plan.document, "name": key},
            }
            for key, plan in plans.items()
        ],
    }
    # As the database keeps it, so that the hash is of what is read back.
    read: dict[str, Any] = json.loads(json.dumps(found))
    return read
