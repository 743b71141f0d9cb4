"""Every figure of a plan that has a usual range, beside what is usual and where that comes from."""

from dataclasses import dataclass
from typing import Any

from financing.plans.document.rows import with_keys
from financing.plans.forms import SECTIONS, Section, SectionForms
from financing.plans.forms.benchmarks import WithBenchmarks
from financing.plans.forms.rows import PlanRowForm


@dataclass(frozen=True)
class Assumption:
    """One figure. `is_ours` says that it is still what we fill in for who gave nothing; `distance` is how far it lies
    outside what is usual, as a part of that range.
    """

    label: str
    row: str
    value: str
    usual: str
    source: str
    is_ours: bool
    remark: str
    distance: float


def assumptions_of(document: dict[str, Any]) -> dict[str, list[Assumption]]:
    """The figures by the slug of their section."""
    return {section.slug: _of_section(document, section) for section in SECTIONS}


def furthest_from_usual(document: dict[str, Any], most: int) -> list[Assumption]:
    """The figures outside what is usual, the furthest first."""
    every = [assumption for found in assumptions_of(document).values() for assumption in found]
    unusual = [assumption for assumption in every if assumption.distance]
    return sorted(unusual, key=lambda assumption: -assumption.distance)[:most]


def _of_section(document: dict[str, Any], section: Section) -> list[Assumption]:
    forms = SectionForms(section, with_keys(document, {}))
    return [
        Assumption(
            label=str(form.fields[name].label),
            row=str(form.initial.get("name", "")) if isinstance(form, PlanRowForm) else "",
            value=benchmark.shown(value),
            usual=benchmark.range,
            source=str(benchmark.source),
            is_ours=abs(value - benchmark.fill_in) < 1e-9,
            remark=benchmark.remark(value),
            distance=benchmark.distance(value),
        )
        for form in forms.all_forms
        if isinstance(form, WithBenchmarks)
        for name, benchmark, value in form.measured_values()
    ]
