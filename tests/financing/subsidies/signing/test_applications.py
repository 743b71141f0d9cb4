"""A second signature is on everything that would be frozen: each step after each change of each part of it."""

import datetime as dt
from decimal import Decimal
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse
from django.utils import translation

from coophub.audit.models import AuditEntry
from coophub.notifications.models import Notification
from coophub.web import clock
from coophub.web.errors import DomainError
from financing.plans.document.rows import keyed_document
from financing.plans.services.editing import save_plan
from financing.subsidies.applications.completeness import missing_from
from financing.subsidies.applications.content import signed_part
from financing.subsidies.applications.sections import SIGNATURE
from financing.subsidies.law.freezing import seal
from financing.subsidies.models import Application, Signature, State, Submission
from financing.subsidies.procedure.signing import application_to_sign, co_signature, standing_signature
from financing.subsidies.selectors.submitted import submitted_of
from financing.subsidies.services import applying, budgeting, drafting
from financing.subsidies.services.signing import lapse_changed_signatures
from financing.subsidies.tasks import sweep_signatures
from initiatives.models import Membership
from initiatives.services.board import end_terms_of, give_function
from initiatives.services.lifecycle import change_phase, change_profile
from initiatives.services.people import change_member_role, end_membership
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import ASSEN, InitiativeFactory, MembershipFactory
from tests.factories.plans import PlanFactory
from tests.factories.subsidies import complete_application
from tests.financing.subsidies.applications.drafting.steps import page_of, saved

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def writer():
    return UserFactory(name="Anna Akelei", language="en")


@pytest.fixture
def second():
    return UserFactory(name="Bram Braam", language="en")


@pytest.fixture
def third():
    return UserFactory(name="Carla Clematis", language="en")


@pytest.fixture
def initiative(writer, second, third):
    initiative = InitiativeFactory(owner=writer, legal_name="Coöperatie Voorheen U.A.", kvk_number="12345678")
    MembershipFactory(initiative=initiative, user=second, role="editor")
    MembershipFactory(initiative=initiative, user=third, role="owner")
    return initiative


@pytest.fixture
def complete(initiative, writer, second):
    """Written by the one, signed along by the other."""
    return complete_application(initiative, writer=writer, signer=second)


def membership(application, name):
    return Membership.objects.filter(initiative=application.initiative, user__name=name, left_at=None).first()


def other_rent(application, user):
    document = keyed_document(application.plan)
    document["dwellings"][0]["monthly_rent"] *= 2
    save_plan(plan=application.plan, document=document, revision=application.plan.revision, user=user)


def other_points(application, user):
    application.plan.home_points = {UUID(int=1).hex: 150}
    application.plan.save()


def other_plan(application, user):
    plan = PlanFactory(initiative=application.initiative, name="Een ander plan")
    saved(drafting.choose_plan, application, user, plan=plan)


def plan_renamed(application, user):
    application.plan.name = "Zoals het nu heet"
    application.plan.save()


def profile(**facts):
    return lambda application, user: change_profile(initiative=application.initiative, facts=facts, user=user)


def other_municipality(application, user):
    type(application.initiative).objects.filter(pk=application.initiative.pk).update(municipality=ASSEN)


def answers(section, **changed):
    def change(application, user):
        given = {**application.answers[section], **changed}
        saved(drafting.save_answers, application, user, section=section, answers=given)

    return change


def other_activities(application, user):
    rows = [
        budgeting.ActivityInput(row.title + "!", row.starts_on, row.ends_on, row.result, row.key)
        for row in application.activities.all()
    ]
    saved(budgeting.save_activities, application, user, rows=rows)


def other_budget(*, more=0, from_whom="Leden", vat="not_recoverable"):
    def change(application, user):
        line, income = application.budget_lines.get(), application.income_lines.get()
        more_asked = Decimal(more)
        lines = [
            budgeting.BudgetInput(
                line.category, line.description, line.amount + more_asked, line.activity.key, line.key
            )
        ]
        sources = [budgeting.IncomeInput(income.kind, from_whom, income.amount, income.status, None, income.key)]
        asked = application.amount_requested + more_asked
        saved(budgeting.save_budget, application, user, lines=lines, income=sources, amount_requested=asked, vat=vat)

    return change


def other_quarters(application, user):
    need = application.liquidity_needs.get()
    needs = {need.quarter_starts_on: need.amount - 1}
    saved(budgeting.save_advance, application, user, wanted="yes", needs=needs)


def other_aid(application, user):
    row = budgeting.AidInput(clock.today() - dt.timedelta(days=9), "Provincie Voorbeeld", Decimal(5_000))
    saved(budgeting.save_aid, application, user, rows=[row], declared=True)


def other_document(application, user):
    upload = SimpleUploadedFile("anders.csv", b"kosten;bedrag\nontwerp;2000\n")
    drafting.add_required_document(application=application, slug="bank-account", upload=upload, user=user)


def without_document(application, user):
    drafting.remove_required_document(application=application, slug="bank-account", user=user)


def signer_gone(application, user):
    end_membership(membership=membership(application, "Bram Braam"), user=user)


def signer_reads_only(application, user):
    change_member_role(membership=membership(application, "Bram Braam"), role="reader", user=user)


def member_gone(application, user):
    end_membership(membership=membership(application, "Carla Clematis"), user=user)


def member_came(application, user):
    MembershipFactory(initiative=application.initiative, user=UserFactory(name="Dirk Dovenetel"), role="reader")


def member_in_board(application, user):
    give_function(
        membership=membership(application, "Carla Clematis"),
        function="treasurer",
        from_on=dt.date(2026, 1, 5),
        user=user,
    )


CHANGES = {
    "rent in the plan": (other_rent, "2 kamers: "),
    "points in the plan": (other_points, "Financing plan"),
    "another plan": (other_plan, "to “Een ander plan”"),
    "name of the plan": (plan_renamed, "from “Erfpacht met stadslening” to “Zoals het nu heet”"),
    "legal name": (profile(legal_name="Coöperatie Nu U.A."), "Legal name: from “Coöperatie Voorheen U.A.” to “Coöpera"),
    "name": (profile(name="Nieuwe naam"), "to “Nieuwe naam”"),
    "homes": (profile(homes=25), "Number of homes: from “24” to “25”"),
    "form": (profile(form="mixed"), "to “Rental and owner-occupied together”"),
    "building": (profile(building="transformation"), "to “A building that becomes homes”"),
    "target group": (profile(target_group="starters"), "to “Young people and starters”"),
    "KVK number": (profile(kvk_number="87654321"), "from “12345678” to “87654321”"),
    "Housing Act": (profile(is_woningwet_cooperative=True), "from “no” to “yes”"),
    "municipality": (other_municipality, "Municipality: from “Groningen” to “Assen”"),
    "phase": (
        lambda application, user: change_phase(initiative=application.initiative, phase="feasibility", user=user),
        "Phase: from “Initiative” to “Feasibility”",
    ),
    "signer left": (signer_gone, "Bram Braam is not in your group any more."),
    "signer reads only": (signer_reads_only, "Bram Braam: from “Editor” to “Reader”"),
    "member left": (member_gone, "Carla Clematis is not in your group any more."),
    "member came": (member_came, "Dirk Dovenetel came into your group."),
    "function in the board": (member_in_board, "from “Owner” to “Owner, treasurer from 5 January 2026”"),
    "project": (answers("project", activities="Iets anders."), "The answers under “The project” are different."),
    "bank account": (answers("applicant", iban="NL20INGB0001234567"), "The answers under “Who you are” are different."),
    "activities": (other_activities, "“Ontwerp!” is new."),
    "costs": (other_budget(more=1), "“Architect” is different."),
    "amount": (other_budget(more=1), "What you ask: from “€90,000.00” to “€90,001.00”."),
    "income": (other_budget(from_whom="De buren"), "“De buren” is new."),
    "VAT": (other_budget(vat="recoverable"), "The answers under “Costs and income” are different."),
    "quarters": (other_quarters, "Advance: “"),
    "aid": (other_aid, "“Provincie Voorbeeld” is new."),
    "new version of a document": (other_document, "is different."),
    "document gone": (without_document, "is gone."),
}
each_change = pytest.mark.parametrize(("change", "words"), CHANGES.values(), ids=CHANGES)


@pytest.mark.parametrize(("change", "words"), CHANGES.values(), ids=CHANGES)
def test_each_step_after_each_change(client, complete, writer, second, third, change, words):
    read = application_to_sign(complete).seal
    change(complete, writer)

    # Submitting is refused, and the page says why, before anybody looked whether the signature lapsed.
    with pytest.raises(DomainError):
        applying.submit_application(application=complete, user=writer)
    check = reverse("subsidies:check", args=[complete.initiative.slug, complete.pk])
    assert page_says(client, writer, check, words)

    # Then it lapses, once, and both who signed and who submits hear of it.
    sweep_signatures()
    assert standing_signature(complete) is None
    assert page_says(client, writer, check, words)
    told = set(Notification.objects.filter(kind="subsidies_signature_lapsed").values_list("recipient", flat=True))
    assert {writer.pk, second.pk} <= told
    assert AuditEntry.objects.filter(action="subsidies.lapse_signature").count() == 1
    assert lapse_changed_signatures() == 0

    # Whoever read what was there before does not sign, and does not submit what somebody else signed since.
    with pytest.raises(DomainError):
        applying.co_sign(application=complete, user=third, read=read)
    if not missing_but_the_signature(complete) and membership(complete, third.name):
        applying.co_sign(application=complete, user=third)
        with pytest.raises(DomainError, match="while you were reading"):
            applying.submit_application(application=complete, user=writer, read=read)
    assert Application.objects.get().state == State.DRAFT
    assert not Submission.objects.exists()


def page_says(client, user, check, words):
    page = page_of(client, user, check)
    return "Bram Braam signed along on" in page and "does not count any more" in page and words in page


def missing_but_the_signature(application):
    return [item for item in missing_from(Application.objects.get(pk=application.pk)) if item.section != SIGNATURE]


def test_rent_of_a_home_is_named_with_both_values(client, complete, writer):
    other_rent(complete, writer)

    page = page_of(client, writer, reverse("subsidies:check", args=[complete.initiative.slug, complete.pk]))
    home = complete.plan.document["dwellings"][0]
    assert home["name"] in page
    assert f"from “€{home['monthly_rent']:,.0f}” to “€{home['monthly_rent'] * 2:,.0f}”" in page


def test_the_signature_lapses_by_itself_no_later_than_tomorrow_for_nothing(complete):
    """What follows from the day, such as the sum of the aid of three years, is no change."""
    with clock.at(clock.now() + dt.timedelta(days=40)):
        assert co_signature(complete) is not None
        assert lapse_changed_signatures() == 0


def test_who_signed_along_does_not_submit(complete, second, third):
    with pytest.raises(DomainError, match="that makes two"):
        applying.submit_application(application=complete, user=second)

    assert applying.submit_application(application=complete, user=third).state == State.SUBMITTED


def test_who_lost_the_account_does_not_count_as_signer(complete, writer, second):
    second.is_active = False
    second.save()

    with pytest.raises(DomainError):
        applying.submit_application(application=complete, user=writer)


def test_anybody_can_see_that_what_was_frozen_is_what_was_signed(complete, writer, second):
    application = applying.submit_application(application=complete, user=writer)

    submission = application.submission
    assert submission.signature.signed_by == second
    assert submission.signature.sha256 == seal(signed_part(submission.content)) == seal(submission.signature.content)


def test_pages_sign_and_submit_only_what_they_showed(client, complete, writer, third):
    where = [complete.initiative.slug, complete.pk]
    check = reverse("subsidies:check", args=where)
    complete.signatures.update(lapsed_at=clock.now())
    showed = application_to_sign(complete).seal

    assert showed[:4] in page_of(client, third, check)
    assert client.post(reverse("subsidies:co_sign", args=where)).status_code == 409, "a page that shows no seal"
    assert client.post(reverse("subsidies:co_sign", args=where), {"seal": showed}).status_code == 302
    client.force_login(writer)
    assert client.post(reverse("subsidies:submit", args=where), {"seal": "0" * 64}).status_code == 409
    assert client.post(reverse("subsidies:submit", args=where), {"seal": showed}).status_code == 302


def test_the_database_keeps_signatures_as_they_were_given(complete, writer):
    signature = Signature.objects.get()

    with pytest.raises(ProgrammingError), transaction.atomic():
        Signature.objects.update(sha256="0" * 64)
    with pytest.raises(ProgrammingError), transaction.atomic():
        signature.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.create(
            draft="x", content={}, sha256="0", writers=[writer.pk], signed_by=writer, signed_at=clock.now()
        )


def test_what_is_put_back_as_it_was_stands_as_it_was_signed(complete, writer):
    document = keyed_document(complete.plan)
    other_rent(complete, writer)
    complete.plan.refresh_from_db()
    assert co_signature(complete) is None
    save_plan(plan=complete.plan, document=document, revision=complete.plan.revision, user=writer)

    assert co_signature(Application.objects.get()) is not None


def test_a_number_that_is_written_otherwise_is_the_same_number(complete):
    rent = complete.plan.document["dwellings"][0]["monthly_rent"]
    complete.plan.document["dwellings"][0]["monthly_rent"] = int(rent) if isinstance(rent, float) else float(rent)
    complete.plan.save()

    assert co_signature(Application.objects.get()) is not None


def in_board(initiative, person, function, until_on=None):
    held = Membership.objects.get(initiative=initiative, user=person)
    return give_function(
        membership=held,
        function=function,
        from_on=clock.today() - dt.timedelta(days=100),
        until_on=until_on,
        user=initiative.memberships.filter(role="owner").first().user,
    )


def test_who_signs_and_submits_is_named_with_what_they_do_in_the_board_as_it_was_then(
    client, initiative, writer, second
):
    in_board(initiative, writer, "chair")
    term = in_board(initiative, second, "treasurer", until_on=clock.today())
    in_board(initiative, second, "secretary", until_on=clock.today() - dt.timedelta(days=1))
    complete = complete_application(initiative, writer=writer, signer=second)

    application = applying.submit_application(application=complete, user=writer)
    with clock.at(clock.now() + dt.timedelta(days=3)):
        end_terms_of(term.membership, user=writer)
        term.delete()

    frozen = submitted_of(Application.objects.get())
    assert (frozen.submitted_by, frozen.co_signed_by) == ("Anna Akelei, chair", "Bram Braam, treasurer")
    assert submitted_of(application).co_signed_by == "Bram Braam, treasurer"
    where = reverse("subsidies:application", args=[initiative.slug, application.pk])
    assert "Bram Braam, treasurer" in page_of(client, writer, where)
    facts = application.letters.get(kind="receipt").facts
    assert (facts["submitted_as"], facts["co_signed_as"]) == ("voorzitter", "penningmeester")
    content = application.submission.content
    assert application.submission.signature.sha256 == seal(signed_part(content))


def test_a_signature_does_not_lapse_on_the_day_that_a_function_ends_or_begins(initiative, writer, second, third):
    in_board(initiative, second, "treasurer", until_on=clock.today() + dt.timedelta(days=1))
    complete = complete_application(initiative, writer=writer, signer=second)

    with clock.at(clock.now() + dt.timedelta(days=9)):
        assert co_signature(complete) is not None
        application = applying.submit_application(application=complete, user=writer)

    assert application.submission.content["co_signed_as"] == []


def test_what_a_group_without_a_board_signed_before_counts_as_it_did(complete):
    """Members without a function say nothing of it, so a signature of before functions were kept stands."""
    assert {key for member in application_to_sign(complete).content["members"] for key in member} == {"person", "role"}
