"""Who is asked to sign along, and why a second signature does not count any more: what is different since, in words."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coophub.accounts.models import User
from coophub.web.formats import day, euro_cents
from financing.plans.selectors.versions import changed_inputs
from financing.subsidies.applications.parts.budget import BUDGET
from financing.subsidies.applications.parts.findings import FrozenRows
from financing.subsidies.applications.parts.plan import PLAN
from financing.subsidies.applications.parts.project import PROJECT
from financing.subsidies.applications.sections import DOCUMENTS, PARTS, TITLES
from financing.subsidies.models import Application, DraftVersion, Signature, SignatureRequest, State
from financing.subsidies.procedure.signing import APPLICATION, ToSign, application_to_sign, co_signature
from initiatives.models import BoardFunction, Initiative, MemberRole
from initiatives.selectors.people import editors_of

MOST_SENTENCES = 5
"""More than anybody reads in one remark."""


@dataclass(frozen=True)
class SignedChange:
    """One thing that is different: the part of the application that it stands in, and what it was and is."""

    part: str
    sentence: str


def changes_since(signature: Signature, application: Application) -> list[SignedChange]:
    """What is different now from what was signed; empty when it is all as it was."""
    now = application_to_sign(application)
    if signature.sha256 == now.seal:
        return []
    found = list(changes_between(signature.content, now.content))
    return found or [SignedChange("", _("Something in the application is different."))]


@dataclass(frozen=True)
class AskedToSign:
    """Somebody who was asked to sign along and can, and what is different since: since that person signed before, or
    else since the request.
    """

    request: SignatureRequest
    signed_at: dt.datetime | None
    """When that person signed an earlier version."""
    changes: list[str]

    @property
    def asked(self) -> User:
        return self.request.asked


def asked_to_sign(application: Application) -> list[AskedToSign]:
    """Who was asked to sign a draft along and still can; nobody when it is signed or submitted."""
    if not application.is_draft or (last := _last_requests(application)) == {} or co_signature(application) is not None:
        return []
    signatures = {item.signed_by_id: item for item in application.signatures.filter(draft=APPLICATION)}
    now = application_to_sign(application)
    found = []
    for person in editors_of(application.initiative):
        if person.pk == application.changed_by_id or person.pk not in last:
            continue
        request, signature = last[person.pk], signatures.get(person.pk)
        changes = list(changes_between((signature or request).content, now.content))
        found.append(AskedToSign(request, signature.signed_at if signature else None, sentences_of(changes)))
    return found


def waits_for_signature_of(initiative: Initiative, user: User) -> list[AskedToSign]:
    """What somebody of a group was asked to sign along, and can. One query for who was asked nothing."""
    drafts = Application.objects.filter(initiative=initiative, state=State.DRAFT, signature_requests__asked=user)
    found = drafts.select_related("initiative", "scheme_version__scheme", "plan").distinct()
    return [item for application in found for item in asked_to_sign(application) if item.asked == user]


def _last_requests(application: Application) -> dict[int, SignatureRequest]:
    """The last request to each person."""
    found = application.signature_requests.select_related("asked", "asked_by")
    return {request.asked_id: request for request in found}


def parts_changed(to_sign: ToSign, read: str) -> list[str]:
    """What is different from what somebody read, in words: of a version that was kept, or that was signed."""
    of_what_was_read = {"application": to_sign.application, "sha256": read}
    kept = (
        DraftVersion.objects.filter(**of_what_was_read).first() or Signature.objects.filter(**of_what_was_read).first()
    )
    if kept is None:
        return []
    if to_sign.draft == APPLICATION:
        return list(dict.fromkeys(change.part for change in changes_between(kept.content, to_sign.content)))
    keys = [key for key in {**kept.content, **to_sign.content} if kept.content.get(key) != to_sign.content.get(key)]
    return [str(to_sign.names[key]) for key in keys if key in to_sign.names]


def sentences_of(changes: Sequence[SignedChange]) -> list[str]:
    """The first of them, and how many more there are."""
    shown = [change.sentence for change in changes[:MOST_SENTENCES]]
    rest = len(changes) - len(shown)
    if rest:
        shown.append(ngettext("And one thing more.", "And %(count)s things more.", rest) % {"count": rest})
    return shown


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[SignedChange]:
    """What is different between two contents that were or would be signed."""
    yield from _profile(before["initiative"], after["initiative"])
    yield from _members(before["members"], after["members"])
    yield from _answers(before, after)
    for part in PARTS:
        for was, now in zip(part.rows_in(before), part.rows_in(after), strict=True):
            yield from _rows(part.title, was, now)
        if part.slug == PLAN:
            yield from _plan(before["plan"], after["plan"])
        if part.slug == BUDGET:
            yield from _amount(before["amount_requested"], after["amount_requested"])
    yield from _rows(TITLES[DOCUMENTS], before["documents"], after["documents"])


def _profile(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[SignedChange]:
    for name, value in after.items():
        if value != before.get(name):
            label = (
                _("Province")
                if name == "province"
                else str(getattr(Initiative._meta.get_field(name), "verbose_name", name))
            )
            yield _from_to(_("Profile"), label.capitalize(), _shown(name, before.get(name)), _shown(name, value))


def _shown(name: str, value: Any) -> str:
    """A fact of the profile as people read it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    field = None if name == "province" else Initiative._meta.get_field(name)
    choices = dict(getattr(field, "flatchoices", None) or [])
    return str(choices.get(value, value))


def _members(before: FrozenRows, after: FrozenRows) -> Iterator[SignedChange]:
    part = _("People")
    was = {row["person"]: row for row in before}
    now = {row["person"]: row for row in after}
    different = {person for person in was | now if was.get(person) != now.get(person)}
    for person in User.objects.filter(pk__in=different).order_by("name", "pk"):
        if person.pk not in now:
            yield SignedChange(part, _("%(name)s is not in your group any more.") % {"name": person})
        elif person.pk not in was:
            yield SignedChange(part, _("%(name)s came into your group.") % {"name": person})
        else:
            yield _from_to(part, str(person), *(_place_in_group(side[person.pk]) for side in (was, now)))


def _place_in_group(member: Mapping[str, Any]) -> str:
    """The role of a member, with what that person does in the board."""
    return ", ".join([MemberRole(member["role"]).short_label, *(_term(term) for term in member.get("board", ()))])


def _term(term: Mapping[str, Any]) -> str:
    function = str(BoardFunction(term["function"]).label).lower()
    from_on, until_on = (day(dt.date.fromisoformat(on)) if on else "" for on in (term["from_on"], term["until_on"]))
    words = {"function": function, "day": from_on, "until": until_on}
    sentence = _("%(function)s from %(day)s until %(until)s") if until_on else _("%(function)s from %(day)s")
    return sentence % words


def _answers(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[SignedChange]:
    for part, title in TITLES.items():
        is_different = before["answers"].get(part) != after["answers"].get(part)
        if is_different or (part == PROJECT and before["target"] != after["target"]):
            yield SignedChange(str(title), _("The answers under “%(part)s” are different.") % {"part": title})


def _plan(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> Iterator[SignedChange]:
    title = str(TITLES[PLAN])
    if before is None or after is None or before["name"] != after["name"]:
        yield from () if before == after else [_from_to(title, title, _name_of(before), _name_of(after))]
        return
    rows = changed_inputs(before["document"], after["document"])
    for row in rows:
        yield _from_to(title, row.label, *row.values)
    if not rows and before != after:
        yield SignedChange(title, _("“%(part)s” is different.") % {"part": title})


def _name_of(plan: Mapping[str, Any] | None) -> str:
    return plan["name"] if plan else "–"


def _amount(before: str, after: str) -> Iterator[SignedChange]:
    if before != after:
        amounts = [euro_cents(Decimal(amount)) for amount in (before, after)]
        yield _from_to(TITLES[BUDGET], _("What you ask"), *amounts)


def _rows(title: Any, before: FrozenRows, after: FrozenRows) -> Iterator[SignedChange]:
    """Rows by what they are called: which came, which went, and which are different."""
    part, was, now = str(title), _by_name(before), _by_name(after)
    for name in (name for name in was if name not in now):
        yield SignedChange(part, _("%(part)s: “%(row)s” is gone.") % {"part": part, "row": name})
    for name, row in now.items():
        if name not in was:
            yield SignedChange(part, _("%(part)s: “%(row)s” is new.") % {"part": part, "row": name})
        elif row != was[name]:
            yield SignedChange(part, _("%(part)s: “%(row)s” is different.") % {"part": part, "row": name})


def _by_name(rows: FrozenRows) -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        name = next((str(row[key]) for key in ("title", "description", "granted_by", "starts_on") if row.get(key)), "–")
        found.setdefault(name, []).append(row)
    return found


def _from_to(part: Any, what: str, before: str, after: str) -> SignedChange:
    sentence = _("%(what)s: from “%(before)s” to “%(after)s”.")
    return SignedChange(str(part), sentence % {"what": what, "before": before or "–", "after": after or "–"})
