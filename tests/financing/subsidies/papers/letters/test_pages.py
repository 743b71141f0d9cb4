"""Letters as they come out of the printer: who signs is never alone on a page, and an award says when money comes."""

import io
from decimal import Decimal

import pikepdf
import pytest
from django.utils import translation

from coophub.reports.pdf import render_pdf
from coophub.web.formats import day, euro_cents
from financing.subsidies.models import Letter, Payment
from financing.subsidies.papers.letters.examples import example_letter
from financing.subsidies.papers.letters.kinds import KINDS, letter_context
from financing.subsidies.services import deciding, later_decisions, objections
from tests.factories.subsidies import drafted, example_scheme
from tests.financing.subsidies.life import award, object_to, refuse
from tests.financing.subsidies.money.advances.steps import amend
from tests.financing.subsidies.papers.letters.reading import words_of
from tests.pdf_words import words_of_page

pytestmark = pytest.mark.django_db

LAST_WORDS = "Met vriendelijke groet"


def pages_of(letter):
    content = render_pdf("subsidies/letters/letter.html", letter_context(letter), language="nl")
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [words_of_page(page) for page in pdf.pages]


@pytest.mark.parametrize("kind", ["receipt", "payment", "remedy_request", "settlement"])
def test_short_letter_is_one_page(kind):
    assert len(pages_of(example_letter(example_scheme(), kind))) == 1


@pytest.mark.parametrize("lines", range(2, 26, 2))
def test_who_signs_is_never_alone_on_a_page(lines):
    letter = example_letter(example_scheme(), "decision")
    letter.facts["reasons"] = "\n".join(["Een regel van de motivering."] * lines)

    [last] = [page for page in pages_of(letter) if LAST_WORDS in page]

    before = last.partition(LAST_WORDS)[0]
    assert letter.facts["objection_address"].splitlines()[-1] in before


def test_an_award_says_how_much_is_paid_by_when_and_who_signed(submitted, people):
    drafted(submitted, people["reviewer"])
    deciding.sign_decision(application=submitted, user=people["decider"])

    words = words_of(Letter.objects.get(kind="decision"))

    payments = list(Payment.objects.filter(application=submitted))
    assert payments
    for payment in KINDS["decision"].in_letter(Letter.objects.get(kind="decision")).payments:
        assert (payment.amount, payment.pay_by) in [(paid.amount, paid.pay_by) for paid in payments]
    assert "uiterlijk op" in words
    assert words.count(" op uw rekening") == len(payments)
    assert people["decider"].name in words


def of_a_raise(application):
    """What the letter about it says is paid, and what there is of it."""
    letter = Letter.objects.filter(application=application).latest("pk")
    said = KINDS[letter.kind].in_letter(letter)
    planned = list(Payment.objects.exclude(later_decision=None).filter(cancelled_at=None).order_by("pay_from"))
    assert [(paid.amount, paid.pay_by) for paid in said.payments] == [(paid.amount, paid.pay_by) for paid in planned]
    words = words_of(letter)
    for paid in planned:
        assert f"{euro_in_dutch(paid.amount)}, uiterlijk op {day_in_dutch(paid.pay_by)} op uw rekening" in words
    if said.paid_at_settlement:
        assert f"{euro_in_dutch(said.paid_at_settlement)} hiervan" in words
    return said


def euro_in_dutch(amount) -> str:
    with translation.override("nl"):
        return " ".join(euro_cents(amount).split())


def day_in_dutch(date) -> str:
    with translation.override("nl"):
        return day(date)


@pytest.mark.parametrize("becomes", [60_000, 75_000, 90_000])
def test_a_change_that_raises_the_award_says_when_the_rest_is_paid(submitted, people, becomes):
    award(submitted, people, kind="award_partly", amount=Decimal(50_000), ground="kb12", hearing="not_needed")

    amend(submitted, people, becomes)

    said = of_a_raise(submitted)
    assert said.payments
    assert sum(paid.amount for paid in said.payments) + said.paid_at_settlement == becomes - 50_000


def test_a_change_that_lowers_the_award_promises_nothing(submitted, people):
    award(submitted, people)

    amend(submitted, people, 60_000)

    said = KINDS["amendment"].in_letter(Letter.objects.get(kind="amendment"))
    assert (said.payments, said.paid_at_settlement) == ((), 0)


def test_an_objection_that_brings_an_award_says_when_it_is_paid(submitted, people):
    refuse(submitted, people)
    draft = objections.draft_objection_decision(
        objection=object_to(submitted, people),
        outcome="revised",
        amount=Decimal(50_000),
        reasons="Toch haalbaar.",
        hearing_left_out_because="7:3 e",
        user=people["other_reviewer"],
    )
    later_decisions.sign_later_decision(decision=draft, user=people["other_decider"])

    said = of_a_raise(submitted)
    assert sum(paid.amount for paid in said.payments) + said.paid_at_settlement == 50_000


def test_the_receipt_says_that_nobody_signed_it(submitted):
    assert "Daarom heeft niemand hem ondertekend" in words_of(Letter.objects.get(kind="receipt"))
