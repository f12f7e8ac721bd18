"""Recognize: what each line of type says, character by character.

`stage.py` puts an engine's readings into the page. The engine runs in a process of its own
(`engine_process.py`), and its answers are looked over (`answers.py`). The default engine,
`ppocr.py`, cuts strips out of the page (`strips.py`) and reads the network's output (`ctc.py`);
the other is `tesseract.py`.
"""

from pipeline.recognize.stage import Recognize

__all__ = ["Recognize"]
