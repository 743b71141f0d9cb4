"""Lessons from bottlenecks, whether readers found a text useful, and other spellings of a measure."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import coophub.web.clock
import coophub.web.model_fields


class Migration(migrations.Migration):
    dependencies = [
        ("pilots", "0007_rounds_of_questions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Lesson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("problem", models.TextField(verbose_name="what was the matter")),
                ("what_helped", models.TextField(verbose_name="what helped")),
                ("title_en", models.CharField(blank=True, max_length=120, verbose_name="title in English")),
                ("problem_en", models.TextField(blank=True, verbose_name="what was the matter, in English")),
                ("what_helped_en", models.TextField(blank=True, verbose_name="what helped, in English")),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("financing", "Financing"),
                            ("municipal_priority", "Municipal priority"),
                            ("unfamiliarity", "Unfamiliarity"),
                            ("location", "Location"),
                            ("scale", "Scale"),
                            ("uniformity", "Every project is different"),
                            ("professionalism", "Organisation and skills"),
                        ],
                        editable=False,
                        max_length=20,
                        verbose_name="category",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("financing.lender", "No bank or lender takes part"),
                            ("financing.own_money", "Too little money of members"),
                            ("financing.gap", "The sources leave a gap"),
                            ("financing.rent", "The rents do not carry the costs"),
                            ("municipal_priority.capacity", "The municipality has no time"),
                            ("municipal_priority.land_price", "Price or terms of the land"),
                            ("municipal_priority.permit", "Zoning or permit"),
                            ("unfamiliarity.parties", "Others do not know this form of living"),
                            ("unfamiliarity.examples", "There is no example to follow"),
                            ("unfamiliarity.rules", "Rules or taxes are unclear"),
                            ("location.none", "No place was found"),
                            ("location.lost", "The place went to somebody else"),
                            ("location.unfit", "The place does not fit the plan"),
                            ("scale.fixed_costs", "Too few homes for the fixed costs"),
                            ("scale.too_small", "Too small for a builder or lender"),
                            ("uniformity.documents", "Everybody asks for other documents"),
                            ("uniformity.no_standard", "There is no standard contract"),
                            ("professionalism.few_people", "Too few people carry the work"),
                            ("professionalism.skills", "The group misses a skill"),
                            ("professionalism.disagreement", "The group does not agree"),
                        ],
                        editable=False,
                        max_length=40,
                        verbose_name="what exactly",
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
                        editable=False,
                        max_length=20,
                        verbose_name="phase",
                    ),
                ),
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
                        editable=False,
                        max_length=20,
                        verbose_name="form",
                    ),
                ),
                ("check_again_by", coophub.web.model_fields.DayColumn(verbose_name="to be read again by")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("waiting", "Waiting for approval"),
                            ("published", "Published"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "remark",
                    models.CharField(blank=True, editable=False, max_length=300, verbose_name="why it came back"),
                ),
                (
                    "created_at",
                    coophub.web.model_fields.MomentColumn(
                        default=coophub.web.clock.now, editable=False, verbose_name="written at"
                    ),
                ),
                (
                    "approved_at",
                    coophub.web.model_fields.MomentColumn(editable=False, null=True, verbose_name="approved at"),
                ),
                (
                    "approved_seal",
                    models.CharField(
                        blank=True, editable=False, max_length=64, verbose_name="seal of what was approved"
                    ),
                ),
                (
                    "words",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.SearchVector(
                            "title", "problem", "what_helped", config="dutch"
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "words_en",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.SearchVector(
                            "title_en", "problem_en", "what_helped_en", config="english"
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
            ],
            options={
                "verbose_name": "lesson",
                "verbose_name_plural": "lessons",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="UsefulAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=80, verbose_name="text")),
                ("reader", models.CharField(editable=False, max_length=64, verbose_name="code of the reader")),
                ("is_useful", models.BooleanField(verbose_name="useful")),
                (
                    "on",
                    coophub.web.model_fields.DayColumn(
                        default=coophub.web.clock.today, editable=False, verbose_name="day"
                    ),
                ),
            ],
            options={
                "verbose_name": "answer about a text",
                "verbose_name_plural": "answers about texts",
            },
        ),
        migrations.AddField(
            model_name="knownmeasure",
            name="spelling_of",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="spellings",
                to="pilots.knownmeasure",
                verbose_name="spelling of",
            ),
        ),
        migrations.AddConstraint(
            model_name="knownmeasure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("spelling_of", None), models.Q(("spelling_of", models.F("pk")), _negated=True), _connector="OR"
                ),
                name="measure_no_spelling_of_itself",
            ),
        ),
        migrations.AddField(
            model_name="lesson",
            name="approved_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lessons_approved",
                to=settings.AUTH_USER_MODEL,
                verbose_name="approved by",
            ),
        ),
        migrations.AddField(
            model_name="lesson",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lessons_written",
                to=settings.AUTH_USER_MODEL,
                verbose_name="author",
            ),
        ),
        migrations.AddField(
            model_name="lesson",
            name="bottleneck",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lessons",
                to="pilots.bottleneck",
                verbose_name="bottleneck",
            ),
        ),
        migrations.AddIndex(
            model_name="usefulanswer",
            index=models.Index(fields=["text", "on"], name="useful_of_a_day"),
        ),
        migrations.AddConstraint(
            model_name="usefulanswer",
            constraint=models.UniqueConstraint(fields=("text", "reader"), name="useful_once_a_reader"),
        ),
        migrations.AddIndex(
            model_name="lesson",
            index=models.Index(
                condition=models.Q(("state", "published")), fields=["category"], name="lessons_of_a_category"
            ),
        ),
        migrations.AddIndex(
            model_name="lesson",
            index=models.Index(
                condition=models.Q(("state", "published")), fields=["-approved_at", "-id"], name="lessons_latest"
            ),
        ),
        migrations.AddIndex(
            model_name="lesson",
            index=models.Index(condition=models.Q(("state", "waiting")), fields=["state"], name="lessons_waiting"),
        ),
        migrations.AddIndex(
            model_name="lesson",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("state", "published")), fields=["words"], name="lesson_words"
            ),
        ),
        migrations.AddIndex(
            model_name="lesson",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("state", "published")), fields=["words_en"], name="lesson_words_en"
            ),
        ),
        migrations.AddConstraint(
            model_name="lesson",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "withdrawn"), _negated=True),
                fields=("bottleneck",),
                name="lesson_once_for_a_bottleneck",
            ),
        ),
        migrations.AddConstraint(
            model_name="lesson",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "published"), _negated=True),
                    models.Q(
                        ("approved_at__isnull", False),
                        ("approved_by__isnull", False),
                        models.Q(("approved_seal", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="lesson_published_when_approved",
            ),
        ),
        migrations.AddConstraint(
            model_name="lesson",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by", None), models.Q(("approved_by", models.F("author")), _negated=True), _connector="OR"
                ),
                name="lesson_approved_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="lesson",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", ""), ("kind__startswith", models.F("category")), _connector="OR"),
                name="lesson_kind_of_its_category",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lesson",
            trigger=pgtrigger.compiler.Trigger(
                name="as_approved",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.state = 'published' AND NEW.state = 'published' AND ROW(OLD.title, OLD.problem, OLD.what_helped, OLD.title_en, OLD.problem_en, OLD.what_helped_en, OLD.category, OLD.kind, OLD.phase, OLD.form, OLD.check_again_by, OLD.approved_seal, OLD.approved_by_id) IS DISTINCT FROM ROW(NEW.title, NEW.problem, NEW.what_helped, NEW.title_en, NEW.problem_en, NEW.what_helped_en, NEW.category, NEW.kind, NEW.phase, NEW.form, NEW.check_again_by, NEW.approved_seal, NEW.approved_by_id))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="cf3cca41e2620dc5f3106a5b4769f4cdfa0b1942",
                    operation="UPDATE",
                    pgid="pgtrigger_as_approved_d555e",
                    table="pilots_lesson",
                    when="BEFORE",
                ),
            ),
        ),
    ]
