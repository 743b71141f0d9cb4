"""`make lint` finds the next copy of what the ground gives."""

import re

import pytest

from scripts import check_ground

COPIES = {
    ".py": [
        "RowFormSet = formset_factory(CostForm, extra=1)",
        'is_autosave = "X-Autosave" in request.headers',
        "    found = get_visible(request.user, plans)",
        "    on = forms.DateField()",
        "    at = forms.DateTimeField()",
        "    count = forms.IntegerField(min_value=1)",
        "    iban = IBANFormField()",
        r'    kvk = forms.RegexField(r"^\d{8}$")',
        "    story = forms.CharField(widget=forms.Textarea)",
        "    email = forms.EmailField()",
        "    key = forms.UUIDField()",
        '    coerce=lambda value: value == "yes",',
        "    form.add_error(error.field, error.message)",
        "from coophub.web.templatetags.web import euro",
        "    *, application: Application, user: User, now: dt.datetime | None = None",
        "    made_at = models.DateTimeField(auto_now_add=True)",
        "    opens_on = models.DateField()",
        '    with time_machine.travel("2027-03-28"):',
    ],
    ".html": ['<input type="date" name="on">', "<table>", "<dl>", '<li class="entry">', '<ul class="link-list">'],
}


@pytest.mark.parametrize(("suffix", "line"), [(suffix, line) for suffix, lines in COPIES.items() for line in lines])
def test_copy_is_found(suffix: str, line: str) -> None:
    assert [habit for habit in check_ground.HABITS if habit.suffix == suffix and re.search(habit.pattern, line)]


def test_every_habit_has_an_example() -> None:
    unseen = [
        habit.instead
        for habit in check_ground.HABITS
        if not any(re.search(habit.pattern, line) for line in COPIES[habit.suffix])
    ]

    assert unseen == []


def test_hidden_number_is_no_copy_and_the_project_has_none() -> None:
    line = "    row = forms.IntegerField(widget=forms.HiddenInput)"

    assert not [habit for habit in check_ground.HABITS if habit.suffix == ".py" and re.search(habit.pattern, line)]
    assert check_ground.main([]) == 0
