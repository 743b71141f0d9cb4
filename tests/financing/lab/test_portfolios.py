"""Portfolios: from where they come, and what they never say."""

import io
import json
import zipfile
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, transaction
from django.urls import reverse

from coophub.web.errors import DomainError
from financing.engine.policy import parse_portfolio
from financing.lab.models import KeptPlan, KeptPortfolio
from financing.lab.selectors.portfolios import portfolios_for
from financing.lab.selectors.sources import plans_of_scheme
from financing.lab.services.documents import plans_in_zip
from financing.lab.services.portfolios import WhichPlans, make_portfolio
from financing.plans.document.examples import EXAMPLES, example_document
from financing.plans.services.versions import hash_of
from tests.factories.accounts import UserFactory, reviewer, scheme_manager
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.lab import KeptPortfolioFactory, consenting_group, plan_to_keep
from tests.factories.subsidies import assessed, submitted_application

pytestmark = pytest.mark.django_db


def zip_of(**documents):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, document in documents.items():
            archive.writestr(f"plannen/{name}.json", document if isinstance(document, str) else json.dumps(document))
        archive.writestr("__MACOSX/._a.json", "nothing")
        archive.writestr("lees mij.txt", "hallo")
    return out.getvalue()


@pytest.fixture
def application():
    writer, signer = UserFactory(), UserFactory()
    initiative = InitiativeFactory(owner=writer, name="De Lindentuin")
    MembershipFactory(initiative=initiative, user=signer)
    return submitted_application(initiative, writer=writer, signer=signer)


def test_staff_make_one_from_a_scheme_examples_and_a_zip(client, application):
    client.force_login(scheme_manager(), backend="django.contrib.auth.backends.ModelBackend")
    upload = SimpleUploadedFile("plannen.zip", zip_of(a=example_document("middenhuur-stad")))

    answer = client.post(
        reverse("lab:new_portfolio"),
        {"name": "Alles", "scheme": application.scheme_version_id, "times": "3", "documents": upload},
    )

    portfolio = KeptPortfolio.objects.get()
    assert answer["Location"] == reverse("lab:portfolio", args=[portfolio.pk])
    assert portfolio.sha256 == hash_of(portfolio.document)
    sources = list(portfolio.plans.values_list("source", flat=True))
    assert (sources.count("scheme"), sources.count("example"), sources.count("document")) == (1, len(EXAMPLES), 1)
    assert portfolio.plan_count == 1 + len(EXAMPLES) * 3 + 1
    of_scheme = portfolio.document["plans"][0]
    assert (of_scheme["target"], of_scheme["received"], of_scheme["weight"]) == ("middle_incomes", 1, 1)
    assert "Lindentuin" not in json.dumps(portfolio.document)
    page = client.get(answer["Location"]).content.decode()
    assert portfolio.sha256[:8] in page


def test_a_plan_has_its_score_once_the_advice_is_complete(application):
    staff, version = scheme_manager(), application.scheme_version
    [before] = plans_of_scheme(version, staff)
    assessed(application, reviewer())

    [after] = plans_of_scheme(version, staff)
    portfolio = make_portfolio(name="Beoordeeld", which=WhichPlans(scheme=version), user=staff)

    assert (before.score, after.score) == (None, 7.0)
    assert parse_portfolio(portfolio.document).plans[0].score == 7.0


def test_who_has_an_interest_sees_no_portfolio_with_it(client, application):
    staff = reviewer()
    portfolio = make_portfolio(
        name="Voorjaarsaanvragen", which=WhichPlans(scheme=application.scheme_version), user=scheme_manager()
    )
    assert list(portfolios_for(staff)) == [portfolio]

    MembershipFactory(initiative=application.initiative, user=staff)

    client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("lab:portfolio", args=[portfolio.pk])).status_code == 404
    assert portfolio.name not in client.get(reverse("lab:portfolios")).content.decode()


def test_plans_of_groups_that_said_yes_are_not_mixed():
    with pytest.raises(DomainError):
        make_portfolio(
            name="Samen",
            which=WhichPlans(with_consent=True, examples={"middenhuur-stad": 1}),
            user=scheme_manager(),
        )
    with pytest.raises(DomainError):
        make_portfolio(name="Leeg", which=WhichPlans(with_consent=True), user=scheme_manager())


def test_a_broken_document_is_said_by_its_name_and_path(client):
    client.force_login(scheme_manager(), backend="django.contrib.auth.backends.ModelBackend")
    broken = example_document("middenhuur-stad", first_year="soon")
    upload = SimpleUploadedFile("plannen.zip", zip_of(a=example_document("middenhuur-stad"), kapot=broken))

    page = client.post(reverse("lab:new_portfolio"), {"name": "Met fout", "documents": upload}).content.decode()

    assert "plannen/kapot.json: first_year" in page
    assert 'value="Met fout"' in page
    assert not KeptPortfolio.objects.exists()


@pytest.mark.parametrize("what", ["nothing", "no zip", "no document", "a list", "no JSON"])
def test_what_is_no_zip_of_plans_is_refused_with_a_sentence(what):
    documents = {"no document": {}, "a list": {"a": "[1, 2]"}, "no JSON": {"a": "{"}}
    content = zip_of(**documents[what]) if what in documents else what.encode()

    with pytest.raises(DomainError) as error:
        plans_in_zip(content)

    assert error.value.field == "documents"


def test_the_database_keeps_a_portfolio_as_it_was():
    portfolio = KeptPortfolioFactory()

    with pytest.raises(ProgrammingError), transaction.atomic():
        KeptPortfolio.objects.filter(pk=portfolio.pk).update(name="Anders")
    with pytest.raises(ProgrammingError), transaction.atomic():
        KeptPlan.objects.filter(portfolio=portfolio).delete()


def test_a_name_is_used_once():
    portfolio = KeptPortfolioFactory()

    with pytest.raises(DomainError) as error:
        KeptPortfolioFactory(name=portfolio.name)

    assert error.value.field == "name"


def test_the_page_says_when_plans_want_to_begin_before_anything_is_asked(client):
    plans = [plan_to_keep(number) for number in range(13)]
    years = [2031] * 6 + [2029] * 5 + [2035] * 2
    plans = [
        replace(plan, document={**plan.document, "first_year": year}) for plan, year in zip(plans, years, strict=True)
    ]
    portfolio = KeptPortfolioFactory(plans=plans)
    client.force_login(scheme_manager(), backend="django.contrib.auth.backends.ModelBackend")

    tables = client.get(reverse("lab:portfolio", args=[portfolio.pk])).context["groups"]

    # The two of 2035 stand with the smallest year that makes them enough.
    [year, *_others] = tables
    assert [row[:2] for row in year.rows] == [["2031", 6], ["Alle andere samen", 7]]
    assert sum(row[2] for row in year.rows) == portfolio.home_count
    assert len(tables) == 4


def test_of_groups_that_said_yes_the_page_says_no_more_than_how_many(client):
    staff = scheme_manager()
    for number in range(5):
        consenting_group(number, UserFactory())
    portfolio = make_portfolio(name="Met een ja", which=WhichPlans(with_consent=True), user=staff)
    client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")

    answer = client.get(reverse("lab:portfolio", args=[portfolio.pk]))

    assert answer.context["groups"] is None
    assert "Eerste volle jaar van verhuur" not in answer.content.decode()
