"""The HTML export in a real browser: scan and text light each other up, by mouse and by keyboard."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.export.html import HtmlExporter
from pipeline.repair import Repair
from pipeline.settings import RepairSettings
from tests.pages import front_page, scan_of

selenium = pytest.importorskip("selenium", reason="selenium is not installed")
CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
if not (CHROMIUM and DRIVER):
    pytest.skip("chromium and chromium-driver are not installed", allow_module_level=True)

from selenium import webdriver  # noqa: E402
from selenium.webdriver.chrome.service import Service  # noqa: E402
from selenium.webdriver.common.action_chains import ActionChains  # noqa: E402
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402
from selenium.webdriver.support.ui import WebDriverWait  # noqa: E402

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--force-prefers-reduced-motion",
    "--window-size=1300,700",
)  # fmt: skip


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    options = webdriver.ChromeOptions()
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.binary_location = str(CHROMIUM)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(str(DRIVER)))
    yield driver
    driver.quit()


@pytest.fixture
def browser(chromium: Any, tmp_path: Path) -> Any:
    page = Repair(RepairSettings())(front_page())
    path = tmp_path / "front.html"
    path.write_bytes(HtmlExporter().export(page, scan_of(page)))
    chromium.get(path.as_uri())
    return chromium


def one(browser: Any, selector: str) -> Any:
    return browser.find_element(By.CSS_SELECTOR, selector)


def numbers(browser: Any, selector: str) -> set[tuple[str, str]]:
    """Tag and item number of everything that the selector finds."""
    found = browser.find_elements(By.CSS_SELECTOR, selector)
    return {(element.tag_name, element.get_attribute("data-item")) for element in found}


def is_in_view(browser: Any, selector: str) -> bool:
    script = """const box = document.querySelector(arguments[0]).getBoundingClientRect();
    return box.bottom > 60 && box.top < innerHeight - 20;"""
    return bool(browser.execute_script(script, selector))


def test_a_click_on_a_region_finds_its_text(browser: Any) -> None:
    assert not is_in_view(browser, "#item-2")
    one(browser, ".region[data-item='2'] path").click()
    assert numbers(browser, ".chosen") == {("g", "2"), ("article", "2")}
    assert one(browser, ".region[data-item='2']").get_attribute("aria-pressed") == "true"
    WebDriverWait(browser, 5).until(lambda _: is_in_view(browser, "#item-2"))


def test_a_click_on_a_text_finds_its_region(browser: Any) -> None:
    for _ in range(5):
        one(browser, "[data-zoom=in]").click()
    browser.execute_script("document.querySelector('.scan').scrollTo(0, 5000)")
    assert not is_in_view(browser, ".region[data-item='1'] text")
    browser.execute_script("document.querySelector('#item-2').scrollIntoView()")
    one(browser, "#item-2 h2").click()
    assert numbers(browser, ".chosen") == {("g", "2"), ("article", "2")}
    WebDriverWait(browser, 5).until(lambda _: is_in_view(browser, ".region[data-item='2'] text"))
    one(browser, "[data-zoom=fit]").click()
    assert is_in_view(browser, ".region[data-item='1'] text")


def test_pointing_at_either_lights_both(browser: Any) -> None:
    ActionChains(browser).move_to_element(one(browser, ".region[data-item='2'] path")).perform()
    assert numbers(browser, "[data-item].lit") == {("g", "2"), ("article", "2")}
    ActionChains(browser).move_to_element(one(browser, "#item-1 .body")).perform()
    assert numbers(browser, "[data-item].lit") == {("g", "1"), ("article", "1")}
    trails = browser.find_elements(By.CSS_SELECTOR, ".trail.lit")
    assert [trail.get_attribute("data-passage") for trail in trails] == ["1-0"]


def test_the_keyboard_does_the_same(browser: Any) -> None:
    for _ in range(9):
        browser.switch_to.active_element.send_keys(Keys.TAB)
        if browser.switch_to.active_element.get_attribute("data-item") == "2":
            break
    assert browser.switch_to.active_element.tag_name == "g"
    assert numbers(browser, "[data-item].lit") == {("g", "2"), ("article", "2")}
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    assert numbers(browser, ".chosen") == {("g", "2"), ("article", "2")}
    browser.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert numbers(browser, ".chosen") == set()


def test_it_fits_a_narrow_window_and_a_dark_one(browser: Any) -> None:
    light = one(browser, "body").value_of_css_property("background-color")
    media = {"features": [{"name": "prefers-color-scheme", "value": "dark"}]}
    size = {"width": 380, "height": 700, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        assert one(browser, "body").value_of_css_property("background-color") != light
        assert browser.execute_script("return document.documentElement.scrollWidth <= innerWidth")
        scan, text = one(browser, ".scan").rect, one(browser, ".text").rect
        assert text["y"] >= scan["y"] + scan["height"] - 1
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_pictures_are_drawn_and_nothing_is_asked_of_the_network(browser: Any) -> None:
    script = """const canvas = document.querySelector('canvas');
    return [...canvas.getContext('2d').getImageData(100, 100, 1, 1).data];"""
    grey, *_, opacity = WebDriverWait(browser, 5).until(lambda b: (c := b.execute_script(script))[3] and c)
    assert abs(grey - 140) < 8
    assert opacity == 255
    blocked = [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]
    assert blocked == []  # what the policy forbids would stand here
    asked = [entry["message"] for entry in browser.get_log("performance")]
    assert not [message for message in asked if '"Network.requestWillBeSent"' in message and '"url":"http' in message]
