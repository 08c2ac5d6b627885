"""Every address of the site, by app."""

from django.urls import include, path

from accounts import views as accounts_views
from coaching.views import quick_log
from participants.views import audit, emergency

urlpatterns = [
    path("", accounts_views.start, name="start"),
    path("konto/", include("accounts.urls")),
    path("konto/", include("accounts.sign_in.urls")),
    path("projekt/", include("projects.urls")),
    path("projekt/", include("participants.condition_urls")),
    path("projekt/", include("reporting.plan_urls")),
    path("organisation/", include("projects.organisation_urls")),
    path("foretag/", include("employers.urls")),
    path("idag/", include("coaching.today_urls")),
    path("uppfoljningar/", include("coaching.follow_up_urls")),
    path("deltagare/", include("participants.urls")),
    path("deltagare/", include("coaching.urls")),
    path("aktiviteter/", include("coaching.activity_urls")),
    path("logga/", quick_log.log, name="quick_log"),
    path("logga/sok/", quick_log.find, name="quick_log_find"),
    path("rapporter/", include("reporting.urls")),
    path("granskning/", audit.audit, name="audit"),
    path("granskning/nodlage/<uuid:access>/", emergency.review, name="review_emergency"),
    path("", include("portal.urls")),
]
