"""Every letter: its words, its figures, frozen when sent, and a PDF in which a checker finds nothing wrong."""

import datetime as dt
import io
import json
import subprocess
import sys
from decimal import Decimal

import pgtrigger
import pikepdf
import pytest
from django.db import transaction
from django.db.utils import ProgrammingError
from django.utils import translation

from coophub.reports.models import ReportJob
from coophub.reports.services import render
from coophub.web import clock
from financing.subsidies.models import Letter, TextBlock
from financing.subsidies.papers.letters.after_award import (
    AdvanceLetter,
    AmendmentLetter,
    RecoveryLetter,
    SettlementLetter,
)
from financing.subsidies.papers.letters.deciding import DecisionLetter
from financing.subsidies.papers.letters.hearing import HearingLetter, ObjectionHearingLetter
from financing.subsidies.papers.letters.kinds import KINDS
from financing.subsidies.papers.letters.letter import compose
from financing.subsidies.papers.letters.objections import (
    ObjectionDecisionLetter,
    ObjectionReceiptLetter,
    ObjectionRemedyLetter,
)
from financing.subsidies.papers.letters.paying import PaidThen, PaymentLetter, PenaltyLetter
from financing.subsidies.papers.letters.receiving import ReceiptLetter, RemedyRequestLetter
from financing.subsidies.papers.letters.terms import ExtensionLetter
from financing.subsidies.services.letters import send_letter
from tests.financing.subsidies.papers.letters.reading import words_of

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 6, 1)
DECISION = {
    "amount": Decimal("50000.25"),
    "reasons": "De reden.\nNog een regel.",
    "object_by": DAY,
    "signed_by": "D. Demo",
}
LETTERS = [
    (ReceiptLetter(decide_by=DAY), ["1 juni 2026"]),
    (
        RemedyRequestLetter(points=("De begroting", "De brief"), explanation="Kort.", last_day=DAY),
        ["De begroting", "1 juni 2026", "4:15", "buiten behandeling"],
    ),
    (ExtensionLetter(postponement="extension", reason="Advies.", weeks=4, decide_by=DAY), ["4 weken", "1 juni 2026"]),
    (ExtensionLetter(postponement="notice", reason="Ziekte.", decide_by=DAY), ["4:14", "Ziekte.", "1 juni 2026"]),
    (ExtensionLetter(postponement="objection", reason="Druk.", weeks=6, decide_by=DAY), ["7:10", "6 weken"]),
    (ExtensionLetter(postponement="objection_consent", reason="Ziekte.", decide_by=DAY), ["7:10", "stemde"]),
    (
        HearingLetter(facts="De bank trok zich terug.", respond_by=DAY),
        ["4:7", "De bank", "1 juni 2026"],
    ),
    (
        ObjectionHearingLetter(
            hearing_at=dt.datetime(2026, 6, 1, 12, 30, tzinfo=dt.UTC),
            place="Den Haag",
            has_committee=True,
        ),
        ["Wij nodigen u uit", "1 juni 2026 14:30", "Den Haag", "7:13"],
    ),
    *(
        (
            DecisionLetter(
                **DECISION,
                decision=kind,
                arrangement=arrangement,
                advance_share=Decimal("0.8"),
                activities_end_on=DAY,
                report_by=dt.date(2027, 5, 30),
                settle_by=dt.date(2027, 5, 31),
                conditions="Stuur foto's.",
            ),
            words,
        )
        for kind, arrangement, words in [
            ("award", "large", ["€ 50.000,25", "80", "30 mei 2027", "controleverklaring", "Stuur foto's.", "bezwaar"]),
            ("award_partly", "middle", ["€ 50.000,25", "Voor de rest", "bezwaar"]),
            ("award", "small", ["€ 50.000,25", "31 mei 2027"]),
            ("award", "small_direct", ["€ 50.000,25", "vast op"]),
            ("refuse", "", ["wijs", "bezwaar"]),
            ("leave_out", "", ["buiten behandeling", "4:5"]),
        ]
    ),
    (
        AmendmentLetter(**DECISION, amount_before=Decimal(60_000), activities_end_on=DAY),
        ["€ 60.000,00", "€ 50.000,25"],
    ),
    (
        AmendmentLetter(
            **DECISION,
            amount_before=Decimal(30_000),
            payments=(PaidThen(amount=Decimal(16_000), pay_by=DAY),),
            paid_at_settlement=Decimal("4000.25"),
        ),
        ["€ 16.000,00, uiterlijk op 1 juni 2026 op uw rekening", "€ 4.000,25", "vastgesteld"],
    ),
    (PaymentLetter(payment="advance", amount=Decimal(72_000), pay_by=DAY), ["€ 72.000,00", "1 juni 2026"]),
    (
        SettlementLetter(
            **DECISION, outcome="settle_lower", awarded=Decimal(90_000), overpaid=Decimal(22_000), rest=Decimal(0)
        ),
        ["€ 90.000,00", "€ 50.000,25", "€ 22.000,00", "vijf jaar"],
    ),
    (
        SettlementLetter(
            **DECISION, outcome="settle", awarded=Decimal("50000.25"), overpaid=Decimal(0), rest=Decimal(10_000)
        ),
        ["zoals zij was verleend", "€ 10.000,00"],
    ),
    (
        SettlementLetter(
            **DECISION, outcome="settle_nil", awarded=Decimal(90_000), overpaid=Decimal(0), rest=Decimal(0)
        ),
        ["nihil"],
    ),
    (RecoveryLetter(**DECISION, pay_by=DAY), ["€ 50.000,25", "4:57"]),
    (
        ObjectionReceiptLetter(
            received_on=DAY, decision_sent_on=DAY, object_by=DAY, decide_by=DAY, is_late=True, wants_hearing=True
        ),
        ["te laat", "6:11"],
    ),
    (
        ObjectionRemedyLetter(received_on=DAY, decision_sent_on=DAY, defects="De redenen.", last_day=DAY),
        ["De redenen.", "6:6", "7:10", "1 juni 2026"],
    ),
    *(
        (
            ObjectionDecisionLetter(
                **DECISION,
                decision=outcome,
                amount_before=Decimal(0),
                received_on=DAY,
                decision_sent_on=DAY,
                committee_advice="Gegrond.",
                deviates_because="De bank zegt nee.",
            ),
            ["rechtbank", "Gegrond.", "De bank zegt nee.", word],
        )
        for outcome, word in [("upheld", "ongegrond"), ("revised", "7:11"), ("inadmissible", "niet-ontvankelijk")]
    ),
    (
        ObjectionDecisionLetter(
            **DECISION,
            decision="revised",
            amount_before=Decimal(0),
            is_about_advance=True,
            payments=(PaidThen(amount=Decimal("50000.25"), pay_by=DAY),),
            received_on=DAY,
            decision_sent_on=DAY,
        ),
        ["het voorschot was € 0,00 en wordt € 50.000,25 (Awb 7:11)", "uiterlijk op 1 juni 2026 op uw rekening"],
    ),
    (PenaltyLetter(**DECISION), ["4:17", "€ 50.000,25"]),
    *(
        (
            AdvanceLetter(
                **{**DECISION, "amount": Decimal(given)},
                asked=Decimal(50_000),
                asked_on=dt.date(2026, 4, 1),
                awarded=Decimal(90_000),
                pay_from=DAY if given else None,
                pay_by=dt.date(2026, 7, 13) if given else None,
            ),
            ["1 april 2026", "€ 50.000,00", "€ 90.000,00", "De reden.", "bezwaar", *words],
        )
        for given, words in [
            (50_000, ["voorschot van € 50.000,00 (Awb 4:95).", "1 juni 2026", "13 juli 2026", "terugvorderen"]),
            (20_000, ["voorschot van € 20.000,00 (Awb 4:95). Voor de rest wijs ik"]),
            (0, ["Ik verleen geen voorschot."]),
        ]
    ),
]


@pytest.mark.parametrize(
    ("facts", "words"), LETTERS, ids=[f"{number}-{facts.kind}" for number, (facts, _words) in enumerate(LETTERS)]
)
def test_letter_says_what_it_has_to(submitted, facts, words):
    text = words_of(compose(submitted, facts))

    assert [word for word in words if word not in text] == []
    assert submitted.number in text
    assert "None" not in text


def test_there_is_a_case_for_every_kind():
    assert {facts.kind for facts, _words in LETTERS} == set(KINDS)


def test_every_kind_makes_a_pdf_without_an_error(submitted, tmp_path):
    wrong = {}
    for kind, facts in {facts.kind: facts for facts, _words in LETTERS}.items():
        letter = send_letter(submitted, facts, occasion="test")
        job = ReportJob.objects.get(subject_id=str(letter.pk), kind="letter")
        assert render(str(job.pk)), kind
        job.refresh_from_db()
        content = job.file.read()
        path = tmp_path / f"{kind}.pdf"
        path.write_bytes(content)
        command = [sys.executable, "-m", "pdfua", "check", "--format", "json", str(path)]
        found = json.loads(subprocess.run(command, capture_output=True, text=True).stdout)["findings"]
        if errors := [finding for finding in found if finding["severity"] == "error"]:
            wrong[kind] = errors
        with pikepdf.open(io.BytesIO(content)) as pdf:
            assert str(pdf.Root.Lang) == "nl"
            with translation.override("nl"):
                assert str(pdf.open_metadata()["dc:title"]).startswith(str(facts.title))

    assert wrong == {}


def test_letter_keeps_what_it_said_when_it_was_sent(submitted):
    # A published version is frozen with its texts, so its guard looks away here.
    with pgtrigger.ignore("subsidies.TextBlock:frozen_with_version"):
        TextBlock.objects.create(
            version=submitted.scheme_version,
            letter="payment",
            title="Vragen",
            text="Bel ons gerust.",
            is_always_used=True,
        )
    facts = PaymentLetter(payment="advance", amount=Decimal(1), pay_by=DAY)
    letter = send_letter(submitted, facts, occasion="a")
    before = words_of(letter)
    with pgtrigger.ignore("subsidies.TextBlock:frozen_with_version"):
        TextBlock.objects.update(text="Anders.")
    submitted.initiative.name = "Nieuwe naam"
    submitted.initiative.save()

    assert "Bel ons gerust." in before
    assert words_of(Letter.objects.get(pk=letter.pk)) == before
    with pytest.raises(ProgrammingError), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(sent_at=clock.now())


def test_letter_of_an_occasion_is_sent_once(submitted):
    facts = PaymentLetter(payment="advance", amount=Decimal(1), pay_by=DAY)

    first = send_letter(submitted, facts, occasion="b")

    assert send_letter(submitted, facts, occasion="b").pk == first.pk
