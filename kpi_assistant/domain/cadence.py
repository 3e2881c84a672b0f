"""Days worth a word: birthdays and festivals that come up soon, as the calendar (services/lunar.py) dates them."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from kpi_assistant.domain.vocabulary import Calendar, Industry

AHEAD = 10
"""Days before which a birthday or festival is mentioned; earlier it only nags."""


class Festival(StrEnum):
    """The main festivals, and the days of the professions we know; a line on these is welcome."""

    NEW_YEAR = "new_year"
    SPRING_FESTIVAL = "spring_festival"
    LANTERN = "lantern"
    DRAGON_BOAT = "dragon_boat"
    MID_AUTUMN = "mid_autumn"
    NATIONAL_DAY = "national_day"
    POLICE_DAY = "police_day"
    DOCTORS_DAY = "doctors_day"
    TEACHERS_DAY = "teachers_day"


FESTIVALS: dict[Festival, tuple[Calendar, int, int]] = {
    Festival.NEW_YEAR: (Calendar.SOLAR, 1, 1),
    Festival.SPRING_FESTIVAL: (Calendar.LUNAR, 1, 1),
    Festival.LANTERN: (Calendar.LUNAR, 1, 15),
    Festival.DRAGON_BOAT: (Calendar.LUNAR, 5, 5),
    Festival.MID_AUTUMN: (Calendar.LUNAR, 8, 15),
    Festival.NATIONAL_DAY: (Calendar.SOLAR, 10, 1),
    Festival.POLICE_DAY: (Calendar.SOLAR, 1, 10),
    Festival.DOCTORS_DAY: (Calendar.SOLAR, 8, 19),
    Festival.TEACHERS_DAY: (Calendar.SOLAR, 9, 10),
}
"""Calendar, month and day of each."""
OF_INDUSTRY = {
    Festival.POLICE_DAY: Industry.PUBLIC_SAFETY,
    Festival.DOCTORS_DAY: Industry.HEALTHCARE,
    Festival.TEACHERS_DAY: Industry.EDUCATION,
}
"""Days of one profession: only for who has people there."""


@dataclass(frozen=True, slots=True)
class DatedFestival:
    festival: Festival
    on: dt.date


def soon(on: dt.date, today: dt.date) -> bool:
    return 0 <= (on - today).days <= AHEAD
