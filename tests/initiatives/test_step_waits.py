"""Steps of a road map that wait for others: said, kept out of circles, and moved along when somebody says so."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from coophub.audit.models import AuditEntry
from coophub.web.errors import DomainError
from coophub.web.model_fields import FIRST_DAY
from initiatives.models import Building, CooperativeForm, Milestone, Phase, StepWait
from initiatives.models.steps import STEPS, steps_for
from initiatives.services.lifecycle import change_profile
from initiatives.services.road_map import finish_milestone, follow_template, set_milestone
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MilestoneFactory
from tests.web.reading import find, words

JANUARY, FEBRUARY, MARCH, APRIL = (dt.date(2027, month, 15) for month in (1, 2, 3, 4))


@pytest.fixture
def owner(client):
    user = UserFactory()
    client.force_login(user)
    return user


@pytest.fixture
def group(owner):
    return InitiativeFactory(owner=owner)


def step(group, title, planned_on=None, *, after=(), **facts):
    made = MilestoneFactory(initiative=group, phase=Phase.FEASIBILITY, title=title, planned_on=planned_on, **facts)
    made.waits_for.set(after)
    return made


@pytest.fixture
def chain(group):
    """Three steps of which each waits for the one before."""
    plot = step(group, "Kavel", JANUARY)
    permit = step(group, "Vergunning", MARCH, after=[plot])
    return plot, permit, step(group, "Eerste paal", APRIL, after=[permit])


def days_of(*steps):
    return [Milestone.objects.get(pk=one.pk).planned_on for one in steps]


def page_of(group, client):
    return words(find(client.get(reverse("initiatives:roadmap", args=[group.slug])).content.decode(), "main")[0])


def typed(moved, planned_on, **facts):
    """What the form of a step sends."""
    kept = [str(other.pk) for other in moved.waits_for.all()]
    return {"planned_on": planned_on, "done_on": "", "waits_for": kept, **facts}


def change(client, moved, planned_on, **facts):
    address = reverse("initiatives:milestone", args=[moved.initiative.slug, moved.pk])
    return client.post(address, typed(moved, planned_on, **facts))


def along(moved, since):
    return reverse("initiatives:move_along", args=[moved.initiative.slug, moved.pk, since.isoformat()])


def offered(client, address):
    """What the page of steps that would move along sends when somebody presses its button."""
    content = client.get(address).content.decode()
    ticked = [box.get("value") for box in find(content, "main input[name=steps][checked]")]
    (moved_to,) = find(content, "main input[name=planned_on]")
    return {"steps": ticked, "planned_on": moved_to.get("value")}


@pytest.mark.django_db
def test_the_road_map_says_what_a_step_waits_for_and_what_comes_before_it(client, group):
    plot = step(group, "Kavel", MARCH)
    step(group, "Vergunning", FEBRUARY, after=[plot])
    step(group, "Eerste paal", done_on=dt.date(2026, 1, 5), after=[plot])

    shown = page_of(group, client)

    assert "waits for: Kavel" in shown
    assert "It is planned before “Kavel”, which is planned for 15 March 2027." in shown
    assert "It was done before “Kavel”, which it waits for." in shown
    content = client.get(reverse("initiatives:roadmap", args=[group.slug])).content.decode()
    assert (len(find(content, ".horizon__wait")), len(find(content, ".horizon__wait--early"))) == (2, 1)


@pytest.mark.django_db
def test_nothing_is_pointed_out_of_steps_in_their_order(client, chain, group, owner):
    assert "before “" not in page_of(group, client)

    finish_milestone(milestone=chain[0], user=owner)

    assert "waits for: Kavel (done)" in page_of(group, client)


@pytest.mark.django_db
def test_many_steps_that_wait_take_as_many_queries_as_few(client, chain, group, count_queries):
    url = reverse("initiatives:roadmap", args=[group.slug])
    few = count_queries(url)
    for number in range(10):
        step(group, f"Nog een {number}", APRIL, after=chain)

    assert count_queries(url) == few


@pytest.mark.django_db
def test_what_a_step_waits_for_is_chosen_with_its_form_and_told_in_the_trail(client, group):
    plot, permit = step(group, "Kavel"), step(group, "Vergunning")

    change(client, permit, "", waits_for=[plot.pk])

    assert list(permit.waits_for.all()) == [plot]
    entry = AuditEntry.objects.get(action="initiatives.set_milestone")
    assert (entry.before["waits_for"], entry.after["waits_for"]) == ([], ["Kavel"])


@pytest.mark.django_db
def test_a_circle_is_refused_with_a_sentence(client, chain):
    first, _second, last = chain

    answer = change(client, first, "2027-01-15", waits_for=[last.pk])

    (said,) = find(answer.content.decode(), "[data-field=waits_for] .utrecht-form-field-error-message")
    assert "“Eerste paal” waits for “Kavel” already, directly or through other steps." in words(said)
    assert list(first.waits_for.all()) == []


@pytest.mark.django_db
def test_a_step_waits_for_none_of_another_road_map_and_not_for_itself(client, chain, owner):
    strange = MilestoneFactory()

    answer = change(client, chain[0], "2027-01-15", waits_for=[strange.pk])

    assert "waits_for" in answer.context["form"].errors
    for other in (strange, chain[0]):
        with pytest.raises(DomainError):
            set_milestone(milestone=chain[0], planned_on=None, done_on=None, waits_for=[other], user=owner)
    with pytest.raises(IntegrityError), transaction.atomic():
        StepWait.objects.create(step=strange, after=strange)


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["typed", "dragged"])
def test_steps_behind_one_that_moves_later_are_shown_and_go_along_by_one_press(client, chain, group, way):
    plot, permit, start = chain

    if way == "typed":
        moved = change(client, plot, "2027-02-15")
    else:
        moved = client.post(
            reverse("initiatives:move_milestone", args=[group.slug, plot.pk]), {"planned_on": "2027-02-15"}
        )

    assert moved.url == along(plot, JANUARY)
    assert days_of(*chain) == [FEBRUARY, MARCH, APRIL], "nothing moves by itself"
    shown = words(find(client.get(moved.url).content.decode(), "main")[0])
    assert "“Kavel” is planned for 15 February 2027 now: 1 month later." in shown
    assert "Vergunning: from 15 March 2027 to 15 April 2027" in shown

    answer = client.post(moved.url, offered(client, moved.url))

    assert answer.url == reverse("initiatives:roadmap", args=[group.slug])
    assert days_of(permit, start) == [dt.date(2027, 4, 15), dt.date(2027, 5, 15)]
    told = AuditEntry.objects.filter(action="initiatives.set_milestone").values_list("after__milestone", flat=True)
    assert sorted(told) == ["Eerste paal", "Kavel", "Vergunning"]


@pytest.mark.django_db
def test_days_that_are_no_whole_months_are_counted_as_days_and_the_last_of_a_month_as_a_month(client, group):
    plot = step(group, "Kavel", dt.date(2027, 1, 31))
    permit = step(group, "Vergunning", dt.date(2027, 3, 31), after=[plot])

    change(client, plot, "2027-02-10")
    client.post(along(plot, dt.date(2027, 1, 31)), offered(client, along(plot, dt.date(2027, 1, 31))))
    assert days_of(permit) == [dt.date(2027, 4, 10)]

    Milestone.objects.filter(pk=plot.pk).update(planned_on=dt.date(2027, 2, 28))
    sent = offered(client, along(plot, dt.date(2027, 1, 31)))
    client.post(along(plot, dt.date(2027, 1, 31)), sent)
    assert days_of(permit) == [dt.date(2027, 5, 10)]


@pytest.mark.django_db
def test_only_what_is_ticked_moves_and_what_is_done_or_has_no_day_is_not_offered(client, group):
    plot = step(group, "Kavel", JANUARY)
    loose = step(group, "Buurt", None, after=[plot])
    through, kept = step(group, "Vergunning", MARCH, after=[loose]), step(group, "Fonds", MARCH, after=[plot])
    step(group, "Klaar", MARCH, done_on=dt.date(2026, 1, 5), after=[plot])
    change(client, plot, "2027-01-25")

    sent = offered(client, along(plot, JANUARY))
    assert [line.partition(":")[0] for line in sent["steps"]] == [str(through.pk), str(kept.pk)]
    client.post(along(plot, JANUARY), {**sent, "steps": sent["steps"][:1]})

    assert days_of(through, kept) == [dt.date(2027, 3, 25), MARCH]


@pytest.mark.django_db
def test_nothing_is_offered_of_a_step_that_moves_earlier_or_that_none_waits_for(client, chain, group):
    plot, _permit, start = chain
    road_map = reverse("initiatives:roadmap", args=[group.slug])

    assert change(client, plot, "2027-01-05").url == road_map
    assert change(client, start, "2027-06-01").url == road_map
    assert client.get(along(start, JANUARY)).url == road_map
    assert client.get(reverse("initiatives:move_along", args=[group.slug, plot.pk, "gisteren"])).status_code == 404


@pytest.mark.django_db
def test_sent_twice_they_move_once(client, chain):
    plot, permit, start = chain
    change(client, plot, "2027-02-15")
    sent = offered(client, along(plot, JANUARY))

    for _time in range(2):
        client.post(along(plot, JANUARY), sent)

    assert days_of(permit, start) == [dt.date(2027, 4, 15), dt.date(2027, 5, 15)]


@pytest.mark.django_db
@pytest.mark.parametrize("whose", ["one of them", "the step that moved"])
def test_when_others_moved_meanwhile_nothing_moves_and_the_page_shows_it_as_it_is(client, chain, owner, whose):
    plot, permit, start = chain
    change(client, plot, "2027-02-15")
    sent = offered(client, along(plot, JANUARY))
    other, later = (start, dt.date(2027, 8, 1)) if whose == "one of them" else (plot, dt.date(2027, 3, 20))
    set_milestone(milestone=other, planned_on=later, done_on=None, user=owner)
    before = days_of(permit, start)

    answer = client.post(along(plot, JANUARY), sent, follow=True)

    assert days_of(permit, start) == before
    shown = words(find(answer.content.decode(), "main")[0])
    assert "Look at what stands there now." in words(find(answer.content.decode(), "body")[0])
    assert ("from 1 August 2027" if whose == "one of them" else "planned for 20 March 2027") in shown


@pytest.mark.django_db
@pytest.mark.parametrize(
    "steps", [[], [""], ["1"], ["1:2027-99-99"], ["0:2027-01-01"], ["9" * 18 + ":2027-01-01"], ["1:9999-12-31"]]
)
def test_what_are_no_steps_behind_it_moves_nothing(client, chain, steps):
    plot, permit, start = chain
    change(client, plot, "2027-02-15")
    address = along(plot, FIRST_DAY)

    answer = client.post(address, {"steps": steps, "planned_on": "2027-02-15"})

    assert answer.status_code in (200, 302)
    assert days_of(permit, start) == [MARCH, APRIL]
    assert client.get(address).status_code == 200


def test_each_usual_wait_is_for_a_step_that_comes_before_in_the_template():
    places = {one.key: place for place, one in enumerate(STEPS)}

    wrong = [(one.key, key) for one in STEPS for key in one.after if places.get(key, 99) >= places[one.key]]

    assert wrong == []


@pytest.mark.django_db
def test_a_new_road_map_has_the_usual_waits_of_its_form(group):
    Milestone.objects.all().delete()
    group.form, group.building = CooperativeForm.RENTAL, Building.NEW_BUILD
    group.save()

    follow_template(group)

    waits = {(wait.step.key, wait.after.key) for wait in StepWait.objects.select_related("step", "after")}
    wanted = steps_for(form=group.form, building=group.building)
    keys = {one.key for one in wanted}
    assert waits == {(one.key, key) for one in wanted for key in one.after if key in keys}
    assert ("construction-start", "permit") in waits


@pytest.mark.django_db
def test_another_way_of_building_adds_its_waits_and_leaves_what_the_group_made_of_the_others(group, owner):
    group.form, group.building = CooperativeForm.RENTAL, Building.NEW_BUILD
    group.save()
    follow_template(group)
    legal_form = group.milestones.get(key="legal-form")
    legal_form.waits_for.clear()

    change_profile(initiative=group, facts={"building": Building.TAKE_OVER}, user=owner)

    purchase = group.milestones.get(key="purchase")
    assert legal_form in purchase.waits_for.all()
    assert list(legal_form.waits_for.all()) == []
