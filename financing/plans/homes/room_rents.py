"""The highest rents of rooms in shared homes, by points (WWSO), for the days that `maximum-room-rents.csv` knows."""

import csv
import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "maximum-room-rents.csv"


def highest_room_rent(points: int, *, norms_from: dt.date) -> Decimal | None:
    """The highest bare rent a month of a room under the norms that hold from that day; None when we do not know those.

    More points than the list has allow no more than its last rent.
    """
    rents = _rents_by_day().get(f"eur_{norms_from:%Y_%m_%d}")
    return rents[min(points, max(rents))] if rents else None


@cache
def _rents_by_day() -> Mapping[str, Mapping[int, Decimal]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    days = [column for column in rows[0] if column != "punten"]
    return {day: {int(row["punten"]): Decimal(row[day]) for row in rows} for day in days}
