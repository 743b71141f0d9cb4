"""Two people who write on the same thing at once: neither overwrites the other unseen. The service compares, with the
row locked that it saves.

Of a whole document the page carries the revision that it showed, in a hidden input `revision`. The service refuses what
others changed after it with ClashError. The form then shows both sides in `components/clash.html`, and its writer
chooses.

Of a row the page carries a mark of each value that it showed, in a hidden input `marks` (`coophub.web.shared_forms`).
What its writer left alone stays what others made of it meanwhile. What both changed the service refuses once with
ValuesClashError, and the form shows beside the field what stands there now: who saves again has read it.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import Model
from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coophub.web.errors import DomainError
from coophub.web.requests import is_autosave, whole_number

R = TypeVar("R", bound=Model)

MINE, THEIRS = "mine", "theirs"
CHOICE = "settle-"
"""How the fields begin with which somebody chooses between two values."""

LETTERS_OF_A_MARK = 12


class ClashError(DomainError):
    """Somebody else changed the same thing after the page was opened. Nothing was stored.

    `revision` is the newest one: whoever has seen what it holds may go on from it.
    """

    def __init__(self, message: str | Promise, *, revision: int) -> None:
        super().__init__(message)
        self.revision = revision


@dataclass(frozen=True)
class Writing:
    """What a page on which several people write sends along with what was typed."""

    revision: int
    """What the page showed; 0 when it told none."""
    seen: int
    """Up to which revision its writer saw what others made of it, when there was a clash."""
    settle: str
    """Whose values count then: MINE or THEIRS, "" while nothing was chosen."""
    chosen: Mapping[str, str]
    """The same for single values, by their key."""

    @property
    def builds_on(self) -> int:
        """The revision to go on from: what the page showed, or what its writer saw and wants to replace."""
        return self.seen if self.settle == MINE else self.revision


def writing_of(request: HttpRequest) -> Writing:
    """Who chose for all values at once chose nothing for single ones. What a page sends by itself settles nothing."""
    sent = request.POST
    settle = "" if is_autosave(request) else sent.get("settle", "")
    chosen = {name.removeprefix(CHOICE): str(side) for name, side in sent.items() if name.startswith(CHOICE) and side}
    return Writing(
        revision=whole_number(sent.get("revision")),
        seen=whole_number(sent.get("seen")),
        settle=settle,
        chosen={} if settle else chosen,
    )


@dataclass(frozen=True)
class Theirs:
    """What somebody else made of a value; `who` and `at` where that is known of each value."""

    value: str
    who: str = ""
    at: dt.datetime | None = None


@dataclass(frozen=True)
class ClashRow:
    """A value that two people changed. With a `key` it has a choice of its own, of which `chosen` was taken."""

    label: str
    mine: str
    theirs: Sequence[Theirs]
    before: str = ""
    key: str = ""
    chosen: str = ""

    @property
    def name(self) -> str:
        return f"{CHOICE}{self.key}" if self.key else ""


def clash_context(clash: ClashError, rows: Sequence[ClashRow]) -> dict[str, Any]:
    """What `components/clash.html` shows."""
    return {
        "clash": clash,
        "clash_rows": rows,
        "clash_has_choices": len(rows) > 1 and all(row.key for row in rows),
        "clash_is_open": any(row.chosen for row in rows),
    }


def clash_answer(clash: ClashError, rows: Sequence[ClashRow]) -> JsonResponse:
    """For a page that saves itself: the sentence, and the choice to put into its form."""
    html = render_to_string("components/clash.html", clash_context(clash, rows))
    return JsonResponse({"message": clash.message, "choose": html}, status=409)


class ValuesClashError(DomainError):
    """Somebody else changed the same values of a row after the page was opened. Nothing was stored.

    `theirs` is what stands there now, by the names of those values.
    """

    def __init__(self, theirs: Mapping[str, Any]) -> None:
        super().__init__(_("Somebody else changed this while you were busy with it. Look at what stands there now."))
        self.theirs = theirs


@dataclass(frozen=True)
class ShownValues:
    """What a page showed of a row when its writer began: a mark of each value, by its name. A value without a mark is
    one that the page says nothing about, and then what is sent counts.
    """

    marks: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "ShownValues":
        return cls({name: _mark(value) for name, value in values.items()})

    @classmethod
    def read(cls, sent: str) -> "ShownValues":
        """What a page says that it showed; nothing when it says something else."""
        try:
            found = json.loads(sent or "{}")
        except (ValueError, RecursionError):
            return cls()
        return cls({str(name): str(mark) for name, mark in found.items()} if isinstance(found, dict) else {})

    def __str__(self) -> str:
        return json.dumps(dict(self.marks))

    def is_left(self, name: str, typed: Any) -> bool:
        """Whether its writer left a value as the page showed it."""
        return self.marks.get(name) == _mark(typed)

    def merge(self, typed: Mapping[str, Any], *, onto: Model) -> dict[str, Any]:
        """The values to keep in the row `onto`, which the caller locked. Raises ValuesClashError."""
        present = values_of(onto, typed)
        kept = {name: present[name] if self.is_left(name, value) else value for name, value in typed.items()}
        theirs = {name: present[name] for name, value in kept.items() if self._clashes(name, value, present[name])}
        if theirs:
            raise ValuesClashError(theirs)
        return kept

    def _clashes(self, name: str, wanted: Any, present: Any) -> bool:
        return self.marks.get(name, _mark(present)) != _mark(present) != _mark(wanted)


NOTHING_SHOWN = ShownValues()
"""Of who changes a row without a page: all that they send counts."""


def still_there(row: R | None) -> R:
    """The row that a service locked. Raises DomainError when somebody took it away meanwhile."""
    if row is None:
        raise DomainError(_("Somebody took this away while you were busy with it. Nothing was saved."))
    return row


def values_of(row: Model, names: Iterable[str]) -> dict[str, Any]:
    """What a row holds under these names; of many others a list."""
    found = {name: getattr(row, name) for name in names}
    is_many = {name: row._meta.get_field(name).many_to_many for name in found}
    return {name: list(value.all()) if is_many[name] else value for name, value in found.items()}


def _mark(value: Any) -> str:
    """The same for what is stored and what was typed, when they are the same."""
    return hashlib.sha256(_plain(value).encode(errors="replace")).hexdigest()[:LETTERS_OF_A_MARK]


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, list | tuple):
        return " ".join(sorted(_plain(one) for one in value))
    if isinstance(value, dt.datetime):
        return str(value.astimezone(dt.UTC).replace(second=0, microsecond=0))
    if isinstance(value, Decimal):
        return str(value.normalize())
    return "\n".join(str(value).strip().splitlines())
