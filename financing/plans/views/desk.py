"""A plan on somebody's desk: whose it is, who changes it, and where its pages are.

A group's plan and the plan of a visitor without an account have the same builder. What differs between them stands here.
"""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from coophub.accounts.models import User
from financing.plans.forms import SECTIONS, Section
from financing.plans.history import change_in_words
from financing.plans.models import Plan
from financing.plans.section_words import SectionWords, words_of
from financing.plans.selectors import changes, outcomes


@dataclass(frozen=True)
class Part:
    """An entry of the list of parts."""

    section: Section
    url: str
    words: SectionWords


@dataclass(frozen=True)
class Desk:
    """With a `token` the plan is a visitor's; without, it is of the initiative."""

    plan: Plan
    user: User | None = None
    token: str = ""

    @property
    def is_visitor(self) -> bool:
        return bool(self.token)

    @property
    def can_change(self) -> bool:
        """Who has the private link of a visitor's plan may change it."""
        return self.is_visitor or (self.user is not None and self.user.has_perm("plans.change_plan", self.plan))

    @property
    def layout(self) -> str:
        return "layouts/public.html" if self.is_visitor else "layouts/group.html"

    def address(self, page: str, **more: Any) -> str:
        """The address of a page of this plan, such as "history"."""
        if self.is_visitor:
            return reverse(f"plans:calculation_{page}", kwargs={"token": self.token, **more})
        slug = self.plan.initiative.slug if self.plan.initiative else ""
        return reverse(f"plans:{page}", kwargs={"slug": slug, "pk": self.plan.pk, **more})

    @property
    def result_url(self) -> str:
        return self.address("detail")

    @property
    def undo_url(self) -> str:
        return self.address("undo")

    @property
    def redo_url(self) -> str:
        return self.address("redo")

    @property
    def history_url(self) -> str:
        return self.address("history")

    @property
    def restore_url(self) -> str:
        return self.address("restore")

    @property
    def assumptions_url(self) -> str:
        return self.address("assumptions")

    @property
    def export_url(self) -> str:
        return self.address("export")

    @property
    def homes_url(self) -> str:
        return self.address("section", section="homes")

    @property
    def homes_import_url(self) -> str:
        return self.address("homes_import")

    @property
    def homes_example_url(self) -> str:
        return self.address("homes_example")

    @property
    def remove_url(self) -> str:
        return self.address("remove")

    @property
    def keep_url(self) -> str:
        """Where a visitor takes the plan along into an initiative."""
        return self.address("keep")

    def parts(self, outcome: outcomes.Outcome) -> list[Part]:
        """The parts of the plan with how each stands."""
        return [
            Part(section, self.address("section", section=section.slug), words_of(section.slug, outcome))
            for section in SECTIONS
        ]

    def context(self, outcome: outcomes.Outcome) -> dict[str, Any]:
        """What every page of the builder needs."""
        return {
            "desk": self,
            "plan": self.plan,
            "initiative": self.plan.initiative,
            "room": "plans",
            "outcome": outcome,
            "parts": self.parts(outcome),
        }

    def steps(self) -> dict[str, Any]:
        """What can be taken back and what can be done again, for the buttons."""
        undo, redo = changes.next_steps(self.plan)
        return {
            "undo": None if undo is None else change_in_words(undo),
            "redo": None if redo is None else change_in_words(redo),
        }
