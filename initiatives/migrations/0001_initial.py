"""Initiatives and everything that belongs to one."""

import uuid
from decimal import Decimal

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import coophub.web.clock
import coophub.web.model_fields

NEAR_WORDS = """
    CREATE FUNCTION coophub_near_words(words text) RETURNS text[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    BEGIN ATOMIC
        SELECT coalesce(array_agg(DISTINCT near), '{}')
        FROM regexp_split_to_table(lower(words), '[^[:alnum:]]+') AS found(word),
            LATERAL (
                SELECT word AS near
                UNION ALL
                SELECT left(word, place - 1) || substr(word, place + 1) FROM generate_series(1, length(word)) AS place
            ) AS nearby
        WHERE length(word) >= 4;
    END
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("documents", "0001_initial"),
    ]

    operations = [
        # A column of the initiative is made with it.
        migrations.RunSQL(NEAR_WORDS, "DROP FUNCTION coophub_near_words(text)"),
        migrations.CreateModel(
            name="InvitationStop",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address_sha256", models.CharField(editable=False, max_length=64, unique=True)),
                (
                    "stopped_at",
                    coophub.web.model_fields.MomentColumn(
                        default=coophub.web.clock.now, editable=False, verbose_name="stopped at"
                    ),
                ),
            ],
            options={
                "verbose_name": "stop on invitations",
                "verbose_name_plural": "stops on invitations",
            },
        ),
        migrations.CreateModel(
            name="Municipality",
            fields=[
                ("code", models.CharField(max_length=6, primary_key=True, serialize=False, verbose_name="code")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("province", models.CharField(max_length=30, verbose_name="province")),
                ("latitude", models.FloatField(verbose_name="latitude")),
                ("longitude", models.FloatField(verbose_name="longitude")),
                ("ended_on", coophub.web.model_fields.DayColumn(blank=True, null=True, verbose_name="ended on")),
                (
                    "went_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="came_from",
                        to="initiatives.municipality",
                        verbose_name="went into",
                    ),
                ),
            ],
            options={
                "verbose_name": "municipality",
                "verbose_name_plural": "municipalities",
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("went_into", None),
                            models.Q(
                                ("ended_on__isnull", False), models.Q(("went_into", models.F("code")), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="municipality_went_into_another_when_it_ended",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Enquiry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(editable=False)),
                (
                    "addressee",
                    models.CharField(
                        choices=[
                            ("municipality", "A municipality"),
                            ("corporation", "A housing corporation"),
                            ("bank", "A bank"),
                        ],
                        max_length=20,
                        verbose_name="to whom",
                    ),
                ),
                ("organisation", models.CharField(blank=True, max_length=120, verbose_name="organisation")),
                ("official_name", models.CharField(max_length=80, verbose_name="who answers")),
                ("official_email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("location", "A reservation of a location, or consent for it"),
                            ("land_price", "A price or ground rent for the land"),
                            ("plot", "A plot"),
                            ("loan", "A loan"),
                            ("support", "A letter of support"),
                            ("appointment", "An appointment"),
                        ],
                        max_length=20,
                        verbose_name="what you ask",
                    ),
                ),
                ("text", models.TextField(max_length=3000, verbose_name="your question")),
                ("plan_key", models.CharField(blank=True, max_length=20, verbose_name="plan")),
                ("parts", models.JSONField(default=list, verbose_name="what they may see of it")),
                ("shared", models.JSONField(default=dict, editable=False, verbose_name="what they see")),
                (
                    "shared_sha256",
                    models.CharField(blank=True, editable=False, max_length=64, verbose_name="hash of what they see"),
                ),
                (
                    "created_at",
                    coophub.web.model_fields.MomentColumn(
                        default=coophub.web.clock.now, editable=False, verbose_name="begun at"
                    ),
                ),
                ("sent_at", coophub.web.model_fields.MomentColumn(editable=False, null=True, verbose_name="sent at")),
                (
                    "withdrawn_at",
                    coophub.web.model_fields.MomentColumn(editable=False, null=True, verbose_name="withdrawn at"),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="documents.document",
                        verbose_name="the answer as a document",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "question to a municipality",
                "verbose_name_plural": "questions to municipalities",
                "ordering": ["-created_at", "-pk"],
                "indexes": [models.Index(fields=["official_email", "sent_at"], name="enquiries_of_an_address")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("official_email", django.db.models.functions.text.Lower("official_email"))),
                        name="enquiry_email_is_lower_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("sent_at", None), ("sent_by", None), ("shared_sha256", ""), ("withdrawn_at", None)
                            ),
                            models.Q(("sent_at__isnull", False), models.Q(("shared_sha256", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="enquiry_is_sent_with_what_is_shared",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EnquiryLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_sha256", models.CharField(editable=False, max_length=64, unique=True)),
                ("code_hash", models.CharField(editable=False, max_length=200)),
                (
                    "made_at",
                    coophub.web.model_fields.MomentColumn(
                        default=coophub.web.clock.now, editable=False, verbose_name="made at"
                    ),
                ),
                ("expires_at", coophub.web.model_fields.MomentColumn(verbose_name="good until")),
                (
                    "replaced_at",
                    coophub.web.model_fields.MomentColumn(editable=False, null=True, verbose_name="replaced at"),
                ),
                ("codes_sent", models.PositiveSmallIntegerField(default=1, editable=False, verbose_name="codes sent")),
                (
                    "enquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="initiatives.enquiry"
                    ),
                ),
            ],
            options={
                "verbose_name": "link for an official",
                "verbose_name_plural": "links for officials",
                "ordering": ["-made_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at", None)),
                        fields=("enquiry",),
                        name="enquiry_has_one_link_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EnquiryOpening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("origin", models.CharField(blank=True, max_length=50, verbose_name="from where")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("asked", "Was asked for the code"),
                            ("right", "Gave the code"),
                            ("wrong", "Gave a wrong code"),
                            ("held", "Had to wait after too many wrong codes"),
                            ("locked", "Came after so many wrong codes that the link is locked"),
                            ("read", "Read the page"),
                            ("closed", "Came when the link was no longer good"),
                        ],
                        max_length=10,
                        verbose_name="what happened",
                    ),
                ),
                (
                    "at",
                    coophub.web.model_fields.MomentColumn(
                        default=coophub.web.clock.now, editable=False, verbose_name="at"
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="openings",
                        to="initiatives.enquirylink",
                    ),
                ),
            ],
            options={
                "verbose_name": "opening",
                "verbose_name_plural": "openings",
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["link", "-at"], name="openings_of_an_enquiry_link")],
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
                ("seeks_members", models.BooleanField(default=False, verbose_name="we look for people to join us")),
                (
                    "moves_in_year",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1970),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="year of moving in",
                    ),
                ),
                (
                    "takes_messages",
                    models.BooleanField(default=True, verbose_name="visitors of our page can write to us"),
                ),
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
                    coophub.web.model_fields.MomentColumn(
                        blank=True, editable=False, null=True, verbose_name="published at"
                    ),
                ),
                ("ended_on", coophub.web.model_fields.DayColumn(blank=True, null=True, verbose_name="ended on")),
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
                    coophub.web.model_fields.MomentColumn(
                        default=coophub.web.clock.now, editable=False, verbose_name="begun at"
                    ),
                ),
                (
                    "first_steps_hidden_at",
                    coophub.web.model_fields.MomentColumn(
                        editable=False, null=True, verbose_name="first steps put away at"
                    ),
                ),
                (
                    "words",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.SearchVector("name", "summary", config="dutch"),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "near_names",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(models.F("name"), function="coophub_near_words"),
                        output_field=django.contrib.postgres.fields.ArrayField(
                            base_field=models.TextField(), size=None
                        ),
                    ),
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
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("published_at__isnull", False)),
                        fields=["near_names"],
                        name="register_near_names",
                    ),
                    models.Index(
                        condition=models.Q(("published_at__isnull", False)),
                        fields=["name", "id"],
                        name="register_by_name",
                    ),
                    models.Index(
                        condition=models.Q(("published_at__isnull", False)),
                        fields=["-published_at", "-id"],
                        name="register_latest",
                    ),
                    models.Index(
                        condition=models.Q(("published_at__isnull", False)), fields=["phase"], name="register_phase"
                    ),
                    models.Index(
                        condition=models.Q(("published_at__isnull", False)), fields=["form"], name="register_form"
                    ),
                    models.Index(
                        condition=models.Q(("published_at__isnull", False)),
                        fields=["target_group"],
                        name="register_target_group",
                    ),
                    django.contrib.postgres.indexes.GinIndex(fields=["words"], name="initiative_words"),
                    models.Index(
                        condition=models.Q(("published_at__isnull", False)),
                        fields=["municipality"],
                        include=("homes", "phase", "seeks_members", "moves_in_year"),
                        name="register_map",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("homes__range", (1, 2000))), name="initiative_homes_in_range"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_on", None), ("outcome", "")),
                            models.Q(("ended_on__isnull", False), models.Q(("outcome", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="initiative_outcome_when_ended",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("moves_in_year", None), ("moves_in_year__range", (1970, 2100)), _connector="OR"
                        ),
                        name="initiative_moves_in_within_reach",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude", None), ("longitude", None)),
                            models.Q(("latitude__range", (50, 54)), ("longitude__range", (3, 8))),
                            _connector="OR",
                        ),
                        name="initiative_point_in_the_netherlands",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kvk_number", ""), ("kvk_number__regex", "^[0-9]{8}$"), _connector="OR"),
                        name="initiative_kvk_has_eight_digits",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Household",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="key")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("adults", models.PositiveSmallIntegerField(default=1, verbose_name="adults")),
                ("children", models.PositiveSmallIntegerField(default=0, verbose_name="children")),
                ("rooms", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="rooms at least")),
                ("area_from", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="living area from")),
                ("area_to", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="living area to")),
                (
                    "most_rent",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=8,
                        null=True,
                        verbose_name="rent that they can bear per month",
                    ),
                ),
                (
                    "pledge",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=12,
                        verbose_name="contribution that they pledge",
                    ),
                ),
                ("moves_from", coophub.web.model_fields.DayColumn(blank=True, null=True, verbose_name="can move from")),
                (
                    "moves_until",
                    coophub.web.model_fields.DayColumn(blank=True, null=True, verbose_name="has to move before"),
                ),
                ("remarks", models.TextField(blank=True, max_length=1000, verbose_name="remarks")),
                ("place", models.PositiveIntegerField(editable=False, null=True, verbose_name="place on the list")),
                ("place_reason", models.CharField(blank=True, max_length=300, verbose_name="why this place")),
                ("is_passed_over", models.BooleanField(default=False, verbose_name="gets no home for now")),
                ("left_on", coophub.web.model_fields.DayColumn(blank=True, null=True, verbose_name="left the list on")),
                (
                    "added_at",
                    coophub.web.model_fields.MomentColumn(
                        default=coophub.web.clock.now, editable=False, verbose_name="added at"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account of one of them",
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="households",
                        to="initiatives.initiative",
                    ),
                ),
            ],
            options={
                "verbose_name": "household",
                "verbose_name_plural": "households",
                "ordering": ["place", "left_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("initiative", "key"), name="household_key_once"),
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("initiative", "place"),
                        name="household_place_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("left_on", None)),
                        fields=("initiative", "name"),
                        name="household_name_once_on_the_list",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("user__isnull", False)),
                        fields=("initiative", "user"),
                        name="household_once_a_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("left_on", None), ("place__gte", 1), ("place__isnull", False)),
                            models.Q(("left_on__isnull", False), ("place", None)),
                            _connector="OR",
                        ),
                        name="household_has_a_place_or_left",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_passed_over", False), models.Q(("place_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="household_passed_over_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("adults__range", (1, 20)), ("children__range", (0, 20))),
                        name="household_has_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rooms", None), ("rooms__range", (1, 20)), _connector="OR"),
                        name="household_rooms_in_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("area_from", None), ("area_from__range", (1, 500)), _connector="OR"),
                            models.Q(("area_to", None), ("area_to__range", (1, 500)), _connector="OR"),
                            models.Q(
                                ("area_from", None),
                                ("area_to", None),
                                ("area_to__gte", models.F("area_from")),
                                _connector="OR",
                            ),
                        ),
                        name="household_area_in_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("most_rent", None), ("most_rent__range", (0, Decimal("10000"))), _connector="OR"),
                            ("pledge__range", (0, Decimal("2000000"))),
                        ),
                        name="household_money_in_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("moves_from", None),
                            ("moves_until", None),
                            ("moves_until__gte", models.F("moves_from")),
                            _connector="OR",
                        ),
                        name="household_moves_from_before_until",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HandOver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "asked_at",
                    coophub.web.model_fields.MomentColumn(
                        default=coophub.web.clock.now, editable=False, verbose_name="asked at"
                    ),
                ),
                (
                    "accepted_at",
                    coophub.web.model_fields.MomentColumn(editable=False, null=True, verbose_name="accepted at"),
                ),
                (
                    "ended_at",
                    coophub.web.model_fields.MomentColumn(editable=False, null=True, verbose_name="ended without it"),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "asked_of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked of",
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hand_overs",
                        to="initiatives.initiative",
                    ),
                ),
            ],
            options={
                "verbose_name": "hand-over",
                "verbose_name_plural": "hand-overs",
                "ordering": ["-asked_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("accepted_at", None), ("ended_at", None)),
                        fields=("initiative",),
                        name="hand_over_once_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("accepted_at", None), ("ended_at", None), _connector="OR"),
                        name="hand_over_accepted_or_ended",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("asked_by", models.F("asked_of")), _negated=True),
                        name="hand_over_to_somebody_else",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="enquiry",
            name="initiative",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="enquiries", to="initiatives.initiative"
            ),
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
                    coophub.web.model_fields.MomentColumn(
                        default=coophub.web.clock.now, editable=False, verbose_name="invited at"
                    ),
                ),
                ("expires_at", coophub.web.model_fields.MomentColumn(verbose_name="valid until")),
                (
                    "accepted_at",
                    coophub.web.model_fields.MomentColumn(blank=True, null=True, verbose_name="accepted at"),
                ),
                (
                    "withdrawn_at",
                    coophub.web.model_fields.MomentColumn(blank=True, null=True, verbose_name="withdrawn at"),
                ),
                (
                    "sent_on",
                    coophub.web.model_fields.DayColumn(
                        default=coophub.web.clock.today, editable=False, verbose_name="sent on"
                    ),
                ),
                (
                    "times_sent",
                    models.PositiveSmallIntegerField(default=1, editable=False, verbose_name="times sent that day"),
                ),
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
                    "guest",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who had this address",
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
                "indexes": [models.Index(fields=["email"], name="invitations_of_an_address")],
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
            name="Meeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="key")),
                ("title", models.CharField(max_length=120, verbose_name="what kind of meeting")),
                ("starts_at", coophub.web.model_fields.MomentColumn(verbose_name="day and time")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="place or link")),
                ("agenda", models.TextField(blank=True, max_length=10000, verbose_name="agenda")),
                ("minutes", models.TextField(blank=True, max_length=40000, verbose_name="minutes")),
                (
                    "minutes_revision",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="how often the minutes changed"
                    ),
                ),
                ("others_present", models.CharField(blank=True, max_length=300, verbose_name="who else was there")),
                (
                    "times_moved",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="how often it was changed"),
                ),
                (
                    "changed_at",
                    coophub.web.model_fields.MomentColumn(
                        default=coophub.web.clock.now, editable=False, verbose_name="changed at"
                    ),
                ),
                (
                    "cancelled_at",
                    coophub.web.model_fields.MomentColumn(editable=False, null=True, verbose_name="cancelled at"),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="meetings",
                        to="initiatives.initiative",
                    ),
                ),
                (
                    "minutes_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="minutes written by",
                    ),
                ),
                (
                    "present",
                    models.ManyToManyField(
                        blank=True, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="members who were there"
                    ),
                ),
            ],
            options={
                "verbose_name": "meeting",
                "verbose_name_plural": "meetings",
                "ordering": ["-starts_at", "-pk"],
                "indexes": [models.Index(fields=["initiative", "starts_at"], name="meetings_of_a_group")],
                "constraints": [
                    models.UniqueConstraint(fields=("initiative", "key"), name="meeting_key_once"),
                    models.CheckConstraint(
                        condition=models.Q(("cancelled_at", None), ("minutes", ""), _connector="OR"),
                        name="meeting_cancelled_or_with_minutes",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GroupDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="key")),
                ("number", models.PositiveIntegerField(editable=False, verbose_name="number")),
                ("title", models.CharField(max_length=300, verbose_name="what was decided")),
                ("reasons", models.TextField(blank=True, max_length=4000, verbose_name="why")),
                ("decided_on", coophub.web.model_fields.DayColumn(verbose_name="decided on")),
                (
                    "taken_by",
                    models.CharField(
                        choices=[
                            ("members", "The members together"),
                            ("board", "The board"),
                            ("working_group", "A working group"),
                        ],
                        default="members",
                        max_length=15,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "manner",
                    models.CharField(
                        choices=[("consent", "By consent: nobody was against it"), ("vote", "By vote")],
                        default="consent",
                        max_length=10,
                        verbose_name="how",
                    ),
                ),
                ("votes_for", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="votes for")),
                (
                    "votes_against",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="votes against"),
                ),
                ("abstained", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="abstained")),
                (
                    "recorded_at",
                    coophub.web.model_fields.MomentColumn(
                        default=coophub.web.clock.now, editable=False, verbose_name="written down at"
                    ),
                ),
                (
                    "withdrawn_on",
                    coophub.web.model_fields.DayColumn(blank=True, null=True, verbose_name="holds no longer since"),
                ),
                (
                    "withdrawn_because",
                    models.CharField(blank=True, max_length=300, verbose_name="why it holds no longer"),
                ),
                (
                    "documents",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="documents.document", verbose_name="documents"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written down by",
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="initiatives.initiative",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="decisions",
                        to="initiatives.meeting",
                        verbose_name="meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision",
                "verbose_name_plural": "decisions",
                "ordering": ["-decided_on", "-number"],
                "indexes": [models.Index(fields=["initiative", "-decided_on", "-number"], name="decisions_of_a_group")],
                "constraints": [
                    models.UniqueConstraint(fields=("initiative", "key"), name="decision_key_once"),
                    models.UniqueConstraint(fields=("initiative", "number"), name="decision_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("abstained", None), ("manner", "consent"), ("votes_against", None), ("votes_for", None)
                            ),
                            models.Q(
                                ("abstained__range", (0, 1000)),
                                ("manner", "vote"),
                                ("votes_against__range", (0, 1000)),
                                ("votes_for__range", (0, 1000)),
                            ),
                            _connector="OR",
                        ),
                        name="decision_counts_votes_when_there_were",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_because", ""), ("withdrawn_on", None)),
                            models.Q(
                                ("withdrawn_on__isnull", False), models.Q(("withdrawn_because", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="decision_holds_or_says_why_not",
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
                (
                    "joined_at",
                    coophub.web.model_fields.MomentColumn(default=coophub.web.clock.now, verbose_name="member since"),
                ),
                ("left_at", coophub.web.model_fields.MomentColumn(blank=True, null=True, verbose_name="left at")),
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
            name="GroupCalendar",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "membership",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar",
                        to="initiatives.membership",
                        verbose_name="membership",
                    ),
                ),
            ],
            options={
                "verbose_name": "calendar of a group",
                "verbose_name_plural": "calendars of groups",
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
                ("planned_on", coophub.web.model_fields.DayColumn(blank=True, null=True, verbose_name="planned on")),
                ("done_on", coophub.web.model_fields.DayColumn(blank=True, null=True, verbose_name="done on")),
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
        migrations.CreateModel(
            name="RegisterCount",
            fields=[
                (
                    "municipality",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="register_count",
                        serialize=False,
                        to="initiatives.municipality",
                        verbose_name="municipality",
                    ),
                ),
                ("initiatives", models.IntegerField(default=0, verbose_name="initiatives")),
                ("homes", models.IntegerField(default=0, verbose_name="homes")),
                ("living", models.IntegerField(default=0, verbose_name="groups that live there already")),
            ],
        ),
        migrations.AddField(
            model_name="enquiry",
            name="municipality",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="enquiries",
                to="initiatives.municipality",
                verbose_name="municipality",
            ),
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
                ("on", coophub.web.model_fields.DayColumn(verbose_name="since")),
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
            name="PolicyLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_sha256", models.CharField(editable=False, max_length=64, unique=True)),
                ("code_hash", models.CharField(editable=False, max_length=200)),
                (
                    "made_at",
                    coophub.web.model_fields.MomentColumn(
                        default=coophub.web.clock.now, editable=False, verbose_name="made at"
                    ),
                ),
                ("expires_at", coophub.web.model_fields.MomentColumn(verbose_name="good until")),
                (
                    "replaced_at",
                    coophub.web.model_fields.MomentColumn(editable=False, null=True, verbose_name="replaced at"),
                ),
                ("codes_sent", models.PositiveSmallIntegerField(default=1, editable=False, verbose_name="codes sent")),
                ("official_name", models.CharField(max_length=80, verbose_name="name")),
                ("official_email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                (
                    "withdrawn_at",
                    coophub.web.model_fields.MomentColumn(editable=False, null=True, verbose_name="withdrawn at"),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="policy_links",
                        to="initiatives.municipality",
                    ),
                ),
            ],
            options={
                "verbose_name": "link for the policy of a municipality",
                "verbose_name_plural": "links for the policy of municipalities",
                "ordering": ["-made_at", "-pk"],
                "indexes": [
                    models.Index(fields=["official_email", "made_at"], name="policy_links_of_an_address"),
                    models.Index(fields=["made_by", "made_at"], name="policy_links_of_an_advisor"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at", None), ("withdrawn_at", None)),
                        fields=("municipality", "official_email"),
                        name="policy_link_one_for_an_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("official_email", django.db.models.functions.text.Lower("official_email"))),
                        name="policy_link_email_is_lower_case",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PolicyOpening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("origin", models.CharField(blank=True, max_length=50, verbose_name="from where")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("asked", "Was asked for the code"),
                            ("right", "Gave the code"),
                            ("wrong", "Gave a wrong code"),
                            ("held", "Had to wait after too many wrong codes"),
                            ("locked", "Came after so many wrong codes that the link is locked"),
                            ("read", "Read the page"),
                            ("closed", "Came when the link was no longer good"),
                        ],
                        max_length=10,
                        verbose_name="what happened",
                    ),
                ),
                (
                    "at",
                    coophub.web.model_fields.MomentColumn(
                        default=coophub.web.clock.now, editable=False, verbose_name="at"
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="openings",
                        to="initiatives.policylink",
                    ),
                ),
            ],
            options={
                "verbose_name": "opening of a policy link",
                "verbose_name_plural": "openings of policy links",
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["link", "-at"], name="openings_of_a_policy_link")],
            },
        ),
        migrations.CreateModel(
            name="PolicyStatement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("ground_lease", "Ground lease"),
                            ("loan_fund", "Loan or fund"),
                            ("plots", "Plots for co-operatives"),
                            ("quality", "What it asks of the homes"),
                            ("contact", "Whom to ask"),
                        ],
                        max_length=20,
                        verbose_name="about what",
                    ),
                ),
                ("is_known", models.BooleanField(default=True, verbose_name="known")),
                (
                    "stance",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("case", "Per project"), ("no", "No")],
                        max_length=10,
                        verbose_name="in short",
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=2000, verbose_name="in words")),
                ("source", models.CharField(max_length=300, verbose_name="source")),
                ("source_url", models.URLField(blank=True, verbose_name="where to read it")),
                ("known_on", coophub.web.model_fields.DayColumn(verbose_name="true on")),
                (
                    "stated_at",
                    coophub.web.model_fields.MomentColumn(
                        default=coophub.web.clock.now, editable=False, verbose_name="stated at"
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="initiatives.policylink",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="policy_statements",
                        to="initiatives.municipality",
                    ),
                ),
                (
                    "stated_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "statement of policy",
                "verbose_name_plural": "statements of policy",
                "ordering": ["-stated_at", "-pk"],
                "indexes": [
                    models.Index(fields=["municipality", "topic", "-stated_at", "-id"], name="policy_of_a_municipality")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("link", None), ("stated_by__isnull", False)),
                            models.Q(("link__isnull", False), ("stated_by", None)),
                            _connector="OR",
                        ),
                        name="policy_is_stated_by_an_advisor_or_by_the_municipality",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("is_known", False), ("stance", "")),
                            models.Q(
                                ("is_known", True),
                                ("topic__in", ("ground_lease", "loan_fund", "plots")),
                                models.Q(("stance", ""), _negated=True),
                            ),
                            models.Q(
                                ("is_known", True),
                                ("stance", ""),
                                models.Q(("topic__in", ("ground_lease", "loan_fund", "plots")), _negated=True),
                                models.Q(("text", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="policy_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="policy_has_a_source"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200, verbose_name="what")),
                ("due_on", coophub.web.model_fields.DayColumn(blank=True, null=True, verbose_name="before when")),
                ("done_at", coophub.web.model_fields.MomentColumn(blank=True, null=True, verbose_name="done at")),
                ("origin", models.CharField(blank=True, max_length=150, verbose_name="where it came up")),
                (
                    "repeat",
                    models.CharField(
                        blank=True,
                        choices=[("weekly", "Every week"), ("monthly", "Every month"), ("yearly", "Every year")],
                        max_length=10,
                        verbose_name="comes back",
                    ),
                ),
                (
                    "repeats_from",
                    coophub.web.model_fields.DayColumn(
                        blank=True, editable=False, null=True, verbose_name="counts from"
                    ),
                ),
                (
                    "created_at",
                    coophub.web.model_fields.MomentColumn(
                        default=coophub.web.clock.now, editable=False, verbose_name="added at"
                    ),
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
                    "follows",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="next",
                        to="initiatives.task",
                        verbose_name="follows",
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tasks", to="initiatives.initiative"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="tasks",
                        to="initiatives.meeting",
                        verbose_name="meeting",
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
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at", None)), fields=["initiative", "due_on"], name="tasks_open"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("initiative", "submission_key"), name="task_once_per_form"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("repeat", ""),
                            models.Q(("due_on__isnull", False), ("repeats_from__isnull", False)),
                            _connector="OR",
                        ),
                        name="task_that_comes_back_has_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VisitorMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(editable=False)),
                ("name", models.CharField(max_length=80, verbose_name="your name")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                ("text", models.TextField(max_length=2000, verbose_name="message")),
                (
                    "sent_at",
                    coophub.web.model_fields.MomentColumn(
                        default=coophub.web.clock.now, editable=False, verbose_name="sent at"
                    ),
                ),
                ("answer", models.TextField(blank=True, max_length=2000, verbose_name="answer")),
                (
                    "answered_at",
                    coophub.web.model_fields.MomentColumn(editable=False, null=True, verbose_name="answered at"),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="visitor_messages",
                        to="initiatives.initiative",
                    ),
                ),
            ],
            options={
                "verbose_name": "message of a visitor",
                "verbose_name_plural": "messages of visitors",
                "ordering": ["-sent_at", "-pk"],
                "indexes": [
                    models.Index(fields=["email", "sent_at"], name="visitor_messages_of_an_address"),
                    models.Index(fields=["sent_at"], name="visitor_messages_by_age"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("initiative", "key"), name="visitor_message_sent_once"),
                    models.CheckConstraint(
                        condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                        name="visitor_message_email_is_lower_case",
                    ),
                    models.CheckConstraint(
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
                ],
            },
        ),
        migrations.CreateModel(
            name="EnquiryAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("yes", "Yes"),
                            ("conditions", "Yes, under conditions"),
                            ("no", "No"),
                            ("later", "Not yet"),
                        ],
                        max_length=10,
                        verbose_name="answer",
                    ),
                ),
                ("conditions", models.TextField(blank=True, max_length=3000, verbose_name="under which conditions")),
                ("reason", models.TextField(blank=True, max_length=3000, verbose_name="why not")),
                ("later_on", coophub.web.model_fields.DayColumn(null=True, verbose_name="when you can answer")),
                ("remarks", models.TextField(blank=True, max_length=3000, verbose_name="remarks")),
                (
                    "land_price",
                    models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name="price of the land"),
                ),
                (
                    "canon_per_year",
                    models.DecimalField(
                        decimal_places=2, max_digits=14, null=True, verbose_name="ground rent per year"
                    ),
                ),
                ("loan_amount", models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name="loan")),
                (
                    "interest_rate",
                    models.DecimalField(decimal_places=5, max_digits=6, null=True, verbose_name="interest per year"),
                ),
                (
                    "term_years",
                    models.PositiveSmallIntegerField(
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(200),
                        ],
                        verbose_name="term in years",
                    ),
                ),
                ("valid_until", coophub.web.model_fields.DayColumn(null=True, verbose_name="good until")),
                ("answered_by", models.CharField(max_length=80, verbose_name="name")),
                ("position", models.CharField(max_length=120, verbose_name="their position")),
                (
                    "contact",
                    models.CharField(blank=True, max_length=200, verbose_name="whom the group can call or write"),
                ),
                (
                    "answered_at",
                    coophub.web.model_fields.MomentColumn(
                        default=coophub.web.clock.now, editable=False, verbose_name="answered at"
                    ),
                ),
                (
                    "enquiry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answer", to="initiatives.enquiry"
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="documents.document",
                        verbose_name="signed letter",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer to a question",
                "verbose_name_plural": "answers to questions",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "conditions"), _negated=True),
                            models.Q(("conditions", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="enquiry_answer_has_its_conditions",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "no"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="enquiry_answer_has_its_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("later_on__isnull", False), ("outcome", "later")),
                            models.Q(models.Q(("outcome", "later"), _negated=True), ("later_on", None)),
                            _connector="OR",
                        ),
                        name="enquiry_answer_has_its_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("land_price", None), ("land_price__range", (0, 999999999)), _connector="OR"),
                            models.Q(
                                ("canon_per_year", None), ("canon_per_year__range", (0, 999999999)), _connector="OR"
                            ),
                            models.Q(("loan_amount", None), ("loan_amount__range", (0, 999999999)), _connector="OR"),
                            models.Q(("interest_rate", None), ("interest_rate__range", (0, 1)), _connector="OR"),
                            models.Q(("term_years", None), ("term_years__range", (1, 200)), _connector="OR"),
                        ),
                        name="enquiry_answer_figures_in_range",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="enquiryanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d618384874bd43ba2392c573e4f38db4a1c60980",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_frozen_9cd1d",
                    table="initiatives_enquiryanswer",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="enquiryopening",
            trigger=pgtrigger.compiler.Trigger(
                name="only_added",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8e9189e957a87021bb5a9b0a9a0b541c91235716",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_only_added_91d5f",
                    table="initiatives_enquiryopening",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invitation",
            trigger=pgtrigger.compiler.Trigger(
                name="stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="08c4f2df5ca8b1bc9c6945fdf6ba5a75c7e75635",
                    operation="DELETE",
                    pgid="pgtrigger_stays_2e6fa",
                    table="initiatives_invitation",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="d71dfb964a6328a65a6d0d6cb7988d898ec30e14",
                    operation="DELETE",
                    pgid="pgtrigger_stays_1a7df",
                    table="initiatives_membership",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="initiative",
            trigger=pgtrigger.compiler.Trigger(
                name="counts",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF TG_OP = 'UPDATE' AND (OLD.published_at IS NULL) = (NEW.published_at IS NULL)\n        AND OLD.municipality_id = NEW.municipality_id AND OLD.homes = NEW.homes AND OLD.phase = NEW.phase THEN\n        RETURN NULL;\n    END IF;\n    IF TG_OP <> 'INSERT' AND OLD.published_at IS NOT NULL THEN\n        UPDATE initiatives_registercount SET initiatives = initiatives - 1, homes = homes - OLD.homes,\n            living = living - (OLD.phase = 'living')::int\n        WHERE municipality_id = OLD.municipality_id;\n    END IF;\n    IF TG_OP <> 'DELETE' AND NEW.published_at IS NOT NULL THEN\n        INSERT INTO initiatives_registercount AS kept (municipality_id, initiatives, homes, living)\n        VALUES (NEW.municipality_id, 1, NEW.homes, (NEW.phase = 'living')::int)\n        ON CONFLICT (municipality_id) DO UPDATE SET initiatives = kept.initiatives + 1,\n            homes = kept.homes + EXCLUDED.homes, living = kept.living + EXCLUDED.living;\n    END IF;\n    RETURN NULL;\n",
                    hash="e6e1720d7e9461b92ccae43a1b4489cf71db99e1",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_counts_559b3",
                    table="initiatives_initiative",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="enquiry",
            constraint=models.UniqueConstraint(fields=("initiative", "key"), name="enquiry_begun_once"),
        ),
        migrations.AddConstraint(
            model_name="enquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("addressee", "municipality"), ("municipality__isnull", False), ("organisation", "")),
                    models.Q(
                        models.Q(("addressee", "municipality"), _negated=True),
                        ("municipality", None),
                        models.Q(("organisation", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="enquiry_has_one_addressee",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="enquiry",
            trigger=pgtrigger.compiler.Trigger(
                name="stands",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.sent_at IS NOT NULL AND (NEW.initiative_id IS DISTINCT FROM OLD.initiative_id OR NEW.addressee IS DISTINCT FROM OLD.addressee OR NEW.municipality_id IS DISTINCT FROM OLD.municipality_id OR NEW.organisation IS DISTINCT FROM OLD.organisation OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.text IS DISTINCT FROM OLD.text OR NEW.plan_key IS DISTINCT FROM OLD.plan_key OR NEW.parts IS DISTINCT FROM OLD.parts OR NEW.shared IS DISTINCT FROM OLD.shared OR NEW.shared_sha256 IS DISTINCT FROM OLD.shared_sha256 OR NEW.sent_at IS DISTINCT FROM OLD.sent_at))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="e55ceef13c5fb4ceac9f5da04a3c734a98799527",
                    operation="UPDATE",
                    pgid="pgtrigger_stands_25e98",
                    table="initiatives_enquiry",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="enquiry",
            trigger=pgtrigger.compiler.Trigger(
                name="stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."sent_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="9a9bf7c1cce931d44e9aa5a4c62f08da78fb73cb",
                    operation="DELETE",
                    pgid="pgtrigger_stays_5cc67",
                    table="initiatives_enquiry",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="policyopening",
            trigger=pgtrigger.compiler.Trigger(
                name="only_added",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="3f6341be848352d25beae809bb3e247ef52dd386",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_only_added_54ed1",
                    table="initiatives_policyopening",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="policystatement",
            trigger=pgtrigger.compiler.Trigger(
                name="stands",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a0371321361aa03a925f6711b8fd8c8ad7a7a5cb",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_stands_d7c99",
                    table="initiatives_policystatement",
                    when="BEFORE",
                ),
            ),
        ),
    ]
