"""Months as a plan writes them, such as 2027-03, as numbers that can be counted with."""


def month_number(month: str) -> int:
    """Months since the beginning of our era, so that one comes after another."""
    return 12 * int(month[:4]) + int(month[5:]) - 1


def month_named(number: int) -> str:
    year, place = divmod(number, 12)
    return f"{year:04}-{place + 1:02}"
