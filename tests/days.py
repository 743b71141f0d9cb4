"""The days on which tests run.

A test never asks what day it is. It runs on one plain Monday, and says so when it needs another moment:

    @pytest.mark.moment("2026-03-27T10:00")

`COOPHUB_TEST_DAY=2028-02-29` gives all that name no moment another day; `make test-days` runs them on every awkward
one.
"""

import datetime as dt
import os
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MORNING = dt.time(10)

# Far from the change of summer time, from holidays and from the end of a month or year.
PLAIN_MONDAY = "2026-09-07"

AWKWARD_DAYS = {
    "2026-11-26": "a Thursday like many, on which the tests once failed: three days on is a Sunday",
    "2027-01-01": "New Year, a Friday",
    "2027-02-28": "a Sunday that ends a month",
    "2027-03-26": "Good Friday",
    "2027-03-28": "Easter, and the clock goes an hour forward",
    "2027-05-14": "the Friday before Pentecost",
    "2027-07-01T00:30": "in UTC it is the day before, and the month before",
    "2027-08-31": "a month with no such day follows, and six months later a leap day",
    "2027-10-31": "a Sunday, and the clock goes an hour back",
    "2027-12-31": "the end of a year, a Friday",
    "2028-02-29": "a leap day",
    "2036-04-26": "a Saturday, and King's Day because the 27th is a Sunday",
}
# What `make test` runs its most date-sensitive tests on, beside the plain Monday.
SHORT_FORM = ("2027-03-26", "2027-07-01T00:30", "2027-12-31", "2028-02-29")

DAY = os.environ.get("COOPHUB_TEST_DAY") or PLAIN_MONDAY


def morning_of(day: dt.date) -> dt.datetime:
    """Ten in the morning in Amsterdam."""
    return dt.datetime.combine(day, MORNING, tzinfo=AMSTERDAM)


def moment(text: str) -> dt.datetime:
    """A moment in Amsterdam: "2026-03-27T10:00", or a day alone for ten in the morning."""
    if "T" in text:
        return dt.datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)
    return morning_of(dt.date.fromisoformat(text))


def after(number: int) -> str:
    """The day so many days after that of the tests, as a form sends it, for what is made before they begin."""
    return (moment(DAY).date() + dt.timedelta(days=number)).isoformat()


if __name__ == "__main__":
    print(*AWKWARD_DAYS, sep="\n")
