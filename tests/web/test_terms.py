"""Words that few people know are explained on every page on which they stand."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from coophub.web.terms import TERMS, explained, explained_part, terms_in
from financing.plans.document.examples import example_document
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory
from tests.factories.plans import PlanFactory
from tests.web.reading import find, words


def names_in(page):
    return [name for name, _term in terms_in(page)]


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("<p>De kleinste DSCR is 1,10.</p>", ["dscr"]),
        ('<input name="criteria.min_dscr"><p class="dscr">Ruimte</p>', []),
        ("<script>{'title': 'DSCR'}</script><p>Niets</p>", []),
        ("<p>Het <strong>prijspeil</strong>jaar is 2026.</p>", ["price_level"]),
        ("<p>Erfpachtcanon, 0,2 procentpunt hoger</p>", ["percentage_point", "ground_rent"]),
        ("<p>De netto contante waarde</p>", ["discount_rate", "present_value"]),
        ("<p>De multiLTVer</p>", []),
        ("", []),
    ],
)
def test_terms_are_found_where_somebody_reads_them(page, names):
    with translation.override("nl"):
        assert names_in(page) == names


def test_explanation_stands_under_the_title():
    page = explained("<header><h1>DSCR</h1></header><p>Rest</p>")

    assert page.index("</header>") < page.index('id="term-dscr"') < page.index("Rest")
    assert find(page, "details > summary")


def test_part_that_comes_later_explains_its_terms_under_it_without_an_address_twice():
    part = explained_part("<p>DSCR</p>")

    assert part.index("DSCR") < part.index("<details")
    assert not find(part, "[id]")
    assert explained_part("<p>Niets</p>") == "<p>Niets</p>"


def test_page_without_terms_stays_as_it_is():
    assert explained("<header></header><p>Niets</p>") == "<header></header><p>Niets</p>"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_term_can_be_found_by_its_own_word(language):
    with translation.override(language):
        for name, term in TERMS:
            assert name in names_in(f"<p>{term.word}</p>"), name


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["nl", "en"])
def test_pages_of_a_plan_explain_every_term_that_stands_on_them(client, language):
    owner = UserFactory(language=language)
    group = InitiativeFactory(owner=owner)
    plan = PlanFactory(initiative=group, document=example_document("erfpacht-met-stadslening"))
    client.force_login(owner)
    seen = set()
    pages = [(name, ()) for name in ("detail", "levers", "risks", "affordability", "figures", "history", "assumptions")]
    for page_name, more in [*pages, ("section", ("basics",))]:
        address = reverse(f"plans:{page_name}", args=[group.slug, plan.pk, *more])
        page = client.get(address, headers={"accept-language": language}).content.decode()
        [main] = find(page, "main")
        in_words = {name.get("id") for name in find(page, "[id^=term-]")}
        text = words(main).lower()
        with translation.override(language):
            standing = {f"term-{name}" for name, term in TERMS if term.stands_in(text)}
        assert standing <= in_words, address
        seen |= standing

    assert {"term-dscr", "term-ltv", "term-price_level", "term-standard_deviation", "term-present_value"} <= seen


def test_template_has_a_disclosure_that_works_without_a_mouse():
    drawn = render_to_string("components/terms.html", {"terms": terms_in("<p>DSCR</p>")})

    assert drawn.strip().startswith("<details")
    assert "<summary>" in drawn
