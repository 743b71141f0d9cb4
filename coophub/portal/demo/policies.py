"""What the demo knows of two municipalities: of Amsterdam what a source says, of Utrecht what is made up."""

import datetime as dt

from coophub.accounts.models import User
from coophub.web import clock
from initiatives.models import Municipality
from initiatives.services.policies import state_policy

MADE_UP = "Verzonnen voor de demo: geen beleid van de echte gemeente"
COUNCIL_OF_AMSTERDAM = dt.date(2021, 7, 7)


def create_policies(*, accounts: dict[str, User]) -> None:
    """Written down by the advisor of the demo."""
    advisor = accounts["Iris"]
    state_policy(
        municipality=Municipality.objects.get(name="Amsterdam"),
        topic="loan_fund",
        stance="yes",
        text=OF_AMSTERDAM,
        source="Verordening Stimuleringslening wooncoöperaties Amsterdam, gemeenteraad 7 juli 2021",
        source_url="https://www.binnenlandsbestuur.nl/ruimte-en-milieu/gemeentelijk-financiering-wooncooperaties",
        known_on=COUNCIL_OF_AMSTERDAM,
        user=advisor,
    )
    for topic, stance, text in OF_UTRECHT:
        state_policy(
            municipality=Municipality.objects.get(name="Utrecht"),
            topic=topic,
            stance=stance,
            text=text,
            source=MADE_UP,
            source_url="",
            known_on=clock.today() - dt.timedelta(days=40),
            user=advisor,
        )


OF_AMSTERDAM = (
    "In 2021 stelde de gemeenteraad een lening vast van hoogstens € 50.000 per woning, voor hoogstens 15 jaar, tegen "
    "1,5 % rente. Het plafond was € 20 miljoen, tot en met 31 december 2023. Of dit nog zo is, is niet nagekeken."
)
OF_UTRECHT = [
    ("ground_lease", "case", "Verzonnen: erfpacht voor zestig jaar bij plannen met een middenhuur."),
    ("plots", "yes", "Verzonnen: twee kavels bij het water, met een inschrijving in het voorjaar."),
    ("contact", "", "Verzonnen: afdeling Wonen, wonen@gemeente.example"),
]
