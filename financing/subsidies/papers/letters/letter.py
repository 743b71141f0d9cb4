"""What every letter has: facts that are frozen when it is sent and read back by the same model, words, and an example.

A letter is a class in a file of its subject, and a template `subsidies/letters/_<kind>.html`; `kinds.py` finds both.
Its `of` is the one function that makes it, from what was decided or asked.
"""

import datetime as dt
from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Self

from django.utils import translation
from pydantic import BaseModel, BeforeValidator, ConfigDict

from coophub.web import clock
from coophub.web.formats import Words
from financing.subsidies.models import Application, Decision, LaterDecision, Letter, SchemeVersion, TextBlock

LETTER = "letter"
"""The name of the report that makes the PDF of a letter."""

PerhapsDay = Annotated[dt.date | None, BeforeValidator(lambda value: value or None)]
"""A day that not every letter of its kind names. Letters once kept that as an empty text."""

PerhapsMoment = Annotated[dt.datetime | None, BeforeValidator(lambda value: value or None)]


class Frozen(BaseModel):
    """Facts as a letter keeps them: never changed, and nothing beside what the model names."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def in_letter(cls, letter: Letter) -> Self:
        """The facts of this model in a letter that was sent, whatever else that letter keeps."""
        return cls.model_validate({name: letter.facts[name] for name in cls.model_fields if name in letter.facts})


class CommonFacts(Frozen):
    """To whom, from whom and about what: the same in every letter.

    `blocks` are the texts that the scheme adds to letters of this kind.
    """

    number: str
    initiative: str
    legal_name: str
    municipality: str
    scheme: str
    legal_reference: str
    is_example: bool
    amount_requested: Decimal
    received_at: dt.datetime
    issued_by: str
    objection_address: str
    blocks: tuple[str, ...]

    @classmethod
    def of(cls, application: Application, kind: str) -> Self:
        """For a letter of this kind, to who applied as it was submitted."""
        applicant, version = application.applicant, application.scheme_version
        blocks = TextBlock.objects.filter(version=version, letter=kind, is_always_used=True)
        return cls(
            number=application.number,
            initiative=applicant.name,
            legal_name=applicant.legal_name,
            municipality=applicant.municipality,
            scheme=version.scheme.name,
            legal_reference=version.legal_reference,
            is_example=version.is_example,
            amount_requested=application.amount_requested,
            received_at=application.submitted_at,
            issued_by=version.issued_by,
            objection_address=version.objection_address,
            blocks=tuple(blocks.values_list("text", flat=True)),
        )


@dataclass(frozen=True)
class MadeUp:
    """What example letters are made of. `reasons` ends with the texts of the scheme that can be chosen."""

    version: SchemeVersion
    amount: Decimal
    today: dt.date
    words: str
    reasons: str

    @property
    def signed(self) -> dict[str, Any]:
        """What every signed decision says."""
        return {
            "amount": self.amount,
            "reasons": self.reasons,
            "object_by": self.in_six_weeks,
            "signed_by": self.words,
        }

    @property
    def in_two_weeks(self) -> dt.date:
        return self.today + dt.timedelta(weeks=2)

    @property
    def in_six_weeks(self) -> dt.date:
        return self.today + dt.timedelta(weeks=6)

    @property
    def in_a_year(self) -> dt.date:
        return self.today + dt.timedelta(days=365)


class LetterFacts(Frozen):
    """What letters of one kind say beside the common facts.

    `name` is what it is called in lists, `title` what stands above it, `notice` the message that tells its group.
    """

    kind: ClassVar[str]
    name: ClassVar[Words]
    title: ClassVar[Words]
    notice: ClassVar[str] = "subsidies_letter"

    signed_by: str = ""

    @classmethod
    def template(cls) -> str:
        """The template with the words of this kind."""
        return f"subsidies/letters/_{cls.kind}.html"

    @classmethod
    @abstractmethod
    def example(cls, made_up: MadeUp) -> Self:
        """A letter of this kind to a made-up group."""


class SignedFacts(LetterFacts):
    """A decision that somebody signed: why, and how long one can object to it (Awb 3:45, 3:46, 6:7)."""

    amount: Decimal
    reasons: str
    object_by: dt.date

    @classmethod
    def signed(cls, decision: Decision | LaterDecision) -> dict[str, Any]:
        """What every signed decision says."""
        return {
            "amount": decision.amount,
            "reasons": decision.reasons,
            "object_by": decision.object_by,
            "signed_by": str(decision.signed_by),
        }


def compose(application: Application, facts: LetterFacts, *, occasion: str = "") -> Letter:
    """A letter that is not sent yet, as it reads now."""
    common = CommonFacts.of(application, facts.kind)
    return Letter(
        application=application,
        kind=facts.kind,
        occasion=occasion,
        facts={**common.model_dump(mode="json"), **facts.model_dump(mode="json")},
        sent_at=clock.now(),
    )


def in_dutch(words: Callable[[], str]) -> str:
    """What a choice is called in a letter, whatever language its writer reads CoopHub in."""
    with translation.override("nl"):
        return str(words())
