"""A long table of recipients by region and district: how many answered, are ready, are late."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from outbound.overview.matrix import Line, Matrix, State

MANY: Final = 300
"""With more recipients than this a letter tells of regions, and of single ones only the first."""
LISTED: Final = 50
"""So many of each kind are then told one by one; the workbook has them all."""

HEADINGS: Final = (
    "Всего", "Ответили", "Полностью", "Готовы", "Просрочено", "Проверить",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """The recipients of a region, or of a district of it, counted."""

    region: str
    district: str
    of: int
    answered: int
    settled: int
    ready: int
    overdue: int
    to_check: int

    @property
    def counts(self) -> tuple[int, ...]:
        """The cells under `HEADINGS`."""
        return (self.of, self.answered, self.settled, self.ready, self.overdue, self.to_check)


def is_long(m: Matrix) -> bool:
    """Whether single recipients are too many to be told one by one."""
    return len(m.lines) > MANY


def by_region(m: Matrix) -> tuple[Group, ...]:
    """The regions, in the order of the recipients; none where none are known."""
    return _groups(m, lambda line: (line.recipient.region, ""))


def by_district(m: Matrix) -> tuple[Group, ...]:
    """The districts with their regions, in the order of the recipients."""
    return _groups(m, lambda line: (line.recipient.region, line.recipient.district))


def _groups(m: Matrix, name: Callable[[Line], tuple[str, str]]) -> tuple[Group, ...]:
    found: dict[tuple[str, str], list[Line]] = {}
    for line in m.lines:
        found.setdefault(name(line), []).append(line)
    return tuple(_counted(*where, lines) for where, lines in found.items() if any(where))


def _counted(region: str, district: str, lines: Sequence[Line]) -> Group:
    return Group(
        region=region,
        district=district,
        of=len(lines),
        answered=sum(line.has_answered for line in lines),
        settled=sum(line.state is State.SETTLED for line in lines),
        ready=sum(line.is_ready for line in lines),
        overdue=sum(line.overdue for line in lines),
        to_check=sum(line.state is State.TO_CHECK for line in lines),
    )
