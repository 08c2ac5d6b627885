"""What the pages about one participant have in common."""

from typing import TYPE_CHECKING

from django.db import models
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import pages
from accounts.access import Permission
from accounts.audit import record_read
from accounts.drawn_forms import DrawnForm
from accounts.requests import signed_in_user
from employers.models import Company
from participants.actions.saving import subject_of
from participants.models import Enrolment
from participants.trail import last_change
from participants.views.returning import came_from, list_name

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.forms import BaseForm
    from django.http import HttpRequest


def writable(
    request: "HttpRequest", public_id: "uuid.UUID", permission: Permission = Permission.CASE_WRITE
) -> Enrolment:
    """The enrolment, for those who may write in the case, or do just this; 404 for everyone else."""
    reached = Enrolment.objects.visible_to(request.user, permission)
    return get_object_or_404(reached.select_related("person", "project__organisation"), public_id=public_id)


def companies_for(request: "HttpRequest", enrolment: Enrolment) -> "QuerySet[Company]":
    """The companies that something in this case can be about: those that the case's organisation knows."""
    reached = Company.objects.visible_to(request.user, Permission.CASE_WRITE)
    return reached.filter(organisation=enrolment.project.organisation)


def note_opened(request: "HttpRequest", enrolment: Enrolment, row: models.Model | None = None) -> None:
    """Say in the audit log that the user opens a page about a participant; to be called before it is drawn.

    `row` is what the page shows most closely, the enrolment by default. What can't be logged isn't shown.
    """
    stored = row if row is not None and row.pk else enrolment
    record_read(row=stored, by=signed_in_user(request), subject=subject_of(enrolment))


def page_of(enrolment: Enrolment) -> str:
    """The address of the participant's page."""
    return reverse("coaching:participant", args=[enrolment.public_id])


def work_of(enrolment: Enrolment) -> str:
    """The address of the part with what the participant does and lives on, and who is told of it."""
    return reverse("coaching:work", args=[enrolment.public_id])


def back_to(request: "HttpRequest", enrolment: Enrolment) -> HttpResponse:
    """To the list that the form was opened from, else to the participant's page.

    To the caseload when the change has taken the person out of the user's reach.
    """
    if came := came_from(request, enrolment):
        return redirect(came)
    if Enrolment.objects.visible_to(request.user, Permission.CASELOAD_READ).filter(pk=enrolment.pk).exists():
        return redirect(page_of(enrolment))
    return redirect("coaching:caseload")


def form_page(
    request: "HttpRequest",
    form: "BaseForm",
    *,
    enrolment: Enrolment,
    title: str,
    lead: str = "",
    save: str = "",
    remove: str = "",
    back: str = "",
    template: str = "layouts/form.html",
    **context: object,
) -> HttpResponse:
    """Draw a form about a participant, as `accounts.pages.form_page` does, and say so in the audit log.

    `back` is the part of the participant's page that it leads back to, the first one by default; opened from
    a list, such as Today, it leads back there. The view then ends with `returning.settled`.
    """
    row = getattr(form, "instance", None)
    note_opened(request, enrolment, row)
    if isinstance(form, DrawnForm) and form.stale:
        _say_who(form, row or enrolment, enrolment)
    came = came_from(request, enrolment)
    return pages.form_page(
        request,
        form,
        title=title,
        back=(came, list_name(came)) if came else (back or page_of(enrolment), _called(enrolment)),
        came_from=came,
        lead=lead,
        save=save,
        remove=remove,
        template=template,
        **context,
    )


def _say_who(form: DrawnForm, row: models.Model, enrolment: Enrolment) -> None:
    """Add to what the form objects to who saved last, and when."""
    change = last_change(row, person_id=enrolment.person_id)
    if change and change.actor:
        said = {"who": change.actor, "time": f"{timezone.localtime(change.at):%Y-%m-%d %H:%M}"}
        form.add_error(None, _("Saved by %(who)s, %(time)s.") % said)


def ask_before(
    request: "HttpRequest",
    act: "Callable[[], object]",
    *,
    enrolment: Enrolment,
    title: str,
    text: str,
    confirm: str,
    done: str,
    then: str,
    back: str = "",
    about: str = "",
    answer: str = "",
) -> HttpResponse:
    """Ask before something that takes a fact away, as `accounts.pages.ask_before` does, likewise logged."""
    page = pages.ask_before(
        request,
        act,
        title=title,
        text=text,
        confirm=confirm,
        back=(back or page_of(enrolment), _called(enrolment)),
        done=done,
        then=then,
        about=about,
        answer=answer,
    )
    if not isinstance(page, HttpResponseRedirect):
        note_opened(request, enrolment)
    return page


def _called(enrolment: Enrolment) -> str:
    return enrolment.person.name or _("The participant")
