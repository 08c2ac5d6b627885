from django.urls import path

from employers import views

app_name = "employers"
urlpatterns = [
    path("", views.company_list, name="list"),
    path("<uuid:company>/", views.company, name="company"),
    path("<uuid:company>/kontakter/ny/", views.invite, name="invite"),
    path("kontakter/<uuid:seat>/", views.seat, name="seat"),
    path("kontakter/<uuid:seat>/igen/", views.seat_again, name="seat_again"),
    path("kontakter/<uuid:seat>/aterkalla/", views.seat_withdraw, name="seat_withdraw"),
]
