"""That a decision comes later than was said."""

import datetime as dt
from typing import Literal, Self

from django.utils.translation import gettext_lazy as _

from financing.subsidies.models import Postponement
from financing.subsidies.papers.letters.letter import LetterFacts, MadeUp

KIND = Postponement.Kind
OF_AN_APPLICATION = {KIND.EXTENSION: "extension", KIND.NOTICE: "notice"}
OF_AN_OBJECTION = {KIND.EXTENSION: "objection", KIND.CONSENT: "objection_consent"}


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
    def of(cls, postponement: Postponement) -> Self:
        """What was extended or agreed to moved the date; a notice names a day and moves nothing."""
        kinds = OF_AN_OBJECTION if postponement.objection_id else OF_AN_APPLICATION
        return cls(
            postponement=kinds[KIND(postponement.kind)],
            reason=postponement.reason,
            weeks=postponement.weeks or 0,
            decide_by=postponement.last_day if postponement.kind == KIND.NOTICE else postponement.subject.decide_by,
        )

    @classmethod
    def example(cls, made_up: MadeUp) -> Self:
        return cls(postponement="extension", reason=made_up.words, weeks=6, decide_by=made_up.in_six_weeks)
