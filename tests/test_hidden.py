"""What is for few is found by nobody else, on no page, in no search, file or export: a lesson that is not approved, a
text without a name that nobody read yet, what an advisor answered about a pilot, a model document that is not approved,
a note for advisors alone, what a household wishes, what a group discussed and decided, what group and advisor write
each other, and a report that is a draft.
"""

import io
import re
import zipfile
from copy import deepcopy
from html import unescape
from urllib.parse import urljoin

import pytest
from django.db import transaction

from tests.pdf_words import words_of_pdf
from tests.scene import (
    ANSWERED,
    DISCUSSED,
    DRAFTED,
    HIDDEN,
    NOTED,
    OF_A_HOUSEHOLD,
    PEOPLE,
    UNAPPROVED,
    UNREAD,
    WORDS_BESIDE,
    WRITTEN,
)
from tests.test_access import GET, ROWS

pytestmark = pytest.mark.django_db

WAITING = {"pilots:text", "pilots:texts"}
MODEL = {"pilots:model_version", "pilots:model_file", "pilots:lessons_of_advisor"}
HOUSEHOLDS = {"initiatives:households", "plans:matching"}
FOR_EDITORS_OF_HOUSEHOLDS = {"initiatives:household", "initiatives:place_household"}
DISCUSSIONS = {
    "initiatives:meetings",
    "initiatives:meeting",
    "initiatives:decisions",
    "initiatives:decision",
}
FOR_EDITORS_OF_DISCUSSIONS = {
    "initiatives:change_meeting",
    "initiatives:minutes",
    "initiatives:change_decision",
    "initiatives:withdraw_decision",
}
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
    # Its author, and the advisors who can approve it and are told so: with the file.
    UNAPPROVED: {"coach": MODEL | {"pilots:correct_model_version"}, "advisor": MODEL | {"notifications:list"}},
    # Who coaches the group.
    NOTED: {"coach": {"pilots:pilot", "pilots:prepare"}},
    # The members of its group.
    OF_A_HOUSEHOLD: {
        "reader": HOUSEHOLDS,
        "editor": {*HOUSEHOLDS, *FOR_EDITORS_OF_HOUSEHOLDS},
        "owner": {*HOUSEHOLDS, *FOR_EDITORS_OF_HOUSEHOLDS},
    },
    # The members of its group.
    DISCUSSED: {
        "reader": DISCUSSIONS,
        "editor": {*DISCUSSIONS, *FOR_EDITORS_OF_DISCUSSIONS},
        "owner": {*DISCUSSIONS, *FOR_EDITORS_OF_DISCUSSIONS},
    },
    # The group and who coaches it.
    WRITTEN: {
        "reader": {"pilots:thread", "pilots:coaching"},
        "editor": {"pilots:thread", "pilots:coaching"},
        "owner": {"pilots:thread", "pilots:coaching"},
        "coach": {"pilots:thread", "pilots:coaching", "pilots:pilot"},
    },
    # Who advises in the programme, and who runs it.
    DRAFTED: {
        "coach": {"pilots:report", "pilots:report_chapter"},
        "administrator": {"pilots:report", "pilots:report_chapter"},
    },
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
    return readable(text).lower()


def readable(answer):
    """What a person can read in a page or a file: the words of a PDF, and all that is in a spreadsheet or a dossier."""
    if answer.startswith(b"%PDF"):
        return words_of_pdf(answer)
    if answer.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(answer)) as parts:
            return " ".join(readable(parts.read(name)) for name in parts.namelist())
    return answer.decode(errors="replace")


def files_on(shown, address):
    """The files that a page offers to take along."""
    links = re.findall(r'href="([^"]*[?&]export=[^"]*|[^"]*\?format=[^"]*)"', shown)
    return [urljoin(address, unescape(unescape(link))) for link in dict.fromkeys(links)]


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
        for file in files_on(shown, address):
            shown += shown_at(client, file, {})
        for word in WHERE:
            if word in shown:
                found[word].add(name_of_page)

    assert found == {word: where.get(name, set()) for word, where in WHERE.items()}
    assert {"pilots:guides", "portal:register"} <= searched
