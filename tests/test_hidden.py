"""What is for few is found by nobody else, on no page, in no search, file or export: a lesson that is not approved, a
text without a name that nobody read yet, and what an advisor answered about a pilot.
"""

from copy import deepcopy

import pytest
from django.db import transaction

from tests.scene import ANSWERED, HIDDEN, PEOPLE, UNREAD, WORDS_BESIDE
from tests.test_access import GET, ROWS

pytestmark = pytest.mark.django_db

WAITING = {"pilots:text", "pilots:texts"}
WHERE = {
    # Its author, and an advisor who has nothing to do with the group.
    HIDDEN: {
        "coach": {"pilots:lesson", "pilots:change_lesson", "pilots:lessons_of_advisor"},
        "advisor": {"pilots:lesson", "pilots:lessons_of_advisor"},
    },
    # Advisors who have nothing to do with the group of which it came.
    UNREAD: {"coach": WAITING, "advisor": WAITING},
    # Who runs the programme.
    ANSWERED: {"administrator": {"pilots:evaluation"}},
}

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
def test_what_is_for_few_is_found_by_nobody_else(client, scene, name):
    if name in scene.people:
        client.force_login(scene.people[name], backend="django.contrib.auth.backends.ModelBackend")
    searched: set[str] = set()
    found: dict[str, set[str]] = {word: set() for word in WHERE}
    for name_of_page in (page for page, rows in ROWS.items() if any(method == GET for method, _row in rows)):
        address = scene.address(name_of_page)
        shown = shown_at(client, address, {})
        if SEARCHES in shown:
            searched.add(name_of_page)
            shown += "".join(shown_at(client, address, {"q": word}) for word in WORDS_BESIDE)
        for word in WHERE:
            if word in shown:
                found[word].add(name_of_page)

    assert found == {word: where.get(name, set()) for word, where in WHERE.items()}
    assert {"pilots:guides", "portal:register"} <= searched
