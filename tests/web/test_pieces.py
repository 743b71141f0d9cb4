"""What is written without a template or a look-up, to be quicker, is what Django would write."""

import datetime as dt

import pytest
from django.template import Context, Template
from django.urls import reverse
from django.utils import formats as django_formats
from django.utils import translation
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from coophub.web import clock
from coophub.web.addresses import Numbered
from coophub.web.formats import day, moment
from coophub.web.pieces import escaped
from coophub.web.tables import Badge

WORDS = ["<b>\"'&</b>", mark_safe("<b>&amp;</b>"), gettext_lazy("Everything"), 12, None, Badge("<i>")]


@pytest.mark.parametrize("words", WORDS)
def test_words_are_escaped_as_django_escapes_them(words):
    assert escaped(words) == conditional_escape(words)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_days_and_moments_are_written_as_django_writes_them(language):
    with translation.override(language):
        for month in range(1, 13):
            at = clock.local(dt.datetime(2019 + month, month, 9, 7, 5, tzinfo=dt.UTC))
            assert day(at.date()) == django_formats.date_format(at, "j F Y")
            assert moment(at) == django_formats.date_format(at, "j F Y H:i")


def test_address_of_a_row_is_the_one_by_its_name():
    addresses = Numbered("subsidies:dossier")

    assert [addresses.of(number) for number in (1, 20_000)] == [
        reverse("subsidies:dossier", args=[number]) for number in (1, 20_000)
    ]


def test_part_that_is_the_same_for_all_speaks_the_language_of_its_reader():
    foot = Template('{% same_for_all "components/frame/footer.html" %}')

    drawn = {}
    for language in ("nl", "en", "nl"):
        with translation.override(language):
            drawn[language] = foot.render(Context())
            assert drawn[language] == Template('{% include "components/frame/footer.html" %}').render(Context())
    assert drawn["nl"] != drawn["en"]
