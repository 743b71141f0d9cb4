"""A group after it submitted: every fact of it, of its plan, its members and its documents is another one."""

from coophub.documents.selectors import documents_of
from financing.plans.document.rows import keyed_document
from financing.plans.services.editing import save_plan
from financing.subsidies.models import Application
from initiatives.models import Initiative, MemberRole, Municipality

MARK = "Gemerkt"
FACTS = {
    "name": f"{MARK} hofje",
    "legal_name": f"{MARK} U.A.",
    "kvk_number": "98719871",
    "form": "mixed",
    "building": "transformation",
    "is_woningwet_cooperative": True,
    "homes": 487,
    "phase": "living",
    "target_group": "starters",
    "municipality_id": "GM9871",
    "summary": f"{MARK} in een zin.",
    "description": f"{MARK} in meer zinnen.",
}


def change_everything(application: Application) -> None:
    here = {"latitude": 52.0, "longitude": 6.0}
    Municipality.objects.create(code="GM9871", name=f"{MARK}stad", province=f"{MARK}land", **here)
    Initiative.objects.filter(pk=application.initiative_id).update(**FACTS)
    _change_plan(application)
    for membership in application.initiative.memberships.filter(left_at=None).select_related("user"):
        membership.role = next(role for role in MemberRole.values if role != membership.role)
        membership.save()
    for document in documents_of(application):
        document.title = f"{MARK} stuk"
        document.save()


def _change_plan(application: Application) -> None:
    plan = application.plan
    document = keyed_document(plan)
    for home in document["dwellings"]:
        home["name"] = f"{MARK} {home['name']}"
        home["monthly_rent"] *= 2
    plan = save_plan(plan=plan, document=document, revision=plan.revision, user=None)
    plan.name = f"{MARK} plan"
    plan.save()
