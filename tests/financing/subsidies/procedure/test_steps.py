"""Every transition, for every role, from every state; and the page that is written from them."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from coophub.accounts.models import Role
from coophub.web.errors import DomainError
from financing.subsidies.models import Application, InterestDeclaration, Objection, ObjectionState, State
from financing.subsidies.procedure.page import PAGE, as_page, transitions_of
from financing.subsidies.services.steps import take_step
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.subsidies import submitted_application

S = State
UNDECIDED = [S.DRAFT, S.SUBMITTED, S.REMEDY_REQUESTED, S.COMPLETED, S.IN_ASSESSMENT, S.ADVISED, S.DRAFT_DECISION]
RUNNING = [S.AWARDED, S.PARTLY_AWARDED, S.REPORT_SUBMITTED]
GROUP, OWNERS, REVIEWERS, DECIDERS = {"owner", "editor"}, {"owner"}, {"reviewer"}, {"decider"}

# Written by hand from the design, not from the code: from where, to where, and who.
WANTED = {
    "submit": ([S.DRAFT], S.SUBMITTED, GROUP),
    "request_remedy": ([S.SUBMITTED, S.COMPLETED, S.IN_ASSESSMENT], S.REMEDY_REQUESTED, REVIEWERS),
    "complete": ([S.REMEDY_REQUESTED], S.COMPLETED, GROUP),
    "take_up": ([S.SUBMITTED, S.COMPLETED, S.REMEDY_REQUESTED], S.IN_ASSESSMENT, REVIEWERS),
    "advise": ([S.IN_ASSESSMENT], S.ADVISED, REVIEWERS),
    "draft_decision": ([S.ADVISED, S.DRAFT_DECISION], S.DRAFT_DECISION, REVIEWERS),
    "draft_leaving_out": (
        [S.REMEDY_REQUESTED, S.COMPLETED, S.IN_ASSESSMENT, S.DRAFT_DECISION],
        S.DRAFT_DECISION,
        REVIEWERS,
    ),
    "send_back": ([S.DRAFT_DECISION], S.ADVISED, DECIDERS),
    "send_back_unassessed": ([S.DRAFT_DECISION], S.IN_ASSESSMENT, DECIDERS),
    "assess_again": ([S.ADVISED, S.DRAFT_DECISION], S.IN_ASSESSMENT, set()),
    "award": ([S.DRAFT_DECISION], S.AWARDED, DECIDERS),
    "award_partly": ([S.DRAFT_DECISION], S.PARTLY_AWARDED, DECIDERS),
    "refuse": ([S.DRAFT_DECISION], S.REFUSED, DECIDERS),
    "leave_out": ([S.DRAFT_DECISION], S.LEFT_OUT, DECIDERS),
    "withdraw": (UNDECIDED, S.WITHDRAWN, OWNERS),
    "submit_report": ([S.AWARDED, S.PARTLY_AWARDED], S.REPORT_SUBMITTED, GROUP),
    "settle": (RUNNING, S.SETTLED, DECIDERS),
    "settle_lower": (RUNNING, S.SETTLED_LOWER, DECIDERS),
    "settle_nil": (RUNNING, S.SETTLED_NIL, DECIDERS),
    "recover": ([S.SETTLED, S.SETTLED_LOWER, S.SETTLED_NIL], S.RECOVERED, DECIDERS),
    "revise_to_award": ([S.PARTLY_AWARDED, S.REFUSED, S.LEFT_OUT], S.AWARDED, DECIDERS),
    "revise_to_part": ([S.AWARDED, S.PARTLY_AWARDED, S.REFUSED, S.LEFT_OUT], S.PARTLY_AWARDED, DECIDERS),
}
OS = ObjectionState
WANTED_OF_OBJECTION = {
    "hear": ([OS.RECEIVED], OS.HEARD, REVIEWERS),
    "uphold": ([OS.RECEIVED, OS.HEARD], OS.UPHELD, DECIDERS),
    "revise": ([OS.RECEIVED, OS.HEARD], OS.REVISED, DECIDERS),
    "declare_inadmissible": ([OS.RECEIVED, OS.HEARD], OS.INADMISSIBLE, DECIDERS),
    "withdraw": ([OS.RECEIVED, OS.HEARD], OS.WITHDRAWN, OWNERS),
}
STAFF = {
    "reviewer": Role.REVIEWER,
    "decider": Role.DECIDER,
    "manager": Role.SCHEME_MANAGER,
    "advisor": Role.ADVISOR,
    "administrator": Role.ADMINISTRATOR,
    "conflicted": Role.REVIEWER,
    "conflicted decider": Role.DECIDER,
}
PEOPLE = ["owner", "editor", "reader", "stranger", *STAFF]


@pytest.fixture
def scene(db):
    people = {name: UserFactory() for name in ("owner", "editor", "reader", "stranger", "second")}
    people |= {name: UserFactory(roles=[role]) for name, role in STAFF.items()}
    group = InitiativeFactory(owner=people["owner"], editor=people["editor"], reader=people["reader"])
    MembershipFactory(initiative=group, user=people["second"], role="owner")
    application = submitted_application(group, writer=people["owner"], signer=people["second"])
    for name in ("conflicted", "conflicted decider"):
        InterestDeclaration.objects.create(application=application, person=people[name], has_interest=True)
    objection = Objection.objects.create(
        application=application,
        against="decision",
        decision_sent_on="2026-03-02",
        object_by="2026-04-13",
        channel="coophub",
        received_on="2026-03-10",
        is_late=False,
        reasons="Niet mee eens.",
        decide_by="2026-05-26",
        entered_by=people["owner"],
        entered_at="2026-03-10T12:00Z",
    )
    return application, objection, people


def outcome(subject, name, user):
    """Where the step led, or None when it was refused. Leaves nothing behind."""
    fresh = type(subject).objects.get(pk=subject.pk)
    with transaction.atomic():
        try:
            take_step(fresh, name, user=user)
            return fresh.state
        except DomainError:
            return None
        finally:
            transaction.set_rollback(True)


@pytest.mark.parametrize("name", PEOPLE)
def test_every_step_of_an_application_for_this_role_from_every_state(scene, name):
    application, _objection, people = scene
    wrong = []
    for state in State:
        Application.objects.filter(pk=application.pk).update(state=state)
        for step, (sources, target, who) in WANTED.items():
            expected = target if state in sources and name in who else None
            if (found := outcome(application, step, people[name])) != expected:
                wrong.append((state, step, expected, found))

    assert wrong == []


@pytest.mark.parametrize("name", PEOPLE)
def test_every_step_of_an_objection_for_this_role_from_every_state(scene, name):
    _application, objection, people = scene
    wrong = []
    for state in ObjectionState:
        Objection.objects.filter(pk=objection.pk).update(state=state)
        for step, (sources, target, who) in WANTED_OF_OBJECTION.items():
            expected = target if state in sources and name in who else None
            if (found := outcome(objection, step, people[name])) != expected:
                wrong.append((state, step, expected, found))

    assert wrong == []


def test_there_are_no_other_steps():
    assert {name for name, *_rest in transitions_of(Application)} == set(WANTED)
    assert {name for name, *_rest in transitions_of(Objection)} == set(WANTED_OF_OBJECTION)


def test_state_is_changed_by_steps_alone(scene):
    application, objection, _people = scene

    for subject in (application, objection):
        with pytest.raises(AttributeError):
            subject.state = "settled"


def test_page_about_the_steps_is_what_the_code_says():
    page = (Path(settings.BASE_DIR) / PAGE).read_text(encoding="utf-8")

    assert page == as_page(), "Run manage.py procedure_steps --write."
