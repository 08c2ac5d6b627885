"""Pages about what a participant does and lives on."""

import datetime as dt
import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import Permission, allow
from accounts.pages import SHOW_AND_SEND
from accounts.requests import signed_in_user
from participants import actions
from participants.codes import EpisodeKind
from participants.forms import FAMILIES, FAMILY_OF, EpisodeForm, NewEpisodeForm, NewSupportForm, SupportForm
from participants.models import Enrolment, Episode, SupportPeriod
from participants.views.pages import (
    ask_before,
    companies_for,
    form_page,
    work_of,
    writable,
)
from participants.views.returning import settled


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def log_episode(request: HttpRequest, enrolment: uuid.UUID, family: str) -> HttpResponse:
    """Log a placement, course, job, studies or programme."""
    stay = writable(request, enrolment)
    known = next((known for known in FAMILIES if known.slug == family), None)
    if known is None:
        raise Http404
    form = NewEpisodeForm(
        request.POST or None,
        family=known,
        companies=companies_for(request, stay),
        first_start=_first_start(stay),
        instance=Episode(enrolment=stay),
        initial={"start": timezone.localdate()},
    )
    if form.is_valid():
        key, facts = form.cleaned_data["key"], form.facts()
        if form.accepts(
            lambda: actions.log_episode(by=signed_in_user(request), enrolment=stay, key=key, **facts)
        ):
            kind = EpisodeKind(facts["kind"])
            messages.success(
                request, _("Logged: %(kind)s from %(day)s.") % {"kind": kind.label, "day": facts["start"]}
            )
            if kind in {EpisodeKind.EMPLOYMENT, EpisodeKind.OWN_BUSINESS, EpisodeKind.STUDIES}:
                _ask_for_support(request, stay)
            return settled(request, work_of(stay), stay)
    return form_page(
        request, form, enrolment=stay, title=str(known.heading), save=_("Log"), back=work_of(stay)
    )


def _ask_for_support(request: HttpRequest, enrolment: Enrolment) -> None:
    """What someone lives on is a fact of its own: a job alone is no own income in the figures."""
    address = reverse("participants:log_support", args=[enrolment.public_id])
    question = _("Has what the person lives on changed too?")
    messages.info(request, format_html('{} <a href="{}">{}</a>', question, address, _("Log support")))


def _first_start(enrolment: Enrolment) -> dt.date:
    return enrolment.person.enrolments.of_participation(enrolment).first_start() or enrolment.start


def _episode(request: HttpRequest, public_id: uuid.UUID) -> Episode:
    reached = Episode.objects.visible_to(request.user, Permission.CASE_WRITE)
    whole = reached.select_related("enrolment__person", "enrolment__project__organisation")
    return get_object_or_404(whole, public_id=public_id)


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def change_episode(request: HttpRequest, episode: uuid.UUID) -> HttpResponse:
    """Correct or end an episode."""
    present = _episode(request, episode)
    stay, family = present.enrolment, FAMILY_OF[EpisodeKind(present.kind)]
    form = EpisodeForm(
        request.POST or None,
        family=family,
        companies=companies_for(request, stay),
        first_start=_first_start(stay),
        instance=present,
    )
    if form.is_valid() and form.accepts(
        lambda: actions.change_episode(by=signed_in_user(request), episode=present, **form.facts())
    ):
        messages.success(request, _("Changed: %(kind)s.") % {"kind": present.get_kind_display()})
        return settled(request, work_of(stay), stay)
    remove = reverse("participants:remove_episode", args=[present.public_id])
    return form_page(
        request, form, enrolment=stay, title=str(family.change), remove=remove, back=work_of(stay)
    )


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def remove_episode(request: HttpRequest, episode: uuid.UUID) -> HttpResponse:
    """Take away an episode that was entered by mistake, after asking."""
    present = _episode(request, episode)
    stay, kind = present.enrolment, present.get_kind_display()
    return ask_before(
        request,
        lambda: actions.remove_episode(by=signed_in_user(request), episode=present),
        enrolment=stay,
        title=_("Remove: %(kind)s from %(day)s?") % {"kind": kind, "day": present.start},
        text=_("Only for what was entered by mistake. What has ended gets a last day instead."),
        confirm=_("Remove"),
        back=reverse("participants:change_episode", args=[present.public_id]),
        done=_("Removed: %(kind)s.") % {"kind": kind},
        then=work_of(stay),
    )


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def log_support(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """Log what the person lives on from a day."""
    stay = writable(request, enrolment)
    form = NewSupportForm(
        request.POST or None, instance=SupportPeriod(enrolment=stay), initial={"start": timezone.localdate()}
    )
    if form.is_valid():
        key, ends_others = form.cleaned_data["key"], form.cleaned_data["ends_others"]
        if form.accepts(
            lambda: actions.log_support(
                by=signed_in_user(request), enrolment=stay, key=key, ends_others=ends_others, **form.facts()
            )
        ):
            messages.success(
                request, _("Logged: support from %(day)s.") % {"day": form.cleaned_data["start"]}
            )
            return settled(request, work_of(stay), stay)
    return form_page(request, form, enrolment=stay, title=_("Log support"), save=_("Log"), back=work_of(stay))


def _support(request: HttpRequest, public_id: uuid.UUID) -> SupportPeriod:
    reached = SupportPeriod.objects.visible_to(request.user, Permission.CASE_WRITE)
    return get_object_or_404(reached.select_related("enrolment__person"), public_id=public_id)


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def change_support(request: HttpRequest, support: uuid.UUID) -> HttpResponse:
    """Correct or end a source of income."""
    present = _support(request, support)
    form = SupportForm(request.POST or None, instance=present)
    if form.is_valid() and form.accepts(
        lambda: actions.change_support(by=signed_in_user(request), period=present, **form.facts())
    ):
        messages.success(request, _("The support is changed."))
        return settled(request, work_of(present.enrolment), present.enrolment)
    remove = reverse("participants:remove_support", args=[present.public_id])
    return form_page(
        request,
        form,
        enrolment=present.enrolment,
        title=_("Change support"),
        remove=remove,
        back=work_of(present.enrolment),
    )


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def remove_support(request: HttpRequest, support: uuid.UUID) -> HttpResponse:
    """Take away a source of income that was entered by mistake, after asking."""
    present = _support(request, support)
    stay = present.enrolment
    return ask_before(
        request,
        lambda: actions.remove_support(by=signed_in_user(request), period=present),
        enrolment=stay,
        title=_("Remove: %(kind)s from %(day)s?")
        % {"kind": present.get_source_display(), "day": present.start},
        text=_("Only for what was entered by mistake. What has ended gets a last day instead."),
        confirm=_("Remove"),
        back=reverse("participants:change_support", args=[present.public_id]),
        done=_("The support is removed."),
        then=work_of(stay),
    )
