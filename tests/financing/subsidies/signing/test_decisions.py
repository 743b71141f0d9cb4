"""Four eyes are about people, over the whole life of a draft: nobody signs what they wrote a version of, or did not
read.
"""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from coophub.web.errors import DomainError
from coophub.web.formats import in_short
from financing.subsidies.law.freezing import seal
from financing.subsidies.models import Application, Decision, Signature
from financing.subsidies.procedure.signing import decision_to_sign, later_decision_to_sign
from financing.subsidies.procedure.steps.deciding import SignDecision
from financing.subsidies.procedure.steps.later import SignLaterDecision
from financing.subsidies.selectors.dossiers import with_everything
from financing.subsidies.services import advances, deciding, later_decisions, later_drafts, objections, settlement
from financing.subsidies.services.payments import order_payment
from tests.financing.subsidies.procedure.may import scenes

pytestmark = pytest.mark.django_db

FIRST, COLLEAGUE, SIGNER = "drafter who decides", "leader", "decider"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def people():
    return scenes.everybody()


@pytest.fixture
def application(people):
    return scenes.application_of(people)


def decision(application, user, reasons="Past."):
    return deciding.draft_decision(
        application=application, kind="award", amount=Decimal(90_000), reasons=reasons, user=user
    )


def amendment(application, user, reasons="Later klaar."):
    return settlement.draft_amendment(application=application, amount=Decimal(90_000), reasons=reasons, user=user)


def advance(application, user, reasons="Goed."):
    return advances.draft_advance(application=application, amount=Decimal(10_000), reasons=reasons, user=user)


def lower_settlement(application, user, reasons="Deels gedaan."):
    return settlement.draft_settlement(
        application=application,
        amount=Decimal(60_000),
        reasons=reasons,
        ground="a",
        hearing="not_needed",
        user=user,
    )


def recovery(application, user, reasons="Te veel."):
    return settlement.draft_recovery(application=application, amount=Decimal(12_000), reasons=reasons, user=user)


def on_an_objection(application, user, reasons="Het blijft zo."):
    return objections.draft_objection_decision(
        objection=application.objections.get(),
        outcome="upheld",
        amount=Decimal(0),
        reasons=reasons,
        hearing_left_out_because="7:3 a",
        user=user,
    )


DRAFTS = {
    "decision": (scenes.advised, decision),
    "amendment": (scenes.awarded, amendment),
    "advance": (scenes.advance_asked, advance),
    "settlement": (scenes.reported, lower_settlement),
    "recovery": (scenes.settled, recovery),
    "objection": (scenes.objected, on_an_objection),
}
each_draft = pytest.mark.parametrize("kind", DRAFTS)


def drafting(kind, application, people):
    """The scene in which this kind of draft is written, and what writes it."""
    scene, draft = DRAFTS[kind]
    scene(application, people)
    return lambda name, *words: draft(Application.objects.get(pk=application.pk), people[name], *words)


def to_sign(draft):
    draft = type(draft).objects.get(pk=draft.pk)
    return decision_to_sign(draft) if isinstance(draft, Decision) else later_decision_to_sign(draft)


def sign(draft, user, read=None):
    if isinstance(draft, Decision):
        return deciding.sign_decision(application=draft.application, user=user, read=read)
    return later_decisions.sign_later_decision(decision=draft, user=user, read=read)


def is_offered(draft, user):
    step = SignDecision() if isinstance(draft, Decision) else SignLaterDecision()
    application = with_everything(Application.objects.filter(pk=draft.application_id)).get()
    return user.has_perm(step.permission, application) and step.why_not(application, user) is None


@each_draft
def test_who_wrote_any_version_does_not_sign(kind, application, people):
    """The first writes, a colleague saves the same again, the first signs."""
    write = drafting(kind, application, people)
    write(FIRST)
    draft = write(COLLEAGUE)

    assert not is_offered(draft, people[FIRST])
    with pytest.raises(DomainError, match="Somebody else signs"):
        sign(draft, people[FIRST])
    assert is_offered(draft, people[SIGNER])

    sign(draft, people[SIGNER])

    signature = Signature.objects.get(signed_by=people[SIGNER], draft=to_sign(draft).draft)
    assert {people[FIRST].pk, people[COLLEAGUE].pk} <= set(signature.writers)
    assert signature.sha256 == to_sign(draft).seal == seal(signature.content)


@each_draft
def test_nobody_signs_what_was_written_again_while_they_read(kind, application, people):
    write = drafting(kind, application, people)
    read = to_sign(write(FIRST)).seal
    draft = write(COLLEAGUE, "Iets heel anders.")

    with pytest.raises(DomainError, match=f"{people[COLLEAGUE].name} changed this at .* while you were reading"):
        sign(draft, people[SIGNER], read)
    with pytest.raises(DomainError, match="while you were reading"):
        sign(draft, people[SIGNER], "")

    assert sign(draft, people[SIGNER], to_sign(draft).seal).signed_by == people[SIGNER]


@pytest.mark.parametrize("kind", [kind for kind in DRAFTS if kind != "decision"])
def test_who_wrote_a_draft_that_was_turned_down_does_not_sign_the_next(kind, application, people):
    write = drafting(kind, application, people)
    later_drafts.drop_later_draft(decision=write(FIRST), reason="Anders.", user=people[SIGNER])
    draft = write(COLLEAGUE)

    assert not is_offered(draft, people[FIRST])
    with pytest.raises(DomainError):
        sign(draft, people[FIRST])


def test_who_wrote_a_decision_that_was_sent_back_does_not_sign_it(application, people):
    write = drafting("decision", application, people)
    write(FIRST)
    deciding.send_back(application=application, reason="Korter.", user=people[SIGNER])
    draft = write(COLLEAGUE)

    with pytest.raises(DomainError):
        sign(draft, people[FIRST])


def test_who_wrote_the_one_of_a_kind_may_sign_the_next(application, people):
    write = drafting("amendment", application, people)
    sign(write(FIRST), people[SIGNER])
    with scenes.at(1):
        assert is_offered(write(COLLEAGUE), people[FIRST])


def test_who_wrote_an_earlier_version_does_not_order_what_follows_from_it(application, people):
    write = drafting("decision", application, people)
    write("drafter who pays")
    sign(write(COLLEAGUE), people[SIGNER])

    payment = application.payments.first()
    with pytest.raises(DomainError, match="You drafted the decision"):
        order_payment(payment=payment, user=people["drafter who pays"])


@each_draft
def test_the_page_shows_what_is_signed_and_takes_no_other(client, kind, application, people):
    write = drafting(kind, application, people)
    draft = write(COLLEAGUE)
    step = "sign" if kind == "decision" else "sign-later"
    page = reverse("subsidies:step", args=[application.pk, step])
    client.force_login(people[SIGNER])
    sent = {} if kind == "decision" else {"draft": draft.pk}

    shown = client.get(page, headers={"accept-language": "en"}).content.decode()
    found = to_sign(draft).seal
    assert f"<code>{in_short(found)}</code>" in shown
    assert f'value="{found}"' in shown
    assert "Your signature covers all of this decision" in shown
    assert client.post(page, sent).status_code == 409
    assert client.post(page, {**sent, "seal": "0" * 64}).status_code == 409
    assert client.post(page, {**sent, "seal": found}).status_code == 302
    assert type(draft).objects.get(pk=draft.pk).signed_by == people[SIGNER]
