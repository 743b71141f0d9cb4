"""A group with everything that a group can have, and somebody of each kind, for tests that walk along every page."""

import datetime as dt
import uuid
from decimal import Decimal

from allauth.socialaccount.models import SocialAccount
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from coophub.accounts.models import Role, User
from coophub.documents.models import PreviewPage
from coophub.documents.services import add_document
from coophub.notifications.email_wishes import wishes_link
from coophub.notifications.services import notify
from coophub.reports.models import ReportJob
from coophub.reports.services import render, request_report
from coophub.web import clock
from financing.lab.services.publishing import publish_run
from financing.plans.models import NormSet, Plan
from financing.plans.reports import READ_HOMES, READ_VALUES
from financing.plans.services.lever_searches import start_lever_search
from financing.plans.services.sharing import share_version
from financing.plans.services.versions import freeze_plan
from financing.plans.services.visitors import start_visitor_plan
from financing.subsidies.models import Application, Loan, PaymentBatch, Submission
from financing.subsidies.schemes.examples import example_named, publish_example
from financing.subsidies.selectors.files import handed_in
from financing.subsidies.services.allocation import record_allocation
from financing.subsidies.services.batches import enter_account
from financing.subsidies.services.dossiers import save_view
from financing.subsidies.services.ledger import enter_award, propose_reversal
from financing.subsidies.services.schemes import create_scheme
from initiatives.models import Invitation
from initiatives.services.board import give_function
from initiatives.services.calendar import renew_group_calendar
from initiatives.services.contact import write_to_group
from initiatives.services.ownership import ask_to_take_over
from initiatives.services.people import invite_member
from initiatives.services.road_map import add_milestone
from initiatives.services.tasks import add_task
from pilots.models import EvaluationReport, EvaluationRound, Lesson, Pilot
from pilots.services.evaluation_reports import comment_report, start_report, write_chapter
from pilots.services.planned import renew_calendar
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.enquiries import answered as answer_of
from tests.factories.enquiries import drafted_enquiry, sent_enquiry
from tests.factories.initiatives import (
    CommentFactory,
    GroupDecisionFactory,
    GroupPhotoFactory,
    HouseholdFactory,
    InitiativeFactory,
    ListingFactory,
    MeetingFactory,
    MembershipFactory,
    TakeDownFactory,
)
from tests.factories.lab import finished_run
from tests.factories.pilots import (
    AnonymousTextFactory,
    BottleneckFactory,
    CoachingGoalFactory,
    CoachingSessionFactory,
    EvaluationRoundFactory,
    LessonFactory,
    PilotFactory,
    PlannedSessionFactory,
    RespondentFactory,
    ThreadMessageFactory,
    WrittenQuestionnaireFactory,
    guide_version,
    model_version,
    submitted_intake,
)
from tests.factories.plans import PlanFactory, ScenarioFactory
from tests.factories.policies import sent_policy_link, stated
from tests.factories.subsidies import example_scheme, submitted_application
from tests.factories.tokens import organisation_token, token_of
from tests.factories.webhooks import delivery_of, webhook_of

PEOPLE = [
    "nobody",
    "stranger",
    "reader",
    "editor",
    "owner",
    "coach",
    "advisor",
    "reviewer",
    "decider",
    "manager",
    "administrator",
]

HIDDEN, WORD_IN_IT = "kamillekrediet", "zonnebloemlening"
UNREAD, ANSWERED = "lavendelleed", "duizendbladantwoord"
UNAPPROVED, NOTED = "goudsbloemakte", "vingerhoedsnotitie"
OF_A_HOUSEHOLD, DRAFTED = "vogelmelkgezin", "hemelsleutelverslag"
DISCUSSED = "wilgenroosjesavond"
"""Words of a lesson that waits, of a text without a name that nobody read yet, of an answer with a name, of a model
document that waits, of a note for advisors alone, of a household, of a report that is a draft, and of what a group
discussed and decided.
"""
WRITTEN, LIFTED = "korenbloembericht", "berenklauwreden"
"""And of what group and advisor write each other, and of why a page could not be shown for a while."""
WORDS_BESIDE = (WORD_IN_IT, "zoveel", "steeds", "zonderling", "voorzichtig")
"""What stands beside them, to search for: a page says back what was searched for."""

OF_EVERYONE = ("plans:calculate", "plans:calculate_questions", "plans:calculate_load", "plans:examples")


def each(names: str, arguments: dict) -> dict[str, dict]:
    """The same arguments for several addresses."""
    return dict.fromkeys(names.split(), arguments)


def lent_application() -> Application:
    """An awarded application under a scheme that lends."""
    return Application.objects.create(
        scheme_version=publish_example("leenfonds-landelijk"),
        initiative=InitiativeFactory(),
        number="WC-LENING",
        state="awarded",
        submitted_at=clock.now(),
        decide_by=clock.today(),
    )


def other_award(version, content) -> Application:
    """An application of a co-operative, with this content, to which money is given."""
    application = Application.objects.create(
        scheme_version=version,
        initiative=InitiativeFactory(),
        target="cpo",
        number="WC-TOEGEKEND",
        state="awarded",
        submitted_at=clock.now(),
        decide_by=clock.today(),
    )
    of_group = {**content["initiative"], "legal_name": "Wooncoöperatie De Linde U.A."}
    Submission.objects.create(
        application=application,
        content={**content, "initiative": of_group},
        sha256="0" * 64,
        submitted_at=application.submitted_at,
    )
    return application


def answered_round(pilot: Pilot, advisor: User) -> EvaluationRound:
    """A round that closed, in which an advisor answered with their name."""
    asked = EvaluationRoundFactory(
        programme=pilot.programme,
        questionnaire="advisor-half-year",
        closed_at=clock.now(),
        asked=1,
        answered=1,
    )
    respondent = RespondentFactory(round=asked, pilot=pilot, person=advisor, has_answered=True)
    respondent.answers.create(key="what_is_needed", text=f"Steeds {ANSWERED}.")
    return asked


def drafted_report(pilot: Pilot, advisor: User) -> EvaluationReport:
    """A draft of the report of its programme, with a text and a comment."""
    report = start_report(programme=pilot.programme, user=advisor)
    write_chapter(report=report, chapter="lessons", text=f"Steeds {DRAFTED}.", revision=0, user=advisor)
    comment_report(report=report, chapter="lessons", text="Waarom?", user=advisor)
    return report


def _file_sent(plan: Plan, kind: str = READ_HOMES) -> ReportJob:
    """A list of homes, or of their values, that waits for a worker."""
    return request_report(kind=kind, subject=plan, user=None, source=b"")


_made: list[tuple[bytes, dict[str, object]]] = []
"""A document, with what is noted about it, once a process of the tests made it: one takes seconds."""


def _finish(job: ReportJob) -> None:
    if _made:
        [(content, noted)] = _made
        stored = default_storage.save(f"reports/{job.pk.hex}", ContentFile(content))
        ReportJob.objects.filter(pk=job.pk).update(**noted, file=stored)
        return
    render(str(job.pk))
    made = ReportJob.objects.get(pk=job.pk)
    assert made.is_done
    columns = ("state", "percentage", "attempt", "filename", "content_type", "size_bytes", "sha256", "finished_at")
    _made.append((made.file.read(), {name: getattr(made, name) for name in columns}))


class Scene:
    """A published group with everything a group can have, and somebody of each kind."""

    def __init__(self) -> None:
        roles = {
            "coach": Role.ADVISOR,
            "advisor": Role.ADVISOR,
            "reviewer": Role.REVIEWER,
            "decider": Role.DECIDER,
            "manager": Role.SCHEME_MANAGER,
            "administrator": Role.ADMINISTRATOR,
        }
        self.people = {name: UserFactory(roles=[role], password=PASSWORD) for name, role in roles.items()}
        self.people |= {name: UserFactory(password=PASSWORD) for name in ("stranger", "reader", "editor", "owner")}
        owner = self.people["owner"]
        linked = SocialAccount.objects.create(
            user=owner, provider="entra", uid="owner", extra_data={"kvk_number": "68599876"}
        )
        group = InitiativeFactory(owner=owner, reader=self.people["reader"], published=True)
        editor = MembershipFactory(initiative=group, user=self.people["editor"], role="editor")
        term = give_function(membership=editor, function="treasurer", from_on=clock.today(), user=owner)
        invitation = invite_member(initiative=group, email="guest@example.org", role="reader", user=owner)
        milestone, waiting_step = (
            add_milestone(
                initiative=group,
                phase="feasibility",
                title=title,
                planned_on=clock.today() + dt.timedelta(days=days),
                user=owner,
            )
            for title, days in (("Kavel", 60), ("Bodemonderzoek", 90))
        )
        waiting_step.waits_for.add(milestone)
        task = add_task(initiative=group, title="Bellen", user=owner)
        household = HouseholdFactory(
            initiative=group, name=f"Huize {OF_A_HOUSEHOLD}", remarks=f"Met {OF_A_HOUSEHOLD}.", pledge=12_345
        )
        # So long ago that it stands in no calendar: whoever has the address of one reads it.
        meeting = MeetingFactory(
            initiative=group,
            starts_at=clock.now() - dt.timedelta(days=400),
            title=f"Een {DISCUSSED}",
            agenda=f"- {DISCUSSED}",
            minutes=f"- Besluit: steeds {DISCUSSED}",
        )
        decision = GroupDecisionFactory(initiative=group, title=f"Zonderling {DISCUSSED}", meeting=meeting)
        document = add_document(
            subject=group, title="Notulen", category="minutes", upload=SimpleUploadedFile("n.csv", b"a;b\n"), user=owner
        )
        shown = document.versions.get()
        PreviewPage.objects.create(
            sha256=shown.sha256, kind="csv", number=1, drawn_at=clock.now(), image=b"dots", text="a;b", pages=1
        )
        plan = PlanFactory(initiative=group)
        visitor_plan, token = start_visitor_plan(document=plan.document)
        scenario = ScenarioFactory(plan=plan)
        frozen = freeze_plan(plan=plan, name="Voor de bank", user=owner)
        shared = share_version(
            version=frozen, recipient="De bank", days=30, pass_phrase="", key=uuid.uuid4(), user=owner
        )
        job = request_report(kind="plan", subject=plan, user=owner, parameters={"document": plan.document})
        version = example_scheme()
        draft = version.applications.create(initiative=group, started_by=owner, changed_by=owner)
        other = InitiativeFactory(owner=UserFactory())
        writer, signer = other.memberships.get().user, UserFactory()
        MembershipFactory(initiative=other, user=signer)
        submitted = submitted_application(other, writer=writer, signer=signer)
        payment = submitted.payments.create(
            kind="advance", key="test", amount=1, pay_from="2026-03-02", pay_by="2026-04-13"
        )
        view = save_view(name="Mijn", query="view=mine", user=self.people["reviewer"])
        for role in ("reader", "editor", "owner"):
            MembershipFactory(initiative=other, user=self.people[role], role=role)
        pilot = PilotFactory(initiative=group, advisor=self.people["coach"])
        bottleneck, planned = BottleneckFactory(pilot=pilot), PlannedSessionFactory(pilot=pilot)
        bottleneck = BottleneckFactory(pilot=pilot)
        asked = RespondentFactory(pilot=pilot, person=owner)
        unread = AnonymousTextFactory(text=f"Zoveel {UNREAD}.")
        message = ThreadMessageFactory(pilot=pilot, author=owner, text=f"Bel {WRITTEN} over de grond.")
        answered = answered_round(pilot, self.people["coach"])
        lesson = LessonFactory(
            bottleneck__pilot=pilot,
            author=self.people["coach"],
            state=Lesson.State.WAITING,
            title=f"Een {HIDDEN} helpt",
            problem=f"Zonder {HIDDEN} of {WORD_IN_IT} kwam er niets.",
            what_helped=f"Een {HIDDEN}.",
        )
        model = model_version(self.people["coach"], self.people["advisor"]).model
        waiting = model_version(
            self.people["coach"], model=model, title=f"Zonderling {UNAPPROVED}", about=UNAPPROVED, changed=UNAPPROVED
        )
        guide = guide_version(self.people["coach"], self.people["advisor"])
        newer = guide_version(
            self.people["coach"], newer_of=guide, title=f"Zonderling {UNAPPROVED}", text=UNAPPROVED, changed=UNAPPROVED
        )
        CoachingSessionFactory(pilot=pilot, advisor=self.people["coach"], internal_note=f"Voorzichtig {NOTED}.")
        intake = submitted_intake(call__programme=pilot.programme, initiative=group).intake
        report = drafted_report(pilot, self.people["coach"])
        draft_scheme = create_scheme(
            name="In de maak", document=example_named("stimulering").document, user=self.people["manager"]
        )
        run = record_allocation(version=version, user=self.people["manager"])
        entry = enter_award(
            application=other_award(version, submitted.submission.content), amount=Decimal(1_000), user=None
        )
        proposal = propose_reversal(entry=entry, reason="Dubbel", user=self.people["manager"])
        lent = lent_application()
        Submission.objects.create(
            application=lent, content=submitted.submission.content, sha256="0" * 64, submitted_at=lent.submitted_at
        )
        Loan.objects.create(
            application=lent,
            amount=1_000,
            rate=0,
            term_years=10,
            repayment="linear",
            payments_per_year=4,
            rank="senior",
            starts_on=clock.today(),
            drawn_up_by=UserFactory(),
            drawn_up_at=clock.now(),
        )
        enter_account(application=submitted, iban="NL91ABNA0417164300", name="Hof", user=None)
        batch = PaymentBatch.objects.create(
            execution_date=clock.today(),
            made_by=UserFactory(),
            made_at=clock.now(),
            approved_by=UserFactory(),
            approved_at=clock.now(),
            file="<xml/>",
        )
        [notice] = notify(
            recipients=[owner], kind="subsidies_received", context={"number": "WC-1"}, url="/start/", email=False
        )
        visitor = write_to_group(
            initiative=group, key=uuid.uuid4(), name="Els", email="els@example.org", text="Is er nog plek?"
        )
        taken_down = TakeDownFactory(initiative=other)
        TakeDownFactory(
            initiative=group,
            because=f"Zonderling {LIFTED}",
            lifted_at=clock.now(),
            lifted_by=self.people["administrator"],
        )
        listed = ListingFactory(listed_by=self.people["advisor"]).initiative
        letter = write_to_group(
            initiative=listed, key=uuid.uuid4(), name="Bas", email="bas@example.org", text="Dat zijn wij."
        )
        begun = drafted_enquiry(group, owner, plan_key=str(plan.pk), parts=["verdict"])
        sent = sent_enquiry(group, owner)
        settled = sent_enquiry(group, owner)
        answer_of(settled, land_price=Decimal(250_000))
        stated(self.people["advisor"], group.municipality_id)
        policy_link = sent_policy_link(self.people["advisor"], group.municipality_id)
        code = {"code": group.municipality_id}
        told = delivery_of(webhook_of(owner), plan)
        policy_run = finished_run()
        slug = {"slug": group.slug}
        self.arguments = {
            **each("portal:public_initiative portal:share_image api:initiative", slug),
            "portal:photo": {**slug, "photo_key": GroupPhotoFactory(initiative=group).key, "size": "small"},
            **each("pilots:guide pilots:guide_useful api:guide", {"slug": "objecting"}),
            "portal:sitemap_section": {"section": "initiatives"},
            "api:dataset_file": {"name": "initiatives", "ending": "csv"},
            "api:example_plan": {"slug": "wonen-met-vrienden"},
            "api:lever_search": {"key": start_lever_search(asked=b"{}")[0].pk},
            **each(
                "pilots:lesson pilots:lesson_useful pilots:change_lesson pilots:offer_lesson pilots:approve_lesson "
                "pilots:return_lesson pilots:withdraw_lesson",
                {"pk": lesson.pk},
            ),
            **each("pilots:model pilots:new_model_version", {"pk": model.pk}),
            **each(
                "pilots:model_version pilots:model_file pilots:correct_model_version pilots:approve_model_version "
                "pilots:return_model_version pilots:withdraw_model_version",
                {"pk": model.pk, "number": waiting.number},
            ),
            "pilots:new_guide_version": {"slug": guide.slug},
            **each(
                "pilots:guide_version pilots:change_guide pilots:offer_guide pilots:approve_guide pilots:return_guide "
                "pilots:withdraw_guide",
                {"slug": guide.slug, "number": newer.number},
            ),
            "pilots:knowledge": slug,
            "portal:overview": slug,
            **each("subsidies:scheme api:scheme", {"slug": version.scheme.slug}),
            "initiatives:accept_invitation": {"token": Invitation.objects.get(pk=invitation.pk).token},
            "initiatives:stop_invitations": {"token": Invitation.objects.get(pk=invitation.pk).token},
            "account_confirm_email": {"key": "abc"},
            "account_reset_password_from_key": {"uidb36": "1", "key": "a-b"},
            "mfa_remove_webauthn": {"pk": 1},
            "mfa_edit_webauthn": {"pk": 1},
            "notifications:open": {"pk": notice.pk},
            "notifications:wishes_by_link": {"token": wishes_link(owner).rstrip("/").rpartition("/")[2]},
            **each("accounts:person accounts:sign_out_person", {"pk": self.people["stranger"].pk}),
            **each("initiatives:official initiatives:another_code initiatives:stop_enquiries", {"token": sent.token}),
            **each(
                "initiatives:policy_official initiatives:another_policy_code initiatives:stop_policy_links "
                "lab:municipality",
                {"token": policy_link.token},
            ),
            **each("portal:municipality api:municipality initiatives:policy initiatives:send_policy_link", code),
            **each("initiatives:state_policy initiatives:withdraw_policy", {**code, "topic": "plots"}),
            "initiatives:withdraw_policy_link": {**code, "pk": policy_link.link.pk},
            "initiatives:new_enquiry": {**slug, "addressee": "municipality"},
            **each(
                "initiatives:change_enquiry initiatives:send_enquiry initiatives:remove_enquiry",
                {**slug, "pk": begun.pk},
            ),
            **each(
                "initiatives:enquiry initiatives:remind_official initiatives:withdraw_enquiry",
                {**slug, "pk": sent.enquiry.pk},
            ),
            "plans:answer": {**slug, "enquiry_pk": settled.enquiry.pk},
            "plans:put_answer": {**slug, "pk": plan.pk, "enquiry_pk": settled.enquiry.pk},
            "portal:group_calendar": slug,
            "portal:calendar": {"token": renew_group_calendar(initiative=group, user=owner).token},
            "initiatives:hand_over": {**slug, "pk": editor.pk},
            **each(
                "initiatives:accept_hand_over initiatives:decline_hand_over initiatives:take_back_hand_over",
                {**slug, "pk": ask_to_take_over(membership=editor, user=owner).pk},
            ),
            "initiatives:withdraw_invitation": {**slug, "pk": invitation.pk},
            **each("initiatives:remove_message initiatives:answer_message", {**slug, "pk": visitor.pk}),
            "initiatives:change_source": {"slug": listed.slug},
            "initiatives:lift_take_down": {"pk": taken_down.pk},
            "initiatives:invite_writer": {"slug": listed.slug, "pk": letter.pk},
            "initiatives:read_answer": {"token": visitor.token},
            **each("initiatives:member_role initiatives:board", {**slug, "pk": editor.pk}),
            **each("initiatives:board_term initiatives:remove_board_term", {**slug, "pk": term.pk}),
            "initiatives:end_membership": {**slug, "pk": editor.pk},
            **each(
                "initiatives:milestone initiatives:milestone_done initiatives:move_milestone "
                "initiatives:remove_milestone initiatives:step_comments",
                {**slug, "pk": milestone.pk},
            ),
            "initiatives:move_along": {**slug, "pk": milestone.pk, "since": clock.today().isoformat()},
            **each(
                "initiatives:household initiatives:place_household initiatives:take_household_off "
                "initiatives:put_household_back initiatives:remove_household",
                {**slug, "key": household.key},
            ),
            **each(
                "initiatives:meeting initiatives:change_meeting initiatives:cancel_meeting initiatives:minutes "
                "initiatives:take_line",
                {**slug, "key": meeting.key},
            ),
            **each(
                "initiatives:decision initiatives:change_decision initiatives:withdraw_decision "
                "initiatives:decision_comments",
                {**slug, "key": decision.key},
            ),
            **each(
                "initiatives:task initiatives:remove_task initiatives:complete_task initiatives:reopen_task "
                "initiatives:task_comments",
                {**slug, "pk": task.pk},
            ),
            **each(
                "initiatives:change_comment initiatives:remove_comment",
                {
                    **slug,
                    "key": CommentFactory(initiative=group, task=task, author=owner, text=f"Over {DISCUSSED}").key,
                },
            ),
            **each("initiatives:new_version initiatives:remove_document", {**slug, "pk": document.pk}),
            "documents:download": {"pk": shown.pk},
            **each("documents:page documents:page_image", {"pk": shown.pk, "number": 1}),
            **each("api:own_initiative api:own_plans api:start_own_plan api:own_documents api:own_applications", slug),
            **each("api:own_plan api:write_own_plan api:own_plan_result api:own_versions", {**slug, "number": plan.pk}),
            "api:own_version": {**slug, "number": plan.pk, "version": frozen.number},
            "api:own_document_content": {**slug, "key": document.pk},
            "identity:unlink": {"pk": linked.pk},
            **each("identity:start identity:callback identity:back_channel_logout", {"slug": "entra"}),
            "tokens:withdraw": {"pk": token_of(owner).token.pk},
            **each(
                "tokens:take_of_organisation tokens:withdraw_of_organisation",
                {"pk": organisation_token("ministry", user=self.people["administrator"]).pk},
            ),
            **each("webhooks:webhook webhooks:resume webhooks:remove", {"pk": told.webhook_id}),
            "webhooks:send_again": {"pk": told.webhook_id, "delivery_pk": told.pk},
            **each(
                "plans:detail plans:export plans:result plans:report plans:remove plans:undo plans:redo plans:restore "
                "plans:history plans:assumptions plans:figures plans:affordability "
                "plans:versions plans:keep_scenario plans:links plans:levers plans:try_drivers plans:risks "
                "plans:workbook plans:building plans:homes_import plans:homes_example plans:home_values "
                "plans:rooms plans:pledges",
                {**slug, "pk": plan.pk},
            ),
            "plans:homes_found": {**slug, "pk": plan.pk, "job": _file_sent(plan).pk},
            "plans:calculation_homes_found": {"token": token, "job": _file_sent(visitor_plan).pk},
            "plans:home_values_found": {**slug, "pk": plan.pk, "job": _file_sent(plan, READ_VALUES).pk},
            "plans:calculation_home_values_found": {
                "token": token,
                "job": _file_sent(visitor_plan, READ_VALUES).pk,
            },
            **each("plans:section plans:panel", {**slug, "pk": plan.pk, "section": "basics"}),
            **each("plans:example plans:start_example", {"slug": "hofje-voor-ouderen"}),
            **each(
                "plans:calculation_detail plans:calculation_export plans:calculation_undo plans:calculation_redo "
                "plans:calculation_restore plans:calculation_history plans:calculation_assumptions "
                "plans:calculation_remove plans:calculation_keep plans:calculation_homes_import "
                "plans:calculation_homes_example plans:calculation_home_values",
                {"token": token},
            ),
            **each("plans:calculation_section plans:calculation_panel", {"token": token, "section": "basics"}),
            **each("plans:version plans:version_report", {**slug, "pk": plan.pk, "number": frozen.number}),
            **each("plans:scenario plans:remove_scenario", {**slug, "pk": plan.pk, "scenario_pk": scenario.pk}),
            "plans:revoke_link": {**slug, "pk": plan.pk, "link_pk": shared.link.pk},
            **each("plans:shared plans:shared_report plans:shared_file", {"token": shared.token}),
            "plans:points": {**slug, "pk": plan.pk, "home": uuid.UUID(int=1)},
            **each("plans:norm_set plans:income_limits", {"pk": NormSet.objects.first().pk}),
            **each("reports:status reports:download reports:retry", {"pk": job.pk}),
            **each("lab:consent lab:withdraw_consent", {**slug, "pk": plan.pk}),
            **each("lab:portfolio lab:new_run", {"pk": policy_run.portfolio_id}),
            **each(
                "lab:run lab:cancel_run lab:resume_run lab:run_pdf lab:publish_run lab:withdraw_publication "
                "lab:take_over_run",
                {"pk": policy_run.pk},
            ),
            "lab:compare_runs": {"pk": policy_run.pk, "other": policy_run.pk},
            "lab:public_run": {"pk": publish_run(run=policy_run, user=self.people["manager"]).pk},
            "subsidies:award": {"number": entry.application.number},
            "subsidies:retention": {"pk": version.scheme_id},
            "subsidies:apply": {**slug, "scheme": version.scheme.slug},
            **each(
                "subsidies:application subsidies:check subsidies:take_over subsidies:documents "
                "subsidies:ask_to_sign subsidies:co_sign subsidies:submit subsidies:withdraw",
                {**slug, "pk": draft.pk},
            ),
            **each(
                "subsidies:add_document subsidies:remove_document",
                {**slug, "pk": draft.pk, "document": "statuten"},
            ),
            **each("subsidies:section subsidies:section_progress", {**slug, "pk": draft.pk, "section": "money"}),
            "subsidies:receipt": {"slug": other.slug, "pk": submitted.pk},
            **each(
                "subsidies:order_payment subsidies:mark_paid",
                {"pk": submitted.pk, "payment": payment.pk},
            ),
            "subsidies:dossier": {"pk": submitted.pk},
            **each("api:case api:archiving api:state_case_archiving", {"key": submitted.pk}),
            "api:case_letter": {"key": submitted.pk, "number": submitted.letters.first().pk},
            "api:case_document": {"key": submitted.pk, "version": handed_in(submitted)[0].version.pk},
            "api:pilot_sessions": {"key": pilot.pk},
            "subsidies:step": {"pk": submitted.pk, "step": "interest"},
            "subsidies:group_step": {**slug, "pk": draft.pk, "step": "message"},
            "subsidies:make_task": {**slug, "pk": draft.pk, "key": "complete-1"},
            "subsidies:remove_view": {"pk": view.pk},
            **each(
                "subsidies:scheme_version subsidies:preview_scheme subsidies:conditions subsidies:propose_scheme "
                "subsidies:return_scheme subsidies:publish_scheme subsidies:next_version subsidies:remove_scheme",
                {"pk": draft_scheme.pk},
            ),
            "subsidies:preview_letter": {"pk": draft_scheme.pk, "letter": "decision"},
            "subsidies:scheme_section": {"pk": draft_scheme.pk, "section": "basics"},
            "subsidies:new_condition": {"pk": draft_scheme.pk, "fact": "homes"},
            **each(
                "subsidies:condition subsidies:remove_condition",
                {"pk": draft_scheme.pk, "rule": draft_scheme.eligibility_rules.first().pk},
            ),
            **each(
                (
                    "subsidies:summary subsidies:summary_pdf subsidies:account subsidies:check_account "
                    "subsidies:export_dossier subsidies:submitted_plan subsidies:submitted_plan_pdf"
                ),
                {"pk": submitted.pk},
            ),
            **each("plans:schema api:schema", {"name": "plan-1"}),
            **each("plans:calculate_question plans:calculate_question_verdict", {"question": "homes"}),
            **each("plans:question plans:question_verdict", {**slug, "question": "homes"}),
            **each("subsidies:loan subsidies:sign_loan", {"pk": lent.pk}),
            "subsidies:enter_loan": {"pk": lent.pk, "what": "take-up"},
            **each(
                (
                    "subsidies:round_board subsidies:announce_lots subsidies:enter_seed subsidies:record_round "
                    "subsidies:monitor_pdf subsidies:entries"
                ),
                {"pk": version.pk},
            ),
            "subsidies:adopt_round": {"pk": version.pk, "run": run.pk},
            "subsidies:reverse_entry": {"pk": entry.pk},
            **each("proposals:proposal proposals:confirm proposals:turn_down", {"pk": proposal.pk}),
            **each(
                (
                    "subsidies:batch subsidies:approve_batch subsidies:drop_batch subsidies:confirm_batch "
                    "subsidies:batch_file"
                ),
                {"pk": batch.pk},
            ),
            **each("pilots:evaluation pilots:evaluation_file", {"pk": answered.pk}),
            **each("pilots:questionnaire pilots:new_version", {"slug": "group-end", "version": 1}),
            **each("pilots:change_questionnaire pilots:remove_questionnaire", {"pk": WrittenQuestionnaireFactory().pk}),
            "pilots:move_round": {"pk": asked.round.pk},
            "pilots:answer": {"pk": asked.pk},
            "pilots:text": {"pk": unread.pk},
            **each(
                (
                    "pilots:pilot pilots:prepare pilots:session pilots:plan_session pilots:assign pilots:end "
                    "pilots:receive_session "
                    "pilots:open_bottleneck pilots:set_goal pilots:record_contact pilots:hand_over"
                ),
                {"pk": pilot.pk},
            ),
            **each(
                "pilots:move_session pilots:cancel_session pilots:record_planned",
                {"pk": pilot.pk, "planned_pk": planned.pk},
            ),
            "pilots:end_assignment": {"pk": pilot.pk, "assignment_pk": pilot.assignments.get().pk},
            "pilots:thread": {"pk": pilot.pk},
            "pilots:agree": {"pk": pilot.pk, "message_pk": message.pk},
            "pilots:check_goal": {"pk": pilot.pk, "goal_pk": CoachingGoalFactory(pilot=pilot).pk},
            "pilots:calendar": {"token": renew_calendar(user=owner).token},
            **each(
                (
                    "api:programme pilots:programme pilots:public_programme pilots:change_programme pilots:call "
                    "pilots:invite pilots:applicants pilots:selection pilots:take_from_reserve pilots:end_programme"
                ),
                {"slug": pilot.programme.slug},
            ),
            **each(
                (
                    "pilots:report pilots:renew_figures pilots:offer_report pilots:freeze_report pilots:report_pdf "
                    "pilots:remove_report"
                ),
                {"pk": report.pk},
            ),
            **each("pilots:report_chapter pilots:comment_report", {"pk": report.pk, "chapter": "lessons"}),
            "pilots:settle_comment": {"pk": report.pk, "comment_pk": report.comments.get().pk},
            "pilots:start_report": {"slug": pilot.programme.slug},
            **each("pilots:applicant pilots:declare_interest", {"slug": pilot.programme.slug, "pk": intake.pk}),
            "pilots:apply": {**slug, "programme": pilot.programme.slug},
            **each("pilots:own_intake pilots:withdraw_intake", {**slug, "pk": intake.pk}),
            **each(
                "pilots:bottleneck pilots:change_bottleneck pilots:resolve_bottleneck pilots:write_lesson",
                {"pk": pilot.pk, "bottleneck_pk": bottleneck.pk},
            ),
        }
        self.slug = slug
        _finish(job)

    def address(self, name: str) -> str:
        if name in self.arguments:
            return reverse(name, kwargs=self.arguments[name])
        is_of_a_group = name.startswith(("initiatives:", "plans:", "subsidies:applications", "pilots:coaching"))
        if is_of_a_group and name not in (
            "initiatives:new",
            "initiatives:new_listing",
            "initiatives:take_downs",
            "plans:norms",
            "plans:add_norms",
            "plans:income_limits",
            *OF_EVERYONE,
        ):
            return reverse(name, kwargs=self.slug)
        return reverse(name)
