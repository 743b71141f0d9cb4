"""Who uses CoopHub: people, their organisations and the roles given to them."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any, ClassVar

import rules
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from coophub.proposals.models import takes_two
from coophub.web import clock
from coophub.web.model_fields import MomentColumn
from coophub.web.searching import words_field
from coophub.web.written_once import written_once


class Role(models.TextChoices):
    """What somebody does in CoopHub besides being a member of an initiative.

    Membership of an initiative is no row here: it belongs to the initiative (`initiatives.Membership`).
    """

    ADVISOR = "advisor", _("Advisor")
    REVIEWER = "reviewer", _("Reviewer")
    DECIDER = "decider", _("Decider")
    SCHEME_MANAGER = "scheme_manager", _("Scheme manager")
    ADMINISTRATOR = "administrator", _("Administrator")

    @property
    def takes_two(self) -> bool:
        """Whether one administrator proposes it and another confirms: it has to do with other people's money."""
        return self is not Role.ADVISOR


class Organisation(models.Model):
    class Kind(models.TextChoices):
        MINISTRY = "ministry", _("Ministry")
        KNOWLEDGE_NETWORK = "knowledge_network", _("Knowledge network")
        MUNICIPALITY = "municipality", _("Municipality")
        HOUSING_CORPORATION = "housing_corporation", _("Housing corporation")
        OTHER = "other", _("Other")

    name = models.CharField(_("name"), max_length=200, unique=True)
    kind = models.CharField(_("kind"), max_length=30, choices=Kind)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """An account under this e-mail address; without a password nobody can sign in with one."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        """An administrator who may open the technical admin."""
        return self.create_user(email, password, **{**fields, "is_staff": True, "is_superuser": True})


class User(AbstractBaseUser, PermissionsMixin):
    """A person. The e-mail address, always lower case, is the name to sign in with."""

    class Language(models.TextChoices):
        DUTCH = "nl", _("Dutch")
        ENGLISH = "en", _("English")

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("organisation")
    )
    language = models.CharField(_("language"), max_length=5, choices=Language, default=Language.DUTCH)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may open the technical admin"), default=False)
    is_demo = models.BooleanField(_("demo account"), default=False, editable=False)
    demo_role = models.CharField(_("what this demo account does"), max_length=100, blank=True, editable=False)
    last_login = MomentColumn(_("last login"), null=True, blank=True)
    date_joined = MomentColumn(_("joined at"), default=clock.now, editable=False)
    terms_accepted_at = MomentColumn(_("accepted the terms at"), null=True, editable=False)
    words = words_field("name", "email")

    objects = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["email"]
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_is_lower_case"),
        ]
        indexes = [
            # Finding a person among many (selectors.people).
            models.Index(fields=["name", "email"], name="people_by_name"),
            GinIndex(fields=["words"], name="people_words"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.email

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """What a rule says is said by that rule alone: Django's own permissions, which ask the database, are for the
        technical admin.
        """
        if rules.perm_exists(perm) and not self.is_superuser:
            return bool(rules.has_perm(perm, self, obj))
        return super().has_perm(perm, obj)

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles given to this person (one query, once per object)."""
        if "role_grants" in self.__dict__.get("_prefetched_objects_cache", {}):
            return frozenset(grant.role for grant in self.role_grants.all())
        return frozenset(role for (role,) in _roles_of(self.pk))

    def know_roles(self, roles: Iterable[str]) -> None:
        """Takes the roles that were read along with something else, so that nobody asks for them."""
        self.__dict__["roles"] = frozenset(roles)

    def forget_roles(self) -> None:
        """To be called after a change of `role_grants`, so that `roles` asks again."""
        self.__dict__.pop("roles", None)
        self.__dict__.get("_prefetched_objects_cache", {}).pop("role_grants", None)

    def has_role(self, *roles: str) -> bool:
        """Whether this active person has one of these roles."""
        return self.is_active and not self.roles.isdisjoint(roles)

    @property
    def needs_second_factor(self) -> bool:
        """Staff and advisors see other people's affairs, so a password alone does not let them in."""
        return bool(self.roles) or self.is_staff or self.is_superuser


class RoleGrant(models.Model):
    """That somebody has a role, and who gave it: two administrators, or whoever runs the server."""

    user = models.ForeignKey(User, models.CASCADE, related_name="role_grants", verbose_name=_("user"))
    role = models.CharField(_("role"), max_length=20, choices=Role)
    granted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("granted by"))
    granted_at = MomentColumn(_("granted at"), default=clock.now, editable=False)
    proposal = models.OneToOneField("proposals.Proposal", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [models.UniqueConstraint(fields=["user", "role"], name="role_granted_once")]
        triggers = [takes_two(unless="NEW.role = 'advisor' OR NEW.granted_by_id IS NULL")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


@written_once
def _roles_of(user: int) -> models.QuerySet[RoleGrant, tuple[str]]:
    """Asked by every page of who is signed in."""
    return RoleGrant.objects.filter(user=user).values_list("role")
