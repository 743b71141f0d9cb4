"""Great numbers of made-up data: whole cases that hold together as those of the demo do."""

import json

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Count, Sum
from django.test import Client
from django.urls import reverse

from coophub.accounts.models import User
from coophub.audit import chain
from coophub.audit.models import AuditEntry
from coophub.documents.selectors import documents_of
from coophub.web import clock
from financing.plans.models import PlanVersion
from financing.plans.services.versions import hash_of
from financing.subsidies.law.freezing import seal
from financing.subsidies.models import (
    Addition,
    Application,
    BatchItem,
    CeilingBalance,
    Letter,
    Report,
    SchemeVersion,
    State,
    Submission,
)
from financing.subsidies.papers.letters.letter import CommonFacts
from financing.subsidies.procedure.awards import current_award
from financing.subsidies.selectors.publication import published_awards
from initiatives.models import CooperativeForm, Initiative, Membership, Phase
from pilots.models import Assignment, CoachingSession, Pilot

pytestmark = [pytest.mark.xdist_group("demo"), pytest.mark.thorough]

CASES = 17
APPLICATIONS = 2 * CASES + 5
PILOTS = 50
ENTRIES = 5_000


@pytest.fixture(scope="module")
def version(django_db_setup, django_db_blocker):
    """The demo with copies of its cases, pilots and a long trail; taken back afterwards. Gives the version of the
    scheme under which the copies are.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", today=clock.today(), initiatives=20, applications=APPLICATIONS, verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        call_command("load_demo", pilots=PILOTS, audit=ENTRIES, verbosity=0)
        yield SchemeVersion.objects.latest("pk")
        transaction.set_rollback(True)


@pytest.fixture
def cases(version):
    """Each case of the demo with its copies."""
    examples = Application.objects.filter(scheme_version__scheme=version.scheme, scheme_version__number=1)
    return [
        (
            example,
            list(version.applications.filter(state=example.state, submitted_at__date=example.submitted_at.date())),
        )
        for example in examples.exclude(state=State.DRAFT).order_by("pk")
    ]


def rows_of(application):
    """How many rows hang from a case, table by table."""
    counts = {}
    for root, thing in ((Application, application), (Initiative, application.initiative)):
        for relation in root._meta.related_objects:
            model = relation.related_model
            if model not in (Application, Pilot, BatchItem):
                counts[model.__name__] = model.objects.filter(**{relation.field.name: thing}).count()
    entries = AuditEntry.objects.filter(target_type="subsidies.application", target_id=str(application.pk))
    return {**counts, "entries": entries.count(), "documents": documents_of(application).count()}


def test_there_are_as_many_as_were_asked(version, cases):
    assert version.applications.count() == APPLICATIONS
    assert len(cases) == CASES
    assert [len(copies) for _example, copies in cases] == [3] * 5 + [2] * (CASES - 5)
    assert Pilot.objects.filter(initiative__slug__startswith="load-").count() == PILOTS
    assert CoachingSession.objects.filter(pilot__initiative__slug__startswith="load-").count() == PILOTS * 50
    assert AuditEntry.objects.count() == ENTRIES


def test_no_advisor_gets_more_pilots_than_one_can_coach(version):
    coached = Assignment.objects.filter(pilot__initiative__slug__startswith="load-").values("advisor")
    counts = coached.annotate(pilots=Count("pk")).values_list("pilots", flat=True)
    assert sorted(counts) == [16, 17, 17]


def test_a_copy_has_all_that_its_example_has(cases):
    for example, copies in cases:
        assert [rows_of(copy) for copy in copies] == [rows_of(example)] * len(copies)


def test_what_was_frozen_has_its_seal(version):
    frozen = [
        *Submission.objects.filter(application__scheme_version=version),
        *Addition.objects.filter(request__application__scheme_version=version),
        *Report.objects.filter(application__scheme_version=version),
    ]
    assert len(frozen) > APPLICATIONS
    assert all(seal(found.content) == found.sha256 for found in frozen)
    plans = PlanVersion.objects.filter(plan__initiative__applications__scheme_version=version)
    assert plans.values("plan__initiative").distinct().count() == APPLICATIONS
    assert all(hash_of(found.document) == found.sha256 for found in plans)


def test_nothing_of_a_copy_names_its_example(version, cases):
    for example, copies in cases:
        names = [example.number, example.initiative.name, *(str(m.user) for m in example.initiative.memberships.all())]
        for copy in copies:
            said = json.dumps(
                [
                    copy.submission.content,
                    copy.answers,
                    list(copy.letters.values_list("facts", flat=True)),
                    list(
                        AuditEntry.objects.filter(
                            target_type="subsidies.application", target_id=str(copy.pk)
                        ).values_list("target_label", "actor_label", "before", "after")
                    ),
                ],
                ensure_ascii=False,
            )
            assert not [name for name in names if name in said]
            assert copy.number in said
            assert copy.initiative.name in said


def test_letters_say_what_their_application_says(version):
    for letter in Letter.objects.filter(application__scheme_version=version).select_related("application__initiative"):
        facts = CommonFacts.in_letter(letter)
        application = letter.application
        assert (facts.number, facts.initiative) == (application.number, application.initiative.name)
        assert facts.received_at == application.submitted_at


def test_the_ledger_and_the_ceilings_agree(version, cases):
    entries = version.ledger_entries
    for balance in CeilingBalance.objects.filter(version=version):
        found = entries.filter(target=balance.target) if balance.target else entries
        assert balance.taken == found.aggregate(sum=Sum("amount"))["sum"] <= balance.ceiling
    for example, copies in cases:
        award = current_award(example)
        for copy in copies:
            assert [current_award(copy).awarded, current_award(copy).settled, current_award(copy).paid] == [
                award.awarded,
                award.settled,
                award.paid,
            ]


def test_each_letter_and_entry_points_into_its_own_case(version):
    for copy in version.applications.all():
        mine = {f"remedy-{found.pk}" for found in copy.remedy_requests.all()}
        assert set(copy.letters.filter(kind="remedy_request").values_list("occasion", flat=True)) == mine
        settled = {f"settlement-{found.pk}" for found in copy.later_decisions.filter(kind="settlement")}
        assert set(copy.ledger_entries.filter(kind="lower_settlement").values_list("key", flat=True)) == settled


def test_the_chain_holds(version):
    assert chain.verify().count == ENTRIES


def test_its_pages_open(version, cases):
    client = Client()
    client.force_login(User.objects.get(email="sanne@demo.example"))
    for _example, (copy, *_others) in cases:
        for tab in ("application", "plan", "documents", "assessment", "decision", "money", "log"):
            address = reverse("subsidies:dossier", args=[copy.pk])
            assert client.get(address, {"tab": tab}).status_code == 200, (copy.state, tab)
    for name in ("queue", "dossiers", "budget", "monitor", "payments"):
        assert client.get(reverse(f"subsidies:{name}")).status_code == 200
    assert client.get(reverse("subsidies:round_board", args=[version.pk])).status_code == 200

    awards = list(published_awards())
    awarded = version.applications.filter(ledger_entries__kind="award")
    assert set(awarded.values_list("initiative__legal_name", flat=True)) <= {award.recipient for award in awards}


@pytest.mark.django_db
def test_many_initiatives_for_load_work():
    call_command("load_demo", initiatives=1500)
    call_command("load_demo", initiatives=5)

    assert Initiative.objects.count() == Membership.objects.count() == 1505
    made = Initiative.objects.all()
    assert {initiative.phase for initiative in made} == set(Phase.values)
    assert {initiative.form for initiative in made} == set(CooperativeForm.values)
    assert all(initiative.is_published and 5 <= initiative.homes <= 80 for initiative in made)
