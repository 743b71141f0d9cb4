"""What few plans say of single months: when a cost is paid, and when money is there."""

from django import forms

from financing.plans.forms.rows import PlanRowForm, asked


class SpendForm(PlanRowForm):
    rows = "development.spend"
    keys = asked(rows)

    def field_for(self, key: str) -> forms.Field:
        return self.named_field(key, self.names.costs) if key == "line" else super().field_for(key)


class AvailableForm(PlanRowForm):
    rows = "development.available"
    keys = asked(rows)
    optional = ("share",)

    def field_for(self, key: str) -> forms.Field:
        return self.named_field(key, self.names.sources) if key == "source" else super().field_for(key)


class EarlyIncomeForm(PlanRowForm):
    rows = "early_income"
    keys = asked(rows)
