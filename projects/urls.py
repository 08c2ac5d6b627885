from django.urls import path

from projects.views import definitions, methods, phases, project, staff

app_name = "projects"
urlpatterns = [
    path("", project.project_list, name="list"),
    path("<uuid:public_id>/", project.project_page, name="detail"),
    path("<uuid:public_id>/definitioner/", definitions.definitions, name="definitions"),
    path("<uuid:public_id>/arbetssatt/", methods.methods, name="methods"),
    path("<uuid:public_id>/trappan/", phases.phases, name="phases"),
    path("<uuid:public_id>/trappan/ny/", phases.add_phase, name="add_phase"),
    path("<uuid:public_id>/trappan/<int:phase>/", phases.change_phase, name="change_phase"),
    path("<uuid:public_id>/trappan/<int:phase>/flytta/", phases.swap_phase, name="swap_phase"),
    path("<uuid:public_id>/trappan/<int:phase>/ta-bort/", phases.remove_phase, name="remove_phase"),
    path("<uuid:public_id>/personal/", staff.staff, name="staff"),
    path("<uuid:public_id>/personal/ny/", staff.invite, name="invite"),
    path("personal/<uuid:membership>/", staff.role, name="role"),
    path("personal/<uuid:membership>/igen/", staff.send_again, name="role_again"),
    path("personal/<uuid:membership>/aterkalla/", staff.withdraw, name="role_withdraw"),
]
