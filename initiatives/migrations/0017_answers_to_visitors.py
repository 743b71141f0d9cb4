"""A visitor is answered in CoopHub, by somebody of the group."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import coophub.web.model_fields


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0016_first_steps"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="visitormessage",
            name="answer",
            field=models.TextField(blank=True, max_length=2000, verbose_name="answer"),
        ),
        migrations.AddField(
            model_name="visitormessage",
            name="answered_at",
            field=coophub.web.model_fields.MomentColumn(editable=False, null=True, verbose_name="answered at"),
        ),
        migrations.AddField(
            model_name="visitormessage",
            name="answered_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="visitormessage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", ""), ("answered_at", None), ("answered_by", None)),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("answered_by__isnull", False),
                        models.Q(("answer", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="visitor_message_is_answered_by_somebody",
            ),
        ),
    ]
