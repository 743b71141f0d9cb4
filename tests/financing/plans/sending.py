"""What a browser sends."""

from financing.plans.forms import SectionForms


def sent(forms: SectionForms, revision: int) -> dict[str, str | list[str]]:
    """What a browser sends of a section as it was shown."""
    data: dict[str, str | list[str]] = {"revision": str(revision)}
    for form in forms.all_forms:
        for name, field in form.fields.items():
            value = form[name].value()
            if isinstance(value, bool):
                if value:
                    data[form.add_prefix(name)] = "on"
            elif isinstance(value, list):
                data[form.add_prefix(name)] = value
            elif value is not None:
                data[form.add_prefix(name)] = str(field.prepare_value(value))
    for formset in forms.formsets:
        data |= {
            f"{formset.prefix}-TOTAL_FORMS": str(formset.total_form_count()),
            f"{formset.prefix}-INITIAL_FORMS": str(formset.initial_form_count()),
        }
    return data
