"""Schemes as data: written, previewed, approved by somebody else, frozen, and continued in a next version."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.utils import ProgrammingError
from django.urls import reverse
from django.utils import translation

from coophub.accounts.models import Role
from coophub.audit.models import AuditEntry
from coophub.notifications.models import Notification
from coophub.web import clock
from coophub.web.errors import DomainError
from financing.subsidies.models import CeilingBalance, LedgerEntry, Scheme, SchemeVersion
from financing.subsidies.papers.letters.kinds import KINDS
from financing.subsidies.schemes.checks import problems_of
from financing.subsidies.schemes.document import document_of
from financing.subsidies.schemes.examples import ORDER, example_named, examples, publish_example
from financing.subsidies.selectors import schemes
from financing.subsidies.services import schemes as schemes_services
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return UserFactory(roles=[Role.SCHEME_MANAGER])


@pytest.fixture
def other():
    return UserFactory(roles=[Role.SCHEME_MANAGER])


@pytest.fixture
def draft(manager):
    return schemes_services.create_scheme(
        name="Proefregeling", document=example_named("stimulering").document, user=manager
    )


def section_url(version: SchemeVersion, section: str) -> str:
    return reverse("subsidies:scheme_section", args=[version.pk, section])


@pytest.mark.parametrize("key", ORDER)
def test_every_example_can_be_proposed_as_it_is_and_says_it_is_an_example(key, manager, other):
    example = example_named(key)
    version = schemes_services.create_scheme(name=f"Naar {example.name}", document=example.document, user=manager)

    assert problems_of(version) == []
    assert document_of(version)["ceilings"].keys() == example.document["ceilings"].keys()
    schemes_services.propose_scheme(version=version, user=manager)
    published = schemes_services.publish_scheme(version=version, user=other)
    assert published.is_example
    assert published.sources
    assert "Echt" in published.example_note
    assert "Voorbeeld" in published.example_note


@pytest.mark.parametrize("key", ORDER)
def test_example_pages_say_everything_in_words(client, key):
    version = publish_example(key)

    address = reverse("subsidies:scheme", args=[version.scheme.slug])
    page = client.get(address, headers={"accept-language": "nl"}).content.decode()

    assert version.example_note[:40] in page
    with translation.override("nl"):
        for sentence in schemes.public_scheme(version)["conditions"]:
            assert str(sentence) in page


def test_document_of_a_scheme_is_clean_when_it_is_kept(manager):
    document = {
        **example_named("stimulering").document,
        "summary": "Voor\x00 \u200bgroepen\ud800",
        "required_documents": [{"slug": "brief", "title": "Brief\x0b\u202e", "help_text": ""}],
    }

    version = schemes_services.create_scheme(name="Schoon", document=document, user=manager)

    assert version.summary == "Voor groepen"
    assert version.required_documents.get().title.strip() == "Brief"


def test_a_copy_loses_nothing(draft, manager, other):
    schemes_services.propose_scheme(version=draft, user=manager)
    published = schemes_services.publish_scheme(version=draft, user=other)

    following = schemes_services.create_next_version(version=published, user=manager)

    assert following.number == 2
    assert document_of(following) == document_of(published)
    assert schemes_services.create_next_version(version=published, user=other) == following


def test_nobody_approves_their_own_scheme(draft, manager, other):
    schemes_services.propose_scheme(version=draft, user=manager)

    with pytest.raises(DomainError):
        schemes_services.publish_scheme(version=draft, user=manager)
    with pytest.raises(IntegrityError), transaction.atomic():
        SchemeVersion.objects.update(approved_by=manager)
    assert SchemeVersion.objects.get().published_at is None
    assert schemes_services.publish_scheme(version=draft, user=other).approved_by == other


def test_who_changed_it_after_another_proposed_cannot_approve(draft, manager, other):
    schemes_services.save_scheme_section(
        version=draft, values={"summary": "Anders."}, revision=draft.revision, user=other
    )
    schemes_services.propose_scheme(version=draft, user=manager)

    with pytest.raises(DomainError):
        schemes_services.publish_scheme(version=draft, user=other)


def test_proposal_lapses_when_something_changes(draft, manager, other):
    schemes_services.propose_scheme(version=draft, user=manager)
    schemes_services.save_scheme_section(
        version=draft, values={"summary": "Anders."}, revision=draft.revision, user=manager
    )

    assert SchemeVersion.objects.get().stage == "draft"
    with pytest.raises(DomainError):
        schemes_services.publish_scheme(version=draft, user=other)


def test_sent_back_tells_why(draft, manager, other):
    schemes_services.propose_scheme(version=draft, user=manager)

    schemes_services.return_scheme(version=draft, reason="Het plafond klopt niet.", user=other)

    assert SchemeVersion.objects.get().stage == "draft"
    assert Notification.objects.filter(kind="subsidies_scheme_returned", recipient=manager).count() == 1


def test_published_version_is_frozen_with_all_its_parts(draft, manager, other):
    schemes_services.propose_scheme(version=draft, user=manager)
    version = schemes_services.publish_scheme(version=draft, user=other)

    parts = [
        version.criteria,
        version.required_documents,
        version.eligibility_rules,
        version.terms,
        version.phase_maxima,
    ]
    for relation in parts:
        with pytest.raises(ProgrammingError), transaction.atomic():
            relation.all().delete()
    with pytest.raises(ProgrammingError), transaction.atomic():
        CeilingBalance.objects.filter(version=version).update(ceiling=1)
    with pytest.raises(DomainError):
        schemes_services.save_scheme_section(version=version, values={}, revision=version.revision, user=manager)


def test_real_scheme_is_published_before_its_window_opens(draft, manager):
    schemes_services.save_scheme_section(
        version=draft,
        values={"is_example": False, "opens_at": clock.now() - dt.timedelta(days=1)},
        revision=draft.revision,
        user=manager,
    )

    with pytest.raises(DomainError, match="4:27"):
        schemes_services.propose_scheme(version=draft, user=manager)


@pytest.mark.parametrize(
    ("section", "change"),
    [
        ("basics", {"legal_reference": ""}),
        ("basics", {"objection_address": " "}),
        ("basics", {"example_note": ""}),
        ("period", {"decision_source": ""}),
        ("period", {"allocation": "ranking"}),
        ("money", {"maximum_amount": Decimal(20_000_000)}),
        ("money", {"eligible_costs": []}),
        ("loan", {"kind": "loan"}),
    ],
)
def test_what_is_lacking_is_named_in_its_section(draft, manager, section, change):
    version = schemes_services.save_scheme_section(version=draft, values=change, revision=draft.revision, user=manager)

    assert section in {problem.section for problem in problems_of(version)}


def test_target_groups_add_up_to_the_ceiling(draft, manager):
    version = schemes_services.save_scheme_section(
        version=draft,
        values={},
        ceilings={"": Decimal(10_000_000), "cpo": Decimal(9_000_000)},
        revision=draft.revision,
        user=manager,
    )

    assert [problem.section for problem in problems_of(version)] == ["money"]


def test_a_next_version_that_is_published_ahead_does_not_close_the_open_one(client):
    version = publish_example("stimulering")
    scheme = version.scheme
    ahead = SchemeVersion.objects.create(
        scheme=scheme,
        number=2,
        opens_at=version.closes_at + dt.timedelta(days=1),
        closes_at=version.closes_at + dt.timedelta(days=90),
        ceiling=1,
        maximum_amount=1,
        summary="De volgende ronde",
    )
    SchemeVersion.objects.filter(pk=ahead.pk).update(published_at=clock.now())

    assert schemes.current_version(scheme.slug) == version
    assert "De volgende ronde" not in client.get(reverse("subsidies:scheme", args=[scheme.slug])).content.decode()


def test_draft_is_public_to_nobody(client, draft, manager):
    address = reverse("subsidies:scheme", args=[draft.scheme.slug])
    assert client.get(address).status_code == 404
    assert draft.scheme.name not in client.get(reverse("subsidies:schemes")).content.decode()

    client.force_login(manager)
    preview = client.get(reverse("subsidies:preview_scheme", args=[draft.pk])).content.decode()
    assert "Jullie plan heeft ten minste vijf woningen." in preview


def test_new_scheme_starts_from_an_example(client, manager):
    client.force_login(manager)
    page = client.get(reverse("subsidies:new_scheme")).content.decode()
    assert all(example.about in page for example in examples())

    client.post(reverse("subsidies:new_scheme"), {"name": "Ons leenfonds", "start_from": "leenfonds-landelijk"})
    again = client.post(reverse("subsidies:new_scheme"), {"name": "Ons leenfonds", "start_from": ""})

    version = SchemeVersion.objects.get()
    assert version.is_loan
    assert version.loan_terms.term_years == 30
    assert "name" in again.context["form"].errors


def test_money_section_is_typed_as_people_type(client, draft, manager):
    client.force_login(manager)
    form = {
        "revision": draft.revision,
        "ceiling": "1.000.000",
        "ceiling_cpo": "400.000",
        "ceiling_older_people": "600.000,00",
        "minimum_amount": "1.000",
        "maximum_amount": "250.000",
        "maximum_per_home": "",
        "own_share": "12,5",
        "eligible_costs": "ontwerp\n\nadvies\nontwerp",
        "state_aid": "none",
        "phase_initiative": "10.000",
    }

    response = client.post(section_url(draft, "money"), form)

    assert response.status_code == 302, response.context["form"].errors
    version = SchemeVersion.objects.get()
    assert (version.ceiling, version.own_share) == (Decimal(1_000_000), Decimal("0.125"))
    assert version.eligible_costs == ["ontwerp", "advies"]
    assert {balance.target: balance.ceiling for balance in version.balances.all()} == {
        "": 1_000_000,
        "cpo": 400_000,
        "older_people": 600_000,
    }
    assert {maximum.phase: maximum.amount for maximum in version.phase_maxima.all()} == {"initiative": 10_000}


def test_stale_page_says_who_changed_it(client, draft, manager, other):
    schemes_services.save_scheme_section(
        version=draft, values={"summary": "Anders."}, revision=draft.revision, user=other
    )
    client.force_login(manager)

    response = client.post(
        section_url(draft, "dividing"),
        {
            "revision": draft.revision,
            "allocation": "receipt",
            "arrangement": "small",
            "advances": "none",
            "advance_share": "0",
        },
    )

    assert other.name in response.content.decode()
    assert SchemeVersion.objects.get().arrangement == "by_amount"


def test_rows_keep_their_slug_and_new_ones_get_one(client, draft, manager):
    client.force_login(manager)
    form = {
        "revision": draft.revision,
        "criteria-TOTAL_FORMS": 4,
        "criteria-INITIAL_FORMS": 3,
        "criteria-MIN_NUM_FORMS": 0,
        "criteria-MAX_NUM_FORMS": 60,
        "criteria-0-slug": "haalbaar",
        "criteria-0-title": "Haalbaarheid",
        "criteria-0-weight": 5,
        "criteria-1-slug": "bijdrage",
        "criteria-1-title": "Bijdrage",
        "criteria-1-weight": 1,
        "criteria-2-slug": "groep",
        "criteria-2-title": "De groep",
        "criteria-2-weight": 1,
        "criteria-2-DELETE": "on",
        "criteria-3-title": "Haalbaar",
        "criteria-3-weight": 2,
    }

    response = client.post(section_url(draft, "criteria"), form)

    assert response.status_code == 302
    assert list(draft.criteria.values_list("slug", "title", "weight")) == [
        ("haalbaar", "Haalbaarheid", 5),
        ("bijdrage", "Bijdrage", 1),
        ("haalbaar-2", "Haalbaar", 2),
    ]


def test_window_closes_at_the_end_of_its_last_minute(client, draft, manager):
    client.force_login(manager)
    form = {
        "revision": draft.revision,
        "opens_at": "2027-03-01T09:00",
        "closes_at": "2027-06-30T23:59",
        "decision_weeks": 13,
        "decision_from": "receipt",
        "decision_source": "Kaderbesluit BZK-subsidies 22 lid 1",
        "terms-TOTAL_FORMS": 1,
        "terms-INITIAL_FORMS": 0,
        "terms-0-purpose": "remedy",
        "terms-0-length": 3,
        "terms-0-unit": "weeks",
        "terms-0-source": "Artikel 5 van de regeling",
    }

    response = client.post(section_url(draft, "period"), form)

    assert response.status_code == 302, (response.context["form"].errors, response.context["formset"].errors)
    version = SchemeVersion.objects.get()
    local = clock.local(version.closes_at)
    assert (local.date(), local.time()) == (dt.date(2027, 6, 30), dt.time(23, 59, 59, 999999))
    assert version.terms.get().term.atw is False


def test_condition_is_built_without_code(client, draft, manager):
    client.force_login(manager)
    chosen = client.post(reverse("subsidies:conditions", args=[draft.pk]), {"fact": "plan_own_share"})
    assert chosen["Location"] == reverse("subsidies:new_condition", args=[draft.pk, "plan_own_share"])

    client.post(chosen["Location"], {"operator": "at_least", "value": "7,5", "explanation": ""})

    rule = draft.eligibility_rules.get(fact="plan_own_share")
    assert rule.value == 0.075
    assert "7,5%" in rule.explanation
    page = client.get(reverse("subsidies:condition", args=[draft.pk, rule.pk])).content.decode()
    assert 'value="7,5"' in page
    client.post(reverse("subsidies:remove_condition", args=[draft.pk, rule.pk]))
    assert not draft.eligibility_rules.filter(fact="plan_own_share").exists()


@pytest.mark.parametrize(
    ("fact", "data", "value"),
    [
        ("building", {"value": ["new_build", "transformation"]}, ["new_build", "transformation"]),
        ("municipality", {"value": "Assen, Emmen ,"}, ["Assen", "Emmen"]),
        ("plan_closes", {"value": "yes"}, True),
        ("has_kvk_number", {"value": "no"}, False),
        ("plan_cost_per_home", {"operator": "at_most", "value": "€ 350.000"}, 350000),
        ("plan_min_dscr", {"operator": "at_least", "value": "1,15"}, 1.15),
    ],
)
def test_every_kind_of_fact_takes_its_own_kind_of_value(client, draft, manager, fact, data, value):
    client.force_login(manager)

    client.post(reverse("subsidies:new_condition", args=[draft.pk, fact]), data)

    rule = draft.eligibility_rules.get(fact=fact)
    assert rule.value == value
    assert rule.explanation


def test_changing_a_scheme_is_in_the_trail_with_before_and_after(draft, manager):
    schemes_services.save_scheme_section(
        version=draft, values={"maximum_amount": Decimal(250_000)}, revision=draft.revision, user=manager
    )

    entry = AuditEntry.objects.filter(action="subsidies.save_scheme").get()
    assert (entry.before, entry.after) == ({"maximum_amount": "300000.00"}, {"maximum_amount": "250000.00"})


def test_draft_can_be_thrown_away_and_published_cannot(draft, manager):
    published = publish_example("kennisnetwerk")

    schemes_services.remove_scheme_draft(version=draft, user=manager)

    assert list(Scheme.objects.all()) == [published.scheme]
    with pytest.raises(DomainError):
        schemes_services.remove_scheme_draft(version=published, user=manager)


def test_application_keeps_the_version_it_was_made_under(draft, manager, other):
    schemes_services.propose_scheme(version=draft, user=manager)
    first = schemes_services.publish_scheme(version=draft, user=other)
    application = first.applications.create(initiative=InitiativeFactory())
    following = schemes_services.create_next_version(version=first, user=manager)
    schemes_services.save_scheme_section(
        version=following, values={"maximum_amount": Decimal(9_000)}, revision=following.revision, user=manager
    )

    application.refresh_from_db()
    assert application.scheme_version == first
    assert application.scheme_version.maximum_amount == 300_000
    assert LedgerEntry.objects.count() == 0


# Texts for letters


def texts(*rows, revision):
    """The section as the browser sends it."""
    data = {"revision": revision, "text_blocks-TOTAL_FORMS": len(rows), "text_blocks-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        data |= {f"text_blocks-{number}-{name}": value for name, value in row.items()}
    return data


def test_manager_writes_texts_and_sees_them_in_the_letter(client, draft, manager):
    client.force_login(manager)
    always = {"letter": "payment", "title": "Vragen", "text": "Bel ons gerust.", "is_always_used": "on"}
    chosen = {"letter": "decision", "title": "Erfpacht", "text": "U vraagt de gemeente om erfpacht."}

    response = client.post(section_url(draft, "texts"), texts(always, chosen, revision=draft.revision))

    assert response.status_code == 302
    kept = [(block.letter, block.title, block.is_always_used) for block in draft.text_blocks.all()]
    assert kept == [("decision", "Erfpacht", False), ("payment", "Vragen", True)]
    for letter, words in (("payment", "Bel ons gerust."), ("decision", "U vraagt de gemeente om erfpacht.")):
        page = client.get(reverse("subsidies:preview_letter", args=[draft.pk, letter])).content.decode()
        assert words in page
        assert "Wooncoöperatie Voorbeeld U.A." in page


@pytest.mark.parametrize(
    "rows",
    [
        [{"letter": "decision", "title": "A", "text": "Een."}, {"letter": "decision", "title": "A", "text": "Twee."}],
        [{"letter": "payment", "title": "A", "text": "Niemand kan deze kiezen."}],
    ],
)
def test_texts_that_cannot_work_are_refused_with_a_sentence(client, draft, manager, rows):
    client.force_login(manager)
    before = list(draft.text_blocks.values_list("title", flat=True))

    page = client.post(section_url(draft, "texts"), texts(*rows, revision=draft.revision))

    assert "error-summary" in page.content.decode()
    assert list(draft.text_blocks.values_list("title", flat=True)) == before


@pytest.mark.parametrize("key", ORDER)
@pytest.mark.parametrize("letter", KINDS)
def test_every_letter_of_every_example_can_be_seen(client, manager, key, letter):
    version = schemes_services.create_scheme(name="Proef", document=example_named(key).document, user=manager)
    client.force_login(manager)

    page = client.get(reverse("subsidies:preview_letter", args=[version.pk, letter])).content.decode()

    assert "Voorbeeldstad" in page
    for block in version.text_blocks.filter(letter=letter):
        assert block.text in page


def test_unknown_letter_is_not_found(client, draft, manager):
    client.force_login(manager)

    assert client.get(reverse("subsidies:preview_letter", args=[draft.pk, "x"])).status_code == 404


def test_texts_freeze_with_the_version_and_go_on_in_the_next(draft, manager, other):
    schemes_services.propose_scheme(version=draft, user=manager)
    published = schemes_services.publish_scheme(version=draft, user=other)
    assert published.text_blocks.count() == 3

    with pytest.raises(DatabaseError), transaction.atomic():
        published.text_blocks.update(text="Anders.")
    following = schemes_services.create_next_version(version=published, user=manager)

    assert list(following.text_blocks.values_list("text")) == list(published.text_blocks.values_list("text"))
    schemes_services.remove_scheme_draft(version=following, user=manager)
    assert published.text_blocks.count() == 3
