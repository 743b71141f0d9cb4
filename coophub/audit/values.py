"""What the values of an entry are called, and how they are written, when people read the trail.

The trail keeps both as the code has them, for that is what its hashes stand on. A value mostly has the name of a column
of what it is about, and is called and written as that column is; an app names its other values in its `actions.py`.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from django.apps import apps
from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.audit.actions import words_for
from coophub.audit.models import AuditEntry
from coophub.audit.people import NOBODY, account_in, account_in_words
from coophub.web import formats
from coophub.web.formats import Words
from coophub.web.registry import Registry

DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*")
SHA256 = re.compile(r"[0-9a-f]{64}")
FIGURE = re.compile(r"-?\d{1,15}(\.\d{1,6})?")
FRACTION = re.compile(r"-?\d{1,15}\.(\d{1,6})")

OF_EVERY_APP: Mapping[str, Words] = {
    "sha256": gettext_lazy("checksum"),
    "seal": gettext_lazy("checksum of what was signed or approved"),
    "revision": gettext_lazy("revision"),
    "fields": gettext_lazy("what changed"),
    "query": gettext_lazy("the choice that was made"),
}

_names = Registry[Words]("name for the value")


class ShownChange(NamedTuple):
    """A value as it was and as it became, in words; None where the entry does not tell."""

    name: str
    before: str | None
    after: str | None


def name_values(app: str, names: Mapping[str, Words]) -> None:
    """`{"asked": _("Asked")}`: values of the entries of this app that have no column, or another meaning than it.

    Raises ValueError for one that has a name already.
    """
    for name, words in names.items():
        _names.add(f"{app}.{name}", words)


def changes_of(entry: AuditEntry, people: Mapping[int, str] = NOBODY) -> list[ShownChange]:
    """The values that an entry tells of, in the reader's language; what stayed the same is told once.

    `people` has the present names of the accounts in it (`people.people_in`).
    """
    before, after = entry.before or {}, entry.after or {}
    told = [
        ShownChange(
            name_of(entry, name),
            _told(entry, name, before[name], people) if name in before else None,
            _told(entry, name, after[name], people) if name in after else None,
        )
        for name in {**before, **after}
    ]
    return [each._replace(before=None) if each.before == each.after else each for each in told]


def name_of(entry: AuditEntry, name: str) -> str:
    """What the value is called; its own name where nobody gave it any: the trail keeps what the code forgot."""
    return capfirst(str(words_for_value(entry, name) or _text(name).replace("_", " ")))


def words_for_value(entry: AuditEntry, name: str) -> Words | None:
    """What an app calls the value, or its column is called."""
    column = _column(entry.target_type, name)
    return _given(entry, name) or (column.verbose_name if column else None)


def _given(entry: AuditEntry, name: str) -> Words | None:
    """By the app that did it, or else by that of what it was done to."""
    by_whom, to_what = entry.action.partition(".")[0], entry.target_type.partition(".")[0]
    return _names.get(f"{by_whom}.{name}") or _names.get(f"{to_what}.{name}") or OF_EVERY_APP.get(name)


@cache
def _columns(target_type: str, name: str) -> tuple[models.Field[Any, Any], ...]:
    """The columns of that name: of what the entry is about first, and then of its app."""
    app_label, _dot, model_name = target_type.partition(".")
    if app_label not in apps.app_configs:
        return ()
    rows = sorted(apps.get_app_config(app_label).get_models(), key=lambda row: row._meta.model_name != model_name)
    return tuple(column for row in rows for column in row._meta.fields if column.name == name)


def _column(target_type: str, name: str) -> models.Field[Any, Any] | None:
    """The first of them that people have a word for."""
    return next((each for each in _columns(target_type, name) if isinstance(each.verbose_name, Promise)), None)


def _told(entry: AuditEntry, name: str, value: Any, people: Mapping[int, str]) -> str:
    for each in _columns(entry.target_type, name):
        choices = {str(key): words for key, words in each.flatchoices}
        if str(value) in choices:
            return str(choices[str(value)])
    column = _column(entry.target_type, name)
    if isinstance(column, models.DecimalField | models.IntegerField) and FIGURE.fullmatch(str(value)):
        return _figure(column, value)
    return _in_words(entry, value, people)


def _figure(column: models.DecimalField[Any, Any] | models.IntegerField[Any, Any], value: str | float) -> str:
    """Cents make an amount, more places a share of one; hours have fewer, and a year has no mark for its thousands."""
    if isinstance(column, models.IntegerField):
        return formats.number(value) if int(value) >= 10_000 else str(value)
    if column.decimal_places > 2:
        return formats.percent(value, 2)
    return formats.euro_cents(value) if column.decimal_places == 2 else formats.number(value, column.decimal_places)


def _in_words(entry: AuditEntry, value: Any, people: Mapping[int, str]) -> str:
    if value in (None, "", [], {}):
        return _("nothing")
    if (account := account_in(value)) is not None:
        return account_in_words(account, people)
    if isinstance(value, Mapping):
        return "; ".join(f"{name_of(entry, name)}: {_told(entry, name, it, people)}" for name, it in value.items())
    if isinstance(value, list):
        rows = any(isinstance(row, list | Mapping) and account_in(row) is None for row in value)
        return ("; " if rows else ", ").join(_in_words(entry, row, people) for row in value)
    if str(value) in ("True", "False"):
        return _("yes") if str(value) == "True" else _("no")
    return _text(str(value))


def _text(value: str) -> str:
    """A text as people wrote it; figures, days, moments, hashes and deeds as they are written elsewhere."""
    if (deed := words_for(value)) != value:
        return deed
    if SHA256.fullmatch(value):
        return formats.in_short(value)
    if fraction := FRACTION.fullmatch(value):
        return formats.number(value, len(fraction[1]))
    try:
        if DAY.fullmatch(value):
            return formats.day(date.fromisoformat(value))
        if MOMENT.fullmatch(value):
            return formats.moment(datetime.fromisoformat(value))
    except ValueError:
        return value
    return value
