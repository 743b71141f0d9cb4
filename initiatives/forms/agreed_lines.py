"""What in a note or in minutes reads as something that the group will do, or decided: a line with a dash before it."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coophub.accounts.models import User
from coophub.web import clock
from coophub.web.fields import years_ahead
from coophub.web.texts import clean_line
from initiatives.services.tasks import ActionInput

MOST_OFFERED = 10
MOST_OF_MINUTES = 60
LONGEST_TITLE = 200
YEARS_AHEAD = 5
DASH = re.compile(r"\s*(?:[-*•–]|acties?:|actions?:)\s*(?P<words>\S.*)", re.IGNORECASE)
DECIDED = re.compile(
    r"\s*(?:[-*•–]\s*)?(?:besloten|besluit(?:en)?|decided|decisions?):\s*(?P<words>\S.*)", re.IGNORECASE
)
DUE = re.compile(
    r"[\s,(]*\b(?:voor|vóór|uiterlijk(?: op)?|before|by)\s+"
    r"(?P<day>\d{1,2})(?:\s+(?P<name>[a-z]{3,9})\.?|[-/](?P<number>\d{1,2}))(?:[\s/-]+(?P<year>\d{4}))?\b\)?",
    re.IGNORECASE | re.ASCII,
)
MONTHS = ("jan", "feb", "mrt maa mar", "apr", "mei may", "jun", "jul", "aug", "sep", "okt oct", "nov", "dec")
"""How the names of months begin, in Dutch and in English."""


def agreed_lines(note: str) -> dict[str, ActionInput]:
    """The lines of a note that can become actions, each as the action that it would be."""
    return {words: action_in(words) for words in _read(note, DASH, most=MOST_OFFERED)}


@dataclass(frozen=True)
class LineOfMinutes:
    """A line that can become a task or a decision; one that begins with "Besluit:" reads as a decision."""

    words: str
    is_decision: bool

    @property
    def action(self) -> ActionInput:
        return action_in(self.words)


def lines_of_minutes(minutes: str) -> dict[str, LineOfMinutes]:
    """The lines of minutes that say what the group will do or decided, each under its words."""
    found = _read(minutes, DECIDED, DASH, most=MOST_OF_MINUTES)
    return {words: LineOfMinutes(words, is_decision=reads_as is DECIDED) for words, reads_as in found.items()}


def _read(text: str, *ways: re.Pattern[str], most: int) -> dict[str, re.Pattern[str]]:
    """The first lines that read in one of these ways, by their words, each with the first way that it reads in."""
    found: dict[str, re.Pattern[str]] = {}
    for line in text.splitlines():
        match = next(filter(None, (way.fullmatch(line) for way in ways)), None)
        words = clean_line(match["words"]) if match else ""
        if match and words and len(words) <= LONGEST_TITLE and len(found) < most:
            found.setdefault(words, match.re)
    return found


def named_in(words: str, members: Iterable[User]) -> User | None:
    """Who does it, when a line begins with the first name of one member and of no other: "Els belt de gemeente"."""
    first = words.split()[0].strip(",:;.").casefold()
    found = [member for member in members if member.name and member.name.split()[0].casefold() == first]
    return found[0] if len(found) == 1 else None


def action_in(words: str) -> ActionInput:
    """What has to be done, and by when if the words say so: "Bel de gemeente voor 1 maart"."""
    match = DUE.search(words)
    due_on = _day(match) if match else None
    if match is None or due_on is None:
        return ActionInput(words)
    rest = clean_line(words[: match.start()] + words[match.end() :]).strip(" .,;:")
    return ActionInput(rest or words, due_on)


def _day(match: re.Match[str]) -> dt.date | None:
    """The day that is named; without a year the next one. None for one that is over, far away or in no calendar."""
    month = int(match["number"]) if match["number"] else _month(match["name"])
    today = clock.today()
    years = [int(match["year"])] if match["year"] else [today.year, today.year + 1]
    return next(
        (on for on in _days(int(match["day"]), month, years) if today <= on <= years_ahead(YEARS_AHEAD)()), None
    )


def _days(day: int, month: int, years: list[int]) -> Iterator[dt.date]:
    for year in years:
        try:
            yield dt.date(year, month, day)
        except ValueError:
            continue


def _month(name: str) -> int:
    """The number of the month; 0, which is none, for another word."""
    start = name[:3].lower()
    return next((number for number, starts in enumerate(MONTHS, start=1) if start in starts.split()), 0)
