"""Changes to what figures are made of: a project's own definitions, and the lists of occupations."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.audit import Subject, audited, record
from accounts.models import User, Verb
from accounts.saving import save_checked
from accounts.stale import refuse_if_stale
from projects.bands import parse_bands
from projects.models import Definitions, Occupation, OccupationList, Project


class DefinitionFacts(TypedDict):
    """What a project sets for itself, as `projects.models.Definitions` has it; age bands as `16-24`."""

    age_bands: list[str]
    work_min_hours: Decimal | None
    social_assistance_monthly: int
    extra_service_is_income: bool
    long_term_months_young: int
    long_term_months: int
    participant_min_hours: Decimal | None


@audited()
def set_definitions(*, project: Project, by: User, at: dt.datetime, **facts: Unpack[DefinitionFacts]) -> bool:
    """Set a project's definitions at a moment; whether that changed any. A change makes the next version.

    Each version is kept as it was, the first one when it is replaced. Raises ValidationError; StaleError,
    one of these, where the form behind it showed other definitions than those stored now.
    """
    held = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    before = held.as_version()
    bands = [str(band) for band in parse_bands(facts["age_bands"])]
    _check_goals(held, bands)
    for name, value in (facts | {"age_bands": bands}).items():
        setattr(held, name, value)
    refuse_if_stale(held)
    held.full_clean()
    changed = [name for name in Definitions.names() if getattr(held, name) != getattr(before, name)]
    if not changed:
        return False
    if not held.definitions.filter(version=before.version).exists():
        save_checked(before)
    held.definitions_version += 1
    held.save(update_fields=[*changed, "definitions_version"])
    kept = held.as_version()
    kept.set_by, kept.set_at = by, at
    save_checked(kept)
    subject = Subject(organisation_id=held.organisation_id, project_id=held.pk)
    record(verb=Verb.CHANGED, row=held, by=by, subject=subject, changed=changed)
    return True


def _check_goals(project: Project, bands: Sequence[str]) -> None:
    """A band with a target stays: the report would print the target beside nobody."""
    gone = set(project.age_bands) - set(bands)
    held = project.goals.filter(age_band__in=gone).order_by("age_band").values_list("age_band", flat=True)
    if aimed := list(dict.fromkeys(held)):
        raise ValidationError(
            {
                "age_bands": _("The project has targets for %(bands)s. Keep these age bands.")
                % {"bands": ", ".join(aimed)}
            }
        )


@audited()
def add_occupations(
    *,
    version: str,
    source: str,
    valid_from: dt.date,
    women: Sequence[tuple[str, Decimal]],
    by: User | None = None,
) -> OccupationList:
    """Add a list of occupations for the whole installation: the share of women, per cent, by SSYK code.

    Raises ValidationError when there is one of that version.
    """
    made = OccupationList(version=version, source=source, valid_from=valid_from)
    save_checked(made)
    Occupation.objects.bulk_create(
        Occupation(list=made, code=code, women_share=share) for code, share in women
    )
    record(verb=Verb.CREATED, row=made, by=by, subject=Subject())
    return made
