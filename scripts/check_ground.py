"""Fails where code writes for itself what the ground gives (docs/developers/ground.md), so that a second copy never
starts.

`scripts/check_ground.py` reads all of the project; with paths it reads those.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "tests/test_ground.py"
"""What the test of this check has it find."""
PLACES = ("coophub", "initiatives", "financing", "pilots", "templates", "tests")


class Habit(NamedTuple):
    """What should not be written again: `pattern` in files that end in `suffix`, outside its `homes`."""

    pattern: str
    instead: str
    homes: tuple[str, ...] = ()
    suffix: str = ".py"


FIELDS = "coophub/web/fields.py"

HABITS = [
    Habit(r"formset_factory\(", "rows are a row_set of coophub.web.rows", ("coophub/web/rows.py", "tests/")),
    Habit(
        r"\bX-Autosave\b",
        "coophub.web.requests.is_autosave says whether a page saved itself",
        ("coophub/web/requests.py", "tests/"),
    ),
    Habit(
        r"^(?!def ).*\bget_visible\(",
        "the ways in to an app's things stand in its access.py",
        (
            "coophub/web/",
            "initiatives/access.py",
            "pilots/access.py",
            "financing/plans/views/access.py",
            "financing/lab/access.py",
            "financing/subsidies/views/access.py",
        ),
    ),
    Habit(r"forms\.Date(Field|Input)\b", "a day is a DayField of coophub.web.fields", (FIELDS,)),
    Habit(r"forms\.(DateTime|SplitDateTime)\w+", "a moment is a MomentField of coophub.web.fields", (FIELDS,)),
    Habit(
        r"forms\.(Integer|Decimal|Float)Field\b(?!.*HiddenInput)|forms\.NumberInput",
        "a number is a NumberField or WholeNumberField of coophub.web.fields",
        (FIELDS,),
    ),
    Habit(r"\bIBANFormField\b", "a bank account is an IbanField of coophub.web.fields", (FIELDS,)),
    Habit(r"\\d\{8\}.*forms|forms.*\\d\{8\}", "a KVK number is a KvkNumberField of coophub.web.fields", (FIELDS,)),
    Habit(r"forms\.CharField\b", "a line of text is a LineField of coophub.web.fields", (FIELDS, "tests/")),
    Habit(r"forms\.EmailField\b", "an e-mail address is an EmailField of coophub.web.fields", (FIELDS,)),
    Habit(r"widget=forms\.Textarea", "sentences are a TextField of coophub.web.fields", (FIELDS,)),
    Habit(r"forms\.UUIDField", "a key is a KeyField of coophub.web.fields", (FIELDS,)),
    Habit(r"value: value == \"yes\"", "yes or no is a YesNoField of coophub.web.fields", (FIELDS,)),
    Habit(
        r"type=\"(number|date|datetime-local)\"", "an input is drawn by a field of coophub.web.fields", suffix=".html"
    ),
    Habit(
        r"add_error\((error\.field|None, (error\.message|str\(error\)))",
        "what a service refused is shown by coophub.web.forms.show_error",
        homes=("coophub/web/forms.py",),
    ),
    Habit(
        r"\b(now|today): (dt\.)?date(time)?( \| None)? = None",
        "who wants to know the time asks coophub.web.clock, and a test or the demo sets it with clock.at",
    ),
    Habit(
        r"^\s+\w+ = models\.(Date|DateTime)Field\(",
        "a day that is stored is a DayColumn, a moment a MomentColumn of coophub.web.model_fields",
    ),
    Habit(r"\bauto_now(_add)?=", "a row takes its moment from coophub.web.clock.now, or is a ChangedAtField"),
    Habit(
        r"^import time_machine|\btime_machine\.travel",
        "a test names its moment, or sets the clock (docs/developers/testing.md)",
        ("tests/conftest.py", "tests/workers.py"),
    ),
    Habit(
        r"^\s*(from|import) (coophub|initiatives|financing|pilots)\S*\.templatetags|^from \S+ import templatetags",
        "a tag library is for templates; formats stand in coophub.web.formats",
    ),
    Habit(
        r"<table\b",
        "a table is a coophub.web.tables.Table, drawn by components/table.html",
        homes=("templates/components/",),
        suffix=".html",
    ),
    Habit(
        r"<dl\b",
        "facts and figures are written with the tags facts and figures",
        homes=("templates/components/",),
        suffix=".html",
    ),
    Habit(
        r"class=\"link-list\b",
        "a list of links is written with the tags links and link",
        homes=("templates/components/",),
        suffix=".html",
    ),
    Habit(
        r"class=\"(entry|entries|utrecht-(un)?ordered-list)\b",
        "lists are written with the tags bullets and entries",
        homes=("templates/components/",),
        suffix=".html",
    ),
]


def found(paths: list[Path]) -> Iterator[str]:
    for path in paths:
        name = path.relative_to(ROOT).as_posix()
        habits = [habit for habit in HABITS if path.suffix == habit.suffix and not name.startswith(habit.homes)]
        lines = path.read_text().splitlines() if habits else []
        for line_number, line in enumerate(lines, 1):
            yield from (f"{name}:{line_number}: {habit.instead}" for habit in habits if re.search(habit.pattern, line))


def main(arguments: list[str]) -> int:
    named = [Path(argument).resolve() for argument in arguments]
    paths = named or [path for place in PLACES for path in sorted((ROOT / place).rglob("*")) if path.is_file()]
    paths = [path for path in paths if path != EXAMPLES]
    copies = list(found(paths))
    print(*copies, sep="\n", end="\n" if copies else "")
    return 1 if copies else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
