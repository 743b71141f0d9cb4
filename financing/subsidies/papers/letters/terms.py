"""That a decision comes later than was said."""

import datetime as dt
from typing import Literal, Self

from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from financing.subsidies.law.figures import legal_term
from financing.subsidies.models import Application, Objection, ObjectionDelay, Postponement
from financing.subsidies.papers.letters.letter import LetterFacts, MadeUp


class ExtensionLetter(LetterFacts):
    """Why a decision is later and when it comes: extended or told of (Awb 4:14), or on an objection (7:10)."""

    kind = "extension"
    name = _("Later decision")
    title = _("You get the decision later")

    postponement: Literal["extension", "notice", "objection", "objection_consent"]
    reason: str
    weeks: int = 0
    decide_by: dt.date

    @classmethod
    def of(cls, application: Application, postponement: Postponement) -> Self:
        """An extension moved the date of the application; a notice names a day and moves nothing."""
        is_notice = postponement.kind == Postponement.Kind.NOTICE
        return cls(
            postponement=postponement.kind,
            reason=postponement.reason,
            weeks=postponement.weeks or 0,
            decide_by=postponement.last_day if is_notice else application.decide_by,
        )

    @classmethod
    def of_objection(cls, objection: Objection, reason: str) -> Self:
        """The decision on an objection, postponed by as much as the law gives today."""
        weeks = legal_term("objection_postponement", clock.today()).term.length
        return cls(postponement="objection", reason=reason, weeks=weeks, decide_by=objection.decide_by)

    @classmethod
    def of_consent(cls, objection: Objection, delay: ObjectionDelay) -> Self:
        return cls(postponement="objection_consent", reason=delay.reason, decide_by=objection.decide_by)

    @classmethod
    def example(cls, made_up: MadeUp) -> Self:
        return cls(postponement="extension", reason=made_up.words, weeks=6, decide_by=made_up.in_six_weeks)
