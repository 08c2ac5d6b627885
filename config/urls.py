"""Every address of the site, by app."""

from django.urls import include, path

from accounts import views as accounts_views

urlpatterns = [
    path("", accounts_views.start, name="start"),
    path("konto/", include("accounts.urls")),
    path("projekt/", include("projects.urls")),
    path("deltagare/", include("participants.urls")),
    path("deltagare/", include("coaching.urls")),
    path("rapporter/", include("reporting.urls")),
]
