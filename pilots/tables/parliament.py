"""Figures for parliament as tables, each with what it counts; and what CoopHub does not know."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coophub.web.bilingual import both
from coophub.web.formats import Words, euro, number
from coophub.web.tables import Cell, Column, Table, figure_columns
from financing.plans.selectors.outcomes import KeyFigure
from pilots.selectors.parliament import MoneyPerHome, ParliamentFigures, ProgrammeLine
from pilots.tables.cohorts import UNKNOWN


@dataclass(frozen=True)
class Definition:
    """A figure and what it counts."""

    figure: Words
    counts: Words


def definitions() -> dict[str, Definition]:
    """What each figure counts, by a name that the file uses too."""
    return {
        "pilots": Definition(
            _("Pilots"),
            _("Groups that took part in a programme. Who took part in two counts in both."),
        ),
        "homes": Definition(
            _("Homes in their plans"),
            _("The homes that the groups say today that they want or have, also of groups that stopped."),
        ),
        "realised": Definition(
            _("People live there"),
            _(
                "Pilots that came to the phase of living after they became a pilot, or of which the coaching ended as "
                "realised. Who lived there already when the programme began does not count."
            ),
        ),
        "realised_homes": Definition(
            _("Homes realised"), _("The homes of those pilots. It is said of five pilots or more.")
        ),
        "stopped": Definition(_("Stopped"), _("Pilots whose project or coaching ended as stopped.")),
        "half_within": Definition(
            _("Half is there within months"),
            _(
                "From the first day as a pilot until people live there, by the curve that counts who is under way "
                "(Kaplan-Meier). Where fewer than half are there so far, it is not known."
            ),
        ),
        "received": Definition(_("Applications received"), _("Applications that were submitted, withdrawn ones too.")),
        "awarded": Definition(_("Awarded"), _("Applications that hold money of the scheme today.")),
        "awarded_homes": Definition(
            _("Homes in awarded plans"), _("As they stood in the application when it was submitted.")
        ),
        "amount": Definition(
            _("Money awarded"),
            _("What was awarded less what was taken back: of what is settled the settlement, of a loan the sum."),
        ),
        "per_home": Definition(
            _("Money per home realised"),
            _(
                "What was awarded under all schemes to groups whose homes are lived in today, divided by their homes. "
                "Gifts and loans apart, for a loan comes back. It is said of five groups or more."
            ),
        ),
    }


def not_known(found: ParliamentFigures) -> list[str]:
    """What a reader might think is in it, and is not."""
    sentences = [
        _("Money of municipalities, provinces, funds, banks and the members themselves is not in it."),
        _("What coaching cost is not in the money per home: of most programmes CoopHub knows a budget at most."),
        _("Groups that never were in CoopHub do not count, and what groups do not write down is not known."),
        _("What is awarded and not settled can still change."),
    ]
    if count := found.awarded_without_homes:
        sentence = ngettext(
            "%(count)s awarded application does not say how many homes there are.",
            "%(count)s awarded applications do not say how many homes there are.",
            count,
        )
        sentences.append(sentence % {"count": number(count)})
    if found.has_examples:
        sentences.append(_("Schemes that are an example count too: no money was paid under them."))
    return sentences


def total_figures(found: ParliamentFigures) -> list[KeyFigure]:
    """The strip on top."""
    figures = []
    if total := found.total:
        figures += [
            KeyFigure(
                _("Pilots"),
                number(total.pilots),
                note=_("%(homes)s homes in their plans") % {"homes": number(total.homes)},
            ),
            KeyFigure(
                _("People live there"),
                number(total.realised),
                note=_("%(homes)s homes") % {"homes": number(total.realised_homes)}
                if total.realised_homes is not None
                else _("too few to tell their homes"),
            ),
            KeyFigure(
                _("Half is there within"),
                UNKNOWN
                if total.half_within is None
                else _("%(months)s months") % {"months": number(total.half_within)},
                note=_("fewer than half are there so far") if total.half_within is None else "",
            ),
        ]
    return [*figures, *(_per_home(money) for money in found.per_home)]


def _per_home(money: MoneyPerHome) -> KeyFigure:
    label = _("Lent per home realised") if money.is_loan else _("Subsidy per home realised")
    note = _("%(homes)s homes of %(groups)s groups") % {"homes": number(money.homes), "groups": number(money.groups)}
    return KeyFigure(label, euro(money.per_home), note=note)


def programmes_table(found: ParliamentFigures) -> Table:
    """Each programme, and all of them together."""
    names = definitions()
    columns = [
        Column(_("Programme")),
        Column(names["pilots"].figure, "number"),
        Column(names["homes"].figure, "number"),
        Column(names["realised"].figure, "number"),
        Column(names["realised_homes"].figure, "number", empty=_("too few")),
        Column(names["stopped"].figure, "number"),
        Column(names["half_within"].figure, "number", empty=UNKNOWN),
    ]
    rows = [[_programme_name(line), *_programme_values(line)] for line in found.programmes]
    total = [_("All together"), *_programme_values(found.total)] if found.total else None
    return Table(_("Programmes"), columns, rows, total=total)


def _programme_name(line: ProgrammeLine) -> Any:
    return both(line.programme, "name") if line.programme else _("The other programmes, together")


def _programme_values(line: ProgrammeLine) -> list[Any]:
    return [line.pilots, line.homes, line.realised, line.realised_homes, line.stopped, line.half_within]


def schemes_table(found: ParliamentFigures) -> Table:
    names = definitions()
    columns = [
        *figure_columns(_("Scheme"), *(names[name].figure for name in ("received", "awarded", "awarded_homes"))),
        Column(names["amount"].figure, "euro"),
    ]
    rows = [
        [
            Cell(scheme.name, notes=_notes(is_loan=scheme.is_loan, is_example=scheme.is_example)),
            scheme.received,
            scheme.awarded,
            scheme.homes,
            scheme.amount,
        ]
        for scheme in found.schemes
    ]
    return Table(_("Schemes"), columns, rows)


def _notes(*, is_loan: bool, is_example: bool) -> list[str]:
    return [words for words, says in ((_("loan"), is_loan), (_("example"), is_example)) if says]


def parliament_file(found: ParliamentFigures) -> Table:
    """Every figure on a line of its own, with what it counts: to take along."""
    columns = [Column(heading) for heading in (_("About"), _("Figure"), _("Value"), _("As of"), _("What it counts"))]
    lines: list[tuple[Any, str, Any]] = []
    totals = [(_("All programmes together"), found.total)] if found.total else []
    for name, line in [*((_programme_name(each), each) for each in found.programmes), *totals]:
        figures = ("pilots", "homes", "realised", "realised_homes", "stopped", "half_within")
        lines += [(name, figure, value) for figure, value in zip(figures, _programme_values(line), strict=True)]
    for scheme in found.schemes:
        figures_of = {
            "received": scheme.received,
            "awarded": scheme.awarded,
            "awarded_homes": scheme.homes,
            "amount": scheme.amount,
        }
        lines += [(scheme.name, figure, value) for figure, value in figures_of.items()]
    for money in found.per_home:
        lines.append(
            (_("Loans") if money.is_loan else _("Subsidies"), "per_home", money.per_home.quantize(Decimal("0.01")))
        )
    names, as_of = definitions(), found.as_of.isoformat()
    rows = [
        [str(about), str(names[figure].figure), _plain(value), as_of, str(names[figure].counts)]
        for about, figure, value in lines
    ]
    return Table(_("For parliament"), columns, rows)


def _plain(value: Any) -> Any:
    """Nothing is written as words, so that nobody adds it up as nought."""
    if value is None:
        return _("not known")
    return round(value, 1) if isinstance(value, float) else value
