"""What each action is called when people read the trail. An app names its own in its `actions.py`."""

from collections.abc import Mapping

from django.utils.functional import Promise

from coophub.web.registry import Registry

_words = Registry[str | Promise]("name for the action")


def name_actions(words: Mapping[str, str | Promise]) -> None:
    """`{"accounts.grant_role": _("gave a role")}`: the verb that stands behind the name of who did it.

    Raises ValueError for an action that has words already.
    """
    for action, verb in words.items():
        _words.add(action, verb)


def words_for(action: str) -> str:
    """The words for an action; its own name when nobody has given it any: the trail keeps what the code forgot."""
    return str(_words.get(action) or action)
