"""Figures are written as Django writes them, by our own way for those that fit and by Django's for the others."""

from decimal import Decimal

import pytest
from django.utils import formats as of_django
from django.utils import numberformat, translation
from hypothesis import given
from hypothesis import strategies as st

from coophub.web.formats import MINUS, number


@pytest.mark.parametrize("language", ["nl", "en"])
@given(
    value=st.decimals(-(10**18), 10**18, places=4)
    | st.sampled_from([Decimal(10) ** 15, Decimal("999999999999999.99")]),
    places=st.integers(0, 4),
)
def test_figure_is_written_as_django_writes_it(language, value, places):
    with translation.override(language):
        rounded = value.quantize(Decimal(1).scaleb(-places), "ROUND_HALF_UP") + 0
        written = numberformat.format(
            abs(rounded),
            decimal_sep=of_django.get_format("DECIMAL_SEPARATOR"),
            decimal_pos=places,
            grouping=3,
            thousand_sep=of_django.get_format("THOUSAND_SEPARATOR"),
            force_grouping=True,
        )

        assert number(value, places) == (MINUS if rounded < 0 else "") + written
