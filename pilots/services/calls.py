"""The call of a programme: written, published, and groups that are asked to apply."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.notifications.services import notify
from coophub.web import clock
from coophub.web.clashes import ClashError
from coophub.web.errors import DomainError
from coophub.web.refusals import refuse
from initiatives.models import Initiative
from initiatives.selectors.people import editors_of
from pilots.models import Call, CallInvitation, Programme
from pilots.questions.question import read_questions
from pilots.selectors.may_apply import why_not_invite, why_not_publish, why_not_write_call
from pilots.selectors.ranking import read_criteria
from pilots.services.running import CHANGED_MEANWHILE


@dataclass(frozen=True)
class CallInput:
    """A call as it is written. Rows without a key of their own are new."""

    opens_on: dt.date
    closes_on: dt.date
    explanation: str
    explanation_en: str
    questions: Sequence[Mapping[str, Any]]
    criteria: Sequence[Mapping[str, Any]]


@transaction.atomic
def save_call(*, programme: Programme, call: CallInput, revision: int, user: User) -> Call:
    """Keeps the call of a programme. Once it is published, what it asks stays; its days and explanation may change
    until the selection is made.

    Raises ClashError when somebody else changed it after `revision`, DomainError when applications are being chosen
    from, and when it would close before today after groups could apply.
    """
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    kept = Call.objects.select_for_update().filter(programme=programme).first()
    refuse(why_not_write_call(kept))
    if revision != (kept.revision if kept else 0):
        raise ClashError(CHANGED_MEANWHILE, revision=kept.revision if kept else 0)
    values: dict[str, Any] = {
        "opens_on": call.opens_on,
        "closes_on": call.closes_on,
        "explanation": call.explanation,
        "explanation_en": call.explanation_en,
    }
    if kept is not None and kept.published_at:
        _refuse_shorter(kept, call)
    else:
        values["questions"] = [dict(row) for row in with_keys(call.questions, "key", "text", "_")]
        values["criteria"] = [dict(row) for row in with_keys(call.criteria, "slug", "title", "-")]
        read_questions(values["questions"])
        read_criteria(values["criteria"])
    if kept is None:
        kept = Call.objects.create(programme=programme, **values)
        record(actor=user, action="pilots.save_call", target=kept, after=values)
        return kept
    before = {name: getattr(kept, name) for name in values if getattr(kept, name) != values[name]}
    if not before:
        return kept
    for name in before:
        setattr(kept, name, values[name])
    kept.revision += 1
    kept.save()
    after = {name: values[name] for name in before}
    record(actor=user, action="pilots.save_call", target=kept, before=before, after=after)
    return kept


@transaction.atomic
def publish_call(*, call: Call, user: User) -> Call:
    """Lets everybody read the call; groups can apply from its first day on. Twice is once.

    Raises DomainError for a programme without places, and when its last day has passed.
    """
    call = Call.objects.select_for_update(of=("self",)).select_related("programme").get(pk=call.pk)
    if call.published_at:
        return call
    refuse(why_not_publish(call))
    call.published_at = clock.now()
    call.save(update_fields=["published_at"])
    record(actor=user, action="pilots.publish_call", target=call, after={"closes_on": call.closes_on})
    return call


@transaction.atomic
def invite_to_apply(*, call: Call, initiative: Initiative, note: str, user: User) -> CallInvitation:
    """Asks a group to apply; its owners and editors are told. Asked twice is asked once.

    Raises DomainError when the call is not open, and for a group that has applied.
    """
    call = Call.objects.select_for_update(of=("self",)).select_related("programme").get(pk=call.pk)
    refuse(why_not_invite(call, user))
    if call.intakes.filter(initiative=initiative, withdrawn_at=None).exists():
        raise DomainError(_("This group is applying already."), field="initiative")
    invitation, is_new = CallInvitation.objects.get_or_create(
        call=call, initiative=initiative, defaults={"invited_by": user, "note": note}
    )
    if is_new:
        record(actor=user, action="pilots.invite_to_apply", target=call, after={"initiative": initiative.name})
        notify(
            recipients=editors_of(initiative),
            kind="pilots_invited_to_apply",
            context={"initiative": initiative.name, "programme": call.programme.name},
            url=reverse("pilots:coaching", args=[initiative.slug]),
        )
    return invitation


def with_keys(
    rows: Sequence[Mapping[str, Any]], name: str, title: str, joint: str, used: Iterable[str] = ()
) -> list[Mapping[str, Any]]:
    """Rows that have a key keep it, so that answers and scores still fit; a new one gets one from its words, none of
    those that were `used` before.
    """
    taken = {row[name] for row in rows if row.get(name)} | set(used)
    found: list[Mapping[str, Any]] = []
    for row in rows:
        key = row.get(name) or _free_key(str(row[title]), taken, joint)
        taken.add(key)
        found.append({**row, name: key})
    return found


def _refuse_shorter(kept: Call, call: CallInput) -> None:
    if call.opens_on != kept.opens_on:
        raise DomainError(_("The call is published: its first day stays."), field="opens_on")
    if call.closes_on < kept.closes_on:
        raise DomainError(_("The call is published: it can close later, not sooner."), field="closes_on")


def _free_key(title: str, taken: set[str], joint: str) -> str:
    base = slugify(title).lstrip("0123456789-_").replace("-", joint).replace("_", joint)[:30].strip(joint) or "row"
    names = [base, *(f"{base}{joint}{number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)
