"""Trains the net that sees small marks of vertical type; run as `python -m models.marks.train EXAMPLES`.

EXAMPLES is a folder that `python -m models.marks.prepare` filled; every tenth sheet is held out. Patches are shifted,
inked more or less and speckled anew in every step, and a share of them are worn (`wear.py`). Needs the extra `train`
(torch, onnx); minutes on one core.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional as F

from models.marks.wear import worn
from pipeline.recognize.mark_sight import AS_READ, MARKS, NOTHING, PATCH_PX, sign_count

UNKNOWN = -1
BATCH, RATE = 128, 3e-3
PLAIN_SHARE = 0.15
"""Of the places where nothing was left out and no mark was read so many are seen in each round."""
SHIFT_PX = 2
LEFT_OUT_WEIGHT = 2.0
FORGETFUL = 0.2
"""Part of the examples that go without each of: what was read beside the place, the habit of the page."""

Answers = NDArray[np.int64]


class MarkNet(torch.nn.Module):
    """Patch [N, height, width] (uint8) and signs [N, S] to log probabilities of what stands there and after it."""

    def __init__(self) -> None:
        super().__init__()
        conv = torch.nn.Conv2d
        self.seeing = torch.nn.Sequential(
            conv(1, 8, 5, stride=2, padding=2), torch.nn.BatchNorm2d(8), torch.nn.ReLU(),
            conv(8, 16, 3, stride=2, padding=1), torch.nn.BatchNorm2d(16), torch.nn.ReLU(),
            conv(16, 16, 3, padding=1), torch.nn.BatchNorm2d(16), torch.nn.ReLU(),
            conv(16, 24, 3, stride=2, padding=1), torch.nn.BatchNorm2d(24), torch.nn.ReLU(),
            torch.nn.Flatten(), torch.nn.Dropout(0.1),
            torch.nn.Linear(24 * (PATCH_PX[0] // 8) * (PATCH_PX[1] // 8), 64), torch.nn.ReLU(),
        )
        self.joining = torch.nn.Sequential(torch.nn.Linear(64 + sign_count(), 64), torch.nn.ReLU())
        self.standing = torch.nn.Linear(64, AS_READ + 1)
        self.left_out = torch.nn.Linear(64, NOTHING + 1)

    def forward(self, patches: torch.Tensor, signs: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        seen = self.seeing(patches.float().unsqueeze(1) / 255)
        joined = self.joining(torch.cat([seen, signs], dim=1))
        return F.log_softmax(self.standing(joined), dim=1), F.log_softmax(self.left_out(joined), dim=1)


def load(paths: list[Path]) -> tuple[NDArray[np.uint8], NDArray[np.float32], Answers]:
    """Patches, signs and answers [N, 2] of some sheets."""
    parts = [np.load(path) for path in paths]
    patches, signs, labels = (np.concatenate([part[k] for part in parts]) for k in ("patches", "signs", "labels"))
    return patches, signs, labels.astype(np.int64)


def chosen(labels: Answers, rng: np.random.Generator) -> NDArray[np.int64]:
    """What is seen in one round: all marks, and a part of the rest."""
    plain = (labels[:, 1] == NOTHING) & ((labels[:, 0] == AS_READ) | (labels[:, 0] == UNKNOWN))
    picked = np.flatnonzero(~plain | (rng.random(len(labels)) < PLAIN_SHARE))
    return np.asarray(rng.permutation(picked))


def varied(patches: NDArray[np.uint8], rng: np.random.Generator, worn_share: float = 0.0) -> NDArray[np.uint8]:
    """Patches shifted, inked more or less, with specks; a share of them worn."""
    count, high, wide = patches.shape
    wider = np.pad(patches, ((0, 0), (SHIFT_PX, SHIFT_PX), (SHIFT_PX, SHIFT_PX)), mode="edge")
    views = np.lib.stride_tricks.sliding_window_view(wider, (high, wide), axis=(1, 2))
    down, along = rng.integers(0, 2 * SHIFT_PX + 1, (2, count))
    out = views[np.arange(count), down, along]
    if worn_share:
        out = worn(out, worn_share, rng)
    gain = rng.uniform(0.75, 1.3, (count, 1, 1)).astype(np.float32)
    ground = rng.choice([0.0, 0.0, 12.0, 25.0], (count, 1, 1)).astype(np.float32)
    noise = rng.choice([0.0, 0.0, 8.0, 20.0], (count, 1, 1)).astype(np.float32)
    grain = rng.standard_normal(out.shape, dtype=np.float32)
    whole = out * gain + ground + noise * grain
    for k in np.flatnonzero(rng.random(count) < 0.2):  # specks: too small for a stop
        for _ in range(int(rng.integers(1, 6))):
            y, x = int(rng.integers(0, high - 1)), int(rng.integers(0, wide - 1))
            whole[k, y : y + int(rng.integers(1, 3)), x : x + int(rng.integers(1, 3))] += rng.uniform(60, 255)
    return np.asarray(whole.clip(0, 255), dtype=np.uint8)


def forgetful(signs: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """Signs of which some do not tell the habit of the page."""
    out = signs.copy()
    out[rng.random(len(out)) < FORGETFUL, -3:] = 0
    return out


def rounds(labels: Answers, count: int, rng: np.random.Generator) -> Iterator[NDArray[np.int64]]:
    for _ in range(count):
        order = chosen(labels, rng)
        yield from (order[k : k + BATCH] for k in range(0, len(order) - BATCH, BATCH))


def measured(net: MarkNet, patches: NDArray[np.uint8], signs: NDArray[np.float32], labels: Answers) -> str:
    """How many marks that were left out, or misread, are found on held-out sheets, and how many are made up."""
    awake = [layer for layer in net.modules() if layer.training]
    net.eval()
    answers = []
    with torch.no_grad():
        for k in range(0, len(labels), 2048):
            found = net(torch.from_numpy(patches[k : k + 2048]), torch.from_numpy(signs[k : k + 2048]))
            answers.append(torch.stack([one.argmax(1) for one in found], 1).numpy())
    got = np.concatenate(answers)
    lines = []
    for head, name, none in ((1, "left out", NOTHING), (0, "read", AS_READ)):
        known = labels[:, head] != UNKNOWN
        a, b = labels[known, head], got[known, head]
        lines.append(f"{name}: {int((a != none).sum())} marks, {float((b == a)[a != none].mean()):.4f} right, "
                     f"{int(((a == none) & (b != none)).sum())} made up of {int((a == none).sum())}; "
                     + " ".join(f"{mark}{int((b[a == k] == k).sum())}/{int((a == k).sum())}"
                                for k, mark in enumerate(MARKS) if (a == k).any()))
    for layer in awake:
        layer.training = True
    return "\n".join(lines)


def resume(net: MarkNet, path: Path) -> None:
    """Go on from stored weights; what normalised the layers is in them by then, and rests."""
    import onnx

    graph = onnx.load(str(path)).graph
    weights = {one.name: torch.from_numpy(onnx.numpy_helper.to_array(one).copy()) for one in graph.initializer}
    stored = [node for node in graph.node if node.op_type in ("Conv", "Gemm")]
    layers = [m for m in net.modules() if isinstance(m, torch.nn.Conv2d | torch.nn.Linear)]
    for node, layer in zip(stored, layers, strict=True):
        layer.load_state_dict({"weight": weights[node.input[1]], "bias": weights[node.input[2]]})
    for layer in net.modules():
        if isinstance(layer, torch.nn.BatchNorm2d):
            layer.running_var.fill_(1 - layer.eps)
            layer.eval()


def store(net: MarkNet, path: Path) -> None:
    example = (torch.zeros(2, *PATCH_PX, dtype=torch.uint8), torch.zeros(2, sign_count()))
    axes = {name: {0: "places"} for name in ("patches", "signs", "standing", "left_out")}
    torch.onnx.export(net.eval(), example, str(path), input_names=["patches", "signs"],
                      output_names=["standing", "left_out"], dynamic_axes=axes, opset_version=17, dynamo=False)


def main() -> None:
    parser = argparse.ArgumentParser("python -m models.marks.train", description=__doc__)
    parser.add_argument("examples", type=Path)
    parser.add_argument("--out", type=Path, default=Path("pipeline/recognize/small_marks.onnx"))
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--start", type=Path, help="stored weights to go on from")
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--worn", type=float, default=0.0, help="share of the patches that are aged in each step")
    given = parser.parse_args()
    torch.manual_seed(given.seed)
    rng = np.random.default_rng(given.seed)
    paths = sorted(given.examples.glob("*.npz"))
    held = paths[::10]
    patches, signs, labels = load([path for path in paths if path not in held])
    held_out = load(held)
    print(f"{len(paths)} sheets, {len(labels)} places", flush=True)
    net = MarkNet()
    if given.start:
        resume(net, given.start)
        print(measured(net, *held_out))
    total = given.rounds * (len(chosen(labels, rng)) // BATCH + 1)
    optimiser = torch.optim.AdamW(net.parameters(), lr=given.rate, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, given.rate, total_steps=total + 50)
    start, losses = time.time(), []
    for step, batch in enumerate(rounds(labels, given.rounds, rng)):
        truth = torch.from_numpy(labels[batch])
        seen = varied(patches[batch], rng, given.worn)
        answers = net(torch.from_numpy(seen), torch.from_numpy(forgetful(signs[batch], rng)))
        losses_of = [F.nll_loss(one, truth[:, k], ignore_index=UNKNOWN) for k, one in enumerate(answers)]
        loss = losses_of[0] + LEFT_OUT_WEIGHT * losses_of[1]
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        losses.append(float(loss.detach()))
        if step % 100 == 99:
            print(f"{step + 1}/{total} {time.time() - start:.0f} s, loss {np.mean(losses[-100:]):.4f}", flush=True)
    print(measured(net, *held_out))
    store(net, given.out)


if __name__ == "__main__":
    main()
