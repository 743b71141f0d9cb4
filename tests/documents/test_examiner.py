"""What could act by itself is found by lists of what is allowed: what nobody knows is refused, wherever it sits."""

import resource
import time
from functools import partial

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name

from coophub.documents import checks, examiner
from coophub.documents.checks import check_upload
from coophub.web.errors import DomainError
from tests.documents import files

WORD = st.text("abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=12)


def reason(content, kind):
    return examiner.examine(content, kind).get("reason")


@settings(max_examples=20)
@given(name=WORD)
def test_an_unknown_action_is_refused_wherever_it_sits(name):
    found = files.action(f"X{name}")
    for content in (
        files.in_catalog(OpenAction=found),
        files.in_catalog(AA=Dictionary(WS=found)),
        files.on_page(AA=Dictionary(O=found)),
        files.annotated(A=found),
        files.annotated(PA=found),
        files.annotated(A=files.action("GoTo", Next=found)),
        files.annotated(A=files.action("GoTo", Next=Array([files.action("GoTo", Next=Array([found]))]))),
    ):
        assert reason(content, "pdf") == examiner.UNKNOWN


@settings(max_examples=20)
@given(name=WORD)
def test_an_unknown_key_of_the_catalog_its_names_and_its_form_is_refused(name):
    known = f"X{name}"
    for content in (
        files.in_catalog(**{known: 1}),
        files.in_catalog(Names=Dictionary({f"/{known}": Dictionary()})),
        files.in_catalog(AcroForm=Dictionary({f"/{known}": 1})),
    ):
        assert reason(content, "pdf") == examiner.UNKNOWN


@settings(max_examples=20)
@given(name=WORD)
def test_an_unknown_thing_on_a_page_is_refused(name):
    def change(file):
        note = Dictionary(Subtype=Name(f"/X{name}"), Rect=Array([0, 0, 9, 9]))
        file.pages[0].Annots = Array([note])

    assert reason(files.pdf(change), "pdf") == examiner.UNKNOWN


@settings(max_examples=20)
@given(name=WORD, content_type=WORD)
def test_an_unknown_part_type_or_relation_of_an_office_file_is_refused(name, content_type):
    for content in (
        files.docx({f"word/{name}.x{name}": "x"}),
        files.docx({f"word/{name}.xml": "x"}, {f"/word/{name}.xml": f"application/x{content_type}"}),
        files.docx({"word/_rels/document.xml.rels": files.relations((f"x{name}", "x.xml"))}),
    ):
        assert reason(content, "docx") == examiner.UNKNOWN


@settings(max_examples=20)
@given(name=WORD)
def test_an_unknown_part_of_an_open_document_is_refused(name):
    for content in (
        files.open_document(extra={f"{name}.x{name}": "x"}),
        files.open_document(extra={f"x{name}/content.py": "x"}),
    ):
        assert reason(content, "odt") == examiner.UNKNOWN


def many_paragraphs(count: int, file: pikepdf.Pdf) -> None:
    """As a long report of an office program has them: each paragraph is an object that tells what it is."""
    root = file.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    paragraph = {"Type": Name.StructElem, "S": Name.P, "P": root, "A": Dictionary(O=Name.Layout)}
    root.K = Array([file.make_indirect(Dictionary(**paragraph, K=number)) for number in range(count)])
    file.Root.StructTreeRoot = root


def took(count: int) -> float:
    """Seconds of this processor, for a report with so many paragraphs."""
    content = files.pdf(partial(many_paragraphs, count), pages=100)
    started = time.process_time()
    assert examiner.examine(content, "pdf") == {}
    return time.process_time() - started


def test_a_long_report_is_examined_soon():
    """Ten times as long takes about ten times as long: what is looked at twice would take a hundred times."""
    assert took(30_000) < 30 * took(3_000)


@pytest.mark.thorough
def test_a_file_that_keeps_a_processor_busy_is_given_up(monkeypatch):
    """The bounds hold for the program as it runs, not only for what it counts."""
    content = files.pdf(files.unpacks_to_very_much)
    before = _processor_seconds_of_programs()

    with pytest.raises(DomainError, match="zoveel"):
        check_upload(files.upload("groot.pdf", content))

    assert _processor_seconds_of_programs() - before < examiner.CPU_SECONDS + 1


def _processor_seconds_of_programs() -> float:
    """Of the programs that this process started and that have ended: what else the machine does counts for nothing."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_what_was_examined_for_the_form_is_not_examined_again(monkeypatch):
    upload = files.upload("a.pdf", files.pdf())
    first = check_upload(upload)
    monkeypatch.setattr("subprocess.run", None)

    assert check_upload(upload) == first


def test_the_same_bytes_in_another_file_are_known_again(monkeypatch):
    sound, active = files.pdf(pages=3), files.pdf(files.named_script, pages=3)
    first = check_upload(files.upload("a.pdf", sound))
    with pytest.raises(DomainError) as refused:
        check_upload(files.upload("b.pdf", active))
    monkeypatch.setattr("subprocess.run", None)

    assert check_upload(files.upload("c.pdf", sound)) == first
    with pytest.raises(DomainError) as again:
        check_upload(files.upload("d.pdf", active))
    assert str(again.value) == str(refused.value)


def test_what_went_over_a_bound_is_tried_again(monkeypatch):
    content = files.pdf(pages=4)
    with monkeypatch.context() as slow:
        slow.setattr(checks, "SECONDS", 0.001)
        with pytest.raises(DomainError, match="zoveel"):
            check_upload(files.upload("a.pdf", content))

    assert check_upload(files.upload("a.pdf", content)).kind == "pdf"
