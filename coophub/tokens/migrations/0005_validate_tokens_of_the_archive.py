"""Every token of before is a person's or of an organisation that was known, as the constraint asks."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("tokens", "0004_tokens_of_the_archive")]

    operations = [ValidateConstraint(model_name="apitoken", name="token_of_a_person_or_an_organisation")]
