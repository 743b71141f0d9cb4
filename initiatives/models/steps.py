"""The steps that a road map starts with, per phase and form. Suggestions that a group edits, no regulation.

Assembled from the ten-step plan of Platform31 (2015) and the wiki of Cooplink on developing a co-operative.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class RoadMapStep:
    """One suggested milestone. `only_for` and `only_building` limit it to forms and kinds of building; empty: all.

    `after` are the steps that it waits for, where they are on the same road map.
    """

    key: str
    phase: str
    title: str | Promise
    help_text: str | Promise = ""
    only_for: tuple[str, ...] = ()
    only_building: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


OWNED_TOGETHER = ("rental", "mixed", "member_equity", "clustered")
BUILDS = ("new_build", "transformation")

STEPS: tuple[RoadMapStep, ...] = (
    RoadMapStep(
        "core-group",
        "initiative",
        _("A core group of at least five households"),
        _("Fewer than five cannot carry the work, and the Housing Act asks for five homes."),
    ),
    RoadMapStep("vision", "initiative", _("Vision written down: for whom, how many homes, what you share")),
    RoadMapStep("decision-making", "initiative", _("Agreed how you take decisions")),
    RoadMapStep(
        "municipality-talk",
        "initiative",
        _("First talk with the municipality"),
        _("Ask for one contact person, and whether there is a plot, ground lease or a loan fund."),
    ),
    RoadMapStep(
        "corporation-talk",
        "initiative",
        _("First talk with the housing corporation"),
        only_building=("take_over", "existing"),
    ),
    RoadMapStep("network", "initiative", _("Joined the network of co-operatives")),
    RoadMapStep(
        "requirements",
        "feasibility",
        _("List of requirements for homes and shared rooms"),
        after=("vision",),
    ),
    RoadMapStep(
        "location",
        "feasibility",
        _("Location with the consent of the municipality"),
        _("A reservation or option on plot or building, in writing."),
        after=("municipality-talk",),
    ),
    RoadMapStep(
        "legal-form",
        "feasibility",
        _("Co-operative founded at the notary and registered with KVK"),
        _("Choose liability excluded (U.A.) unless your adviser says otherwise."),
        after=("decision-making",),
    ),
    RoadMapStep(
        "allocation",
        "feasibility",
        _("Rules for members and for who gets a home"),
        after=("legal-form",),
    ),
    RoadMapStep(
        "cooperative-plan",
        "feasibility",
        _("Co-operative plan discussed with the housing corporation"),
        _("The Housing Act asks for it. The corporation pays at least 5,000 euros once towards it."),
        only_building=("take_over", "existing"),
        after=("corporation-talk",),
    ),
    RoadMapStep(
        "disputes",
        "feasibility",
        _("Arrangement for complaints and disputes"),
        _("Compulsory for a co-operative under the Housing Act, useful for all."),
    ),
    RoadMapStep(
        "plan-closes",
        "feasibility",
        _("Financing plan that closes"),
        after=("requirements",),
    ),
    RoadMapStep("plan-loan", "feasibility", _("Money for the plan phase: loan or subsidy"), only_building=BUILDS),
    RoadMapStep(
        "architect",
        "feasibility",
        _("Process guide and architect chosen"),
        only_building=BUILDS,
        after=("plan-loan",),
    ),
    RoadMapStep(
        "design",
        "development",
        _("Final design"),
        only_building=BUILDS,
        after=("architect", "location"),
    ),
    RoadMapStep(
        "permit",
        "development",
        _("Environment permit that can no longer be appealed"),
        only_building=BUILDS,
        after=("design",),
    ),
    RoadMapStep(
        "ground",
        "development",
        _("Ground or ground lease agreed"),
        only_building=BUILDS,
        after=("location", "legal-form"),
    ),
    RoadMapStep(
        "purchase",
        "development",
        _("Purchase agreement with the housing corporation"),
        only_building=("take_over",),
        after=("cooperative-plan", "legal-form"),
    ),
    RoadMapStep(
        "management-agreement",
        "development",
        _("Management agreement with the owner"),
        only_building=("existing",),
        after=("legal-form",),
    ),
    RoadMapStep(
        "contractor",
        "development",
        _("Contract with the builder"),
        only_building=BUILDS,
        after=("design",),
    ),
    RoadMapStep("valuation", "development", _("Valuation of the homes"), only_building=(*BUILDS, "take_over")),
    RoadMapStep(
        "bank-offer",
        "development",
        _("Offer of the bank accepted"),
        only_building=(*BUILDS, "take_over"),
        after=("plan-closes", "valuation"),
    ),
    RoadMapStep(
        "member-money",
        "development",
        _("Contribution of the members paid in"),
        only_for=OWNED_TOGETHER,
        after=("legal-form",),
    ),
    RoadMapStep(
        "construction-start",
        "construction",
        _("Start of construction"),
        only_building=BUILDS,
        after=("permit", "ground", "contractor", "bank-offer"),
    ),
    RoadMapStep(
        "renovation",
        "construction",
        _("Homes taken over and put in order"),
        only_building=("take_over",),
        after=("purchase", "bank-offer"),
    ),
    RoadMapStep(
        "rent-check",
        "construction",
        _("Rents checked against the points system (WWS)"),
        only_for=("rental", "mixed", "member_equity", "management", "clustered"),
    ),
    RoadMapStep(
        "contracts",
        "construction",
        _("Contracts with all residents signed"),
        after=("allocation", "rent-check"),
    ),
    RoadMapStep(
        "keys",
        "construction",
        _("Keys handed over"),
        after=("construction-start", "renovation", "contracts"),
    ),
    RoadMapStep(
        "maintenance-plan",
        "living",
        _("Long-term maintenance plan and a fund that grows with it"),
        after=("keys",),
    ),
    RoadMapStep(
        "first-accounts",
        "living",
        _("First annual accounts approved by the members"),
        after=("keys",),
    ),
    RoadMapStep("subsidy-settled", "living", _("Subsidy accounted for and settled")),
)
_BY_KEY = {step.key: step for step in STEPS}


def step(key: str) -> RoadMapStep:
    """The template's step of this name. Raises KeyError for a name that is no step."""
    return _BY_KEY[key]


def steps_for(*, form: str, building: str) -> list[RoadMapStep]:
    """The steps that make sense for this form and kind of building, in the order of life."""
    return [
        step
        for step in STEPS
        if (not step.only_for or form in step.only_for) and (not step.only_building or building in step.only_building)
    ]
