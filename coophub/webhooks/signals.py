"""Hears what is written into the trail: every deed that somebody can be told of stands there."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from coophub.audit.models import AuditEntry
from coophub.webhooks.outbox import note_event


@receiver(post_save, sender=AuditEntry)
def deed_was_done(sender: type[AuditEntry], instance: AuditEntry, created: bool, **kwargs: Any) -> None:
    if created:
        note_event(instance)
