"""Addresses of Today."""

from django.urls import path

from coaching.views import today

app_name = "today"
urlpatterns = [
    path("", today.today, name="today"),
    path("vecka/", today.week, name="week"),
    path("<uuid:enrolment>/<slug:about>/skjut-upp/", today.put_off, name="put_off"),
    path("klar/<uuid:action>/", today.done, name="done"),
    path("alla-kom/<uuid:session>/", today.all_came, name="all_came"),
    path("ta-tillbaka/<uuid:postponement>/", today.take_back, name="take_back"),
]
