"""That a group is heard before something is decided."""

import datetime as dt
from typing import Literal, Self

from django.utils.translation import gettext_lazy as _
from pydantic import model_validator

from coophub.web import clock
from financing.subsidies.models import Hearing, Objection
from financing.subsidies.papers.letters.letter import LetterFacts, MadeUp, PerhapsDay, PerhapsMoment


class HearingLetter(LetterFacts):
    """What a decision would rest on and by when the group can give its view (Awb 4:7).

    Invitations to a hearing on an objection were letters of this kind once: those, with `subject`, read on as they
    were.
    """

    kind = "hearing"
    name = _("Request for your view")
    title = _("We ask for your view")

    subject: Literal["view", "objection"] = "view"
    facts: str = ""
    respond_by: PerhapsDay = None
    hearing_at: PerhapsMoment = None
    place: str = ""
    has_committee: bool = False

    @model_validator(mode="after")
    def names_its_day(self) -> Self:
        if (self.respond_by if self.subject == "view" else self.hearing_at) is None:
            raise ValueError("The letter says when the group can answer or is heard.")
        return self

    @classmethod
    def of(cls, hearing: Hearing) -> Self:
        return cls(facts=hearing.facts, respond_by=hearing.respond_by, signed_by=str(hearing.asked_by))

    @classmethod
    def example(cls, made_up: MadeUp) -> Self:
        return cls(facts=made_up.words, respond_by=made_up.in_two_weeks)


class ObjectionHearingLetter(LetterFacts):
    """When and where the group can explain its objection, and to whom (Awb 7:2, 7:13)."""

    kind = "objection_hearing"
    name = _("Invitation to explain your objection")
    title = _("We invite you to explain your objection")

    hearing_at: dt.datetime
    place: str
    has_committee: bool

    @classmethod
    def of(cls, objection: Objection) -> Self:
        return cls(
            hearing_at=objection.hearing_at,
            place=objection.hearing_place,
            has_committee=objection.has_committee,
        )

    @classmethod
    def example(cls, made_up: MadeUp) -> Self:
        return cls(
            hearing_at=clock.now() + dt.timedelta(weeks=2),
            place=made_up.version.issued_by or made_up.words,
            has_committee=False,
        )
