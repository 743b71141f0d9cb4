"""Figures of cohorts: what they are made of is brought up to date, then they are read."""

from django.db import connection, transaction

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.web import clock
from pilots.models import PilotFacts
from pilots.selectors.cohorts.analysis import Cohort, CohortChoice
from pilots.selectors.cohorts.facts import are_up_to_date, read_cohort
from pilots.selectors.cohorts.progress import CohortProgress, read_progress
from pilots.selectors.cohorts.working_out import worked_out

KEPT = [field.name for field in PilotFacts._meta.fields if not field.primary_key]


def cohort_now(choice: CohortChoice) -> Cohort:
    """The figures of the chosen pilots, as of this moment."""
    bring_up_to_date()
    return read_cohort(choice)


def progress_now(choice: CohortChoice) -> CohortProgress | None:
    """What the chosen pilots came to, as of this moment; None where they are too few."""
    bring_up_to_date()
    return read_progress(choice)


def bring_up_to_date() -> int:
    """Works out again what is kept of the pilots of which something changed, and on a new day of all of them; gives how
    many those were.

    One at a time: what changed is read before the pilots are, so what changes meanwhile is written down still when it
    is done.
    """
    if are_up_to_date(clock.today()):
        return 0
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('pilots.facts'))")
            cursor.execute("DELETE FROM pilots_changedpilot RETURNING pilot_id")
            changed = {key for (key,) in cursor.fetchall()}
        as_of = clock.today()
        is_new_day = PilotFacts.objects.exclude(known_on=as_of).exists()
        facts = worked_out(as_of, None if is_new_day else changed)
        PilotFacts.objects.bulk_create(facts, update_conflicts=True, unique_fields=["pilot"], update_fields=KEPT)
    return len(facts)


def note_export(*, user: User, kind: str, query: str) -> None:
    """Writes down who took figures along, and of which pilots."""
    record(actor=user, action="pilots.take_cohort_along", target=user, after={"kind": kind, "query": query})
