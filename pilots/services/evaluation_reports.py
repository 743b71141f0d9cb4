"""An evaluation report: begun with the figures of that day, written by several, offered by one and made final by
another.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import Role, User
from coophub.accounts.selectors import people_with_role
from coophub.audit.services import record
from coophub.notifications.services import notify
from coophub.web import clock
from coophub.web.clashes import ClashError
from coophub.web.errors import DomainError
from coophub.web.refusals import refuse
from financing.subsidies.law.freezing import seal
from pilots.models import EvaluationReport, Programme, ReportComment, ReportText
from pilots.selectors.answers import answers_in
from pilots.selectors.cohorts.analysis import CohortChoice
from pilots.selectors.cohorts.kept import kept_figures
from pilots.selectors.evaluation_reports import content_of_report, done_by, reports
from pilots.selectors.may_report import (
    why_not_freeze_report,
    why_not_offer_report,
    why_not_remove_report,
    why_not_start_report,
    why_not_write_report,
)
from pilots.services.cohorts import cohort_now, progress_now
from pilots.services.running import CHANGED_MEANWHILE


@transaction.atomic
def start_report(*, programme: Programme, user: User) -> EvaluationReport:
    """Begins a report with the figures of today.

    Raises DomainError for who may not write it, and while there is a draft of one.
    """
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    refuse(why_not_start_report(programme, user))
    last = programme.evaluation_reports.aggregate(last=Max("number"))["last"] or 0
    report = EvaluationReport.objects.create(
        programme=programme, number=last + 1, figures=_figures_now(programme), started_by=user
    )
    record(actor=user, action="pilots.start_report", target=report, after=_as_of(report))
    return report


@transaction.atomic
def renew_figures(*, report: EvaluationReport, user: User) -> EvaluationReport:
    """Takes the figures of today. Raises DomainError for who may not write it, and once it is final."""
    report = _locked(report)
    refuse(why_not_write_report(report, user))
    before = _as_of(report)
    report.figures = _figures_now(report.programme)
    report.save(update_fields=["figures"])
    record(actor=user, action="pilots.renew_report_figures", target=report, before=before, after=_as_of(report))
    _is_draft_again(report, user)
    return report


@transaction.atomic
def write_chapter(*, report: EvaluationReport, chapter: str, text: str, revision: int, user: User) -> ReportText:
    """Keeps what stands in a chapter now. A report that was offered is a draft again.

    Raises ClashError when somebody else changed the chapter after `revision` (0: nothing stood there), DomainError for
    who may not write it, and once it is final.
    """
    report = _locked(report)
    refuse(why_not_write_report(report, user))
    written = report.texts.filter(chapter=chapter).first() or ReportText(report=report, chapter=chapter, revision=0)
    if written.text == text:
        return written
    if revision != written.revision:
        raise ClashError(CHANGED_MEANWHILE, revision=written.revision)
    written.text, written.changed_by, written.changed_at = text, user, clock.now()
    written.revision += 1
    written.save()
    after = {"chapter": chapter, "revision": written.revision}
    record(actor=user, action="pilots.write_report_chapter", target=report, after=after)
    _is_draft_again(report, user)
    return written


@transaction.atomic
def comment_report(*, report: EvaluationReport, chapter: str, text: str, user: User) -> ReportComment:
    """Puts a remark beside a chapter. Sent twice it is there once; a report that was offered is a draft again.

    Raises DomainError for who may not write the report, and once it is final.
    """
    report = _locked(report)
    refuse(why_not_write_report(report, user))
    comment, is_new = ReportComment.objects.get_or_create(
        report=report, chapter=chapter, text=text, written_by=user, resolved_at=None
    )
    if is_new:
        record(actor=user, action="pilots.comment_report", target=report, after={"chapter": chapter})
        _is_draft_again(report, user)
    return comment


@transaction.atomic
def settle_comment(*, comment: ReportComment, is_resolved: bool, user: User) -> ReportComment:
    """Resolves a remark, or opens it again. Done twice it is done once.

    Raises DomainError for who may not write the report, and once it is final.
    """
    report = _locked(comment.report)
    comment = ReportComment.objects.select_for_update().get(pk=comment.pk)
    refuse(why_not_write_report(report, user))
    if comment.is_open != is_resolved:
        return comment
    comment.resolved_by, comment.resolved_at = (user, clock.now()) if is_resolved else (None, None)
    comment.save(update_fields=["resolved_by", "resolved_at"])
    after = {"chapter": comment.chapter, "is_resolved": is_resolved}
    record(actor=user, action="pilots.settle_report_comment", target=report, after=after)
    if not is_resolved:
        _is_draft_again(report, user)
    return comment


@transaction.atomic
def offer_report(*, report: EvaluationReport, user: User) -> EvaluationReport:
    """Asks the others who write it to read it and make it final.

    Raises DomainError for who may not, while a comment is open, and while a chapter says nothing.
    """
    report = _locked(report)
    refuse(why_not_offer_report(report, user))
    report.offered_by, report.offered_at = user, clock.now()
    report.save(update_fields=["offered_by", "offered_at"])
    record(actor=user, action="pilots.offer_report", target=report, after={"seal": seal(content_of_report(report))})
    _tell(_writers_but(user, report), report, "pilots_report_offered")
    return report


@transaction.atomic
def freeze_report(*, report: EvaluationReport, read: str, user: User) -> EvaluationReport:
    """Makes the report final with all that it says, of which `read` is the seal. Nothing of it changes after that.

    Raises DomainError for who offered it and for who may not, when it is not offered any more, and when it was changed
    since it was read.
    """
    report = _locked(report)
    refuse(why_not_freeze_report(report, user))
    content = content_of_report(report)
    if read != seal(content):
        raise DomainError(_("The report was changed since you read it. Read it again before you make it final."))
    report.frozen_by, report.frozen_at = user, clock.now()
    report.content = {**content, "frozen": done_by(user, report.frozen_at)}
    report.sha256 = seal(report.content)
    report.save(update_fields=["frozen_by", "frozen_at", "content", "sha256"])
    record(actor=user, action="pilots.freeze_report", target=report, after={"sha256": report.sha256})
    _tell(_writers_but(user, report), report, "pilots_report_final")
    return report


@transaction.atomic
def remove_report(*, report: EvaluationReport, user: User) -> None:
    """Throws a draft away with its texts and comments, and tells who else wrote in it.

    Raises DomainError for who may not, and once it is final.
    """
    report = _locked(report)
    refuse(why_not_remove_report(report, user))
    wrote = {text.changed_by for text in report.texts.all()} | {one.written_by for one in report.comments.all()}
    record(actor=user, action="pilots.remove_report", target=report, before={"seal": seal(content_of_report(report))})
    address = reverse("pilots:programme", args=[report.programme.slug])
    context = {"programme": report.programme.name, "name": str(user)}
    notify(recipients=wrote - {user}, kind="pilots_report_removed", context=context, url=address, email=False)
    report.delete()


def _figures_now(programme: Programme) -> dict[str, Any]:
    choice = CohortChoice(programme=programme.slug)
    return kept_figures(cohort_now(choice), progress_now(choice), answers_in(programme))


def _locked(report: EvaluationReport) -> EvaluationReport:
    EvaluationReport.objects.select_for_update().get(pk=report.pk)
    return reports().get(pk=report.pk)


def _is_draft_again(report: EvaluationReport, user: User) -> None:
    """What was offered was another report: who offered it hears that, unless they changed it themselves."""
    if not report.is_offered or report.offered_by is None:
        return
    offered_by = report.offered_by
    report.offered_by, report.offered_at = None, None
    report.save(update_fields=["offered_by", "offered_at"])
    if offered_by != user:
        _tell([offered_by], report, "pilots_report_draft_again")


def _writers_but(user: User, report: EvaluationReport) -> list[User]:
    """Everybody else who can write this report."""
    advisors = people_with_role(Role.ADVISOR).filter(assignments__pilot__programme=report.programme).distinct()
    people = {person.pk: person for person in [*advisors, *people_with_role(Role.ADMINISTRATOR)]}
    return [person for key, person in people.items() if key != user.pk]


def _tell(people: Iterable[User], report: EvaluationReport, kind: str) -> None:
    context = {"programme": report.programme.name}
    notify(recipients=people, kind=kind, context=context, url=reverse("pilots:report", args=[report.pk]), email=False)


def _as_of(report: EvaluationReport) -> dict[str, str]:
    return {"figures_of": report.figures["as_of"]}
