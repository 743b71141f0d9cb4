"""The texts of a scheme in both languages: what a reader of English reads, and what stays Dutch."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from coophub.accounts.models import Role
from coophub.documents.selectors import documents_of
from coophub.web import clock
from coophub.web.bilingual import both
from financing.subsidies.applications.content import content_of
from financing.subsidies.applications.wanted_documents import wanted_documents
from financing.subsidies.models import Criterion, SchemeVersion
from financing.subsidies.procedure.signing import scheme_to_sign
from financing.subsidies.procedure.steps.assessing import AssessmentForm
from financing.subsidies.schemes.document import document_of
from financing.subsidies.schemes.examples import LETTER, ORDER, example_named, publish_example
from financing.subsidies.schemes.languages import said_once
from financing.subsidies.services import applying, drafting, schemes
from financing.subsidies.tables.assessing import score_table
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.plans import PlanFactory
from tests.factories.subsidies import CSV, complete_application, submitted_application

pytestmark = pytest.mark.django_db

DUTCH_ONLY = {
    "summary": "Voor groepen.",
    "eligible_costs": ["ontwerp"],
    "required_documents": [{"slug": "brief", "title": "Brief van de gemeente", "help_text": "Over de plek."}],
    "criteria": [{"slug": "groep", "title": "De groep", "guidance": "Is er een bestuur?", "weight": 1}],
    "eligibility_rules": [{"fact": "homes", "operator": "at_least", "value": 5, "explanation": "Vijf woningen."}],
}
"""A scheme of which nobody wrote the English."""


@pytest.fixture
def manager():
    return UserFactory(roles=[Role.SCHEME_MANAGER])


@pytest.fixture
def writer():
    return UserFactory(name="Fien Fluitenkruid")


@pytest.fixture
def draft(writer):
    initiative = InitiativeFactory(owner=writer, phase="feasibility", target_group="middle_incomes")
    MembershipFactory(initiative=initiative, user=UserFactory(), role="editor")
    PlanFactory(initiative=initiative)
    return applying.start_application(version=publish_example(LETTER), initiative=initiative, user=writer)


def read(client, address: str, language: str) -> str:
    page = client.get(address, headers={"accept-language": language}, follow=True).content.decode()
    return " ".join(page.split())


def without_english(document: dict) -> dict:
    """The document as it was before there was any English."""
    return {
        name: [without_english(row) if isinstance(row, dict) else row for row in value]
        if isinstance(value, list)
        else value
        for name, value in document.items()
        if not name.endswith("_en")
    }


@pytest.mark.parametrize("key", ORDER)
def test_each_example_says_everything_in_both_languages(client, key):
    version = publish_example(key)
    address = reverse("subsidies:scheme", args=[version.scheme.slug])

    in_english, in_dutch = read(client, address, "en"), read(client, address, "nl")

    with translation.override("en"):
        assert said_once(version) == ""
        assert str(version.title) == example_named(key).name_en != version.scheme.name
    assert version.example_note_en[:40] in in_english
    assert version.example_note[:40] in in_dutch
    for document in version.required_documents.all():
        assert f"{document.title_en}. {document.help_text_en}" in in_english
    marked = re.findall(r'<(?:p|span)[^>]* lang="nl">([^<]*)<', in_english)
    assert set(marked) <= {version.legal_reference, *version.sources.splitlines()}


def test_where_there_is_dutch_only_the_page_says_so_once_and_marks_it(client):
    version = publish_example(LETTER, name="Alleen Nederlands", example_note_en="", eligible_costs_en=[], **DUTCH_ONLY)
    address = reverse("subsidies:scheme", args=[version.scheme.slug])

    in_english, in_dutch = read(client, address, "en"), read(client, address, "nl")

    assert in_english.count("texts of this scheme are in Dutch only") == 1
    for words in (
        "Brief van de gemeente",
        "Over de plek.",
        "De groep",
        "Is er een bestuur?",
        "Vijf woningen.",
        "Ontwerp",
    ):
        assert f'<span lang="nl">{words}</span>' in in_english
        assert words in in_dutch
    assert '<span lang="nl">Brief van de gemeente' not in in_dutch


def test_the_form_and_the_table_of_scores_say_that_a_criterion_is_in_dutch():
    criterion = Criterion(slug="groep", title="De <groep>", guidance="Is er een bestuur?", weight=3)

    with translation.override("en"):
        label = str(AssessmentForm(criteria=[criterion])["score_groep"].label_tag())
        [row] = score_table([(both(criterion, "title"), 3, 7)]).body

    assert '<span lang="nl">De &lt;groep&gt;</span> (weight 3)' in label
    assert row.cells[0].text == '<span lang="nl">De &lt;groep&gt;</span>'
    with translation.override("nl"):
        assert "De &lt;groep&gt; (weegt 3)" in str(AssessmentForm(criteria=[criterion])["score_groep"].label_tag())


def test_the_work_queue_calls_the_scheme_as_its_reader_reads_it(client, writer):
    initiative, signer = InitiativeFactory(owner=writer), UserFactory()
    MembershipFactory(initiative=initiative, user=signer, role="owner")
    application = submitted_application(initiative, writer=writer, signer=signer)
    client.force_login(UserFactory(roles=[Role.REVIEWER], language="en"))
    address = reverse("subsidies:queue")

    assert application.scheme_version.name_en in read(client, address, "en")
    assert application.scheme_version.scheme.name in read(client, address, "nl")


def test_a_group_that_reads_english_chooses_and_adds_in_english_and_what_is_stored_is_dutch(client, draft, writer):
    client.force_login(writer)
    money = read(client, reverse("subsidies:section", args=[draft.initiative.slug, draft.pk, "money"]), "en")
    documents = read(client, reverse("subsidies:documents", args=[draft.initiative.slug, draft.pk]), "en")

    assert re.search(r'<option value="ontwerp"[^>]*>Design</option>', money)
    assert "Letter of the municipality" in documents
    with translation.override("en"):
        upload = SimpleUploadedFile("letter.csv", CSV)
        drafting.add_required_document(application=draft, slug="gemeente", upload=upload, user=writer)
        assert "Letter of the municipality" in [str(item.title) for item in wanted_documents(draft.scheme_version)]
    assert documents_of(draft).get(category="gemeente").title == "Brief van de gemeente"


def test_what_is_submitted_is_the_same_in_whatever_language_it_is_read(writer):
    initiative = InitiativeFactory(owner=writer)
    signer = UserFactory()
    MembershipFactory(initiative=initiative, user=signer, role="owner")
    application = complete_application(initiative, writer=writer, signer=signer)

    found = []
    for language in ("nl", "en"):
        with translation.override(language):
            found.append(content_of(application, plan=None, on=clock.today()))

    assert found[0] == found[1]


def test_a_scheme_without_english_has_the_document_and_the_seal_of_before_there_was_any(manager):
    version = schemes.create_scheme(name="Alleen Nederlands", document=DUTCH_ONLY, user=manager)
    sealed = scheme_to_sign(version).seal

    assert document_of(version) == without_english(document_of(version))
    schemes.save_scheme_section(
        version=version, values={"summary_en": "For groups."}, revision=version.revision, user=manager
    )
    version.refresh_from_db()
    assert document_of(version)["summary_en"] == "For groups."
    assert scheme_to_sign(version).seal != sealed


def test_a_manager_writes_both_and_a_next_version_has_both(client, manager):
    version = schemes.create_scheme(name="Twee talen", document=example_named(LETTER).document, user=manager)
    client.force_login(manager)
    address = reverse("subsidies:scheme_section", args=[version.pk, "documents"])
    rows = {
        "required_documents-TOTAL_FORMS": "1",
        "required_documents-INITIAL_FORMS": "0",
        "required_documents-0-title": "Brief",
        "required_documents-0-title_en": "Letter",
    }

    assert 'lang="en"' in client.get(address).content.decode()
    client.post(address, {"revision": version.revision, **rows})

    document = version.required_documents.get()
    assert (document.title, document.title_en) == ("Brief", "Letter")
    assert document_of(version)["required_documents"][0]["title_en"] == "Letter"


def test_english_costs_are_as_many_as_the_dutch_or_none(client, manager):
    version = schemes.create_scheme(name="Kosten", document=example_named(LETTER).document, user=manager)
    client.force_login(manager)
    form = {
        "revision": version.revision,
        "ceiling": "100.000",
        "minimum_amount": "1.000",
        "maximum_amount": "9.000",
        "own_share": "10",
        "eligible_costs": "ontwerp\nadvies",
        "eligible_costs_en": "design",
        "state_aid": "none",
    }
    address = reverse("subsidies:scheme_section", args=[version.pk, "money"])

    refused = client.post(address, form)
    taken = client.post(address, {**form, "eligible_costs_en": "design\nadvice"})

    assert "eligible_costs_en" in refused.context["form"].errors
    assert taken.status_code == 302
    with translation.override("en"):
        assert {name: str(words) for name, words in SchemeVersion.objects.get().costs.items()} == {
            "ontwerp": "Design",
            "advies": "Advice",
        }


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_condition_without_words_gets_a_sentence_in_both_languages(manager, language):
    version = schemes.create_scheme(name="Voorwaarde", user=manager)

    with translation.override(language):
        rule = schemes.save_condition(
            version=version, fact="homes", operator="at_least", value=5, explanation="", user=manager
        )

    assert rule.explanation.endswith("ten minste 5.")
    assert rule.explanation_en.endswith("at least 5.")


@pytest.mark.parametrize(
    ("language", "name"), [("en", "Encouraging housing co-operatives"), ("nl", "Stimulering wooncoöperaties")]
)
def test_a_notice_and_the_list_call_a_scheme_as_their_reader_reads_it(client, manager, language, name):
    reader = UserFactory(roles=[Role.SCHEME_MANAGER], language=language)
    example = example_named(LETTER)
    document = {**example.document, "name_en": example.name_en}
    draft = schemes.create_scheme(name=example.name, document=document, user=manager)

    schemes.propose_scheme(version=draft, user=manager)

    assert name in reader.notifications.get(kind="subsidies_scheme_to_approve").body
    client.force_login(reader)
    assert f">{name} (" in read(client, reverse("subsidies:scheme_list"), language)


def test_the_conditions_that_a_manager_keeps_are_in_the_language_of_the_page_or_marked(client, manager):
    example = example_named(LETTER)
    both_languages = schemes.create_scheme(name=example.name, document=example.document, user=manager)
    dutch_only = schemes.create_scheme(name="Alleen Nederlands", document=DUTCH_ONLY, user=manager)
    client.force_login(manager)

    in_both = read(client, reverse("subsidies:conditions", args=[both_languages.pk]), "en")
    in_dutch = read(client, reverse("subsidies:conditions", args=[dutch_only.pk]), "en")

    assert both_languages.eligibility_rules.first().explanation_en in in_both
    assert '<p class="utrecht-paragraph"><span lang="nl">Vijf woningen.</span></p>' in in_dutch
