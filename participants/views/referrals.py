"""Referrals as the project works through them: received, looked at, accepted or declined."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import pages
from accounts.access import Permission, Role, allow, permissions_of
from accounts.audit import Subject, record_read
from accounts.models import Verb
from accounts.pages import SHOW_AND_SEND
from accounts.requests import signed_in_user
from participants.actions import referrals as actions
from participants.forms import EnrolForm
from participants.forms.referrals import DeclineForm, ReceiverForm, RegisterReferralForm
from participants.models import Enrolment, Referral
from participants.views.enrolments import enrolled, say_enrolled
from projects.models import Project

PAGE = 50
_WITH = ("project", "target_group", "referrer", "coach", "enrolment__person")


@allow(Permission.CASELOAD_READ)
@require_safe
def referrals(request: HttpRequest) -> HttpResponse:
    """Those that wait, the longest first; or those decided, the latest first."""
    user, today = signed_in_user(request), timezone.localdate()
    reached = Referral.objects.visible_to(user, Permission.CASELOAD_READ)
    decided = request.GET.get("visa") == "avgjorda"
    rows = (
        reached.decided().order_by("-decided_on", "-pk")
        if decided
        else reached.waiting().order_by("received_on", "pk")
    )
    page = Paginator(rows.select_related(*_WITH), PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    record_read(row=Referral, by=user, subject=Subject(), verb=Verb.LISTED, rows=len(shown))
    context = {
        "page": page,
        "rows": [(one, one.days_waited(on=today)) for one in shown],
        "decided": decided,
        "orphans": Referral.objects.without_receiver(user, Permission.COACH_NAME).select_related("project"),
        "may_write": Permission.CASE_WRITE in permissions_of(user),
    }
    return render(request, "participants/referrals.html", context)


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def register_referral(request: HttpRequest) -> HttpResponse:
    """Register one that came by phone or letter; who coaches in several projects chooses one first."""
    projects = Project.objects.visible_to(request.user, Permission.CASE_WRITE)
    several = len(projects[:2]) > 1
    if chosen := request.GET.get("project"):
        project = get_object_or_404(projects, public_id=_read_uuid(chosen))
    elif several or not projects.exists():
        return render(
            request,
            "participants/choose_referral_project.html",
            {"projects": projects, "route": reverse("participants:register_referral")},
        )
    else:
        project = projects.get()
    user, today = signed_in_user(request), timezone.localdate()
    form = RegisterReferralForm(request.POST or None, project=project, initial={"received_on": today})
    if form.is_valid():
        data = form.cleaned_data
        facts = form.facts(
            referrer=data["referrer"].user if data["referrer"] else None, received_on=data["received_on"]
        )
        if form.accepts(
            lambda: actions.refer(
                by=user,
                project=project,
                key=data["key"],
                personal_number=data["personal_number"],
                on=today,
                **facts,
            )
        ):
            messages.success(request, _("The referral is registered."))
            return redirect("participants:referrals")
    return pages.form_page(
        request,
        form,
        title=_("Register a referral"),
        lead=str(project),
        save=_("Register"),
        back=(reverse("participants:referrals"), _("Referrals")),
    )


def _read_uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _open(request: HttpRequest, public_id: uuid.UUID, permission: Permission) -> Referral:
    """The referral, for those whom `permission` lets see it, said in the audit log; 404 for everyone else."""
    user = signed_in_user(request)
    reached = Referral.objects.visible_to(user, permission)
    found = get_object_or_404(reached.select_related(*_WITH), public_id=public_id)
    record_read(row=found, by=user, subject=actions.subject_of_referral(found))
    return found


def _at(referral: Referral) -> str:
    return reverse("participants:referral", args=[referral.public_id])


@allow(Permission.CASELOAD_READ)
@require_safe
def referral(request: HttpRequest, referral: uuid.UUID) -> HttpResponse:
    """One referral: who, from whom, why, how long it has waited, and what can be done."""
    user, today = signed_in_user(request), timezone.localdate()
    found = _open(request, referral, Permission.CASELOAD_READ)
    writes = Referral.objects.visible_to(user, Permission.CASE_WRITE).filter(pk=found.pk).exists()
    reads = Enrolment.objects.visible_to(user, Permission.CASELOAD_READ).filter(referral=found)
    context = {
        "referral": found,
        "waited": found.days_waited(on=today),
        "may_write": writes,
        "has_number": hasattr(found, "number"),
        "stay": reads.first(),
    }
    return render(request, "participants/referral.html", context)


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def accept_referral(request: HttpRequest, referral: uuid.UUID) -> HttpResponse:
    """Enrol the person, with what the referral says filled in."""
    found = _open(request, referral, Permission.CASE_WRITE)
    if found.enrolment_id or found.declined_reason:
        messages.warning(request, _("The referral is decided already."))
        return redirect(_at(found))
    user, today = signed_in_user(request), timezone.localdate()
    project = get_object_or_404(Project.objects.visible_to(user, Permission.CASE_WRITE), pk=found.project_id)
    initial = {
        **{name: getattr(found, name) for name in ("first_name", "last_name", "protected_identity")},
        "target_group": found.target_group_id,
        "referred_by": found.referred_by,
        "referred_on": found.received_on,
        "support_source": found.support_source,
    }
    form = EnrolForm(request.POST or None, project=project, by=user, on=today, initial=initial)
    form.fields["referrer"].initial = _seat_of(found, project)
    if lives_on := ", ".join(filter(None, (found.get_financing_display(), found.financing_words))):
        # Help texts are drawn as they are; this one holds a referrer's words.
        told = _("The referral says: %(lives_on)s.") % {"lives_on": escape(lives_on)}
        form.fields["support_source"].help_text = told
    if hasattr(found, "number"):
        form.fields["personal_number"].help_text = _("Left empty, the number in the referral is used.")
    if form.is_valid():
        key = form.cleaned_data["key"]
        stay = enrolled(
            request,
            form,
            project=project,
            searches=hasattr(found, "number"),
            act=lambda: actions.accept(by=user, referral=found, key=key, on=today, **form.new_participant()),
        )
        if stay:
            return say_enrolled(request, form, stay)
    context = {"form": form, "project": project, "several": False, "referral": found}
    return render(request, "participants/enrol.html", context)


def _seat_of(found: Referral, project: Project) -> int | None:
    """The referrer's role in the project, as the form chooses it; None for one who has none any more."""
    if found.referrer is None:
        return None
    seat = project.memberships.current().filter(user=found.referrer, role=Role.REFERRER).first()
    return seat.pk if seat else None


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def decline_referral(request: HttpRequest, referral: uuid.UUID) -> HttpResponse:
    """Decline with a reason, which the referrer is told, and words, which stay here."""
    found = _open(request, referral, Permission.CASE_WRITE)
    form = DeclineForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        if form.accepts(
            lambda: actions.decline(
                by=signed_in_user(request),
                referral=found,
                reason=said["reason"],
                words=said["words"],
                on=timezone.localdate(),
            )
        ):
            messages.success(request, _("The referral is declined."))
            return redirect("participants:referrals")
    return pages.form_page(
        request,
        form,
        title=_("Decline the referral"),
        lead=found.name,
        save=_("Decline"),
        back=(_at(found), _("The referral")),
    )


@allow(Permission.CASE_WRITE)
@require_POST
def reconsider_referral(request: HttpRequest, referral: uuid.UUID) -> HttpResponse:
    """Undo that it was declined."""
    found = _open(request, referral, Permission.CASE_WRITE)
    try:
        actions.reconsider(by=signed_in_user(request), referral=found)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The referral is waiting again."))
    return redirect(_at(found))


@allow(Permission.COACH_NAME)
@require_http_methods(SHOW_AND_SEND)
def name_receiver(request: HttpRequest, orphan: uuid.UUID) -> HttpResponse:
    """Name who receives a referral about somebody with protected identity that nobody sees any more."""
    user = signed_in_user(request)
    orphans = Referral.objects.without_receiver(user, Permission.COACH_NAME)
    found = get_object_or_404(orphans.select_related("project"), public_id=orphan)
    project = get_object_or_404(Project.objects.visible_to(user, Permission.COACH_NAME), pk=found.project_id)
    form = ReceiverForm(request.POST or None, project=project)
    if form.is_valid():
        coach = form.cleaned_data["coach"].user
        if form.accepts(lambda: actions.name_receiver(by=user, referral=found, coach=coach)):
            messages.success(request, _("%(coach)s receives the referral.") % {"coach": coach})
            return redirect("participants:referrals")
    return pages.form_page(
        request,
        form,
        title=_("Who receives the referral?"),
        lead=_("It is about somebody with protected identity. Only the coach whom you name sees who."),
        save=_("Name the coach"),
        back=(reverse("participants:referrals"), _("Referrals")),
    )
