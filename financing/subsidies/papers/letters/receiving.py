"""That an application came in, and what it still lacks."""

import datetime as dt
from typing import Self

from django.utils.translation import gettext_lazy as _

from financing.subsidies.applications.content import words_of_functions
from financing.subsidies.models import Application, RemedyRequest
from financing.subsidies.papers.letters.letter import LetterFacts, MadeUp, in_dutch


class ReceiptLetter(LetterFacts):
    """When it was received, under which number, and when there will be a decision (Awb 4:13)."""

    kind = "receipt"
    name = _("Receipt")
    title = _("We received your application")
    notice = "subsidies_received"

    decide_by: dt.date
    is_automatic: bool = False
    """Nobody had to look at it, so nobody signed it, and it says so."""
    submitted_as: str = ""
    co_signed_as: str = ""
    """What who stands behind the application does in the board of the group: no names, those are kept in what was
    submitted.
    """

    @classmethod
    def of(cls, application: Application) -> Self:
        content = application.submission.content

        def functions_of(who: str) -> str:
            return in_dutch(lambda: ", ".join(words_of_functions(content.get(f"{who}_as", []))))

        return cls(
            decide_by=application.decide_by,
            is_automatic=True,
            submitted_as=functions_of("submitted"),
            co_signed_as=functions_of("co_signed"),
        )

    @classmethod
    def example(cls, made_up: MadeUp) -> Self:
        return cls(
            decide_by=made_up.in_six_weeks,
            is_automatic=True,
            submitted_as=made_up.words,
            co_signed_as=made_up.words,
        )


class RemedyRequestLetter(LetterFacts):
    """What is missing, by when it can be added, and what that does to the date of the decision (Awb 4:5, 4:15)."""

    kind = "remedy_request"
    name = _("Request to complete")
    title = _("Your application is not complete yet")

    points: tuple[str, ...]
    explanation: str
    last_day: dt.date

    @classmethod
    def of(cls, request: RemedyRequest) -> Self:
        return cls(
            points=tuple(request.points),
            explanation=request.explanation,
            last_day=request.last_day,
            signed_by=str(request.requested_by),
        )

    @classmethod
    def example(cls, made_up: MadeUp) -> Self:
        return cls(points=(made_up.words,), explanation="", last_day=made_up.in_two_weeks)
