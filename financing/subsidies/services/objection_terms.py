"""The term to decide on an objection: what suspends it, postpones it, or lets it run on with consent (Awb 6:6,
7:10).
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from coophub.accounts.models import Role, User
from coophub.accounts.selectors import people_with_role
from coophub.audit.services import record
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.formats import day
from financing.subsidies.models import Objection, ObjectionDelay, ObjectionRemedy
from financing.subsidies.papers.letters.objections import ObjectionRemedyLetter
from financing.subsidies.papers.letters.terms import ExtensionLetter
from financing.subsidies.procedure.may.objections import (
    why_not_answer_delay,
    why_not_ask_delay,
    why_not_ask_to_complete_objection,
    why_not_complete_objection,
    why_not_postpone,
)
from financing.subsidies.procedure.may.terms import why_not_move
from financing.subsidies.procedure.terms import objection_term
from financing.subsidies.services.letters import send_letter
from financing.subsidies.services.notices import tell_group, tell_staff
from financing.subsidies.services.steps import locked_objection, refuse


@transaction.atomic
@clock.at_one_moment
def ask_objection_remedy(*, objection: Objection, defects: str, last_day: dt.date, user: User) -> ObjectionRemedy:
    """Asks to complete an objection (Awb 6:6). The term to decide on it stands still from the next day (7:10 lid 2).

    Raises DomainError while an earlier request is open, after the term, for a day that gives no time, and for whoever
    signed the decision.
    """
    today = clock.today()
    application, objection = locked_objection(objection)
    refuse(why_not_ask_to_complete_objection(objection, user, today), objection)
    if last_day <= today:
        raise DomainError(_("Give the group time: name a day after today."), field="last_day")
    remedy = ObjectionRemedy.objects.create(
        objection=objection,
        defects=defects,
        last_day=last_day,
        requested_by=user,
        requested_at=clock.now(),
        requested_on=today,
    )
    before = _move_date(objection)
    record(
        actor=user,
        action="subsidies.ask_objection_remedy",
        target=application,
        before={"decide_by": before},
        after={"decide_by": objection.decide_by, "last_day": last_day, "defects": defects},
    )
    send_letter(
        application,
        ObjectionRemedyLetter.of(objection, remedy),
        occasion=f"objection-remedy-{remedy.pk}",
    )
    return remedy


@transaction.atomic
@clock.at_one_moment
def mend_objection(
    *,
    objection: Objection,
    answer: str,
    user: User,
    received_on: dt.date | None = None,
) -> ObjectionRemedy:
    """Keeps what completes an objection; the term runs on from that day. The same answer twice is one.

    What comes after the last day is kept too: whether it still counts, whoever decides says. `received_on` is for what
    came by post. Raises DomainError when nothing was asked, and for a day before the request or to come.
    """
    today = clock.today()
    received_on = received_on or today
    application, objection = locked_objection(objection)
    earlier = objection.remedies.last()
    if earlier is not None and earlier.mended_by_id == user.pk and earlier.answer == answer:
        return earlier
    refuse(why_not_complete_objection(objection), objection)
    remedy = objection.remedies.get(mended_at=None)
    if not remedy.requested_on <= received_on <= today:
        raise DomainError(
            _("It can have come from %(day)s until today.") % {"day": day(remedy.requested_on)}, field="received_on"
        )
    remedy.answer, remedy.mended_by = answer, user
    remedy.mended_at, remedy.mended_on = clock.now(), received_on
    remedy.save()
    before = _move_date(objection)
    record(
        actor=user,
        action="subsidies.mend_objection",
        target=application,
        before={"decide_by": before},
        after={"decide_by": objection.decide_by, "received_on": received_on},
    )
    tell_staff(_handlers_of(objection), application, "subsidies_objection_mended", tab="decision")
    return remedy


@transaction.atomic
def postpone_objection(*, objection: Objection, reason: str, user: User) -> Objection:
    """Postpones the decision on an objection, once, by six weeks (Awb 7:10 lid 3), and tells the group (lid 5).

    Raises DomainError when it was done before, and when the term has ended.
    """
    application, objection = locked_objection(objection)
    refuse(why_not_postpone(objection, user, clock.today()), objection)
    objection.is_postponed = True
    before = _move_date(objection)
    record(
        actor=user,
        action="subsidies.postpone_objection",
        target=application,
        before={"decide_by": before},
        after={"decide_by": objection.decide_by, "reason": reason},
    )
    send_letter(
        application,
        ExtensionLetter.of_objection(objection, reason),
        occasion=f"objection-{objection.pk}",
    )
    return objection


@transaction.atomic
@clock.at_one_moment
def ask_objection_delay(*, objection: Objection, reason: str, last_day: dt.date, user: User) -> ObjectionDelay:
    """Asks whoever objects to agree with a decision on a later day.

    Nothing changes until an owner agrees (Awb 7:10 lid 4).

    Raises DomainError while an earlier question is open, after the term, and for a day that is not later.
    """
    application, objection = locked_objection(objection)
    refuse(why_not_ask_delay(objection, user, clock.today()), objection)
    if last_day <= objection.decide_by:
        raise DomainError(
            _("The decision is due on %(day)s. Name a later day.") % {"day": day(objection.decide_by)},
            field="last_day",
        )
    delay = ObjectionDelay.objects.create(
        objection=objection, reason=reason, last_day=last_day, asked_by=user, asked_at=clock.now()
    )
    record(
        actor=user,
        action="subsidies.ask_objection_delay",
        target=application,
        after={"last_day": last_day, "reason": reason},
    )
    tell_group(application, "subsidies_letter")
    return delay


@transaction.atomic
@clock.at_one_moment
def answer_objection_delay(*, objection: Objection, is_agreed: bool, user: User) -> ObjectionDelay:
    """The group agrees, or not, with a later decision on its objection.

    Agreed, a letter says so. The same answer twice is one.

    Raises DomainError when nothing was asked, and when the term has ended in the meantime.
    """
    application, objection = locked_objection(objection)
    earlier = objection.delays.last()
    if earlier is not None and earlier.is_agreed == is_agreed and earlier.answered_by_id == user.pk:
        return earlier
    refuse(why_not_answer_delay(objection), objection)
    delay = objection.delays.get(answered_at=None)
    if is_agreed:
        refuse(why_not_move(objection, clock.today()), objection)
    delay.is_agreed, delay.answered_by, delay.answered_at = is_agreed, user, clock.now()
    delay.save()
    before = _move_date(objection)
    record(
        actor=user,
        action="subsidies.answer_objection_delay",
        target=application,
        before={"decide_by": before},
        after={"decide_by": objection.decide_by, "is_agreed": is_agreed},
    )
    if is_agreed:
        send_letter(
            application,
            ExtensionLetter.of_consent(objection, delay),
            occasion=f"objection-delay-{delay.pk}",
        )
    tell_staff(
        _handlers_of(objection), application, "subsidies_objection_delay_answered", tab="decision", is_agreed=is_agreed
    )
    return delay


def _handlers_of(objection: Objection) -> list[User]:
    """Whoever deals with the objection, else the scheme managers."""
    if objection.handler is not None and objection.handler.is_active:
        return [objection.handler]
    return list(people_with_role(Role.SCHEME_MANAGER))


def _move_date(objection: Objection) -> dt.date:
    """Works the date of the decision out again; gives what it was."""
    before = objection.decide_by
    objection.decide_by = objection_term(objection).date
    objection.save()
    return before
