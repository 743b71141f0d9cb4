"""A notice has its words: its kind names the templates of a subject and a body."""

import ast
from pathlib import Path

from django.conf import settings

from coophub.notifications.topics import BODY, FOLDER, KINDS, SUBJECT, TO_ADDRESSES, NoticeTopic, topic_of

ROOT = Path(settings.BASE_DIR)


def trees() -> list[ast.Module]:
    files = [path for app in ("coophub", "initiatives", "financing", "pilots") for path in (ROOT / app).rglob("*.py")]
    return [ast.parse(path.read_text()) for path in files]


def names(ending: str) -> list[str]:
    """What has such a template, in whichever folder."""
    return sorted(path.name.removesuffix(ending) for path in FOLDER.glob(f"*/*{ending}"))


def sent_by(sender: str) -> set[str]:
    """The kinds that a function is called with by their name."""
    return {
        keyword.value.value
        for tree in trees()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and getattr(call.func, "id", getattr(call.func, "attr", "")) == sender
        for keyword in call.keywords
        if keyword.arg == "kind" and isinstance(keyword.value, ast.Constant)
    }


def test_every_notice_that_is_sent_has_its_words() -> None:
    to_accounts, to_addresses = sent_by("notify"), sent_by("send_email")

    assert len(to_accounts) >= 10
    assert len(to_addresses) >= 3
    assert sorted(to_accounts - {kind for kinds in KINDS.values() for kind in kinds}) == []
    assert sorted(to_addresses - set(names(SUBJECT))) == []


def test_words_of_a_notice_are_whole_and_somebody_sends_them() -> None:
    subjects = names(SUBJECT)
    named = {
        node.value
        for tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }

    assert subjects == names(BODY)
    assert [kind for kind in subjects if kind not in named] == []


def test_every_notice_has_its_topic_once() -> None:
    folders = {path.name for path in FOLDER.iterdir() if path.is_dir()}

    assert folders == {*NoticeTopic.values, TO_ADDRESSES}
    assert names(SUBJECT) == sorted(set(names(SUBJECT)))
    assert topic_of("subsidies_letter") is NoticeTopic.ALWAYS
    assert topic_of("subsidies_deadline") is NoticeTopic.DAYS
