"""The trail of everything that was done: only ever added to, and chained so that tampering shows.

An entry is written inside the transaction of the deed. When that transaction commits, a deferred trigger adds the entry's
link to the chain: the hash of the entry together with the hash of the link before it. Linking at the commit keeps the
lock on the chain's end as short as it can be, and puts the links in the order in which the deeds became true.
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

APPEND_ONLY = [
    pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate)
]


class AuditEntry(models.Model):
    """Who did what to which thing, when, from where, and what it was before and after."""

    at = models.DateTimeField(_("at"), auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("who")
    )
    actor_label = models.CharField(_("name of who"), max_length=200, blank=True)
    origin = models.CharField(_("from where"), max_length=100, blank=True)
    action = models.CharField(_("what"), max_length=100)
    target_type = models.CharField(_("kind of thing"), max_length=100)
    target_id = models.CharField(_("number of the thing"), max_length=64)
    target_label = models.CharField(_("name of the thing"), max_length=300, blank=True)
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), null=True)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["-id"]
        indexes = [
            # The log of one thing, newest first (selectors.entries_of).
            models.Index(fields=["target_type", "target_id", "-id"], name="audit_entries_of_a_target"),
        ]
        triggers = list(APPEND_ONLY)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_label} {self.action} {self.target_label}"


class AuditLink(models.Model):
    """An entry's place in the chain."""

    entry = models.OneToOneField(AuditEntry, models.PROTECT, related_name="link", verbose_name=_("entry"))
    previous_hash = models.CharField(_("hash of the link before"), max_length=64)
    hash = models.CharField(_("hash"), max_length=64)

    class Meta:
        verbose_name = _("audit link")
        verbose_name_plural = _("audit links")
        ordering = ["id"]
        triggers = list(APPEND_ONLY)

    def __str__(self) -> str:
        return f"{self.pk} {self.hash[:12]}"
