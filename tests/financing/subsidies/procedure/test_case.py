"""What stands beside a form of the ministry: what is unusual, the case as it was submitted, and who comes next."""

import json
from copy import deepcopy

import pytest
from django.urls import reverse

from coophub.audit.models import AuditEntry
from financing.plans.models import Plan
from financing.subsidies.law.freezing import seal
from financing.subsidies.models import Submission
from financing.subsidies.selectors.unusual import unusual_in
from financing.subsidies.services import reviewing
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.subsidies import drafted, submitted_application
from tests.web.reading import find, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def look(client, people):
    def look_at(name, address):
        client.force_login(people[name])
        answer = client.get(address)
        assert answer.status_code == 200
        return answer.content.decode()

    return look_at


def dossier(application, tab=""):
    return reverse("subsidies:dossier", args=[application.pk]) + (f"?tab={tab}" if tab else "")


def step(application, name):
    return reverse("subsidies:step", args=[application.pk, name])


def sentences(submitted, change=lambda content: None):
    """What is said of a submission after a change to what was frozen."""
    content = deepcopy(submitted.submission.content)
    change(content)
    found = unusual_in(Submission(application=submitted, content=content, sha256=seal(content)))
    return [(item.tab, item.sentence.replace("\u00a0", " ")) for item in found]


def put(*path, value):
    """A change that puts a value at a path in the content."""

    def change(content):
        place = content
        for part in path[:-1]:
            place = place[part]
        place[path[-1]] = value

    return change


def not_closing(content):
    result = content["plan"]["result"]
    result["closes"] = False
    [liquidity] = [criterion for criterion in result["criteria"] if criterion["name"] == "liquidity"]
    liquidity |= {
        "holds": False,
        "first_year": 2031,
        "worst_year": 2031,
        "worst_value": -41_000.0,
        "shortfall": 41_000.0,
    }


CHANGES = {
    "the plan does not close": (not_closing, "plan", "41.000"),
    "the plan has a gap": (put("plan", "result", "funding", "gap", value=125_000.0), "plan", "€ 125.000"),
    "a figure is far outside the usual": (put("plan", "document", "vacancy_rate", value=0.5), "plan", "50"),
    "a cost that nobody pays": (put("income", value=[]), "application", "door niemand betaald"),
    "no number of the trade register": (
        put("answers", "applicant", "kvk_number", value="1234567"),
        "application",
        "“1234567”",
    ),
    "no right account": (put("answers", "applicant", "iban", value="NL00BANK0123456789"), "application", "NL00BANK"),
    "an account of somebody else": (
        put("answers", "applicant", "account_name", value="J. Jansen"),
        "application",
        "“J. Jansen”",
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_each_thing_that_is_unusual_is_said(name, submitted):
    change, tab, part = CHANGES[name]
    before, after = sentences(submitted), sentences(submitted, change)
    assert len(set(after) - set(before)) >= 1, (before, after)
    assert any(found_tab == tab and part in sentence for found_tab, sentence in set(after) - set(before)), after


def test_the_same_file_for_several_purposes_is_said(submitted):
    def the_same(content):
        first, second = deepcopy(content["documents"][0]), deepcopy(content["documents"][0])
        content["documents"] = [{**first, "title": "Begroting"}, {**second, "title": "Statuten"}]

    [found] = [sentence for tab, sentence in sentences(submitted, the_same) if tab == "documents"]
    assert "Begroting" in found
    assert "Statuten" in found


@pytest.mark.parametrize("name", ["Vereniging De Tuin", "VERENIGING DE TÚIN U.A.", "Wooncoöperatie De Tuin"])
def test_an_account_in_another_spelling_of_the_group_is_not_remarked_on(name, submitted):
    def spelled(content):
        content["initiative"] |= {"name": "De Tuin", "legal_name": ""}
        content["answers"]["applicant"]["account_name"] = name

    assert not [sentence for _tab, sentence in sentences(submitted, spelled) if name in sentence]


def test_who_assesses_has_the_case_beside_the_form_as_it_was_submitted(submitted, people, look):
    reviewing.declare_interest(application=submitted, has_interest=False, user=people["reviewer"])
    name = submitted.submission.content["plan"]["name"]
    Plan.objects.filter(pk=submitted.plan_id).update(name="Heel iets anders")

    page = look("reviewer", step(submitted, "assess"))

    assert find(page, ".desk__side form[method=post]")
    for part in ("#unusual-heading", "#application-heading", "#plan-heading", "#documents-heading", ".chart"):
        assert find(page, f".desk__main {part}"), part
    assert name in page
    assert "Heel iets anders" not in page
    for criterion in submitted.scheme_version.criteria.all():
        [field] = find(page, f"[data-field='score_{criterion.slug}']")
        assert criterion.guidance in words(field)
        assert "0:" in words(field)


def test_the_frozen_plan_is_taken_along_and_that_is_in_the_trail(submitted, people, client):
    client.force_login(people["reviewer"])

    answer = client.get(reverse("subsidies:submitted_plan", args=[submitted.pk]))

    assert json.loads(answer.content) == submitted.submission.content["plan"]["document"]
    assert "attachment" in answer["Content-Disposition"]
    assert AuditEntry.objects.filter(action="subsidies.take_plan_along", actor=people["reviewer"]).count() == 1


def test_after_handing_over_the_page_says_whose_turn_it_is_and_offers_the_next_case(submitted, people, look):
    group = InitiativeFactory(name="De Wilde Bertram", owner=people["owner"])
    MembershipFactory(initiative=group, user=people["second"], role="owner")
    other = submitted_application(group, writer=people["owner"], signer=people["second"])
    reviewing.declare_interest(application=other, has_interest=False, user=people["reviewer"])
    drafted(submitted, people["reviewer"])

    page = look("reviewer", dossier(submitted, "decision"))

    assert not find(page, "textarea[name=reasons]")
    [turn] = find(page, "section[aria-labelledby=turn-heading]")
    assert "wacht op de handtekening" in words(turn)
    assert find(page, f"section[aria-labelledby=turn-heading] a[href='{dossier(other)}']")
    assert "sign" in look("decider", dossier(submitted, "decision"))


def test_who_signs_sees_letter_advice_scores_deadline_and_what_is_unusual_and_is_asked_once_in_words(
    submitted, people, look
):
    decision = drafted(submitted, people["reviewer"])

    page = look("decider", step(submitted, "sign"))

    for part in (".letter-preview", ".deadline", "#unusual-heading", ".desk__side table", ".utrecht-data-list"):
        assert find(page, part), part
    assert decision.reasons in page
    [form] = find(page, ".desk__foot form")
    assert submitted.applicant.name in form.get("data-confirm")
    assert "€" in form.get("data-confirm")


def test_who_signs_waits_for_few_queries_however_many_parts_and_members_there_are(
    submitted, people, client, django_assert_max_num_queries
):
    """The letter is rehearsed with all that signing does, which somebody may want to be told of: nothing of it is done
    row by row.
    """
    drafted(submitted, people["reviewer"])
    client.force_login(people["decider"])
    address = step(submitted, "sign")
    client.get(address)

    with django_assert_max_num_queries(61) as asked:
        assert client.get(address).status_code == 200
    inserted = [query["sql"].split()[2] for query in asked.captured_queries if query["sql"].startswith("INSERT")]
    assert len(inserted) == len(set(inserted))
    assert not any("notification" in table or "report" in table for table in inserted)


def test_a_case_without_a_submission_is_a_sentence(submitted, people, client):
    client.force_login(people["reviewer"])
    group = InitiativeFactory(owner=people["owner"])
    bare = type(submitted).objects.create(
        scheme_version=submitted.scheme_version,
        initiative=group,
        state="submitted",
        number="X-1",
        submitted_at=submitted.submitted_at,
        decide_by=submitted.decide_by,
    )

    for address in (dossier(bare), step(bare, "interest"), reverse("subsidies:export_dossier", args=[bare.pk])):
        answer = client.get(address)
        assert answer.status_code == 409, address
        assert "is er niet" in answer.content.decode()
