"""Addresses of the coach's desk, beside those of what is recorded about a participant."""

from django.urls import path

from coaching.views import assessments, desk, staircase

app_name = "coaching"
urlpatterns = [
    path("", desk.caseload, name="caseload"),
    path("<uuid:enrolment>/", desk.participant, name="participant"),
    path("<uuid:enrolment>/jobbredo/ny/", assessments.assess, name="assess"),
    path("jobbredo/<uuid:assessment>/", assessments.correct_assessment, name="correct_assessment"),
    path("jobbredo/<uuid:assessment>/ta-bort/", assessments.remove_assessment, name="remove_assessment"),
    path("<uuid:enrolment>/trappan/ny/", staircase.record_move, name="move"),
    path("<uuid:enrolment>/trappan/<int:move>/", staircase.change_move, name="change_move"),
    path("<uuid:enrolment>/trappan/<int:move>/ta-bort/", staircase.remove_move, name="remove_move"),
]
