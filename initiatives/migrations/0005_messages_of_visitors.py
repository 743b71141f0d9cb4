"""A visitor of a public page can write to the group, unless it wants none of that."""

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import coophub.web.clock


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0004_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="initiative",
            name="takes_messages",
            field=models.BooleanField(default=True, verbose_name="visitors of our page can write to us"),
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
                    models.DateTimeField(default=coophub.web.clock.now, editable=False, verbose_name="sent at"),
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
                ],
            },
        ),
    ]
