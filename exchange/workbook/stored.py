"""What the database holds of a project, in the shape of the workbook's rows.

Each function gives one dictionary a row: attribute of the row's class → value, with the same
codes, and "" or None for what is not recorded. A bounded number of queries, whatever the size.
"""

import datetime as dt
from collections import defaultdict
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Coalesce

from coaching.models import Attendance, CriterionResult, PhaseMove, ReadinessAssessment
from employers.models import CompanyContact, RecruitmentNeed
from exchange.workbook.persons import Stay
from participants.models import CoachAssignment, Enrolment, Episode, SupportPeriod
from participants.words import REGISTERED_BY_MISTAKE
from projects.models import Goal, Project, TargetGroup

type Told = dict[str, Any]

# The project's own id of the person behind an enrolment; the person's numbers of other projects
# are left out by `_numbers`.
_TEXT = Value("")


def numbers_of(project: Project) -> dict[int, str]:
    """Primary key of a person → Deltagar-id in the project."""
    return dict(project.participant_numbers.values_list("person", "number"))


def goals(project: Project) -> list[Told]:
    """Rows of Mål."""
    return list(Goal.objects.filter(project=project).values("indicator", "value", "gender", "age_band", "group"))


def target_groups(project: Project) -> list[Told]:
    """Rows of Målgrupper."""
    above = Coalesce(F("parent__name"), _TEXT)
    return list(TargetGroup.objects.filter(project=project).values("name", "target", above=above))
