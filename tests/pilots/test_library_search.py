"""Words that say the same find the same texts, in both languages."""

import re

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from coophub.accounts.models import Role
from coophub.web.searching import words_in
from initiatives.models import Phase
from pilots.library.search import found, found_lessons, sought
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory
from tests.factories.pilots import LessonFactory, model_version

GLOSSARY = settings.BASE_DIR / "docs" / "glossary.md"


def rows():
    """Dutch and code of the first table of the glossary."""
    table = GLOSSARY.read_text(encoding="utf-8").split("\n## ")[0]
    cells = [
        [cell.strip() for cell in line.strip("| ").split("|")] for line in table.splitlines() if line.startswith("| ")
    ]
    return [row[:2] for row in cells if row[0] not in ("Dutch", "---")]


def terms(cell):
    return [term.strip() for term in re.sub(r"\(.*?\)|`", "", cell).split(",") if term.strip()]


@pytest.mark.parametrize(("dutch", "english"), rows())
def test_every_word_of_the_glossary_is_found_by_the_other_language(dutch, english):
    for word in terms(dutch):
        for other in terms(english):
            if other.lower() != word.lower():
                assert " <-> ".join(words_in(other.lower())) in sought(word).all, word


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "language", "first"),
    [
        ("grondhuur", "nl", "ground-lease"),
        ("beschikking", "nl", "objecting"),
        ("housing association", "en", "take-over-from-a-corporation"),
    ],
)
def test_a_guide_is_found_by_a_word_that_it_does_not_have(text, language, first):
    with translation.override(language):
        assert first in [guide.facts.slug for guide in found(text).guides][:4]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "language", "is_found"),
    [
        ("banken", "nl", True),
        ("geldverstrekker", "nl", True),
        ("lender", "nl", True),
        ("bank zeppelin", "nl", True),
        ("zeppelin", "nl", False),
        ("bank", "en", True),
        ("asking", "en", True),
        ("asking", "nl", False),
        ("'); --", "nl", False),
    ],
)
def test_a_published_lesson_is_found_by_its_words_and_no_other_is(text, language, is_found):
    lesson = LessonFactory(
        published=True, title_en="Ask a second bank", problem_en="No bank.", what_helped_en="Asking a second one."
    )
    LessonFactory(title="Nog een bank, geldverstrekker en lender", title_en="Asking")

    with translation.override(language):
        assert found_lessons(text) == ([lesson] if is_found else [])


@pytest.mark.django_db
def test_lessons_with_every_word_come_alone(django_assert_num_queries):
    both = LessonFactory(published=True, problem="De bank en de notaris.")
    LessonFactory(published=True, problem="De bank.")

    with django_assert_num_queries(1), translation.override("nl"):
        assert found_lessons("bank notaris") == [both]


@pytest.mark.django_db
def test_example_plans_projects_and_model_documents_are_found_beside_the_guides(client, django_assert_num_queries):
    realised = {"phase": Phase.LIVING, "published": True, "summary": "Een hofje voor ouderen."}
    project = InitiativeFactory(name="De Lindenhof", **realised)
    InitiativeFactory(**{**realised, "phase": Phase.CONSTRUCTION})
    InitiativeFactory(**{**realised, "published": False})
    offered = model_version(approver=UserFactory(roles=[Role.ADVISOR]), title="Huisregels van een hofje")
    model_version(title="Nog een hofje dat wacht")

    client.get(reverse("pilots:guides"))
    with django_assert_num_queries(6):
        shown = client.get(reverse("pilots:guides"), {"q": "hofjes"}, headers={"accept-language": "nl"})

    assert "hofje-voor-ouderen" in [example.slug for example in shown.context["examples"]]
    assert shown.context["projects"] == [project]
    assert shown.context["models"] == [offered]
    content = shown.content.decode()
    assert reverse("plans:example", args=["hofje-voor-ouderen"]) in content
    assert reverse("portal:public_initiative", args=[project.slug]) in content
    assert reverse("pilots:model", args=[offered.model_id]) in content


@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "says"), [("de", True), ("de het", True), ("kavel", False), ("xyzzy", False)])
def test_words_that_are_in_every_text_are_called_so(client, typed, says):
    shown = client.get(reverse("pilots:guides"), {"q": typed}).content.decode()

    assert ("in bijna elke tekst" in shown) is says
