"""Everything that changes an initiative, by topic."""

from initiatives.services.life import (
    change_phase,
    change_profile,
    end_initiative,
    publish_initiative,
    start_initiative,
    unpublish_initiative,
)
from initiatives.services.people import (
    accept_invitation,
    change_member_role,
    end_membership,
    invite_member,
    withdraw_invitation,
)
from initiatives.services.road_map import (
    add_milestone,
    add_task,
    complete_task,
    remove_milestone,
    reopen_task,
    set_milestone,
)

__all__ = [
    "accept_invitation",
    "add_milestone",
    "add_task",
    "change_member_role",
    "change_phase",
    "change_profile",
    "complete_task",
    "end_initiative",
    "end_membership",
    "invite_member",
    "publish_initiative",
    "remove_milestone",
    "reopen_task",
    "set_milestone",
    "start_initiative",
    "unpublish_initiative",
    "withdraw_invitation",
]
