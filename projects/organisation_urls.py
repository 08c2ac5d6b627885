"""The addresses of an organisation's administrator."""

from django.urls import path

from projects.views import organisation

app_name = "organisation"
urlpatterns = [
    path("", organisation.people, name="people"),
    path("ny/", organisation.invite, name="invite"),
    path("<int:user>/", organisation.person, name="person"),
    path("<int:user>/av/", organisation.switch_off, name="switch_off"),
    path("<int:user>/pa/", organisation.switch_on, name="switch_on"),
    path("<int:user>/andra-steget/", organisation.forget_second_factor, name="forget_second_factor"),
    path("uppdrag/<uuid:office>/", organisation.office, name="office"),
    path("uppdrag/<uuid:office>/igen/", organisation.office_again, name="office_again"),
    path("uppdrag/<uuid:office>/aterkalla/", organisation.office_withdraw, name="office_withdraw"),
    path("arbetsgivare/<uuid:seat>/", organisation.seat, name="seat"),
    path("arbetsgivare/<uuid:seat>/igen/", organisation.seat_again, name="seat_again"),
    path("arbetsgivare/<uuid:seat>/aterkalla/", organisation.seat_withdraw, name="seat_withdraw"),
]
