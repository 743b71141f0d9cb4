"""A notice has its words: its kind names the templates of a subject and a body."""

import ast
from pathlib import Path

from django.conf import settings

from coophub.notifications.topics import KINDS

ROOT = Path(settings.BASE_DIR)
TEMPLATES = ROOT / "templates/notifications"
SENDERS = {"notify", "send_email"}
TO_ADDRESSES = {
    *("initiatives_enquiry", "initiatives_enquiry_code", "initiatives_enquiry_receipt", "initiatives_enquiry_reminder"),
    *("initiatives_enquiry_withdrawn", "initiatives_invitation", "initiatives_policy_code", "initiatives_policy_link"),
    *("initiatives_policy_receipt", "initiatives_visitor_answered"),
}
"""What goes to somebody who may have no account, and so no wishes."""


def trees() -> list[ast.Module]:
    files = [path for app in ("coophub", "initiatives", "financing", "pilots") for path in (ROOT / app).rglob("*.py")]
    return [ast.parse(path.read_text()) for path in files]


def test_every_notice_that_is_sent_has_its_words() -> None:
    sent = {
        keyword.value.value
        for tree in trees()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and getattr(call.func, "id", getattr(call.func, "attr", "")) in SENDERS
        for keyword in call.keywords
        if keyword.arg == "kind" and isinstance(keyword.value, ast.Constant)
    }

    assert len(sent) >= 10
    assert [kind for kind in sorted(sent) if not (TEMPLATES / f"{kind}.subject.txt").exists()] == []


def test_words_of_a_notice_are_whole_and_somebody_sends_them() -> None:
    subjects = {path.name.removesuffix(".subject.txt") for path in TEMPLATES.glob("*.subject.txt")}
    bodies = {path.name.removesuffix(".body.txt") for path in TEMPLATES.glob("*.body.txt")}
    named = {
        node.value
        for tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }

    assert subjects == bodies
    assert sorted(subjects - named) == []


def test_every_notice_has_its_topic_once() -> None:
    placed = [kind for kinds in KINDS.values() for kind in kinds]
    subjects = {path.name.removesuffix(".subject.txt") for path in TEMPLATES.glob("*.subject.txt")}

    assert sorted(placed) == sorted(set(placed))
    assert sorted(placed) == sorted(subjects - TO_ADDRESSES)
