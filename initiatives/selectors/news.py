"""What happened in a group lately."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from coophub.web import clock
from initiatives.models import Initiative
from initiatives.selectors.people import memberships_of

NEWS_DAYS = 60


@dataclass(frozen=True)
class NewsItem:
    """Something that happened in a group."""

    on: dt.date
    text: str


def news_of(initiative: Initiative) -> list[NewsItem]:
    """What happened lately, the newest first: phases, steps done, people who came, tasks done. Four queries."""
    since = clock.today() - dt.timedelta(days=NEWS_DAYS)
    phases = [
        NewsItem(change.on, _("New phase: %(phase)s") % {"phase": change.get_phase_display()})
        for change in initiative.phase_changes.filter(on__gte=since)
    ]
    steps = [
        NewsItem(milestone.done_on, _("Reached: %(step)s") % {"step": milestone.label})
        for milestone in initiative.milestones.filter(done_on__gte=since)
        if milestone.done_on
    ]
    people = [
        NewsItem(clock.day_of(membership.joined_at), _("%(name)s joined") % {"name": membership.user})
        for membership in memberships_of(initiative).filter(joined_at__date__gte=since)
    ]
    tasks = [
        NewsItem(clock.day_of(task.done_at), _("Done: %(task)s") % {"task": task.title})
        for task in initiative.tasks.filter(done_at__date__gte=since)
    ]
    return sorted(phases + steps + people + tasks, key=lambda item: item.on, reverse=True)
