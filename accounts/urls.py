from django.urls import path

from accounts import views
from accounts.invitations.views import invitation

app_name = "accounts"
urlpatterns = [
    path("inbjudan/", invitation, name="invitation"),
    path("sprak/", views.language, name="language"),
    path("halsa/", views.health, name="health"),
    path("formgivning/", views.gallery, name="gallery"),
]
