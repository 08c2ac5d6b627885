"""Addresses of supported employment, among those of the coach's desk."""

from django.urls import path

from coaching.views import supported
from coaching.views.supported_steps import applicant, process, workplace

urlpatterns = [
    path("supported-employment/", supported.overview, name="supported_list"),
    path("<uuid:enrolment>/supported-employment/", supported.part, name="supported"),
    path("<uuid:enrolment>/supported-employment/borja/", process.begin, name="begin_supported"),
    path("supported-employment/<uuid:process>/", supported.process_page, name="supported_process"),
    path("supported-employment/<uuid:process>/flytta/", process.move, name="supported_move"),
    path(
        "supported-employment/flytt/<uuid:supported_move>/",
        process.change_move,
        name="change_supported_move",
    ),
    path(
        "supported-employment/flytt/<uuid:supported_move>/ta-bort/",
        process.remove_move,
        name="remove_supported_move",
    ),
    path(
        "supported-employment/<uuid:process>/sokandeanalys/",
        applicant.analysis,
        name="applicant_analysis",
    ),
    path("supported-employment/<uuid:process>/far-berattas/", applicant.tell, name="may_tell"),
    path(
        "supported-employment/far-berattas/<uuid:told>/aterta/",
        applicant.withdraw,
        name="withdraw_told",
    ),
    path("supported-employment/<uuid:process>/arbetsanalys/", workplace.new_job, name="new_job_analysis"),
    path("supported-employment/arbetsanalys/<uuid:job>/", workplace.change_job, name="job_analysis"),
    path(
        "supported-employment/arbetsanalys/<uuid:job>/ta-bort/",
        workplace.remove_job,
        name="remove_job_analysis",
    ),
    path(
        "supported-employment/<uuid:process>/introduktion/",
        workplace.new_introduction,
        name="new_introduction",
    ),
    path(
        "supported-employment/introduktion/<uuid:introduction>/",
        workplace.change_introduction,
        name="introduction",
    ),
    path(
        "supported-employment/introduktion/<uuid:introduction>/skriv-ut/",
        supported.introduction_pdf,
        name="introduction_pdf",
    ),
    path(
        "supported-employment/introduktion/<uuid:introduction>/ta-bort/",
        workplace.remove_introduction,
        name="remove_introduction",
    ),
    path("supported-employment/<uuid:process>/stod/", workplace.new_plan, name="plan_support"),
    path("supported-employment/stod/<uuid:planned>/", workplace.change_plan, name="planned_support"),
    path(
        "supported-employment/stod/<uuid:planned>/ta-bort/",
        workplace.remove_plan,
        name="remove_planned_support",
    ),
    path(
        "supported-employment/<uuid:process>/avslutande-samtal/",
        process.closing,
        name="close_supported",
    ),
    path(
        "supported-employment/<uuid:process>/avbryt/",
        process.break_off,
        name="break_off_supported",
    ),
]
