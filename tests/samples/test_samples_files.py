"""The command, and the finished pages that are kept in the repository."""
from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from samples.__main__ import main
from samples.almanac import lunar, weekday
from samples.gallery import FOLDER, PAGES

ROLES = {"kicker", "headline", "subheadline", "byline", "body", "section", "caption", "jump", "furniture"}


def test_the_command_writes_pages_and_refuses_to_overwrite(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = [str(tmp_path / "out"), "--count", "2", "--seed", "3", "--kind", "small"]
    assert main(command) == 0
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["0003.json", "0003.png", "0004.jpg", "0004.json"]
    truth = json.loads((tmp_path / "out/0003.json").read_text("utf-8"))
    with Image.open(tmp_path / "out/0003.png") as image:
        assert image.size == (truth["page"]["width"], truth["page"]["height"])
        assert round(image.info["dpi"][0]) == 300
    capsys.readouterr()
    assert main(command) == 2
    assert "--force" in capsys.readouterr().err
    assert main([*command, "--force"]) == 0


def test_lunar_dates() -> None:
    from datetime import date

    assert lunar(date(2023, 9, 12)) == "农历癸卯年七月廿八"
    assert lunar(date(2025, 7, 25)) == "农历乙巳年闰六月初一"
    assert lunar(date(2024, 2, 10)) == "农历甲辰年正月初一"
    assert weekday(date(2023, 9, 12)) == "星期二"


@pytest.mark.parametrize("name", [page.name for page in PAGES])
def test_finished_pages_agree_with_their_truth(name: str) -> None:
    path = next(path for path in FOLDER.glob(f"{name}.*") if path.suffix != ".json")
    assert path.stat().st_size < (150_000 if name == "small" else 1_200_000)
    truth = json.loads(path.with_suffix(".json").read_text("utf-8"))
    with Image.open(path) as image:
        width, height = image.size
        assert image.mode == "L"
    assert (truth["page"]["width"], truth["page"]["height"]) == (width, height)
    ids = [article["id"] for article in truth["articles"]]
    assert len(set(ids)) == len(ids)
    for line in truth["lines"]:
        polygon = np.array(line["polygon"])
        assert (polygon >= 0).all() and (polygon <= [width, height]).all()
        assert line["role"] in ROLES and (line["article"] in ids or line["role"] == "furniture")
    for article in truth["articles"]:
        mine = sorted((x for x in truth["lines"] if x["article"] == article["id"]), key=lambda x: x["order"])
        assert [line["order"] for line in mine] == list(range(len(mine)))
        for k, paragraph in enumerate(article["paragraphs"]):
            lines = [x["text"] for x in mine if x["paragraph"] == k and x["role"] in ("body", "section")]
            assert "".join(lines) == paragraph


def test_the_card_names_every_page_with_its_sum() -> None:
    card = (FOLDER / "README.md").read_text("utf-8")
    listed = dict(re.findall(r"\| `([^`]+)` \|.*\| `([0-9a-f]{64})` \|", card))
    pages = [path for path in FOLDER.iterdir() if path.name != "README.md"]
    files = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in pages}
    assert listed == files
    assert "Apache-2.0" in card and "python -m samples.gallery" in card
