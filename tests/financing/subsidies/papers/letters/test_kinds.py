"""Every kind of letter has what it needs: words, a template that uses its facts and no other, and an example."""

import re
from collections import Counter

import pytest
from django.conf import settings
from django.template import engines
from django.utils.functional import Promise
from pydantic import ValidationError

from financing.subsidies.models import Application, Letter, Objection
from financing.subsidies.papers.letters.after_award import AdvanceLetter
from financing.subsidies.papers.letters.examples import example_letter
from financing.subsidies.papers.letters.hearing import HearingLetter, ObjectionHearingLetter
from financing.subsidies.papers.letters.kinds import KINDS, letter_context
from financing.subsidies.papers.letters.letter import CommonFacts
from financing.subsidies.papers.letters.paying import PaymentLetter
from financing.subsidies.papers.letters.terms import ExtensionLetter
from financing.subsidies.procedure.page import transitions_of
from tests.factories.subsidies import example_scheme
from tests.financing.subsidies.papers.letters.reading import words_of

FRAME = "subsidies/letters/letter.html"

of_each_kind = pytest.mark.parametrize("kind", KINDS)


def read_by(template, model):
    """The facts of a model ("facts" or "common") that a template and what it includes ask for."""
    source = (settings.BASE_DIR / "templates" / template).read_text()
    included = re.findall(r'{% include "(subsidies/letters/[^"]+)"', source)
    own = set(re.findall(rf"\b{model}\.(\w+)", source))
    return own.union(*(read_by(name, model) for name in included))


@of_each_kind
def test_letter_has_its_words_and_its_place(kind):
    facts = KINDS[kind]

    assert isinstance(facts.name, Promise)
    assert isinstance(facts.title, Promise)
    assert len(kind) <= Letter._meta.get_field("kind").max_length
    assert facts.model_fields.keys().isdisjoint(CommonFacts.model_fields)


def test_every_kind_has_a_heading_and_a_name_of_its_own():
    for words in ("title", "name"):
        used = Counter(str(getattr(facts, words)) for facts in KINDS.values())
        assert [heading for heading, times in used.items() if times > 1] == []


@of_each_kind
def test_template_uses_every_fact_of_its_letter_and_no_other(kind):
    used = read_by(KINDS[kind].template(), "facts") | read_by(FRAME, "facts")

    assert used == set(KINDS[kind].model_fields)


@of_each_kind
def test_template_asks_only_common_facts_that_there_are(kind):
    used = read_by(KINDS[kind].template(), "common") | read_by(FRAME, "common")

    assert used <= set(CommonFacts.model_fields)


@of_each_kind
@pytest.mark.django_db
def test_example_reads_as_a_whole_letter(kind, monkeypatch):
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "NOT THERE: %s")
    text = words_of(example_letter(example_scheme(), kind))

    assert "NOT THERE" not in text
    assert "Wooncoöperatie Voorbeeld U.A." in text


@of_each_kind
@pytest.mark.django_db
def test_facts_come_back_from_a_letter_as_they_went_in(kind):
    letter = example_letter(example_scheme(), kind)

    context = letter_context(letter)

    assert {**context["common"].model_dump(mode="json"), **context["facts"].model_dump(mode="json")} == letter.facts


@pytest.mark.parametrize("model", [Application, Objection])
def test_steps_name_letters_that_there_are(model):
    named = {details["letter"] for _name, _sources, _target, details in transitions_of(model)}

    assert named - {""} <= set(KINDS)


@pytest.mark.parametrize(
    "incomplete",
    [
        lambda: HearingLetter(facts="X."),
        lambda: ObjectionHearingLetter(hearing_at=None, place="Den Haag", has_committee=False),
        lambda: ExtensionLetter(postponement="extension", reason="X.", decide_by=None),
        lambda: AdvanceLetter(
            amount=1, reasons="X.", object_by="2026-06-01", asked=1, asked_on="2026-06-01", awarded=1, pay_by=None
        ),
        lambda: PaymentLetter(payment="advance", amount=1, pay_by="2026-06-01", somebody="X"),
    ],
)
def test_letter_without_its_day_or_with_a_fact_of_another_is_not_made(incomplete):
    with pytest.raises(ValidationError):
        incomplete()
