"""The chapters of an evaluation report, with the figures, charts and tables that belong in each."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from coophub.web.bilingual import both
from coophub.web.charts import Chart
from coophub.web.markdown import drawn
from coophub.web.tables import Table
from financing.plans.selectors.outcomes import KeyFigure
from pilots.models import Chapter
from pilots.selectors.cohorts.kept import KeptFigures
from pilots.selectors.evaluation_reports import ReadReport
from pilots.tables.cohort_charts import waiting_chart
from pilots.tables.cohort_progress import (
    category_table,
    held_up_chart,
    hours_table,
    measure_table,
    outcome_table,
    plan_figures,
)
from pilots.tables.cohorts import at_risk_table, key_figures, summary_table
from pilots.tables.evaluation import answer_tables


@dataclass(frozen=True)
class ChapterFigures:
    """What CoopHub fills in: a strip of figures, charts, and tables with their names."""

    strip: list[KeyFigure] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

    @property
    def are_there(self) -> bool:
        return bool(self.strip or self.charts or self.tables)


@dataclass(frozen=True)
class DrawnChapter:
    """A chapter as it is read. `lacking` says why there are no figures in one that has some."""

    chapter: Chapter
    text: SafeString
    figures: ChapterFigures
    lacking: str

    @property
    def has_facts(self) -> bool:
        """Whether what the programme was stands in it too."""
        return self.chapter is Chapter.PROGRAMME


def title_on_paper(read: ReadReport) -> str:
    """What the report is called, on each page of a PDF; a draft says so."""
    name = both(read.programme, "name")
    title = _("Evaluation report: %(programme)s") % {"programme": name}
    if read.number > 1:
        title = _("Evaluation report %(number)s: %(programme)s") % {"number": read.number, "programme": name}
    return title if read.frozen else _("DRAFT. %(title)s") % {"title": title}


def drawn_chapters(read: ReadReport) -> list[DrawnChapter]:
    """All of them, in their order. A report that was final before there was such a chapter has none."""
    return [drawn_chapter(read, chapter) for chapter in Chapter if chapter in read.texts]


def drawn_chapter(read: ReadReport, chapter: Chapter) -> DrawnChapter:
    draw = FIGURES.get(chapter)
    figures = draw(read.figures) if draw else ChapterFigures()
    lacking = "" if draw is None or figures.are_there else _why_none(chapter)
    return DrawnChapter(chapter, drawn(read.texts.get(chapter, "")), figures, lacking)


def _why_none(chapter: Chapter) -> str:
    if chapter is Chapter.ANSWERS:
        return _("No figures are shown here: no questions were answered by five people or more.")
    return _("No figures are shown here: they would be about fewer than five pilots.")


def _pilots(kept: KeptFigures) -> ChapterFigures:
    tables = [outcome_table(kept.progress)] if kept.progress else []
    return ChapterFigures(strip=key_figures(kept.cohort), tables=tables)


def _time(kept: KeptFigures) -> ChapterFigures:
    shown = kept.cohort.shown
    if not kept.curves:
        return ChapterFigures()
    charts = [waiting_chart(shown)] if shown.groups else []
    at_risk = [at_risk_table(shown)] if shown.groups else []
    return ChapterFigures(charts=charts, tables=[*at_risk, summary_table(kept.cohort)])


def _bottlenecks(kept: KeptFigures) -> ChapterFigures:
    if not kept.progress or not kept.progress.categories:
        return ChapterFigures()
    return ChapterFigures(charts=[held_up_chart(kept.progress)], tables=[category_table(kept.progress)])


def _measures(kept: KeptFigures) -> ChapterFigures:
    return ChapterFigures(tables=[measure_table(kept.progress)] if kept.progress and kept.progress.measures else [])


def _coaching(kept: KeptFigures) -> ChapterFigures:
    return ChapterFigures(tables=[hours_table(kept.progress)] if kept.progress and kept.progress.hours else [])


def _plans(kept: KeptFigures) -> ChapterFigures:
    plans = kept.progress.plans if kept.progress else None
    return ChapterFigures(strip=plan_figures(plans) if plans else [])


def _answers(kept: KeptFigures) -> ChapterFigures:
    return ChapterFigures(tables=[table for found in kept.answers for table in answer_tables(found)])


FIGURES: dict[Chapter, Callable[[KeptFigures], ChapterFigures]] = {
    Chapter.PILOTS: _pilots,
    Chapter.TIME: _time,
    Chapter.BOTTLENECKS: _bottlenecks,
    Chapter.MEASURES: _measures,
    Chapter.COACHING: _coaching,
    Chapter.PLANS: _plans,
    Chapter.ANSWERS: _answers,
}
