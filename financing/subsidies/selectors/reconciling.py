"""Whether what is kept of money and figures is what entries and applications say: all of it counted anew."""

from dataclasses import dataclass

from django.db import connection

from coophub.web.tallies import differences
from financing.subsidies.models import LedgerEntry

BALANCES = """
    SELECT balance.version_id, balance.target, balance.taken, counted.taken
    FROM subsidies_ceilingbalance balance
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(entry.amount), 0) AS taken FROM subsidies_ledgerentry entry
        WHERE entry.version_id = balance.version_id AND balance.target IN ('', entry.target)
    ) counted
    WHERE balance.taken <> counted.taken
    ORDER BY balance.version_id, balance.target
"""
HOLDINGS = """
    SELECT coalesce(held.application_id, counted.application_id)
    FROM subsidies_holding held
    FULL JOIN subsidies_holding_counted counted ON counted.application_id = held.application_id
    WHERE (held.settled, held.paid, held.awarded, held.reserved)
        IS DISTINCT FROM (counted.settled, counted.paid, counted.awarded, counted.reserved)
    ORDER BY 1
"""

KEPT_PARTS = """
    SELECT version_id, province, target, state, sum(received), sum(awarded), sum(homes), sum(amount)
    FROM subsidies_casesum GROUP BY 1, 2, 3, 4
    HAVING sum(received) <> 0 OR sum(awarded) <> 0 OR sum(homes) <> 0 OR sum(amount) <> 0
"""
PARTS = """
    SELECT version_id, province, target, state, count(*), sum(awarded), sum(homes), sum(amount)
    FROM subsidies_casefigures_counted GROUP BY 1, 2, 3, 4
"""
KEPT_PACE = """
    SELECT version_id, days, sum(decided), sum(with_term), sum(in_time) FROM subsidies_pacesum GROUP BY 1, 2
    HAVING sum(decided) <> 0 OR sum(with_term) <> 0 OR sum(in_time) <> 0
"""
PACE = """
    SELECT version_id, days, count(*), sum(with_term), sum(in_time)
    FROM subsidies_casefigures_counted WHERE days IS NOT NULL GROUP BY 1, 2
"""
LAST_DAYS = "SELECT application_id, last_day, reclaim_from FROM subsidies_dossierend"
LAST_DAYS_COUNTED = "SELECT application_id, last_day, reclaim_from FROM subsidies_dossierend_counted"


@dataclass(frozen=True)
class LedgerCheck:
    """How many entries there are, and each place where what is kept differs from them."""

    entries: int
    differences: list[str]


def ledger_differences() -> LedgerCheck:
    """Three queries, however many entries there are. For who runs CoopHub, in English."""
    with connection.cursor() as cursor:
        cursor.execute(BALANCES)
        balances = [
            f"of the ceiling of version {version} {f'for {target} ' if target else ''}{taken} is taken, "
            f"and its entries say {counted}"
            for version, target, taken, counted in cursor.fetchall()
        ]
        cursor.execute(HOLDINGS)
        holdings = [f"what application {key} holds is not what its entries say" for (key,) in cursor.fetchall()]
    return LedgerCheck(LedgerEntry.objects.count(), [*balances, *holdings])


def figures_differences() -> list[str]:
    """Each sum of the figures of a scheme that is not what its applications say. Two queries. In English too."""
    parts = {row[:4] for row in differences(KEPT_PARTS, PARTS)}
    pace = {row[:2] for row in differences(KEPT_PACE, PACE)}
    return [
        *(
            f"of version {version} the sums of {state} for {target} in {province} are not what its applications say"
            for version, province, target, state in sorted(parts)
        ),
        *(
            f"of version {version} the decisions after {days} days are not what is there"
            for version, days in sorted(pace)
        ),
    ]


def last_day_differences() -> list[str]:
    """Each application of which the last day is not what its rows say. One query. In English too."""
    found = {key for key, *_days in differences(LAST_DAYS, LAST_DAYS_COUNTED)}
    return [f"the last day of application {key} is not what its rows say" for key in sorted(found)]
