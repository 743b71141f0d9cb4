"""What somebody who assesses or signs had better look at first, in an application as it was submitted.

Each is a sentence and no verdict: there may be a good reason for it. Only what was frozen is read, never what the group
has now.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, cast

from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coophub.web.fields import IbanField, KvkNumberField
from coophub.web.formats import day, euro, euro_cents
from financing.engine import read_result
from financing.plans.forms.assumptions import furthest_from_usual
from financing.subsidies.models import RegisterExtract, Submission
from financing.subsidies.selectors.submitted import Submitted, read_content

MOST_FIGURES = 3
"""So many figures of the plan are named, those furthest from what is usual."""
HALF_A_EURO = 0.5
SAYS_NOTHING = {
    "cooperatie",
    "cooperatieve",
    "wooncooperatie",
    "vereniging",
    "stichting",
    "ua",
    "van",
    "het",
    "een",
    "aan",
}
"""Words in names of groups that many groups share."""


@dataclass(frozen=True)
class Unusual:
    """A sentence, and the tab of the dossier where it can be seen."""

    sentence: str
    tab: str


def unusual_in(submission: Submission) -> list[Unusual]:
    """Everything, the plan first. Worked out once for a submission, which never changes; what the trade register says
    comes later.
    """
    key = f"unusual-{submission.sha256}-{get_language()}"
    frozen = cast(list[Unusual], caches["drawn"].get_or_set(key, lambda: list(_every(submission.content))))
    return [*frozen, *_in_the_trade_register(submission)]


def _every(content: dict[str, Any]) -> Iterator[Unusual]:
    submitted = read_content(content)
    if plan := content.get("plan"):
        yield from _of_the_plan(plan, submitted)
    if "budget" in submitted.parts:
        yield from _of_the_budget(submitted)
    yield from _same_files(submitted)
    yield from _of_the_applicant(submitted, content["initiative"])


def _of_the_plan(plan: dict[str, Any], submitted: Submitted) -> Iterator[Unusual]:
    if submitted.plan_closes is False:
        yield Unusual(submitted.plan_sentence, "plan")
    gap = float(read_result(plan["result"]).funding.gap)
    if gap > HALF_A_EURO:
        yield Unusual(_("Of the investment, %(gap)s has no source yet.") % {"gap": euro(gap)}, "plan")
    for figure in furthest_from_usual(plan["document"], MOST_FIGURES):
        facts = {"figure": figure.label, "row": figure.row, "value": figure.value, "usual": figure.usual}
        if figure.row:
            yield Unusual(_("%(row)s, %(figure)s: %(value)s. Usual is %(usual)s.") % facts, "plan")
        else:
            yield Unusual(_("%(figure)s: %(value)s. Usual is %(usual)s.") % facts, "plan")


def _of_the_budget(submitted: Submitted) -> Iterator[Unusual]:
    open_amount = submitted.total_costs - submitted.total_covered
    if open_amount > 0:
        yield Unusual(
            _("Of the costs, %(amount)s is not paid by anybody.") % {"amount": euro_cents(open_amount)}, "application"
        )
    if open_amount < 0:
        sentence = _("The group would get %(amount)s more than it costs.") % {"amount": euro_cents(-open_amount)}
        yield Unusual(sentence, "application")


def _same_files(submitted: Submitted) -> Iterator[Unusual]:
    documents = sorted(submitted.documents, key=lambda document: document.sha256)
    for _seal, found in groupby(documents, key=lambda document: document.sha256):
        titles = [document.title for document in found]
        if len(titles) > 1:
            sentence = _("The same file is given as %(titles)s.") % {
                "titles": ", ".join(f"“{title}”" for title in titles)
            }
            yield Unusual(sentence, "documents")


def _of_the_applicant(submitted: Submitted, initiative: dict[str, Any]) -> Iterator[Unusual]:
    number, account = submitted.kvk_number, submitted.iban
    if number and not _is_taken_by(KvkNumberField(), number):
        sentence = _("“%(number)s” is no number of the trade register: that has eight digits.") % {"number": number}
        yield Unusual(sentence, "application")
    if account and not _is_taken_by(IbanField(), account):
        yield Unusual(_("“%(account)s” is no right account number.") % {"account": account}, "application")
    group = f"{initiative['name']} {initiative.get('legal_name', '')}"
    if submitted.account_name and not _words_of(submitted.account_name) & _words_of(group):
        facts = {"name": submitted.account_name, "group": initiative.get("legal_name") or initiative["name"]}
        yield Unusual(_("The account is in the name of “%(name)s”, and the group is %(group)s.") % facts, "application")


def _in_the_trade_register(submission: Submission) -> Iterator[Unusual]:
    extract: RegisterExtract | None = getattr(submission, "register_extract", None)
    if extract is None:
        return
    facts = {"number": extract.number, "name": extract.name, "group": submission.applicant.full_name}
    if not extract.name:
        yield Unusual(_("The trade register has no number %(number)s.") % facts, "application")
    elif not _words_of(extract.name) & _words_of(f"{submission.initiative_name} {submission.legal_name}"):
        sentence = _("In the trade register %(number)s is “%(name)s”, and the group is %(group)s.")
        yield Unusual(sentence % facts, "application")
    if extract.ended_on is not None:
        sentence = _("By the trade register “%(name)s” ended on %(day)s.")
        yield Unusual(sentence % {**facts, "day": day(extract.ended_on)}, "application")


def _is_taken_by(field: KvkNumberField | IbanField, text: str) -> bool:
    try:
        field.clean(text)
    except ValidationError:
        return False
    return True


def _words_of(name: str) -> set[str]:
    """The words by which somebody knows a group, without accents and legal forms."""
    plain = unicodedata.normalize("NFKD", name.lower().replace(".", "")).encode("ascii", "ignore").decode()
    words = "".join(sign if sign.isalnum() else " " for sign in plain).split()
    return {word for word in words if len(word) > 2 and word not in SAYS_NOTHING}
