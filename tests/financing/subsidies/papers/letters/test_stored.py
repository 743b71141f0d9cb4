"""Letters that were sent before their facts had models still read word for word as they did.

`stored.json` was written by the code of then: rows of the table of letters, and the text of their PDF.
"""

import datetime as dt
import json
from pathlib import Path

import pytest

from financing.subsidies.models import Letter
from financing.subsidies.papers.letters.kinds import KINDS
from tests.financing.subsidies.papers.letters.reading import words_of

STORED = json.loads((Path(__file__).parent / "stored.json").read_text())


@pytest.mark.parametrize("row", STORED, ids=[row["name"] for row in STORED])
def test_letter_of_before_reads_as_it_did(row):
    letter = Letter(kind=row["kind"], facts=row["facts"], sent_at=dt.datetime.fromisoformat(row["sent_at"]))

    assert words_of(letter) == row["text"]


def test_there_is_a_letter_of_before_of_every_kind_that_there_was():
    assert {row["kind"] for row in STORED} <= set(KINDS)
    assert len({row["kind"] for row in STORED}) == 14
