"""Addresses of the notes about participants."""

from django.urls import path

from coaching.views import notes

urlpatterns = [
    path("<uuid:enrolment>/anteckningar/", notes.notes, name="notes"),
    path("<uuid:enrolment>/anteckningar/ny/", notes.new_note, name="new_note"),
    path("<uuid:enrolment>/anteckningar/utkast/", notes.save_draft, name="save_draft"),
    path("<uuid:enrolment>/anteckningar/utkast/kasta/", notes.drop_draft, name="drop_draft"),
    path("anteckningar/<uuid:note>/", notes.change_note, name="change_note"),
    path("anteckningar/<uuid:note>/ta-bort/", notes.remove_note, name="remove_note"),
]
