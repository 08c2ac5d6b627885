from django.urls import path

from projects.views import definitions, project, staff

app_name = "projects"
urlpatterns = [
    path("", project.project_list, name="list"),
    path("<uuid:public_id>/", project.project_page, name="detail"),
    path("<uuid:public_id>/definitioner/", definitions.definitions, name="definitions"),
    path("<uuid:public_id>/personal/", staff.staff, name="staff"),
    path("<uuid:public_id>/personal/ny/", staff.invite, name="invite"),
    path("personal/<uuid:membership>/", staff.role, name="role"),
    path("personal/<uuid:membership>/igen/", staff.send_again, name="role_again"),
    path("personal/<uuid:membership>/aterkalla/", staff.withdraw, name="role_withdraw"),
]
