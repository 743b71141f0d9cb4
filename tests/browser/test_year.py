"""A whole year of a scheme, with the clock moving: from the empty form of the scheme to the last euro that came back.

Everybody works in a window of their own. What the ministry does by night (warnings, letters) is done here with the
clock of the test, because the clock of a worker would be today's. At the end every page, letter and entry of the ledger
must say the same.
"""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from lxml import etree
from playwright.sync_api import expect
from sepaxml.validation import try_valid_xml

from coophub.accounts.models import Role, User
from coophub.proposals.models import Proposal
from coophub.reports.models import ReportJob
from coophub.reports.services import render
from coophub.web import clock
from coophub.web.formats import euro, euro_cents
from financing.subsidies.law.budget import quarter_of
from financing.subsidies.models import (
    Application,
    CeilingBalance,
    DeadlineWarning,
    Decision,
    LaterDecision,
    LedgerEntry,
    Letter,
    Payment,
    SchemeVersion,
    State,
)
from financing.subsidies.papers.letters.kinds import KINDS
from financing.subsidies.papers.payment_file import SCHEMA
from financing.subsidies.services import applying, budgeting
from financing.subsidies.services.warnings import send_warnings
from tests.browser.people import Person
from tests.days import AMSTERDAM
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.subsidies import CSV, complete_application

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.thorough,
    pytest.mark.xdist_group("worker"),
]

WIDTH = 1280
CEILING = 420_000


def at(month: int, date: int, hour: int = 10) -> dt.datetime:
    return dt.datetime(2027, month, date, hour, tzinfo=AMSTERDAM)


@pytest.fixture
def worker():
    """Nobody in the background."""


class Calendar:
    """The clock. Each morning on its way the daily job runs, and each evening the letters of the day are made."""

    def __init__(self, travel_to: Callable[[dt.datetime], None]) -> None:
        self.travel_to = travel_to
        self.today = at(1, 4).date()

    def go_to(self, moment: dt.datetime) -> None:
        self.evening()
        while self.today < moment.date():
            self.today += dt.timedelta(days=1)
            self.travel_to(dt.datetime.combine(self.today, dt.time(6), tzinfo=AMSTERDAM))
            send_warnings()
        self.travel_to(moment)

    def evening(self) -> None:
        for job in ReportJob.objects.exclude(state="done"):
            assert render(str(job.pk)), job.failure


@pytest.fixture
def calendar(travel_to):
    travel_to(at(1, 4))
    return Calendar(travel_to)


@pytest.fixture
def at_work(open_browser, site):
    """Somebody in a window of their own, signed in today.

    Each page is looked at by axe once, whoever comes there first.
    """
    windows: dict[int, Person] = {}
    seen: set[str] = set()

    def signed_in(user: User) -> Person:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        name, value = settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value
        if user.pk not in windows:
            windows[user.pk] = Person(open_browser(WIDTH), WIDTH)
            windows[user.pk].seen = seen
        windows[user.pk].page.context.add_cookies([{"name": name, "value": value, "url": site}])
        return windows[user.pk]

    return signed_in


class Group:
    """An initiative, the two people who sign for it, and its application."""

    def __init__(self, name: str, at_work) -> None:
        self.owner, self.second = UserFactory(), UserFactory()
        self.initiative = InitiativeFactory(name=name, owner=self.owner, legal_name=f"Wooncoöperatie {name} U.A.")
        MembershipFactory(initiative=self.initiative, user=self.second, role="owner")
        self.at_work = at_work

    def submit(self, amount: int) -> None:
        """Writes the application and submits it in the browser."""
        draft = complete_application(self.initiative, writer=self.owner, signer=self.second, amount=Decimal(amount))
        needs = {quarter_of(clock.today()): Decimal(amount)}
        draft = budgeting.save_advance(
            application=draft, wanted="yes", needs=needs, revision=draft.revision, user=self.owner
        )
        applying.co_sign(application=draft, user=self.second)
        self.pk = draft.pk
        person = self.at_work(self.owner)
        person.visit(f"{self.path}check/")
        person.confirm("Dien de aanvraag in")
        self.number = self.application.number
        person.sees(self.number)

    @property
    def path(self) -> str:
        return f"/initiatives/{self.initiative.slug}/subsidy/{self.pk}/"

    @property
    def dossier(self) -> str:
        return f"/ministry/applications/{self.pk}/"

    @property
    def application(self) -> Application:
        return Application.objects.get(pk=self.pk)

    def step(self, name: str, button: str, **fields: str) -> Person:
        """A step of the group's own, as the owner takes it."""
        person = self.at_work(self.owner)
        person.visit(self.path)
        person.visit(f"{self.path}steps/{name}/")
        fill_in(person, fields)
        person.press(button)
        return person

    def staff_step(self, user: User, name: str, button: str, **fields: str) -> Person:
        """A step of the ministry, by somebody of its staff."""
        person = self.at_work(user)
        person.visit(self.dossier)
        person.visit(f"{self.dossier}steps/{name}/")
        fill_in(person, fields)
        pressed = person.page.get_by_role("button", name=button)
        asks_first = person.page.locator("form[data-confirm]").filter(has=pressed).count()
        person.confirm(button) if asks_first else person.press(button)
        return person

    def letters(self, kind: str) -> list[Letter]:
        return list(Letter.objects.filter(application=self.pk, kind=kind))


def fill_in(person: Person, fields: dict[str, str]) -> None:
    for name, value in fields.items():
        kind = person.page.locator(f"[name='{name}']").first.evaluate("field => field.type")
        if kind == "file":
            person.page.locator(f"[name='{name}']").set_input_files(value)
        elif kind in ("radio", "checkbox", "select-one"):
            person.choose(name, value)
        else:
            person.fill(**{name: value})


def assess(group: Group, reviewer: User) -> None:
    group.staff_step(reviewer, "interest", "Verklaar en pak op", has_interest="no")
    scores = dict.fromkeys(("score_haalbaar", "score_bijdrage", "score_groep"), "7")
    group.staff_step(
        reviewer, "assess", "Sla de beoordeling op", **scores, advice="award", explanation="Een goed plan."
    )


def decide(group: Group, reviewer: User, decider: User, kind: str, amount: int, **fields: str) -> None:
    """Drafts the decision, and has another sign it after reading the letter."""
    words = {
        "kind": kind,
        "amount": str(amount),
        "reasons": "Uw plan past bij de regeling.",
        **fields,
    }
    group.staff_step(reviewer, "decision", "Leg het voor ter ondertekening", **words)
    group.staff_step(decider, "sign", "Onderteken het besluit")


def make_scheme(at_work, manager: User, approver: User) -> SchemeVersion:
    """The scheme is written, put up, and approved by somebody else."""
    person = at_work(manager)
    person.visit("/ministry/schemes/")
    person.visit("/ministry/schemes/new/")
    person.fill(name="Jaarregeling wooncoöperaties")
    person.choose("start_from", "stimulering")
    person.follow(person.page.locator("main form button[type=submit]"))
    editor = person.page.url
    person.visit(f"{editor}sections/period/")
    person.fill(opens_at="2027-01-18T09:00", closes_at="2027-06-30T17:00")
    person.page.locator("[data-formset-add]").click()
    last = person.page.locator("[data-formset-row]").last
    last.locator("[name$='-purpose']").select_option("extension")
    last.locator("[name$='-length']").fill("6")
    last.locator("[name$='-unit']").select_option("weeks")
    last.locator("[name$='-source']").fill("Artikel 9 van de regeling")
    person.press("Bewaren")
    person.visit(f"{editor}sections/money/")
    person.fill(ceiling=str(CEILING), ceiling_middle_incomes="", ceiling_older_people="", ceiling_cpo="")
    person.press("Bewaren")
    person.visit(f"{editor}preview/")
    person.sees(euro(CEILING))
    person.visit(editor)
    person.press("Leg voor ter goedkeuring")
    other = at_work(approver)
    other.visit(editor)
    other.confirm("Keur goed en maak openbaar")
    return SchemeVersion.objects.get()


def pay_everything(at_work, groups: list[Group], maker: User, approver: User) -> bytes:
    """Orders what is planned, checks the accounts, makes the file, has it approved, and notes what the bank did."""
    for group in groups:
        person = at_work(maker)
        person.visit(f"{group.dossier}?tab=money")
        person.confirm("Geef opdracht tot betaling")
        person.visit(f"{group.dossier}account/")
        if not person.page.get_by_text("Gecontroleerd door").count():
            person.press("Bewaar deze rekening")
            other = at_work(approver)
            other.visit(f"{group.dossier}account/")
            other.fill(proof="Bankafschrift van 3 maart")
            other.press("Nummer en naam horen bij elkaar")
    person = at_work(maker)
    person.visit("/ministry/payments/")
    for box in person.page.locator("[name=payments]").all():
        box.check(force=True)
    person.press("Zet deze in een bestand")
    batch = person.page.url
    other = at_work(approver)
    other.visit(batch)
    other.confirm("Keur het bestand goed")
    with other.page.expect_download() as download:
        other.page.get_by_role("link", name="Download voor de bank").click()
    other.visit(batch)
    other.press("Noteer wat er is betaald")
    return Path(download.value.path()).read_bytes()


def held(group: Group) -> Decimal:
    return sum((entry.amount for entry in LedgerEntry.objects.filter(application=group.pk)), start=Decimal(0))


def test_a_whole_year_of_the_scheme(calendar, at_work, tmp_path):
    paper = tmp_path / "verslag.csv"
    paper.write_bytes(CSV)
    reviewer, handler = (UserFactory(roles=[Role.REVIEWER]) for _ in range(2))
    decider, second_decider = (UserFactory(roles=[Role.DECIDER]) for _ in range(2))
    manager, second_manager = (UserFactory(roles=[Role.SCHEME_MANAGER]) for _ in range(2))
    names = ["Acacia", "Berk", "Ceder", "Den", "Els", "Fijnspar", "Ginkgo", "Hulst", "Iep", "Jeneverbes"]
    acacia, berk, ceder, den, els, fijnspar, ginkgo, hulst, iep, jeneverbes = (Group(name, at_work) for name in names)

    # January: the scheme is made and opens. Who comes too early is refused.
    version = make_scheme(at_work, manager, second_manager)
    visitor = at_work(acacia.owner)
    visitor.visit("/schemes/jaarregeling-wooncooperaties/")
    visitor.sees(euro(CEILING))
    calendar.go_to(at(1, 18))
    acacia.submit(90_000)
    calendar.go_to(at(1, 20))
    berk.submit(60_000)
    calendar.go_to(at(1, 21))
    ceder.submit(80_000)
    calendar.go_to(at(1, 25))
    den.submit(100_000)
    calendar.go_to(at(1, 26))
    els.submit(90_000)

    # Two are asked to complete their application. Berk does, and goes behind the lot day; Ceder does not.
    calendar.go_to(at(1, 27))
    for group in (berk, ceder):
        group.staff_step(reviewer, "remedy", "Verstuur het verzoek", points="Brief van de gemeente")
    calendar.go_to(at(2, 1))
    for group in (fijnspar, ginkgo, hulst):
        group.submit(90_000)
    calendar.go_to(at(2, 2))
    iep.submit(70_000)
    calendar.go_to(at(2, 3))
    jeneverbes.submit(50_000)
    person = at_work(jeneverbes.owner)
    person.visit(jeneverbes.path)
    person.confirm("Trek de aanvraag in")
    assert jeneverbes.application.state == State.WITHDRAWN
    calendar.go_to(at(2, 5))
    berk.step("complete", "Verstuur het", answer_1="Zie de bijlage.", upload_1=str(paper))
    assert berk.application.rank_on == dt.date(2027, 2, 5)

    # February: Ceder is left out; the first awards follow, and one refusal. One decision takes longer.
    calendar.go_to(at(2, 12))
    ceder.staff_step(
        reviewer, "leave-out", "Leg het voor ter ondertekening", reasons="De brief van de gemeente ontbreekt."
    )
    ceder.staff_step(decider, "sign", "Onderteken het besluit")
    assert ceder.application.state == State.LEFT_OUT
    for group in (acacia, den, els):
        assess(group, reviewer)
    before = den.application.decide_by
    den.staff_step(reviewer, "extend", "Verleng en verstuur de brief", weeks="6", reason="Wij zoeken de erfpacht uit.")
    assert den.application.decide_by > before
    decide(acacia, reviewer, decider, "award", 90_000)
    decide(els, reviewer, decider, "refuse", 0, ground="kb13b", hearing="not_needed")
    calendar.go_to(at(2, 26))
    decide(den, reviewer, decider, "award", 100_000)
    assert held(acacia) + held(den) == 190_000

    # March: 230.000 euros are left. On the first of February three asked 90.000 each: lots decide among them.
    calendar.go_to(at(3, 1))
    for group in (fijnspar, ginkgo, hulst, iep, berk):
        assess(group, reviewer)
    person = at_work(manager)
    person.visit(f"/ministry/rounds/{version.pk}/")
    person.confirm("Leg deze uitkomst vast")
    other = at_work(decider)
    other.visit(f"/ministry/rounds/{version.pk}/")
    other.confirm("Stel de vastgelegde uitkomst vast")
    run = version.allocation_runs.get()
    drawn = [share["number"] for share in run.content["shares"] if share["lot"]]
    by_number = {group.number: group for group in (fijnspar, ginkgo, hulst)}
    first, second, third = (by_number[number] for number in drawn)
    assert [held(group) for group in (first, second, third, iep, berk)] == [90_000, 90_000, 50_000, 0, 0]
    for group in (first, second):
        decide(group, reviewer, decider, "award", 90_000)
    decide(third, reviewer, decider, "award_partly", 50_000, ground="4:25", hearing="financial")
    for group in (iep, berk):
        decide(group, reviewer, decider, "refuse", 0, ground="4:25", hearing="financial")
    balance = CeilingBalance.objects.get(version=version, target="")
    assert (balance.ceiling, balance.taken) == (CEILING, CEILING)

    # The advances: 80 per cent of what was awarded, in one file for the bank that its own schema accepts.
    calendar.go_to(at(3, 8))
    awarded = [acacia, den, first, second, third]
    file = pay_everything(at_work, awarded, manager, second_manager)
    try_valid_xml(file, SCHEMA)
    amounts = etree.fromstring(file).findall(".//{*}InstdAmt")
    assert sorted(Decimal(amount.text) for amount in amounts) == [40_000, 72_000, 72_000, 72_000, 80_000]

    # April: Els objects; a hearing is planned. The ceiling is empty, so nothing could be awarded yet.
    calendar.go_to(at(4, 5))
    els.step("object", "Verstuur het bezwaar", reasons="De bank heeft een brief gestuurd.")
    els.staff_step(
        handler, "objection-prepare", "Bewaar het", hearing_at="2027-05-12T14:00", hearing_place="Den Haag, zaal 3"
    )
    calendar.go_to(at(4, 20))
    els.staff_step(handler, "objection-postpone", "Verdaag en verstuur de brief", reason="Eerst is de hoorzitting.")

    # May: Acacia is done for less. Its settlement gives 30.000 euros back to the ceiling, and 12.000 is to be paid
    # back.
    calendar.go_to(at(5, 3))
    acacia.step("report", "Verstuur het verslag", results="Het ontwerp is af.", done_on="2027-04-30", report=str(paper))
    calendar.go_to(at(5, 20))
    acacia.staff_step(
        reviewer,
        "settlement",
        "Leg het voor ter ondertekening",
        amount="60000",
        reasons="De kosten waren lager.",
        ground="lid3",
        hearing="not_needed",
    )
    acacia.staff_step(decider, "sign-later", "Onderteken het")
    assert acacia.application.state == State.SETTLED_LOWER
    els.staff_step(
        handler, "objection-hearing", "Bewaar het verslag", report="De groep liet de brief van de bank zien."
    )
    els.staff_step(
        handler,
        "objection-decision",
        "Leg het voor ter ondertekening",
        outcome="revised",
        amount="30000",
        reasons="Met deze brief is de financiering voldoende zeker.",
    )
    els.staff_step(second_decider, "sign-later", "Onderteken het")
    assert els.application.state == State.PARTLY_AWARDED
    acacia.staff_step(reviewer, "recovery", "Leg het voor ter ondertekening", reasons="U kreeg te veel voorschot.")
    acacia.staff_step(decider, "sign-later", "Onderteken het")
    assert acacia.application.state == State.RECOVERED
    calendar.go_to(at(6, 7))
    pay_everything(at_work, [els], manager, second_manager)
    back = Payment.objects.get(application=acacia.pk, kind="repayment")
    person = at_work(manager)
    person.visit(f"{acacia.dossier}?tab=money")
    if back.ordered_at is None:
        person.confirm("Geef opdracht tot betaling")
    person.page.locator(f"#paid-{back.pk}-paid_on").fill("2027-06-07")
    person.press("Stel de dag voor")
    other = at_work(decider)
    other.visit(f"/proposals/{Proposal.objects.latest('pk').pk}/")
    other.confirm("Bevestig")

    # The window closes; who comes a second later is refused, and the draft stays.
    late = Group("Kastanje", at_work)
    draft = complete_application(late.initiative, writer=late.owner, signer=late.second, amount=Decimal(20_000))
    late.pk = draft.pk
    calendar.go_to(dt.datetime(2027, 6, 30, 16, 59, tzinfo=AMSTERDAM))
    person = at_work(late.owner)
    person.visit(f"{late.path}check/")
    calendar.go_to(dt.datetime(2027, 6, 30, 17, 1, tzinfo=AMSTERDAM))
    person.confirm("Dien de aanvraag in")
    person.sees("30 juni 2027")
    assert late.application.state == State.DRAFT

    # Autumn: Den is settled as awarded and gets the rest; in December the year is over.
    calendar.go_to(at(9, 6))
    den.step("report", "Verstuur het verslag", results="Alles is gedaan.", done_on="2027-09-01", report=str(paper))
    calendar.go_to(at(10, 4))
    den.staff_step(
        reviewer, "settlement", "Leg het voor ter ondertekening", amount="100000", reasons="Alles is gedaan."
    )
    den.staff_step(decider, "sign-later", "Onderteken het")
    pay_everything(at_work, [den], manager, second_manager)
    calendar.go_to(at(12, 31))

    everything = [acacia, berk, ceder, den, els, fijnspar, ginkgo, hulst, iep, jeneverbes]
    expected = {acacia: 60_000, den: 100_000, els: 30_000, first: 90_000, second: 90_000, third: 50_000}
    assert {group: held(group) for group in everything} == {group: expected.get(group, 0) for group in everything}
    check_ledger(version)
    check_payments(
        everything, {acacia: 60_000, den: 100_000, els: 24_000, first: 72_000, second: 72_000, third: 40_000}
    )
    check_letters(everything)
    check_pages(version, at_work, manager, everything, expected)
    # Nobody was warned of the same day twice.
    assert DeadlineWarning.objects.exists()


def check_ledger(version: SchemeVersion) -> None:
    """What the ceiling holds is the sum of the entries, and that is the sum of what was decided last."""
    entries = LedgerEntry.objects.filter(version=version)
    total = sum((entry.amount for entry in entries), start=Decimal(0))
    assert CeilingBalance.objects.get(version=version, target="").taken == total == 420_000


def check_payments(groups: list[Group], expected: dict[Group, int]) -> None:
    for group in groups:
        paid = Payment.objects.filter(application=group.pk, paid_on__isnull=False)
        net = sum((item.amount if item.kind != "repayment" else -item.amount for item in paid), start=Decimal(0))
        assert net == expected.get(group, 0), group.initiative.name


def facts_of(letter: Letter) -> Any:
    return KINDS[letter.kind].in_letter(letter)


def check_letters(groups: list[Group]) -> None:
    """Every decision has its letter, with its amount, its last day to object, and a document that was made."""
    for group in groups:
        signed = list(Decision.objects.filter(application=group.pk, signed_at__isnull=False))
        letters = [facts_of(letter) for letter in group.letters("decision")]
        assert [(facts.amount, facts.object_by) for facts in letters] == [
            (decision.amount, decision.object_by) for decision in signed
        ]
        later = LaterDecision.objects.filter(application=group.pk, signed_at__isnull=False)
        for decision in later.exclude(kind="objection"):
            (letter,) = group.letters(decision.kind)
            assert facts_of(letter).amount == decision.amount
    assert not ReportJob.objects.exclude(state="done").exists()
    assert ReportJob.objects.filter(kind="letter").count() == Letter.objects.count()


def check_pages(
    version: SchemeVersion, at_work, manager: User, groups: list[Group], expected: dict[Group, int]
) -> None:
    """What the group, the ministry and everybody read is one and the same."""
    visitor = at_work(groups[0].owner)
    visitor.visit("/awards/")
    response = visitor.page.request.get("/awards.json")
    published = {award["ontvanger"]: award for award in response.json()}
    for group in groups:
        amount = expected.get(group, 0)
        person = at_work(group.owner)
        person.visit(group.path)
        member, staff = person.page.locator("main"), at_work(manager)
        staff.visit(f"{group.dossier}?tab=money")
        if not amount:
            assert not any(group.initiative.legal_name in name for name in published)
            continue
        staff.sees(euro_cents(amount))
        expect(member).to_contain_text(euro_cents(amount))
        award = next(award for name, award in published.items() if group.initiative.legal_name in name)
        assert Decimal(award["bedragen"][-1]["bedrag"]) == amount
    staff = at_work(manager)
    staff.visit(f"/ministry/budget/?scheme={version.pk}")
    staff.sees(euro(CEILING))
    staff.visit(f"/ministry/budget/{version.pk}/entries/")
    staff.visit("/ministry/monitor/")
    staff.visit("/ministry/applications/")
