"""Figures of cohorts that somebody takes along."""

from coophub.accounts.models import User
from coophub.audit.services import record


def note_export(*, user: User, kind: str, query: str) -> None:
    """Writes down who took figures along, and of which pilots."""
    record(actor=user, action="pilots.take_cohort_along", target=user, after={"kind": kind, "query": query})
