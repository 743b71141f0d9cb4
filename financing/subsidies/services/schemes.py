"""Making schemes: write, put up for approval, approve and publish by somebody else, go on with a next version."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max, Model
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from coophub.accounts.models import Role, User
from coophub.accounts.selectors import people_with_role
from coophub.audit.services import record
from coophub.notifications.services import notify
from coophub.web import clock
from coophub.web.clashes import ClashError
from coophub.web.errors import DomainError
from coophub.web.formats import moment
from coophub.web.texts import clean_document
from financing.subsidies.models import (
    TOTAL,
    CeilingBalance,
    Criterion,
    EligibilityRule,
    LoanTerms,
    PhaseMaximum,
    RequiredDocument,
    Scheme,
    SchemeTerm,
    SchemeVersion,
    TextBlock,
)
from financing.subsidies.procedure.may.schemes import why_not_publish, why_not_put_up
from financing.subsidies.procedure.signing import scheme_to_sign
from financing.subsidies.schemes.document import add_parts, apply_fields, document_of
from financing.subsidies.schemes.eligibility import rule_in_words
from financing.subsidies.services.signing import keep_version, sign
from financing.subsidies.services.steps import refuse

ROWS: dict[str, type[Model]] = {
    "required_documents": RequiredDocument,
    "criteria": Criterion,
    "terms": SchemeTerm,
    "text_blocks": TextBlock,
}
"""The parts that a section replaces as a whole."""
WINDOW = dt.timedelta(days=120)


@transaction.atomic
def create_scheme(*, name: str, user: User | None, document: dict[str, Any] | None = None) -> SchemeVersion:
    """A scheme with a first version to work on: empty, or after an example.

    Its window opens in a month until somebody sets it.

    Raises DomainError when a scheme of this name exists.
    """
    slug = slugify(name)[:50]
    if not slug or Scheme.objects.filter(slug=slug).exists():
        raise DomainError(_("There is a scheme of this name already. Choose another name."), field="name")
    scheme = Scheme.objects.create(slug=slug, name=name)
    version = _create_version(scheme, 1, document or {}, user)
    record(actor=user, action="subsidies.create_scheme", target=version, after={"name": name})
    return version


@transaction.atomic
def create_next_version(*, version: SchemeVersion, user: User) -> SchemeVersion:
    """The next version of a published one, with the same rules and a window of its own.

    One that is being written is given back.

    Raises DomainError while this version itself is not published.
    """
    scheme = Scheme.objects.select_for_update().get(pk=version.scheme_id)
    if version.published_at is None:
        raise DomainError(_("This version is not published yet. Change it itself."))
    if unpublished := scheme.versions.filter(published_at=None).first():
        return unpublished
    last = scheme.versions.aggregate(last=Max("number"))["last"]
    found = _create_version(scheme, last + 1, document_of(version), user)
    record(actor=user, action="subsidies.next_version", target=found, after={"from": version.number})
    return found


@transaction.atomic
def save_scheme_section(
    *,
    version: SchemeVersion,
    values: Mapping[str, Any],
    revision: int,
    user: User,
    name: str | None = None,
    ceilings: Mapping[str, Decimal] | None = None,
    phase_maxima: Mapping[str, Decimal] | None = None,
    rows: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
    loan_terms: Mapping[str, Any] | None = None,
) -> SchemeVersion:
    """Keeps a section of the editor; a proposal lapses, for it was about what stood there before.

    Raises DomainError for a published version, and when somebody else changed it in the meantime.
    """
    version = _locked_draft(version, revision)
    before = document_of(version)
    for field, value in values.items():
        setattr(version, field, value)
    if name is not None and name != version.scheme.name:
        _rename(version.scheme, name)
    if ceilings is not None:
        version.ceiling = ceilings[TOTAL]
        version.balances.all().delete()
        CeilingBalance.objects.bulk_create(
            CeilingBalance(version=version, target=target, ceiling=ceiling) for target, ceiling in ceilings.items()
        )
    if phase_maxima is not None:
        version.phase_maxima.all().delete()
        PhaseMaximum.objects.bulk_create(
            PhaseMaximum(version=version, phase=phase, amount=amount) for phase, amount in phase_maxima.items()
        )
    for relation, parts in (rows or {}).items():
        _replace(version, relation, parts)
    if loan_terms is not None:
        LoanTerms.objects.update_or_create(version=version, defaults=dict(loan_terms))
    _touch(version, user)
    version.refresh_from_db()
    after = document_of(version)
    record(
        actor=user,
        action="subsidies.save_scheme",
        target=version,
        before={key: value for key, value in before.items() if after.get(key) != value},
        after={key: value for key, value in after.items() if before.get(key) != value},
    )
    return version


@transaction.atomic
def save_condition(
    *,
    version: SchemeVersion,
    fact: str,
    operator: str,
    value: Any,
    explanation: str,
    user: User,
    explanation_en: str = "",
    rule: EligibilityRule | None = None,
) -> EligibilityRule:
    """Adds a condition, or changes one.

    Without words of its own it gets a plain sentence, in both languages. Raises DomainError for a published version.
    """
    version = _locked_draft(version)
    words = {"nl": explanation.strip(), "en": explanation_en.strip()}
    if not words["nl"]:
        for language, own in words.items():
            with translation.override(language):
                words[language] = own or rule_in_words(fact, operator, value)
    defaults = {
        "fact": fact,
        "operator": operator,
        "value": value,
        "explanation": words["nl"],
        "explanation_en": words["en"],
    }
    if rule is None:
        position = version.eligibility_rules.count()
        rule = EligibilityRule.objects.create(version=version, position=position, **defaults)
    else:
        rule = EligibilityRule.objects.get(pk=rule.pk, version=version)
        for name, found in defaults.items():
            setattr(rule, name, found)
        rule.save()
    _touch(version, user)
    record(actor=user, action="subsidies.save_condition", target=version, after=defaults)
    return rule


@transaction.atomic
def remove_condition(*, version: SchemeVersion, rule: EligibilityRule, user: User) -> None:
    """Takes a condition away; removed twice is removed once. Raises DomainError for a published version."""
    version = _locked_draft(version)
    removed, _by_kind = version.eligibility_rules.filter(pk=rule.pk).delete()
    if removed:
        _touch(version, user)
        record(
            actor=user, action="subsidies.remove_condition", target=version, before={"explanation": rule.explanation}
        )


@transaction.atomic
def propose_scheme(*, version: SchemeVersion, user: User) -> SchemeVersion:
    """Puts a version up for approval by somebody else.

    Twice is once. Raises DomainError while something is in the way.
    """
    version = _locked_draft(version)
    if version.proposed_at is not None:
        return version
    refuse(why_not_put_up(version))
    version.proposed_by, version.proposed_at = user, clock.now()
    version.save(update_fields=["proposed_by", "proposed_at"])
    keep_version(scheme_to_sign(version), user=user)
    record(actor=user, action="subsidies.propose_scheme", target=version, after={"revision": version.revision})
    notify(
        recipients=people_with_role(Role.SCHEME_MANAGER, Role.DECIDER).exclude(pk=user.pk),
        kind="subsidies_scheme_to_approve",
        context={"scheme": version.title},
        url=reverse("subsidies:scheme_version", args=[version.pk]),
    )
    return version


@transaction.atomic
def return_scheme(*, version: SchemeVersion, reason: str, user: User) -> SchemeVersion:
    """Sends a proposal back to who wrote it, with what has to change.

    Raises DomainError when there is no proposal, for who wrote it or put it up, and without a reason.
    """
    version = _locked_draft(version)
    refuse(why_not_publish(version, user))
    if not reason.strip():
        raise DomainError(_("Write what has to change."), field="reason")
    proposer = version.proposed_by
    version.proposed_by = version.proposed_at = None
    version.save(update_fields=["proposed_by", "proposed_at"])
    record(actor=user, action="subsidies.return_scheme", target=version, after={"reason": reason.strip()})
    notify(
        recipients=[proposer] if proposer and proposer.pk != user.pk else [],
        kind="subsidies_scheme_returned",
        context={"scheme": version.title, "reason": reason.strip()},
        url=reverse("subsidies:scheme_version", args=[version.pk]),
    )
    return version


@transaction.atomic
@clock.at_one_moment
def publish_scheme(*, version: SchemeVersion, user: User, read: str | None = None) -> SchemeVersion:
    """Approves and publishes: from now on nothing in it changes. Published twice is published once.

    `read` is the seal of what was read. Raises DomainError for who proposed it or wrote any version of it, when
    something else was read, and while something is in the way.
    """
    found = SchemeVersion.objects.select_for_update(of=("self",)).select_related("scheme").get(pk=version.pk)
    if found.published_at is not None:
        return found
    refuse(why_not_publish(found, user) or why_not_put_up(found))
    sign(scheme_to_sign(found), user=user, read=read)
    found.approved_by, found.published_at = user, clock.now()
    found.save(update_fields=["approved_by", "published_at"])
    record(
        actor=user,
        action="subsidies.publish_scheme",
        target=found,
        after={"number": found.number, "document": document_of(found)},
    )
    return found


@transaction.atomic
def remove_scheme_draft(*, version: SchemeVersion, user: User) -> None:
    """Throws away a version that was never published, and a scheme that has no other.

    Raises DomainError for a published one.
    """
    version = _locked_draft(version)
    scheme = version.scheme
    record(actor=user, action="subsidies.remove_scheme", target=version, before=document_of(version))
    version.balances.all().delete()
    version.delete()
    if not scheme.versions.exists():
        scheme.delete()


def _create_version(scheme: Scheme, number: int, document: dict[str, Any], user: User | None) -> SchemeVersion:
    opens_at = _midnight_after(clock.today() + dt.timedelta(days=30))
    version = SchemeVersion(
        scheme=scheme,
        number=number,
        opens_at=opens_at,
        closes_at=opens_at + WINDOW - dt.timedelta(seconds=1),
        maximum_amount=Decimal(0),
        created_by=user,
        changed_by=user,
    )
    cleaned = clean_document(document)
    apply_fields(version, cleaned)
    version.save()
    add_parts(version, cleaned)
    if user is not None:
        keep_version(scheme_to_sign(version), user=user)
    return version


def _midnight_after(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time()))


def _rename(scheme: Scheme, name: str) -> None:
    """A new name, and while nothing is published a new address with it."""
    slug = slugify(name)[:50]
    if Scheme.objects.filter(slug=slug).exclude(pk=scheme.pk).exists() or not slug:
        raise DomainError(_("There is a scheme of this name already. Choose another name."), field="name")
    if scheme.versions.filter(published_at__isnull=False).exists():
        raise DomainError(_("A version of this scheme is published under this name, so it keeps it."), field="name")
    scheme.name, scheme.slug = name, slug
    scheme.save()


def _replace(version: SchemeVersion, relation: str, parts: Sequence[Mapping[str, Any]]) -> None:
    """New rows for old.

    A row keeps its slug, so that scores and documents that name it still fit; a new one gets one from its title.
    """
    model = ROWS[relation]
    getattr(version, relation).all().delete()
    taken = {str(part["slug"]) for part in parts if part.get("slug")}
    for number, part in enumerate(parts):
        values = dict(part)
        if "slug" in values:
            values["slug"] = values.get("slug") or _free_slug(values["title"], taken)
            taken.add(values["slug"])
            values["position"] = number
        model._default_manager.create(version=version, **values)


def _free_slug(title: str, taken: set[str]) -> str:
    base = slugify(title)[:40] or "item"
    names = [base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)


def _locked_draft(version: SchemeVersion, revision: int | None = None) -> SchemeVersion:
    found = (
        SchemeVersion.objects.select_for_update(of=("self",))
        .select_related("scheme", "changed_by", "proposed_by")
        .get(pk=version.pk)
    )
    if found.published_at is not None:
        raise DomainError(_("This version is published and never changes. Make a next version of it."))
    if revision is not None and found.revision != revision:
        raise ClashError(
            _(
                "%(name)s changed this scheme at %(time)s, while you were typing. Open the page again to see "
                "that change."
            )
            % {"name": found.changed_by or _("Somebody"), "time": moment(found.changed_at)},
            revision=found.revision,
        )
    return found


def _touch(version: SchemeVersion, user: User) -> None:
    version.revision += 1
    version.changed_by = user
    version.proposed_by = version.proposed_at = None
    version.save()
    keep_version(scheme_to_sign(version), user=user)
