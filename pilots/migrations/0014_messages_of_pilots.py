"""Messages between a group and who coaches it; an action can come of one."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import coophub.web.clock
import coophub.web.model_fields


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0006_days_within_bounds"),
        ("pilots", "0013_moved_last_days"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ThreadReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
            options={
                "verbose_name": "reading of a thread",
                "verbose_name_plural": "readings of threads",
            },
        ),
        migrations.AlterField(
            model_name="agreedaction",
            name="session",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="actions",
                to="pilots.coachingsession",
                verbose_name="session",
            ),
        ),
        migrations.CreateModel(
            name="ThreadMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_from_advisor", models.BooleanField(verbose_name="from an advisor")),
                ("text", models.TextField(max_length=4000, verbose_name="message")),
                (
                    "submission_key",
                    models.UUIDField(editable=False, unique=True, verbose_name="key of the form that made it"),
                ),
                (
                    "written_at",
                    coophub.web.model_fields.MomentColumn(
                        default=coophub.web.clock.now, editable=False, verbose_name="written at"
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="thread_messages",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="author",
                    ),
                ),
                (
                    "pilot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="pilots.pilot",
                        verbose_name="pilot",
                    ),
                ),
            ],
            options={
                "verbose_name": "message in a thread",
                "verbose_name_plural": "messages in threads",
                "ordering": ["-pk"],
            },
        ),
        migrations.AddField(
            model_name="agreedaction",
            name="message",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="action",
                to="pilots.threadmessage",
                verbose_name="message",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreedaction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("message__isnull", False), ("session", None)),
                    models.Q(("message", None), ("session__isnull", False)),
                    _connector="OR",
                ),
                name="agreed_in_a_session_or_a_message",
            ),
        ),
        migrations.AddField(
            model_name="threadreading",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="thread_readings",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AddField(
            model_name="threadreading",
            name="pilot",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="thread_readings",
                to="pilots.pilot",
                verbose_name="pilot",
            ),
        ),
        migrations.AddField(
            model_name="threadreading",
            name="up_to",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="pilots.threadmessage",
                verbose_name="last message read",
            ),
        ),
        migrations.AddIndex(
            model_name="threadmessage",
            index=models.Index(fields=["pilot", "-id"], name="messages_of_a_pilot"),
        ),
        migrations.AddConstraint(
            model_name="threadmessage",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.LessThanOrEqual(
                    django.db.models.functions.text.Length("text"), 4000
                ),
                name="message_not_too_long",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="threadmessage",
            trigger=pgtrigger.compiler.Trigger(
                name="written",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."pilot_id" IS DISTINCT FROM (NEW."pilot_id") OR OLD."author_id" IS DISTINCT FROM (NEW."author_id") OR OLD."is_from_advisor" IS DISTINCT FROM (NEW."is_from_advisor") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."submission_key" IS DISTINCT FROM (NEW."submission_key") OR OLD."written_at" IS DISTINCT FROM (NEW."written_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="c095d6d2dba7d3eb2b50cf8c9fed98eb36113266",
                    operation="UPDATE",
                    pgid="pgtrigger_written_a618b",
                    table="pilots_threadmessage",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="threadreading",
            constraint=models.UniqueConstraint(fields=("person", "pilot"), name="thread_read_by_somebody_once"),
        ),
    ]
