"""Who may see and do what with applications."""

import rules

from coophub.accounts.models import User
from coophub.accounts.rules import Person, is_decider, is_ministry, is_reviewer, is_same_person, is_scheme_manager
from financing.subsidies.models import Application, Letter
from financing.subsidies.procedure.interest import has_interest
from initiatives.rules import is_editor, is_member, is_owner


@rules.predicate
def is_member_of_applicant(user: Person, application: Application | None) -> bool:
    return application is not None and is_member(user, application.initiative)


@rules.predicate
def is_editor_of_applicant(user: Person, application: Application | None) -> bool:
    return application is not None and is_editor(user, application.initiative)


@rules.predicate
def is_owner_of_applicant(user: Person, application: Application | None) -> bool:
    return application is not None and is_owner(user, application.initiative)


@rules.predicate
def is_at_the_ministry(user: Person, application: Application | None) -> bool:
    """Whether it was ever submitted: a draft is the group's own affair."""
    return application is not None and application.submitted_at is not None


@rules.predicate
def has_interest_in(user: Person, application: Application | None) -> bool:
    """Whether this person has an interest; who has one sees nothing of it but its existence (Awb 2:4)."""
    return application is not None and isinstance(user, User) and has_interest(application, user)


@rules.predicate
def sees_letter(user: Person, letter: Letter | None) -> bool:
    return letter is not None and user.has_perm("subsidies.view_documents", letter.application)


sees_dossier = is_ministry & is_at_the_ministry & ~has_interest_in

rules.add_perm("subsidies.start_application", is_editor)
rules.add_perm("subsidies.view_applications_of", is_member)
rules.add_perm("subsidies.view_application", is_member_of_applicant)
rules.add_perm("subsidies.change_application", is_editor_of_applicant)
rules.add_perm("subsidies.withdraw_application", is_owner_of_applicant)
rules.add_perm("subsidies.view_queue", is_ministry)
# It has no case in which its own reader has an interest, and may have one of somebody else's.
rules.add_perm("subsidies.view_queue_file", is_ministry & is_same_person)
rules.add_perm("subsidies.view_to_sign", is_decider)
rules.add_perm("subsidies.view_schemes", is_ministry)
rules.add_perm("subsidies.view_budget", is_ministry)
rules.add_perm("subsidies.view_dossier", sees_dossier)
rules.add_perm("subsidies.declare_interest", sees_dossier)
rules.add_perm("subsidies.assess_application", is_reviewer & sees_dossier)
rules.add_perm("subsidies.draft_decision", is_reviewer & sees_dossier)
rules.add_perm("subsidies.sign_decision", is_decider & sees_dossier)
rules.add_perm("subsidies.request_remedy", is_reviewer & sees_dossier)
rules.add_perm("subsidies.move_term", is_reviewer & sees_dossier)
rules.add_perm("subsidies.ask_view", is_reviewer & sees_dossier)
rules.add_perm("subsidies.assign_reviewers", (is_reviewer | is_scheme_manager) & sees_dossier)
rules.add_perm("subsidies.handle_objection", is_reviewer & sees_dossier)
rules.add_perm("subsidies.enter_post", sees_dossier)
rules.add_perm("subsidies.handle_payment", (is_decider | is_scheme_manager) & sees_dossier)
rules.add_perm("subsidies.write_note", sees_dossier)
rules.add_perm("subsidies.answer_ministry", sees_dossier)
rules.add_perm("subsidies.assign_work", is_ministry)
rules.add_perm("subsidies.agree_to_wait", is_owner_of_applicant)
rules.add_perm("subsidies.object", is_editor_of_applicant)
rules.add_perm("subsidies.withdraw_objection", is_owner_of_applicant)
rules.add_perm("subsidies.manage_schemes", is_scheme_manager)
rules.add_perm("subsidies.approve_scheme", is_scheme_manager | is_decider)
rules.add_perm("subsidies.view_monitor", is_ministry)
rules.add_perm("subsidies.keep_dossiers", is_scheme_manager)
rules.add_perm("subsidies.pay", is_scheme_manager | is_decider)
rules.add_perm("subsidies.reverse_entry", (is_decider | is_scheme_manager) & ~has_interest_in)
# Reviewers score on their own, so they do not see the board.
rules.add_perm("subsidies.view_round", is_scheme_manager | is_decider)
rules.add_perm("subsidies.record_round", is_scheme_manager | is_decider)
rules.add_perm("subsidies.adopt_round", is_decider)
rules.add_perm("subsidies.view_summary", (is_decider | is_scheme_manager) & sees_dossier)
# The ground asks these two for the documents and letters of an application.
rules.add_perm("subsidies.view_documents", is_member_of_applicant | sees_dossier)
rules.add_perm("subsidies.change_documents", is_editor_of_applicant)
rules.add_perm("subsidies.view_letter", sees_letter)
