"""Order: which line follows which line.

From blocks and words to a reading order: the page as a sheet of pieces (`sheet.py`), what each
piece is (`roles.py`, with `wording.py`), which display lines head a story (`headings.py`), how
well one piece goes on in another (`evidence.py`), and the best set of threads (`threads.py`).
"""

from pipeline.order.stage import OrderLines

__all__ = ["OrderLines"]
