"""Reading the trail."""

from django.db import models
from django.db.models import QuerySet

from coophub.audit.models import AuditEntry
from coophub.web.searching import with_words


def entries_of(target: models.Model) -> QuerySet[AuditEntry]:
    """What happened to one thing, newest first."""
    found = AuditEntry.objects.filter(target_type=target._meta.label_lower, target_id=str(target.pk))
    return found.order_by("-at", "-pk")


def entries(search: str = "") -> QuerySet[AuditEntry]:
    """The whole trail, newest first; `search` looks in who, what, to which thing and from where."""
    return with_words(AuditEntry.objects.all(), search)
