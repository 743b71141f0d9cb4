"""Whether a dataset changed is known without reading it: its mark moves with everything that its file shows."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db import transaction

from coophub.portal.open_data.datasets import DATASETS
from coophub.web import clock
from financing.subsidies.models import LedgerEntry
from financing.subsidies.schemes.examples import publish_example
from financing.subsidies.services.deciding import sign_decision
from initiatives.models import Enquiry, EnquiryAnswer, Initiative, Municipality
from initiatives.selectors.answer_times import as_of
from pilots.models import Programme
from tests.factories.accounts import UserFactory, advisor, decider, reviewer
from tests.factories.enquiries import ANSWER
from tests.factories.initiatives import ASSEN, InitiativeFactory, MembershipFactory
from tests.factories.pilots import ProgrammeFactory
from tests.factories.policies import stated
from tests.factories.subsidies import drafted, submitted_application

pytestmark = pytest.mark.django_db

SHOWN = {
    "slug": "anders",
    "name": "Anders",
    "municipality_id": ASSEN,
    "form": "cpo",
    "building": "existing",
    "target_group": "starters",
    "homes": 25,
    "phase": "development",
    "summary": "Iets anders.",
    "seeks_members": True,
    "moves_in_year": 2031,
    "latitude": 53.01,
    "longitude": 6.01,
    "published_at": dt.datetime(2024, 1, 1, tzinfo=dt.UTC),
}
NOT_SHOWN = {
    *("id", "is_woningwet_cooperative", "description", "website", "takes_messages", "legal_name", "kvk_number"),
    *("ended_on", "outcome", "created_by_id", "created_at", "first_steps_hidden_at", "words", "near_names"),
}


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


@pytest.fixture
def look(client):
    """Each dataset as it stands: its mark, and its file."""

    def get():
        found = {}
        for name in DATASETS:
            answer = client.get(f"/api/v1/datasets/{name}/files/json")
            found[name] = answer["ETag"], b"".join(answer.streaming_content)
        return found

    return get


@pytest.fixture
def changed_by(look):
    """The files that show something else after a change. The mark of each of them moved."""

    def changed(change):
        before = look()
        with transaction.atomic():
            change()
        after = look()
        shown = {name for name in DATASETS if before[name][1] != after[name][1]}
        assert {name for name in shown if before[name][0] == after[name][0]} == set()
        return shown

    return changed


def with_a_place():
    return InitiativeFactory(published=True, latitude=53.2, longitude=6.5)


def test_each_column_is_known_to_be_shown_or_not():
    assert {field.attname for field in Initiative._meta.concrete_fields} == SHOWN.keys() | NOT_SHOWN


def test_register_moves_with_each_column_that_it_shows(changed_by):
    for column, value in SHOWN.items():
        group = with_a_place()
        own = Initiative.objects.filter(pk=group.pk)
        assert "initiatives" in changed_by(lambda own=own, column=column, value=value: own.update(**{column: value})), (
            column
        )
        own.delete()


def test_register_moves_with_who_comes_and_goes(changed_by):
    assert changed_by(with_a_place) == {"initiatives", "municipalities", "statistics"}
    everybody = Initiative.objects.all()
    assert changed_by(lambda: everybody.update(published_at=None)) == {"initiatives", "municipalities", "statistics"}
    assert changed_by(lambda: everybody.update(description="Lang.", website="https://example.org")) == set()


def test_register_stands_while_nothing_changes_that_it_shows(look):
    group = with_a_place()
    before = look()

    Initiative.objects.filter(pk=group.pk).update(description="Lang.", ended_on="2026-01-01", outcome="stopped")
    away = look()
    Initiative.objects.filter(pk=group.pk).update(name="Anders")
    Initiative.objects.filter(pk=group.pk).update(name=group.name)

    assert away["initiatives"] == before["initiatives"] == look()["initiatives"]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("name", "Assen aan Zee"),
        ("province", "Zee"),
        ("latitude", 52.9),
        ("longitude", 6.6),
        ("ended_on", "2026-01-01"),
    ],
)
def test_a_municipality_moves_also_the_register(changed_by, column, value):
    InitiativeFactory(published=True, municipality_id=ASSEN, latitude=None, longitude=None)

    shown = changed_by(lambda: Municipality.objects.filter(pk=ASSEN).update(**{column: value}))

    assert shown >= ({"municipalities"} if column == "ended_on" else {"municipalities", "initiatives"})


def test_what_is_known_of_a_municipality_and_how_long_it_takes_move_its_file(changed_by, travel_to):
    official = advisor()
    assert changed_by(lambda: stated(official)) == {"municipalities"}
    assert changed_by(lambda: stated(official, stance="no")) == {"municipalities"}
    for _time in range(5):
        asked_of_assen(InitiativeFactory())

    # What is asked in a month shows from the next one on.
    next_month = (as_of() + dt.timedelta(days=32)).replace(day=2)
    assert changed_by(lambda: travel_to(next_month)) == {"municipalities"}


def asked_of_assen(group):
    enquiry = Enquiry.objects.create(
        initiative=group,
        key=uuid.uuid4(),
        addressee="municipality",
        municipality_id=ASSEN,
        official_name="Sanne",
        official_email="grond@example.org",
        kind="land_price",
        text="Wat kost de kavel?",
        shared={"group": {}},
        shared_sha256="0" * 64,
        sent_at=as_of(),
    )
    EnquiryAnswer.objects.create(enquiry=enquiry, **ANSWER)


def test_programmes_move_with_each_word_and_with_who_may_read_them(changed_by):
    programme = ProgrammeFactory(is_public=True)
    own = Programme.objects.filter(pk=programme.pk)

    for facts in ({"name": "Anders"}, {"target_groups": ["starters"]}, {"places": 3}, {"is_public": False}):
        assert changed_by(lambda facts=facts: own.update(**facts)) == {"programmes"}, facts
    assert changed_by(lambda: own.update(name="Besloten")) == set()


def test_schemes_move_when_one_comes_opens_and_closes(changed_by, travel_to):
    version = publish_example("leenfonds-landelijk", opened_days_ago=-2, open_days=5)
    while_shut = publish_example("verkoop-met-korting", opened_days_ago=-300, open_days=5)
    an_hour = dt.timedelta(hours=1)

    assert changed_by(lambda: publish_example("kennisnetwerk", open_days=900)) == {"schemes"}
    assert "schemes" not in changed_by(lambda: travel_to(version.opens_at - an_hour))
    assert "schemes" in changed_by(lambda: travel_to(version.opens_at + an_hour))
    assert "schemes" not in changed_by(lambda: travel_to(version.closes_at - an_hour))
    assert "schemes" in changed_by(lambda: travel_to(version.closes_at + an_hour))
    assert "schemes" in changed_by(lambda: travel_to(while_shut.opens_at + an_hour))


def test_awards_move_with_each_entry_of_the_ledger_that_they_show(changed_by):
    writer = UserFactory()
    group = InitiativeFactory(legal_name="De Linde U.A.", kvk_number="12345678")
    MembershipFactory(initiative=group, user=writer, role="owner")
    application = submitted_application(group, writer=writer, signer=MembershipFactory(initiative=group).user)
    drafted(application, reviewer())

    assert changed_by(lambda: sign_decision(application=application, user=decider())) == {"awards"}

    award = application.ledger_entries.get(kind="award")

    def recover(key):
        of = {"application": application, "version": award.version, "target": award.target}
        LedgerEntry.objects.create(kind="recovery", amount=Decimal(-1), key=key, made_at=clock.now(), **of)

    assert changed_by(lambda: recover("first")) == changed_by(lambda: recover("second")) == {"awards"}
