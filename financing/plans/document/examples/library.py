"""What each example plan is, for whom, and what makes it close or not.

They are made up, and their figures are assumptions that lie in the ranges of `financing.plans.figures.benchmarks`,
unless the explanation says why one does not. Rents stay under the maximum rents of their price level year. Some close
and some do not: a group learns as much from the second kind.
"""

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from initiatives.models import Building, CooperativeForm

Size = Literal["small", "middle", "large"]

SIZES: dict[str, str | Promise] = {
    "small": _("Up to 16 homes"),
    "middle": _("17 to 30 homes"),
    "large": _("More than 30 homes"),
}

RENTS = _("Rents: under the maximum rents by points of the price level year (Rijksoverheid).")
ROOMS = _(
    "Rents of rooms: under the highest rent of a room with 57 points (Huurcommissie, rules of 2026). Those points are "
    "of 16 m² of its own, and kitchen, bathroom, living room and garden shared by five, counted with the package "
    "woningwaardering."
)
BUILDING = _(
    "Building costs: an assumption after the Aedes benchmark of 2021 (€2,709 per m² in all), carried on to 2026."
)
BANK = _(
    "Bank: the minister's letter of December 2022 reports 70%, for less than 30 years. The interest is an assumption."
)
CITY_LOAN = _(
    "Municipal loan: Amsterdam lent at most €50,000 per home for 15 years, at 1.5%, in 2021. A longer term "
    "is an assumption."
)
UPKEEP = _("Maintenance and management: assumptions after what groups tell, 2026.")
TRANSFER_TAX = _("Transfer tax from 2026, for homes that the buyer does not live in: 8% (Belastingdienst).")
SALE_PRICES = _("Prices of homes that are sold: an assumption; a broker or valuer tells.")
LOANS_OF_FRIENDS = _("Loans of friends: assumptions. From 2018 to 2022 co-operatives offered 1.7 to 3%.")
DISCOUNT = _(
    "Discount: up to half of the value was reported for sales under the experiment rule (2017). The price "
    "here is an assumption."
)


@dataclass(frozen=True)
class Example:
    """`closes` is what the engine finds; a test holds it to that."""

    slug: str
    title: str | Promise
    form: str
    building: str
    homes: int
    closes: bool
    explanation: str | Promise
    for_whom: str | Promise
    why: str | Promise
    sources: tuple[str | Promise, ...]

    @property
    def size(self) -> Size:
        return "small" if self.homes <= 16 else "middle" if self.homes <= 30 else "large"

    @property
    def form_label(self) -> str | Promise:
        return CooperativeForm(self.form).label

    @property
    def building_label(self) -> str | Promise:
        return Building(self.building).label


EXAMPLES = (
    Example(
        "erfpacht-met-stadslening",
        _("36 rental homes on ground lease with a municipal loan"),
        CooperativeForm.RENTAL,
        Building.NEW_BUILD,
        36,
        True,
        _("New homes for middle incomes. The ground is leased, so that less has to be borrowed."),
        _(
            "For a group in a city that leases ground cheaply and lends money itself. Rents are just under "
            "the limit of middle rent."
        ),
        _(
            "It closes, because nobody buys ground and the municipality lends €50,000 per home for a long "
            "time at a low rate. "
            "The bank then has to lend only 60%. With the usual term of 15 years for that loan it does not "
            "close; without it every "
            "household would have to bring in €79,000 instead of €29,000."
        ),
        (RENTS, BUILDING, BANK, CITY_LOAN, UPKEEP),
    ),
    Example(
        "overname-met-korting",
        _("Taking over 20 homes of a housing corporation"),
        CooperativeForm.RENTAL,
        Building.TAKE_OVER,
        20,
        True,
        _("Existing homes at a discount, with works to insulate them."),
        _("For tenants who buy their street from the corporation together and go on renting, from themselves."),
        _(
            "It closes because of the price: €85,000 per home is far under what they are worth. The members "
            "lend a little, "
            "and bonds fill the rest. At €110,000 per home it does not close."
        ),
        (RENTS, DISCOUNT, BANK, UPKEEP),
    ),
    Example(
        "beheercooperatie",
        _("A management co-operative of 42 homes"),
        CooperativeForm.MANAGEMENT,
        Building.EXISTING,
        42,
        True,
        _("The corporation stays the owner. The residents let and maintain the homes and get a fee for it."),
        _("For tenants who want to decide themselves, without a loan and without money of their own."),
        _(
            "It closes because hardly anything has to be bought: the corporation and the municipality pay "
            "most of the start. "
            "What matters is the fee: €165 to €185 per home per month has to pay for repairs, management "
            "and the reserve. "
            "Agree in writing who pays for large works."
        ),
        (
            UPKEEP,
            _(
                "Fee and start costs: assumptions. A corporation pays at least €5,000 for a co-operative "
                "plan (BTIV 2015)."
            ),
        ),
    ),
    Example(
        "hofje-voor-ouderen",
        _("A hofje of 16 homes for older people"),
        CooperativeForm.CLUSTERED,
        Building.NEW_BUILD,
        16,
        True,
        _("The members bring in money of their own and get a small return on it."),
        _("For older people who sell a house and want to rent together around a garden, with a common room."),
        _(
            "It closes because the members bring in more than half: about €136,000 per home. That keeps the "
            "bank loan small "
            "and the rent at €930. Who leaves wants that money back, so the group needs newcomers with money too."
        ),
        (RENTS, BUILDING, BANK, UPKEEP),
    ),
    Example(
        "cpo-ouderen",
        _("14 homes that older people commission themselves (CPO)"),
        CooperativeForm.CPO,
        Building.NEW_BUILD,
        14,
        True,
        _("Everyone buys their own home; the garden, the garden room and the building process are shared."),
        _("For older people who own a house and want to live near each other in a home that fits."),
        _(
            "It closes because every household pays for its own home, with a mortgage or the money of its "
            "old house: about €429,000. "
            "The plan shows what building costs together, and that €150 to €175 a month is enough for what "
            "they own together."
        ),
        (BUILDING, UPKEEP, _("Subsidy of the province and monthly contribution: assumptions.")),
    ),
    Example(
        "ledenkapitaal",
        _("28 homes between renting and buying, with member equity"),
        CooperativeForm.MEMBER_EQUITY,
        Building.NEW_BUILD,
        28,
        True,
        _("Members buy certificates in the co-operative and pay a middle rent. Who leaves gets the money back."),
        _("For middle incomes with savings, for whom buying is too dear and renting too insecure."),
        _(
            "It closes because the members bring in almost half, about €137,000 per home on average, for a "
            "return of 1%. "
            "Fewer certificates mean more bank loan, and then the rent is too low to pay the bank with the "
            "room it asks."
        ),
        (RENTS, BUILDING, BANK, UPKEEP, _("Certificates and their return: assumptions.")),
    ),
    Example(
        "sociale-huur-dorp",
        _("12 social rental homes in a village"),
        CooperativeForm.RENTAL,
        Building.NEW_BUILD,
        12,
        True,
        _("A small plan with cheap ground, subsidy of the province and a fund of the village."),
        _("For a village that wants to keep its young and its old people, and does a lot of work itself."),
        _(
            "It closes because a fifth of the money is given and the municipality lends cheaply for 40 "
            "years. Rents stay social: "
            "€815 to €860. Without the subsidies every home would need about €52,000 more from its members."
        ),
        (RENTS, BUILDING, BANK, CITY_LOAN, UPKEEP, _("Subsidy and village fund: assumptions.")),
    ),
    Example(
        "wonen-met-vrienden",
        _("20 rooms and 4 homes in a former monastery, with loans of friends"),
        CooperativeForm.RENTAL,
        Building.TRANSFORMATION,
        24,
        True,
        _(
            "Homes that can never be sold for profit, paid for by a bank and by many small loans of people "
            "around the group."
        ),
        _("For a group that lives together in large shared homes and has many friends, but little money."),
        _(
            "It closes because people around the group lend for a long time at 1%, and because four groups of five "
            "share what is dear: a kitchen, a bathroom and a living room for each group. A room counts as a fifth of "
            "a home. All those loans have to be repaid one day: keep a list, and find new lenders in time."
        ),
        (RENTS, ROOMS, BANK, UPKEEP, LOANS_OF_FRIENDS),
    ),
    Example(
        "jongeren-modulair",
        _("40 movable homes for starters"),
        CooperativeForm.RENTAL,
        Building.NEW_BUILD,
        40,
        True,
        _("Small homes from a factory on ground that is lent for thirty years."),
        _("For young people who want to begin quickly, on a place where later something else will come."),
        _(
            "It closes because the homes are small and built fast, and the ground costs little. Everything "
            "has to be repaid in 25 years, "
            "because the homes have to move after thirty. A shorter stay does not close."
        ),
        (
            RENTS,
            BUILDING,
            BANK,
            UPKEEP,
            _(
                "Loan of SVn and subsidy of the municipality: assumptions; the terms of the national fund "
                "are not public yet."
            ),
        ),
    ),
    Example(
        "huren-en-kopen-samen",
        _("16 homes to rent and 10 to buy, in one building"),
        CooperativeForm.MIXED,
        Building.NEW_BUILD,
        26,
        True,
        _("Renters and buyers build together. What buyers pay above the costs keeps the rents low."),
        _("For a group in which some can buy and others cannot, and that wants to stay together."),
        _(
            "It closes because ten households buy their home for €500,000, some €113,000 more than it costs. That "
            "money stays in the building, so that less has to be borrowed for the homes to rent. Learn from it what "
            "the group hangs on: at €495,000 it does not close any more. Agree what happens when a home stays "
            "unsold."
        ),
        (RENTS, BUILDING, SALE_PRICES, BANK, CITY_LOAN, UPKEEP),
    ),
    Example(
        "cpo-tegen-kostprijs",
        _("16 homes at cost, with a guest home together (CPO)"),
        CooperativeForm.CPO,
        Building.NEW_BUILD,
        17,
        True,
        _("Each household pays what its home costs, by its size. One small home is let, and belongs to everybody."),
        _("For households that can buy and want to build together, without a developer who earns on it."),
        _(
            "It closes because nobody sells at a profit: the price is what the home costs, also when building becomes "
            "dearer. Learn from it what that means: a setback is for the buyers, and every home needs its buyer before "
            "the building starts. Until then €365,000 has to be bridged for ground and advice. Together they put in "
            "€215,000 for the guest home, and its rent pays for the garden."
        ),
        (BUILDING, UPKEEP, _("Monthly contribution of owners: an assumption.")),
    ),
    Example(
        "half-kopen-half-huren",
        _("24 apartments of which people buy half"),
        CooperativeForm.OWNER_OCCUPIED,
        Building.NEW_BUILD,
        24,
        True,
        _("You buy half of your home and pay the co-operative every month for the other half."),
        _("For people with a middle income for whom a whole home is too dear, and who do want to own a part."),
        _(
            "It closes because buyers pay half of the price at once, and €600 to €775 a month for the rest. Learn from "
            "it that the other half is borrowed by the co-operative: when people pay less a month, the lenders are the "
            "first to notice. With €580 to €750 a month it does not close."
        ),
        (BUILDING, SALE_PRICES, BANK, CITY_LOAN, UPKEEP, _("Monthly payment for the other half: an assumption.")),
    ),
    Example(
        "onderlinge-leningen",
        _("14 homes with loans of friends that go on for ever"),
        CooperativeForm.RENTAL,
        Building.TAKE_OVER,
        14,
        True,
        _("The bank lends 60%. The rest comes from many small loans; who wants money back makes room for the next."),
        _("For a group with a large circle around it, that can tell its story year after year."),
        _(
            "It closes because the small loans are never paid off out of the rents: each year about a tenth is paid "
            "back, and lent again by others. Learn from it that this never stops. When a tenth of what must be lent "
            "again does not come, there is too little cash from the first year on. Keep a list of lenders, and cash "
            "for a lean year."
        ),
        (
            RENTS,
            TRANSFER_TAX,
            BANK,
            UPKEEP,
            LOANS_OF_FRIENDS,
        ),
    ),
    Example(
        "overname-bij-verhuizing",
        _("Taking over 30 let homes, with a new rent for who comes next"),
        CooperativeForm.RENTAL,
        Building.TAKE_OVER,
        30,
        True,
        _("Tenants keep their rent. Only when somebody moves, the next one pays a middle rent."),
        _("For tenants who take over their street and do not want a rise of the rent for who lives there now."),
        _(
            "It closes because of every hundred homes 5 to 7 get new tenants each year, who pay some €255 to €330 "
            "more. In the first years that is not yet enough: the bank waits 3 years with the repayment, the bonds "
            "5. Learn from it that time decides: if everybody stays, there is too little cash from 2033."
        ),
        (
            RENTS,
            _("Who buys a let home takes over the lease as it is (Burgerlijk Wetboek 7:226)."),
            TRANSFER_TAX,
            DISCOUNT,
            BANK,
            UPKEEP,
            _("How many move each year: an assumption; the corporation knows it."),
        ),
    ),
    Example(
        "nooit-afgelost",
        _("32 homes with a mortgage that is never paid off"),
        CooperativeForm.RENTAL,
        Building.NEW_BUILD,
        32,
        True,
        _("The bank gets interest alone. Every ten years the whole loan is closed anew, at the interest of then."),
        _("For a group whose rents pay the interest but no repayment, and whose bank agrees to that."),
        _(
            "It closes because nothing is repaid to the bank; with the same loan repaid in 30 years it does not. "
            "Learn from it where the risk is: in 2038 the bank has to say yes again to €5.3 million, and at an "
            "interest of 7.5%, where the plan has 5%, the rents are not enough. Against the value of the homes the "
            "loan does become smaller: at the start 62%, after 30 years 34%."
        ),
        (
            RENTS,
            BUILDING,
            BANK,
            CITY_LOAN,
            UPKEEP,
            _("A loan of 10 years that is not repaid: an assumption; no bank promises that it goes on."),
        ),
    ),
    Example(
        "de-eendracht",
        _("24 rental homes on bought ground"),
        CooperativeForm.RENTAL,
        Building.NEW_BUILD,
        24,
        False,
        _("A bank loan, a loan of the municipality and money of the members."),
        _("For a group that buys its ground and builds at today's costs. Many groups begin with figures like these."),
        _(
            "It does not close: the homes cost €286,000 each, and rents of €850 to €1,050 pay for two "
            "thirds of that. "
            "What would help is cheaper ground, more money of the members, or a part that is given."
        ),
        (RENTS, BUILDING, BANK, CITY_LOAN, UPKEEP),
    ),
    Example(
        "school-wordt-wonen",
        _("18 homes in an old school"),
        CooperativeForm.RENTAL,
        Building.TRANSFORMATION,
        18,
        False,
        _("A school that is empty becomes homes, with a room for the neighbourhood."),
        _("For a group that wants to save a building, and finds out in time what that costs."),
        _(
            "It does not close: asbestos, a weak foundation and a price of more than a million make every "
            "home cost €267,000, "
            "and half a million has no source yet. It comes close when the municipality sells the school for "
            "a symbolic price, pays for the asbestos, and the loans may be repaid over 25 to 30 years."
        ),
        (RENTS, BANK, UPKEEP, _("Works to the building: assumptions; only a survey tells.")),
    ),
    Example(
        "middenhuur-stad",
        _("40 middle-rent homes in the city"),
        CooperativeForm.RENTAL,
        Building.NEW_BUILD,
        40,
        False,
        _("Dear building with parking under it, on leased ground, and the usual loan of the bank."),
        _(
            "For a group in a large city that does everything as usual: a bank loan of 70%, and the "
            "municipal loan for 15 years."
        ),
        _(
            "It does not close: building costs €2,750 per m² and parking comes on top, while the rents are "
            "already at the limit. "
            "From the first year there is too little to pay the lenders. Fewer parking places and a longer "
            "municipal loan help, "
            "but are not enough alone."
        ),
        (RENTS, BUILDING, BANK, CITY_LOAN, UPKEEP),
    ),
)


def best_first(*, form: str, building: str, homes: float) -> list[Example]:
    """The examples with those in front that look most like a group: its form, where its homes come from, and about its
    size.
    """
    return sorted(
        EXAMPLES,
        key=lambda example: (example.form != form, example.building != building, abs(example.homes - homes)),
    )


def most_alike_that_closes(*, homes: float, form: str = "", building: str = "") -> Example:
    """The example with which a group can lay its plan side by side to see what a plan that closes does otherwise."""
    return next(example for example in best_first(form=form, building=building, homes=homes) if example.closes)
