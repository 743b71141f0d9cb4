"""When the term of a decision may be moved, and what lateness leads to: of an application and of an objection alike."""

import datetime as dt

from django.utils.translation import gettext as _

from coophub.web.formats import day
from financing.subsidies.models import (
    AT_THE_MINISTRY,
    Application,
    DefaultNotice,
    LaterDecision,
    Objection,
    Postponement,
)
from financing.subsidies.procedure.may.refusal import OUT_OF_ORDER, Refusal, by_state, by_time
from financing.subsidies.procedure.terms import decided_on, running_penalty, running_term
from financing.subsidies.schemes.terms import extension_weeks

KIND = Postponement.Kind


def why_not_extend(application: Application, today: dt.date) -> Refusal | None:
    """Extend once, by what the scheme allows, before the term ends."""
    if application.state not in AT_THE_MINISTRY:
        return OUT_OF_ORDER
    if not extension_weeks(application.scheme_version):
        return by_state(_("This scheme does not let the decision be extended."))
    if any(item.kind == KIND.EXTENSION for item in application.postponements.all()):
        return by_state(_("The decision was extended already. That can be done once."))
    return why_not_move(application, today)


def why_not_ask_consent(application: Application, today: dt.date) -> Refusal | None:
    """Ask the group to agree with a later decision."""
    if application.state not in AT_THE_MINISTRY:
        return OUT_OF_ORDER
    return why_not_move(application, today) or _open_question(open_consent(application))


def why_not_answer_consent(application: Application) -> Refusal | None:
    if open_consent(application) is None:
        return by_state(_("There is no open question about a later decision."))
    return None if application.state in AT_THE_MINISTRY else OUT_OF_ORDER


def why_not_give_notice(application: Application) -> Refusal | None:
    """Tell that the decision will be late; it may be told after the term too (Awb 4:14 lid 1)."""
    return None if application.state in AT_THE_MINISTRY else OUT_OF_ORDER


def why_not_move(subject: Application | Objection, today: dt.date) -> Refusal | None:
    """A term that has ended is not moved any more."""
    if subject.decide_by is None or today <= subject.decide_by:
        return None
    return by_time(
        _("The term ended on %(day)s. A term that has ended is not extended; tell the group when you decide.")
        % {"day": day(subject.decide_by)}
    )


def why_not_enter_default_notice(application: Application, objection: Objection | None) -> Refusal | None:
    """Keep a notice of default that came in; one that comes too early is kept too, and starts nothing."""
    if running_term(application, objection) is None:
        return OUT_OF_ORDER
    return _notice_given(application, objection)


def why_not_give_default_notice(
    application: Application, objection: Objection | None, today: dt.date
) -> Refusal | None:
    """Say in CoopHub that a decision is late, once it is."""
    decide_by = running_term(application, objection)
    if decide_by is None:
        return OUT_OF_ORDER
    if today <= decide_by:
        return by_time(_("The decision is due on %(day)s.") % {"day": day(decide_by)})
    return _notice_given(application, objection)


def why_not_draft_penalty(notice: DefaultNotice, today: dt.date) -> Refusal | None:
    """Set the penalty once the late decision was sent, or the penalty ran its course (Awb 4:18)."""
    found = running_penalty(notice, today)
    if found is None or (decided_on(notice) is None and today <= found.last_day):
        return by_time(_("The penalty still runs, or no penalty is due. It is set once the decision was sent."))
    if not found.amount:
        return by_state(_("The decision came before a penalty was due."))
    later = notice.application.later_decisions.all()
    if any(item.kind == LaterDecision.Kind.PENALTY and item.signed_at for item in later):
        return by_state(_("The penalty was set already."))
    return None


def open_consent(application: Application) -> Postponement | None:
    """The question about a later decision that waits for an answer."""
    asked = (item for item in application.postponements.all() if item.kind == KIND.CONSENT)
    return next((item for item in asked if item.answered_at is None), None)


def _notice_given(application: Application, objection: Objection | None) -> Refusal | None:
    """Once for the same term, in time."""
    term = (objection.pk if objection is not None else None, running_term(application, objection))
    given = (item for item in application.default_notices.all() if not item.is_premature)
    if any((item.objection_id, item.decide_by) == term for item in given):
        return by_state(_("Notice of default was given already."))
    return None


def _open_question(found: Postponement | None) -> Refusal | None:
    return by_state(_("An earlier question to the group is still open.")) if found is not None else None
