"""The people of the demo. All of them are made up; their surnames are plants, their addresses end in .example."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_noop

from coophub.accounts.demo import give_demo_second_factor
from coophub.accounts.models import Organisation, Role, RoleGrant, User


@dataclass(frozen=True)
class DemoAccount:
    """Somebody whom a visitor of the demo can become by one click. `what` says what they do."""

    name: str
    what: str
    roles: tuple[Role, ...] = ()
    organisation: str = ""

    @property
    def email(self) -> str:
        return f"{self.name.split()[0].lower()}@demo.example"


MINISTRY = "Ministerie (demo)"
NETWORK = "Kennisnetwerk (demo)"
ORGANISATIONS = {MINISTRY: Organisation.Kind.MINISTRY, NETWORK: Organisation.Kind.KNOWLEDGE_NETWORK}

ACCOUNTS = [
    DemoAccount("Anna Appelbloesem", gettext_noop("leads the group De Lindentuin")),
    DemoAccount("Bram Berkenblad", gettext_noop("is second board member of De Lindentuin")),
    DemoAccount("Chris Citroenkruid", gettext_noop("reads along with De Lindentuin")),
    DemoAccount("Rosa Rozemarijn", gettext_noop("assesses applications at the ministry"), (Role.REVIEWER,), MINISTRY),
    DemoAccount("Ruben Ridderspoor", gettext_noop("assesses applications at the ministry"), (Role.REVIEWER,), MINISTRY),
    DemoAccount("Dirk Dovenetel", gettext_noop("signs decisions at the ministry"), (Role.DECIDER,), MINISTRY),
    DemoAccount("Sanne Sleutelbloem", gettext_noop("manages the schemes"), (Role.SCHEME_MANAGER,), MINISTRY),
    DemoAccount("Abel Akelei", gettext_noop("advises pilots"), (Role.ADVISOR,), NETWORK),
    DemoAccount("Iris IJskruid", gettext_noop("advises pilots"), (Role.ADVISOR,), NETWORK),
    DemoAccount("Berend Brem", gettext_noop("runs CoopHub"), (Role.ADMINISTRATOR,), NETWORK),
    DemoAccount("Bente Bosanemoon", gettext_noop("runs CoopHub"), (Role.ADMINISTRATOR,), NETWORK),
]

FIRST_NAMES = [
    "Amina",
    "Bas",
    "Carla",
    "Daan",
    "Eva",
    "Farid",
    "Gerda",
    "Hugo",
    "Ineke",
    "Jamal",
    "Karin",
    "Lars",
    "Mila",
    "Nico",
    "Olga",
    "Pim",
    "Quinten",
    "Ria",
    "Saar",
    "Teun",
    "Ursula",
    "Vera",
    "Wim",
    "Yara",
    "Zeno",
    "Anouk",
    "Bilal",
    "Cor",
    "Dina",
    "Emiel",
    "Fenna",
    "Gijs",
    "Hanna",
    "Ivo",
    "Joke",
    "Kees",
    "Leyla",
    "Mats",
    "Nour",
    "Otto",
    "Petra",
    "Rik",
    "Sofie",
    "Tijn",
    "Wies",
]
SURNAMES = [
    "Klaver",
    "Madelief",
    "Boterbloem",
    "Varen",
    "Mispel",
    "Hazelaar",
    "Kamperfoelie",
    "Guldenroede",
    "Iris",
    "Jasmijn",
    "Kattestaart",
    "Lavendel",
    "Munt",
    "Narcis",
    "Ooievaarsbek",
    "Pinksterbloem",
    "Salie",
    "Tijm",
    "Vlier",
    "Wilg",
    "Zonnebloem",
    "Anemoon",
    "Beuk",
    "Ereprijs",
    "Gagel",
    "Heide",
    "Kweepeer",
    "Lijsterbes",
    "Meidoorn",
    "Reseda",
]


def create_accounts() -> dict[str, User]:
    """The accounts to sign in with, by first name, and their organisations."""
    organisations = {name: Organisation.objects.create(name=name, kind=kind) for name, kind in ORGANISATIONS.items()}
    accounts = {}
    for account in ACCOUNTS:
        user = User.objects.create_user(
            account.email,
            name=account.name,
            organisation=organisations.get(account.organisation),
            is_demo=True,
            demo_role=account.what,
        )
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        RoleGrant.objects.bulk_create(RoleGrant(user=user, role=role) for role in account.roles)
        if account.roles:
            give_demo_second_factor(user)
        accounts[account.name.split()[0]] = user
    return accounts


def create_neighbours(count: int) -> list[User]:
    """Members of the other groups. Nobody can sign in as one of them."""
    people = [
        User(
            email=f"buur-{number}@demo.example",
            name=(
                f"{FIRST_NAMES[number % len(FIRST_NAMES)]} "
                f"{SURNAMES[(number * 7 + number // len(FIRST_NAMES)) % len(SURNAMES)]}"
            ),
            password=make_password(None),
        )
        for number in range(count)
    ]
    return User.objects.bulk_create(people)
