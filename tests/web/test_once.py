"""A page asks once what it asks more than once; a step asks each time."""

import pytest
from django.http import HttpResponse

from coophub.web.middleware import OnlyLookingMiddleware
from coophub.web.once import asked_once, only_looking


@pytest.fixture
def asked():
    return []


@pytest.fixture
def ask(asked):
    @asked_once
    def ask(subject):
        asked.append(subject)
        return f"about {subject}"

    return ask


def test_who_looks_asks_once_about_each_subject(ask, asked):
    with only_looking():
        answers = [ask("tree"), ask("house"), ask("tree")]

    assert answers == ["about tree", "about house", "about tree"]
    assert asked == ["tree", "house"]


def test_the_next_look_asks_again(ask, asked):
    for _look in range(2):
        with only_looking():
            ask("tree")

    assert asked == ["tree", "tree"]


def test_a_question_that_failed_is_asked_again(asked):
    @asked_once
    def ask(subject):
        asked.append(subject)
        raise ConnectionError

    with only_looking():
        for _time in range(2):
            with pytest.raises(ConnectionError):
                ask("tree")

    assert asked == ["tree", "tree"]


@pytest.mark.parametrize(("method", "times"), [("get", 1), ("head", 1), ("post", 2), ("put", 2), ("delete", 2)])
def test_only_a_request_that_changes_nothing_looks(rf, ask, asked, method, times):
    def view(request):
        ask("tree")
        ask("tree")
        return HttpResponse()

    OnlyLookingMiddleware(view)(getattr(rf, method)("/"))

    assert len(asked) == times
