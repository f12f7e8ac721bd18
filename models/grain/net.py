"""The net that finds the middles of lines: a small pyramid of convolutions, seen from coarse to fine."""

from __future__ import annotations

from itertools import pairwise

import torch
from torch import nn
from torch.nn import functional as F

WIDTHS = (16, 32, 48, 64, 80)
CLASSES = 3


def _step(inputs: int, outputs: int, stride: int = 1, side: int = 3, dilation: int = 1) -> nn.Sequential:
    convolution = nn.Conv2d(
        inputs, outputs, side, stride, padding=dilation * (side // 2), dilation=dilation, bias=False
    )
    return nn.Sequential(convolution, nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))


class Grain(nn.Module):
    """Ink [batch, 1, height, width] in [0, 1] to probabilities [batch, 3, height / 2, width / 2].

    Sides are a multiple of 32.

    `page` [batch]: what is known of the page, 1 if most of its type runs down, -1 if across, 0 if that is unknown.
    """

    def __init__(self) -> None:
        super().__init__()
        self.down = nn.ModuleList([_step(1, WIDTHS[0], 2, 5)])
        for before, after in pairwise(WIDTHS):
            self.down.append(nn.Sequential(_step(before, after, 2), _step(after, after)))
        self.page = nn.Linear(1, WIDTHS[-1])
        self.deep = nn.Sequential(_step(WIDTHS[-1], WIDTHS[-1], dilation=2), _step(WIDTHS[-1], WIDTHS[-1], dilation=4))
        self.narrow = nn.ModuleList(nn.Conv2d(b, a, 1) for a, b in pairwise(WIDTHS))
        self.mixed = nn.ModuleList(_step(a, a) for a in WIDTHS[:-1])
        self.head = nn.Conv2d(WIDTHS[0], CLASSES, 1)

    def scores(self, ink: torch.Tensor, page: torch.Tensor) -> torch.Tensor:
        """The same before the softmax."""
        levels = []
        x = ink
        for step in self.down:
            x = step(x)
            levels.append(x)
        x = self.deep(x + self.page(page[:, None])[:, :, None, None])
        for k in range(len(WIDTHS) - 2, -1, -1):
            wider = F.interpolate(self.narrow[k](x), scale_factor=2.0, mode="bilinear", align_corners=False)
            x = self.mixed[k](levels[k] + wider)
        return self.head(x)

    def forward(self, ink: torch.Tensor, page: torch.Tensor) -> torch.Tensor:
        return torch.softmax(self.scores(ink, page), dim=1)
