"""Documents that are made in the background: one job row each, from queued to done or failed.

A job that reads what somebody uploaded has that as its `source` until it is done.
"""

import uuid

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.model_fields import MomentColumn


def stored_path(job: "ReportJob", filename: str) -> str:
    """Where a finished report lives; each attempt has a name of its own, so a late one never overwrites a finished
    one.
    """
    return f"reports/{job.id.hex[:2]}/{job.id.hex}-{job.attempt}"


def source_path(job: "ReportJob", filename: str) -> str:
    return f"reports/{job.id.hex[:2]}/{job.id.hex}-source"


class ReportJob(models.Model):
    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        WORKING = "working", _("Being made")
        DONE = "done", _("Ready")
        FAILED = "failed", _("Failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=50)
    subject_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    subject_id = models.CharField(max_length=64)
    subject = GenericForeignKey("subject_type", "subject_id")
    parameters = models.JSONField(default=dict)
    language = models.CharField(max_length=5)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    source = models.FileField(_("what it is made from"), upload_to=source_path, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    percentage = models.PositiveSmallIntegerField(_("progress"), default=0)
    failure = models.TextField(_("reason of the failure"), blank=True)
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=0)
    file = models.FileField(_("file"), upload_to=stored_path, blank=True)
    filename = models.CharField(_("file name"), max_length=255, blank=True)
    content_type = models.CharField(_("type"), max_length=100, blank=True)
    size_bytes = models.PositiveBigIntegerField(_("size"), null=True)
    sha256 = models.CharField(_("hash of the file"), max_length=64, blank=True, default="", db_default="")
    """Empty for what was made before it was kept."""
    created_at = MomentColumn(_("asked at"), default=clock.now, editable=False)
    queued_at = MomentColumn(_("last handed to the queue at"), null=True)
    lease_until = MomentColumn(_("worker has it until"), null=True)
    finished_at = MomentColumn(_("finished at"), null=True)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(percentage__lte=100), name="report_percentage_to_100"),
            models.CheckConstraint(condition=~Q(state="done") | ~Q(file=""), name="report_done_has_file"),
        ]
        indexes = [
            # The reports of one subject, newest first (selectors.reports_of).
            models.Index(fields=["subject_type", "subject_id", "-created_at"], name="reports_of_a_subject"),
            # What the sweeper looks at.
            models.Index(fields=["state", "lease_until"], name="reports_unfinished"),
        ]

    def __str__(self) -> str:
        return self.filename or f"{self.kind} {self.id}"

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE

    @property
    def is_waited_for(self) -> bool:
        """Whether a worker still has to make it, or to finish it."""
        return self.state in (self.State.QUEUED, self.State.WORKING)
