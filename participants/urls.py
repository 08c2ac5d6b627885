"""Addresses of what is recorded about a participant; the list and the page itself are the coach's desk's."""

from django.urls import path

from participants.views import emergency, enrolments, facts, numbers, outside

app_name = "participants"
urlpatterns = [
    path("ny/", enrolments.enrol, name="enrol"),
    path("nodlage/", emergency.break_glass, name="break_glass"),
    path("nodlage/<uuid:access>/avsluta/", emergency.end, name="end_emergency"),
    path("<uuid:enrolment>/inskrivning/", enrolments.change_enrolment, name="change_enrolment"),
    path("<uuid:enrolment>/person/", enrolments.change_person, name="change_person"),
    path("sok/", numbers.find, name="find"),
    path("<uuid:enrolment>/personnummer/", numbers.show, name="show_number"),
    path("<uuid:enrolment>/bakgrund/", enrolments.change_background, name="change_background"),
    path("<uuid:enrolment>/coach/", enrolments.hand_over, name="hand_over"),
    path("<uuid:enrolment>/avslut/", enrolments.record_exit, name="exit"),
    path("<uuid:enrolment>/avslut/angra/", enrolments.reopen, name="reopen"),
    path("<uuid:enrolment>/felregistrerad/", enrolments.mistake, name="mistake"),
    path("<uuid:enrolment>/insatser/ny/<slug:family>/", facts.log_episode, name="log_episode"),
    path("insatser/<uuid:episode>/", facts.change_episode, name="change_episode"),
    path("insatser/<uuid:episode>/ta-bort/", facts.remove_episode, name="remove_episode"),
    path("<uuid:enrolment>/forsorjning/ny/", facts.log_support, name="log_support"),
    path("forsorjning/<uuid:support>/", facts.change_support, name="change_support"),
    path("forsorjning/<uuid:support>/ta-bort/", facts.remove_support, name="remove_support"),
    path("<uuid:enrolment>/dela/", outside.share, name="share"),
    path("dela/<uuid:share>/ta-tillbaka/", outside.withdraw_share, name="withdraw_share"),
    path("<uuid:enrolment>/personlig-lank/", outside.personal_link, name="personal_link"),
    path("<uuid:enrolment>/personlig-lank/ta-tillbaka/", outside.withdraw_link, name="withdraw_link"),
]
