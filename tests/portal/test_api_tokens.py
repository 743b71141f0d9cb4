"""The part of the API behind a token: each scope opens its own resources, for what its person may see, and no more."""

import datetime as dt
import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coophub.accounts.models import RoleGrant
from coophub.audit.models import AuditEntry
from coophub.documents.models import DocumentVersion
from coophub.documents.services import add_document
from coophub.operations.retention import rules
from coophub.portal.api import limits
from coophub.tokens.idempotency import KEPT_HOURS
from coophub.tokens.models import ApiToken, KeptAnswer, Scope
from coophub.tokens.services import withdraw_token
from coophub.web import clock
from coophub.web.pace import Pace
from financing.engine import calculate, parse_plan, result_document
from financing.plans.document.examples import example_document
from financing.plans.document.rows import keyed_document
from financing.plans.models import Plan, PlanChange
from financing.plans.services.editing import save_plan
from financing.plans.services.versions import freeze_plan, hash_of
from financing.subsidies.services.deciding import sign_decision
from initiatives.models import MemberRole
from initiatives.services.road_map import add_milestone
from tests.factories.accounts import UserFactory, advisor, decider, reviewer
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.pilots import CoachingSessionFactory, PilotFactory
from tests.factories.plans import PlanFactory
from tests.factories.subsidies import CSV, drafted, submitted_application
from tests.factories.tokens import bearer, token_of

pytestmark = pytest.mark.django_db

ROOT = "/api/v1/"
PROBLEM = "application/problem+json"
GROUP = f"{ROOT}own-initiatives/de-hof"


@pytest.fixture
def anna():
    return UserFactory(name="Anna")


@pytest.fixture
def group(anna):
    return InitiativeFactory(slug="de-hof", name="De Hof", owner=anna)


@pytest.fixture
def plan(group):
    return PlanFactory(initiative=group)


@pytest.fixture
def document(group, anna):
    upload = SimpleUploadedFile("statuten.csv", CSV, "text/csv")
    return add_document(subject=group, title="Statuten", category="legal", upload=upload, user=anna)


@pytest.fixture
def ask(client):
    """Asks as this person, with a token for these scopes."""

    def get(path, user, *scopes, **headers):
        return client.get(path, headers={**bearer(user, *scopes), **headers})

    return get


@pytest.fixture
def write(client):
    """Writes as this person, and gives the answer with its document under `document`."""

    def send(path, document, user=None, *, headers=None, method="put", **more):
        sent = {**(bearer(user, Scope.WRITE_PLANS) if user else {}), **(headers or {}), **more}
        answer = getattr(client, method)(path, json.dumps(document), content_type="application/json", headers=sent)
        answer.document = json.loads(answer.content)
        return answer

    return send


ADDRESSES = {
    Scope.INITIATIVES: ["own-initiatives", "own-initiatives/de-hof"],
    Scope.PLANS: [
        "own-initiatives/de-hof/plans",
        "own-initiatives/de-hof/plans/{plan}",
        "own-initiatives/de-hof/plans/{plan}/result",
        "own-initiatives/de-hof/plans/{plan}/versions",
    ],
    Scope.DOCUMENTS: ["own-initiatives/de-hof/documents", "own-initiatives/de-hof/documents/{document}/content"],
    Scope.APPLICATIONS: ["own-initiatives/de-hof/applications"],
}


def every_address(plan, document):
    return {
        ROOT + address.format(plan=plan.pk, document=document.pk): scope
        for scope, addresses in ADDRESSES.items()
        for address in addresses
    }


# The door


def test_without_a_good_token_nobody_is_known(client, plan, document, anna):
    withdrawn = token_of(anna, Scope.INITIATIVES, Scope.PLANS)
    withdraw_token(token=withdrawn.token, user=anna)
    client.force_login(anna, backend="django.contrib.auth.backends.ModelBackend")
    wrong = [{}, {"Authorization": "Bearer x"}, {"Authorization": "Basic eDp4"}]
    wrong.append({"Authorization": f"Bearer {withdrawn.text}"})

    for address in every_address(plan, document):
        for headers in wrong:
            answer = client.get(address, headers=headers)
            assert (answer.status_code, answer["Content-Type"]) == (401, PROBLEM), address
            assert answer["WWW-Authenticate"].startswith("Bearer")
            assert answer.json()["title"] == "You are not known"


def test_each_scope_opens_its_own_resources_alone(ask, plan, document, anna):
    of_everybody = [scope for scope in Scope if scope not in (Scope.CASES, Scope.ARCHIVE, Scope.PILOTS)]
    for address, wanted in every_address(plan, document).items():
        assert ask(address, anna, wanted).status_code == 200, address
        others = [scope for scope in of_everybody if scope != wanted]
        answer = ask(address, anna, *others)
        assert (answer.status_code, answer["Content-Type"]) == (403, PROBLEM), address
        assert wanted.value in answer.json()["detail"]


QUERIES = {
    "own-initiatives": 3,
    "own-initiatives/de-hof": 5,
    "own-initiatives/de-hof/plans": 4,
    "own-initiatives/de-hof/plans/{plan}": 4,
    "own-initiatives/de-hof/plans/{plan}/result": 4,
    "own-initiatives/de-hof/plans/{plan}/versions": 4,
    "own-initiatives/de-hof/documents": 5,
    "own-initiatives/de-hof/documents/{document}/content": 5,
    "own-initiatives/de-hof/applications": 4,
}
"""How many questions to the database each takes: whose token it is, how much was asked, and its own."""


def test_who_somebody_is_and_how_much_was_asked_are_two_questions(client, plan, document, anna):
    headers = bearer(anna, *ADDRESSES)
    asked = {}
    for address in QUERIES:
        path = ROOT + address.format(plan=plan.pk, document=document.pk)
        client.get(path, headers=headers)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path, headers=headers).status_code == 200
        asked[address] = len(queries)

    assert asked == QUERIES


def test_who_may_not_see_it_on_a_page_does_not_see_it_with_a_token(ask, plan, document, group):
    """A stranger, who left, and staff who have nothing to do with the group."""
    left = MembershipFactory(initiative=group, user=UserFactory())
    left.left_at = clock.now()
    left.save()
    for person in (UserFactory(), left.user, advisor(), reviewer()):
        for address, scope in every_address(plan, document).items():
            if address != f"{ROOT}own-initiatives":
                assert ask(address, person, scope).status_code == 404, (person, address)
        assert ask(f"{ROOT}own-initiatives", person).json()["items"] == []


def test_every_member_reads_and_the_coach_what_a_coach_sees(ask, plan, document, group):
    reader = MembershipFactory(initiative=group, user=UserFactory(), role=MemberRole.READER).user
    coach = advisor()
    PilotFactory(initiative=group, advisor=coach)
    found = {
        who: {
            address.removeprefix(GROUP): ask(address, person, scope).status_code
            for address, scope in every_address(plan, document).items()
        }
        for who, person in (("reader", reader), ("coach", coach))
    }

    assert set(found["reader"].values()) == {200}
    assert found["coach"]["/applications"] == 403
    assert {status for address, status in found["coach"].items() if address != "/applications"} == {200}


def test_token_makes_the_open_part_no_wider(ask, group, anna):
    assert ask(f"{ROOT}initiatives/{group.slug}", anna).status_code == 404


def test_no_page_of_another_site_asks_with_a_token_and_no_cache_keeps_the_answer(client, ask, group, anna):
    answer = ask(GROUP, anna, origin="https://other.example")
    preflight = client.options(GROUP, headers={"Origin": "https://other.example"})

    assert answer.status_code == 200
    assert "Access-Control-Allow-Origin" not in answer
    assert "Access-Control-Allow-Origin" not in preflight
    assert answer["Cache-Control"] == "private, no-store"
    assert "Authorization" in answer["Vary"]
    assert "Set-Cookie" not in answer


def test_token_is_counted_from_however_many_addresses_it_comes(client, monkeypatch, group, anna):
    monkeypatch.setattr(limits, "REQUESTS", Pace("requests", 2, 60))
    headers = bearer(anna)

    answers = [client.get(GROUP, headers=headers, REMOTE_ADDR=f"192.0.2.{number}") for number in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]


def test_use_of_a_token_is_seen(client, group, anna):
    new = token_of(anna)
    client.get(GROUP, headers={"Authorization": f"Bearer {new.text}"})

    assert ApiToken.objects.get().last_used_at is not None


# What there is to read


def test_own_initiatives_with_role_and_road_map(ask, group, anna):
    InitiativeFactory(slug="aan-zee", owner=UserFactory())
    second = InitiativeFactory(slug="bij-zee", name="Bij Zee")
    MembershipFactory(initiative=second, user=anna, role=MemberRole.READER)

    first = ask(f"{ROOT}own-initiatives?limit=1", anna).json()
    rest = ask(first["next"].removeprefix("http://localhost:8000"), anna).json()
    add_milestone(initiative=group, phase=group.phase, title="Statuten", planned_on=None, user=anna)
    one = ask(GROUP, anna).json()

    assert [(each["slug"], each["role"]) for each in first["items"] + rest["items"]] == [
        ("bij-zee", "reader"),
        ("de-hof", "owner"),
    ]
    assert rest["next"] is None
    assert (one["name"], one["publishedAt"]) == ("De Hof", None)
    assert [phase["isCurrent"] for phase in one["phases"]].count(True) == 1
    assert one["phases"][0]["steps"] == [{"title": "Statuten", "plannedOn": None, "doneOn": None}]


def test_plan_and_its_result_are_the_documents_of_everywhere(ask, plan, anna):
    [item] = ask(f"{GROUP}/plans", anna, Scope.PLANS).json()["items"]
    document = ask(f"{GROUP}/plans/{plan.pk}", anna, Scope.PLANS)
    result = ask(f"{GROUP}/plans/{plan.pk}/result", anna, Scope.PLANS).json()

    assert (item["number"], item["revision"], item["closes"]) == (plan.pk, 1, True)
    assert (document.json(), document["ETag"]) == (plan.document, '"1"')
    assert result == json.loads(json.dumps(result_document(calculate(parse_plan(plan.document)))))
    assert AuditEntry.objects.filter(action="plans.export", actor=anna).count() == 2


def test_plan_that_did_not_change_is_not_sent_again(ask, plan, anna):
    answer = ask(f"{GROUP}/plans/{plan.pk}", anna, Scope.PLANS, if_none_match='"1"')

    assert (answer.status_code, answer.content) == (304, b"")
    assert not AuditEntry.objects.filter(action="plans.export").exists()


def test_documents_are_listed_and_fetched_as_on_the_page(ask, document, anna):
    [item] = ask(f"{GROUP}/documents", anna, Scope.DOCUMENTS).json()["items"]
    file = ask(f"{GROUP}/documents/{item['id']}/content", anna, Scope.DOCUMENTS)

    assert (item["title"], item["filename"], item["version"], item["canBeRead"]) == (
        "Statuten",
        "statuten.csv",
        1,
        True,
    )
    assert b"".join(file.streaming_content) == CSV
    assert file["Content-Disposition"] == 'attachment; filename="statuten.csv"'
    assert file["Cache-Control"] == "private, no-store"
    assert AuditEntry.objects.get(action="documents.download").actor == anna


def test_file_that_waits_for_the_scanner_is_not_given(ask, document, anna):
    DocumentVersion.objects.update(virus_check=DocumentVersion.VirusCheck.WAITING)

    assert ask(f"{GROUP}/documents/{document.pk}/content", anna, Scope.DOCUMENTS).status_code == 409


def test_document_of_another_group_is_not_found_under_ones_own(ask, document, group):
    other = InitiativeFactory(slug="elders", owner=(bram := UserFactory()))

    answer = ask(f"{ROOT}own-initiatives/{other.slug}/documents/{document.pk}/content", bram, Scope.DOCUMENTS)

    assert answer.status_code == 404


def test_application_says_where_it_stands(ask, group, anna):
    application = submitted_application(group, writer=anna, signer=MembershipFactory(initiative=group).user)

    [item] = ask(f"{GROUP}/applications", anna, Scope.APPLICATIONS).json()["items"]

    assert (item["number"], item["state"], item["award"]) == (application.number, "submitted", None)
    assert item["sentence"].startswith("We received your application on")
    assert Decimal(item["amountRequested"]) == application.amount_requested


# The ministry and the advisors


@pytest.fixture
def submitted(group, anna):
    return submitted_application(group, writer=anna, signer=MembershipFactory(initiative=group).user)


def test_record_system_reads_cases_with_what_was_decided_written_and_paid(ask, submitted):
    rosa = reviewer()
    drafted(submitted, rosa)
    before = ask(f"{ROOT}cases/{submitted.pk}", rosa, Scope.CASES).json()
    sign_decision(application=submitted, user=decider())

    [item] = ask(f"{ROOT}cases", rosa, Scope.CASES).json()["items"]
    case = ask(f"{ROOT}cases/{submitted.pk}", rosa, Scope.CASES).json()

    assert (item["number"], item["applicant"], item["key"]) == (submitted.number, "De Hof", submitted.pk)
    assert before["decision"] is None
    assert (case["state"], case["decision"]["kind"]) == ("awarded", "award")
    assert Decimal(case["decision"]["amount"]) == submitted.amount_requested
    assert "decision" in [letter["kind"] for letter in case["letters"]]
    assert case["payments"]


def test_who_has_an_interest_reads_no_case_with_a_token_either(ask, group, submitted):
    tied = reviewer()
    MembershipFactory(initiative=group, user=tied)

    assert ask(f"{ROOT}cases", tied, Scope.CASES).json()["items"] == []
    assert ask(f"{ROOT}cases/{submitted.pk}", tied, Scope.CASES).status_code == 403


def test_cases_go_on_behind_the_last_one(ask, submitted, anna):
    rosa, signer = reviewer(), UserFactory()
    other = InitiativeFactory(owner=anna)
    MembershipFactory(initiative=other, user=signer)
    second = submitted_application(other, writer=anna, signer=signer)

    first = ask(f"{ROOT}cases?limit=1", rosa, Scope.CASES).json()
    rest = ask(first["next"].removeprefix("http://localhost:8000"), rosa, Scope.CASES).json()

    assert [item["number"] for item in first["items"] + rest["items"]] == [submitted.number, second.number]
    assert rest["next"] is None


def test_advisor_reads_own_pilots_without_the_note_for_advisors(ask, group):
    coach, other = advisor(), advisor()
    pilot = PilotFactory(initiative=group, advisor=coach)
    CoachingSessionFactory(pilot=pilot, advisor=coach, summary="De kavel.", internal_note="Vertrouwelijk.")

    [item] = ask(f"{ROOT}own-pilots", coach, Scope.PILOTS).json()["items"]
    sessions = ask(f"{ROOT}own-pilots/{pilot.pk}/sessions", coach, Scope.PILOTS)

    assert (item["key"], item["initiative"]) == (pilot.pk, "de-hof")
    assert [session["summary"] for session in sessions.json()["items"]] == ["De kavel."]
    assert "Vertrouwelijk" not in sessions.content.decode()
    assert ask(f"{ROOT}own-pilots", other, Scope.PILOTS).json()["items"] == []
    assert ask(f"{ROOT}own-pilots/{pilot.pk}/sessions", other, Scope.PILOTS).status_code == 404


def test_who_lost_a_role_reads_nothing_of_it_any_more(client, group, submitted):
    rosa, coach = reviewer(), advisor()
    pilot = PilotFactory(initiative=group, advisor=coach)
    headers = {user: bearer(user, scope) for user, scope in ((rosa, Scope.CASES), (coach, Scope.PILOTS))}
    RoleGrant.objects.all().delete()

    for path, user in (("cases", rosa), (f"cases/{submitted.pk}", rosa), (f"own-pilots/{pilot.pk}/sessions", coach)):
        assert client.get(ROOT + path, headers=headers[user]).status_code == 404, path


# Writing a plan back


def changed(plan, name="Nieuw plan", **home):
    document = json.loads(json.dumps(plan.document))
    document["name"] = name
    document["dwellings"][0].update(home)
    return document


def test_plan_is_written_back_on_what_was_read(write, plan, anna):
    answer = write(f"{GROUP}/plans/{plan.pk}", changed(plan), anna, if_match='"1"')
    plan.refresh_from_db()

    assert (answer.status_code, answer["ETag"]) == (200, '"2"')
    assert (answer.document["revision"], answer.document["name"]) == (2, "Nieuw plan")
    assert (plan.name, plan.revision, plan.document["name"]) == ("Nieuw plan", 2, "Nieuw plan")
    entry = AuditEntry.objects.get(action="plans.save")
    assert entry.actor == anna
    assert entry.origin == f"127.0.0.1 token {ApiToken.objects.get().pk}"


def test_rows_stay_the_rows_that_they_were(write, plan, anna):
    """What stands beside a home, such as its points, stays with it when homes change places."""
    rows = {row["name"]: row["key"] for row in keyed_document(plan)["dwellings"]}
    document = changed(plan)
    extra = {**document["dwellings"][0], "name": "Een nieuw soort"}
    document["dwellings"] = [extra, *reversed(document["dwellings"])]

    write(f"{GROUP}/plans/{plan.pk}", document, anna, if_match='"1"')
    plan.refresh_from_db()

    after = {row["name"]: row["key"] for row in keyed_document(plan)["dwellings"]}
    new = after.pop("Een nieuw soort")
    assert after == rows
    assert new not in rows.values()


def test_who_does_not_say_what_was_read_changes_nothing(write, plan, anna):
    answer = write(f"{GROUP}/plans/{plan.pk}", changed(plan), anna)

    assert (answer.status_code, answer["Content-Type"]) == (428, PROBLEM)
    assert not PlanChange.objects.exists()


@pytest.mark.parametrize("match", ['"0"', '"2"', "1", 'W/"1"', '"1x"'])
def test_who_read_something_else_changes_nothing(write, plan, anna, match):
    answer = write(f"{GROUP}/plans/{plan.pk}", changed(plan), anna, if_match=match)

    assert (answer.status_code, answer["Content-Type"]) == (412, PROBLEM)
    assert not PlanChange.objects.exists()


def test_what_somebody_changed_on_the_page_is_not_overwritten(write, plan, anna):
    document = keyed_document(plan)
    document["name"] = "Door Anna"
    save_plan(plan=plan, document=document, revision=1, user=anna)

    answer = write(f"{GROUP}/plans/{plan.pk}", changed(plan, count=5), anna, if_match='"1"')
    plan.refresh_from_db()

    assert (answer.status_code, plan.name) == (412, "Door Anna")


def test_everything_that_is_wrong_with_a_plan_is_said_with_its_place(write, plan, anna):
    wrong = changed(plan, count=-1)
    wrong["surprise"] = True

    answer = write(f"{GROUP}/plans/{plan.pk}", wrong, anna, if_match='"1"')

    assert answer.status_code == 422
    assert {each["pointer"] for each in answer.document["errors"]} == {"/dwellings/0/count", "/surprise"}
    assert not PlanChange.objects.exists()


def test_versions_of_a_plan_are_read_as_they_were_kept(ask, plan, group, anna):
    kept = json.loads(json.dumps(plan.document))
    for number in range(3):
        freeze_plan(plan=plan, name=f"Stand {number}", user=anna)
        edited = keyed_document(plan)
        edited["name"] = f"Anders {number}"
        plan = save_plan(plan=plan, document=edited, revision=plan.revision, user=anna)

    first = ask(f"{GROUP}/plans/{plan.pk}/versions?limit=2", anna, Scope.PLANS).json()
    rest = ask(first["next"].removeprefix("http://localhost:8000"), anna, Scope.PLANS).json()
    version = ask(f"{GROUP}/plans/{plan.pk}/versions/1", anna, Scope.PLANS)

    listed = first["items"] + rest["items"]
    assert [(each["number"], each["name"]) for each in listed] == [(1, "Stand 0"), (2, "Stand 1"), (3, "Stand 2")]
    assert rest["next"] is None
    assert version.json() == kept
    assert listed[0]["documentHash"] == hash_of(kept)
    assert AuditEntry.objects.filter(action="plans.export").exists()
    assert ask(f"{GROUP}/plans/{plan.pk}/versions/9", anna, Scope.PLANS).status_code == 404
    assert ask(f"{GROUP}/plans/{plan.pk}/versions/1", UserFactory(), Scope.PLANS).status_code == 404


def test_reader_writes_nothing_whatever_the_token(write, plan, group):
    reader = MembershipFactory(initiative=group, user=UserFactory(), role=MemberRole.READER).user

    assert write(f"{GROUP}/plans/{plan.pk}", changed(plan), reader, if_match='"1"').status_code == 403
    assert write(f"{GROUP}/plans", plan.document, reader, method="post").status_code == 403
    assert (Plan.objects.count(), PlanChange.objects.count()) == (1, 0)


def test_plan_is_started_from_a_document(write, client, group, anna):
    headers = bearer(anna, Scope.WRITE_PLANS, Scope.PLANS)
    document = example_document("wonen-met-vrienden")

    answer = write(f"{GROUP}/plans", document, headers=headers, method="post")
    there = client.get(answer["Location"].removeprefix("http://localhost:8000"), headers=headers)

    assert (answer.status_code, answer["ETag"], answer.document["revision"]) == (201, '"1"', 1)
    assert (there.status_code, there.json()["name"]) == (200, document["name"])
    assert Plan.objects.get().updated_by == anna


# Sent again


def test_same_write_with_the_same_key_is_done_once(write, group, anna):
    headers = {**bearer(anna, Scope.WRITE_PLANS), "Idempotency-Key": str(uuid.uuid4())}
    document = example_document("wonen-met-vrienden")

    first, again = (write(f"{GROUP}/plans", document, headers=headers, method="post") for _time in range(2))

    assert Plan.objects.count() == 1
    assert (again.status_code, again.document) == (first.status_code, first.document)
    assert (again["Location"], again["ETag"]) == (first["Location"], first["ETag"])


def test_write_back_that_was_done_is_answered_the_same(write, plan, anna):
    """The program did not hear that it was done: without the key it would read that somebody was before it."""
    headers = {**bearer(anna, Scope.WRITE_PLANS), "Idempotency-Key": "a", "If-Match": '"1"'}

    first, again = (write(f"{GROUP}/plans/{plan.pk}", changed(plan), headers=headers) for _time in range(2))

    assert (first.status_code, again.status_code, again["ETag"]) == (200, 200, '"2"')
    assert PlanChange.objects.count() == 1


def test_key_is_for_one_write(write, plan, anna):
    headers = {**bearer(anna, Scope.WRITE_PLANS), "Idempotency-Key": "a", "If-Match": '"1"'}
    write(f"{GROUP}/plans/{plan.pk}", changed(plan), headers=headers)

    answer = write(f"{GROUP}/plans/{plan.pk}", changed(plan, name="Anders"), headers=headers)

    assert answer.status_code == 422
    assert answer.document["errors"][0]["parameter"] == "Idempotency-Key"
    assert PlanChange.objects.count() == 1


def test_key_of_one_token_is_not_that_of_another(write, group, anna):
    for _token in range(2):
        headers = {**bearer(anna, Scope.WRITE_PLANS), "Idempotency-Key": "a"}
        write(f"{GROUP}/plans", example_document("wonen-met-vrienden"), headers=headers, method="post")

    assert Plan.objects.count() == 2


def test_what_was_refused_can_be_mended_with_the_same_key(write, plan, anna):
    headers = {**bearer(anna, Scope.WRITE_PLANS), "Idempotency-Key": "a", "If-Match": '"1"'}
    write(f"{GROUP}/plans/{plan.pk}", changed(plan, count=-1), headers=headers)

    assert write(f"{GROUP}/plans/{plan.pk}", changed(plan), headers=headers).status_code == 200


@pytest.mark.parametrize("key", ["", "a" * 256, "é"])
def test_key_that_is_none_is_named(write, group, anna, key):
    headers = {**bearer(anna, Scope.WRITE_PLANS), "Idempotency-Key": key}

    answer = write(f"{GROUP}/plans", example_document("wonen-met-vrienden"), headers=headers, method="post")

    assert answer.status_code == 400
    assert answer.document["errors"][0]["parameter"] == "Idempotency-Key"


def test_answers_go_after_a_day(write, group, anna):
    headers = {**bearer(anna, Scope.WRITE_PLANS), "Idempotency-Key": "a"}
    write(f"{GROUP}/plans", example_document("wonen-met-vrienden"), headers=headers, method="post")
    [rule] = [rule for rule in rules() if rule.name == "kept-answers"]
    kept = KeptAnswer.objects.get()

    rule.remove()
    assert KeptAnswer.objects.exists()
    with clock.at(kept.created_at + dt.timedelta(hours=KEPT_HOURS)):
        rule.remove()
    assert not KeptAnswer.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_write_one(client, anna, group):
    headers = {**bearer(anna, Scope.WRITE_PLANS), "Idempotency-Key": "a"}
    body = json.dumps(example_document("wonen-met-vrienden"))

    def start(_number):
        try:
            return client.post(f"{GROUP}/plans", body, content_type="application/json", headers=headers).content
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(start, range(4)))

    assert Plan.objects.count() == 1
    assert len(set(answers)) == 1


# What nobody knows


@pytest.mark.parametrize(
    "path", ["initiatives?fase=living&naam=x", "statistics?fase=1&naam=2", "own-initiatives?naam=1&fase=2"]
)
def test_parameter_that_nobody_knows_is_named(client, path):
    answer = client.get(ROOT + path)

    assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM)
    assert {each["parameter"] for each in answer.json()["errors"]} == {"fase", "naam"}
