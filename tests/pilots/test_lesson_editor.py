"""Writing a lesson: how it reads stands beside it, and what no page should show is refused."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import fromstring

from coophub.accounts.models import Role
from coophub.web.markdown import drawn, not_allowed_in
from tests.factories.accounts import UserFactory
from tests.factories.pilots import LessonFactory
from tests.web.reading import find, words

TEXT = "Eerst dit:\n\n- een\n- **twee**\n\n## Daarna\n\nZie [de weg](/knowledge/the-road/)."


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("Zo <script>alert(1)</script>", "<script>"),
        ("<b onclick=x>hoi</b>", "<b onclick=x>"),
        ("![plaatje](https://voorbeeld.nl/a.png)", "https://voorbeeld.nl/a.png"),
        ("[hier](http://voorbeeld.nl)", "http://voorbeeld.nl"),
        ("[hier](//voorbeeld.nl)", "//voorbeeld.nl"),
        (TEXT, None),
        ("5 < 6 en 7 > 3, en <https://voorbeeld.nl>", None),
    ],
)
def test_what_no_page_should_show_is_found(text, piece):
    assert not_allowed_in(text) == piece


PIECES = ["<", ">", "script", "img", "a", " href=", "javascript:", "(", ")", "[", "]", "!", "on=", '"', "#", "-", "*"]
MARKS = ["\n", "`", "&lt;", "1. ", "> "]
DRAWN = {"main", "p", "br", "em", "strong", "ul", "ol", "li", "h3", "a", "hr", "blockquote", "code"}


@given(st.lists(st.sampled_from([*PIECES, *MARKS]), max_size=30).map("".join))
def test_nothing_but_what_we_draw_comes_out_whatever_was_written(text):
    shown = fromstring(f"<main>{drawn(text)}</main>")

    assert {piece.tag for piece in shown.iter()} <= DRAWN
    assert {name for piece in shown.iter() for name in piece.attrib} <= {"class", "href", "rel", "start", "title"}
    assert not [link for link in shown.iter("a") if link.get("href", "").lower().startswith("javascript")]


@pytest.mark.django_db
def test_how_it_reads_comes_with_each_change_and_with_a_button(client):
    lesson = LessonFactory(author=UserFactory(roles=[Role.ADVISOR]))
    client.force_login(lesson.author)
    address = reverse("pilots:change_lesson", args=[lesson.pk])
    typed = {"title": "Een titel", "problem": TEXT, "what_helped": "Bellen.", "preview": "1"}

    beside = client.post(address, typed, headers={"hx-request": "true"}).content.decode()
    page = client.post(address, typed).content.decode()

    for shown in (beside, page):
        assert [words(line) for line in find(shown, ".prose li")] == ["een", "twee"]
        assert "Daarna" in [words(heading) for heading in find(shown, ".prose h3")]
    assert "<form" not in beside
    assert find(page, "textarea[name=problem]")[0].text.strip() == TEXT
    lesson.refresh_from_db()
    assert lesson.title != "Een titel"


@pytest.mark.django_db
def test_a_published_lesson_is_read_as_it_was_written(client):
    lesson = LessonFactory(published=True, problem=TEXT)

    shown = client.get(reverse("pilots:lesson", args=[lesson.pk])).content.decode()

    assert [words(line) for line in find(shown, "article li")] == ["een", "twee"]
    assert find(shown, "article a[href='/knowledge/the-road/']")
