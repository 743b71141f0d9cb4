"""Letters as they come out of the printer: who signs is never alone on a page, and an award says when money comes."""

import io

import pikepdf
import pytest

from coophub.reports.pdf import render_pdf
from financing.subsidies.models import Letter, Payment
from financing.subsidies.papers.letters.examples import example_letter
from financing.subsidies.papers.letters.kinds import KINDS, letter_context
from financing.subsidies.services import deciding
from tests.factories.subsidies import drafted, example_scheme
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


def test_the_receipt_says_that_nobody_signed_it(submitted):
    assert "Daarom heeft niemand hem ondertekend" in words_of(Letter.objects.get(kind="receipt"))
