"""Functions in the board: given, changed, and ended with the membership."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.web import clock
from coophub.web.clashes import NOTHING_SHOWN, ShownValues, still_there
from coophub.web.errors import DomainError
from coophub.web.formats import day
from coophub.web.refusals import refuse
from initiatives.may import why_not_change_board
from initiatives.models import BoardTerm, Initiative, Membership


@transaction.atomic
def give_function(
    *, membership: Membership, function: str, from_on: dt.date, user: User, until_on: dt.date | None = None
) -> BoardTerm:
    """Notes that a member has a function in the board. The same once more gives the one there is.

    Raises DomainError for who may not, for a last day before the first, and when the member has it in that time.
    """
    Initiative.objects.select_for_update().get(pk=membership.initiative_id)
    membership = Membership.objects.select_related("initiative", "user").get(pk=membership.pk)
    refuse(why_not_change_board(membership, user))
    term = BoardTerm(membership=membership, function=function, from_on=from_on, until_on=until_on)
    same = membership.board_terms.filter(function=function, from_on=from_on, until_on=until_on).first()
    if same is not None:
        return same
    _check(term)
    term.save()
    record(actor=user, action="initiatives.give_function", target=membership.initiative, after=_traced(term))
    return term


@transaction.atomic
def change_term(
    *,
    term: BoardTerm,
    function: str,
    from_on: dt.date,
    until_on: dt.date | None,
    user: User,
    shown: ShownValues = NOTHING_SHOWN,
) -> BoardTerm:
    """Corrects a function or its days.

    Raises ValuesClashError for what others changed after it was `shown`, DomainError for who left the group and as
    `give_function`.
    """
    term = still_there(_locked(term))
    refuse(why_not_change_board(term.membership, user))
    before = _traced(term)
    typed = {"function": function, "from_on": from_on, "until_on": until_on}
    for name, value in shown.merge(typed, onto=term).items():
        setattr(term, name, value)
    after = _traced(term)
    if before == after:
        return term
    _check(term)
    term.save()
    record(
        actor=user, action="initiatives.change_function", target=term.membership.initiative, before=before, after=after
    )
    return term


@transaction.atomic
def remove_term(*, term: BoardTerm, user: User) -> None:
    """Takes away what was never so. Removing it twice is once."""
    found = _locked(term)
    if found is None:
        return
    refuse(why_not_change_board(found.membership, user))
    record(actor=user, action="initiatives.remove_function", target=found.membership.initiative, before=_traced(found))
    found.delete()


def end_terms_of(membership: Membership, *, user: User) -> None:
    """Ends what somebody who leaves does in the board, and takes away what was still to begin: inside the transaction
    in which they leave.
    """
    today = clock.today()
    for term in membership.board_terms.exclude(until_on__lte=today):
        before = _traced(term)
        if term.from_on > today:
            term.delete()
            after = None
        else:
            term.until_on = today
            term.save(update_fields=["until_on"])
            after = _traced(term)
        record(actor=user, action="initiatives.end_function", target=membership.initiative, before=before, after=after)


def _locked(term: BoardTerm) -> BoardTerm | None:
    Initiative.objects.select_for_update().get(pk=term.membership.initiative_id)
    found = BoardTerm.objects.select_for_update(of=("self",)).select_related(
        "membership__initiative", "membership__user"
    )
    return found.filter(pk=term.pk).first()


def _check(term: BoardTerm) -> None:
    if term.until_on is not None and term.until_on < term.from_on:
        raise DomainError(_("The last day comes before the first one."), field="until_on")
    others = term.membership.board_terms.filter(function=term.function).exclude(pk=term.pk)
    other = next((other for other in others if term.overlaps(other)), None)
    if other is None:
        return
    sentence = _("%(name)s is %(function)s in that time already, from %(day)s on.")
    words = {"name": term.membership.user, "function": other.function_name, "day": day(other.from_on)}
    raise DomainError(sentence % words, field="function")


def _traced(term: BoardTerm) -> dict[str, object]:
    return {
        "member": term.membership.user,
        "function": term.function,
        "from_on": term.from_on,
        "until_on": term.until_on,
    }
