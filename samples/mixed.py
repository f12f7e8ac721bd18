"""Pages of mixed directions and shapes: three to seven unusual items among ordinary ones, other ones on every page."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random

from samples.layout import Inset, Leaf, Plan, Shape
from samples.plans import Area, inside_plan, news_plan, ranked

GROUNDS = ("reversed", "reversed", "tinted", "screened")


@dataclass(frozen=True, slots=True)
class Turn:
    """A way to make a frame unusual: which frames it needs, and what it makes of one."""

    name: str
    columns: tuple[int, int]
    least_px: tuple[float, float]
    most_px: float
    make: Callable[[Leaf, Random], Leaf]
    weight: float = 1.0


def mixed_plan(area: Area, rng: Random, front: bool) -> Plan:
    """Frames as on an ordinary page, some of which are made unusual."""
    wanted = rng.randint(6, 12)
    plan = inside_plan(area, rng, wanted) if not front and rng.random() < 0.2 else news_plan(area, rng, wanted, front)
    leaves = list(plan.leaves)
    open_places = [k for k, leaf in enumerate(leaves) if leaf.kind in ("article", "picture")]
    open_places.sort(key=lambda k: leaves[k].width * leaves[k].height * rng.uniform(0.4, 1.6), reverse=True)
    used: dict[str, int] = {}
    due = rng.randint(4, 8)
    for k in open_places:
        leaf = leaves[k]
        fitting = [turn for turn in TURNS if _fits(turn, leaf) and used.get(turn.name, 0) < 2]
        if not fitting or sum(used.values()) >= due:
            continue
        least = min(used.get(turn.name, 0) for turn in fitting)
        rare = [one for one in fitting if used.get(one.name, 0) == least]
        turn = rng.choices(rare, [one.weight for one in rare])[0]
        used[turn.name] = used.get(turn.name, 0) + 1
        leaves[k] = turn.make(_bare(leaf), rng)
    return Plan(tuple(_no_more(leaves, {"comment": 2, "briefs": 1})), plan.strokes)


def _no_more(leaves: list[Leaf], most: dict[str, int]) -> Iterator[Leaf]:
    """The frames with no more items of some kinds than a page has words for; the others become stories."""
    left = dict(most)

    def kept(leaf: Leaf) -> Leaf:
        if leaf.kind not in left:
            return leaf
        left[leaf.kind] -= 1
        return leaf if left[leaf.kind] >= 0 else replace(leaf, kind="shaped")

    for leaf in leaves:
        yield replace(kept(leaf), insets=tuple(replace(inset, leaf=kept(inset.leaf)) for inset in leaf.insets))


def _fits(turn: Turn, leaf: Leaf) -> bool:
    wide = turn.columns[0] <= leaf.columns <= turn.columns[1]
    return wide and leaf.width >= turn.least_px[0] and turn.least_px[1] <= leaf.height <= turn.most_px


def _bare(leaf: Leaf) -> Leaf:
    """The frame as an ordinary story without anything inside."""
    plain = ranked(Leaf("article", leaf.box, leaf.columns))
    return replace(plain, rank="lead") if leaf.rank == "lead" else plain


def _shaped(leaf: Leaf, rng: Random, head: str = "above", insets: tuple[Inset, ...] = ()) -> Leaf:
    """A story of a shape, now and then with something else unusual about it."""
    shape = Shape(
        head, rng.choice(GROUNDS) if rng.random() < 0.2 else "", rng.random() < 0.015 and head == "above",
        rng.random() < 0.2, rng.choice(("", "", "", "to", "from")),
    )
    return replace(leaf, kind="shaped", shape=shape, insets=insets, signed=rng.random() < 0.9)


def _inner(rng: Random, plain: float = 0.3) -> Leaf:
    """What stands inside a story: a story, framed or not, a comment, news in brief, a notice, photographs."""
    kind = rng.choice(("article", "article", "shaped", "comment", "comment", "briefs", "notice", "photos"))
    boxed = kind != "notice" and rng.random() > plain
    tint = rng.choice((None, None, 236, 226)) if boxed else None
    ground = rng.choice(GROUNDS) if kind in ("shaped", "photos") else ""
    shape = Shape(ground=ground) if kind in ("shaped", "photos", "briefs") else None
    return Leaf(kind, (0, 0, 0, 0), 1, "short", boxed, tint, shape=shape, signed=rng.random() < 0.7)


def _tall(rng: Random) -> float:
    return rng.uniform(0.26, 0.42)


def _ell(leaf: Leaf, rng: Random) -> Leaf:
    down = rng.choice(("foot", "foot", "top"))
    inset = Inset(_inner(rng), down, rng.choice(("left", "right")) if down == "foot" else "right",
                  rng.randint(1, leaf.columns - 1), _tall(rng))
    return _shaped(leaf, rng, insets=(inset,))


def _you(leaf: Leaf, rng: Random) -> Leaf:
    wide = rng.randint(1, leaf.columns - 2)
    inset = Inset(_inner(rng), rng.choice(("under", "middle", "foot")), "middle", wide, _tall(rng))
    return _shaped(leaf, rng, insets=(inset,))


def _zed(leaf: Leaf, rng: Random) -> Leaf:
    one, two = rng.choice((("right", "left"), ("right", "left"), ("left", "right")))
    wide = max(1, leaf.columns // 2)
    top = "top" if one == "right" else "under"
    insets = (Inset(_inner(rng), top, one, rng.randint(1, wide), 0.3), Inset(_inner(rng), "foot", two, wide, 0.3))
    return _shaped(leaf, rng, insets=insets)


def _tiers(leaf: Leaf, rng: Random) -> Leaf:
    inset = Inset(_inner(rng, 0.1), "middle", "all", leaf.columns, rng.uniform(0.2, 0.32))
    return _shaped(leaf, rng, insets=(inset,))


def _nested(leaf: Leaf, rng: Random) -> Leaf:
    """A box inside a box, now and then with another inside."""
    inner = replace(_inner(rng, 0.0), boxed=True)
    if inner.kind == "notice":
        inner = replace(inner, kind="article")
    inset = Inset(inner, rng.choice(("foot", "middle", "under")), rng.choice(("left", "right")),
                  rng.randint(1, leaf.columns - 1), rng.uniform(0.3, 0.45))
    return replace(_shaped(leaf, rng, insets=(inset,)), boxed=True, tint=rng.choice((None, None, 238)))


def _head(*places: str) -> Callable[[Leaf, Random], Leaf]:
    return lambda leaf, rng: _shaped(leaf, rng, rng.choice(places))


def _grounded(leaf: Leaf, rng: Random) -> Leaf:
    made = _shaped(leaf, rng)
    assert made.shape is not None
    return replace(made, shape=replace(made.shape, ground=rng.choice(GROUNDS)))


def _backwards(leaf: Leaf, rng: Random) -> Leaf:
    return replace(leaf, kind="shaped", shape=Shape(backwards=True))


def _captioned(leaf: Leaf, rng: Random) -> Leaf:
    made = _shaped(leaf, rng)
    assert made.shape is not None
    return replace(made, shape=replace(made.shape, upright_caption=True))


def _jumping(leaf: Leaf, rng: Random) -> Leaf:
    made = _shaped(leaf, rng)
    assert made.shape is not None
    return replace(made, shape=replace(made.shape, jump=rng.choice(("to", "to", "from"))))


def _voice(kind: str) -> Callable[[Leaf, Random], Leaf]:
    def make(leaf: Leaf, rng: Random) -> Leaf:
        boxed = rng.random() < 0.5
        ground = rng.choice(GROUNDS) if kind != "comment" and rng.random() < 0.35 else ""
        return replace(leaf, kind=kind, rank="short", boxed=boxed, shape=Shape(ground=ground),
                       tint=rng.choice((None, None, 234)) if boxed else None)
    return make


TURNS = (
    Turn("ell", (2, 8), (900, 1100), 4000, _ell, 3.0),
    Turn("you", (3, 8), (1150, 1150), 4000, _you, 3.0),
    Turn("zed", (3, 8), (1250, 1250), 4000, _zed, 3.0),
    Turn("tiers", (2, 8), (1000, 1400), 4000, _tiers, 3.0),
    Turn("nested", (3, 6), (1150, 1100), 2600, _nested, 3.0),
    Turn("head-sides", (3, 8), (1300, 650), 4000, _head("centre", "centre", "amid"), 2.0),
    Turn("head-upright", (2, 6), (850, 680), 2200, _head("left", "left", "right"), 3.0),
    Turn("head-between", (3, 8), (1300, 800), 2600, _head("between"), 3.0),
    Turn("ground", (1, 8), (380, 560), 4000, _grounded),
    Turn("backwards", (2, 8), (700, 560), 4000, _backwards, 0.25),
    Turn("caption", (2, 8), (850, 1000), 4000, _captioned),
    Turn("jump", (1, 8), (380, 700), 4000, _jumping),
    Turn("comment", (1, 4), (500, 560), 1900, _voice("comment")),
    Turn("briefs", (1, 4), (380, 560), 1900, _voice("briefs")),
    Turn("photos", (2, 5), (850, 700), 1900, _voice("photos")),
)
