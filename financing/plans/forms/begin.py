"""Beginning an initiative with a plan."""

from collections.abc import Mapping
from typing import Any

from initiatives.forms.profile import NewInitiativeForm
from initiatives.models import Building, CooperativeForm
from initiatives.models.initiative import MAX_HOMES


class BeginForm(NewInitiativeForm):
    """Asks only what the plan does not say already. How far the group is and its story come later."""

    def __init__(self, *args: Any, said: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.said = {name: value for name, value in said.items() if name in self.fields and _is_known(name, value)}
        for name in ("phase", "summary", *self.said):
            del self.fields[name]

    @property
    def facts(self) -> dict[str, Any]:
        """Of the initiative: what the plan says and what was filled in."""
        return {**self.said, **self.cleaned_data}

    @property
    def said_in_words(self) -> dict[str, Any]:
        """What is not asked, as people read it."""
        choices = {"form": CooperativeForm, "building": Building}
        return {name: choices[name](value).label if name in choices else value for name, value in self.said.items()}


def _is_known(name: str, value: Any) -> bool:
    """Whether an initiative can begin with it: a plan may have no homes, or more than an initiative."""
    return bool(value) and (name != "homes" or value <= MAX_HOMES)
