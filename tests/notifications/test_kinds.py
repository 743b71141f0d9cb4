"""A notice has its words: its kind names the templates of a subject and a body."""

import ast
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TEMPLATES = ROOT / "templates/notifications"
SENDERS = {"notify", "send_email"}


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
