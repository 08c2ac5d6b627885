"""Every address of the site, by app."""

from django.urls import include, path

from accounts import views as accounts_views
from participants.views import audit

urlpatterns = [
    path("", accounts_views.start, name="start"),
    path("konto/", include("accounts.urls")),
    path("projekt/", include("projects.urls")),
    path("deltagare/", include("participants.urls")),
    path("deltagare/", include("coaching.urls")),
    path("rapporter/", include("reporting.urls")),
    path("granskning/", audit.audit, name="audit"),
]
