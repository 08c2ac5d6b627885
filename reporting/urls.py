from django.urls import path

from reporting import views

app_name = "reporting"
urlpatterns = [
    path("", views.figures, name="figures"),
    path("bestall/", views.order, name="order"),
    path("<uuid:public_id>/", views.report_page, name="report"),
    path("<uuid:public_id>/pdf/", views.download, name="download"),
    path("<uuid:public_id>/igen/", views.retry, name="retry"),
]
