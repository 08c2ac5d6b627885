from django.urls import path

from portal.views import employer, own, referrer

app_name = "portal"
urlpatterns = [
    path("arbetsgivare/", employer.profiles, name="profiles"),
    path("arbetsgivare/<uuid:share>/", employer.profile, name="profile"),
    path("anvisningar/", referrer.referrals, name="referrals"),
    path("anvisningar/ny/", referrer.send_referral, name="send_referral"),
    path("min-sida/", own.door, name="door"),
    path("min-sida/hem/", own.home, name="home"),
    path("min-sida/delning/<uuid:share>/ta-tillbaka/", own.withdraw_share, name="withdraw_share"),
    path("min-sida/bedomning/", own.assess, name="own_assessment"),
    path("min-sida/cv/", own.print_cv, name="own_cv"),
    path("min-sida/lamna/", own.leave, name="leave"),
]
