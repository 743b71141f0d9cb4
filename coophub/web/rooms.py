"""The rooms of each place, as the navigation shows them. The apps above are named by their addresses only."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ON_A_PHONE = 5


@dataclass(frozen=True)
class Room:
    """One entry of a place's navigation. `name` is what a page sets as `room`, and the name of the icon.

    With a `permission` it stands there only for who has it: on the group, where the place is a group.
    """

    name: str
    label: str | Promise
    url_name: str
    permission: str = ""


ROOMS: dict[str, list[Room]] = {
    # The first five stand in the bottom bar of a phone, the rest under "More".
    "group": [
        Room("overview", _("Overview"), "portal:overview"),
        Room("roadmap", _("Road map"), "initiatives:roadmap"),
        Room("people", _("People"), "initiatives:people"),
        Room("plans", _("Financing"), "plans:list"),
        Room("subsidy", _("Subsidy"), "subsidies:applications", "subsidies.view_applications_of"),
        Room("households", _("Households"), "initiatives:households", "initiatives.view_households"),
        Room("meetings", _("Meetings"), "initiatives:meetings", "initiatives.view_meetings"),
        Room("documents", _("Documents"), "initiatives:documents", "initiatives.view_documents"),
        Room("enquiries", _("Questions"), "initiatives:enquiries", "initiatives.view_enquiries"),
        Room("coaching", _("Coaching"), "pilots:coaching"),
        Room("knowledge", _("Knowledge"), "pilots:knowledge"),
        Room("profile", _("Profile"), "initiatives:profile"),
    ],
    "ministry": [
        Room("queue", _("Work queue"), "subsidies:queue"),
        Room("applications", _("Applications"), "subsidies:dossiers"),
        Room("objections", _("Objections"), "subsidies:objections"),
        Room("schemes", _("Schemes"), "subsidies:scheme_list"),
        Room("budget", _("Budget"), "subsidies:budget"),
        Room("monitor", _("Monitor"), "subsidies:monitor"),
        Room("cohorts", _("Cohorts"), "pilots:cohorts"),
        Room("lab", _("Policy lab"), "lab:runs"),
    ],
    "advisor": [
        Room("pilots", _("My pilots"), "pilots:list", "pilots.view_case_load"),
        Room("agenda", _("Agenda"), "pilots:agenda", "pilots.view_case_load"),
        Room("bottlenecks", _("Bottlenecks"), "pilots:bottlenecks", "pilots.view_case_load"),
        Room("knowledge", _("Knowledge"), "pilots:lessons_of_advisor", "pilots.view_case_load"),
        Room("programmes", _("Programmes"), "pilots:programmes"),
        Room("cohorts", _("Cohorts"), "pilots:cohorts"),
        Room("evaluations", _("Evaluation"), "pilots:evaluations"),
    ],
    "administration": [
        Room("people", _("People and roles"), "accounts:people"),
        Room("trail", _("Audit trail"), "audit:trail"),
        Room("proposals", _("Proposals"), "proposals:list"),
        Room("take_downs", _("Pages taken down"), "initiatives:take_downs"),
        Room("condition", _("How CoopHub runs"), "portal:condition"),
        Room("programmes", _("Programmes"), "pilots:programmes"),
        Room("cohorts", _("Cohorts"), "pilots:cohorts"),
        Room("evaluations", _("Evaluation"), "pilots:evaluations"),
        Room("norms", _("Norms"), "plans:norms"),
    ],
}
