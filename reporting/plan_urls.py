"""The address of what a project plans; it stands among the project's own."""

from django.urls import path

from reporting.views import plan

app_name = "plan"
urlpatterns = [path("<uuid:public_id>/plan/", plan.plan_page, name="plan")]
