from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("logga-in/", views.sign_in, name="sign_in"),
    path("logga-ut/", views.sign_out, name="sign_out"),
    path("sprak/", views.language, name="language"),
    path("halsa/", views.health, name="health"),
    path("formgivning/", views.gallery, name="gallery"),
]
