"""Reading the trail."""

from django.db import models
from django.db.models import Q, QuerySet

from coophub.audit.models import AuditEntry


def entries_of(target: models.Model) -> QuerySet[AuditEntry]:
    """What happened to one thing, newest first."""
    found = AuditEntry.objects.filter(target_type=target._meta.label_lower, target_id=str(target.pk))
    return found.order_by("-at", "-pk")


def entries(search: str = "") -> QuerySet[AuditEntry]:
    """The whole trail, newest first; `search` looks in who, what, to which thing and from where."""
    found = AuditEntry.objects.all()
    for word in search.split():
        found = found.filter(
            Q(actor_label__icontains=word)
            | Q(action__icontains=word)
            | Q(target_label__icontains=word)
            | Q(origin__icontains=word)
        )
    return found
