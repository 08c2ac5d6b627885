"""Every address of the site, by app."""

from django.urls import include, path

from accounts import views as accounts_views
from participants.views import audit, emergency

urlpatterns = [
    path("", accounts_views.start, name="start"),
    path("konto/", include("accounts.urls")),
    path("konto/", include("accounts.sign_in.urls")),
    path("projekt/", include("projects.urls")),
    path("organisation/", include("projects.organisation_urls")),
    path("foretag/", include("employers.urls")),
    path("deltagare/", include("participants.urls")),
    path("deltagare/", include("coaching.urls")),
    path("rapporter/", include("reporting.urls")),
    path("granskning/", audit.audit, name="audit"),
    path("granskning/nodlage/<uuid:access>/", emergency.review, name="review_emergency"),
    path("", include("portal.urls")),
]
