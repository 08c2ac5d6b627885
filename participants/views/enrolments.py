"""Pages about a person's stay in a project: enrol, correct, hand over, undo an exit."""

import uuid
from collections.abc import Callable
from typing import Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import Permission, allow
from accounts.limits import within_limit
from accounts.pages import SHOW_AND_SEND
from accounts.requests import signed_in_user
from participants import actions
from participants.actions.numbers import note_refused
from participants.forms import (
    BackgroundForm,
    EnrolForm,
    HandOverForm,
    PersonForm,
    StayForm,
    number_hints_at_other_gender,
)
from participants.models import Enrolment, SensitiveBackground
from participants.views.pages import ask_before, back_to, form_page, page_of, writable
from participants.views.returning import settled
from projects.models import Project

_MARK: Final = "mark"
_UNMARK: Final = "unmark"


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def enrol(request: HttpRequest) -> HttpResponse:
    """Enrol somebody; who coaches in several projects chooses the project first."""
    projects = Project.objects.visible_to(request.user, Permission.CASE_WRITE)
    if chosen := request.GET.get("project"):
        project = get_object_or_404(projects, public_id=_read_uuid(chosen))
    elif len(projects[:2]) == 1:
        project = projects.get()
    else:
        return render(request, "participants/choose_project.html", {"projects": projects})
    user, today = signed_in_user(request), timezone.localdate()
    form = EnrolForm(request.POST or None, project=project, by=user, on=today)
    if form.is_valid():
        key = form.cleaned_data["key"]
        done = enrolled(
            request,
            form,
            project=project,
            act=lambda: actions.enrol(by=user, project=project, key=key, on=today, **form.new_participant()),
        )
        if done:
            return say_enrolled(request, form, done)
    context = {"form": form, "project": project, "several": len(projects[:2]) > 1}
    return render(request, "participants/enrol.html", context)


def say_enrolled(request: HttpRequest, form: EnrolForm, enrolment: Enrolment) -> HttpResponse:
    """Say that it is done, and what to look at, on the participant's page."""
    messages.success(request, _("Enrolled, from %(start)s.") % {"start": enrolment.start})
    _point_at_others(request, enrolment)
    _hint_at_gender(request, form.cleaned_data.get("personal_number", ""), enrolment)
    return back_to(request, enrolment)


def enrolled(
    request: HttpRequest,
    form: EnrolForm,
    *,
    project: Project,
    act: Callable[[], Enrolment],
    searches: bool = False,
) -> Enrolment | None:
    """Run the action; what it objects to is said in the form. A number that is typed counts as a search.

    `searches`: the action brings a number of its own when none is typed, which counts the same.
    """
    by = signed_in_user(request)
    if _too_many_numbers(request, form, searches=searches):
        return None
    try:
        return act()
    except actions.AlreadyEnrolledError as error:
        seen = Enrolment.objects.visible_to(by, Permission.CASELOAD_READ).filter(pk=error.enrolment.pk)
        form.say_already_enrolled(error.enrolment.start, page_of(error.enrolment) if seen.exists() else None)
    except actions.OtherNameError as error:
        note_refused(by=by, person=error.person, project=project)
        form.ask_for_new_name()
    except actions.SomebodyElsesNumberError as error:
        note_refused(by=by, person=error.person, project=project)
        form.show(error)
    except ValidationError as error:
        form.show(error)
    return None


def _too_many_numbers(request: HttpRequest, form: EnrolForm | PersonForm, *, searches: bool = False) -> bool:
    """Whether the user has tried too many numbers, as the form then says: a refusal answers a search too."""
    searches = searches or bool(form.cleaned_data.get("personal_number"))
    if not searches or within_limit(request, "number_search"):
        return False
    too_many = _("There have been too many numbers. Wait a minute, then try again.")
    form.add_error("personal_number", too_many)
    return True


def _point_at_others(request: HttpRequest, enrolment: Enrolment) -> None:
    """Say when the person was in the project before, and when somebody there has the same name."""
    person = enrolment.person
    there = Enrolment.objects.visible_to(request.user, Permission.CASE_WRITE).valid()
    there = there.filter(project=enrolment.project)
    if there.filter(person=person).exclude(pk=enrolment.pk).exists():
        messages.info(request, _("The person has been in the project before: both times are on this page."))
    twin = there.filter(person__sort_key=person.sort_key).exclude(person=person).first()
    if twin:
        text = _("Somebody else in the project has the same name. Is it the same person?")
        link = format_html('<a href="{}">{}</a>', page_of(twin), _("Compare"))
        messages.warning(request, format_html("{} {}", text, link))


def _read_uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Http404 from None


def _hint_at_gender(request: HttpRequest, number: str, enrolment: Enrolment) -> None:
    if number_hints_at_other_gender(number, enrolment.person.gender):
        messages.info(
            request,
            _(
                "The personal number is of a kind usually given to another gender than the one recorded."
                " If that is what the person says, leave it as it is."
            ),
        )


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def change_enrolment(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """Correct what is known of the stay at its start."""
    stay = writable(request, enrolment)
    form = StayForm(request.POST or None, instance=stay, project=stay.project)
    if form.is_valid() and form.accepts(
        lambda: actions.change_enrolment(by=signed_in_user(request), enrolment=stay, **form.stay())
    ):
        messages.success(request, _("The enrolment is changed."))
        return settled(request, page_of(stay), stay)
    return form_page(request, form, enrolment=stay, title=_("Change the enrolment"))


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def change_person(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """Correct name, birth date, gender, protection; add a personal number."""
    stay = writable(request, enrolment)
    form = PersonForm(request.POST or None, instance=stay.person)
    if form.is_valid() and _person_changed(request, form, stay):
        messages.success(request, _("The facts about the person are changed."))
        _hint_at_gender(request, form.cleaned_data["personal_number"], stay)
        return back_to(request, stay)
    if form.is_bound:
        # The form has written into the person what it won't save, and the page says whom it is about.
        stay.person.refresh_from_db()
    return form_page(request, form, enrolment=stay, title=_("Change the person"))


def _person_changed(request: HttpRequest, form: PersonForm, stay: Enrolment) -> bool:
    """Run the action; what it objects to is said in the form. A number that is typed counts as a search."""
    by, number = signed_in_user(request), form.cleaned_data["personal_number"]
    if _too_many_numbers(request, form):
        return False

    def change() -> None:
        try:
            actions.change_person(
                by=by,
                person=stay.person,
                personal_number=number,
                on=timezone.localdate(),
                at=timezone.now(),
                facts=form.person(),
            )
        except actions.SomebodyElsesNumberError as error:
            note_refused(by=by, person=error.person, project=stay.project)
            raise

    return form.accepts(change)


@allow(Permission.BACKGROUND)
@require_http_methods(SHOW_AND_SEND)
def change_background(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """Record origin and disability as told, or why nothing was told."""
    reached = Enrolment.objects.visible_to(request.user, Permission.BACKGROUND)
    stay = get_object_or_404(reached.select_related("person"), public_id=enrolment)
    known = SensitiveBackground.objects.visible_to(request.user, Permission.BACKGROUND)
    background = known.filter(enrolment=stay).first() or SensitiveBackground(enrolment=stay)
    form = BackgroundForm(request.POST or None, instance=background)
    if form.is_valid() and form.accepts(
        lambda: actions.change_background(by=signed_in_user(request), enrolment=stay, **form.background())
    ):
        messages.success(request, _("The sensitive background is changed."))
        return redirect(page_of(stay))
    return form_page(request, form, enrolment=stay, title=_("Sensitive background"))


@allow(Permission.COACH_NAME)
@require_http_methods(SHOW_AND_SEND)
def hand_over(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """Name another coach from a day."""
    stay = writable(request, enrolment, Permission.COACH_NAME)
    form = HandOverForm(request.POST or None, project=stay.project, initial={"on": timezone.localdate()})
    if form.is_valid():
        coach, day = form.cleaned_data["coach"].user, form.cleaned_data["on"]
        overlap = form.cleaned_data["overlap"]
        if form.accepts(
            lambda: actions.hand_over(
                by=signed_in_user(request), enrolment=stay, coach=coach, on=day, overlap=overlap
            )
        ):
            messages.success(
                request, _("%(coach)s is the coach from %(day)s.") % {"coach": coach, "day": day}
            )
            return back_to(request, stay)
    return form_page(request, form, enrolment=stay, title=_("Change coach"))


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def reopen(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """Undo an exit, after asking."""
    stay = writable(request, enrolment)
    return ask_before(
        request,
        lambda: actions.reopen(by=signed_in_user(request), enrolment=stay),
        enrolment=stay,
        title=_("Undo the exit?"),
        text=_(
            "The date, the cause and what the person left for are taken away. The same enrolment goes on."
        ),
        confirm=_("Undo the exit"),
        done=_("The exit is undone: the enrolment goes on."),
        then=page_of(stay),
    )


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def mistake(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """Mark an enrolment as registered by mistake, or take the mark away, after asking.

    The form sends which of the two was asked, so that a double click doesn't undo what the first did.
    """
    stay = writable(request, enrolment)
    asked = request.POST.get("answer")
    marks = asked == _MARK if asked in {_MARK, _UNMARK} else not stay.registered_by_mistake
    marking = _("It counts in no list and no figure from then on. Nothing is erased, and you can undo it.")
    return ask_before(
        request,
        lambda: actions.set_registered_by_mistake(by=signed_in_user(request), enrolment=stay, mistake=marks),
        enrolment=stay,
        title=_("Registered by mistake?") if marks else _("Not registered by mistake?"),
        text=marking if marks else _("The enrolment counts again in lists and figures."),
        confirm=_("Mark as registered by mistake") if marks else _("Take the mark away"),
        done=_("Marked as registered by mistake.") if marks else _("The enrolment counts again."),
        then=page_of(stay),
        answer=_MARK if marks else _UNMARK,
    )
