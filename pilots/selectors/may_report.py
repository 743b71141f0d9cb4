"""Why somebody may not begin, write or finish an evaluation report now: asked by pages, raised by services."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from coophub.accounts.rules import Person
from coophub.web.access import NOT_YOURS_TO_DO
from coophub.web.refusals import OUT_OF_ORDER, Refusal, by_person, by_state
from pilots.models import Chapter, EvaluationReport, Programme
from pilots.selectors.evaluation_reports import draft_of

ONLY_WRITERS = _("The advisors of this programme and who runs the programmes write its report.")
NEEDED = (Chapter.SUMMARY, Chapter.LESSONS, Chapter.ADVICE)
"""Chapters that have no figures of their own: without a text they say nothing."""


def why_not_start_report(programme: Programme, user: Person) -> Refusal | None:
    """Begin a report: who advises in the programme or runs it, while there is no draft of one."""
    if not user.has_perm("pilots.start_report", programme):
        return by_person(ONLY_WRITERS)
    return by_state(_("There is a draft of a report already.")) if draft_of(programme) else None


def why_not_write_report(report: EvaluationReport, user: Person) -> Refusal | None:
    """Change its texts and figures, and remark on it, until it is final."""
    if not user.has_perm("pilots.write_report", report):
        return by_person(ONLY_WRITERS)
    return by_state(_("This report is final. Nothing of it changes any more.")) if report.is_final else None


def why_not_remove_report(report: EvaluationReport, user: Person) -> Refusal | None:
    """Throw a draft away, with what others wrote in it: who began it, or who runs the programmes."""
    if refusal := why_not_write_report(report, user):
        return refusal
    if report.started_by_id == user.pk or user.has_perm("pilots.manage_programmes"):
        return None
    return by_person(_("Who began this report throws it away, or who runs the programmes."))


def why_not_offer_report(report: EvaluationReport, user: Person) -> Refusal | None:
    """Ask somebody else to make it final: once every comment is resolved, and no chapter says nothing."""
    if refusal := why_not_write_report(report, user):
        return refusal
    if report.is_offered:
        return OUT_OF_ORDER
    is_open = sum(1 for comment in report.comments.all() if comment.is_open)
    if is_open:
        sentence = ngettext("%(count)s comment is still open.", "%(count)s comments are still open.", is_open)
        return by_state(sentence % {"count": is_open})
    written = {text.chapter for text in report.texts.all() if text.text}
    missing = [f"“{chapter.label}”" for chapter in NEEDED if chapter not in written]
    return by_state(_("Still to be written: %(chapters)s.") % {"chapters": ", ".join(missing)}) if missing else None


def why_not_freeze_report(report: EvaluationReport, user: Person) -> Refusal | None:
    """Make it final: somebody else than who offered it."""
    if refusal := why_not_write_report(report, user):
        return refusal
    if not report.is_offered:
        return OUT_OF_ORDER
    if report.offered_by_id == user.pk:
        return by_person(_("You offered this report. Another advisor of the programme or who runs it makes it final."))
    return None


def why_not_see_parliament(user: Person) -> Refusal | None:
    """Read the figures for parliament: the ministry, and who runs the programmes."""
    return None if user.has_perm("pilots.view_parliament") else by_person(NOT_YOURS_TO_DO)
