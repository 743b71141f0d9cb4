"""What may be shown of answers that were promised to be anonymous."""

from collections.abc import Mapping
from typing import TypeVar

FEWEST = 5
"""Of fewer answers nothing is shown."""

Group = TypeVar("Group")


def groups_to_show(answers: Mapping[Group, int]) -> set[Group]:
    """Of which groups the figures may stand beside those of everybody together, by their numbers of answers.

    None has fewer than `FEWEST`, and neither has what is left of everybody without those that are shown: else the
    answer of one person follows by taking one table from the other. Where too few are left, the smallest group that
    could be shown is kept back with them.
    """
    shown = {group for group, number in answers.items() if number >= FEWEST}
    left = sum(number for group, number in answers.items() if group not in shown)
    if shown and 0 < left < FEWEST:
        shown.remove(min(shown, key=lambda group: answers[group]))
    return shown
