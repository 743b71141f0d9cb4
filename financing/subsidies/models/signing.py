"""Two pairs of eyes: who wrote a version of what is signed, and who agreed with which content."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coophub.web.model_fields import MomentColumn
from financing.subsidies.models.application import Application

USER = settings.AUTH_USER_MODEL


class DraftVersion(models.Model):
    """A version of something that somebody else signs: who wrote it, and all that it said.

    `draft` names what it is for, within its application where it has one, and not the row that holds it now: who wrote
    one that was thrown away wrote it too.
    """

    draft = models.CharField(_("what it is a version of"), max_length=80)
    application = models.ForeignKey(Application, models.PROTECT, null=True, related_name="draft_versions")
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    written_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    written_at = MomentColumn()

    class Meta:
        verbose_name = _("version of a draft")
        verbose_name_plural = _("versions of drafts")
        ordering = ["written_at", "pk"]
        indexes = [models.Index(fields=["draft"], condition=Q(application=None), name="versions_of_a_draft")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.draft}: {self.written_by}"


class Signature(models.Model):
    """That somebody agreed with a content, which is kept here whole. It lapses when the content becomes another.

    `writers` are the numbers of everybody who wrote a version of it: none of them can sign.
    """

    draft = models.CharField(_("what is signed"), max_length=80)
    application = models.ForeignKey(Application, models.PROTECT, null=True, related_name="signatures")
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    writers = ArrayField(models.BigIntegerField(), default=list)
    signed_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    signed_at = MomentColumn()
    lapsed_at = MomentColumn(_("lapsed at"), null=True)

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["signed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "draft"],
                condition=Q(lapsed_at=None),
                nulls_distinct=False,
                name="one_signature_that_stands",
            ),
            models.CheckConstraint(
                condition=~Q(writers__contains=[F("signed_by")]), name="nobody_signs_what_they_wrote"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="frozen", exclude=["lapsed_at"]),
            pgtrigger.Protect(
                name="lapses_once", operation=pgtrigger.Update, condition=pgtrigger.Q(old__lapsed_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draft}: {self.signed_by}"


class SignatureRequest(models.Model):
    """That one of a group asked another to sign the application along, and all that it said at that moment."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="signature_requests")
    asked = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("who was asked"))
    asked_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_at = MomentColumn(_("asked at"))
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("request to sign along")
        verbose_name_plural = _("requests to sign along")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(asked=F("asked_by")), name="nobody_asks_themselves_to_sign"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.application}: {self.asked}"
