"""Trains the net that finds the middles of lines; run as `python -m models.grain.train FIELDS`.

FIELDS is a folder that `python -m models.grain.prepare` filled with made pages. Each step takes cuts of
pages, turned, stretched and inked anew, some of them as ragged, speckled and scratched as microfilm.
Needs the extra `train` (torch, onnx); a graphics card is used where there is one.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from models.grain.fields import UNKNOWN
from models.grain.net import Grain

CUT_PX, BATCH, RATE = 512, 24, 3e-3
Stored = tuple[torch.Tensor, torch.Tensor, float]
"""Ink, classes, and 1 for a page whose type mostly runs down, -1 for another."""
TOLD = 0.6
"""Share of the cuts of which the net is told what page they are from."""
CLASS_WEIGHTS = (1.0, 2.0, 2.0)


def load(paths: list[Path]) -> list[Stored]:
    """What the files hold, ink and classes as bytes."""
    fields = []
    for path in paths:
        with np.load(path) as stored:
            page = 1.0 if bool(stored["down"]) else -1.0
            fields.append((torch.from_numpy(stored["ink"]), torch.from_numpy(stored["classes"]), page))
    return fields


def cut(ink: torch.Tensor, classes: torch.Tensor, rng: np.random.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """A square of a page, twice as large as a cut, around a place with type; beyond the page there is paper."""
    side = CUT_PX * 3 // 2
    type_at = torch.nonzero((classes == 1) | (classes == 2))
    if len(type_at) and rng.random() < 0.9:
        y, x = (int(v) * 2 for v in type_at[rng.integers(len(type_at))])
    else:
        y, x = int(rng.integers(ink.shape[0])), int(rng.integers(ink.shape[1]))
    y = y // 2 * 2 - side // 2 + int(rng.integers(-80, 80)) * 2
    x = x // 2 * 2 - side // 2 + int(rng.integers(-80, 80)) * 2
    square = torch.zeros(side, side, dtype=torch.uint8)
    labels = torch.zeros(side // 2, side // 2, dtype=torch.uint8)
    top, left = max(0, y), max(0, x)
    foot, right = min(ink.shape[0], y + side), min(ink.shape[1], x + side)
    if foot > top and right > left:
        square[top - y : foot - y, left - x : right - x] = ink[top:foot, left:right]
        labels[(top - y) // 2 : (foot - y) // 2, (left - x) // 2 : (right - x) // 2] = classes[
            top // 2 : foot // 2, left // 2 : right // 2
        ]
    return square, labels


def stretched(ink: torch.Tensor, classes: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Cuts [N, 1, CUT_PX, CUT_PX] and classes [N, CUT_PX / 2, CUT_PX / 2], each scaled, turned and sheared a little."""
    count, device = len(ink), ink.device
    shape = torch.empty(count, 2, device=device).uniform_(-0.08, 0.08)
    size = torch.exp(shape + torch.empty(count, 1, device=device).uniform_(-0.34, 0.34))
    turn = torch.randn(count, device=device) * 0.012
    matrix = torch.zeros(count, 2, 3, device=device)
    part = CUT_PX / ink.shape[-1]
    matrix[:, 0, 0], matrix[:, 1, 1] = part * size[:, 0], part * size[:, 1]
    matrix[:, 0, 1], matrix[:, 1, 0] = -part * turn, part * turn
    grid = F.affine_grid(matrix, [count, 1, CUT_PX, CUT_PX], align_corners=False)
    half = F.affine_grid(matrix, [count, 1, CUT_PX // 2, CUT_PX // 2], align_corners=False)
    moved = F.grid_sample(ink, grid, mode="bilinear", padding_mode="zeros", align_corners=False)
    labels = F.grid_sample(classes[:, None].float(), half, mode="nearest", padding_mode="zeros", align_corners=False)
    return moved, labels[:, 0].long()


def _clouds(count: int, side: int, cells: int, device: torch.device) -> torch.Tensor:
    coarse = torch.rand(count, 1, cells, cells, device=device)
    return F.interpolate(coarse, size=(side, side), mode="bicubic", align_corners=False)


def inked(ink: torch.Tensor) -> torch.Tensor:
    """Cuts [N, 1, H, W] in [0, 1] printed and scanned anew: fat or thin strokes, faint patches, specks, scratches."""
    count, side, device = len(ink), ink.shape[-1], ink.device

    def some(share: float) -> torch.Tensor:
        return (torch.rand(count, 1, 1, 1, device=device) < share).float()

    fat = F.max_pool2d(ink, 3, 1, 1)
    thin = -F.max_pool2d(-ink, 3, 1, 1)
    amount = torch.rand(count, 1, 1, 1, device=device)
    heavy, light = some(0.25), some(0.2)
    ink = ink + heavy * amount * (fat - ink) + (1 - heavy) * light * 0.8 * amount * (thin - ink)
    soft = F.avg_pool2d(ink, 3, 1, 1)
    ragged = ((soft + 0.35 * torch.randn_like(soft) * some(0.5)) > 0.35 + 0.25 * torch.rand_like(amount)).float()
    film = some(0.4)
    ink = ink * (1 - film) + film * (0.5 * ragged + 0.5 * F.avg_pool2d(ragged, 3, 1, 1))
    faint = (_clouds(count, side, 7, device) < 0.22).float() * some(0.3)
    ink = ink * (1 - faint * torch.rand_like(amount))
    specks = (torch.rand_like(ink) < 0.0015 * amount).float()
    ink = torch.maximum(ink, F.max_pool2d(specks, 3, 1, 1) * some(0.3) * torch.rand_like(ink))
    for _ in range(2):  # scratches
        at = torch.rand(count, 1, 1, 1, device=device) * side
        lean = torch.randn(count, 1, 1, 1, device=device) * 0.02
        ys = torch.arange(side, device=device).view(1, 1, side, 1)
        xs = torch.arange(side, device=device).view(1, 1, 1, side)
        near = ((xs - at - lean * ys).abs() < 0.8).float()
        scratched = torch.where(torch.rand(count, 1, 1, 1, device=device) < 0.5, 1 - near, torch.ones_like(near))
        ink = torch.where(some(0.12) > 0, torch.maximum(ink * scratched, near * (scratched > 0).float() * 0.7), ink)
    return ink.clamp(0, 1)


def batch(fields: list[Stored], rng: np.random.Generator, device: torch.device) -> tuple[torch.Tensor, ...]:
    """Ink, classes and what is told of the page, of a batch."""
    chosen = [fields[rng.integers(len(fields))] for _ in range(BATCH)]
    cuts = [cut(ink, classes, rng) for ink, classes, _ in chosen]
    told = torch.tensor([page if rng.random() < TOLD else 0.0 for _, _, page in chosen], device=device)
    ink = torch.stack([c[0] for c in cuts]).to(device)[:, None].float() / 255
    classes = torch.stack([c[1] for c in cuts]).to(device)
    ink, classes = stretched(ink, classes)
    return inked(ink), classes, told


@torch.no_grad()
def figures(net: Grain, fields: list[Stored], device: torch.device) -> str:
    """How much of the true middles is found as such, and how much that is found is right."""
    net.eval()
    hits, truly, found, turned = torch.zeros(3), torch.zeros(3), torch.zeros(3), torch.zeros(3)
    for ink, classes, page in fields:
        height, width = (side // 32 * 32 for side in ink.shape)
        told = torch.tensor([page], device=device)
        best = net(ink[None, None, :height, :width].to(device).float() / 255, told)[0].argmax(0).cpu()
        classes = classes[: height // 2, : width // 2]
        known = classes != UNKNOWN
        for k in range(3):
            hits[k] += ((best == k) & (classes == k)).sum()
            truly[k] += (classes == k).sum()
            found[k] += ((best == k) & known).sum()
            turned[k] += ((best == 3 - k) & (classes == k)).sum() if k else 0
    net.train()
    names = ("paper", "across", "down")
    return "; ".join(
        f"{names[k]}: found {hits[k] / max(1, truly[k]):.4f}, right {hits[k] / max(1, found[k]):.4f}, "
        f"turned {turned[k] / max(1, truly[k]):.4f}"
        for k in range(3)
    )


def export(net: Grain, path: Path) -> None:
    """Write the net in ONNX, sides free."""
    net = net.cpu().eval()
    example = torch.zeros(1, 1, 64, 64)
    axes = {"ink": {2: "height", 3: "width"}, "grain": {2: "high", 3: "wide"}}
    torch.onnx.export(
        net,
        (example, torch.zeros(1)),
        str(path),
        input_names=["ink", "page"],
        output_names=["grain"],
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )


def main() -> None:
    parser = argparse.ArgumentParser("python -m models.grain.train", description=__doc__)
    parser.add_argument("fields", type=Path)
    parser.add_argument("--out", type=Path, default=Path("pipeline/segment/grain.onnx"))
    parser.add_argument("--steps", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    torch.manual_seed(given.seed)
    rng = np.random.default_rng(given.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    paths = sorted(given.fields.glob("*.npz"))
    held = [p for k, p in enumerate(paths) if k % 10 == 0]
    fields, held_fields = load([p for p in paths if p not in held]), load(held)
    net = Grain().to(device)
    optimiser = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=given.steps)
    weights = torch.tensor(CLASS_WEIGHTS, device=device)
    start = time.time()
    for step in range(1, given.steps + 1):
        ink, classes, told = batch(fields, rng, device)
        loss = F.cross_entropy(net.scores(ink, told), classes, weight=weights, ignore_index=UNKNOWN)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        schedule.step()
        if step % 500 == 0 or step == given.steps:
            done = f"step {step}, {time.time() - start:.0f} s, loss {float(loss.detach()):.4f}"
            print(f"{done}; {figures(net, held_fields, device)}", flush=True)
    export(net, given.out)


if __name__ == "__main__":
    main()
