"""The picture of an initiative: drawn from its facts, so that every group has one and none of them promises too much.

One window for each home, houses or a block as its form is, and on paper, half built or lived in as its phase is. The
sizes are those of the drawing, 960 wide and 300 high; its colours stand in `static/css/picture.css`.
"""

from dataclasses import dataclass

from coophub.web.streams import batches
from initiatives.models import Building, CooperativeForm, Initiative, Phase

WIDTH, GROUND = 960, 244
MOST_WINDOWS = 60
"""More homes than this are drawn as this many: smaller windows are dots."""
HOUSES = {CooperativeForm.OWNER_OCCUPIED, CooperativeForm.CPO, CooperativeForm.CLUSTERED}
"""Forms whose homes stand side by side, each under its own roof. The others share a building."""
MOST_HOUSES_IN_A_ROW, FLOORS, ACROSS = 10, 4, 5
WALLS = ("brick", "plaster", "terracotta", "sage")
CELL_WIDTH, CELL_HEIGHT, WINDOW_WIDTH, WINDOW_HEIGHT, EDGE, GAP = 28, 34, 16, 20, 6, 22


@dataclass(frozen=True)
class Window:
    x: int
    y: int
    is_lit: bool


@dataclass(frozen=True)
class House:
    """A building: its wall, its roof as the points of a polygon, and a window for each home."""

    x: int
    y: int
    width: int
    height: int
    roof: str
    wall: str
    is_built: bool
    windows: list[Window]

    @property
    def middle(self) -> int:
        return self.x + self.width // 2


@dataclass(frozen=True)
class Picture:
    """What the template draws. `is_on_paper` says that nothing is built yet; `has_crane` that it is being built."""

    houses: list[House]
    trees: list[int]
    people: list[int]
    is_on_paper: bool
    has_crane: bool


def picture_of(initiative: Initiative) -> Picture:
    """The drawing that follows from the form, the kind of building, the number of homes and the phase."""
    phase, homes = initiative.current_phase, min(initiative.homes, MOST_WINDOWS)
    shapes = _shapes(initiative, homes)
    width = sum(across * CELL_WIDTH + 2 * EDGE for across, _count in shapes) + GAP * (len(shapes) - 1)
    houses, x, built = [], (WIDTH - width) // 2, _built(phase, len(shapes))
    for place, (across, count) in enumerate(shapes):
        houses.append(_house(initiative, place, x, across, count, is_built=place < built))
        x += houses[-1].width + GAP
    left, right = houses[0].x, houses[-1].x + houses[-1].width
    return Picture(
        houses=houses,
        trees=[x for x in (left - 60, right + 60) if 30 < x < WIDTH - 30],
        people=[WIDTH // 2 + 26 * step for step in range(-2, 3)] if phase in (Phase.INITIATIVE, Phase.LIVING) else [],
        is_on_paper=built == 0,
        has_crane=phase == Phase.CONSTRUCTION,
    )


def _shapes(initiative: Initiative, homes: int) -> list[tuple[int, int]]:
    """How many windows stand beside each other in each building, and how many it has."""
    if initiative.form in HOUSES and initiative.building == Building.NEW_BUILD:
        each = -(-homes // MOST_HOUSES_IN_A_ROW)
        return [(1 if each <= FLOORS else 2, len(part)) for part in batches(range(homes), each)]
    return [(min(ACROSS, len(part)), len(part)) for part in batches(range(homes), FLOORS * ACROSS)]


def _built(phase: Phase, buildings: int) -> int:
    """How many of the buildings stand: half of them, and at least one, while they are being built."""
    if phase == Phase.LIVING:
        return buildings
    return max(1, buildings // 2) if phase == Phase.CONSTRUCTION else 0


def _house(initiative: Initiative, place: int, x: int, across: int, count: int, *, is_built: bool) -> House:
    floors = -(-count // across)
    width, height = across * CELL_WIDTH + 2 * EDGE, floors * CELL_HEIGHT + 2 * EDGE
    y = GROUND - height
    windows = [
        Window(
            x + EDGE + number % across * CELL_WIDTH + (CELL_WIDTH - WINDOW_WIDTH) // 2,
            y + EDGE + number // across * CELL_HEIGHT + (CELL_HEIGHT - WINDOW_HEIGHT) // 2,
            is_lit=initiative.phase == Phase.LIVING and (place + number) % 3 != 1,
        )
        for number in range(count)
    ]
    roof = _roof(initiative, x, y, width)
    return House(x, y, width, height, roof, WALLS[place % len(WALLS)], is_built=is_built, windows=windows)


def _roof(initiative: Initiative, x: int, y: int, width: int) -> str:
    """A workshop keeps its saw-tooth roof; houses have gables; what people share is flat."""
    if initiative.building == Building.TRANSFORMATION:
        teeth = range(x, x + width - 20, 28)
        return " ".join([f"{x},{y}", *(f"{tooth},{y - 24} {min(tooth + 28, x + width)},{y}" for tooth in teeth)])
    if initiative.form in HOUSES:
        return f"{x - 5},{y} {x + width // 2},{y - 30} {x + width + 5},{y}"
    return f"{x - 4},{y} {x - 4},{y - 8} {x + width + 4},{y - 8} {x + width + 4},{y}"
