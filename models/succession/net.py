"""The net: reads the text on one side of a joint and gives a vector; the product of two says how well the sides fit."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

WIDTH, LAYERS, HEADS, LENGTH = 224, 4, 4, 224
CHARACTERS = 6_000


class Encoder(nn.Module):
    """Rows of characters [n, `reach` or less], the nearest to the joint first, 0 where there is none, to vectors
    [n, LENGTH]."""

    def __init__(self, characters: int, reach: int) -> None:
        super().__init__()
        self.characters = nn.Embedding(characters, WIDTH, padding_idx=0)
        self.places = nn.Parameter(torch.randn(2, reach, WIDTH) * 0.02)
        self.layers = nn.ModuleList(_Layer() for _ in range(LAYERS))
        self.norm = nn.LayerNorm(WIDTH)
        self.vector = nn.Linear(2 * WIDTH, LENGTH)
        nn.init.normal_(self.characters.weight, std=0.05)

    def forward(self, rows: Tensor, side: Tensor) -> Tensor:
        there = (rows != 0).to(self.places.dtype)
        x = self.characters(rows) + self.places[side][: rows.shape[1]]
        missing = (1.0 - there)[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, missing)
        x = self.norm(x)
        mean = (x * there[:, :, None]).sum(1) / there.sum(1, keepdim=True).clamp(min=1.0)
        return self.vector(torch.cat([x[:, 0], mean], 1))


class _Layer(nn.Module):
    """Self-attention and two linear layers, each on what was normalised before (Vaswani 2017; Xiong 2020)."""

    def __init__(self) -> None:
        super().__init__()
        self.before, self.after = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.mixed, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, 2 * WIDTH), nn.Linear(2 * WIDTH, WIDTH)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, missing: Tensor) -> Tensor:
        n, reach, _ = x.shape
        q, k, v = self.mixed(self.before(x)).reshape(n, reach, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        weights = (q @ k.transpose(2, 3) / (WIDTH // HEADS) ** 0.5 + missing).softmax(3)
        seen = (weights @ v).permute(0, 2, 1, 3).reshape(n, reach, WIDTH)
        x = x + self.drop(self.out(seen))
        return x + self.drop(self.down(F.gelu(self.up(self.after(x)))))
