"""Reports that are ordered, and what is left as it is."""

import datetime as dt
from typing import Any

from django.utils import timezone

from accounts.models import User
from participants.models import Enrolment
from projects.models import Organisation, Project
from reporting.models import AcceptedGap, BundlePeriod, Report, ReportBundle, StandingOrder
from tests.factories.saving import saved
from tests.factories.users import user as _user


def report(*, project: Project, ordered_by: User, **fields: Any) -> Report:
    """An order for L over the project's first year, waiting for a worker."""
    facts = {
        "indicator_set": "L",
        "period_start": project.start,
        "period_end": project.start.replace(month=12, day=31),
        "as_of": project.start.replace(month=12, day=31),
        "ordered_at": timezone.now(),
        **fields,
    }
    return saved(Report(project=project, ordered_by=ordered_by, **facts))


def report_bundle(*, organisation: Organisation, ordered_by: User, **fields: Any) -> ReportBundle:
    """An order for all projects over their whole periods, without reports: those are made with `bundle`."""
    facts = {"period": BundlePeriod.WHOLE, "ordered_at": timezone.now(), **fields}
    return saved(ReportBundle(organisation=organisation, ordered_by=ordered_by, **facts))


def standing_order(*, project: Project, ordered_by: User, **fields: Any) -> StandingOrder:
    """L of every month of the project."""
    facts = {"indicator_set": "L", "since": project.start, **fields}
    return saved(StandingOrder(project=project, ordered_by=ordered_by, **facts))


def accepted_gap(*, enrolment: Enrolment, accepted_by: User | None = None, **fields: Any) -> AcceptedGap:
    """That the missing birth date is left as it is, for long."""
    facts = {
        "check_code": "birth_date",
        "reason": "Vill inte säga.",
        "until": dt.date(2100, 1, 1),
        "accepted_at": timezone.now(),
        **fields,
    }
    return saved(AcceptedGap(enrolment=enrolment, accepted_by=accepted_by or _user(), **facts))
