"""How many groups there are, where, how far, how long each phase takes, and which homes people live in.

Everything follows from what groups show the public themselves, so no figure tells of a group without a public page.
"""

from dataclasses import dataclass

import altair as alt
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.web.charts import INK, Chart, name_axis
from coophub.web.formats import number
from coophub.web.tables import Column, ColumnKind
from initiatives.models import Phase
from initiatives.selectors.answer_times import FEWEST

# Of the stays the day in the middle, or halfway the two in the middle: those before which half of them lie.
FIGURES = """
    WITH counted AS (
        SELECT phase, days, sum(stays)::bigint AS stays, sum(groups)::bigint AS groups
        FROM initiatives_phasestaycount GROUP BY phase, days
    ), placed AS (
        SELECT phase, days, sum(stays) OVER up_to AS up_to,
            sum(stays) OVER whole AS stays, sum(groups) OVER whole AS groups
        FROM counted WHERE stays > 0
        WINDOW up_to AS (PARTITION BY phase ORDER BY days), whole AS (PARTITION BY phase)
    )
    SELECT 'province' AS about, municipality.province AS name, sum(kept.initiatives) AS groups, sum(kept.homes) AS size
    FROM initiatives_registercount kept
    JOIN initiatives_municipality municipality ON municipality.code = kept.municipality_id
    WHERE kept.initiatives > 0 GROUP BY municipality.province
    UNION ALL
    SELECT 'phase', value, sum(initiatives), sum(homes)
    FROM initiatives_registershare WHERE aspect = 'phase' AND initiatives > 0 GROUP BY value
    UNION ALL
    SELECT 'length', phase, max(groups), (
        min(days) FILTER (WHERE up_to > div(stays - 1, 2)) + min(days) FILTER (WHERE up_to > div(stays, 2))
    ) / 2.0
    FROM placed GROUP BY phase HAVING max(groups) >= %(fewest)s
"""
DAYS_IN_MONTH = 365.25 / 12


@dataclass(frozen=True)
class CountOfGroups:
    """So many groups and homes of one kind."""

    label: str
    groups: int
    homes: int


@dataclass(frozen=True)
class PhaseLength:
    """How long a phase took in the middle, of so many groups that went through it. None of too few."""

    label: str
    groups: int | None
    months: float | None


@dataclass(frozen=True)
class Statistics:
    """The page of figures."""

    provinces: list[CountOfGroups]
    phases: list[CountOfGroups]
    lengths: list[PhaseLength]

    @property
    def groups(self) -> int:
        return sum(each.groups for each in self.phases)

    @property
    def homes(self) -> int:
        return sum(each.homes for each in self.phases)

    @property
    def living(self) -> CountOfGroups:
        """Those in which people live."""
        return self.phases[-1]


def statistics() -> Statistics:
    """One query over what is kept, however many groups there are."""
    found: dict[str, dict[str, tuple[int, float]]] = {"province": {}, "phase": {}, "length": {}}
    with connection.cursor() as cursor:
        cursor.execute(FIGURES, {"fewest": FEWEST})
        for about, name, groups, size in cursor:
            found[about][name] = int(groups), float(size)
    return Statistics(
        provinces=[_count(name, counts) for name, counts in sorted(found["province"].items())],
        phases=[_count(str(phase.label), found["phase"].get(phase, (0, 0))) for phase in Phase],
        lengths=[_length(phase, found["length"].get(phase)) for phase in Phase if phase != Phase.LIVING],
    )


def _count(label: str, counts: tuple[int, float]) -> CountOfGroups:
    groups, homes = counts
    return CountOfGroups(label, groups, int(homes))


def _length(phase: Phase, found: tuple[int, float] | None) -> PhaseLength:
    if found is None:
        return PhaseLength(str(phase.label), None, None)
    groups, days = found
    return PhaseLength(str(phase.label), groups, round(days / DAYS_IN_MONTH, 1))


def charts(found: Statistics) -> dict[str, Chart]:
    """Each chart by the name of its file."""
    return {
        "provinces": _counts(found.provinces, _("Groups by province"), _("Province"), _where(found)),
        "phases": _counts(found.phases, _("Groups by phase"), _("Phase"), _how_far(found)),
        "lengths": _lengths(found),
    }


def _counts(counts: list[CountOfGroups], title: str, what: str, sentence: str) -> Chart:
    names = [each.label for each in counts]
    rows = [{"name": each.label, "groups": each.groups} for each in counts]
    bars = (
        alt.Chart(alt.Data(values=rows))
        .mark_bar(color=INK, opacity=0.75)
        .encode(
            y=alt.Y("name:N", sort=names, axis=name_axis()),
            x=alt.X("groups:Q", title=_("groups"), axis=alt.Axis(format="d", tickMinStep=1, labelOverlap="parity")),
        )
    )
    return Chart(
        bars,
        title,
        sentence,
        _columns(what, ("number", _("Groups")), ("number", _("Homes"))),
        [[each.label, each.groups, each.homes] for each in counts],
        height=max(120, 28 * len(rows) + 40),
    )


def _lengths(found: Statistics) -> Chart:
    known = [each for each in found.lengths if each.months is not None]
    rows = [{"name": each.label, "months": each.months} for each in known]
    bars = (
        alt.Chart(alt.Data(values=rows))
        .mark_bar(color=INK, opacity=0.75)
        .encode(
            y=alt.Y("name:N", sort=[each.label for each in found.lengths], axis=name_axis()),
            x=alt.X("months:Q", title=_("months"), axis=alt.Axis(labelOverlap="parity")),
        )
    )
    return Chart(
        bars,
        _("How long a phase takes"),
        _how_long(known),
        [
            Column(_("Phase")),
            Column(_("Groups that went through it"), "number", empty=TOO_FEW),
            Column(_("Middle, in months"), "number", places=1, empty=TOO_FEW),
        ],
        [[each.label, each.groups, each.months] for each in found.lengths],
        height=max(120, 28 * len(known) + 40),
    )


TOO_FEW = gettext_lazy("too few to say")


def _columns(what: str, *figures: tuple[ColumnKind, str]) -> list[Column]:
    return [Column(what), *(Column(heading, kind) for kind, heading in figures)]


def _where(found: Statistics) -> str:
    if not found.provinces:
        return _("No group has published its page yet.")
    most = max(found.provinces, key=lambda each: each.groups)
    return _("Most groups are in %(province)s: %(groups)s of %(all)s.") % {
        "province": most.label,
        "groups": number(most.groups),
        "all": number(found.groups),
    }


def _how_far(found: Statistics) -> str:
    return _("In %(groups)s of %(all)s groups people live already.") % {
        "groups": number(found.living.groups),
        "all": number(found.groups),
    }


def _how_long(known: list[PhaseLength]) -> str:
    if not known:
        return _("Of no phase are there five groups yet that went through it.")
    longest = max(known, key=lambda each: each.months or 0)
    return _("The longest is “%(phase)s”: half of the groups took more than %(months)s months for it.") % {
        "phase": longest.label,
        "months": number(longest.months, 1),
    }
