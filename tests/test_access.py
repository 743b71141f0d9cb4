"""Every address, and what each role may do there. A new address without a row here fails. What they see is looked at
in `test_every_page.py`, which opens every page anyway.

A row gives the method and an outcome for each of the people, in the order of `PEOPLE`:
`+` allowed, `L` to the sign-in or sign-up page, `1` nobody is known (401), `3` refused with an explanation (403), `4`
not found (404).
"""

from copy import deepcopy

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.scene import PEOPLE
from tests.thorough import some

PUBLIC = "+++++++++++"
SIGNED_IN = "L++++++++++"
HALFWAY_SIGNING_IN = "L++++++++++"
WITH_SECOND_FACTOR = "L4444++++++"
CLOSED = "44444444444"
WITHOUT_ANY_BEGUN = "LLLLLLLLLLL"
MEMBERS_AND_COACH = "L4++++44444"
MEMBERS = "L4+++344444"
WRITES_IN_THREAD = "L43+++44444"
EDITORS = "L43++344444"
OWNERS = "L433+344444"
OWN = "L444+444444"
APPLICANTS = "L4+++444444"
APPLICANT_EDITORS = "L43++444444"
APPLICANT_OWNERS = "L433+444444"
MINISTRY = "L444444+++4"
REVIEWERS = "L444444+334"
PAYERS = "L4444443++4"
OWN_VIEW = "L444444+444"
MANAGERS = "L44444433+4"
DECIDERS_ALONE = "L4444444+44"
MONEY = "L4444444++4"
MANAGERS_ALONE = "L44444444+4"
APPROVERS = "L4444443++4"
ADVISORS = "L4444++4444"
PROGRAMMES = "L4444++444+"
COHORTS = "L4444++++++"
RUNS_PROGRAMMES = "L444433444+"
INVITES = "L4444++4443"
READS_INTAKE = "L44443+444+"
PILOT = "L4444+4444+"
BEGINS_REPORT = "L4444+3444+"
PARLIAMENT = "L444444++++"
COACH = "L4444+44443"
ENDS_PILOT = "L444434444+"
ADMINISTRATORS = "L444444444+"
READS_WAITING_LESSON = "44444++4444"
AUTHOR = "L4444+34444"
SECOND_ADVISOR = "L44443+4444"
# A device, or a program, is told that nobody is signed in.
DEVICE = "14444++4444"
RECEIVES = "14444+44443"
# Who is signed in makes no difference: tests/portal/test_api_tokens.py comes with tokens.
WITH_TOKEN = "11111111111"
TAKES_TWO = "L4444444+++"

"""Words that stand in the lesson that waits for approval, and nowhere else: one to see it by, one to search with."""

GET, POST = "get", "post"

ROWS: dict[str, list[tuple[str, str]]] = {
    # Everyone
    "portal:home": [(GET, PUBLIC)],
    "portal:about": [(GET, PUBLIC)],
    "portal:accessibility": [(GET, PUBLIC)],
    "portal:privacy": [(GET, PUBLIC)],
    "portal:open_data": [(GET, PUBLIC)],
    "portal:catalogue": [(GET, PUBLIC)],
    "portal:new_initiatives": [(GET, PUBLIC)],
    "portal:open_schemes": [(GET, PUBLIC)],
    "portal:new_awards": [(GET, PUBLIC)],
    "portal:register": [(GET, PUBLIC)],
    "portal:embedded_map": [(GET, PUBLIC)],
    "pilots:public_programmes": [(GET, PUBLIC)],
    "pilots:public_programme": [(GET, PUBLIC)],
    "pilots:guides": [(GET, PUBLIC)],
    "pilots:guide": [(GET, PUBLIC)],
    "pilots:calendar": [(GET, PUBLIC)],
    "portal:calendar": [(GET, PUBLIC)],
    "pilots:guide_useful": [(POST, PUBLIC)],
    "pilots:lessons": [(GET, PUBLIC)],
    "pilots:models": [(GET, PUBLIC)],
    "pilots:model": [(GET, PUBLIC)],
    "pilots:model_version": [(GET, READS_WAITING_LESSON)],
    "pilots:model_file": [(GET, READS_WAITING_LESSON)],
    "pilots:guide_version": [(GET, READS_WAITING_LESSON)],
    "pilots:lesson": [(GET, READS_WAITING_LESSON)],
    "pilots:lesson_useful": [(POST, CLOSED)],
    "portal:public_initiative": [(GET, PUBLIC)],
    "initiatives:write": [(GET, PUBLIC), (POST, PUBLIC)],
    "portal:health": [(GET, PUBLIC)],
    "portal:metrics": [(GET, CLOSED)],
    "portal:condition": [(GET, ADMINISTRATORS)],
    "portal:robots": [(GET, PUBLIC)],
    "portal:sitemap": [(GET, PUBLIC)],
    "portal:sitemap_section": [(GET, PUBLIC)],
    "portal:security": [(GET, PUBLIC)],
    "set_language": [(POST, PUBLIC)],
    "subsidies:schemes": [(GET, PUBLIC)],
    "subsidies:scheme": [(GET, PUBLIC)],
    "subsidies:awards": [(GET, PUBLIC)],
    "subsidies:award": [(GET, PUBLIC)],
    "subsidies:awards_csv": [(GET, PUBLIC)],
    "subsidies:awards_json": [(GET, PUBLIC)],
    "plans:schema": [(GET, PUBLIC)],
    "plans:shared": [(GET, PUBLIC), (POST, PUBLIC)],
    "plans:shared_report": [(GET, PUBLIC), (POST, PUBLIC)],
    "plans:shared_file": [(GET, PUBLIC)],
    "plans:norms": [(GET, PUBLIC)],
    "plans:norm_set": [(GET, PUBLIC)],
    "initiatives:accept_invitation": [(GET, PUBLIC)],
    "initiatives:stop_invitations": [(GET, PUBLIC), (POST, PUBLIC)],
    "initiatives:official": [(GET, PUBLIC), (POST, PUBLIC)],
    "initiatives:another_code": [(POST, PUBLIC)],
    "initiatives:read_answer": [(GET, PUBLIC)],
    "initiatives:stop_enquiries": [(GET, PUBLIC), (POST, PUBLIC)],
    "initiatives:policy_official": [(GET, PUBLIC), (POST, PUBLIC)],
    "initiatives:another_policy_code": [(POST, PUBLIC)],
    "initiatives:stop_policy_links": [(GET, PUBLIC), (POST, PUBLIC)],
    "portal:municipalities": [(GET, PUBLIC)],
    "portal:figures": [(GET, PUBLIC)],
    "portal:api": [(GET, PUBLIC)],
    # The open API, which does not know who asks
    "api:openapi-json": [(GET, PUBLIC)],
    "api:initiatives": [(GET, PUBLIC)],
    "api:initiative": [(GET, PUBLIC)],
    "api:figures": [(GET, PUBLIC)],
    "api:municipalities": [(GET, PUBLIC)],
    "api:municipality": [(GET, PUBLIC)],
    "api:programmes": [(GET, PUBLIC)],
    "api:programme": [(GET, PUBLIC)],
    "api:schemes": [(GET, PUBLIC)],
    "api:scheme": [(GET, PUBLIC)],
    "api:awards": [(GET, PUBLIC)],
    "api:datasets": [(GET, PUBLIC)],
    "api:dataset_file": [(GET, PUBLIC)],
    "api:guide_list": [(GET, PUBLIC)],
    "api:guide": [(GET, PUBLIC)],
    "api:schemas": [(GET, PUBLIC)],
    "api:schema": [(GET, PUBLIC)],
    "api:example_plans": [(GET, PUBLIC)],
    "api:example_plan": [(GET, PUBLIC)],
    "api:calculate_plan": [(POST, PUBLIC)],
    "api:plan_levers": [(POST, PUBLIC)],
    "api:ask_lever_search": [(POST, PUBLIC)],
    "api:lever_search": [(GET, PUBLIC)],
    "api:stress_plan": [(POST, PUBLIC)],
    "api:unknown": [(GET, CLOSED), (POST, CLOSED)],
    "api:own_initiatives": [(GET, WITH_TOKEN)],
    "api:own_initiative": [(GET, WITH_TOKEN)],
    "api:own_plans": [(GET, WITH_TOKEN)],
    "api:start_own_plan": [(GET, WITH_TOKEN), (POST, WITH_TOKEN)],
    "api:own_plan": [(GET, WITH_TOKEN)],
    # By PUT; to look is the same address.
    "api:write_own_plan": [(GET, WITH_TOKEN)],
    "api:own_plan_result": [(GET, WITH_TOKEN)],
    "api:own_versions": [(GET, WITH_TOKEN)],
    "api:own_version": [(GET, WITH_TOKEN)],
    "api:own_documents": [(GET, WITH_TOKEN)],
    "api:own_document_content": [(GET, WITH_TOKEN)],
    "api:own_applications": [(GET, WITH_TOKEN)],
    "api:own_pilots": [(GET, WITH_TOKEN)],
    "api:pilot_sessions": [(GET, WITH_TOKEN)],
    "api:cases": [(GET, WITH_TOKEN)],
    "api:case": [(GET, WITH_TOKEN)],
    "api:case_letter": [(GET, WITH_TOKEN)],
    "api:case_document": [(GET, WITH_TOKEN)],
    "api:archiving": [(GET, WITH_TOKEN)],
    # By PUT; to look is the same address.
    "api:state_case_archiving": [(GET, WITH_TOKEN)],
    "portal:share_image": [(GET, PUBLIC)],
    "portal:photo": [(GET, PUBLIC)],
    "portal:municipality": [(GET, PUBLIC)],
    # What municipalities do, kept by advisors
    "initiatives:policy": [(GET, ADVISORS)],
    "initiatives:state_policy": [(GET, ADVISORS), (POST, ADVISORS)],
    "initiatives:withdraw_policy": [(POST, ADVISORS)],
    "initiatives:send_policy_link": [(POST, ADVISORS)],
    "initiatives:withdraw_policy_link": [(POST, ADVISORS)],
    # Calculating without an account: who has the private link has the plan
    "plans:calculate": [(GET, PUBLIC)],
    "plans:calculate_questions": [(GET, PUBLIC)],
    "plans:calculate_question": [(GET, PUBLIC), (POST, PUBLIC)],
    "plans:calculate_question_verdict": [(GET, PUBLIC)],
    "plans:calculate_load": [(GET, PUBLIC), (POST, PUBLIC)],
    "plans:examples": [(GET, PUBLIC)],
    "plans:example": [(GET, PUBLIC)],
    "plans:start_example": [(POST, PUBLIC)],
    "plans:calculation_detail": [(GET, PUBLIC)],
    "plans:calculation_export": [(GET, PUBLIC)],
    "plans:calculation_section": [(GET, PUBLIC), (POST, PUBLIC)],
    "plans:calculation_panel": [(GET, PUBLIC)],
    "plans:calculation_undo": [(POST, PUBLIC)],
    "plans:calculation_redo": [(POST, PUBLIC)],
    "plans:calculation_restore": [(POST, PUBLIC)],
    "plans:calculation_history": [(GET, PUBLIC)],
    "plans:calculation_assumptions": [(GET, PUBLIC)],
    "plans:calculation_remove": [(POST, PUBLIC)],
    "plans:calculation_homes_import": [(GET, PUBLIC), (POST, PUBLIC)],
    "plans:calculation_homes_found": [(GET, PUBLIC), (POST, PUBLIC)],
    "plans:calculation_homes_example": [(GET, PUBLIC)],
    "plans:calculation_home_values": [(GET, PUBLIC), (POST, PUBLIC)],
    "plans:calculation_home_values_found": [(GET, PUBLIC), (POST, PUBLIC)],
    "plans:calculation_keep": [(GET, SIGNED_IN), (POST, SIGNED_IN)],
    # Signing up and in
    "account_login": [(GET, PUBLIC)],
    "account_logout": [(GET, PUBLIC)],
    "account_signup": [(GET, PUBLIC)],
    "account_inactive": [(GET, PUBLIC)],
    "account_confirm_email": [(GET, PUBLIC)],
    "account_email_verification_sent": [(GET, PUBLIC)],
    "account_reset_password": [(GET, PUBLIC)],
    "account_reset_password_done": [(GET, PUBLIC)],
    "account_reset_password_from_key": [(GET, PUBLIC)],
    "account_reset_password_from_key_done": [(GET, PUBLIC)],
    "account_confirm_login_code": [(GET, HALFWAY_SIGNING_IN)],
    "mfa_authenticate": [(GET, HALFWAY_SIGNING_IN)],
    "mfa_login_webauthn": [(GET, HALFWAY_SIGNING_IN)],
    "accounts:terms": [(GET, PUBLIC)],
    # Signing in with a provider: none is set here, tests/identity comes with one
    "socialaccount_signup": [(GET, WITHOUT_ANY_BEGUN)],
    "identity:start": [(POST, CLOSED)],
    "identity:callback": [(GET, CLOSED)],
    "identity:back_channel_logout": [(POST, CLOSED)],
    # One's own account
    "portal:start": [(GET, SIGNED_IN)],
    "pilots:own_calendar": [(GET, SIGNED_IN), (POST, SIGNED_IN)],
    "accounts:profile": [(GET, SIGNED_IN), (POST, SIGNED_IN)],
    "accounts:second_factor": [(GET, SIGNED_IN)],
    "accounts:typed": [(GET, SIGNED_IN), (POST, SIGNED_IN)],
    "accounts:my_data": [(GET, SIGNED_IN)],
    "accounts:erase": [(GET, SIGNED_IN), (POST, SIGNED_IN)],
    "identity:accounts": [(GET, SIGNED_IN)],
    "identity:unlink": [(POST, SIGNED_IN)],
    "tokens:list": [(GET, SIGNED_IN), (POST, SIGNED_IN)],
    "tokens:withdraw": [(POST, SIGNED_IN)],
    "tokens:of_organisations": [(GET, ADMINISTRATORS), (POST, ADMINISTRATORS)],
    "tokens:take_of_organisation": [(POST, ADMINISTRATORS)],
    "tokens:withdraw_of_organisation": [(POST, ADMINISTRATORS)],
    "webhooks:list": [(GET, SIGNED_IN), (POST, SIGNED_IN)],
    "webhooks:webhook": [(GET, OWN)],
    "webhooks:resume": [(POST, SIGNED_IN)],
    "webhooks:remove": [(POST, SIGNED_IN)],
    "webhooks:send_again": [(POST, OWN)],
    "account_reauthenticate": [(GET, SIGNED_IN)],
    "account_email": [(GET, SIGNED_IN)],
    "account_change_password": [(GET, SIGNED_IN)],
    "account_set_password": [(GET, SIGNED_IN)],
    "mfa_index": [(GET, SIGNED_IN)],
    "mfa_reauthenticate": [(GET, SIGNED_IN)],
    "mfa_activate_totp": [(GET, SIGNED_IN)],
    "mfa_deactivate_totp": [(GET, WITH_SECOND_FACTOR)],
    "mfa_view_recovery_codes": [(GET, WITH_SECOND_FACTOR)],
    "mfa_generate_recovery_codes": [(GET, SIGNED_IN)],
    "mfa_download_recovery_codes": [(GET, WITH_SECOND_FACTOR)],
    "mfa_list_webauthn": [(GET, SIGNED_IN)],
    "mfa_add_webauthn": [(GET, SIGNED_IN)],
    "mfa_reauthenticate_webauthn": [(GET, SIGNED_IN)],
    "mfa_remove_webauthn": [(GET, SIGNED_IN)],
    "mfa_edit_webauthn": [(GET, SIGNED_IN)],
    "usersessions_list": [(GET, SIGNED_IN)],
    # What takes two people
    "proposals:list": [(GET, TAKES_TWO)],
    "proposals:proposal": [(GET, MONEY)],
    "proposals:confirm": [(POST, MONEY)],
    "proposals:turn_down": [(POST, MONEY)],
    "notifications:list": [(GET, SIGNED_IN)],
    "notifications:wishes": [(GET, SIGNED_IN), (POST, SIGNED_IN)],
    "notifications:wishes_by_link": [(GET, PUBLIC), (POST, PUBLIC)],
    "notifications:mark_all_read": [(POST, SIGNED_IN)],
    "notifications:open": [(POST, OWN)],
    # Administrators
    "accounts:people": [(GET, ADMINISTRATORS)],
    "accounts:person": [(GET, ADMINISTRATORS), (POST, ADMINISTRATORS)],
    "accounts:sign_out_person": [(POST, ADMINISTRATORS)],
    "audit:trail": [(GET, ADMINISTRATORS)],
    "initiatives:take_downs": [(GET, ADMINISTRATORS)],
    "initiatives:take_down": [(GET, ADMINISTRATORS), (POST, ADMINISTRATORS)],
    "initiatives:lift_take_down": [(POST, ADMINISTRATORS)],
    "plans:add_norms": [(GET, ADMINISTRATORS), (POST, ADMINISTRATORS)],
    "plans:income_limits": [(POST, ADMINISTRATORS)],
    # A group and its coach
    "initiatives:new": [(GET, SIGNED_IN), (POST, SIGNED_IN)],
    "initiatives:new_listing": [(GET, ADVISORS), (POST, ADVISORS)],
    "initiatives:change_source": [(GET, ADVISORS), (POST, ADVISORS)],
    "initiatives:invite_writer": [(POST, ADVISORS)],
    "portal:overview": [(GET, MEMBERS_AND_COACH)],
    "initiatives:profile": [(GET, MEMBERS_AND_COACH), (POST, EDITORS)],
    "initiatives:photo": [(GET, EDITORS), (POST, EDITORS)],
    "initiatives:place": [(GET, EDITORS), (POST, EDITORS)],
    "initiatives:remove_photo": [(POST, EDITORS)],
    "initiatives:hide_first_steps": [(POST, EDITORS)],
    "initiatives:publish": [(POST, OWNERS)],
    "initiatives:unpublish": [(POST, OWNERS)],
    "initiatives:ask_again": [(POST, OWNERS)],
    "initiatives:people": [(GET, MEMBERS_AND_COACH)],
    "initiatives:invite": [(POST, OWNERS)],
    "initiatives:answer_message": [(GET, OWNERS), (POST, OWNERS)],
    "initiatives:remove_message": [(POST, OWNERS)],
    "initiatives:withdraw_invitation": [(POST, OWNERS)],
    "initiatives:board": [(GET, OWNERS), (POST, OWNERS)],
    "initiatives:board_term": [(GET, OWNERS), (POST, OWNERS)],
    "initiatives:remove_board_term": [(POST, OWNERS)],
    "initiatives:member_role": [(GET, OWNERS), (POST, OWNERS)],
    "initiatives:end_membership": [(GET, EDITORS), (POST, EDITORS)],
    "portal:group_calendar": [(GET, MEMBERS), (POST, MEMBERS)],
    "initiatives:hand_over": [(GET, OWNERS), (POST, OWNERS)],
    "initiatives:accept_hand_over": [(POST, MEMBERS_AND_COACH)],
    "initiatives:decline_hand_over": [(POST, MEMBERS_AND_COACH)],
    "initiatives:take_back_hand_over": [(POST, MEMBERS_AND_COACH)],
    "initiatives:take_ownership": [(POST, MEMBERS)],
    "initiatives:households": [(GET, MEMBERS)],
    "initiatives:new_household": [(GET, EDITORS), (POST, EDITORS)],
    "initiatives:household": [(GET, EDITORS), (POST, EDITORS)],
    "initiatives:place_household": [(GET, EDITORS), (POST, EDITORS)],
    "initiatives:take_household_off": [(POST, EDITORS)],
    "initiatives:put_household_back": [(POST, EDITORS)],
    "initiatives:remove_household": [(POST, EDITORS)],
    "plans:matching": [(GET, MEMBERS)],
    "plans:rooms": [(GET, EDITORS), (POST, EDITORS)],
    "plans:pledges": [(GET, EDITORS), (POST, EDITORS)],
    "initiatives:roadmap": [(GET, MEMBERS_AND_COACH)],
    "initiatives:phase": [(GET, EDITORS), (POST, EDITORS)],
    "initiatives:new_milestone": [(GET, EDITORS), (POST, EDITORS)],
    "initiatives:milestone": [(GET, EDITORS), (POST, EDITORS)],
    "initiatives:milestone_done": [(POST, EDITORS)],
    "initiatives:move_milestone": [(POST, EDITORS)],
    "initiatives:move_along": [(GET, EDITORS), (POST, EDITORS)],
    "initiatives:remove_milestone": [(POST, EDITORS)],
    "initiatives:tasks": [(GET, MEMBERS_AND_COACH), (POST, EDITORS)],
    "initiatives:enquiries": [(GET, MEMBERS)],
    "initiatives:new_enquiry": [(GET, EDITORS), (POST, EDITORS)],
    "initiatives:enquiry": [(GET, MEMBERS)],
    "initiatives:change_enquiry": [(GET, EDITORS), (POST, EDITORS)],
    "initiatives:send_enquiry": [(POST, EDITORS)],
    "initiatives:remind_official": [(POST, EDITORS)],
    "initiatives:withdraw_enquiry": [(POST, EDITORS)],
    "initiatives:remove_enquiry": [(POST, EDITORS)],
    "plans:answer": [(GET, MEMBERS)],
    "plans:put_answer": [(POST, EDITORS)],
    "initiatives:task": [(GET, EDITORS), (POST, EDITORS)],
    "initiatives:remove_task": [(POST, EDITORS)],
    "initiatives:meetings": [(GET, MEMBERS)],
    "initiatives:new_meeting": [(GET, EDITORS), (POST, EDITORS)],
    "initiatives:meeting": [(GET, MEMBERS)],
    "initiatives:change_meeting": [(GET, EDITORS), (POST, EDITORS)],
    "initiatives:cancel_meeting": [(POST, EDITORS)],
    "initiatives:minutes": [(GET, EDITORS), (POST, EDITORS)],
    "initiatives:take_line": [(POST, EDITORS)],
    "initiatives:decisions": [(GET, MEMBERS)],
    "initiatives:new_decision": [(GET, EDITORS), (POST, EDITORS)],
    "initiatives:decision": [(GET, MEMBERS)],
    "initiatives:change_decision": [(GET, EDITORS), (POST, EDITORS)],
    "initiatives:withdraw_decision": [(GET, EDITORS), (POST, EDITORS)],
    "initiatives:complete_task": [(POST, EDITORS)],
    "initiatives:reopen_task": [(POST, EDITORS)],
    **{f"initiatives:{about}_comments": [(GET, MEMBERS), (POST, MEMBERS)] for about in ("task", "step", "decision")},
    "initiatives:change_comment": [(GET, OWNERS), (POST, OWNERS)],
    "initiatives:remove_comment": [(POST, OWNERS)],
    "initiatives:documents": [(GET, MEMBERS_AND_COACH), (POST, EDITORS)],
    "initiatives:all_documents": [(GET, MEMBERS_AND_COACH)],
    "initiatives:new_version": [(GET, EDITORS), (POST, EDITORS)],
    "initiatives:remove_document": [(POST, EDITORS)],
    "documents:download": [(GET, MEMBERS_AND_COACH)],
    "documents:page": [(GET, MEMBERS_AND_COACH)],
    "documents:page_image": [(GET, MEMBERS_AND_COACH)],
    "plans:list": [(GET, MEMBERS_AND_COACH)],
    "plans:new": [(GET, EDITORS), (POST, EDITORS)],
    "plans:questions": [(GET, EDITORS)],
    "plans:question": [(GET, EDITORS), (POST, EDITORS)],
    "plans:question_verdict": [(GET, EDITORS)],
    "plans:load": [(GET, EDITORS), (POST, EDITORS)],
    "plans:detail": [(GET, MEMBERS_AND_COACH)],
    "plans:export": [(GET, MEMBERS_AND_COACH)],
    "plans:result": [(GET, MEMBERS_AND_COACH)],
    "plans:report": [(POST, MEMBERS_AND_COACH)],
    "plans:workbook": [(POST, MEMBERS_AND_COACH)],
    "plans:building": [(GET, EDITORS), (POST, EDITORS)],
    "plans:homes_import": [(GET, EDITORS), (POST, EDITORS)],
    "plans:homes_found": [(GET, EDITORS), (POST, EDITORS)],
    "plans:homes_example": [(GET, EDITORS)],
    "plans:home_values": [(GET, EDITORS), (POST, EDITORS)],
    "plans:home_values_found": [(GET, EDITORS), (POST, EDITORS)],
    "plans:remove": [(POST, EDITORS)],
    "plans:section": [(GET, EDITORS), (POST, EDITORS)],
    "plans:panel": [(GET, EDITORS)],
    "plans:undo": [(POST, EDITORS)],
    "plans:redo": [(POST, EDITORS)],
    "plans:restore": [(POST, EDITORS)],
    "plans:history": [(GET, MEMBERS_AND_COACH)],
    "plans:assumptions": [(GET, MEMBERS_AND_COACH)],
    "plans:figures": [(GET, MEMBERS_AND_COACH)],
    "plans:levers": [(GET, MEMBERS_AND_COACH)],
    "plans:try_drivers": [(GET, MEMBERS_AND_COACH)],
    "plans:risks": [(GET, MEMBERS_AND_COACH)],
    "plans:affordability": [(GET, MEMBERS_AND_COACH), (POST, EDITORS)],
    "plans:points": [(GET, EDITORS), (POST, EDITORS)],
    "plans:versions": [(GET, MEMBERS_AND_COACH), (POST, EDITORS)],
    "plans:version": [(GET, MEMBERS_AND_COACH)],
    "plans:version_report": [(POST, MEMBERS_AND_COACH)],
    "plans:keep_scenario": [(POST, EDITORS)],
    "plans:scenario": [(GET, MEMBERS_AND_COACH)],
    "plans:remove_scenario": [(POST, EDITORS)],
    "plans:compare": [(GET, MEMBERS_AND_COACH)],
    "plans:links": [(GET, EDITORS), (POST, EDITORS)],
    "plans:revoke_link": [(POST, EDITORS)],
    "reports:status": [(GET, MEMBERS_AND_COACH)],
    "reports:download": [(GET, MEMBERS_AND_COACH)],
    "reports:retry": [(POST, MEMBERS_AND_COACH)],
    "pilots:knowledge": [(GET, MEMBERS_AND_COACH)],
    "pilots:coaching": [(GET, MEMBERS_AND_COACH)],
    "pilots:coaching_ask": [(POST, EDITORS)],
    # Applying: the group alone
    "subsidies:applications": [(GET, MEMBERS)],
    "subsidies:apply": [(GET, EDITORS), (POST, EDITORS)],
    "subsidies:application": [(GET, APPLICANTS)],
    "subsidies:check": [(GET, APPLICANTS)],
    "subsidies:receipt": [(GET, APPLICANTS)],
    "subsidies:take_over": [(GET, APPLICANT_EDITORS), (POST, APPLICANT_EDITORS)],
    "subsidies:section_progress": [(GET, APPLICANT_EDITORS)],
    "subsidies:remove_document": [(POST, APPLICANT_EDITORS)],
    "subsidies:documents": [(GET, APPLICANT_EDITORS)],
    "subsidies:add_document": [(POST, APPLICANT_EDITORS)],
    "subsidies:section": [(GET, APPLICANT_EDITORS), (POST, APPLICANT_EDITORS)],
    "subsidies:ask_to_sign": [(POST, APPLICANT_EDITORS)],
    "subsidies:co_sign": [(POST, APPLICANT_EDITORS)],
    "subsidies:submit": [(POST, APPLICANT_EDITORS)],
    "subsidies:withdraw": [(POST, APPLICANT_OWNERS)],
    "subsidies:make_task": [(POST, APPLICANT_EDITORS)],
    "subsidies:group_step": [(GET, APPLICANT_EDITORS), (POST, APPLICANT_EDITORS)],
    # The ministry
    "subsidies:queue": [(GET, MINISTRY)],
    "subsidies:dossiers": [(GET, MINISTRY)],
    "subsidies:objections": [(GET, MINISTRY)],
    "subsidies:advances": [(GET, MINISTRY)],
    "subsidies:dossier": [(GET, MINISTRY)],
    "subsidies:step": [(GET, REVIEWERS), (POST, REVIEWERS)],
    "subsidies:order_payment": [(POST, PAYERS)],
    "subsidies:mark_paid": [(POST, PAYERS)],
    "subsidies:assign": [(POST, MINISTRY)],
    "subsidies:queue_file": [(POST, MINISTRY)],
    "subsidies:save_view": [(POST, MINISTRY)],
    "subsidies:remove_view": [(POST, OWN_VIEW)],
    "subsidies:scheme_list": [(GET, MINISTRY)],
    # The policy lab
    "lab:consent": [(GET, APPLICANT_EDITORS), (POST, APPLICANT_EDITORS)],
    "lab:withdraw_consent": [(POST, APPLICANT_EDITORS)],
    "lab:portfolios": [(GET, MINISTRY)],
    "lab:new_portfolio": [(GET, MINISTRY), (POST, MINISTRY)],
    "lab:portfolio": [(GET, MINISTRY)],
    "lab:runs": [(GET, MINISTRY)],
    "lab:new_run": [(GET, MINISTRY), (POST, MINISTRY)],
    "lab:run": [(GET, MINISTRY)],
    "lab:cancel_run": [(POST, MINISTRY)],
    "lab:resume_run": [(POST, MINISTRY)],
    "lab:run_pdf": [(POST, MINISTRY)],
    "lab:compare_runs": [(GET, MINISTRY)],
    "lab:publish_run": [(POST, APPROVERS)],
    "lab:withdraw_publication": [(POST, APPROVERS)],
    "lab:take_over_run": [(GET, MANAGERS), (POST, MANAGERS)],
    "lab:public_runs": [(GET, PUBLIC)],
    "lab:public_run": [(GET, PUBLIC)],
    "lab:municipality": [(GET, PUBLIC), (POST, PUBLIC)],
    "subsidies:new_scheme": [(GET, MANAGERS_ALONE), (POST, MANAGERS_ALONE)],
    "subsidies:scheme_version": [(GET, MINISTRY)],
    "subsidies:preview_scheme": [(GET, MINISTRY)],
    "subsidies:preview_letter": [(GET, MINISTRY)],
    "subsidies:scheme_section": [(GET, MANAGERS), (POST, MANAGERS)],
    "subsidies:conditions": [(GET, MANAGERS), (POST, MANAGERS)],
    "subsidies:new_condition": [(GET, MANAGERS), (POST, MANAGERS)],
    "subsidies:condition": [(GET, MANAGERS), (POST, MANAGERS)],
    "subsidies:remove_condition": [(POST, MANAGERS)],
    "subsidies:propose_scheme": [(POST, MANAGERS)],
    "subsidies:return_scheme": [(POST, APPROVERS)],
    "subsidies:publish_scheme": [(POST, APPROVERS)],
    "subsidies:next_version": [(POST, MANAGERS)],
    "subsidies:remove_scheme": [(POST, MANAGERS)],
    "subsidies:budget": [(GET, MINISTRY)],
    "subsidies:entries": [(GET, MINISTRY)],
    "subsidies:reverse_entry": [(GET, MONEY), (POST, MONEY)],
    "subsidies:rounds": [(GET, MONEY)],
    "subsidies:round_board": [(GET, MONEY)],
    "subsidies:announce_lots": [(GET, MONEY), (POST, MONEY)],
    "subsidies:enter_seed": [(GET, MONEY), (POST, MONEY)],
    "subsidies:record_round": [(POST, MONEY)],
    "subsidies:adopt_round": [(POST, DECIDERS_ALONE)],
    "subsidies:summary": [(GET, APPROVERS)],
    "subsidies:summary_pdf": [(POST, APPROVERS)],
    "subsidies:account": [(GET, APPROVERS), (POST, APPROVERS)],
    "subsidies:check_account": [(POST, APPROVERS)],
    "subsidies:payments": [(GET, MONEY), (POST, MONEY)],
    "subsidies:batch": [(GET, MONEY), (POST, MONEY)],
    "subsidies:approve_batch": [(POST, MONEY)],
    "subsidies:drop_batch": [(POST, MONEY)],
    "subsidies:confirm_batch": [(POST, MONEY)],
    "subsidies:batch_file": [(GET, MONEY)],
    "subsidies:loan": [(GET, APPROVERS), (POST, APPROVERS)],
    "subsidies:sign_loan": [(POST, APPROVERS)],
    "subsidies:enter_loan": [(POST, APPROVERS)],
    "subsidies:submitted_plan": [(GET, MINISTRY)],
    "subsidies:submitted_plan_pdf": [(POST, MINISTRY)],
    "subsidies:export_dossier": [(GET, MINISTRY), (POST, MINISTRY)],
    "subsidies:archive": [(GET, MANAGERS_ALONE)],
    "subsidies:retention": [(GET, MANAGERS_ALONE), (POST, MANAGERS_ALONE)],
    "subsidies:monitor": [(GET, MINISTRY)],
    "subsidies:monitor_pdf": [(POST, MINISTRY)],
    # Coaching
    "pilots:list": [(GET, ADVISORS)],
    "pilots:bottlenecks": [(GET, ADVISORS)],
    "pilots:cohorts": [(GET, COHORTS)],
    "pilots:cohort_progress": [(GET, COHORTS)],
    "pilots:cohort_report": [(POST, COHORTS)],
    "pilots:parliament": [(GET, PARLIAMENT)],
    "pilots:parliament_pdf": [(POST, PARLIAMENT)],
    "pilots:reports": [(GET, COHORTS)],
    "pilots:start_report": [(POST, BEGINS_REPORT)],
    "pilots:report": [(GET, PILOT)],
    "pilots:report_chapter": [(GET, PILOT), (POST, PILOT)],
    "pilots:comment_report": [(POST, PILOT)],
    "pilots:settle_comment": [(POST, PILOT)],
    "pilots:renew_figures": [(POST, PILOT)],
    "pilots:offer_report": [(POST, PILOT)],
    "pilots:freeze_report": [(POST, PILOT)],
    "pilots:remove_report": [(POST, PILOT)],
    "pilots:report_pdf": [(POST, PILOT)],
    "pilots:programmes": [(GET, PROGRAMMES)],
    "pilots:end_programme": [(GET, RUNS_PROGRAMMES), (POST, RUNS_PROGRAMMES)],
    "pilots:call": [(GET, RUNS_PROGRAMMES), (POST, RUNS_PROGRAMMES)],
    "pilots:invite": [(GET, INVITES), (POST, INVITES)],
    "pilots:applicants": [(GET, PROGRAMMES)],
    "pilots:declare_interest": [(POST, READS_INTAKE)],
    "pilots:applicant": [(GET, READS_INTAKE), (POST, READS_INTAKE)],
    "pilots:selection": [(GET, RUNS_PROGRAMMES), (POST, RUNS_PROGRAMMES)],
    "pilots:take_from_reserve": [(POST, RUNS_PROGRAMMES)],
    "pilots:apply": [(POST, EDITORS)],
    "pilots:own_intake": [(GET, MEMBERS_AND_COACH), (POST, EDITORS)],
    "pilots:withdraw_intake": [(POST, EDITORS)],
    "pilots:new_programme": [(GET, ADMINISTRATORS), (POST, ADMINISTRATORS)],
    "pilots:change_programme": [(GET, RUNS_PROGRAMMES), (POST, RUNS_PROGRAMMES)],
    "pilots:programme": [(GET, PROGRAMMES), (POST, RUNS_PROGRAMMES)],
    "pilots:pilot": [(GET, PILOT)],
    "pilots:agenda": [(GET, ADVISORS)],
    "pilots:prepare": [(GET, COACH)],
    "pilots:session": [(GET, COACH), (POST, COACH)],
    "pilots:plan_session": [(GET, COACH), (POST, COACH)],
    "pilots:move_session": [(GET, COACH), (POST, COACH)],
    "pilots:cancel_session": [(POST, COACH)],
    "pilots:thread": [(GET, MEMBERS_AND_COACH), (POST, MEMBERS_AND_COACH)],
    "pilots:agree": [(POST, WRITES_IN_THREAD)],
    "pilots:set_goal": [(GET, COACH), (POST, COACH)],
    "pilots:check_goal": [(GET, COACH), (POST, COACH)],
    "pilots:record_contact": [(GET, COACH), (POST, COACH)],
    "pilots:hand_over": [(GET, PILOT), (POST, PILOT)],
    "pilots:end_assignment": [(POST, PILOT)],
    "pilots:record_planned": [(GET, COACH), (POST, COACH)],
    "pilots:open_bottleneck": [(GET, COACH), (POST, COACH)],
    "pilots:bottleneck": [(GET, PILOT), (POST, COACH)],
    "pilots:change_bottleneck": [(GET, COACH), (POST, COACH)],
    "pilots:resolve_bottleneck": [(GET, COACH), (POST, COACH)],
    "pilots:offline": [(GET, PUBLIC)],
    "pilots:offline_worker": [(GET, PUBLIC)],
    "pilots:offline_device": [(GET, DEVICE)],
    "pilots:receive_session": [(POST, RECEIVES)],
    "pilots:evaluations": [(GET, PROGRAMMES)],
    "pilots:plan_round": [(GET, ADMINISTRATORS), (POST, ADMINISTRATORS)],
    "pilots:evaluation": [(GET, PROGRAMMES)],
    "pilots:questionnaires": [(GET, ADMINISTRATORS), (POST, ADMINISTRATORS)],
    "pilots:questionnaire": [(GET, ADMINISTRATORS)],
    "pilots:remove_questionnaire": [(POST, ADMINISTRATORS)],
    "pilots:change_questionnaire": [(GET, ADMINISTRATORS), (POST, ADMINISTRATORS)],
    "pilots:new_version": [(POST, ADMINISTRATORS)],
    "pilots:evaluation_file": [(GET, PROGRAMMES)],
    "pilots:move_round": [(GET, ADMINISTRATORS), (POST, ADMINISTRATORS)],
    "pilots:answer": [(GET, OWN), (POST, OWN)],
    "pilots:texts": [(GET, ADVISORS)],
    "pilots:text": [(GET, ADVISORS), (POST, ADVISORS)],
    "pilots:measures": [(GET, PROGRAMMES), (POST, PROGRAMMES)],
    "pilots:write_lesson": [(GET, COACH), (POST, COACH)],
    "pilots:lessons_of_advisor": [(GET, ADVISORS)],
    "pilots:change_lesson": [(GET, AUTHOR), (POST, AUTHOR)],
    "pilots:offer_lesson": [(POST, AUTHOR)],
    "pilots:approve_lesson": [(POST, SECOND_ADVISOR)],
    "pilots:return_lesson": [(POST, SECOND_ADVISOR)],
    "pilots:withdraw_lesson": [(POST, AUTHOR)],
    "pilots:new_model": [(GET, ADVISORS), (POST, ADVISORS)],
    "pilots:new_model_version": [(GET, ADVISORS), (POST, ADVISORS)],
    "pilots:correct_model_version": [(GET, AUTHOR), (POST, AUTHOR)],
    "pilots:approve_model_version": [(POST, SECOND_ADVISOR)],
    "pilots:return_model_version": [(POST, SECOND_ADVISOR)],
    "pilots:withdraw_model_version": [(POST, AUTHOR)],
    "pilots:new_guide": [(GET, ADVISORS), (POST, ADVISORS)],
    "pilots:new_guide_version": [(GET, ADVISORS), (POST, ADVISORS)],
    "pilots:change_guide": [(GET, AUTHOR), (POST, AUTHOR)],
    "pilots:offer_guide": [(POST, AUTHOR)],
    "pilots:approve_guide": [(POST, SECOND_ADVISOR)],
    "pilots:return_guide": [(POST, SECOND_ADVISOR)],
    "pilots:withdraw_guide": [(POST, AUTHOR)],
    "pilots:assign": [(POST, ENDS_PILOT)],
    "pilots:end": [(POST, ENDS_PILOT)],
}


POST_ONLY = [
    name for name, rows in ROWS.items() if [method for method, _row in rows] == [POST] and name != "set_language"
]


def addresses(resolver: URLResolver, namespace: str = ""):
    """The full name of every address but those of the technical admin, which has its own test."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield namespace + (pattern.name or str(pattern.pattern))
        elif pattern.namespace != "admin":
            yield from addresses(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)


def outcome_of(response) -> str:
    if response.status_code == 302 and response["Location"].startswith(
        (reverse("account_login"), reverse("account_signup"))
    ):
        return "L"
    return {401: "1", 403: "3", 404: "4"}.get(response.status_code, "+")


def test_every_address_has_a_row():
    assert set(addresses(get_resolver())) == set(ROWS)


def test_every_row_says_it_for_everybody():
    assert {len(row) for rows in ROWS.values() for _method, row in rows} == {len(PEOPLE)}


@pytest.mark.xdist_group("access")
@pytest.mark.usefixtures("bare_404")
@pytest.mark.parametrize("name", some(PEOPLE, plain=["nobody", "owner", "reviewer"]))
def test_everybody_may_send_what_the_table_says(client, scene, name):
    place = PEOPLE.index(name)
    user = scene.people.get(name, AnonymousUser())
    if user.is_authenticated:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        # Its first page notes the session, which is of no interest here.
        client.get(reverse("portal:privacy"))
    signed_in, wrong = deepcopy(client.cookies), []
    for address, row in ((address, row) for address, rows in ROWS.items() for method, row in rows if method == POST):
        # What one address did to the session, such as signing out, is gone at the next.
        client.cookies = deepcopy(signed_in)
        with transaction.atomic():
            response = client.post(scene.address(address))
            transaction.set_rollback(True)
        assert response.status_code < 500, address
        if user.is_authenticated and "L" in row:
            assert response["Cache-Control"] == "private, no-store", address
        if (found := outcome_of(response)) != row[place]:
            wrong.append((address, f"expected {row[place]}, got {found} ({response.status_code})"))

    assert wrong == []


@pytest.mark.xdist_group("access")
def test_what_changes_something_answers_to_post_alone(client, scene):
    wrong = []
    for name in POST_ONLY:
        address = scene.address(name)
        person = (
            "manager"
            if address.startswith("/ministry/schemes")
            else "reviewer"
            if address.startswith("/ministry")
            else "administrator"
            if name in ("pilots:end", "pilots:assign", "pilots:take_from_reserve", "pilots:new_version")
            else "owner"
        )
        client.force_login(scene.people[person], backend="django.contrib.auth.backends.ModelBackend")
        if client.get(address).status_code != 405:
            wrong.append(name)

    assert wrong == []


@pytest.mark.xdist_group("access")
def test_technical_admin_lets_nobody_in_without_the_right(client, scene):
    for name in PEOPLE:
        client.logout()
        if name in scene.people:
            client.force_login(scene.people[name], backend="django.contrib.auth.backends.ModelBackend")
        response = client.get("/admin/", follow=True)
        assert response.status_code == 403 or response.redirect_chain, name
        assert "admin/index.html" not in [template.name for template in response.templates], name
