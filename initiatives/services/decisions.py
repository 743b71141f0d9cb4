"""The log of what a group decided.

The trail says which decision by its number, never what it says: it is read by people for whom that is not.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.documents.models import Document
from coophub.web import clock
from coophub.web.clashes import NOTHING_SHOWN, ShownValues
from coophub.web.errors import DomainError
from coophub.web.refusals import refuse
from initiatives.may import why_not_change_decision, why_not_change_meetings
from initiatives.models import DecisionMaker, DecisionManner, GroupDecision, Initiative, Meeting


@dataclass(frozen=True)
class DecisionInput:
    """What was decided, when, by whom and how. Votes that nobody counted are 0 where there was a vote."""

    title: str
    decided_on: dt.date
    reasons: str = ""
    taken_by: str = DecisionMaker.MEMBERS
    manner: str = DecisionManner.CONSENT
    votes_for: int | None = None
    votes_against: int | None = None
    abstained: int | None = None
    documents: tuple[Document, ...] = ()


@transaction.atomic
def record_decision(
    *, initiative: Initiative, decision: DecisionInput, key: UUID, user: User, meeting: Meeting | None = None
) -> GroupDecision:
    """Writes a decision down under the next number. `key` names the form: sent twice it is one.

    Raises DomainError for a day to come, and for a vote in which nobody voted.
    """
    Initiative.objects.select_for_update().get(pk=initiative.pk)
    made_before = initiative.decisions.filter(key=key).first()
    if made_before is not None:
        return made_before
    refuse(why_not_change_meetings(initiative, user))
    values = _checked(decision)
    last = initiative.decisions.aggregate(last=Max("number"))["last"] or 0
    made = GroupDecision.objects.create(
        initiative=initiative, key=key, number=last + 1, meeting=meeting, recorded_by=user, **values
    )
    made.documents.set(decision.documents)
    record(actor=user, action="initiatives.record_decision", target=initiative, after=_traced(made))
    return made


@transaction.atomic
def change_decision(
    *, decision: GroupDecision, changes: DecisionInput, user: User, shown: ShownValues = NOTHING_SHOWN
) -> GroupDecision:
    """Corrects what was written down.

    Raises ValuesClashError for what others changed after it was `shown`, DomainError for one that holds no longer.
    """
    decision = _locked(decision)
    refuse(why_not_change_decision(decision, user))
    changes = DecisionInput(**shown.merge(vars(changes), onto=decision))
    values = _checked(changes)
    changed = [name for name, value in values.items() if getattr(decision, name) != value]
    stood = set(decision.documents.values_list("pk", flat=True))
    wanted = {document.pk for document in changes.documents}
    if not changed and stood == wanted:
        return decision
    for name in changed:
        setattr(decision, name, values[name])
    decision.save(update_fields=changed)
    decision.documents.set(changes.documents)
    fields = sorted([*changed, *(["documents"] if stood != wanted else [])])
    record(
        actor=user,
        action="initiatives.change_decision",
        target=decision.initiative,
        after={**_traced(decision), "fields": fields},
    )
    return decision


@transaction.atomic
def withdraw_decision(*, decision: GroupDecision, reason: str, user: User) -> GroupDecision:
    """Says that a decision holds no longer, and why. It stays in the log. Doing so twice keeps the first reason."""
    decision = _locked(decision)
    if decision.withdrawn_on:
        return decision
    refuse(why_not_change_decision(decision, user))
    decision.withdrawn_on, decision.withdrawn_because = clock.today(), reason
    decision.save(update_fields=["withdrawn_on", "withdrawn_because"])
    record(actor=user, action="initiatives.withdraw_decision", target=decision.initiative, after=_traced(decision))
    return decision


def _checked(decision: DecisionInput) -> dict[str, object]:
    """What goes into the row. Raises DomainError for what cannot be."""
    if decision.decided_on > clock.today():
        raise DomainError(
            _("This day is still to come. Write a decision down when it has been taken."), field="decided_on"
        )
    return {
        "title": decision.title,
        "decided_on": decision.decided_on,
        "reasons": decision.reasons,
        "taken_by": decision.taken_by,
        "manner": decision.manner,
        **_votes(decision),
    }


def _votes(decision: DecisionInput) -> dict[str, int | None]:
    names: Iterable[str] = ("votes_for", "votes_against", "abstained")
    if decision.manner == DecisionManner.CONSENT:
        return dict.fromkeys(names)
    votes = {name: getattr(decision, name) or 0 for name in names}
    if not any(votes.values()):
        raise DomainError(_("Fill in how many voted for it."), field="votes_for")
    return votes


def _locked(decision: GroupDecision) -> GroupDecision:
    found = GroupDecision.objects.select_for_update(of=("self",)).select_related("initiative")
    return found.get(pk=decision.pk)


def _traced(decision: GroupDecision) -> dict[str, object]:
    return {"decision": decision.number}
