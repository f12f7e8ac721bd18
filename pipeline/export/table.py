"""The rows and cells of a table, from where its lines stand."""

from __future__ import annotations

from pipeline.geometry import Frame, overlap
from pipeline.page import Article, Box, Page, PatchKind, Span
from pipeline.page import Cell as PageCell
from pipeline.repair.text import Traced, line_text, traced_line

Cell = tuple[Box, str]
"""Box in px of the working image, and text."""


def table_rows(page: Page, article: Article) -> tuple[tuple[str, ...], ...]:
    """Rows of cells, top to bottom and left to right, all of one length; an empty cell is an empty string.

    They are those of the article where it has any, otherwise:

    Lines that overlap by half of their height share a row. Lines of different rows that overlap from left to right
    share a column; one that stands alone in its row and runs over half of the table is a heading in its first column.
    """
    if article.rows:
        return tuple(tuple(cell_text(page, cell) for cell in row) for row in article.rows)
    frame = Frame(page.transform)
    ids = [line_id for paragraph in article.body for line_id in paragraph if page.lines[line_id].chars]
    cells = [(frame.image_box(page.lines[line_id].polygon), line_text(page, line_id)) for line_id in ids]
    if not cells:
        return ()
    rows = _rows(cells)
    columns = _columns(rows)
    return tuple(tuple(_texts(row, columns)) for row in rows)


def cell_text(page: Page, cell: PageCell) -> str:
    """The text of one cell, patched, its lines one behind the other. Raises KeyError for an unknown line."""
    return "".join(piece.text for piece in cell_pieces(page, cell))


def cell_pieces(page: Page, cell: PageCell) -> list[Traced]:
    """The pieces of that text and where each comes from; the break between two lines goes, or is a blank."""
    pieces: list[Traced] = []
    for span in cell:
        part = _without_outer_blanks([p for p in traced_line(page, span.line) if _stands_in(page, p, span)])
        if pieces and part and _is_latin(pieces[-1].text[-1:]) and _is_latin(part[0].text[:1]):
            pieces.append(Traced(" ", span.line, None))
        pieces += part
    return pieces


def _without_outer_blanks(pieces: list[Traced]) -> list[Traced]:
    printed = [number for number, piece in enumerate(pieces) if piece.text.strip()]
    return pieces[printed[0] : printed[-1] + 1] if printed else []


def _is_latin(text: str) -> bool:
    return text.isascii() and text.isalpha()


def _stands_in(page: Page, piece: Traced, span: Span) -> bool:
    """Whether a piece of exported text is of a span: a character in it, or a patch that begins there."""
    if isinstance(piece.source, int):
        return span.start <= piece.source < span.stop
    if piece.source is None or piece.source.kind is PatchKind.JOIN:
        return False
    chars = page.lines[span.line].chars
    before = len("".join(char.text for char in chars[: span.start]))
    own = len("".join(char.text for char in chars[span.start : span.stop]))
    return before <= piece.source.start < before + own or (
        piece.source.start == before + own and span.stop == len(chars)
    )


def _rows(cells: list[Cell]) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for cell in sorted(cells, key=lambda cell: cell[0][1] + cell[0][3]):
        (_, y0, _, y1), _ = cell
        if rows:
            (_, last_y0, _, last_y1), _ = rows[-1][0]
            if 2 * overlap(y0, y1, last_y0, last_y1) >= min(y1 - y0, last_y1 - last_y0):
                rows[-1].append(cell)
                continue
        rows.append([cell])
    return [sorted(row) for row in rows]


def _columns(rows: list[list[Cell]]) -> list[tuple[float, float]]:
    """Left and right edge of each column: the lines that overlap from left to right, taken together."""
    width = max(box[2] for row in rows for box, _ in row) - min(box[0] for row in rows for box, _ in row)
    edges = sorted((box[0], box[2]) for row in rows for box, _ in row if len(row) > 1 or 2 * (box[2] - box[0]) < width)
    columns: list[tuple[float, float]] = []
    for left, right in edges:
        if columns and left < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(right, columns[-1][1]))
        else:
            columns.append((left, right))
    return columns or [(0.0, 0.0)]


def _texts(row: list[Cell], columns: list[tuple[float, float]]) -> list[str]:
    texts = [""] * len(columns)
    for (x0, _, x1, _), text in row:
        column = max(range(len(columns)), key=lambda i: overlap(x0, x1, *columns[i])) if len(row) > 1 else 0
        if len(row) == 1 and len(columns) > 1:
            shares = [overlap(x0, x1, *edges) > 0 for edges in columns]
            column = shares.index(True) if shares.count(True) == 1 else 0
        texts[column] += text
    return texts
