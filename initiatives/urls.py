"""Addresses of starting an initiative and of a group's own pages."""

from django.urls import path

from initiatives.views import answering, contact, documents, enquiries, households, people, profile, road_map

app_name = "initiatives"

GROUP = "initiatives/<slug:slug>/"

urlpatterns = [
    path("initiatives/new/", profile.new, name="new"),
    path("invitations/<str:token>/stop/", people.stop_invitations, name="stop_invitations"),
    path("invitations/<str:token>/", people.accept_invitation, name="accept_invitation"),
    path("enquiries/<str:token>/", answering.official, name="official"),
    path("enquiries/<str:token>/code/", answering.another_code, name="another_code"),
    path("register/<slug:slug>/write/", contact.write, name="write"),
    path(f"{GROUP}messages/<int:pk>/remove/", contact.remove, name="remove_message"),
    path(f"{GROUP}profile/", profile.profile, name="profile"),
    path(f"{GROUP}profile/publish/", profile.publish, name="publish"),
    path(f"{GROUP}profile/unpublish/", profile.unpublish, name="unpublish"),
    path(f"{GROUP}people/", people.people, name="people"),
    path(f"{GROUP}people/invite/", people.invite, name="invite"),
    path(f"{GROUP}people/invitations/<int:pk>/withdraw/", people.withdraw_invitation, name="withdraw_invitation"),
    path(f"{GROUP}people/<int:pk>/role/", people.member_role, name="member_role"),
    path(f"{GROUP}people/<int:pk>/end/", people.end_membership, name="end_membership"),
    path(f"{GROUP}households/", households.households, name="households"),
    path(f"{GROUP}households/new/", households.new_household, name="new_household"),
    path(f"{GROUP}households/<uuid:key>/", households.household, name="household"),
    path(f"{GROUP}households/<uuid:key>/place/", households.place, name="place_household"),
    path(f"{GROUP}households/<uuid:key>/take-off/", households.take_off, name="take_household_off"),
    path(f"{GROUP}households/<uuid:key>/put-back/", households.put_back, name="put_household_back"),
    path(f"{GROUP}households/<uuid:key>/remove/", households.remove, name="remove_household"),
    path(f"{GROUP}roadmap/", road_map.roadmap, name="roadmap"),
    path(f"{GROUP}roadmap/phase/", road_map.phase, name="phase"),
    path(f"{GROUP}roadmap/new/", road_map.new_milestone, name="new_milestone"),
    path(f"{GROUP}roadmap/<int:pk>/", road_map.milestone, name="milestone"),
    path(f"{GROUP}roadmap/<int:pk>/done/", road_map.milestone_done, name="milestone_done"),
    path(f"{GROUP}roadmap/<int:pk>/remove/", road_map.remove_milestone, name="remove_milestone"),
    path(f"{GROUP}tasks/", road_map.tasks, name="tasks"),
    path(f"{GROUP}tasks/<int:pk>/complete/", road_map.complete_task, name="complete_task"),
    path(f"{GROUP}tasks/<int:pk>/reopen/", road_map.reopen_task, name="reopen_task"),
    path(f"{GROUP}enquiries/", enquiries.enquiries, name="enquiries"),
    path(f"{GROUP}enquiries/new/<slug:addressee>/", enquiries.new_enquiry, name="new_enquiry"),
    path(f"{GROUP}enquiries/<int:pk>/", enquiries.enquiry, name="enquiry"),
    path(f"{GROUP}enquiries/<int:pk>/change/", enquiries.change_enquiry, name="change_enquiry"),
    path(f"{GROUP}enquiries/<int:pk>/send/", enquiries.send_enquiry, name="send_enquiry"),
    path(f"{GROUP}enquiries/<int:pk>/remind/", enquiries.remind_official, name="remind_official"),
    path(f"{GROUP}enquiries/<int:pk>/withdraw/", enquiries.withdraw_enquiry, name="withdraw_enquiry"),
    path(f"{GROUP}enquiries/<int:pk>/remove/", enquiries.remove_enquiry, name="remove_enquiry"),
    path(f"{GROUP}documents/", documents.documents, name="documents"),
    path(f"{GROUP}documents/<uuid:pk>/version/", documents.new_version, name="new_version"),
    path(f"{GROUP}documents/<uuid:pk>/remove/", documents.remove, name="remove_document"),
]
