"""Documents of a group that ended go when the time of their category is over, and not before."""

import csv
import datetime as dt

import pytest
from dateutil.relativedelta import relativedelta
from django.core.files.storage import default_storage
from django.urls import reverse

from coophub.audit.models import AuditEntry
from coophub.documents.models import Document
from coophub.documents.services import add_document, remove_document
from coophub.operations.retention import rules
from coophub.web import clock
from financing.subsidies.models import Application
from initiatives.models import Initiative
from initiatives.models.documents import DocumentCategory
from initiatives.selectors.document_terms import TERMS, document_terms
from tests.documents import files
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.subsidies import submitted_application
from tests.web.reading import find, words

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def owner():
    return UserFactory()


@pytest.fixture
def group(owner):
    return InitiativeFactory(owner=owner)


@pytest.fixture
def add(group, owner):
    def add(category):
        upload = files.upload("leden.csv", b"naam;euro\n")
        return add_document(subject=group, title=category, category=category, upload=upload, user=owner)

    return add


def ended(group, *, years, days=0):
    day = clock.today() - relativedelta(years=years) - days * DAY
    Initiative.objects.filter(pk=group.pk).update(ended_on=day, outcome="stopped")


def removed():
    [rule] = [rule for rule in rules() if rule.name == "group-documents"]
    due = rule.due().count()
    assert rule.remove() == due
    return due


def test_every_category_has_a_term_and_what_the_law_is_named_for_is_no_shorter():
    with TERMS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert sorted(row["category"] for row in rows) == sorted(DocumentCategory)
    assert all(int(row["years"]) >= 7 for row in rows if row["source"])
    assert {row["source"] for row in rows} == {"", "Burgerlijk Wetboek 2:24 lid 1"}


def test_of_a_group_that_is_there_everything_stays(add):
    for category in DocumentCategory:
        add(category)

    assert removed() == 0


@pytest.mark.parametrize("term", document_terms(), ids=lambda term: term.years)
def test_a_category_goes_when_its_years_are_over(term, add, group):
    document = add(term.categories[0])
    ended(group, years=term.years, days=-1)
    assert removed() == 0

    ended(group, years=term.years)

    assert removed() == 1
    assert not Document.objects.filter(pk=document.pk).exists()


def test_the_file_goes_with_it_and_the_trail_says_so(add, group, owner, django_capture_on_commit_callbacks):
    document = add("other")
    name = document.versions.get().file.name
    remove_document(document=document, user=owner)
    ended(group, years=10)

    with django_capture_on_commit_callbacks(execute=True):
        assert removed() == 1

    assert not default_storage.exists(name)
    entry = AuditEntry.objects.get(action="documents.discard")
    assert (entry.actor, entry.after) == (None, {"category": "other"})


def test_as_long_as_a_subsidy_runs_all_stays_and_what_was_handed_in_stays_for_good(add, group, owner):
    second = UserFactory()
    MembershipFactory(initiative=group, user=second, role="owner")
    application = submitted_application(group, writer=owner, signer=second)
    handed_in = Document.objects.filter(subject_id=str(application.pk)).count()
    add("other")
    ended(group, years=10)
    assert removed() == 0

    Application.objects.filter(pk=application.pk).update(state="withdrawn")

    removed()
    assert not Document.objects.filter(category="other").exists()
    assert handed_in > 0
    assert Document.objects.filter(subject_id=str(application.pk)).count() == handed_in


def test_the_page_says_how_long_and_why(client, group, owner):
    client.force_login(owner)

    page = client.get(reverse("initiatives:documents", args=[group.slug]))

    [said] = [words(each) for each in find(page.content.decode(), "details") if "as long as your group" in words(each)]
    for term in document_terms():
        assert f"{term.names}: {term.years} years, " in said
    assert "Burgerlijk Wetboek 2:24 lid 1" in said
    assert "our own choice" in said
