"""Private links: a version of a plan that somebody outside may read, for a while."""

import hashlib
import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.model_fields import MomentColumn
from financing.plans.models.made import MadeByPerson
from financing.plans.models.plan import PlanVersion


class ShareLink(MadeByPerson):
    """Who has the address may read one version. Only a hash of the address is kept, so nobody can read it here."""

    version = models.ForeignKey(
        PlanVersion, models.PROTECT, related_name="share_links", verbose_name=_("version of a plan")
    )
    recipient = models.CharField(_("for whom"), max_length=200)
    token_sha256 = models.CharField(_("hash of the address"), max_length=64, unique=True)
    pass_phrase_hash = models.CharField(_("hash of the pass phrase"), max_length=200, blank=True)
    expires_at = MomentColumn(_("good until"))
    revoked_at = MomentColumn(_("withdrawn at"), null=True)
    submission_key = models.UUIDField(
        _("key of the form that made it"), unique=True, default=uuid.uuid4, editable=False
    )

    class Meta:
        verbose_name = _("private link")
        verbose_name_plural = _("private links")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.recipient

    @property
    def is_good(self) -> bool:
        """Whether it still opens something now."""
        return self.revoked_at is None and self.expires_at > clock.now()

    @staticmethod
    def hash_of(token: str) -> str:
        """What is kept of the secret part of an address."""
        return hashlib.sha256(token.encode()).hexdigest()


class ShareVisit(models.Model):
    """One visit by a private link.

    Of the visitor only the first part of the network address is kept, which names no single person.
    """

    class Outcome(models.TextChoices):
        READ = "read", _("Read the plan")
        ASKED = "asked", _("Was asked for the pass phrase")
        RIGHT = "right", _("Gave the pass phrase")
        WRONG = "wrong", _("Gave a wrong pass phrase")
        HELD = "held", _("Had to wait after too many wrong pass phrases")
        DOWNLOADED = "downloaded", _("Took the plan along as a PDF")
        CLOSED = "closed", _("Came when the link was no longer good")

    link = models.ForeignKey(ShareLink, models.CASCADE, related_name="visits", verbose_name=_("private link"))
    at = MomentColumn(_("at"), default=clock.now, editable=False)
    outcome = models.CharField(_("what happened"), max_length=10, choices=Outcome)
    origin = models.CharField(_("from where"), max_length=50, blank=True)

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ["-at", "-pk"]
        indexes = [
            # The visits of a link, newest first, and the wrong pass phrases of the last minutes.
            models.Index(fields=["link", "-at"], name="visits_of_a_share_link"),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()
