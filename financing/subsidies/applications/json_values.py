"""Dates and amounts as JSON keeps them: as text, and the same text for the same amount."""

import datetime as dt
from decimal import Decimal


def as_json(value: dt.date | Decimal | None) -> str | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, dt.date) else f"{value:.2f}"


def read_day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def read_amount(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None
