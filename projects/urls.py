from django.urls import path

from projects import views

app_name = "projects"
urlpatterns = [
    path("", views.project_list, name="list"),
    path("<uuid:public_id>/", views.project_page, name="detail"),
]
