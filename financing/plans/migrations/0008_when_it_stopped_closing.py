"""A plan keeps since when it does not close any more."""

from django.db import migrations

import coophub.web.model_fields


class Migration(migrations.Migration):
    dependencies = [("plans", "0007_income_limits_need_a_source")]

    operations = [
        migrations.AddField(
            model_name="plan",
            name="stopped_closing_at",
            field=coophub.web.model_fields.MomentColumn(editable=False, null=True, verbose_name="closed until"),
        ),
    ]
