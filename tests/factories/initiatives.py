"""Initiatives and what belongs to them. The municipalities are those of the migrations."""

from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from coophub.accounts.models import Role
from coophub.web import clock
from initiatives import models
from tests.factories.accounts import UserFactory

GRONINGEN = "GM0014"
ASSEN = "GM0106"


class InitiativeFactory(DjangoModelFactory[models.Initiative]):
    """An unpublished initiative. `owner=`, `editor=`, `reader=` make that user a member, `published=True` publishes."""

    class Meta:
        model = models.Initiative
        skip_postgeneration_save = True

    class Params:
        published = factory.Trait(published_at=factory.LazyFunction(clock.now))

    slug = factory.Sequence(lambda n: f"hofje-{n}")
    name = factory.Sequence(lambda n: f"Hofje {n}")
    municipality_id = GRONINGEN
    form = models.CooperativeForm.RENTAL
    building = models.Building.NEW_BUILD
    target_group = models.TargetGroup.MIDDLE_INCOMES
    homes = 24
    summary = "Vierentwintig huizen om een tuin."

    @factory.post_generation
    def owner(self, create, extracted, **kwargs):
        _join(self, extracted, models.MemberRole.OWNER)

    @factory.post_generation
    def editor(self, create, extracted, **kwargs):
        _join(self, extracted, models.MemberRole.EDITOR)

    @factory.post_generation
    def reader(self, create, extracted, **kwargs):
        _join(self, extracted, models.MemberRole.READER)


def _join(initiative, user, role):
    if user is not None:
        MembershipFactory(initiative=initiative, user=user, role=role)


class ListingFactory(DjangoModelFactory[models.Listing]):
    """A group in the register that is not on CoopHub itself."""

    class Meta:
        model = models.Listing

    initiative = factory.SubFactory(InitiativeFactory, published=True)
    source = "Jaarverslag 2025"
    known_on = factory.LazyFunction(clock.today)
    listed_by = factory.SubFactory(UserFactory, roles=[Role.ADVISOR])


class GroupPhotoFactory(DjangoModelFactory[models.GroupPhoto]):
    """A photo of one colour, as it is stored."""

    class Meta:
        model = models.GroupPhoto

    initiative = factory.SubFactory(InitiativeFactory, published=True)
    large = factory.django.ImageField(width=800, height=600, color="teal")
    small = factory.django.ImageField(width=640, height=360, color="teal")
    width = 800
    height = 600
    alternative_text = "Elf mensen aan een lange tafel in een tuin"


class TakeDownFactory(DjangoModelFactory[models.TakeDown]):
    """In force, unless it says when it was lifted."""

    class Meta:
        model = models.TakeDown

    initiative = factory.SubFactory(InitiativeFactory)
    because = "De foto is van iemand anders."
    taken_down_by = factory.SubFactory(UserFactory, roles=[Role.ADMINISTRATOR])


class CommentFactory(DjangoModelFactory[models.Comment]):
    """A comment; `task=`, `milestone=` or `decision=` says about what."""

    class Meta:
        model = models.Comment

    initiative = factory.SubFactory(InitiativeFactory)
    author = factory.SubFactory(UserFactory)
    text = "Ik bel de gemeente morgen."


class MembershipFactory(DjangoModelFactory[models.Membership]):
    class Meta:
        model = models.Membership

    initiative = factory.SubFactory(InitiativeFactory)
    user = factory.SubFactory(UserFactory)
    role = models.MemberRole.OWNER


class InvitationFactory(DjangoModelFactory[models.Invitation]):
    class Meta:
        model = models.Invitation

    initiative = factory.SubFactory(InitiativeFactory)
    email = factory.Sequence(lambda n: f"guest-{n}@example.org")
    role = models.MemberRole.EDITOR
    expires_at = factory.LazyFunction(lambda: clock.now() + timedelta(days=14))


class PhaseChangeFactory(DjangoModelFactory[models.PhaseChange]):
    class Meta:
        model = models.PhaseChange

    initiative = factory.SubFactory(InitiativeFactory)
    phase = models.Phase.INITIATIVE
    on = factory.LazyFunction(clock.today)


class MilestoneFactory(DjangoModelFactory[models.Milestone]):
    class Meta:
        model = models.Milestone

    initiative = factory.SubFactory(InitiativeFactory)
    phase = models.Phase.INITIATIVE
    title = factory.Sequence(lambda n: f"Stap {n}")
    position = factory.Sequence(lambda n: n)


class TaskFactory(DjangoModelFactory[models.Task]):
    class Meta:
        model = models.Task

    initiative = factory.SubFactory(InitiativeFactory)
    title = factory.Sequence(lambda n: f"Taak {n}")


class MeetingFactory(DjangoModelFactory[models.Meeting]):
    """One that took place yesterday, of which nothing was written down yet."""

    class Meta:
        model = models.Meeting

    initiative = factory.SubFactory(InitiativeFactory)
    title = factory.Sequence(lambda n: f"Ledenavond {n}")
    starts_at = factory.LazyFunction(lambda: clock.now() - timedelta(days=1))


class GroupDecisionFactory(DjangoModelFactory[models.GroupDecision]):
    """By consent, today."""

    class Meta:
        model = models.GroupDecision

    initiative = factory.SubFactory(InitiativeFactory)
    number = factory.LazyAttribute(lambda made: made.initiative.decisions.count() + 1)
    title = factory.Sequence(lambda n: f"Besluit {n}")
    decided_on = factory.LazyFunction(clock.today)


class HouseholdFactory(DjangoModelFactory[models.Household]):
    """On the list, under those that are there; it wishes nothing yet."""

    class Meta:
        model = models.Household

    initiative = factory.SubFactory(InitiativeFactory)
    name = factory.Sequence(lambda n: f"Huishouden {n}")
    place = factory.LazyAttribute(lambda made: made.initiative.households.filter(left_on=None).count() + 1)
