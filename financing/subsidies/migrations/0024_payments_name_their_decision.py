import django.db.models.deletion
from django.db import migrations, models

KINDS = ("advance", "amendment", "objection", "settlement", "recovery", "penalty")


def name_decisions(apps, schema_editor):
    """The keys of payments named the decision until now: the kind and its number."""
    for payment in apps.get_model("subsidies", "Payment").objects.all():
        kind, *numbers = payment.key.split("-")
        if kind in KINDS:
            payment.later_decision_id = int(numbers[0])
            payment.save(update_fields=["later_decision"])


class Migration(migrations.Migration):
    dependencies = [("subsidies", "0023_a_payment_can_be_part_of_a_loan")]

    operations = [
        migrations.AddField(
            model_name="payment",
            name="later_decision",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="payments",
                to="subsidies.laterdecision",
            ),
        ),
        migrations.RunPython(name_decisions, migrations.RunPython.noop),
    ]
