"""An application or an objection that waits for a decision, and what the two differ in when it is completed
(`remedies.py`) or decided later (`terms.py`). All the rest goes alike.
"""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from django.utils.translation import gettext as _

from coophub.accounts.models import Role, User
from coophub.accounts.selectors import people_with_role
from coophub.audit.services import record
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.formats import day
from coophub.web.refusals import Refusal
from financing.subsidies.models import Application, Objection, RemedyRequest, Subject
from financing.subsidies.papers.letters.letter import LetterFacts
from financing.subsidies.papers.letters.objections import ObjectionRemedyLetter
from financing.subsidies.papers.letters.receiving import RemedyRequestLetter
from financing.subsidies.procedure.may.completing import (
    why_not_ask_to_complete,
    why_not_ask_to_complete_objection,
    why_not_complete,
    why_not_complete_objection,
)
from financing.subsidies.procedure.terms import deadline_of
from financing.subsidies.services.notices import handlers_of, tell_staff
from financing.subsidies.services.steps import locked, locked_objection, take_step

Deed = Literal["extend", "ask_consent", "answer_consent", "request_remedy", "complete"]


class Undecided(ABC):
    """One of the two, under lock.

    `actions` are the names in the audit trail of deeds that are no step in its life. `confirms_consent`: a letter says
    that the group agreed.
    """

    actions: ClassVar[Mapping[Deed, str]]
    consent_notice: ClassVar[str]
    completed_notice: ClassVar[str]
    confirms_consent: ClassVar[bool]

    application: Application
    subject: Subject

    @abstractmethod
    def why_not_ask_to_complete(self, user: User) -> Refusal | None: ...

    @abstractmethod
    def why_not_complete(self) -> Refusal | None: ...

    @abstractmethod
    def require_later(self, first_day: dt.date | None, last_day: dt.date) -> None:
        """Raises DomainError for days that the group cannot be asked to wait."""

    @abstractmethod
    def request_letter(self, request: RemedyRequest) -> LetterFacts: ...

    @abstractmethod
    def tell_handlers(self, kind: str, **context: object) -> None:
        """Tells whoever deals with it."""

    def enter(self, deed: Deed, *, user: User, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """Keeps what a deed changed, and records it."""
        self.subject.save()
        record(
            actor=user,
            action=self.actions[deed],
            target=self.application,
            before=before,
            after=after,
        )

    def move_date(self, deed: Deed, *, user: User, **after: object) -> None:
        """Counts the date of the decision anew after a deed."""
        before = self.subject.decide_by
        self.subject.decide_by = deadline_of(self.subject).date
        self.enter(deed, user=user, before={"decide_by": before}, after={"decide_by": self.subject.decide_by, **after})


class UndecidedApplication(Undecided):
    """Completed under Awb 4:5, decided later under 4:14 and 4:15. That it is completed is a step in its life."""

    actions = {
        "extend": "subsidies.extend",
        "ask_consent": "subsidies.ask_consent",
        "answer_consent": "subsidies.answer_consent",
    }
    consent_notice = "subsidies_consent_answered"
    completed_notice = "subsidies_completed"
    confirms_consent = False

    def __init__(self, application: Application) -> None:
        self.application = self.subject = application

    def why_not_ask_to_complete(self, user: User) -> Refusal | None:
        return why_not_ask_to_complete(self.application)

    def why_not_complete(self) -> Refusal | None:
        return why_not_complete(self.application)

    def require_later(self, first_day: dt.date | None, last_day: dt.date) -> None:
        if first_day is None or first_day < clock.today():
            raise DomainError(_("Let the period begin today or later."), field="first_day")
        if last_day < first_day:
            raise DomainError(_("This day is before the first."), field="last_day")
        decide_by = self.application.decide_by
        if decide_by and first_day > decide_by:
            raise DomainError(
                _("The term ends on %(day)s. A period after that changes nothing.") % {"day": day(decide_by)},
                field="first_day",
            )

    def request_letter(self, request: RemedyRequest) -> LetterFacts:
        return RemedyRequestLetter.of(request)

    def tell_handlers(self, kind: str, **context: object) -> None:
        tell_staff(handlers_of(self.application), self.application, kind, tab="", **context)

    def enter(self, deed: Deed, *, user: User, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        if deed in ("request_remedy", "complete"):
            take_step(self.application, deed, user=user, before=before, after=after)
        else:
            super().enter(deed, user=user, before=before, after=after)


class UndecidedObjection(Undecided):
    """Completed under Awb 6:6, decided later under 7:10; neither changes its state."""

    actions = {
        "extend": "subsidies.postpone_objection",
        "ask_consent": "subsidies.ask_objection_delay",
        "answer_consent": "subsidies.answer_objection_delay",
        "request_remedy": "subsidies.ask_objection_remedy",
        "complete": "subsidies.mend_objection",
    }
    consent_notice = "subsidies_objection_delay_answered"
    completed_notice = "subsidies_objection_mended"
    confirms_consent = True

    def __init__(self, application: Application, objection: Objection) -> None:
        self.application = application
        self.subject = self.objection = objection

    def why_not_ask_to_complete(self, user: User) -> Refusal | None:
        return why_not_ask_to_complete_objection(self.objection, user, clock.today())

    def why_not_complete(self) -> Refusal | None:
        return why_not_complete_objection(self.objection)

    def require_later(self, first_day: dt.date | None, last_day: dt.date) -> None:
        if last_day <= self.objection.decide_by:
            raise DomainError(
                _("The decision is due on %(day)s. Name a later day.") % {"day": day(self.objection.decide_by)},
                field="last_day",
            )

    def request_letter(self, request: RemedyRequest) -> LetterFacts:
        return ObjectionRemedyLetter.of(self.objection, request)

    def tell_handlers(self, kind: str, **context: object) -> None:
        handler = self.objection.handler
        people = [handler] if handler is not None and handler.is_active else people_with_role(Role.SCHEME_MANAGER)
        tell_staff(people, self.application, kind, tab="decision", **context)


def locked_undecided(subject: Subject, *, staff: User | None = None) -> Undecided:
    """Under lock, the application first. `staff` is who acts for the ministry.

    Raises DomainError when that person has an interest.
    """
    if isinstance(subject, Objection):
        return UndecidedObjection(*locked_objection(subject, staff=staff))
    return UndecidedApplication(locked(subject, staff=staff))
