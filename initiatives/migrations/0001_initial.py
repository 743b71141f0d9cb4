"""The initiatives and everything that belongs to one, with the municipalities of `data/municipalities.csv`."""

import csv
import uuid
from pathlib import Path

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import coophub.web.clock

FILE = Path(__file__).resolve().parent.parent / "data" / "municipalities.csv"


def load_municipalities(apps, schema_editor):
    Municipality = apps.get_model("initiatives", "Municipality")
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = [
            Municipality(
                code=row["code"],
                name=row["name"],
                province=row["province"],
                latitude=float(row["latitude"]),
                longitude=float(row["longitude"]),
            )
            for row in csv.DictReader(file)
        ]
    Municipality.objects.bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Municipality",
            fields=[
                ("code", models.CharField(max_length=6, primary_key=True, serialize=False, verbose_name="code")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("province", models.CharField(max_length=30, verbose_name="province")),
                ("latitude", models.FloatField(verbose_name="latitude")),
                ("longitude", models.FloatField(verbose_name="longitude")),
                ("has_ground_lease", models.BooleanField(blank=True, null=True, verbose_name="leases out ground")),
                (
                    "has_loan_fund",
                    models.BooleanField(blank=True, null=True, verbose_name="lends money to co-operatives"),
                ),
                ("policy", models.TextField(blank=True, verbose_name="policy for co-operatives")),
                ("contact", models.CharField(blank=True, max_length=200, verbose_name="whom to ask")),
                ("policy_updated_on", models.DateField(blank=True, null=True, verbose_name="policy checked on")),
            ],
            options={
                "verbose_name": "municipality",
                "verbose_name_plural": "municipalities",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Initiative",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="address")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("rental", "Rental co-operative"),
                            ("owner_occupied", "Owner-occupied co-operative"),
                            ("mixed", "Rental and owner-occupied together"),
                            ("member_equity", "Co-operative with member equity"),
                            ("management", "Management co-operative"),
                            ("cpo", "Collective private commissioning (CPO)"),
                            ("clustered", "Clustered living or hofje"),
                        ],
                        max_length=20,
                        verbose_name="form",
                    ),
                ),
                (
                    "building",
                    models.CharField(
                        choices=[
                            ("new_build", "New homes"),
                            ("transformation", "A building that becomes homes"),
                            ("take_over", "Homes bought from a housing corporation"),
                            ("existing", "Homes that stay with their owner"),
                        ],
                        default="new_build",
                        max_length=20,
                        verbose_name="kind of building",
                    ),
                ),
                (
                    "is_woningwet_cooperative",
                    models.BooleanField(default=False, verbose_name="co-operative under the Housing Act"),
                ),
                (
                    "target_group",
                    models.CharField(
                        choices=[
                            ("middle_incomes", "Middle incomes"),
                            ("older_people", "Older people"),
                            ("social", "Low incomes (social rent)"),
                            ("starters", "Young people and starters"),
                            ("mixed", "A mix of people"),
                        ],
                        max_length=20,
                        verbose_name="for whom",
                    ),
                ),
                (
                    "homes",
                    models.PositiveIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(2000),
                        ],
                        verbose_name="number of homes",
                    ),
                ),
                (
                    "phase",
                    models.CharField(
                        choices=[
                            ("initiative", "Initiative"),
                            ("feasibility", "Feasibility"),
                            ("development", "Development"),
                            ("construction", "Construction"),
                            ("living", "Living"),
                        ],
                        default="initiative",
                        max_length=20,
                        verbose_name="phase",
                    ),
                ),
                ("summary", models.CharField(blank=True, max_length=300, verbose_name="in one or two sentences")),
                ("description", models.TextField(blank=True, max_length=5000, verbose_name="description")),
                ("website", models.URLField(blank=True, verbose_name="website")),
                ("latitude", models.FloatField(blank=True, null=True, verbose_name="latitude")),
                ("longitude", models.FloatField(blank=True, null=True, verbose_name="longitude")),
                ("legal_name", models.CharField(blank=True, max_length=150, verbose_name="legal name")),
                (
                    "kvk_number",
                    models.CharField(
                        blank=True,
                        max_length=8,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{8}$", "A KVK number has eight digits, for example 12345678."
                            )
                        ],
                        verbose_name="KVK number",
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="published at"),
                ),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("stopped", "Stopped"), ("merged", "Went on in another initiative")],
                        max_length=20,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=coophub.web.clock.now, editable=False, verbose_name="begun at"),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="begun by",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="initiatives",
                        to="initiatives.municipality",
                        verbose_name="municipality",
                    ),
                ),
            ],
            options={
                "verbose_name": "initiative",
                "verbose_name_plural": "initiatives",
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PhaseChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "phase",
                    models.CharField(
                        choices=[
                            ("initiative", "Initiative"),
                            ("feasibility", "Feasibility"),
                            ("development", "Development"),
                            ("construction", "Construction"),
                            ("living", "Living"),
                        ],
                        max_length=20,
                        verbose_name="phase",
                    ),
                ),
                ("on", models.DateField(verbose_name="since")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="changed by",
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="phase_changes",
                        to="initiatives.initiative",
                    ),
                ),
            ],
            options={
                "verbose_name": "phase change",
                "verbose_name_plural": "phase changes",
                "ordering": ["on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200, verbose_name="what")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="before when")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done at")),
                ("origin", models.CharField(blank=True, max_length=150, verbose_name="where it came up")),
                (
                    "created_at",
                    models.DateTimeField(default=coophub.web.clock.now, editable=False, verbose_name="added at"),
                ),
                (
                    "submission_key",
                    models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="key of the form that made it"),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="added by",
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="done by",
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tasks", to="initiatives.initiative"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
            ],
            options={
                "verbose_name": "task",
                "verbose_name_plural": "tasks",
                "ordering": ["due_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("owner", "Owner: everything, also members and publication"),
                            ("editor", "Editor: plans, documents and tasks"),
                            ("reader", "Reader: sees everything, changes nothing"),
                        ],
                        default="editor",
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=coophub.web.clock.now, editable=False, verbose_name="invited at"),
                ),
                ("expires_at", models.DateTimeField(verbose_name="valid until")),
                ("accepted_at", models.DateTimeField(blank=True, null=True, verbose_name="accepted at")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="withdrawn at")),
                (
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="accepted by",
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="initiatives.initiative",
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="invited by",
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation",
                "verbose_name_plural": "invitations",
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                        name="invitation_email_is_lower_case",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("accepted_at", None), ("withdrawn_at", None)),
                        fields=("initiative", "email"),
                        name="invitation_once_per_address",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("owner", "Owner: everything, also members and publication"),
                            ("editor", "Editor: plans, documents and tasks"),
                            ("reader", "Reader: sees everything, changes nothing"),
                        ],
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
                ("joined_at", models.DateTimeField(default=coophub.web.clock.now, verbose_name="member since")),
                ("left_at", models.DateTimeField(blank=True, null=True, verbose_name="left at")),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="initiatives.initiative",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "membership",
                "verbose_name_plural": "memberships",
                "ordering": ["joined_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("left_at", None)),
                        fields=("user", "initiative"),
                        name="member_once_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "phase",
                    models.CharField(
                        choices=[
                            ("initiative", "Initiative"),
                            ("feasibility", "Feasibility"),
                            ("development", "Development"),
                            ("construction", "Construction"),
                            ("living", "Living"),
                        ],
                        max_length=20,
                        verbose_name="phase",
                    ),
                ),
                ("key", models.SlugField(blank=True, editable=False, max_length=40)),
                ("title", models.CharField(blank=True, max_length=150, verbose_name="what")),
                ("planned_on", models.DateField(blank=True, null=True, verbose_name="planned on")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="done on")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="milestones",
                        to="initiatives.initiative",
                    ),
                ),
            ],
            options={
                "verbose_name": "milestone",
                "verbose_name_plural": "milestones",
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        fields=("initiative", "key"),
                        name="milestone_of_template_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        fields=("initiative", "phase", "title"),
                        name="milestone_of_group_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("key", ""), _negated=True),
                            models.Q(("title", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="milestone_says_what",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="initiative",
            index=models.Index(
                condition=models.Q(("published_at__isnull", False)), fields=["name", "id"], name="register_by_name"
            ),
        ),
        migrations.AddIndex(
            model_name="initiative",
            index=models.Index(
                condition=models.Q(("published_at__isnull", False)),
                fields=["-published_at", "-id"],
                name="register_latest",
            ),
        ),
        migrations.AddIndex(
            model_name="initiative",
            index=models.Index(
                condition=models.Q(("published_at__isnull", False)), fields=["phase"], name="register_phase"
            ),
        ),
        migrations.AddIndex(
            model_name="initiative",
            index=models.Index(
                condition=models.Q(("published_at__isnull", False)), fields=["form"], name="register_form"
            ),
        ),
        migrations.AddIndex(
            model_name="initiative",
            index=models.Index(
                condition=models.Q(("published_at__isnull", False)),
                fields=["target_group"],
                name="register_target_group",
            ),
        ),
        migrations.AddIndex(
            model_name="initiative",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.SearchVector("name", "summary", config="dutch"), name="initiative_words"
            ),
        ),
        migrations.AddConstraint(
            model_name="initiative",
            constraint=models.CheckConstraint(
                condition=models.Q(("homes__range", (1, 2000))), name="initiative_homes_in_range"
            ),
        ),
        migrations.AddConstraint(
            model_name="initiative",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_on", None), ("outcome", "")),
                    models.Q(("ended_on__isnull", False), models.Q(("outcome", ""), _negated=True)),
                    _connector="OR",
                ),
                name="initiative_outcome_when_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="initiative",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("latitude", None), ("longitude", None)),
                    models.Q(("latitude__range", (50, 54)), ("longitude__range", (3, 8))),
                    _connector="OR",
                ),
                name="initiative_point_in_the_netherlands",
            ),
        ),
        migrations.AddConstraint(
            model_name="initiative",
            constraint=models.CheckConstraint(
                condition=models.Q(("kvk_number", ""), ("kvk_number__regex", "^[0-9]{8}$"), _connector="OR"),
                name="initiative_kvk_has_eight_digits",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("done_at", None)), fields=["initiative", "due_on"], name="tasks_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.UniqueConstraint(fields=("initiative", "submission_key"), name="task_once_per_form"),
        ),
        migrations.RunPython(load_municipalities, migrations.RunPython.noop),
    ]
