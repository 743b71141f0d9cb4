"""What somebody fills in at each step, so that only who they are and how things stand can be in the way."""

import datetime as dt

from django.core.files.uploadedfile import SimpleUploadedFile

from coophub.web import clock
from financing.subsidies.models import Application
from financing.subsidies.procedure.may.objections import decisions_to_object_to, named, open_objection
from financing.subsidies.procedure.steps.step import Step
from tests.factories.subsidies import CSV

DAY = dt.timedelta(days=1)


def filled_in(step: Step, application: Application, user, people: dict) -> tuple[dict, dict]:
    """The fields and the files of a step; where nothing is said, as the form proposes it."""
    blank = step.form(application, user)
    proposed = {name: blank.get_initial_for_field(field, name) for name, field in blank.fields.items()}
    given = {**filled_by_name(application, people), **_by_step(application).get(type(step).__name__, {})}
    scores = {name: 7 for name in blank.fields if name.startswith("score_")}
    fields = {name: given.get(name, proposed[name]) for name in blank.fields} | scores
    files = {"report": SimpleUploadedFile("verslag.csv", CSV)} if "report" in blank.fields else {}
    return {name: value for name, value in fields.items() if value is not None}, files


def filled_by_name(application: Application, people: dict) -> dict:
    """What stands in a field of this name, whatever the step."""
    today = clock.today()
    objection = open_objection(application)
    decide_by = max(objection.decide_by if objection else application.decide_by, today)
    return {
        "has_interest": "no",
        "advice": "award",
        "explanation": "Goed.",
        "reviewers": [people["newcomer"].pk],
        "kind": "award",
        "reasons": "Omdat het zo is.",
        "reason": "Omdat het zo is.",
        "facts": "De bank zegt nee.",
        "points": "Begroting",
        "answer_1": "Zie hier.",
        "answer": "Zie hier.",
        "last_day": decide_by + 30 * DAY,
        "first_day": today,
        "received_on": today,
        "hearing_at": (clock.now() + 3 * DAY).strftime("%Y-%m-%dT%H:%M"),
        "hearing_place": "Den Haag",
        "report": "Verslag.",
        "outcome": "upheld",
        "hearing_left_out_because": "7:3 a",
        "follows_advice": "yes",
        "hearing": "not_needed",
        "defects": "De redenen.",
        "channel": "post",
        "text": "Iets.",
        "view": "Wij zien het anders.",
        "is_agreed": "yes",
        "results": "Klaar.",
        "done_on": today,
        "needed_from": today,
        "purpose": "Een termijn.",
        "weeks": 1,
    }


def _by_step(application: Application) -> dict[str, dict]:
    today = clock.today()
    against = next((named(decision) for decision in decisions_to_object_to(application)), "")
    return {
        "AskToComplete": {"last_day": today + 14 * DAY},
        "AskToCompleteObjection": {"last_day": today + 14 * DAY},
        "AskAdvance": {"amount": "1.000"},
        "ObjectToDecision": {"against": against},
        "EnterObjection": {"against": against},
    }
