"""Whether what is kept of the money is what the entries say: every balance and every holding counted anew."""

from dataclasses import dataclass

from django.db import connection

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
