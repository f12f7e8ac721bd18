"""How likely is it that one piece of running text goes on in another?

Scores are in the manner of log odds: positive speaks for it, negative against, and they add up.
Three kinds of evidence: where the pieces stand, how they are set, and how the text breaks off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.geometry import overlap, union
from pipeline.order import wording
from pipeline.order.amid import around_headings
from pipeline.order.form import ends_short as ends_short
from pipeline.order.form import is_indented, joint
from pipeline.order.headings import Heading
from pipeline.order.pieces import Piece, Sheet
from pipeline.order.reach import with_columns_beside
from pipeline.order.space import APART_EM, CLOSE_EM, blank_between, divided, ruled_between, upright_rule_between
from pipeline.page import BlockKind, Box

IMPOSSIBLE = -1e6
BRACKETS = ("（", "(")
SIGNED_OFF = 5.0
"""What it costs to go on after what ends a story."""
OPENED = 4.0
"""What it costs to go on with what opens a story: 本报讯 at the head of a paragraph."""

DIVIDED = 4.0
"""What it costs to step across an upright rule that is heavier than the page's column rules."""
OTHER_TYPE = (0.12, 0.21)
"""By so much of its size type differs that is perhaps, surely, another: a photograph draws one and the same apart."""


@dataclass(frozen=True, slots=True)
class Setting:
    """The sheet as the evidence needs it."""

    sheet: Sheet
    pieces: Sequence[Piece]
    headings: Sequence[Heading]
    above: Sequence[tuple[str, int] | None]
    """For each piece what stands right above it: ("heading" | "piece", index), or None."""
    rule_cost: float
    """What it costs to step across an upright rule: much on pages whose stories have none inside."""
    amid: frozenset[int] = frozenset()
    """Headings that the columns of their story run past, above and below."""
    ended: frozenset[int] = frozenset()
    """Pieces that a story ends with: a jump line (下转第3版) or a signature in brackets stands right under them."""


def setting_of(sheet: Sheet, pieces: Sequence[Piece], headings: Sequence[Heading]) -> Setting:
    above = [_what_is_above(k, pieces, headings, sheet) for k in range(len(pieces))]
    _ruled_off(above, pieces, headings, sheet)
    fenced = _rule_cost(sheet, pieces, above) > 1.2
    above = with_columns_beside(above, pieces, headings, sheet, fenced)
    above, amid = around_headings(above, pieces, headings, sheet)
    ended = frozenset(k for k, piece in enumerate(pieces) if _is_signed_off(piece, sheet))
    return Setting(sheet, pieces, headings, above, _rule_cost(sheet, pieces, above), amid, ended)


def _is_signed_off(piece: Piece, sheet: Sheet) -> bool:
    """Whether a jump line or a signature in brackets stands right under a piece, at its right edge."""
    em, (left, right) = sheet.em, piece.measure
    for other in sheet.pieces:
        if other.kind is BlockKind.JUMP:
            closes = (wording.jump_target(other.text) or ("", ""))[0] == "continues_on"
        else:
            closes = other.kind is BlockKind.CREDIT and other.text.strip()[:1] in BRACKETS
        below = -0.5 * em < other.box[1] - piece.box[3] < 1.5 * em
        if closes and below and left - em < other.box[0] and right - 2 * em < other.box[2] < right + em:
            return True
    return False


def _ruled_off(
    above: list[tuple[str, int] | None], pieces: Sequence[Piece], headings: Sequence[Heading], sheet: Sheet
) -> None:
    """Forget the headings above pieces where a rule runs between, unless it underlines them."""
    under = {k: over[1] for k, over in enumerate(above) if over is not None and over[0] == "heading"}
    ruled = {k for k, h in under.items() if ruled_between(_over(headings[h], pieces[k]), pieces[k].box, sheet)}
    for k in ruled:
        foot = headings[under[k]].foot(*pieces[k].measure)
        # Text stands beside an upright heading, and no rule under it is its own.
        underlined = not headings[under[k]].upright and any(
            r[2] - r[0] > r[3] - r[1] and overlap(r[0], r[2], *pieces[k].measure) > 0 and 0 < r[1] - foot < 2 * sheet.em
            for r in sheet.rules
        )
        if not underlined or any(h == under[k] for j, h in under.items() if j not in ruled):
            above[k] = None


def _over(heading: Heading, piece: Piece) -> Box:
    """The heading as wide as the piece under it: rules count that run over the piece.

    One that runs over the byline of a heading is the heading's own.
    """
    foot = heading.foot(*piece.measure) if heading.upright else min(heading.box[3], piece.box[1])
    return (piece.box[0], heading.box[1], piece.box[2], foot)


def _rule_cost(sheet: Sheet, pieces: Sequence[Piece], above: Sequence[tuple[str, int] | None]) -> float:
    """Learnt from the page itself: are there rules between the columns that stand under one heading?"""
    ruled = bare = 0
    for a, b in ((a, b) for a in range(len(pieces)) for b in range(len(pieces))):
        over = above[a]
        if over is None or over[0] != "heading" or over != above[b] or joint(pieces[a], pieces[b], sheet.em) < 1:
            continue
        gap = pieces[b].measure[0] - pieces[a].measure[1]
        if -0.5 * sheet.em < gap < 4 * sheet.em:
            if upright_rule_between(pieces[a].box, pieces[b].box, sheet):
                ruled += 1
            else:
                bare += 1
    if ruled + bare == 0:
        return 0.8
    return 3.0 * (bare + 0.3) / (ruled + bare + 1.0)


def _what_is_above(
    k: int, pieces: Sequence[Piece], headings: Sequence[Heading], sheet: Sheet
) -> tuple[str, int] | None:
    """The lowest heading or running text that lies over the piece, rules and pictures apart."""
    x0, y0, x1, _ = pieces[k].box
    x0, x1 = min(x0, pieces[k].measure[0]), max(x1, pieces[k].measure[1])
    low = y0 + 0.6 * sheet.em
    texts = [
        (other.box[3], j)
        for j, other in enumerate(pieces)
        if j != k
        and other.box[3] <= low
        and overlap(x0, x1, *other.measure) >= min(0.25 * (x1 - x0), 2 * sheet.em)
        and (other.inset == pieces[k].inset or other.inset < 0 or _same_flow(other, pieces[k], sheet))
    ]
    heads = []
    for j, head in enumerate(headings):
        foot = head.foot(x0, x1)
        if head.upright and y0 - foot > 4 * sheet.em:
            continue  # what stands that far below an upright heading goes round it no more
        if head.inset == pieces[k].inset and foot <= low:
            if overlap(x0, x1, head.box[0], head.box[2]) > (0.5 * sheet.em if head.upright else 0.25 * (x1 - x0)):
                # Type right over the column counts for more than the paper beside a lower heading.
                heads.append((foot + 6 * sheet.em, foot, j))
            elif overlap(x0, x1, *head.span) > 0.5 * (x1 - x0):
                heads.append((foot, foot, j))
    text = max(texts, default=None)
    nearest = max((h for h in heads if text is None or h[1] > text[0]), default=None)
    # Text that ends beside the foot of a heading and right above the piece is its column going on.
    goes_on = text is not None and nearest is not None and text[0] > nearest[1] - 1.5 * sheet.em
    if nearest is not None and not (goes_on and text is not None and y0 - text[0] < 1.2 * sheet.em):
        return "heading", nearest[2]
    return None if text is None else ("piece", text[1])


# Where the pieces stand


def follows(a: int, b: int, setting: Setting) -> float:
    """Score that piece b goes on where piece a ends."""
    sheet, pieces = setting.sheet, setting.pieces
    first, second = pieces[a], pieces[b]
    em = sheet.em
    if first.direction is not second.direction:
        return IMPOSSIBLE
    if first.inset != second.inset and not _same_flow(first, second, sheet):
        return IMPOSSIBLE
    if _leads_into(a, b, setting):
        return 4.0
    other_type = abs(first.size - second.size) / max(first.size, second.size) - OTHER_TYPE[0]
    if other_type > (OTHER_TYPE[1] - OTHER_TYPE[0] if min(len(first.rows), len(second.rows)) >= 3 else 0.0):
        return IMPOSSIBLE
    place = _below(a, b, setting) if _is_below(first, second, em) else _beside(a, b, setting)
    if place <= IMPOSSIBLE:
        return IMPOSSIBLE
    if a in setting.ended:
        place -= SIGNED_OFF
    if is_indented(second, em) and wording.OPENING.match(second.rows[0].text):
        place -= OPENED
    if other_type > 0:
        place -= 1.0 + 30.0 * other_type
    return place + _alike(_width(first), _width(second), em) + joint(first, second, em)


def _leads_into(a: int, b: int, setting: Setting) -> bool:
    """Whether piece a is a lead (导语) across the columns of its story, and b the first of them."""
    if setting.above[b] != ("piece", a) or not _is_lead(a, setting):
        return False
    first = min(p.measure[0] for k, p in enumerate(setting.pieces) if setting.above[k] == ("piece", a))
    second = setting.pieces[b]
    return second.measure[0] < first + setting.sheet.em and is_indented(second, setting.sheet.em)


def _is_lead(a: int, setting: Setting) -> bool:
    """Whether a piece of a few rows runs under a heading and over two columns at least."""
    above, piece = setting.above[a], setting.pieces[a]
    if above is None or above[0] != "heading" or len(piece.rows) > 5:
        return False
    under = [p for k, p in enumerate(setting.pieces) if setting.above[k] == ("piece", a)]
    narrow = [p for p in under if _width(p) < 0.6 * _width(piece)]
    return len(narrow) >= 2 and len(narrow) == len(under)


def _alike(one: float, other: float, em: float) -> float:
    """The columns of a story are of one width as a rule; a comment in its box or a picture story is set otherwise."""
    if abs(one - other) < 0.8 * em:
        return 0.6
    return -1.2 if max(one, other) < 1.6 * min(one, other) else -2.4


def _width(piece: Piece) -> float:
    return piece.measure[1] - piece.measure[0]


def _same_flow(a: Piece, b: Piece, sheet: Sheet) -> bool:
    """An inset may be found twice, as a frame and as a tint: same box, other index."""
    if a.inset < 0 or b.inset < 0:
        return False
    p, q = sheet.insets[a.inset], sheet.insets[b.inset]
    return all(abs(u - v) < 1.5 * sheet.em for u, v in zip(p, q, strict=True))


def _is_below(a: Piece, b: Piece, em: float) -> bool:
    shared = overlap(a.measure[0], a.measure[1], b.measure[0], b.measure[1])
    return shared > 0.5 * min(_width(a), _width(b)) and b.box[1] > a.box[3] - 0.5 * em


def _below(a: int, b: int, setting: Setting) -> float:
    """b stands further down in the same column."""
    sheet, pieces = setting.sheet, setting.pieces
    upper, lower = pieces[a].box, pieces[b].box
    em = sheet.em
    above = setting.above[b]
    if above is not None and above != ("piece", a):
        # A heading or other text stands between.
        return -6.0 if above[0] == "heading" else -3.5
    gap = lower[1] - upper[3]
    # Rows set as close as rows of a column are stay together, whatever the text says. A column
    # steps over a picture, but hardly over bare paper: there another story begins.
    blank = blank_between(pieces[a], pieces[b])
    if pieces[b].kind is BlockKind.SECTION:
        blank -= 1.2 * em  # a section head has paper above it
    score = 8.0 if blank < CLOSE_EM * em else 4.5 if blank < APART_EM * em else 0.3
    if score < 3.0 and _occupied(upper, lower, sheet):
        score = 3.0
    if any(upper[3] - em < setting.headings[k].box[1] < lower[1] for k in setting.amid if above == ("piece", a)):
        score = max(score, 4.5)
    if ruled_between(upper, lower, sheet):
        score = min(score, 4.5) - (4.0 if wording.ends_sentence(pieces[a].rows[-1].text) else 3.0)
    if blank > CLOSE_EM * em and _is_level_with_heading(b, setting):
        score -= 2.5
    return score - 0.03 * gap / em


def _is_level_with_heading(b: int, setting: Setting) -> bool:
    """Whether a piece begins level with a heading on its left: as the column beside the headline of a story does."""
    em, piece = setting.sheet.em, setting.pieces[b]
    return any(
        not head.upright
        and head.inset == piece.inset
        and abs(head.box[1] - piece.box[1]) < 1.2 * em
        and -em < piece.measure[0] - head.box[2] < 3 * em
        for head in setting.headings
    )


def _occupied(upper: Box, lower: Box, sheet: Sheet) -> bool:
    """Whether pictures or insets fill much of the paper between two pieces of a column."""
    spans = sorted(
        (max(p[1], upper[3]), min(p[3], lower[1]))
        for p in (*sheet.pictures, *sheet.insets, *_scribbles(upper, lower, sheet))
        if overlap(upper[0], upper[2], p[0], p[2]) > 0.5 * (upper[2] - upper[0])
    )
    filled, end = 0.0, upper[3]
    for low, high in spans:  # a drawing may have been found in parts that overlap
        filled += max(0.0, high - max(low, end))
        end = max(end, high)
    return filled > 0.4 * (lower[1] - upper[3])


def _scribbles(upper: Box, lower: Box, sheet: Sheet) -> list[Box]:
    """The field of a drawing between two pieces of a column that was not seen as one, but read as scattered marks."""
    marks = [
        p.box
        for p in sheet.pieces
        if p.kind is BlockKind.OTHER
        and upper[3] < p.box[3]
        and p.box[1] < lower[1]
        and overlap(upper[0], upper[2], p.box[0], p.box[2]) > 0
    ]
    return [union(marks)] if len(marks) >= 3 else []


def _beside(a: int, b: int, setting: Setting) -> float:
    """b stands in a column further right (or, seldom, left, in the tier below)."""
    sheet, pieces = setting.sheet, setting.pieces
    first, second = pieces[a], pieces[b]
    em = sheet.em
    gap = second.measure[0] - first.measure[1]
    if gap < -0.5 * em:
        # Back to the left: only to a lower tier of the same story.
        if second.box[1] < first.box[3] - em:
            return IMPOSSIBLE
        return -2.5 + min(0.9, _heading_evidence(a, b, setting)) - _over_story(a, b, setting)
    skipped = _columns_between(first, second, setting)
    score = 1.6 - 1.5 * skipped - 0.12 * max(0.0, gap / em - 2.5)
    level = overlap(first.box[1], first.box[3], second.box[1], second.box[3])
    if level < 0:
        score -= 1.2 + 0.05 * -level / em
    score += _beside_heading(a, b, setting) - _over_story(a, b, setting)
    feet = {first.box[3], _foot_of(a, setting)}, {second.box[3], _foot_of(b, setting)}
    score += 0.9 if min(abs(u - v) for u in feet[0] for v in feet[1]) < 1.6 * em else 0.0
    if any(
        p.box[1] > first.box[3] - 0.5 * em
        and _is_below(first, p, em)
        and setting.above[j] == ("piece", a)
        and (blank_between(first, p) < APART_EM * em or _occupied(first.box, p.box, sheet))
        and not ruled_between(first.box, p.box, sheet)
        for j, p in enumerate(pieces)
    ):
        # The column goes on below; reading it to its end comes first.
        score -= 3.0
    if level > 0 and upright_rule_between(first.box, second.box, sheet):
        score -= max(setting.rule_cost, DIVIDED if divided(first.box, second.box, sheet) else 0.0)
    return score + _heading_evidence(a, b, setting) - _fences(first.box, second.box, sheet)


def _over_story(a: int, b: int, setting: Setting) -> float:
    """What it costs that b stands higher than the heading of a: above its story."""
    over = _heading_over(a, setting)
    above = (
        over is not None
        and over not in setting.amid
        and setting.pieces[b].box[3] < setting.headings[over].box[1] + setting.sheet.em
    )
    return 5.0 if above else 0.0


def _beside_heading(a: int, b: int, setting: Setting) -> float:
    """What speaks for it that column b begins level with the heading of a, or else with the column of a.

    Text goes on beside its heading; columns that begin at one height belong together.
    """
    em = setting.sheet.em
    over, piece = _heading_over(a, setting), setting.pieces[b]
    if _heading_over(b, setting) is not None:
        return 0.0
    if over is not None:
        head = setting.headings[over].box
        return 2.0 if head[1] - 2 * em < piece.box[1] < head[3] and piece.measure[0] > head[2] - em else 0.0
    top = setting.pieces[_column_of(a, setting)[-1]].box[1]
    return 1.5 if abs(top - piece.box[1]) < 1.2 * em else 0.0


def _columns_between(a: Piece, b: Piece, setting: Setting) -> int:
    """How many columns of text one would jump over."""
    em = setting.sheet.em
    top, bottom = min(a.box[1], b.box[1]), max(a.box[3], b.box[3])
    lefts = {
        round(p.measure[0] / (3 * em))
        for p in setting.pieces
        if p.measure[0] > a.measure[1] - 0.5 * em
        and p.measure[1] < b.measure[0] + 0.5 * em
        and overlap(p.box[1], p.box[3], top, bottom) > 2 * em
    }
    return len(lefts)


def _heading_evidence(a: int, b: int, setting: Setting) -> float:
    """A column under a heading belongs to it: with the column left of it under the same one, with no other."""
    over_a, over_b = _heading_over(a, setting), _heading_over(b, setting)
    if over_b is None:
        return 0.0
    if over_a == over_b:
        return 1.8
    # Under another heading: it may begin there, but hardly go on from elsewhere, most of all in the first column.
    first = min(p.measure[0] for k, p in enumerate(setting.pieces) if setting.above[k] == ("heading", over_b))
    leftmost = setting.pieces[b].measure[0] < first + 2.5 * setting.sheet.em
    if leftmost and not is_indented(setting.pieces[b], setting.sheet.em):
        return -3.0  # what begins in the middle of a sentence begins no story
    return -4.5 if leftmost else -2.5


def _heading_over(k: int, setting: Setting) -> int | None:
    """The heading above a piece, looking up through the pieces of the same column."""
    above = setting.above[_column_of(k, setting)[-1]]
    return above[1] if above is not None and above[0] == "heading" else None


def _column_of(k: int, setting: Setting) -> list[int]:
    """A piece and those over it in the same column of the same story, upwards.

    Across a rule, or bare paper, the piece above may belong to another story.
    """
    column = [k]
    for _ in range(12):
        above = setting.above[k]
        if above is None or above[0] == "heading":
            break
        upper, lower = setting.pieces[above[1]], setting.pieces[k]
        if not _is_below(upper, lower, setting.sheet.em) or ruled_between(upper.box, lower.box, setting.sheet):
            break
        apart = blank_between(upper, lower) > APART_EM * setting.sheet.em
        if apart and not _occupied(upper.box, lower.box, setting.sheet) and not _is_lead(above[1], setting):
            break
        k = above[1]
        column.append(k)
    return column


def _foot_of(k: int, setting: Setting) -> float:
    """Where the column of a piece ends, as far down as it goes on without a break."""
    em = setting.sheet.em
    for _ in range(12):
        piece = setting.pieces[k]
        below = [
            j
            for j, over in enumerate(setting.above)
            if over == ("piece", k)
            and _is_below(piece, setting.pieces[j], em)
            and blank_between(piece, setting.pieces[j]) < APART_EM * em
            and not ruled_between(piece.box, setting.pieces[j].box, setting.sheet)
        ]
        if not below:
            break
        k = below[0]
    return setting.pieces[k].box[3]


def _fences(a: Box, b: Box, sheet: Sheet) -> float:
    """What it costs to step from column a to column b across rules: across a flat one between their levels."""
    cost = 0.0
    em = sheet.em
    lower_top, upper_bottom = max(a[1], b[1]), min(a[3], b[3])
    if lower_top > upper_bottom:
        x0, x1 = min(a[0], b[0]), max(a[2], b[2])
        for r in sheet.rules:
            flat = r[2] - r[0] > r[3] - r[1]
            if (
                flat
                and upper_bottom - em < (r[1] + r[3]) / 2 < lower_top + em
                and overlap(x0, x1, r[0], r[2]) > 0.4 * (x1 - x0)
            ):
                cost += 3.0
                break
    return cost


# Where a story begins


def begins(heading: int, b: int, setting: Setting) -> float:
    """Score that piece b is the first of the story under a heading."""
    sheet = setting.sheet
    head, piece = setting.headings[heading], setting.pieces[b]
    em = sheet.em
    if head.inset != piece.inset and not _shares_inset(head, piece, sheet):
        return IMPOSSIBLE
    form = 0.8 if is_indented(piece, em) else -2.5
    gap = piece.box[1] - head.box[3]
    if setting.above[b] == ("heading", heading):
        first = min(
            (p.measure[0] for k, p in enumerate(setting.pieces) if setting.above[k] == ("heading", heading)),
            default=piece.measure[0],
        )
        place = 4.0 if piece.measure[0] - first < 2 * em else 0.0
        return place + form - 0.04 * max(0.0, gap / em - 3)
    beside = overlap(head.box[1], head.box[3], piece.box[1], piece.box[3]) > 0.3 * (head.box[3] - head.box[1])
    right = -em < piece.measure[0] - head.box[2] < 3 * em
    if beside and right:
        return 0.5 + form
    return IMPOSSIBLE


def _shares_inset(head: Heading, piece: Piece, sheet: Sheet) -> bool:
    if head.inset < 0 or piece.inset < 0:
        return False
    p, q = sheet.insets[head.inset], sheet.insets[piece.inset]
    return all(abs(u - v) < 1.5 * sheet.em for u, v in zip(p, q, strict=True))


def alone(b: int, setting: Setting) -> float:
    """Score that piece b follows nothing and stands under no heading."""
    return -3.0 if is_indented(setting.pieces[b], setting.sheet.em) else -5.5
