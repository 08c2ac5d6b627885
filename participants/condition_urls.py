"""Addresses of what a project asks of those whom it is for."""

from django.urls import path

from participants.views import conditions

app_name = "conditions"
urlpatterns = [
    path("<uuid:public_id>/villkor/", conditions.conditions, name="list"),
    path("<uuid:public_id>/villkor/ny/", conditions.add_condition, name="add"),
    path("villkor/<uuid:condition>/", conditions.change_condition, name="change"),
    path("villkor/<uuid:condition>/ta-bort/", conditions.remove_condition, name="remove"),
]
