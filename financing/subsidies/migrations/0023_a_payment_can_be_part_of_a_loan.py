from django.db import migrations, models

KINDS = [
    ("advance", "Advance"),
    ("rest", "Rest of the settled amount"),
    ("loan", "Part of the loan"),
    ("penalty", "Penalty for a late decision"),
    ("repayment", "Repayment by the group"),
]


def name_parts(apps, schema_editor):
    apps.get_model("subsidies", "Payment").objects.filter(key__startswith="loan-").update(kind="loan")


def call_them_advances(apps, schema_editor):
    apps.get_model("subsidies", "Payment").objects.filter(kind="loan").update(kind="advance")


class Migration(migrations.Migration):
    dependencies = [("subsidies", "0022_ask_for_an_advance")]

    operations = [
        migrations.AlterField(
            model_name="payment",
            name="kind",
            field=models.CharField(choices=KINDS, max_length=20, verbose_name="kind"),
        ),
        migrations.RunPython(name_parts, call_them_advances),
    ]
