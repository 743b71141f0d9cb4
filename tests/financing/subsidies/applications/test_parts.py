"""A part of an application says all of itself in one place; here, that nothing of it is left out."""

from django.template.loader import get_template

from financing.subsidies.applications.sections import BY_SLUG, DOCUMENTS, ORDER, PAGES, PARTS, TITLES
from financing.subsidies.selectors.submitted import PartAsFrozen


def test_each_part_stands_on_one_page():
    placed = [part for parts in PAGES.values() for part in parts]

    assert sorted(placed) == sorted(ORDER) == sorted([*BY_SLUG, DOCUMENTS])


def test_each_part_has_a_name_a_time_and_a_template():
    for part in PARTS:
        assert str(part.title)
        assert part.minutes > 0
        assert get_template(PartAsFrozen(part.slug, {}).template)
    assert len(TITLES) == len(PARTS) + 1
