"""Addresses of supported employment, among those of the coach's desk."""

from django.urls import path

from coaching.views import supported, supported_steps

urlpatterns = [
    path("supported-employment/", supported.overview, name="supported_list"),
    path("<uuid:enrolment>/supported-employment/", supported.part, name="supported"),
    path("<uuid:enrolment>/supported-employment/borja/", supported_steps.begin, name="begin_supported"),
    path("supported-employment/<uuid:process>/", supported.process_page, name="supported_process"),
    path("supported-employment/<uuid:process>/flytta/", supported_steps.move, name="supported_move"),
    path(
        "supported-employment/flytt/<uuid:supported_move>/",
        supported_steps.change_move,
        name="change_supported_move",
    ),
    path(
        "supported-employment/flytt/<uuid:supported_move>/ta-bort/",
        supported_steps.remove_move,
        name="remove_supported_move",
    ),
    path(
        "supported-employment/<uuid:process>/sokandeanalys/",
        supported_steps.analysis,
        name="applicant_analysis",
    ),
    path("supported-employment/<uuid:process>/far-berattas/", supported_steps.tell, name="may_tell"),
    path(
        "supported-employment/far-berattas/<uuid:told>/aterta/",
        supported_steps.withdraw,
        name="withdraw_told",
    ),
    path(
        "supported-employment/<uuid:process>/arbetsanalys/", supported_steps.new_job, name="new_job_analysis"
    ),
    path("supported-employment/arbetsanalys/<uuid:job>/", supported_steps.change_job, name="job_analysis"),
    path(
        "supported-employment/arbetsanalys/<uuid:job>/ta-bort/",
        supported_steps.remove_job,
        name="remove_job_analysis",
    ),
    path(
        "supported-employment/<uuid:process>/introduktion/",
        supported_steps.new_introduction,
        name="new_introduction",
    ),
    path(
        "supported-employment/introduktion/<uuid:introduction>/",
        supported_steps.change_introduction,
        name="introduction",
    ),
    path(
        "supported-employment/introduktion/<uuid:introduction>/skriv-ut/",
        supported.introduction_pdf,
        name="introduction_pdf",
    ),
    path(
        "supported-employment/introduktion/<uuid:introduction>/ta-bort/",
        supported_steps.remove_introduction,
        name="remove_introduction",
    ),
    path("supported-employment/<uuid:process>/stod/", supported_steps.new_plan, name="plan_support"),
    path("supported-employment/stod/<uuid:planned>/", supported_steps.change_plan, name="planned_support"),
    path(
        "supported-employment/stod/<uuid:planned>/ta-bort/",
        supported_steps.remove_plan,
        name="remove_planned_support",
    ),
    path(
        "supported-employment/<uuid:process>/avslutande-samtal/",
        supported_steps.closing,
        name="close_supported",
    ),
    path(
        "supported-employment/<uuid:process>/avbryt/",
        supported_steps.break_off,
        name="break_off_supported",
    ),
]
