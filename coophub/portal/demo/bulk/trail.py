"""A long trail: what members did in the years before, linked into the chain by the database as always."""

import datetime as dt
import random

from django.db import transaction

from coophub.audit.models import AuditEntry
from coophub.portal.demo.bulk.rows import add_many
from coophub.web import clock
from coophub.web.progress import followed
from initiatives.models import Initiative, Membership

BATCH = 10_000
DEEDS = ("initiatives.add_task", "initiatives.complete_task", "initiatives.set_milestone", "initiatives.change_profile")
YEARS_IN_SECONDS = 5 * 365 * 86_400


def lengthen_trail(wanted: int) -> int:
    """Adds entries until the trail has `wanted`; gives how many it has then."""
    kind = Initiative._meta.label_lower
    members = list(
        Membership.objects.values_list("initiative_id", "initiative__name", "user_id", "user__name")[:50_000]
    )
    missing = max(0, wanted - AuditEntry.objects.count())
    chance, now = random.Random(missing), clock.now()
    for start in followed(range(0, missing, BATCH), "audit trail", each=BATCH):
        entries = []
        for _number in range(min(BATCH, missing - start)):
            initiative, name, user, label = chance.choice(members)
            entries.append(
                AuditEntry(
                    at=now - dt.timedelta(seconds=chance.randint(0, YEARS_IN_SECONDS)),
                    actor_id=user,
                    actor_label=label,
                    origin=f"10.{chance.randint(0, 255)}.{chance.randint(0, 255)}.0",
                    action=chance.choice(DEEDS),
                    target_type=kind,
                    target_id=str(initiative),
                    target_label=name,
                    after={"title": "Brief aan het college sturen"},
                )
            )
        with transaction.atomic():
            add_many(entries)
    return AuditEntry.objects.count()
