"""That a group is heard before something is decided."""

from typing import Literal, Self

from django.utils.translation import gettext_lazy as _
from pydantic import model_validator

from financing.subsidies.models import Hearing, Objection
from financing.subsidies.papers.letters.letter import LetterFacts, MadeUp, PerhapsDay, PerhapsMoment


class HearingLetter(LetterFacts):
    """What a decision would rest on and by when the group can give its view (Awb 4:7), or when it is heard (7:2)."""

    kind = "hearing"
    name = _("Request for your view")
    title = _("We ask for your view")

    subject: Literal["view", "objection"]
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
        return cls(subject="view", facts=hearing.facts, respond_by=hearing.respond_by)

    @classmethod
    def of_objection(cls, objection: Objection) -> Self:
        """The invitation to explain an objection."""
        return cls(
            subject="objection",
            hearing_at=objection.hearing_at,
            place=objection.hearing_place,
            has_committee=objection.has_committee,
        )

    @classmethod
    def example(cls, made_up: MadeUp) -> Self:
        return cls(subject="view", facts=made_up.words, respond_by=made_up.in_two_weeks)
