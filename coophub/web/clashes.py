"""Two people who write on the same thing at once: neither overwrites the other unseen.

The page carries the revision that it showed, in a hidden input `revision`. The service refuses what others changed
after it with ClashError. The form then shows both sides in `components/clash.html`, and its writer chooses.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise

from coophub.web.errors import DomainError
from coophub.web.requests import is_autosave, whole_number

MINE, THEIRS = "mine", "theirs"
CHOICE = "settle-"
"""How the fields begin with which somebody chooses between two values."""


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
