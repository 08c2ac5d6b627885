"""What the coach of the present project has on the desk: all that a workbook has no sheet for.

Written by the actions of the pages themselves, with days counted from the day of loading.
"""

import datetime as dt

from accounts.models import User
from exchange.demo.desk.activities import hold_activities
from exchange.demo.desk.afterwards import follow_up_some
from exchange.demo.desk.arranging import arrange
from exchange.demo.desk.cases import write_cases
from exchange.demo.desk.moving import move_people
from exchange.demo.desk.referring import refer_some
from exchange.demo.desk.stay import coached
from projects.models import Project

__all__ = ["fill_desk"]


def fill_desk(
    project: Project, *, coach: User, colleague: User, lead: User, referrer: User, on: dt.date
) -> None:
    """Fill every page of the desk of `coach`; `colleague` is the project's other coach. `on` is today."""
    stays = coached(project, coach, on=on)
    move_people(project, by=coach, on=on)
    write_cases(stays, by=coach, on=on)
    hold_activities(project, stays, by=coach, on=on)
    follow_up_some(project, by=coach, on=on)
    refer_some(project, coach=coach, lead=lead, referrer=referrer, on=on)
    arrange(project, coach=coach, colleague=colleague, lead=lead, on=on)
