"""An account as people read it beside a card or a letter of the bank."""

import pytest

from coophub.web.formats import iban


@pytest.mark.parametrize("written", ["NL91ABNA0417164300", "NL91 ABNA 0417 1643 00"])
def test_an_account_stands_in_fours_that_stay_on_one_line(written):
    assert iban(written).split("\u00a0") == ["NL91", "ABNA", "0417", "1643", "00"]


def test_nothing_stays_nothing():
    assert iban("") == ""
