"""Tokens, and what was answered to a write that a program may send again."""

import hashlib
import uuid

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coophub.proposals.models import takes_two
from coophub.web import clock
from coophub.web.model_fields import MomentColumn


class Scope(models.TextChoices):
    """What a token is for. What its person may not do, no token does."""

    INITIATIVES = "initiatives:read", _("Read my initiatives and their road maps")
    PLANS = "plans:read", _("Read the financing plans of my initiatives")
    WRITE_PLANS = "plans:write", _("Change financing plans of my initiatives, and start new ones")
    DOCUMENTS = "documents:read", _("Read the documents of my initiatives")
    APPLICATIONS = "applications:read", _("Read the applications of my initiatives, and what was awarded")
    CASES = "cases:read", _("Read applications at the ministry with their decisions, letters, documents and payments")
    ARCHIVE = "cases:archive", _("Say of closed dossiers that they are in the archive")
    PILOTS = "pilots:read", _("Read the pilots that I coach, with their sessions")


class TokenHolder(models.TextChoices):
    """Whose programs come in without a person."""

    MINISTRY = "ministry", _("The record system of the ministry")
    ARCHIVE = "archive", _("The archive of the ministry")
    COOPLINK = "cooplink", _("Cooplink")


SCOPE_OF = {
    TokenHolder.MINISTRY: Scope.CASES,
    TokenHolder.ARCHIVE: Scope.ARCHIVE,
    TokenHolder.COOPLINK: Scope.PILOTS,
}
"""The one thing that each may do."""
DOES = {
    TokenHolder.MINISTRY: Scope.CASES.label,
    TokenHolder.ARCHIVE: Scope.ARCHIVE.label,
    TokenHolder.COOPLINK: _("Read all pilots that go on, with their sessions, without the names of advisors"),
}


class ApiToken(models.Model):
    """Lets a program do a few things for a while, as one person or for an organisation. Only its hash is kept, so
    nobody can read it here.

    One of an organisation takes two administrators: it has no hash, and lets nobody in, before its proposal is
    confirmed and somebody takes it.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="api_tokens")
    organisation = models.CharField(
        _("organisation"), max_length=20, choices=TokenHolder, blank=True, default="", db_default=""
    )
    proposal = models.OneToOneField("proposals.Proposal", models.PROTECT, null=True, related_name="+")
    name = models.CharField(_("name"), max_length=100)
    scopes = ArrayField(models.CharField(max_length=30, choices=Scope), verbose_name=_("what it may do"))
    token_sha256 = models.CharField(_("hash of the token"), max_length=64, unique=True, null=True, editable=False)
    begins_with = models.CharField(_("how it begins"), max_length=20, blank=True, editable=False)
    created_at = MomentColumn(_("made at"), default=clock.now, editable=False)
    expires_at = MomentColumn(_("good until"))
    last_used_at = MomentColumn(_("last used at"), null=True, editable=False)
    revoked_at = MomentColumn(_("withdrawn at"), null=True, editable=False)
    submission_key = models.UUIDField(
        _("key of the form that made it"), unique=True, default=uuid.uuid4, editable=False
    )

    class Meta:
        verbose_name = _("token")
        verbose_name_plural = _("tokens")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(scopes__len__gt=0), name="token_is_for_something"),
            models.CheckConstraint(condition=Q(expires_at__gt=models.F("created_at")), name="token_ends_later"),
            models.CheckConstraint(
                condition=Q(user__isnull=False, organisation="", proposal=None, token_sha256__isnull=False)
                | Q(user=None, organisation__in=TokenHolder.values),
                name="token_of_a_person_or_an_organisation",
            ),
        ]
        triggers = [
            takes_two(
                operation=pgtrigger.Insert | pgtrigger.Update,
                unless="NEW.user_id IS NOT NULL OR NEW.token_sha256 IS NULL",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_good(self) -> bool:
        """Whether a program still comes in with it now."""
        return self.token_sha256 is not None and self.revoked_at is None and self.expires_at > clock.now()

    @property
    def scopes_in_words(self) -> list[str]:
        if self.organisation:
            return [str(DOES[TokenHolder(self.organisation)])]
        return [str(Scope(scope).label) for scope in self.scopes]

    @staticmethod
    def hash_of(token: str) -> str:
        """What is kept of it. It is long and random, so one round of SHA-256 is enough."""
        return hashlib.sha256(token.encode()).hexdigest()


class KeptAnswer(models.Model):
    """What was answered to a write with an `Idempotency-Key`: the same again for who sends it again."""

    token = models.ForeignKey(ApiToken, models.CASCADE, related_name="kept_answers")
    key = models.CharField(_("key"), max_length=255)
    request_sha256 = models.CharField(_("hash of what was asked"), max_length=64)
    status = models.PositiveSmallIntegerField(_("status"), null=True)
    headers = models.JSONField(_("headers"), default=dict)
    body = models.TextField(_("answer"), blank=True)
    created_at = MomentColumn(_("answered at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("answer that is kept")
        verbose_name_plural = _("answers that are kept")
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="idempotency_key_once_a_token")]
        indexes = [
            # What goes after a day (coophub.operations.retention).
            models.Index(fields=["created_at"], name="kept_answers_by_age"),
        ]

    def __str__(self) -> str:
        return self.key
