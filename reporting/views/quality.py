"""What is missing or contradictory in a project, the worst first; leaving it as it is or not."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Permission, allow
from accounts.audit import Subject, record_read
from accounts.models import User, Verb
from accounts.pages import SHOW_AND_SEND, form_page
from accounts.requests import signed_in_user
from participants.models import Enrolment
from participants.views.pages import note_opened
from projects.calendar import add_months
from projects.models import Project
from reporting import actions
from reporting.checks import BY_CODE, CHECKS, Check, SettledAt
from reporting.facts import Window
from reporting.forms import AcceptForm, QualityForm
from reporting.kept import kept_findings
from reporting.loading import load_accepted, load_frame
from reporting.models import AcceptedGap
from reporting.quality import Finding

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from participants.querysets import EnrolmentQuerySet

ROWS_A_PAGE = 25
USUAL_MONTHS = 6
# Where somebody who may write in the case puts it right; everything else is put right on the person's page.
FORMS = {
    SettledAt.PERSON: "participants:change_person",
    SettledAt.ENROLMENT: "participants:change_enrolment",
    SettledAt.BACKGROUND: "participants:change_background",
    SettledAt.READINESS: "coaching:assess",
    SettledAt.PHASES: "coaching:move",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A finding about somebody whom the reader sees. `url`: where it is settled, else the person's page.

    `settles`: whether that is a form in which the reader puts it right. `may_accept`: whether the reader may
    leave it as it is, which breaking the glass doesn't give.
    """

    finding: Finding
    check: Check
    stay: Enrolment
    url: str
    coach: str
    settles: bool
    may_accept: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """How many findings of a check are open; `unseen`: of people whom the reader doesn't see, among them."""

    code: str
    label: "StrPromise"
    indicators: tuple[str, ...]
    open: int
    unseen: int
    contradicts: bool


@allow(Permission.FIGURES_READ)
@require_safe
def quality_page(request: HttpRequest) -> HttpResponse:
    """What may change the project's figures, of all its sets, as known today. Names as in every list."""
    user, today = signed_in_user(request), timezone.localdate()
    form = QualityForm(request.GET, user=user)
    if not form.is_valid() and "project" in form.errors:
        raise Http404
    if form.project is None:
        nothing: dict[str, Any] = {"form": form, "project": None, "accepted": []}
        return render(request, "reporting/quality.html", nothing)
    found = _findings(form.project, today)
    reached = _reached(user, form.project)
    seen = set(reached.values_list("person_id", flat=True))
    left = [finding for finding in found if not finding.accepted]
    chosen = form.cleaned_data.get("check", "")
    shown = [one for one in left if one.key in seen and chosen in ("", one.check)]
    page = Paginator(shown, ROWS_A_PAGE).get_page(request.GET.get("page"))
    rows = _rows(user, reached, list(page.object_list), today)
    accepted = _accepted(user, form.project, today)
    about = Subject(organisation_id=form.project.organisation_id, project_id=form.project.pk)
    named = {row.stay.person_id for row in rows} | {gap.enrolment.person_id for gap, _check in accepted}
    record_read(row=Enrolment, by=user, subject=about, verb=Verb.LISTED, rows=len(named))
    context: dict[str, Any] = {
        "form": form,
        "project": form.project,
        "chosen": BY_CODE[chosen] if chosen else None,
        "tallies": _tallies(left, seen),
        "page": page,
        "rows": rows,
        "accepted": accepted,
        "withdrawable": _within(user, Permission.REPORT_ORDER, [gap.enrolment for gap, _check in accepted]),
    }
    return render(request, "reporting/quality.html", context)


@allow(Permission.REPORT_ORDER)
@require_http_methods(SHOW_AND_SEND)
def accept(request: HttpRequest, enrolment: uuid.UUID, check: str) -> HttpResponse:
    """Leave something about a participant as it is: why, and until when."""
    stay = _stay(request, enrolment, check)
    today = timezone.localdate()
    form = AcceptForm(request.POST or None, initial={"until": add_months(today, USUAL_MONTHS)})
    if form.is_valid() and form.accepts(
        lambda: actions.accept_gap(
            by=signed_in_user(request),
            enrolment=stay,
            check=check,
            reason=form.cleaned_data["reason"],
            until=form.cleaned_data["until"],
            on=today,
            at=timezone.now(),
        )
    ):
        messages.success(request, _("It is left as it is until then, and the report says so."))
        return redirect(_page_of(stay))
    note_opened(request, stay)
    return form_page(
        request,
        form,
        title=_("Leave it as it is"),
        lead=f"{stay.person.name or _('The participant')}: {BY_CODE[check].label}",
        save=_("Leave it as it is"),
        back=(_page_of(stay), _("Data quality")),
    )


@allow(Permission.REPORT_ORDER)
@require_POST
def withdraw(request: HttpRequest, enrolment: uuid.UUID, check: str) -> HttpResponse:
    """Take back that something is left as it is; then it is open again."""
    stay = _stay(request, enrolment, check)
    if actions.withdraw_gap(by=signed_in_user(request), enrolment=stay, check=check, at=timezone.now()):
        messages.success(request, _("It is open again."))
    return redirect(_page_of(stay))


def _stay(request: HttpRequest, public_id: uuid.UUID, check: str) -> Enrolment:
    """The participant's stay, for those who may see it and answer for the figures; else 404."""
    if check not in BY_CODE:
        raise Http404
    reached = Enrolment.objects.visible_to(request.user, Permission.REPORT_ORDER).valid()
    return get_object_or_404(reached.select_related("person", "project__organisation"), public_id=public_id)


def _page_of(stay: Enrolment) -> str:
    return f"{reverse('reporting:quality')}?project={stay.project.public_id}"


def _findings(project: Project, today: dt.date) -> list[Finding]:
    """Of all the project's sets over its whole period, as known today; the worst first."""
    window = Window.build(load_frame(project), today=today)
    accepted = {(one.key, one.check) for one in load_accepted(project, on=today)}
    found = kept_findings(project, window, at=timezone.now())
    return [replace(one, accepted=(one.key, one.check) in accepted) for one in found]


def _reached(user: User, project: Project) -> "EnrolmentQuerySet":
    return Enrolment.objects.visible_to(user, Permission.CASELOAD_READ).valid().filter(project=project)


def _rows(user: User, reached: "EnrolmentQuerySet", found: Sequence[Finding], today: dt.date) -> list[Row]:
    """The rows of one page, each with the person's latest stay."""
    of_page = reached.filter(person_id__in={finding.key for finding in found})
    with_names = of_page.select_related("person", "project").with_coaches(on=today).order_by("start", "pk")
    stays = {stay.person_id: stay for stay in with_names}
    writable = _within(user, Permission.CASE_WRITE, stays.values())
    answerable = _within(user, Permission.REPORT_ORDER, stays.values())
    return [
        _row(finding, stay, writes=stay.pk in writable, may_accept=stay.pk in answerable)
        for finding in found
        if (stay := stays.get(finding.key))
    ]


def _within(user: User, permission: Permission, stays: Iterable[Enrolment]) -> set[int]:
    """The keys of those of these stays for which the user has a permission."""
    reached = Enrolment.objects.visible_to(user, permission)
    return set(reached.filter(pk__in=[stay.pk for stay in stays]).values_list("pk", flat=True))


def _row(finding: Finding, stay: Enrolment, *, writes: bool, may_accept: bool) -> Row:
    check = BY_CODE[finding.check]
    form = FORMS.get(check.settled_at) if writes else None
    coach = next((str(one.coach) for one in stay.coach_assignments.all()), "")
    return Row(
        finding,
        check,
        stay,
        reverse(form or "coaching:participant", args=[stay.public_id]),
        coach,
        form is not None,
        may_accept,
    )


def _tallies(left: Sequence[Finding], seen: set[int]) -> list[Tally]:
    """The checks that found something, as they weigh together, the heaviest first."""
    weights: Counter[str] = Counter()
    by_check: Mapping[str, list[Finding]] = {check.code: [] for check in CHECKS}
    for finding in left:
        weights[finding.check] += finding.weight
        by_check[finding.check].append(finding)
    return [
        Tally(
            code=code,
            label=BY_CODE[code].label,
            indicators=tuple(dict.fromkeys(one for each in by_check[code] for one in each.indicators)),
            open=len(by_check[code]),
            unseen=sum(finding.key not in seen for finding in by_check[code]),
            contradicts=BY_CODE[code].contradicts,
        )
        for code, _weight in weights.most_common()
    ]


def _accepted(user: User, project: Project, today: dt.date) -> list[tuple[AcceptedGap, Check]]:
    """What is left as it is, of those whom the reader sees; what runs out first comes first."""
    gaps = AcceptedGap.objects.visible_to(user, Permission.CASELOAD_READ).in_force(on=today)
    mine = gaps.filter(enrolment__project=project).select_related("enrolment__person", "accepted_by")
    return [(gap, BY_CODE[gap.check_code]) for gap in mine if gap.check_code in BY_CODE]
