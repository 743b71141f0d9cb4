"""The trail of everything that was done: only ever added to, and chained so that tampering shows.

An entry is written inside the transaction of the deed. When that transaction commits, a deferred trigger adds the
entry's link to the chain: the hash of the entry together with the hash of the link before it. Linking at the commit
keeps the lock on the chain's end as short as it can be, and puts the links in the order in which the deeds became true.

Deferred triggers run in rounds. The first round holds the checks of foreign keys, which may have to wait for a row that
another transaction has locked. Who held the end of the chain meanwhile could wait for somebody who waits for the chain.
So the first round only notes the entry in `Unlinked`, and the trigger of that note, in the second round, takes the lock
and links.
"""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.model_fields import MomentColumn
from coophub.web.searching import words_field

APPEND_ONLY = [
    pgtrigger.Trigger(
        name="append_only",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func="RAISE EXCEPTION 'The audit trail is only added to.';",
    ),
    pgtrigger.Trigger(
        name="never_emptied",
        when=pgtrigger.Before,
        level=pgtrigger.Statement,
        operation=pgtrigger.Truncate,
        func="RAISE EXCEPTION 'The audit trail is only added to.';",
    ),
]

WRITTEN_BY_TRIGGERS_ONLY = pgtrigger.Trigger(
    name="by_triggers_only",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    condition=pgtrigger.Condition("pg_trigger_depth() = 0"),
    func="RAISE EXCEPTION 'The audit chain is written by its triggers.';",
)

NOTE_AT_COMMIT = """
    INSERT INTO audit_unlinked (entry_id) VALUES (NEW.id);
    RETURN NULL;
"""

# The text under the hash is the one that coophub.audit.chain.entry_text writes in Python.
LINK_AT_COMMIT = """
    PERFORM pg_advisory_xact_lock(hashtext('coophub.audit.chain'));
    SELECT link.position, link.hash INTO last_position, last_hash
        FROM audit_auditlink link ORDER BY link.position DESC LIMIT 1;
    last_position := coalesce(last_position, 0);
    last_hash := coalesce(last_hash, repeat('0', 64));
    SELECT jsonb_build_array(
            entry.id, to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), entry.actor_id,
            entry.actor_label, entry.origin, entry.action, entry.target_type, entry.target_id, entry.target_label,
            entry.before, entry.after
        )::text INTO entry_text
        FROM audit_auditentry entry WHERE entry.id = NEW.entry_id;
    INSERT INTO audit_auditlink (position, entry_id, previous_hash, hash) VALUES (
        last_position + 1, NEW.entry_id, last_hash,
        encode(sha256(convert_to(last_hash || entry_text, 'UTF8')), 'hex')
    );
    DELETE FROM audit_unlinked WHERE entry_id = NEW.entry_id;
    RETURN NULL;
"""


class AuditEntry(models.Model):
    """Who did what to which thing, when, from where, and what it was before and after."""

    at = MomentColumn(_("at"), default=clock.now, editable=False)
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
    # No part of what is hashed: it follows from the rest.
    words = words_field("actor_label", "action", "target_label", "origin")

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["-id"]
        indexes = [
            # The log of one thing, newest first (selectors.entries_of).
            models.Index(fields=["target_type", "target_id", "-at", "-id"], name="audit_entries_of_a_target"),
            # A search in the trail (selectors.entries).
            GinIndex(fields=["words"], name="audit_words"),
        ]
        triggers = [
            *APPEND_ONLY,
            pgtrigger.Trigger(
                name="note_at_commit",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                func=NOTE_AT_COMMIT,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_label} {self.action} {self.target_label}"


class Unlinked(models.Model):
    """An entry whose transaction is committing this moment. The next trigger links it; nobody ever sees a row here."""

    entry = models.OneToOneField(
        AuditEntry, models.PROTECT, primary_key=True, related_name="+", verbose_name=_("entry"), db_constraint=False
    )

    class Meta:
        verbose_name = _("entry without a link")
        verbose_name_plural = _("entries without a link")
        triggers = [
            WRITTEN_BY_TRIGGERS_ONLY,
            pgtrigger.Trigger(
                name="link_at_commit",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                declare=[("last_position", "bigint"), ("last_hash", "text"), ("entry_text", "text")],
                func=LINK_AT_COMMIT,
            ),
        ]


class AuditLink(models.Model):
    """An entry's place in the chain."""

    position = models.BigIntegerField(_("place in the chain, from 1 without gaps"), primary_key=True)
    entry = models.OneToOneField(AuditEntry, models.PROTECT, related_name="link", verbose_name=_("entry"))
    # Unique, so that the chain cannot fork.
    previous_hash = models.CharField(_("hash of the link before"), max_length=64, unique=True)
    hash = models.CharField(_("hash"), max_length=64)

    class Meta:
        verbose_name = _("audit link")
        verbose_name_plural = _("audit links")
        ordering = ["position"]
        triggers = [*APPEND_ONLY, WRITTEN_BY_TRIGGERS_ONLY]

    def __str__(self) -> str:
        return f"{self.position} {self.hash[:12]}"
