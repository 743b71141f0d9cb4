"""A guide that an advisor writes: read by another, and then among those of ours, in every place."""

import datetime as dt

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse
from django.utils import translation

from coophub.accounts.models import Role
from coophub.audit.models import AuditEntry
from coophub.notifications.models import Notification
from coophub.web import clock
from coophub.web.reading import readings_at
from initiatives.models import Phase
from pilots.library.guide import guides, guides_in_files
from pilots.models import GuideVersion
from pilots.selectors.guides import WRITTEN_FOR
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory, MilestoneFactory
from tests.factories.pilots import guide_version
from tests.factories.plans import PlanFactory
from tests.factories.subsidies import submitted_application
from tests.financing.subsidies.life import refuse
from tests.web.reading import find, words

pytestmark = pytest.mark.django_db
TEXT = "Begin **vroeg**.\n\n# Bellen\n\n- langsgaan\n- een brief\n\n## Bellen\n\nZie [de weg](/knowledge/the-road/)."


@pytest.fixture
def author():
    return UserFactory(roles=[Role.ADVISOR])


@pytest.fixture
def second():
    return UserFactory(roles=[Role.ADVISOR])


def form(**changes):
    return {
        "subject": "others",
        "title": "Buren meenemen",
        "summary": "Hoe jullie de buren vertellen wat er komt.",
        "text": TEXT,
        "sources": "Wat groepen ons vertelden (2026)",
        "checked_on": clock.today().isoformat(),
        "check_again_by": (clock.today() + dt.timedelta(days=300)).isoformat(),
        "phase": ["feasibility"],
        "step": ["design"],
        "field": ["rent"],
        "ground": ["kb13f"],
        **changes,
    }


def act(client, what, version, **sent):
    return client.post(reverse(f"pilots:{what}_guide", args=[version.slug, version.number]), sent)


def page(client, version, language="en"):
    address = reverse("pilots:guide_version", args=[version.slug, version.number])
    return client.get(address, headers={"accept-language": language})


def public(client, slug, language="nl"):
    return client.get(reverse("pilots:guide", args=[slug]), headers={"accept-language": language})


def test_a_guide_is_for_everybody_after_a_second_advisor(client, author, second):
    client.force_login(author)
    answer = client.post(reverse("pilots:new_guide"), form())
    version = GuideVersion.objects.get()
    assert answer.url == reverse("pilots:guide_version", args=["buren-meenemen", 1])
    assert version.read_at == ["phase-feasibility", "field-rent", "step-design", "ground-kb13f"]
    client.force_login(second)
    assert page(client, version).status_code == 404

    client.force_login(author)
    act(client, "offer", version)
    assert act(client, "approve", version).status_code == 403
    client.logout()
    assert page(client, version).status_code == public(client, version.slug).status_code == 404
    assert len(guides()) == len(guides_in_files())

    client.force_login(second)
    assert Notification.objects.get(recipient=second).url == answer.url
    assert "The final design" in page(client, version).content.decode() or "Final design" in words(
        find(page(client, version).content.decode(), ".utrecht-alert")[0]
    )
    assert act(client, "approve", version, seal="0" * 64).status_code == 409
    assert act(client, "approve", version, seal=version.seal).url == reverse("pilots:guide", args=[version.slug])
    client.logout()

    shown = public(client, version.slug).content.decode()
    [article] = find(shown, "article.prose")
    assert [words(line) for line in find(shown, "article li")] == ["langsgaan", "een brief"]
    # Two headings of the same words, one of them written as that of the page, each have their place.
    assert [(heading.tag, heading.get("id")) for heading in article.iter("h1", "h2")] == [
        ("h2", "part-1"),
        ("h2", "part-2"),
    ]
    assert "Wat groepen ons vertelden (2026)" in shown
    assert "Buren meenemen" in client.get(reverse("pilots:guides")).content.decode()
    useful = reverse("pilots:guide_useful", args=[version.slug])
    assert client.post(useful, {"useful": "yes"}).status_code == 302
    assert all(version.text not in str(entry.after) for entry in AuditEntry.objects.all())


def test_what_is_published_is_found_suggested_and_in_the_api_and_nothing_else_is(client, author, second):
    places = ["phase-feasibility", "form-rental", "step-design", "criterion-dscr", "bottleneck-location", "field-vat"]
    published = guide_version(author, second, text="De zeppelin landt bij de buren.", read_at=places)
    guide_version(author, title="Nog een zeppelin", text="De zeppelin wacht.", read_at=["step-design"])
    owner = UserFactory()
    group = InitiativeFactory(owner=owner, phase=Phase.DEVELOPMENT, form="rental")
    MilestoneFactory(initiative=group, phase=Phase.DEVELOPMENT, key="design", title="")

    found = client.get(reverse("pilots:guides"), {"q": "zeppelins"}, headers={"accept-language": "nl"})
    by_another_word = client.get(reverse("pilots:guides"), {"q": "omwonenden"}, headers={"accept-language": "nl"})
    client.force_login(owner)
    road_map = client.get(reverse("initiatives:roadmap", args=[group.slug]), headers={"accept-language": "en"})
    knowledge = client.get(reverse("pilots:knowledge", args=[group.slug]))
    listed = client.get(reverse("api:guide_list"), {"limit": 100}).json()
    read = client.get(reverse("api:guide", args=[published.slug]), headers={"accept-language": "en"}).json()

    assert [guide.facts.slug for guide in found.context["found"]] == [published.slug]
    assert by_another_word.status_code == 200
    [aside] = [aside for aside in find(road_map.content.decode(), ".reading") if published.title in words(aside)]
    assert "because you are at this step" in words(aside)
    assert find(aside, "span[lang=nl]") or 'lang="nl"' in road_map.content.decode()
    assert [guide.facts.slug for guide in knowledge.context["of_form"]] == [published.slug]
    for place in places:
        assert any(reading.url.endswith(f"/{published.slug}/") for reading in readings_at(place)) or (
            len(readings_at(place)) == 2
        ), place
    assert {guide["slug"] for guide in listed["items"]} == {guide.facts.slug for guide in guides()}
    assert (read["title"], read["language"], len(read["sources"])) == ("Buren meenemen", "nl", 2)


def test_a_guide_stands_beside_the_field_of_a_plan_that_it_is_about_and_beside_no_other(client, author, second):
    written = guide_version(author, second, read_at=["field-rent"])
    guide_version(author, title="Wacht nog", read_at=["field-rent"])
    owner = UserFactory()
    group = InitiativeFactory(owner=owner)
    plan = PlanFactory(initiative=group)
    client.force_login(owner)

    address = reverse("plans:section", args=[group.slug, plan.pk, "homes"])
    shown = client.get(address, headers={"accept-language": "en"}).content.decode()

    pointers = [
        (link.xpath("string(ancestor::*[@data-field][1]/@data-field)").rpartition("-")[2], link.get("href"))
        for link in find(shown, ".field__reading a")
    ]
    ours = reverse("pilots:guide", args=["financing-in-ten-minutes"])
    assert [(name, href.partition("#")[0]) for name, href in pointers if name == "monthly_rent"] == [
        ("monthly_rent", ours),
        ("monthly_rent", reverse("pilots:guide", args=[written.slug])),
    ]
    assert [name for name, href in pointers if written.slug in href] == ["monthly_rent"]
    assert find(shown, ".field__reading span[lang=nl]")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_place_has_a_name_of_its_own(client, author, language):
    client.force_login(author)

    shown = client.get(reverse("pilots:new_guide"), headers={"accept-language": language})

    for kind in WRITTEN_FOR:
        names = [str(label) for _value, label in shown.context["form"].fields[kind].choices]
        plain = {"".join(letter for letter in name.casefold() if letter.isalpha()) for name in names}
        assert len(plain) == len(names) > 3, kind


def test_a_group_that_is_refused_reads_the_guide_about_that_ground(client, author, second):
    written = guide_version(author, second, read_at=["ground-kb13f"])
    other = guide_version(author, second, title="Over een andere grond", read_at=["ground-kb13a"])
    owner, signer = UserFactory(), UserFactory()
    staff = {"reviewer": UserFactory(roles=[Role.REVIEWER]), "decider": UserFactory(roles=[Role.DECIDER])}
    group = InitiativeFactory(owner=owner)
    MembershipFactory(initiative=group, user=signer, role="owner")
    application = submitted_application(group, writer=owner, signer=signer)
    refuse(application, staff)
    client.force_login(owner)

    shown = client.get(reverse("subsidies:application", args=[application.initiative.slug, application.pk]))

    links = [link.get("href") for link in find(shown.content.decode(), ".reading a")]
    assert reverse("pilots:guide", args=[written.slug]) in links
    assert reverse("pilots:guide", args=[other.slug]) not in links


def test_links_of_a_guide_lead_to_us_for_who_reads_it_elsewhere(settings, author, second):
    guide_version(author, second)

    [written] = [guide for guide in guides() if guide.version]

    assert f"[de weg]({settings.SITE_URL}/knowledge/the-road/)" in written.text_elsewhere(settings.SITE_URL)


def test_the_english_is_read_where_it_is_there(client, author, second):
    said = {"title_en": "Taking the neighbours along", "summary_en": "How.", "text_en": "## Calling\n\nCall."}
    version = guide_version(author, second, **said)
    without = guide_version(author, second, title="Alleen Nederlands")

    english, dutch = (public(client, version.slug, language).content.decode() for language in ("en", "nl"))
    only_dutch = public(client, without.slug, "en").content.decode()

    assert "Taking the neighbours along" in english
    assert [words(heading) for heading in find(english, "article h2")] == ["Calling"]
    assert "Buren meenemen" in dutch
    assert find(only_dutch, "h1 span[lang=nl]")
    assert find(only_dutch, "article[lang=nl]")
    assert "in Dutch only" in only_dutch
    assert "in Dutch only" not in english
    with translation.override("en"):
        assert str(guides()[-1].title) == "Taking the neighbours along"


def test_a_newer_version_takes_the_place_and_the_older_stays(client, author, second):
    first = guide_version(author, second)
    client.force_login(author)
    address = reverse("pilots:new_guide_version", args=[first.slug])
    assert client.get(address).context["form"].initial["text"] == first.text
    refused = client.post(address, form(title="Buren, opnieuw"))
    assert list(refused.context["form"].errors) == ["changed"]
    assert refused.context["form"]["title"].value() == "Buren, opnieuw"

    client.post(address, form(title="Buren, opnieuw", changed="De wet veranderde."))
    newer = GuideVersion.objects.get(number=2)
    assert client.get(address).status_code == 409
    act(client, "offer", newer)
    assert public(client, first.slug).context["guide"].version == 1
    client.force_login(second)
    act(client, "approve", newer, seal=newer.seal)

    assert public(client, first.slug).context["guide"].version == 2
    assert "replaced by a newer one" in page(client, first).content.decode()
    assert "De wet veranderde." in public(client, first.slug).content.decode()
    client.force_login(author)
    act(client, "withdraw", newer)
    client.logout()
    assert public(client, first.slug).context["guide"].version == 1
    assert page(client, newer).status_code == 404


def test_what_comes_back_is_changed_and_read_again(client, author, second):
    version = guide_version(author)
    client.force_login(second)
    assert act(client, "return", version, remark="").status_code == 200
    act(client, "return", version, remark="Een bron ontbreekt.")
    assert page(client, version).status_code == 404

    client.force_login(author)
    assert "Een bron ontbreekt." in page(client, version).content.decode()
    change = reverse("pilots:change_guide", args=[version.slug, 1])
    client.post(change, form(sources="Omgevingswet, artikel 16.55"))
    act(client, "offer", version)
    seal = GuideVersion.objects.get().seal
    assert seal != version.seal
    client.post(change, form(sources="Iets anders"))
    client.force_login(second)
    # It was changed after it was offered: nobody approves what was not read.
    assert act(client, "approve", version, seal=seal).status_code in (404, 409)
    assert GuideVersion.objects.get().state == "draft"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": "<script>alert(1)</script>"}, "text"),
        ({"text_en": "[here](http://voorbeeld.nl)", "title_en": "A", "summary_en": "B"}, "text_en"),
        ({"title_en": "Neighbours"}, "summary_en"),
        ({"title": "!!!"}, "title"),
        ({"title": "The road"}, "title"),
        ({"title": "Lessons"}, "title"),
        ({"sources": ""}, "sources"),
        ({"checked_on": "2999-01-01"}, "checked_on"),
        ({"check_again_by": "2001-01-01"}, "check_again_by"),
        ({"step": ["zeppelin"]}, "step"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(client, author, changes, field):
    client.force_login(author)

    answer = client.post(reverse("pilots:new_guide"), form(**changes))

    assert list(answer.context["form"].errors) == [field]
    assert answer.context["form"]["summary"].value() == "Hoe jullie de buren vertellen wat er komt."
    assert not GuideVersion.objects.exists()


def test_a_title_that_another_guide_has_is_refused_until_that_one_is_withdrawn(client, author, second):
    taken = guide_version(author, second)
    client.force_login(author)

    answer = client.post(reverse("pilots:new_guide"), form())
    assert list(answer.context["form"].errors) == ["title"]
    act(client, "withdraw", taken)
    assert client.post(reverse("pilots:new_guide"), form()).status_code == 302


def test_how_it_reads_comes_with_each_change_and_nothing_is_kept(client, author):
    client.force_login(author)
    address = reverse("pilots:new_guide")

    beside = client.post(address, form(preview="1"), headers={"hx-request": "true"}).content.decode()
    whole = client.post(address, form(preview="1", text="<b>x</b>"))

    assert [words(line) for line in find(beside, ".prose li")] == ["langsgaan", "een brief"]
    assert find(whole.content.decode(), ".prose b") == []
    assert whole.context["form"]["text"].value() == "<b>x</b>"
    assert not GuideVersion.objects.exists()


def test_a_guide_that_should_have_been_read_again_says_so(client, author, second):
    version = guide_version(author, second, check_again_by=clock.today())

    assert "been looked through for some time" not in public(client, version.slug, "en").content.decode()
    with clock.at(clock.now() + dt.timedelta(days=2)):
        assert "been looked through for some time" in public(client, version.slug, "en").content.decode()
        listed = client.get(reverse("pilots:guides"), headers={"accept-language": "en"}).content.decode()
    assert "May be out of date" in listed


def test_the_database_holds_to_it(author, second):
    version = guide_version(author, second)
    for broken in ({"approved_by": None}, {"approved_by": author}, {"text": "Anders"}, {"read_at": ["form-cpo"]}):
        with pytest.raises((IntegrityError, ProgrammingError)), transaction.atomic():
            GuideVersion.objects.filter(pk=version.pk).update(**broken)


def test_pages_take_the_same_queries_for_any_number_of_guides(client, author, second, django_assert_num_queries):
    guide_version(author, second, read_at=["phase-feasibility"])
    client.get(reverse("pilots:guides"))
    with django_assert_num_queries(2):
        client.get(reverse("pilots:guides"))
    for number in range(3):
        guide_version(author, second, title=f"Nummer {number}", read_at=["phase-feasibility"])
    client.get(reverse("pilots:guides"))
    with django_assert_num_queries(2):
        assert len(client.get(reverse("pilots:guides")).context["by_subject"]) == 5
