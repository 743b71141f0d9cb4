"""Roles of advisors, notes for who takes over, goals and contacts with parties."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import coophub.web.model_fields


def let_first_lead(apps, schema_editor):
    """Of the advisors that a pilot has now, the one who is there longest leads it."""
    Assignment = apps.get_model("pilots", "Assignment")
    earlier = Assignment.objects.filter(
        models.Q(started_on__lt=models.OuterRef("started_on"))
        | models.Q(started_on=models.OuterRef("started_on"), pk__lt=models.OuterRef("pk")),
        pilot=models.OuterRef("pilot"),
        ended_on=None,
    )
    Assignment.objects.exclude(models.Exists(earlier)).update(role="lead")


class Migration(migrations.Migration):
    dependencies = [
        ("pilots", "0005_planned_sessions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CoachingGoal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("goal", models.CharField(max_length=300, verbose_name="goal")),
                ("check_on", coophub.web.model_fields.DayColumn(verbose_name="look how it stands on")),
                (
                    "state",
                    models.CharField(
                        choices=[("at_work", "At work on it"), ("reached", "Reached"), ("dropped", "Dropped")],
                        default="at_work",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("how_it_stands", models.TextField(blank=True, verbose_name="how it stands")),
                ("checked_on", coophub.web.model_fields.DayColumn(blank=True, null=True, verbose_name="checked on")),
            ],
            options={
                "verbose_name": "goal of a pilot",
                "verbose_name_plural": "goals of pilots",
                "ordering": ["check_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PartyContact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "party",
                    models.CharField(
                        choices=[
                            ("municipality", "Municipality"),
                            ("bank", "Bank or lender"),
                            ("corporation", "Housing corporation"),
                            ("adviser", "Hired adviser"),
                            ("other", "Somebody else"),
                        ],
                        max_length=20,
                        verbose_name="with whom",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="which one")),
                ("on", coophub.web.model_fields.DayColumn(verbose_name="day")),
                ("outcome", models.TextField(verbose_name="what came of it")),
                (
                    "submission_key",
                    models.UUIDField(editable=False, unique=True, verbose_name="key of the form that made it"),
                ),
            ],
            options={
                "verbose_name": "contact with a party",
                "verbose_name_plural": "contacts with parties",
                "ordering": ["-on", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="assignment",
            name="handover_note",
            field=models.TextField(blank=True, verbose_name="note for who takes over"),
        ),
        migrations.AddField(
            model_name="assignment",
            name="role",
            field=models.CharField(
                choices=[("lead", "Lead advisor"), ("second", "Second advisor"), ("expert", "Expert on one subject")],
                default="second",
                max_length=10,
                verbose_name="role",
            ),
        ),
        migrations.RunPython(let_first_lead, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on", None), ("role", "lead")),
                fields=("pilot",),
                name="one_lead_advisor_at_a_time",
            ),
        ),
        migrations.AddField(
            model_name="coachinggoal",
            name="pilot",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="goals",
                to="pilots.pilot",
                verbose_name="pilot",
            ),
        ),
        migrations.AddField(
            model_name="partycontact",
            name="advisor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="party_contacts",
                to=settings.AUTH_USER_MODEL,
                verbose_name="advisor",
            ),
        ),
        migrations.AddField(
            model_name="partycontact",
            name="pilot",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="contacts",
                to="pilots.pilot",
                verbose_name="pilot",
            ),
        ),
        migrations.AddConstraint(
            model_name="coachinggoal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "at_work")), fields=("pilot", "goal"), name="goal_once_while_at_work"
            ),
        ),
        migrations.AddConstraint(
            model_name="coachinggoal",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "at_work"), ("checked_on__isnull", False), _connector="OR"),
                name="goal_was_checked_when_over",
            ),
        ),
    ]
