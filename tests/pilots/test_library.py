"""The library: guides that anybody can read, in both languages, found by their words and pointed at where they help."""

import datetime as dt

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from coophub.accounts.models import Role
from coophub.web import clock
from coophub.web.reading import MOST, readings_at
from coophub.web.terms import TERMS
from financing.plans.figures.verdict import WORDS
from financing.plans.forms.reading import AMOUNTS_TO_READ_ABOUT, FIGURES_TO_READ_ABOUT
from financing.plans.forms.sections import SECTIONS
from financing.subsidies.models import Ground
from initiatives.models import Phase
from initiatives.models.steps import STEPS
from pilots.library.guide import FOLDER, all_facts, guides_in_files
from pilots.library.subjects import REASONS, GuideSubject
from pilots.models import Bottleneck
from pilots.services.usefulness import answer_useful
from tests.days import morning_of
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MilestoneFactory
from tests.factories.plans import PlanFactory
from tests.web.reading import find, words

LANGUAGES = ("nl", "en")
SLUGS = [facts.slug for facts in all_facts()]


@pytest.fixture
def owner():
    return UserFactory()


def page(client, slug, language="nl"):
    answer = client.get(reverse("pilots:guide", args=[slug]), headers={"accept-language": language})
    assert answer.status_code == 200
    return answer.content.decode()


def listed(client, text, language="nl"):
    answer = client.get(reverse("pilots:guides"), {"q": text}, headers={"accept-language": language})
    return [guide.facts.slug for guide in answer.context["found"]]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.django_db
def test_every_guide_is_there_in_both_languages_and_leads_nowhere_in_vain(client, slug, language):
    content = page(client, slug, language)

    [article] = find(content, "article.prose")
    anchors = {heading.get("id") for heading in find(content, "article h2")}
    assert {link.get("href")[1:] for link in find(content, "nav a[href^='#']")} >= anchors - {None}
    for link in find(content, "article.prose a"):
        assert client.get(link.get("href")).status_code == 200, link.get("href")
    assert f'lang="{language}"' in content
    assert len(words(article)) > 200


def test_each_file_belongs_to_a_guide_and_each_guide_is_whole():
    files = {path.name for path in FOLDER.glob("*.md")}
    assert files == {f"{slug}.{language}.md" for slug in SLUGS for language in LANGUAGES}
    assert len(SLUGS) == len(set(SLUGS)) >= 14
    assert {facts.subject for facts in all_facts()} == set(GuideSubject)
    for language in LANGUAGES:
        with translation.override(language):
            shown = guides_in_files()
        assert all(guide.title and 40 < len(guide.summary) < 250 for guide in shown)
        # Both have the same parts, so that nobody reads less.
        assert [len(guide.headings) for guide in shown] == [len(guide.headings) for guide in _dutch()]


def _dutch():
    with translation.override("nl"):
        return guides_in_files()


@pytest.mark.django_db
def test_places_are_known_and_each_phase_and_bottleneck_has_a_reason():
    assert set().union(*(facts.places for facts in all_facts())) == REASONS.keys()
    for guide in _dutch():
        assert all(1 <= part <= len(guide.headings) for part in guide.facts.parts.values()), guide.title
    assert {f"phase-{phase}" for phase in Phase} <= REASONS.keys()
    assert {f"bottleneck-{category}" for category in Bottleneck.Category} <= REASONS.keys()
    assert {place for place in REASONS if place.startswith("step-")} <= {f"step-{step.key}" for step in STEPS}
    figures = {*FIGURES_TO_READ_ABOUT.values(), *AMOUNTS_TO_READ_ABOUT.values()}
    assert {place for place in REASONS if place.startswith("field-")} == figures
    assert {place for place in REASONS if place.startswith("part-")} <= {f"part-{part.slug}" for part in SECTIONS}
    assert {place for place in REASONS if place.startswith("criterion-")} == {f"criterion-{name}" for name in WORDS}
    assert {place for place in REASONS if place.startswith("ground-")} == {f"ground-{ground}" for ground in Ground}
    assert [place for place in REASONS if not readings_at(place)] == []
    assert all(len(readings_at(place)) <= MOST for place in REASONS)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "language", "first"),
    [
        ("canon", "nl", "ground-lease"),
        ("erfpachten", "nl", "ground-lease"),
        ("ground leases", "en", "ground-lease"),
        ("bezwaren", "nl", "objecting"),
        ("gemeenten", "nl", "talking-with-the-municipality"),
        ("objections", "en", "objecting"),
        ("obligatie", "nl", "members-money"),
        ("corporation", "en", "take-over-from-a-corporation"),
        ("erfpacht", "en", "ground-lease"),
    ],
)
def test_a_guide_is_found_by_its_words_in_any_inflection_and_in_the_other_language(client, text, language, first):
    assert first in listed(client, text, language)[:3]


@pytest.mark.django_db
def test_a_search_for_what_no_guide_has_says_so_and_shows_the_nearest(client):
    assert listed(client, "canon zeppelin") == listed(client, "canon")
    nothing = client.get(reverse("pilots:guides"), {"q": "zeppelin'); --"}, headers={"accept-language": "en"})
    assert nothing.context["found"] == listed(client, "!!") == []
    assert "No guide has these words" in nothing.content.decode()
    assert nothing.content.decode().count("zeppelin&#x27;") >= 1


@pytest.mark.django_db
def test_the_list_takes_two_queries_for_a_visitor_and_a_search_six(client, django_assert_num_queries):
    client.get(reverse("pilots:guides"))
    # Which guides advisors wrote, and the latest lessons.
    with django_assert_num_queries(2):
        client.get(reverse("pilots:guides"))
    # The first, guides with example plans, how useful they were found, lessons, model documents and projects.
    with django_assert_num_queries(6):
        client.get(reverse("pilots:guides"), {"q": "huur"})


@pytest.mark.django_db
def test_a_guide_that_is_not_looked_through_in_time_says_so(client):
    days = [facts.check_again_by for facts in all_facts()]
    with clock.at(morning_of(max(days) + dt.timedelta(days=1))):
        assert "al een tijd niet nagekeken" in page(client, SLUGS[0])
    with clock.at(morning_of(min(days))):
        assert "al een tijd niet nagekeken" not in page(client, SLUGS[0])


@pytest.mark.django_db
def test_the_words_explained_are_those_that_pages_explain(client):
    content = page(client, "the-words")

    with translation.override("nl"):
        assert all(str(term.word) in content for _name, term in TERMS)


@pytest.mark.django_db
def test_a_guide_is_pointed_at_where_it_helps_with_the_reason(client, owner):
    group = InitiativeFactory(phase=Phase.INITIATIVE, owner=owner)
    client.force_login(owner)

    overview = client.get(reverse("portal:overview", args=[group.slug]), headers={"accept-language": "en"})

    [aside] = find(overview.content.decode(), ".reading")
    assert "because you are at the beginning" in words(aside)
    assert reverse("pilots:guide", args=["what-a-co-operative-is"]) in overview.content.decode()


@pytest.mark.django_db
def test_a_plan_that_does_not_close_leads_to_what_helps_to_read_it(client, owner):
    group = InitiativeFactory(owner=owner)
    plan = PlanFactory(initiative=group)
    plan.document["dwellings"][0]["monthly_rent"] = 10
    plan.save()
    client.force_login(owner)

    content = client.get(reverse("plans:detail", args=[group.slug, plan.pk])).content.decode()

    assert reverse("pilots:guide", args=["reading-the-verdict"]) in content


@pytest.mark.django_db
def test_a_step_of_the_road_map_and_a_part_of_the_plan_have_a_guide(client, owner):
    group = InitiativeFactory(owner=owner)
    MilestoneFactory(initiative=group, phase=Phase.INITIATIVE, key="municipality-talk", title="")
    plan = PlanFactory(initiative=group)
    client.force_login(owner)

    road_map = client.get(reverse("initiatives:roadmap", args=[group.slug])).content.decode()
    funding = client.get(reverse("plans:section", args=[group.slug, plan.pk, "funding"])).content.decode()
    basics = client.get(reverse("plans:section", args=[group.slug, plan.pk, "basics"])).content.decode()

    assert reverse("pilots:guide", args=["talking-with-the-municipality"]) in road_map
    assert reverse("pilots:guide", args=["guarantees-and-loans"]) in funding
    assert not find(basics, "form .reading")


@pytest.mark.django_db
def test_a_field_where_people_stop_leads_to_the_part_of_a_guide_that_explains_it_once(client, owner):
    group = InitiativeFactory(owner=owner)
    plan = PlanFactory(initiative=group)
    plan.document["investment"]["lines"][0]["category"] = "land"
    plan.save()
    client.force_login(owner)

    def pointers(section):
        address = reverse("plans:section", args=[group.slug, plan.pk, section])
        shown = client.get(address, headers={"accept-language": "en"}).content.decode()
        return [
            (
                link.xpath("string(ancestor::*[@data-field][1]/@data-field)"),
                link.get("href").rpartition("/knowledge/")[2],
                words(link.getparent()),
            )
            for link in find(shown, ".field__reading a")
        ]

    costs, demands = pointers("costs"), pointers("demands")
    assert [(name.rpartition("-")[2], href) for name, href, _words in costs] == [
        ("amount", "ground-lease/#the-price-of-the-land"),
        ("vat_rate", "financing-in-ten-minutes/#vat"),
    ]
    assert "how a municipality sets this price" in costs[0][2]
    assert {href for _name, href, _words in demands} == {
        "reading-the-verdict/#five-questions",
        "members-money/#why-it-is-needed",
        "legal-forms/#association-or-co-operative",
    }
    for _name, href, _words in costs + demands:
        slug, anchor = href.split("/#")
        assert f'id="{anchor}"' in page(client, slug, "en")


@pytest.mark.django_db
def test_a_demand_that_is_not_met_leads_to_what_helps_there(client, owner):
    group = InitiativeFactory(owner=owner)
    plan = PlanFactory(initiative=group)
    plan.document["funding"] = []
    plan.save()
    client.force_login(owner)

    content = client.get(reverse("plans:detail", args=[group.slug, plan.pk]), headers={"accept-language": "en"})

    readings = [words(aside) for aside in find(content.content.decode(), ".criterion--bad .reading")]
    assert any("because money is missing" in reading for reading in readings)
    assert find(content.content.decode(), ".criterion--good .reading") == []


@pytest.mark.django_db
def test_the_library_stands_among_the_rooms_of_a_group_and_of_an_advisor(client, owner):
    group = InitiativeFactory(owner=owner, phase=Phase.FEASIBILITY)
    for user, page, room in (
        (owner, reverse("portal:overview", args=[group.slug]), reverse("pilots:knowledge", args=[group.slug])),
        (UserFactory(roles=[Role.ADVISOR]), reverse("pilots:list"), reverse("pilots:lessons_of_advisor")),
    ):
        client.force_login(user)
        assert find(client.get(page).content.decode(), f"nav a[href='{room}']")
    client.force_login(owner)
    shown = client.get(reverse("pilots:knowledge", args=[group.slug]))
    assert [guide.facts.slug for guide in shown.context["here"]] == [
        facts.slug for facts in all_facts() if "phase-feasibility" in facts.places
    ]


@pytest.mark.django_db
def test_of_the_guides_for_a_phase_the_one_that_readers_found_useful_comes_first(client, owner):
    group = InitiativeFactory(owner=owner, phase=Phase.FEASIBILITY)
    client.force_login(owner)
    *_others, last = [facts.slug for facts in all_facts() if "phase-feasibility" in facts.places]
    for reader in range(3):
        answer_useful(text=f"guide-{last}", reader=f"person {reader}", is_useful=True)

    shown = client.get(reverse("pilots:knowledge", args=[group.slug]))

    assert shown.context["here"][0].facts.slug == last


@pytest.mark.django_db
def test_of_more_guides_than_a_place_has_room_for_the_most_useful_stand_there():
    fitting = [facts.slug for facts in all_facts() if "phase-feasibility" in facts.places]
    assert len(fitting) > MOST
    for reader in range(3):
        answer_useful(text=f"guide-{fitting[-1]}", reader=f"person {reader}", is_useful=True)

    [first, _second] = readings_at("phase-feasibility")

    assert first.url.startswith(reverse("pilots:guide", args=[fitting[-1]]))


@pytest.mark.django_db
def test_of_guides_that_are_found_one_that_readers_found_of_no_use_comes_later(client):
    first, *_others = listed(client, "gemeente")
    for reader in range(20):
        answer_useful(text=f"guide-{first}", reader=f"person {reader}", is_useful=False)

    assert listed(client, "gemeente")[0] != first


def test_no_language_is_without_guides():
    assert {code for code, _name in settings.LANGUAGES} == set(LANGUAGES)
