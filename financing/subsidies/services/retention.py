"""What the ministry says of how long dossiers are kept. Nothing is destroyed by it: it fills a list to decide from."""

from typing import Any

from django.db import transaction

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.web import clock
from financing.subsidies.models import RetentionRule, Scheme

FIELDS = ("fate", "years", "category", "code", "source")


@transaction.atomic
def set_retention(*, scheme: Scheme, user: User, **values: Any) -> RetentionRule:
    """What becomes of the dossiers of a scheme: the fields of `RetentionRule`. What stood there stays in the trail."""
    Scheme.objects.select_for_update().get(pk=scheme.pk)
    before = RetentionRule.objects.filter(scheme=scheme).values(*FIELDS).first()
    rule, _is_new = RetentionRule.objects.update_or_create(
        scheme=scheme, defaults={**values, "set_by": user, "set_at": clock.now()}
    )
    if before != values:
        record(actor=user, action="subsidies.set_retention", target=scheme, before=before, after=values)
    return rule


def note_archive_list_taken(*, user: User, query: str) -> None:
    """Writes down who took the list of closed dossiers along, and which part of it."""
    record(actor=user, action="subsidies.take_archive_list_along", target=user, after={"query": query})
