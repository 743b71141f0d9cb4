"""What one group learnt is found by nobody before it is approved: on no page, in no search, file or export, but by who
wrote it and by who can approve it.
"""

from copy import deepcopy

import pytest
from django.db import transaction

from tests.test_access import GET, HIDDEN, PEOPLE, ROWS, WORD_IN_IT, one_scene, scene  # noqa: F401 -- the two fixtures

pytestmark = pytest.mark.django_db

WHERE = {
    "coach": {"pilots:lesson", "pilots:change_lesson", "pilots:lessons_of_advisor"},
    "advisor": {"pilots:lesson", "pilots:lessons_of_advisor"},
}
"""Its author, and an advisor who has nothing to do with the group."""


SEARCHES = 'name="q"'


def shown_at(client, address, parameters):
    """What somebody gets to read there; it leaves nothing behind."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        answer = client.get(address, parameters)
        text = b"".join(answer.streaming_content) if answer.streaming else answer.content
        transaction.set_rollback(True)
    client.cookies = cookies
    return text.decode(errors="replace").lower()


@pytest.mark.parametrize("name", PEOPLE)
def test_a_lesson_that_is_not_approved_is_found_by_nobody_else(client, scene, name):  # noqa: F811 -- the fixture
    if name in scene.people:
        client.force_login(scene.people[name], backend="django.contrib.auth.backends.ModelBackend")
    found, searched = set(), set()
    for name_of_page in (page for page, rows in ROWS.items() if any(method == GET for method, _row in rows)):
        address = scene.address(name_of_page)
        shown = shown_at(client, address, {})
        if SEARCHES in shown:
            searched.add(name_of_page)
            shown += shown_at(client, address, {"q": WORD_IN_IT})
        if HIDDEN in shown:
            found.add(name_of_page)

    assert found == WHERE.get(name, set())
    assert {"pilots:guides", "portal:register"} <= searched
