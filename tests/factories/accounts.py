"""People."""

import factory
from allauth.account.models import EmailAddress
from factory.django import DjangoModelFactory

from coophub.accounts.demo import give_demo_second_factor
from coophub.accounts.models import RoleGrant, User

PASSWORD = "een-lang-wachtwoord-1"


class UserFactory(DjangoModelFactory[User]):
    """Somebody with a confirmed address. `roles=[...]` gives roles and a second factor (`second_factor=False`: without it)."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person-{n}@example.org")
    name = factory.Sequence(lambda n: f"Persoon {n}")

    @classmethod
    def _create(cls, model_class, *args, roles=(), second_factor=True, password=None, **kwargs):
        user = model_class.objects.create_user(kwargs.pop("email"), password, **kwargs)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        RoleGrant.objects.bulk_create(RoleGrant(user=user, role=role) for role in roles)
        if roles and second_factor:
            give_demo_second_factor(user)
        return user
