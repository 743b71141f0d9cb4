"""Initiatives: the groups that build a co-operative, their people, and their road there."""

from initiatives.models.board import BoardFunction, BoardTerm
from initiatives.models.comments import Comment
from initiatives.models.contact import VisitorMessage
from initiatives.models.enquiries import Addressee, Enquiry, EnquiryAnswer, EnquiryKind, EnquiryLink, EnquiryOpening
from initiatives.models.households import Household
from initiatives.models.initiative import (
    Building,
    CooperativeForm,
    Ending,
    Initiative,
    Phase,
    TargetGroup,
)
from initiatives.models.listing import Listing
from initiatives.models.meetings import DecisionMaker, DecisionManner, GroupDecision, Meeting
from initiatives.models.municipality import Municipality
from initiatives.models.ownership import HandOver
from initiatives.models.people import GroupCalendar, Invitation, InvitationStop, MemberRole, Membership
from initiatives.models.photo import GroupPhoto
from initiatives.models.policies import PolicyLink, PolicyOpening, PolicyStance, PolicyStatement, PolicyTopic
from initiatives.models.register import Aspect, RegisterCount, RegisterMark, RegisterShare
from initiatives.models.road_map import Milestone, PhaseChange, Repeat, StepWait, Task
from initiatives.models.stays import PhaseStay, PhaseStayCount
from initiatives.models.take_down import TakeDown

__all__ = [
    "Addressee",
    "Aspect",
    "BoardFunction",
    "BoardTerm",
    "Building",
    "Comment",
    "CooperativeForm",
    "DecisionMaker",
    "DecisionManner",
    "Ending",
    "Enquiry",
    "EnquiryAnswer",
    "EnquiryKind",
    "EnquiryLink",
    "EnquiryOpening",
    "GroupCalendar",
    "GroupDecision",
    "GroupPhoto",
    "HandOver",
    "Household",
    "Initiative",
    "Invitation",
    "InvitationStop",
    "Listing",
    "Meeting",
    "MemberRole",
    "Membership",
    "Milestone",
    "Municipality",
    "Phase",
    "PhaseChange",
    "PhaseStay",
    "PhaseStayCount",
    "PolicyLink",
    "PolicyOpening",
    "PolicyStance",
    "PolicyStatement",
    "PolicyTopic",
    "RegisterCount",
    "RegisterMark",
    "RegisterShare",
    "Repeat",
    "StepWait",
    "TakeDown",
    "TargetGroup",
    "Task",
    "VisitorMessage",
]
