"""Files that are written piece by piece."""

import pytest

from coophub.web.streams import batches, csv_lines, file_response


def test_batches_hold_every_item_once():
    assert list(batches(range(5), 2)) == [[0, 1], [2, 3], [4]]
    assert list(batches([], 2)) == []


@pytest.mark.parametrize("text", ["=SUM(A1)", "+31", "-1", "@x", "\t=1"])
def test_spreadsheet_takes_nothing_for_a_formula(text):
    assert list(csv_lines([[text, 5, None]])) == [f"'{text},5,\r\n"]


def test_nothing_is_made_before_it_is_sent():
    made = []

    def rows():
        for number in range(3):
            made.append(number)
            yield [number]

    response = file_response(csv_lines(rows()), name="lijst.csv", content_type="text/csv")
    assert made == []
    assert next(iter(response)) == b"0\r\n"
    assert made == [0]
    assert response["Content-Disposition"] == 'attachment; filename="lijst.csv"'
