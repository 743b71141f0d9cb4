"""Lessons: from a bottleneck that was solved, through a second advisor, to the library and to who needs them."""

import datetime as dt

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse

from coophub.accounts.models import Role
from coophub.audit.models import AuditEntry
from coophub.notifications.models import Notification
from coophub.web import clock
from initiatives.models import Municipality, Phase
from pilots.models import Lesson, UsefulAnswer
from pilots.selectors.lessons import lessons_for
from pilots.services.bottlenecks import resolve_bottleneck
from pilots.services.lessons import withdraw_lesson
from tests import days
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.pilots import BottleneckFactory, LessonFactory, PilotFactory
from tests.web.reading import find, words

pytestmark = pytest.mark.django_db

SECRET = "Zonnebloemlening"
"""A word that stands in one lesson alone."""


@pytest.fixture
def author():
    return UserFactory(name="Anna Auteur", roles=[Role.ADVISOR])


@pytest.fixture
def second():
    return UserFactory(name="Tweede Lezer", roles=[Role.ADVISOR])


@pytest.fixture
def group():
    return InitiativeFactory(
        name="De Lindentuin",
        owner=UserFactory(name="Piet Pieters"),
        municipality=Municipality.objects.get(name="Assen"),
        published=True,
    )


@pytest.fixture
def pilot(author, group):
    return PilotFactory(initiative=group, advisor=author)


@pytest.fixture
def solved(pilot, author):
    bottleneck = BottleneckFactory(
        pilot=pilot,
        kind="financing.lender",
        description="De bank van Piet in Assen wilde niet lenen aan De Lindentuin.",
    )
    return resolve_bottleneck(
        bottleneck=bottleneck, resolution="Een tweede bank. Bel Piet op 06 12345678.", user=author
    )


def form(**changes):
    return {
        "title": "Een tweede bank vragen helpt",
        "problem": "De bank wilde niet lenen.",
        "what_helped": f"Een tweede bank wilde dat wel, met een {SECRET}.",
        "check_again_by": (clock.today() + dt.timedelta(days=700)).isoformat(),
        **changes,
    }


def written(client, author, solved, **changes):
    client.force_login(author)
    answer = client.post(address(solved), form(**changes))
    assert answer.status_code == 302, find(answer.content.decode(), ".utrecht-form-field-error-message")
    return Lesson.objects.get()


def address(bottleneck):
    return reverse("pilots:write_lesson", args=[bottleneck.pilot_id, bottleneck.pk])


def step(client, user, lesson, name, **sent):
    client.force_login(user)
    return client.post(reverse(f"pilots:{name}_lesson", args=[lesson.pk]), sent)


def state(lesson):
    return Lesson.objects.get(pk=lesson.pk).state


def published(client, author, second, solved):
    lesson = written(client, author, solved)
    step(client, author, lesson, "offer")
    step(client, second, lesson, "approve", seal=lesson.seal)
    assert state(lesson) == Lesson.State.PUBLISHED
    return Lesson.objects.get()


def test_a_lesson_begins_with_what_the_bottleneck_says_without_its_names(client, author, solved):
    client.force_login(author)

    page = client.get(address(solved), headers={"accept-language": "nl"})

    initial = page.context["form"].initial
    assert initial["title"] == "Geen bank of geldgever doet mee"
    assert initial["problem"] == "De bank van een lid van de groep in een gemeente wilde niet lenen aan de groep."
    assert initial["what_helped"] == "Een tweede bank. Bel een lid van de groep op een telefoonnummer."
    shown = [words(item) for item in find(page.content.decode(), ".utrecht-alert li")]
    assert shown == [
        "“Piet” werd “een lid van de groep”",
        "“Assen” werd “een gemeente”",
        "“De Lindentuin” werd “de groep”",
        "“06 12345678” werd “een telefoonnummer”",
    ]


@pytest.mark.parametrize(
    ("field", "text", "left"),
    [
        ("title", "Wat Piet deed", "Piet"),
        ("problem", "In Assen lukte niets.", "Assen"),
        ("what_helped", "De Lindentuin vroeg anna auteur om raad.", "De Lindentuin”, “anna auteur"),
        ("what_helped", "Mail p.pieters@example.org of kom naar de Dorpsstraat 3.", "p.pieters@example.org"),
    ],
)
def test_a_lesson_with_a_name_left_in_is_refused_beside_the_field_and_stays_as_typed(
    client, author, solved, field, text, left
):
    client.force_login(author)

    page = client.post(address(solved), form(**{field: text}), headers={"accept-language": "en"})

    assert left in page.context["form"].errors[field][0]
    assert page.context["form"][field].value() == text
    assert not Lesson.objects.exists()

    replaced = client.post(address(solved), {**form(**{field: text}), "preview": "1"})
    assert replaced.context["form"][field].value() != text
    assert client.post(address(solved), form(**{field: replaced.context["form"][field].value()})).status_code == 302
    assert Lesson.objects.get().state == Lesson.State.DRAFT


def test_the_english_is_held_to_the_same(client, author, solved):
    client.force_login(author)

    page = client.post(address(solved), form(title_en="What Piet did"))
    assert set(page.context["form"].errors) == {"problem_en", "what_helped_en"}
    page = client.post(
        address(solved), form(title_en="What Piet did", problem_en="No bank.", what_helped_en="A second one.")
    )
    assert set(page.context["form"].errors) == {"title_en"}


def test_a_second_advisor_approves_and_then_everybody_reads_it(client, author, second, solved):
    lesson = written(client, author, solved)
    step(client, author, lesson, "offer")
    assert [notice.recipient for notice in Notification.objects.filter(kind="pilots_lesson_waits")] == [second]

    client.force_login(second)
    assert lesson.title in client.get(reverse("pilots:lessons_of_advisor")).content.decode()
    page = client.get(reverse("pilots:lesson", args=[lesson.pk]))
    seal = page.context["approve_form"].initial["seal"]
    step(client, second, lesson, "approve", seal=seal)

    lesson.refresh_from_db()
    assert (lesson.state, lesson.approved_by, lesson.approved_seal) == ("published", second, lesson.seal)
    assert Notification.objects.filter(kind="pilots_lesson_approved", recipient=author).count() == 1
    client.logout()
    text = client.get(reverse("pilots:lesson", args=[lesson.pk])).content.decode()
    assert SECRET in text
    for name in ("Anna Auteur", "Tweede Lezer", "Lindentuin", "Assen", "Piet"):
        assert name not in text


def test_author_coach_and_who_is_tied_to_the_group_do_not_approve(client, author, second, pilot, solved):
    lesson = written(client, author, solved)
    step(client, author, lesson, "offer")
    colleague, once_member = UserFactory(roles=[Role.ADVISOR]), UserFactory(roles=[Role.ADVISOR])
    pilot.assignments.create(advisor=colleague, started_on=pilot.started_on, ended_on=clock.today())
    MembershipFactory(initiative=pilot.initiative, user=once_member, left_at=clock.now())

    assert step(client, author, lesson, "approve", seal=lesson.seal).status_code == 403
    for tied in (colleague, once_member):
        assert step(client, tied, lesson, "approve", seal=lesson.seal).status_code == 404
        assert client.get(reverse("pilots:lesson", args=[lesson.pk])).status_code == 404
        assert lesson.title not in client.get(reverse("pilots:lessons_of_advisor")).content.decode()
    assert state(lesson) == Lesson.State.WAITING


def test_a_signature_is_on_the_text_that_was_read(client, author, second, solved):
    lesson = written(client, author, solved)
    step(client, author, lesson, "offer")
    read = lesson.seal
    client.force_login(author)
    client.post(reverse("pilots:change_lesson", args=[lesson.pk]), form(what_helped="Een derde bank."))
    assert state(lesson) == Lesson.State.DRAFT
    step(client, author, lesson, "offer")

    for seal in (read, ""):
        assert step(client, second, lesson, "approve", seal=seal).status_code == 409
    assert state(lesson) == Lesson.State.WAITING


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "Iets anders"),
        ("problem", "Iets anders."),
        ("what_helped", "Iets anders."),
        ("check_again_by", days.after(400)),
    ],
)
def test_a_change_asks_for_a_new_approval(client, author, second, solved, field, value):
    lesson = published(client, author, second, solved)

    with pytest.raises(ProgrammingError), transaction.atomic():
        Lesson.objects.filter(pk=lesson.pk).update(**{field: value})
    client.force_login(author)
    client.post(reverse("pilots:change_lesson", args=[lesson.pk]), form(**{field: value}))

    lesson.refresh_from_db()
    assert (lesson.state, lesson.approved_by, lesson.approved_seal) == ("draft", None, "")
    client.logout()
    assert client.get(reverse("pilots:lesson", args=[lesson.pk])).status_code == 404


def test_who_joined_the_group_since_is_found_before_it_is_published(client, author, second, group, solved):
    lesson = written(client, author, solved, problem="Kamperfoelie stond in de weg.")
    step(client, author, lesson, "offer")
    MembershipFactory(initiative=group, user=UserFactory(name="Kamperfoelie"))

    answer = step(client, second, lesson, "approve", seal=lesson.seal)

    assert answer.status_code == 409
    assert "Kamperfoelie" in answer.content.decode()
    assert state(lesson) == Lesson.State.WAITING


def test_a_lesson_comes_back_with_what_has_to_be_different(client, author, second, solved):
    lesson = written(client, author, solved)
    step(client, author, lesson, "offer")

    page = step(client, second, lesson, "return")
    assert page.context["return_form"].errors["remark"]
    step(client, second, lesson, "return", remark="Zeg ook hoe lang het duurde.")

    assert state(lesson) == Lesson.State.DRAFT
    client.force_login(author)
    assert "hoe lang het duurde" in client.get(reverse("pilots:lesson", args=[lesson.pk])).content.decode()
    step(client, author, lesson, "offer")
    assert Lesson.objects.get().remark == ""


def test_a_withdrawn_lesson_is_nowhere_and_another_can_be_written(client, author, second, solved):
    lesson = published(client, author, second, solved)
    administrator = UserFactory(roles=[Role.ADMINISTRATOR])

    step(client, administrator, lesson, "withdraw")

    assert state(lesson) == Lesson.State.WITHDRAWN
    client.logout()
    assert client.get(reverse("pilots:lesson", args=[lesson.pk])).status_code == 404
    client.force_login(author)
    assert client.post(address(solved), form()).status_code == 302
    assert Lesson.objects.count() == 2


def test_only_what_is_solved_gives_a_lesson_and_once(client, author, pilot, solved):
    opened = BottleneckFactory(pilot=pilot)
    client.force_login(author)

    assert client.get(address(opened)).status_code == 409
    assert client.post(address(solved), form()).status_code == 302
    assert client.get(address(solved)).status_code == 409
    assert client.post(address(solved), form()).status_code == 200
    assert Lesson.objects.count() == 1


def test_the_database_holds_to_it(author, second):
    lesson = LessonFactory(author=author)

    with pytest.raises(IntegrityError, match="lesson_published_when_approved"), transaction.atomic():
        Lesson.objects.filter(pk=lesson.pk).update(state="published")
    with pytest.raises(IntegrityError, match="lesson_approved_by_another"), transaction.atomic():
        Lesson.objects.filter(pk=lesson.pk).update(
            state="published", approved_by=author, approved_at=clock.now(), approved_seal="0" * 64
        )
    with pytest.raises(IntegrityError, match="lesson_once_for_a_bottleneck"), transaction.atomic():
        LessonFactory(bottleneck=lesson.bottleneck)


def test_a_lesson_that_should_have_been_read_again_says_so(client):
    lesson = LessonFactory(published=True, check_again_by=clock.today() - dt.timedelta(days=1))

    page = client.get(reverse("pilots:lesson", args=[lesson.pk]), headers={"accept-language": "en"})

    assert "should have been read again" in page.content.decode()


def test_the_trail_says_what_became_of_it_and_nothing_of_what_it_says(client, author, second, solved):
    published(client, author, second, solved)

    entries = AuditEntry.objects.filter(target_type="pilots.lesson")
    assert [entry.action.split(".")[1] for entry in entries.order_by("pk")] == [
        "write_lesson",
        "offer_lesson",
        "approve_lesson",
    ]
    assert not any(SECRET in f"{entry.target_label} {entry.before} {entry.after}" for entry in entries)


def test_lessons_are_listed_and_narrowed(client):
    money = LessonFactory(published=True, title="Over geld")
    place = LessonFactory(published=True, title="Over grond", bottleneck__category="location")
    LessonFactory(title="In de maak")
    rows = reverse("pilots:lessons")

    assert list(client.get(rows).context["page"]) == [place, money]
    assert list(client.get(rows, {"category": "location"}).context["page"]) == [place]
    assert list(client.get(rows, {"category": "zeppelin"}).context["page"]) == [place, money]
    assert list(client.get(rows, {"phase": "living"}).context["page"]) == []


def test_lessons_stand_with_what_holds_another_group_up_the_best_first_with_the_reason(client, second):
    other = PilotFactory(advisor=second, initiative__phase=Phase.FEASIBILITY, initiative__form="rental")
    bottleneck = BottleneckFactory(pilot=other, kind="financing.lender")
    elsewhere = {
        "bottleneck__category": "financing",
        "bottleneck__pilot__initiative__phase": Phase.CONSTRUCTION,
        "bottleneck__pilot__initiative__form": "cpo",
        "published": True,
    }
    same_category = LessonFactory(**elsewhere, title="Zelfde soort")
    LessonFactory(**elsewhere, title="Ook zelfde soort")
    same_kind = LessonFactory(**elsewhere, bottleneck__kind="financing.lender", title="Hetzelfde")
    here = {**elsewhere, "bottleneck__pilot__initiative__phase": Phase.FEASIBILITY}
    same_phase = LessonFactory(**here, bottleneck__kind="financing.lender", title="Zelfde fase")
    LessonFactory(published=True, bottleneck__category="location", title="Iets anders")
    LessonFactory(bottleneck__kind="financing.lender", title="In de maak")
    LessonFactory(published=True, bottleneck__pilot=other, bottleneck__kind="financing.lender", title="Van deze groep")
    UsefulAnswer.objects.create(text=f"lesson-{same_category.pk}", reader="1", is_useful=True)

    suggested = lessons_for([bottleneck])[bottleneck.pk]
    assert [found.lesson for found in suggested] == [same_phase, same_kind, same_category]

    client.force_login(second)
    for page in (
        reverse("pilots:bottleneck", args=[other.pk, bottleneck.pk]),
        reverse("pilots:pilot", args=[other.pk]),
    ):
        content = client.get(page, headers={"accept-language": "en"}).content.decode()
        [aside] = find(content, ".reading[aria-label='What helped elsewhere']")
        assert "a group had the same in the phase feasibility: no bank or lender takes part" in words(aside)
    owner = UserFactory()
    MembershipFactory(initiative=other.initiative, user=owner)
    client.force_login(owner)
    for name in ("coaching", "knowledge"):
        assert "Zelfde fase" in client.get(reverse(f"pilots:{name}", args=[other.initiative.slug])).content.decode()


def test_suggestions_take_one_query_for_any_number_of_bottlenecks(django_assert_num_queries):
    pilot = PilotFactory()
    bottlenecks = [
        BottleneckFactory(pilot=pilot, category=category, description=category)
        for category in ("financing", "location", "scale")
    ]
    for category in ("financing", "location", "location"):
        LessonFactory(published=True, bottleneck__category=category)

    with django_assert_num_queries(1):
        found = lessons_for(bottlenecks)

    assert [len(found[bottleneck.pk]) for bottleneck in bottlenecks] == [1, 2, 0]


def test_the_lists_keep_their_queries(client, author, second, django_assert_max_num_queries):
    client.force_login(second)
    counts = []
    for _more in range(2):
        for _lesson in range(3):
            LessonFactory(published=True)
            LessonFactory(state=Lesson.State.WAITING, author=author)
            LessonFactory(author=second)
        client.get(reverse("pilots:lessons_of_advisor"))
        for page in ("pilots:lessons_of_advisor", "pilots:lessons", "pilots:guides"):
            with django_assert_max_num_queries(30) as asked:
                client.get(reverse(page))
            counts.append(len(asked))
    assert counts[:3] == counts[3:]


def test_withdrawing_twice_is_refused(author, solved):
    lesson = LessonFactory(author=author, bottleneck=solved)

    withdraw_lesson(lesson=lesson, user=author)

    with pytest.raises(Exception, match=r"niet meer|not possible"):
        withdraw_lesson(lesson=lesson, user=author)
