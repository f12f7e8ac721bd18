"""Vertical pages: one page of a broadsheet or tabloid, and a fold of two pages side by side on one film frame."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from samples.desk import Desk, NothingToPrint
from samples.fonts import covers
from samples.press import Press
from samples.sheet import Box, Sheet
from samples.vertical_ads import fill_with_advertisements, set_advertisement
from samples.vertical_frames import Block, Frame
from samples.vertical_furniture import (
    Issue,
    set_margin_lines,
    set_masthead_across,
    set_masthead_beside,
    set_running_head,
)
from samples.vertical_house import Style, choose
from samples.vertical_plan import Patch, Planner
from samples.vertical_stream import Stream
from samples.vertical_words import Copybook, Pointing

VERTICAL_KINDS = ("vertical", "fold")
FOLD_PX = (4800, 3400)


@dataclass(slots=True)
class Shop:
    """What a page is made with: the press, the style, the copy, the issue."""

    press: Press
    style: Style
    book: Copybook
    issue: Issue


def _shop(rng: Random, size_px: tuple[int, int], text: Sequence[str] | None, style: Style) -> Shop:
    sheet = Sheet(*size_px)
    sheet.direction = "vertical"
    faces = {style.body, style.bold, style.kai, *style.display}
    cover: dict[str, bool] = {}

    def printable(words: str) -> bool:
        for char in set(words.replace("/", "")):
            if char not in cover:
                cover[char] = all(covers(face, char) for face in faces)
        return all(cover[char] for char in set(words.replace("/", "")))

    book = Copybook(rng, style.pointing, printable, style.modern, style.old_forms, tuple(text or ()))
    if text is not None and not book.text:
        raise NothingToPrint("the text has no paragraph that the fonts can print")
    press = Press(sheet, style.house(), Desk(rng, lambda words: True), rng)
    return Shop(press, style, book, Issue.drawn(rng, style.modern))


def _fitted(style: Style, height: float, rng: Random) -> tuple[Style, int]:
    """The style with tiers that fill a height, and how many: 4 to 9 of 8 to 20 characters, if it can be."""
    fitting = []
    for tiers in range(1, 13):
        chars = int(((height + style.gap_px) / tiers - style.gap_px) / style.cell_px)
        if 8 <= chars <= 20:
            fitting.append((tiers, chars))
    usual = [one for one in fitting if 4 <= one[0] <= 9] or fitting or [(1, max(4, int(height / style.cell_px)))]
    tiers, chars = rng.choice(usual)
    style = replace(style, tier_chars=chars)
    if tiers > 1:
        style = replace(style, gap_px=(height - tiers * style.tier_px) / (tiers - 1))
    return style, tiers


def _boxed(shop: Shop, patch: Patch, box: Box) -> tuple[Style, Box]:
    """Print a frame along a patch; returns the style (tiers of a character less) and the box within it."""
    style, rng = shop.style, shop.press.rng
    x0, y0, x1, y1 = box
    shop.press.sheet.frame((x0, y0, x1, y1), rng.choice(("thin", "wavy", "double", "thick-thin", "beads")), 2)
    pad = 0.85 * style.size_px
    inner = replace(style, tier_chars=style.tier_chars - 2, gap_px=style.gap_px + 2 * style.cell_px)
    if patch.tiers > 1:  # its own tiers between the rules of the frame
        chars = int(((y1 - y0 - 2 * pad + style.gap_px) / patch.tiers - style.gap_px) / style.cell_px)
        inner = replace(style, tier_chars=chars)
        gap = (y1 - y0 - 2 * pad - patch.tiers * inner.tier_px) / (patch.tiers - 1)
        inner = replace(inner, gap_px=gap)
    else:
        pad = (y1 - y0 - inner.tier_px) / 2
    return inner, (x0 + pad, y0 + pad, x1 - pad, y1 - pad)


def _set_stream(shop: Shop, planner: Planner, patches: Sequence[Patch], rank: str) -> None:
    press, book = shop.press, shop.book
    frames = []
    styles = []
    insets: list[tuple[str, Box]] = []
    for patch in patches:
        style, box = shop.style, planner.box(patch)
        tiers = patch.tiers
        if patch.boxed:
            style, box = _boxed(shop, patch, box)
        if patch.kind == "novel":
            style, tiers = _novel_style(shop, style, box)
        frame = Frame(style, box, tiers)
        if patch.kind == "news":
            insets += _insets(shop, frame, patch)
        frames.append(frame)
        styles.append(style)
    if patches[0].kind == "novel":
        book = replace(book, pointing=Pointing("full"))
    stream = Stream(press, styles[0], book, frames, rank, patches[0].single, novel=patches[0].kind == "novel")
    stream.run()
    for frame in frames:
        if shop.style.tier_rule != "none":
            for left, right, y in frame.rules():
                press.sheet.rule(shop.style.tier_rule, left, y, right, y, 2)
    for kind, box in insets:
        _set_inset(shop, kind, box)


def _novel_style(shop: Shop, style: Style, box: Box) -> tuple[Style, int]:
    """A serial stands on a measure of its own: one or two tall tiers, perhaps in another face."""
    rng = shop.press.rng
    height = box[3] - box[1]
    tiers = 2 if height > 44 * style.cell_px else 1
    chars = int(((height + style.gap_px) / tiers - style.gap_px) / style.cell_px)
    face = rng.choice((style.body, style.body, style.kai))
    return replace(style, tier_chars=chars, body=face, pointing=Pointing("full"), indent=rng.choice((0, 1, 2))), tiers


def _insets(shop: Shop, frame: Frame, patch: Patch) -> list[tuple[str, Box]]:
    """Sometimes a boxed story or an advertisement that the text of a frame runs around."""
    rng, style = shop.press.rng, frame.style
    if patch.single or frame.columns < 34 or frame.tiers < 2 or rng.random() < 0.5:
        return []
    out = []
    for _ in range(rng.choice((1, 1, 2))):
        tiers, columns = rng.choice((1, 1, 2)), rng.randint(12, 18)
        tier, column = rng.randint(0, frame.tiers - tiers), rng.randint(14, max(14, frame.columns - columns))
        if rng.random() < 0.5:
            column = frame.columns - columns
        rest = frame.columns - column - columns
        if (rest and rest < 6) or not frame.is_free(tier, tiers, column - 1, columns + 1):
            continue
        x0, y0, x1, y1 = frame.take(Block(tier, tiers, column, columns))
        pad = 0.5 * style.size_px
        out.append((rng.choice(("story", "story", "advertisement")), (x0 + pad, y0, x1 - pad, y1)))
    return out


def _set_inset(shop: Shop, kind: str, box: Box) -> None:
    if kind == "advertisement":
        set_advertisement(shop.press, shop.style, shop.book, box)
        return
    patch = Patch(0, max(1, round((box[3] - box[1]) / shop.style.step_px)), box[0], box[2], boxed=True)
    style, inner = _boxed(shop, patch, box)
    Stream(shop.press, style, shop.book, [Frame(style, inner, patch.tiers)], "short", True).run()


def _set_page(shop: Shop, box: Box, page: int, margin_px: float) -> None:
    """Set one newspaper page into a box: furniture, border, news, advertisements."""
    press, rng = shop.press, shop.press.rng
    x0, y0, x1, y1 = box
    front = page == 1
    ears: list[Box] = []
    beside = front and rng.random() < 0.45
    if front and not beside:
        top, ears = set_masthead_across(press, shop.style, shop.issue, box)
    elif front:
        top = y0
    else:
        top = set_running_head(press, shop.style, shop.issue, page, box)
    inset = 0.0
    if shop.style.page_rule != "none":
        inset = 0.9 * shop.style.size_px
        press.sheet.frame((x0, top, x1, y1), shop.style.page_rule, 3)
    area = (x0 + inset, top + inset, x1 - inset, y1 - inset)
    set_margin_lines(press, shop.style, (x0, top, x1, y1), margin_px)
    style, tiers = _fitted(shop.style, area[3] - area[1], rng)
    shop = Shop(press, style, shop.book, shop.issue)
    planner = Planner(style, rng, area[0], area[2], area[1], tiers)
    reserved = None
    if beside and tiers >= 2:
        wide = max(8.5 * style.size_px, (area[2] - area[0]) * rng.uniform(0.11, 0.17))
        reserved = Patch(0, rng.randint(2, max(2, min(4, tiers - 1))), area[2] - wide, area[2])
        set_masthead_beside(press, style, shop.issue, planner.box(reserved))
    plan = planner.plan(reserved)
    for ear in ears:
        if ear[2] - ear[0] > 8 * style.size_px:
            fill_with_advertisements(press, style, shop.book, ear)
    narrow = [one for one in plan.streams if min(patch.width for patch in one) < 11 * style.pitch_px]
    plan.ads += [patch for one in narrow for patch in one]
    for number, patches in enumerate(one for one in plan.streams if one not in narrow):
        rank = "lead" if number == 0 and rng.random() < 0.8 else rng.choice(("major", "major", "minor"))
        _set_stream(shop, planner, patches, rank if not patches[0].single else "minor")
    for patch in plan.ads:
        fill_with_advertisements(press, style, shop.book, planner.box(patch))
    for kind, left, upper, right, lower in plan.rules:
        press.sheet.rule(kind, left, upper, right, lower, 2)


def compose_vertical(
    rng: Random, text: Sequence[str] | None, only: Sequence[str] = (), page_px: tuple[int, int] | None = None,
) -> Press:
    """Typeset a vertical page of the Republican era, or (a fifth) a later one of Hong Kong or Taiwan.

    `text` replaces the running text (printed as it is), `only` restricts families of type, `page_px` sets the size.
    """
    style = choose(rng, tuple(only))
    if page_px is None:
        width = int(min(4100, max(2100, style.size_px * rng.uniform(72, 125))))
        page_px = (width, int(min(5800, width * rng.uniform(1.12, 1.48))))
    shop = _shop(rng, page_px, text, style)
    width, height = page_px
    margin = min(rng.uniform(70, 180), 0.06 * width)
    box = (margin, margin, width - margin, height - margin)
    _set_page(shop, box, rng.choice((1, 1, 2, 3, 4, 6, 8)), margin)
    return shop.press


def compose_fold(
    rng: Random, text: Sequence[str] | None, only: Sequence[str] = (), page_px: tuple[int, int] = FOLD_PX,
) -> Press:
    """Typeset two pages side by side, as one film frame holds them; the right page comes first."""
    style = choose(rng, tuple(only), size_px=(23, 28))
    while style.modern:
        style = choose(rng, tuple(only), size_px=(23, 28))
    shop = _shop(rng, page_px, text, style)
    width, height = page_px
    side, top, foot = rng.uniform(0.03, 0.08) * width, rng.uniform(0.04, 0.1) * height, rng.uniform(0.04, 0.09) * height
    gutter = rng.uniform(0.01, 0.03) * width
    middle = width / 2 + rng.uniform(-0.02, 0.02) * width
    front = rng.random() < 0.4
    pages = (4, 1) if front else rng.choice(((2, 3), (6, 7), (2, 3)))
    boxes = ((middle + gutter, top, width - side, height - foot), (side, top, middle - gutter, height - foot))
    for box, page in zip(boxes, pages, strict=True):
        half = (box[0] - gutter if box[0] > middle else 0.0, 0.0, width if box[0] > middle else middle, float(height))
        shop.press.sheet.region("page", (max(half[0], middle if box[0] > middle else 0.0), *half[1:]))
        layout = rng.choice(("stream", "bands", "bands", "frames", "frames"))
        rule = rng.choice((style.tier_rule, style.tier_rule, "thin"))
        shop.style = replace(shop.style, layout=layout, tier_rule=rule)
        _set_page(shop, box, page, gutter if box[0] > middle else min(side, gutter))
    return shop.press
