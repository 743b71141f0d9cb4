"""What is for few, and where they find it; nobody else finds it on any page, in any search, file or export. It is a
lesson that is not approved, a text without a name that nobody read yet, what an advisor answered about a pilot, a model
document or a guide that is not approved, a note for advisors alone, what a household wishes, what a group discussed and
decided, what group and advisor write each other, why a page could not be shown for a while, and a report that is a
draft.
"""

from tests.scene import (
    ANSWERED,
    DISCUSSED,
    DRAFTED,
    HIDDEN,
    LIFTED,
    NOTED,
    OF_A_HOUSEHOLD,
    UNAPPROVED,
    UNREAD,
    WRITTEN,
)

WAITING = {"pilots:text", "pilots:texts"}
MODEL = {"pilots:model_version", "pilots:model_file", "pilots:guide_version", "pilots:lessons_of_advisor"}
HOUSEHOLDS = {"initiatives:households", "plans:matching"}
FOR_EDITORS_OF_HOUSEHOLDS = {"initiatives:household", "initiatives:place_household"}
DISCUSSIONS = {
    "initiatives:meetings",
    "initiatives:meeting",
    "initiatives:decisions",
    "initiatives:decision",
    "initiatives:decision_comments",
    "initiatives:task_comments",
}
FOR_EDITORS_OF_DISCUSSIONS = {
    "initiatives:change_meeting",
    "initiatives:minutes",
    "initiatives:change_decision",
    "initiatives:withdraw_decision",
}
WHERE = {
    # Its author, and an advisor who has nothing to do with the group.
    HIDDEN: {
        "coach": {"pilots:lesson", "pilots:change_lesson", "pilots:lessons_of_advisor"},
        "advisor": {"pilots:lesson", "pilots:lessons_of_advisor"},
    },
    # Advisors who have nothing to do with the group of which it came.
    UNREAD: {"coach": WAITING, "advisor": WAITING},
    # Who runs the programme.
    ANSWERED: {"administrator": {"pilots:evaluation"}},
    # Its author, and the advisors who can approve it and are told so: with the file.
    UNAPPROVED: {
        "coach": MODEL | {"pilots:correct_model_version", "pilots:change_guide"},
        "advisor": MODEL | {"notifications:list"},
    },
    # Who coaches the group.
    NOTED: {"coach": {"pilots:pilot", "pilots:prepare"}},
    # The members of its group.
    OF_A_HOUSEHOLD: {
        "reader": HOUSEHOLDS,
        "editor": {*HOUSEHOLDS, *FOR_EDITORS_OF_HOUSEHOLDS},
        "owner": {*HOUSEHOLDS, *FOR_EDITORS_OF_HOUSEHOLDS},
    },
    # The members of its group.
    DISCUSSED: {
        "reader": DISCUSSIONS,
        "editor": {*DISCUSSIONS, *FOR_EDITORS_OF_DISCUSSIONS},
        # Who wrote a comment can change it.
        "owner": {*DISCUSSIONS, *FOR_EDITORS_OF_DISCUSSIONS, "initiatives:change_comment"},
    },
    # The group and who coaches it.
    WRITTEN: {
        "reader": {"pilots:thread", "pilots:coaching"},
        "editor": {"pilots:thread", "pilots:coaching"},
        "owner": {"pilots:thread", "pilots:coaching"},
        "coach": {"pilots:thread", "pilots:coaching", "pilots:pilot"},
    },
    # Who runs CoopHub; the group reads it until it is lifted.
    LIFTED: {"administrator": {"initiatives:take_downs"}},
    # Who advises in the programme, and who runs it.
    DRAFTED: {
        "coach": {"pilots:report", "pilots:report_chapter"},
        "administrator": {"pilots:report", "pilots:report_chapter"},
    },
}
