"""Requests to complete and postponements of an objection stand with those of an application, in one table each."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from financing.subsidies.law.freezing import seal

SIX_WEEKS = 6
"""By how much Awb 7:10 lid 3 let a decision on an objection be postponed when these rows were written."""


def about_one(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(application__isnull=False, objection=None) | Q(application=None, objection__isnull=False), name=name
    )


def together(apps: Any, schema_editor: Any) -> None:
    """What stood apart about an objection moves to the tables of both."""
    requests = apps.get_model("subsidies", "RemedyRequest")
    additions = apps.get_model("subsidies", "Addition")
    postponements = apps.get_model("subsidies", "Postponement")
    letters = apps.get_model("subsidies", "Letter")
    for old in apps.get_model("subsidies", "ObjectionRemedy").objects.order_by("pk"):
        request = requests.objects.create(
            objection=old.objection,
            points=[old.defects],
            requested_by=old.requested_by,
            requested_at=old.requested_at,
            requested_on=old.requested_on,
            last_day=old.last_day,
            completed_at=old.mended_at,
            completed_on=old.mended_on,
        )
        if old.mended_on is None:
            continue
        content = {
            "points": [{"point": old.defects, "answer": old.answer}],
            "documents": [],
            "requested_on": old.requested_on.isoformat(),
            "completed_on": old.mended_on.isoformat(),
            "submission": old.objection.application.submission.sha256,
        }
        additions.objects.create(
            request=request, content=content, sha256=seal(content), added_by=old.mended_by, added_at=old.mended_at
        )
    for old in apps.get_model("subsidies", "ObjectionDelay").objects.order_by("pk"):
        postponements.objects.create(
            objection=old.objection,
            kind="consent",
            reason=old.reason,
            last_day=old.last_day,
            made_by=old.asked_by,
            made_at=old.asked_at,
            answered_by=old.answered_by,
            answered_at=old.answered_at,
            is_agreed=old.is_agreed,
        )
    for objection in apps.get_model("subsidies", "Objection").objects.filter(is_postponed=True):
        letter = letters.objects.filter(kind="extension", occasion=f"objection-{objection.pk}").first()
        postponements.objects.create(
            objection=objection,
            kind="extension",
            reason=letter.facts["reason"] if letter else "",
            weeks=letter.facts["weeks"] if letter else SIX_WEEKS,
            made_by=objection.handler or objection.entered_by,
            made_at=letter.sent_at if letter else objection.entered_at,
        )
    check_now(schema_editor)


def apart(apps: Any, schema_editor: Any) -> None:
    """Back again. What a group added keeps its words; its seal goes."""
    requests = apps.get_model("subsidies", "RemedyRequest")
    additions = apps.get_model("subsidies", "Addition")
    postponements = apps.get_model("subsidies", "Postponement")
    objections = apps.get_model("subsidies", "Objection")
    remedies = apps.get_model("subsidies", "ObjectionRemedy")
    delays = apps.get_model("subsidies", "ObjectionDelay")
    for request in requests.objects.filter(objection__isnull=False).order_by("pk"):
        addition = additions.objects.filter(request=request).first()
        remedies.objects.create(
            objection=request.objection,
            defects="\n".join(request.points),
            requested_by=request.requested_by,
            requested_at=request.requested_at,
            requested_on=request.requested_on,
            last_day=request.last_day,
            answer="\n".join(item["answer"] for item in addition.content["points"]) if addition else "",
            mended_by=addition.added_by if addition else None,
            mended_at=request.completed_at,
            mended_on=request.completed_on,
        )
    for consent in postponements.objects.filter(objection__isnull=False, kind="consent").order_by("pk"):
        delays.objects.create(
            objection=consent.objection,
            reason=consent.reason,
            last_day=consent.last_day,
            asked_by=consent.made_by,
            asked_at=consent.made_at,
            answered_by=consent.answered_by,
            answered_at=consent.answered_at,
            is_agreed=consent.is_agreed,
        )
    extended = postponements.objects.filter(objection__isnull=False, kind="extension")
    objections.objects.filter(pk__in=extended.values("objection")).update(is_postponed=True)
    # What was added is frozen; here it only goes back to where it stood.
    schema_editor.execute("ALTER TABLE subsidies_addition DISABLE TRIGGER USER")
    additions.objects.filter(request__objection__isnull=False).delete()
    for addition in additions.objects.select_related("request"):
        additions.objects.filter(pk=addition.pk).update(application=addition.request.application_id)
    postponements.objects.filter(objection__isnull=False).delete()
    requests.objects.filter(objection__isnull=False).delete()
    check_now(schema_editor)
    schema_editor.execute("ALTER TABLE subsidies_addition ENABLE TRIGGER USER")


def check_now(schema_editor: Any) -> None:
    """Tables cannot be changed while foreign keys of new rows still wait to be checked."""
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


OBJECTION = "subsidies.objection"
APPLICATION = "subsidies.application"
PROTECT = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    dependencies = [
        ("subsidies", "0005_signatures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint("postponement", "extended_once"),
        migrations.RemoveConstraint("postponement", "postponement_says_until_when"),
        migrations.RemoveConstraint("remedyrequest", "one_open_remedy_request"),
        migrations.AddField(
            "postponement",
            "objection",
            models.ForeignKey(OBJECTION, on_delete=PROTECT, null=True, related_name="postponements"),
        ),
        migrations.AddField(
            "remedyrequest",
            "objection",
            models.ForeignKey(OBJECTION, on_delete=PROTECT, null=True, related_name="remedy_requests"),
        ),
        migrations.AlterField(
            "postponement",
            "application",
            models.ForeignKey(APPLICATION, on_delete=PROTECT, null=True, related_name="postponements"),
        ),
        migrations.AlterField(
            "remedyrequest",
            "application",
            models.ForeignKey(APPLICATION, on_delete=PROTECT, null=True, related_name="remedy_requests"),
        ),
        migrations.AlterField(
            "addition",
            "application",
            models.ForeignKey(APPLICATION, on_delete=PROTECT, null=True, related_name="additions"),
        ),
        migrations.AlterField(
            "postponement",
            "kind",
            models.CharField(
                choices=[
                    ("extension", "Extension"),
                    ("notice", "Notice that it will be late (Awb 4:14 lid 1)"),
                    ("consent", "Postponement with consent"),
                ],
                max_length=20,
                verbose_name="kind",
            ),
        ),
        migrations.RunPython(together, apart),
        migrations.RemoveField("addition", "application"),
        migrations.RemoveField("objection", "is_postponed"),
        migrations.DeleteModel("ObjectionDelay"),
        migrations.DeleteModel("ObjectionRemedy"),
        migrations.AddConstraint("postponement", about_one("postponement_is_about_one")),
        migrations.AddConstraint(
            "postponement",
            models.UniqueConstraint(
                fields=["application", "objection"],
                condition=Q(kind="extension"),
                nulls_distinct=False,
                name="extended_once",
            ),
        ),
        migrations.AddConstraint(
            "postponement",
            models.UniqueConstraint(
                fields=["application", "objection"],
                condition=Q(kind="consent", answered_at=None),
                nulls_distinct=False,
                name="postponement_asked_once",
            ),
        ),
        migrations.AddConstraint(
            "postponement",
            models.CheckConstraint(
                condition=Q(kind="extension", weeks__gt=0)
                | Q(kind="notice", objection=None, last_day__isnull=False)
                | Q(kind="consent", objection=None, first_day__isnull=False, last_day__gte=F("first_day"))
                | Q(kind="consent", application=None, last_day__isnull=False),
                name="postponement_says_until_when",
            ),
        ),
        migrations.AddConstraint(
            "postponement",
            models.CheckConstraint(
                condition=Q(answered_at=None, is_agreed=None) | Q(answered_at__isnull=False, is_agreed__isnull=False),
                name="postponement_answered_whole",
            ),
        ),
        migrations.AddConstraint("remedyrequest", about_one("remedy_request_is_about_one")),
        migrations.AddConstraint(
            "remedyrequest",
            models.UniqueConstraint(
                fields=["application", "objection"],
                condition=Q(completed_at=None),
                nulls_distinct=False,
                name="one_open_remedy_request",
            ),
        ),
    ]
