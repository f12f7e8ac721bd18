"""The settings of a scan: all that may be wrong with it, by default next to nothing, and how each class is drawn."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from samples.ageing import Age, Ghost, Impression
from samples.film import Film
from samples.scan_faults import Binding, Crease, Fax, Lid

DPI = 300
"""Of the flat print."""


@dataclass(frozen=True, slots=True)
class Scan:
    """What is wrong with a scan. `skew_deg` clockwise, `curl_px` height of the waves of uneven paper.

    `dpi` is the resolution of the scan (the print has 300), `margin_px` what lies about the page, paper-like.
    """

    skew_deg: float = 0.0
    blur_px: float = 0.8
    noise: float = 4.0
    paper: float = 220.0
    ink: float = 40.0
    shading: float = 0.06
    border_px: int = 0
    colour: bool = False
    curl_px: float = 0.0
    dpi: int = DPI
    margin_px: int = 0
    ghost: Ghost | None = None
    impression: Impression | None = None
    age: Age | None = None
    binding: Binding | None = None
    creases: tuple[Crease, ...] = ()
    lid: Lid | None = None
    film: Film | None = None
    fax: Fax | None = None

    @staticmethod
    def drawn(rng: np.random.Generator) -> Scan:
        """A scan as bad as the worst that a reading room delivers: skew within 2.5 degrees, grey paper, light blur."""
        return Scan(
            skew_deg=round(float(rng.uniform(-2.5, 2.5)), 3), blur_px=round(float(rng.uniform(0.6, 1.2)), 2),
            noise=round(float(rng.uniform(2, 6)), 2), paper=round(float(rng.uniform(195, 238)), 1),
            ink=round(float(rng.uniform(18, 60)), 1), shading=round(float(rng.uniform(0.02, 0.1)), 3),
            border_px=int(rng.integers(20, 140)) if rng.random() < 0.35 else 0, colour=bool(rng.random() < 0.4),
        )

    @staticmethod
    def crowded(rng: np.random.Generator) -> Scan:
        """Thin cheap paper: low contrast, the other side showing through."""
        return replace(
            _usual(rng, 1.5), paper=_between(rng, 180, 215, 1), ink=_between(rng, 70, 120, 1),
            ghost=Ghost.drawn(rng),
            impression=replace(Impression.drawn(rng), broken=0.0) if rng.random() < 0.4 else None)

    @staticmethod
    def aged(rng: np.random.Generator) -> Scan:
        """Old paper and bad printing: browned edges, stains, uneven ink, broken type, at times a crease."""
        return replace(
            _usual(rng, 2.0), paper=_between(rng, 175, 225, 1), ink=_between(rng, 30, 85, 1), age=Age.drawn(rng),
            impression=Impression.drawn(rng), ghost=Ghost.drawn(rng, 0.04, 0.14) if rng.random() < 0.4 else None,
            creases=(Crease.drawn(rng),) if rng.random() < 0.25 else (), colour=bool(rng.random() < 0.5))

    @staticmethod
    def filmed(rng: np.random.Generator) -> Scan:
        """A frame of microfilm at 190 to 280 dpi of the paper; its dark strips stay beside the sheet."""
        film = Film.drawn(rng)
        return replace(
            _usual(rng, 1.2), paper=225.0, ink=45.0, noise=_between(rng, 1, 3, 2), blur_px=_between(rng, 0.7, 1.2, 2),
            shading=_between(rng, 0.02, 0.12, 3),
            dpi=int(rng.integers(190, 281)), colour=False,
            margin_px=int(1.2 * max(film.frame_px)) + int(rng.integers(20, 160)),
            impression=Impression.drawn(rng), age=Age.drawn(rng) if rng.random() < 0.5 else None, film=film)

    @staticmethod
    def curled(rng: np.random.Generator) -> Scan:
        """A page of a bound volume that bends into the gutter; half of the time wavy as well."""
        return replace(
            _usual(rng, 1.5), binding=Binding.drawn(rng), margin_px=int(rng.integers(0, 60)),
            border_px=int(rng.integers(20, 140)) if rng.random() < 0.3 else 0,
            curl_px=_between(rng, 3, 14, 1) if rng.random() < 0.5 else 0.0)

    @staticmethod
    def faxed(rng: np.random.Generator) -> Scan:
        """Two tones, 200 dpi, skew up to 3 degrees."""
        return replace(
            _usual(rng, 3.0), paper=_between(rng, 205, 235, 1), ink=_between(rng, 20, 60, 1), noise=2.0, colour=False,
            blur_px=_between(rng, 0.5, 0.8, 2), shading=_between(rng, 0.01, 0.05, 3), dpi=200, fax=Fax.drawn(rng),
            lid=Lid.drawn(rng) if rng.random() < 0.25 else None)

    @staticmethod
    def bordered(rng: np.random.Generator) -> Scan:
        """A page within the black of the scanner's lid, skewed by up to 5 degrees."""
        return replace(_usual(rng, 5.0 if rng.random() < 0.3 else 2.0), lid=Lid.drawn(rng))

    @staticmethod
    def creased(rng: np.random.Generator) -> Scan:
        """A page that was folded once or twice."""
        return replace(_usual(rng, 2.0), creases=tuple(Crease.drawn(rng) for _ in range(int(rng.integers(1, 3)))))

    @staticmethod
    def photographed(rng: np.random.Generator) -> Scan:
        """Light, paper and resolution of a spread photographed from above, hand held."""
        return replace(
            _usual(rng, 2.5), shading=_between(rng, 0.08, 0.2, 3), noise=_between(rng, 1.5, 4, 2),
            blur_px=_between(rng, 0.6, 1.0, 2), dpi=int(rng.integers(210, 261)))

    def record(self) -> dict[str, Any]:
        """The settings by name; those of faults that the scan does not have are left out."""
        settings = asdict(self)
        late = ("dpi", "margin_px", "ghost", "impression", "age", "binding", "creases", "lid", "film", "fax")
        return {name: value for name, value in settings.items()
                if name not in late or value != getattr(Scan(), name)}


def _between(rng: np.random.Generator, low: float, high: float, digits: int) -> float:
    return round(float(rng.uniform(low, high)), digits)


def _usual(rng: np.random.Generator, skew_deg: float) -> Scan:
    """A fair scan with skew within the given degrees."""
    return Scan(
        skew_deg=_between(rng, -skew_deg, skew_deg, 3), blur_px=_between(rng, 0.6, 1.1, 2),
        noise=_between(rng, 1.5, 5, 2), paper=_between(rng, 200, 240, 1), ink=_between(rng, 18, 60, 1),
        shading=_between(rng, 0.02, 0.1, 3), colour=bool(rng.random() < 0.35))


CLASSES: dict[str, Callable[[np.random.Generator], Scan]] = {
    "degraded": Scan.drawn, "crowded": Scan.crowded, "aged": Scan.aged, "film": Scan.filmed, "curled": Scan.curled,
    "fax": Scan.faxed, "bordered": Scan.bordered, "creased": Scan.creased,
}
"""How the settings of each class of scan are drawn."""
