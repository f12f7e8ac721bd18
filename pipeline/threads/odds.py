"""How likely each line is to follow another, by the scores of a decision."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.threads.model import Scores


@dataclass(frozen=True, slots=True)
class Choice:
    """What a line chooses among; probabilities that add up to 1."""

    lines: tuple[int, ...]
    """Numbers of the candidates, the likeliest first."""
    shares: tuple[float, ...]
    """For each."""
    none: float
    """The paragraph ends, or begins, here."""
    lost: float
    """The line that belongs here is lost."""

    @property
    def lost_if_none(self) -> float:
        """How likely a line is lost, given that none of the candidates stands here."""
        return self.lost / (self.lost + self.none) if self.lost > 0 else 0.0

    def share_of(self, line: int) -> float:
        return self.shares[self.lines.index(line)] if line in self.lines else 0.0


class Odds:
    """Made once for the scores of a text; a choice is looked up in a time that does not grow with the text."""

    def __init__(self, scores: Scores) -> None:
        self._follows = scores.follows
        self._alone = (scores.ends, scores.starts)
        self._orders = tuple(np.argsort(scores.pairs[:, side], kind="stable") for side in (0, 1))
        self._keys = tuple(scores.pairs[order, side] for side, order in enumerate(self._orders))
        self._others = tuple(scores.pairs[order, 1 - side] for side, order in enumerate(self._orders))

    def after(self, line: int) -> Choice:
        """What follows a line. Raises IndexError for a line that there is not."""
        return self._choice(line, 0)

    def before(self, line: int) -> Choice:
        """What goes before it."""
        return self._choice(line, 1)

    def joint(self, line: int, follower: int) -> float:
        """How likely one line follows the other: the mean of what both choose."""
        return (self.after(line).share_of(follower) + self.before(follower).share_of(line)) / 2

    def _choice(self, line: int, side: int) -> Choice:
        first, last = np.searchsorted(self._keys[side], [line, line + 1])
        others = self._others[side][first:last]
        logs = np.concatenate([self._follows[self._orders[side][first:last]], self._alone[side][line]])
        shares = np.exp(logs - logs.max())
        shares /= shares.sum()
        ranked = np.argsort(-shares[:-2], kind="stable")
        return Choice(
            tuple(others[ranked].tolist()), tuple(shares[ranked].tolist()), float(shares[-2]), float(shares[-1])
        )
