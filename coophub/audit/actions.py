"""What each action is called when people read the trail. An app names its own in `AppConfig.ready`."""

from collections.abc import Mapping

from django.utils.functional import Promise

_words: dict[str, str | Promise] = {}


def name_actions(words: Mapping[str, str | Promise]) -> None:
    """`{"accounts.grant_role": _("gave a role")}`: the verb that stands behind the name of who did it."""
    _words.update(words)


def words_for(action: str) -> str:
    """The words for an action; its own name while nobody has given it any."""
    return str(_words.get(action, action))
