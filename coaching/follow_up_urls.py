"""The address of the worklist of follow-ups."""

from django.urls import path

from coaching.views import follow_ups

app_name = "follow_ups"
urlpatterns = [
    path("", follow_ups.worklist, name="list"),
]
