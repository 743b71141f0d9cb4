"""Comments on tasks, steps and decisions: written, changed within the hour, removed.

The trail says which comment by its key, never what stands in it: that is for the group alone.
"""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.notifications.selectors import who_has_unread
from coophub.notifications.services import notify
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.refusals import refuse
from initiatives.may import why_not_change_comment, why_not_comment, why_not_remove_comment
from initiatives.models import Comment, Initiative
from initiatives.selectors.comments import Commented, named_in, subject_of, who_follow
from initiatives.selectors.people import active_members, memberships_of

MOST_IN_AN_HOUR = 30
"""So many comments somebody writes in one group in an hour: each may send e-mails."""


@transaction.atomic
def write_comment(*, subject: Commented, text: str, mentioned: Iterable[User], key: UUID, user: User) -> Comment:
    """Keeps a comment, and tells who is mentioned, in the form or by "@" and a name in the text, and whom it concerns.

    `key` names the form: sent twice it is one. Raises DomainError for who is no member, and after too many in an hour.
    """
    initiative = Initiative.objects.select_for_update(no_key=True).get(pk=subject.initiative.pk)
    written_before = initiative.comments.filter(key=key).first()
    if written_before is not None:
        return written_before
    refuse(why_not_comment(initiative, user))
    lately = initiative.comments.filter(author=user, written_at__gt=clock.now() - timedelta(hours=1)).count()
    if lately >= MOST_IN_AN_HOUR:
        sentence = _("You wrote %(count)s comments in the last hour, and that is the most. Write again later.")
        raise DomainError(sentence % {"count": MOST_IN_AN_HOUR}, field="text")
    follow = {member.pk for member in who_follow(subject)}
    comment = Comment.objects.create(
        initiative=initiative, key=key, author=user, text=text.strip(), **{subject.kind: subject.thing}
    )
    members = [member for member in active_members(initiative) if member != user]
    called = {member.pk for member in [*mentioned, *named_in(text, members)]}
    comment.mentioned.set([member for member in members if member.pk in called])
    record(actor=user, action="initiatives.write_comment", target=initiative, after=_traced(comment, subject))
    _tell(comment, subject, "initiatives_mentioned", [member for member in members if member.pk in called])
    _tell(comment, subject, "initiatives_comment", [member for member in members if member.pk in follow - called])
    return comment


@transaction.atomic
def change_comment(*, comment: Comment, text: str, user: User) -> Comment:
    """Gives a comment other words. Raises DomainError after an hour, and for who did not write it."""
    comment = _locked(comment)
    refuse(why_not_change_comment(comment, list(memberships_of(comment.initiative)), user))
    if comment.text == text.strip():
        return comment
    comment.text, comment.changed_at = text.strip(), clock.now()
    comment.save(update_fields=["text", "changed_at"])
    traced = _traced(comment, subject_of(comment))
    record(actor=user, action="initiatives.change_comment", target=comment.initiative, after=traced)
    return comment


@transaction.atomic
def remove_comment(*, comment: Comment, user: User) -> Comment:
    """Takes the words away and leaves a line. Removing twice changes nothing.

    Raises DomainError for who neither wrote it nor owns the group.
    """
    comment = _locked(comment)
    if comment.removed_at:
        return comment
    refuse(why_not_remove_comment(comment, list(memberships_of(comment.initiative)), user))
    comment.text, comment.removed_at, comment.removed_by = "", clock.now(), user
    comment.save(update_fields=["text", "removed_at", "removed_by"])
    comment.mentioned.clear()
    traced = _traced(comment, subject_of(comment))
    record(actor=user, action="initiatives.remove_comment", target=comment.initiative, after=traced)
    return comment


def _tell(comment: Comment, subject: Commented, kind: str, people: Iterable[User]) -> None:
    """Who has a notice about this page that they did not read yet gets no second one."""
    told = who_has_unread(kind=kind, url=subject.address)
    notify(
        recipients=[member for member in people if member.pk not in told],
        kind=kind,
        context={"initiative": comment.initiative.name, "author": str(comment.author)},
        url=subject.address,
    )


def _traced(comment: Comment, subject: Commented) -> dict[str, str]:
    return {"comment": str(comment.key), "about": f"{subject.kind} {subject.thing.pk}"}


def _locked(comment: Comment) -> Comment:
    found: QuerySet[Comment] = Comment.objects.select_for_update(of=("self",))
    return found.select_related("initiative", "task", "milestone", "decision").get(pk=comment.pk)
