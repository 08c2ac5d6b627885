"""Changes of a project's staircase: its steps, their limits and their order."""

from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.audit import Subject, audited, changed_fields, record
from accounts.models import User, Verb
from accounts.saving import save_checked
from projects.models import Phase, Project

# Beyond any place: where a step stands while another takes its place.
_ASIDE: Final = 32_767


@audited()
def save_phase(*, by: User, phase: Phase) -> None:
    """Add a step above those there are, or change one's name and limits. Raises ValidationError."""
    project = _lock(phase.project)
    if phase.pk is None:
        highest = project.phases.order_by("-position").first()
        phase.position = highest.position + 1 if highest else 1
        save_checked(phase)
        record(verb=Verb.CREATED, row=phase, by=by, subject=_subject(project))
        return
    changed = changed_fields(phase)
    save_checked(phase)
    record(verb=Verb.CHANGED, row=phase, by=by, subject=_subject(project), changed=changed)


@audited()
def swap_phases(*, by: User, phase: Phase, up: bool) -> None:
    """Let a step change places with the one above it (`up`), or below.

    Where both have moves their order stays: figures count who went up and who went down.
    Raises ValidationError for that, and for a step that has none beside it on that side.
    """
    project = _lock(phase.project)
    steps = list(project.phases.order_by("position"))
    place = steps.index(phase) + (1 if up else -1)
    if not 0 <= place < len(steps):
        raise ValidationError(_("There is no step on that side."))
    held, other = steps[steps.index(phase)], steps[place]
    if _has_moves(held) and _has_moves(other):
        both = _("People have stood on both steps, and figures count moves up and down: the order stays.")
        raise ValidationError(both)
    places = held.position, other.position
    for step, position in ((held, _ASIDE), (other, places[0]), (held, places[1])):
        step.position = position
        save_checked(step)
    record(verb=Verb.CHANGED, row=held, by=by, subject=_subject(project), changed=["position"])
    record(verb=Verb.CHANGED, row=other, by=by, subject=_subject(project), changed=["position"])


@audited()
def remove_phase(*, by: User, phase: Phase) -> None:
    """Take away a step on which nobody has stood. Raises ValidationError for another."""
    project = _lock(phase.project)
    if _has_moves(phase):
        raise ValidationError(_("Somebody has stood on this step. It stays."))
    record(verb=Verb.REMOVED, row=phase, by=by, subject=_subject(project))
    phase.delete()


def _has_moves(phase: Phase) -> bool:
    """Moves are of the storey above, got at by the step's own."""
    has: bool = Phase.objects.filter(pk=phase.pk, moves__isnull=False).exists()
    return has


def _lock(project: Project) -> Project:
    return Project.objects.select_for_update(no_key=True).get(pk=project.pk)


def _subject(project: Project) -> Subject:
    return Subject(organisation_id=project.organisation_id, project_id=project.pk)
