"""Before it begins a group reads what it needs, worked out from the scheme, and what its phase cannot have yet."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from coophub.documents.services import add_document
from coophub.web import clock
from coophub.web.errors import DomainError
from financing.subsidies.applications.completeness import remarks_on
from financing.subsidies.applications.parts.budget import BUDGET
from financing.subsidies.applications.sections import DOCUMENTS, MINUTES, ORDER
from financing.subsidies.applications.wanted_documents import likeliest, needed_documents, wanted_documents
from financing.subsidies.models import Application, RequiredDocument
from financing.subsidies.schemes.examples import ORDER as EXAMPLES
from financing.subsidies.schemes.examples import example_named, publish_example
from financing.subsidies.selectors.needs import Stands, needs_of
from financing.subsidies.services import applying, drafting
from initiatives.models import Milestone
from initiatives.models.steps import STEPS
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.plans import PlanFactory
from tests.factories.subsidies import CSV, example_scheme
from tests.financing.subsidies.applications.drafting.steps import missing_in, page_of
from tests.web.reading import find

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def writer():
    return UserFactory(name="Fien Fluitenkruid")


def own_document(initiative, title, user, content=CSV):
    return add_document(
        subject=initiative, title=title, category="other", upload=SimpleUploadedFile(f"{title}.csv", content), user=user
    )


def stands(version, initiative):
    """How each thing stands, by its Dutch name where it has one."""
    return {getattr(need.title, "dutch", need.title): need.stands for need in needs_of(version, initiative).things}


@pytest.mark.parametrize("key", EXAMPLES)
def test_every_document_of_a_scheme_is_named_and_each_is_asked_once(key, writer):
    version = publish_example(key)
    initiative = InitiativeFactory(owner=writer)

    needs = needs_of(version, initiative)

    named = [getattr(need.title, "dutch", need.title) for need in needs.things]
    for required in version.required_documents.all():
        assert named.count(required.title) == 1
    files = {wanted.slug for wanted in wanted_documents(version)}
    in_form = {wanted.slug for wanted in needed_documents(version) if wanted.part}
    assert not files & in_form
    assert {need.title.dutch for need in needs.things if need.stands == Stands.IN_FORM} == {
        required.title for required in version.required_documents.all() if required.slug in in_form
    }


def test_each_step_and_part_that_an_example_names_exists():
    keys, parts = {step.key for step in STEPS}, set(RequiredDocument.Part.values)
    for key in EXAMPLES:
        for document in example_named(key).document["required_documents"]:
            assert document.get("step", "") in {"", *keys}
            assert document.get("part", "") in {"", *parts}
    assert parts <= set(ORDER) == set(MINUTES)


def test_what_the_phase_cannot_have_is_said_before_the_application_begins(client, writer):
    version = example_scheme()
    initiative = InitiativeFactory(owner=writer, phase="initiative", kvk_number="")

    found = stands(version, initiative)
    page = page_of(client, writer, reverse("subsidies:apply", args=[initiative.slug, version.scheme.slug]))

    assert found["Brief van de gemeente"] == found["KVK number"] == found["Bank account"] == Stands.LATER
    assert "you cannot have everything yet" in " ".join(page.split())
    assert "Location with the consent of the municipality" in page


def test_what_the_group_has_is_not_to_be_got(client, writer):
    version = example_scheme()
    initiative = InitiativeFactory(owner=writer, phase="feasibility", kvk_number="12345678")
    MembershipFactory(initiative=initiative, user=UserFactory(), role="editor")
    PlanFactory(initiative=initiative)
    own_document(initiative, "Brief van de gemeente over de kavel", writer)
    own_document(initiative, "Statuten 2026", writer)

    found = stands(version, initiative)
    page = page_of(client, writer, reverse("subsidies:apply", args=[initiative.slug, version.scheme.slug]))

    assert found == {
        "Statuten of intentieverklaring": Stands.THERE,
        "Begroting": Stands.IN_FORM,
        "Brief van de gemeente": Stands.THERE,
        "Proof of the bank account": Stands.MISSING,
        "KVK number": Stands.THERE,
        "Bank account": Stands.MISSING,
        "Financing plan": Stands.THERE,
        "A second signature": Stands.THERE,
    }
    assert "you cannot have everything yet" not in " ".join(page.split())


def test_a_step_that_was_done_earlier_than_usual_is_no_obstacle(writer):
    initiative = InitiativeFactory(owner=writer, phase="initiative", kvk_number="")
    Milestone.objects.update_or_create(
        initiative=initiative, key="location", defaults={"phase": "feasibility", "done_on": clock.today()}
    )

    assert stands(example_scheme(), initiative)["Brief van de gemeente"] == Stands.MISSING


def test_too_few_people_leads_to_the_people_of_the_group(client, writer):
    version = example_scheme()
    initiative = InitiativeFactory(owner=writer)

    page = page_of(client, writer, reverse("subsidies:apply", args=[initiative.slug, version.scheme.slug]))

    people = reverse("initiatives:people", args=[initiative.slug])
    links = [link.get("href") for link in find(page, ".criterion--bad a, .criterion--open a")]
    assert links.count(people) == 2, "at the condition, and at the second signature"


def test_a_document_of_the_group_is_chosen_beside_uploading(client, writer):
    initiative = InitiativeFactory(owner=writer)
    letter = own_document(initiative, "Brief van de gemeente", writer)
    other = own_document(initiative, "Notulen", writer, b"a;b\n1;2\n")
    application = applying.start_application(version=example_scheme(), initiative=initiative, user=writer)
    where = [initiative.slug, application.pk]
    page = page_of(client, writer, reverse("subsidies:documents", args=where))

    chosen = find(page, "#id_gemeente_own option[selected]")
    assert [option.get("value") for option in chosen] == [str(letter.pk)], "the likeliest stands first"
    assert find(page, "#id_statuten_own option[selected]")[0].get("value") == ""
    client.post(reverse("subsidies:add_document", args=[*where, "gemeente"]), {"own": letter.pk})
    client.post(reverse("subsidies:add_document", args=[*where, "statuten"]), {"own": other.pk})

    assert len(missing_in(application, DOCUMENTS)) == 1, "the proof of the account"
    assert [item.sentence for item in remarks_on(application) if item.section == DOCUMENTS] == []


def test_neither_a_file_nor_a_document_is_said_beside_the_field(client, writer):
    initiative = InitiativeFactory(owner=writer)
    own_document(initiative, "Notulen", writer)
    application = applying.start_application(version=example_scheme(), initiative=initiative, user=writer)
    client.force_login(writer)

    address = reverse("subsidies:add_document", args=[initiative.slug, application.pk, "gemeente"])
    answer = client.post(address, headers={"accept-language": "en"})

    assert "Choose a file." in answer.content.decode()


def test_another_groups_document_is_not_taken(writer):
    initiative, other = InitiativeFactory(owner=writer), InitiativeFactory()
    letter = own_document(other, "Brief van de gemeente", writer)
    application = applying.start_application(version=example_scheme(), initiative=initiative, user=writer)

    with pytest.raises(DomainError, match="of your own group"):
        drafting.use_own_document(application=application, slug="gemeente", document=letter, user=writer)


def test_the_same_file_for_several_purposes_is_remarked_on_and_not_refused(client, writer):
    initiative = InitiativeFactory(owner=writer)
    application = applying.start_application(version=example_scheme(), initiative=initiative, user=writer)
    for wanted in wanted_documents(application.scheme_version):
        upload = SimpleUploadedFile(f"{wanted.slug}.csv", CSV)
        drafting.add_required_document(application=application, slug=wanted.slug, upload=upload, user=writer)

    [remark] = [item for item in remarks_on(Application.objects.get()) if item.section == DOCUMENTS]

    assert "“Statuten of intentieverklaring”" in remark.sentence
    assert "“Brief van de gemeente”" in remark.sentence
    assert missing_in(application, DOCUMENTS) == []
    documents = reverse("subsidies:documents", args=[initiative.slug, application.pk])
    assert "the same file" in page_of(client, writer, documents)


def test_a_budget_is_asked_as_a_file_where_the_scheme_says_so():
    asked = {"slug": "begroting", "title": "Begroting", "help_text": ""}
    with_file = publish_example("stimulering", name="Met bestand", required_documents=[asked])
    filled_in = publish_example("stimulering", name="Ingevuld", required_documents=[{**asked, "part": BUDGET}])

    assert "begroting" in {wanted.slug for wanted in wanted_documents(with_file)}
    assert "begroting" not in {wanted.slug for wanted in wanted_documents(filled_in)}


def test_the_likeliest_document_is_the_one_with_its_words():
    wanted = next(item for item in needed_documents(example_scheme()) if item.slug == "gemeente")
    initiative, user = InitiativeFactory(), UserFactory()
    own_document(initiative, "Brief aan de leden", user, b"1;2\n")

    assert likeliest(wanted, []) is None
    assert likeliest(wanted, [own_document(initiative, "Notulen", user)]) is None
