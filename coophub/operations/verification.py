"""Is everything as it was written? The trail, the money, the figures, the files and the documents that were made."""

from collections.abc import Callable
from dataclasses import dataclass, field

from coophub.audit import chain
from coophub.operations import stored
from financing.subsidies.selectors.reconciling import (
    figures_differences,
    last_day_differences,
    ledger_differences,
)
from initiatives.selectors.kept_counts import register_differences


@dataclass(frozen=True)
class Verified:
    """What was looked at, in numbers, and what is wrong."""

    facts: dict[str, int | str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def verify(*, contains: str = "") -> Verified:
    """Everything, in constant memory. `contains` is a hash of the audit trail that was noted before."""
    found = Verified()
    parts: list[Callable[[Verified], None]] = [lambda so_far: _trail(so_far, contains), _ledger, _figures, _files]
    for look in parts:
        look(found)
    return found


def _trail(found: Verified, contains: str) -> None:
    try:
        whole = chain.verify(contains=contains)
    except chain.BrokenChainError as broken:
        found.problems.append(f"Audit trail: {broken}")
        return
    found.facts.update(audit_entries=whole.count, last_hash=whole.last_hash)


def _ledger(found: Verified) -> None:
    ledger = ledger_differences()
    found.facts["ledger_entries"] = ledger.entries
    found.problems.extend(f"Ledger: {difference}" for difference in ledger.differences)


def _figures(found: Verified) -> None:
    differences = register_differences() + figures_differences() + last_day_differences()
    found.problems.extend(f"Figures: {difference}" for difference in differences)


def _files(found: Verified) -> None:
    files = stored.check_stored_files()
    found.facts["files"] = files.count
    found.problems.extend(f"Files: {problem}" for problem in files.problems)
