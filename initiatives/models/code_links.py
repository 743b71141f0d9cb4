"""What two kinds of link for an official share: an address in one e-mail, a code in another, and who came by it."""

import hashlib

from django.db import models
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.model_fields import MomentColumn


class CodeLink(models.Model):
    """The address goes in an e-mail of its own and the code in another. Of both only a hash is kept.

    One that was replaced by a later link is worth nothing any more.
    """

    token_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    code_hash = models.CharField(max_length=200, editable=False)
    made_at = MomentColumn(_("made at"), default=clock.now, editable=False)
    expires_at = MomentColumn(_("good until"))
    replaced_at = MomentColumn(_("replaced at"), null=True, editable=False)
    codes_sent = models.PositiveSmallIntegerField(_("codes sent"), default=1, editable=False)

    class Meta:
        abstract = True

    @staticmethod
    def hash_of(token: str) -> str:
        """What is kept of the secret part of the address: it is long and random, so one round is enough."""
        return hashlib.sha256(token.encode()).hexdigest()

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= clock.now()


class LinkOpening(models.Model):
    """One time that somebody came by a link. Of who came only a part of the network address is kept."""

    class Outcome(models.TextChoices):
        ASKED = "asked", _("Was asked for the code")
        RIGHT = "right", _("Gave the code")
        WRONG = "wrong", _("Gave a wrong code")
        HELD = "held", _("Had to wait after too many wrong codes")
        LOCKED = "locked", _("Came after so many wrong codes that the link is locked")
        READ = "read", _("Read the page")
        CLOSED = "closed", _("Came when the link was no longer good")

    origin = models.CharField(_("from where"), max_length=50, blank=True)
    outcome = models.CharField(_("what happened"), max_length=10, choices=Outcome)
    at = MomentColumn(_("at"), default=clock.now, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.get_outcome_display()
