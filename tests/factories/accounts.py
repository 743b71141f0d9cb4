"""People."""

from typing import Any

import factory
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from factory.django import DjangoModelFactory

from coophub.accounts.demo import give_demo_second_factor
from coophub.accounts.models import Organisation, Role, RoleGrant, User

PASSWORD = "een-lang-wachtwoord-1"


class UserFactory(DjangoModelFactory[User]):
    """Somebody with a confirmed address.

    `roles=[...]` gives roles and a second factor (`second_factor=False`: without it; True without roles gives one too).
    `password=PASSWORD` lets them sign in by the form.
    """

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person-{n}@example.org")
    name = factory.Sequence(lambda n: f"Persoon {n}")

    @classmethod
    def _create(cls, model_class, *args, roles=(), second_factor=None, password=None, **kwargs):
        user = model_class.objects.create_user(kwargs.pop("email"), password, **kwargs)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        RoleGrant.objects.bulk_create(RoleGrant(user=user, role=role) for role in roles)
        if bool(roles) if second_factor is None else second_factor:
            give_demo_second_factor(user)
        return user


class OrganisationFactory(DjangoModelFactory[Organisation]):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Organisatie {n}")
    kind = Organisation.Kind.MINISTRY


def advisor(**fields: Any) -> User:
    """Each of these has a second factor, unless `second_factor=False`."""
    return UserFactory(roles=[Role.ADVISOR], **fields)


def reviewer(**fields: Any) -> User:
    return UserFactory(roles=[Role.REVIEWER], **fields)


def decider(**fields: Any) -> User:
    return UserFactory(roles=[Role.DECIDER], **fields)


def scheme_manager(**fields: Any) -> User:
    return UserFactory(roles=[Role.SCHEME_MANAGER], **fields)


def administrator(**fields: Any) -> User:
    return UserFactory(roles=[Role.ADMINISTRATOR], **fields)


def code_of(user: User) -> str:
    """What the app on this person's phone shows now."""
    return code_for(decrypt(Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP).data["secret"]))


def code_for(secret: str) -> str:
    """What an app shows now that holds this key."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
