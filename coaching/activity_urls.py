"""Addresses of sessions and series; what someone has attended stands on their own page."""

from django.urls import path

from coaching.views import activities, certificates, sessions

app_name = "activities"
urlpatterns = [
    path("", activities.week, name="week"),
    path("ny/", activities.plan, name="plan"),
    path("ny/<uuid:project>/", activities.plan_session, name="plan_session"),
    path("serie/ny/<uuid:project>/", activities.plan_series, name="plan_series"),
    path("serie/<uuid:series>/", activities.change_series, name="change_series"),
    path("serie/<uuid:series>/ta-bort/", activities.end_series, name="end_series"),
    path("intyg/<uuid:project>/", certificates.of_project, name="certificates"),
    path("<uuid:session>/", sessions.session, name="session"),
    path("<uuid:session>/lagg-till/", sessions.add_somebody, name="add_somebody"),
    path("<uuid:session>/narvarolista/", sessions.sign_in_sheet, name="sign_in_sheet"),
    path("<uuid:session>/andra/", activities.change_session, name="change_session"),
    path("<uuid:session>/ta-bort/", activities.remove_session, name="remove_session"),
]
