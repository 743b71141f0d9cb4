"""What was decided is what the ledger holds: the database keeps the two together.

Every ceiling is kept by the ledger (`ledger.py`). As no decision is signed without its entry, and no entry is undone
while its decision stands, what was decided never passes a ceiling either.
"""

import pgtrigger


def keeps_holding(operation: pgtrigger.Operation, condition: pgtrigger.Condition | None = None) -> pgtrigger.Trigger:
    """Counts anew what an application holds of its ceiling (`Holding`), when something changes on which that rests."""
    key = "id" if condition is not None else "application_id"
    return pgtrigger.Trigger(
        name="keeps_holding",
        when=pgtrigger.After,
        operation=operation,
        condition=condition,
        func=f"PERFORM subsidies_hold(NEW.{key}); RETURN NULL;",
    )


def is_in_the_ledger(*, condition: pgtrigger.Condition | None = None) -> pgtrigger.Trigger:
    """For a decision and for an entry: at the commit, the entries of an application add up to what was decided last.

    A recovery and what comes back of a loan are entries of their own, after it. An objection against a decision on an
    advance leaves the award as it is.
    """
    return pgtrigger.Trigger(
        name="is_in_the_ledger",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update,
        timing=pgtrigger.Deferred,
        condition=condition,
        declare=[("awarded", "numeric"), ("changed", "numeric"), ("held", "numeric")],
        func="""
            SELECT decision.amount INTO awarded FROM subsidies_decision decision
                WHERE decision.application_id = NEW.application_id AND decision.signed_at IS NOT NULL;
            IF NOT FOUND THEN
                RETURN NULL;
            END IF;
            SELECT later.amount INTO changed FROM subsidies_laterdecision later
                LEFT JOIN subsidies_objection objection ON objection.id = later.objection_id
                WHERE later.application_id = NEW.application_id AND later.signed_at IS NOT NULL
                AND (later.kind IN ('amendment', 'settlement') OR later.outcome = 'revised')
                AND NOT EXISTS (
                    SELECT 1 FROM subsidies_laterdecision advance
                    WHERE advance.kind = 'advance' AND advance.application_id = NEW.application_id
                    AND advance.id::text = objection.against
                )
                ORDER BY later.signed_at DESC, later.id DESC LIMIT 1;
            SELECT coalesce(sum(entry.amount), 0) INTO held FROM subsidies_ledgerentry entry
                LEFT JOIN subsidies_ledgerentry undone ON undone.id = entry.reverses_id
                WHERE entry.application_id = NEW.application_id
                AND coalesce(undone.kind, entry.kind) IN ('award', 'increase', 'withdrawal', 'lower_settlement');
            IF held <> coalesce(changed, awarded) THEN
                RAISE EXCEPTION 'of application % the decision says %, the ledger %',
                    NEW.application_id, coalesce(changed, awarded), held USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        """,
    )


def once_signed() -> list[pgtrigger.Trigger]:
    """For a decision: from its signature on it stays as it is, and is in the ledger."""
    return [
        pgtrigger.Protect(
            name="signed_is_frozen",
            operation=pgtrigger.Update | pgtrigger.Delete,
            condition=pgtrigger.Q(old__signed_at__isnull=False),
        ),
        is_in_the_ledger(condition=pgtrigger.Condition("NEW.signed_at IS NOT NULL")),
    ]


def recounts_figures(condition: str = "TRUE", *, key: str = "application_id") -> pgtrigger.Trigger:
    """Counts anew what an application adds to the figures of its scheme (`CaseFigures`), when something changes on
    which that rests; the condition is about a row that changed.

    Its name lets it come after `keeps_holding`: two that change one application lock its rows in the same order.
    """
    return _counts_anew("recounts_figures", "subsidies_count_case", condition, f"{{row}}.{key}")


def recounts_last_day(condition: str = "TRUE", *, key: str = "{row}.application_id") -> pgtrigger.Trigger:
    """The same for the last day on which something happens in a dossier (`DossierEnd`); it comes after both.

    `key` says in SQL to which application a `{row}` belongs.
    """
    return _counts_anew("recounts_last_day", "subsidies_count_end", condition, key)


def of_loan() -> pgtrigger.Trigger:
    """For what was taken up of a loan and what came back of it."""
    return recounts_last_day(key="(SELECT application_id FROM subsidies_loan WHERE id = {row}.loan_id)")


def notes_withdrawal() -> pgtrigger.Trigger:
    """Writes the day on which an application is taken back, and keeps it, also when the release before does it."""
    return pgtrigger.Trigger(
        name="notes_withdrawal",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(new__state="withdrawn", new__withdrawn_on__isnull=True),
        func="""
            NEW.withdrawn_on := coalesce(OLD.withdrawn_on, (NEW.updated_at AT TIME ZONE 'Europe/Amsterdam')::date);
            RETURN NEW;
        """,
    )


def _counts_anew(name: str, function: str, condition: str, key: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF TG_OP = 'DELETE' THEN
                PERFORM {function}({key.format(row="OLD")});
            ELSIF TG_OP = 'INSERT' OR {condition} THEN
                PERFORM {function}({key.format(row="NEW")});
            END IF;
            RETURN NULL;
        """,
    )
