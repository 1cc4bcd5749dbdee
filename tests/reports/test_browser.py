"""The HTML report in a real browser: pages, search, filters in the address, nothing fetched, nothing injected.

Chromium is driven through chromedriver by a WebDriver client of a few lines. Where they are not installed the
tests are skipped: `apt-get install chromium chromium-driver` brings both.
"""

from __future__ import annotations

import copy
import json
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reports import html

CHROME = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not (CHROME and DRIVER), reason="needs chromium and chromedriver (apt-get install chromium chromium-driver)"
    ),
]
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


class Browser:
    """A WebDriver session of headless Chromium."""

    def __init__(self, profile: Path) -> None:
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        self._driver = subprocess.Popen([str(DRIVER), "--port=0"], stdout=subprocess.PIPE, text=True)
        assert self._driver.stdout is not None
        said = []
        for line in self._driver.stdout:
            said.append(line)
            if "started successfully on port" in line:
                self._base = f"http://127.0.0.1:{int(line.split()[-1].rstrip('.'))}/session"
                break
        else:
            raise RuntimeError("chromedriver did not start: " + "".join(said))
        options = {"binary": CHROME, "args": [*FLAGS, f"--user-data-dir={profile}"]}
        always = {"goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}
        try:
            self._base += "/" + self._call("POST", "", {"capabilities": {"alwaysMatch": always}})["sessionId"]
        except BaseException:
            self._driver.kill()
            raise

    def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._base + path, data, {"Content-Type": "application/json"}, method=method)
        with self._opener.open(request, timeout=60) as answer:
            return json.load(answer)["value"]

    def open(self, url: str) -> None:
        self._call("POST", "/url", {"url": "about:blank"})
        self._call("POST", "/url", {"url": url})

    def js(self, script: str, *args: Any) -> Any:
        return self._call("POST", "/execute/sync", {"script": script, "args": list(args)})

    def wait(self, condition: str) -> None:
        """Until the JavaScript expression holds, at most 10 s."""
        end = time.monotonic() + 10
        while not self.js(f"return Boolean({condition})"):
            assert time.monotonic() < end, f"never came true: {condition}; at {self.js('return location.href')}"
            time.sleep(0.05)

    def cdp(self, command: str, **params: Any) -> Any:
        return self._call("POST", "/goog/cdp/execute", {"cmd": command, "params": params})

    def complaints(self) -> list[str]:
        """What the console said since the last call."""
        return [entry["message"] for entry in self._call("POST", "/se/log", {"type": "browser"})]

    def close(self) -> None:
        try:
            self._call("DELETE", "")
        finally:
            self._driver.terminate()
            self._driver.wait(timeout=10)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    started = Browser(tmp_path_factory.mktemp("profile"))
    yield started
    started.close()


@pytest.fixture
def page(browser: Browser, tmp_path: Path, report: dict[str, Any]) -> str:
    """The address of the rendered fixture, opened from disk."""
    path = tmp_path / "report.html"
    path.write_text(html.render(report), encoding="utf-8")
    browser.open(path.as_uri())
    browser.wait("document.querySelector('.page.here')")
    return path.as_uri()


VISIBLE = "[...document.querySelectorAll('.page')].filter(p => p.checkVisibility()).map(p => p.id)"
FOUND = "[...document.querySelectorAll('#found-list li')].map(item => item.dataset.id)"


def choose(browser: Browser, field: str, value: str) -> None:
    """What a reader does: a value into a field of the search."""
    browser.js(
        "const f = document.getElementById('find-' + arguments[0]); f.value = arguments[1];"
        "f.dispatchEvent(new Event('input', {bubbles: true}));",
        field,
        value,
    )


def test_opens_on_the_front_and_nothing_hostile_ran(browser: Browser, page: str) -> None:
    assert browser.js(f"return {VISIBLE}") == ["front"]
    assert browser.js("return window.hacked === undefined")
    outside = "return performance.getEntriesByType('resource').map(e => e.name)"
    assert browser.js(outside) == []
    assert browser.complaints() == []


def test_every_address_shows_its_page(browser: Browser, page: str, report: dict[str, Any]) -> None:
    for claim in report["claims"]:
        for variant in claim["variants"]:
            browser.js("location.hash = arguments[0]", f"#{claim['id']}.{variant}")
            browser.wait(f"{VISIBLE}.join() === '{claim['id']}'")
    browser.js("location.hash = '#unal2021'")
    browser.wait(f"{VISIBLE}.join() === 'unal2021'")
    browser.js("location.hash = '#no.such.claim'")
    browser.wait(f"{VISIBLE}.join() === 'front'")
    browser.js("location.hash = '#all'")
    browser.wait(f"{VISIBLE}.length > {len(report['claims'])}")


def test_search_by_number_and_words(browser: Browser, page: str) -> None:
    choose(browser, "text", "2.3.5")
    assert browser.js(f"return {VISIBLE}") == ["found"]
    lemma = "mukherjee2020.lemma_2_3_5"
    assert browser.js(f"return {FOUND}") == [lemma, f"{lemma}.total_count", f"{lemma}.monotone_pieces"]
    assert browser.js("return document.getElementById('found-count').textContent") == "3 of 8"
    choose(browser, "text", "2.3")
    assert "mukherjee2020.theorem_2_3_7" in browser.js(f"return {FOUND}")
    choose(browser, "text", "3.5")
    assert browser.js(f"return {FOUND}") == []
    choose(browser, "text", "uber NAIVE")
    assert browser.js(f"return {FOUND}") == ["unal2021.theorem_2_1"]
    assert browser.js("return document.querySelectorAll('#found-list img, #found-list script').length") == 0
    assert browser.js("return window.hacked === undefined")


def test_filters_combine_and_live_in_the_address(browser: Browser, page: str) -> None:
    choose(browser, "verdict", "proved")
    assert len(browser.js(f"return {FOUND}")) == 2
    choose(browser, "source", "mukherjee2020")
    choose(browser, "family", "pwl_networks")
    choose(browser, "text", "pieces of")
    assert browser.js(f"return {FOUND}") == ["mukherjee2020.lemma_2_3_5"]
    hash_ = browser.js("return location.hash")
    assert hash_ == "#?text=pieces+of&source=mukherjee2020&verdict=proved&family=pwl_networks"
    browser.open(page + "#?verdict=refuted")
    browser.wait(f"{FOUND}.join() === 'unal2021.lemma_1_2'")
    assert browser.js("return document.getElementById('find-verdict').value") == "refuted"
    browser.open(page + "#?verdict=gap")
    browser.wait(f"{FOUND}.length === 2")


def test_a_result_is_followed_and_back_returns_to_the_search(browser: Browser, page: str) -> None:
    choose(browser, "text", "floors")
    browser.js("document.querySelector('#found-list a').click()")
    browser.wait(f"{VISIBLE}.join() === 'unal2021.lemma_1_2'")
    assert browser.js("return document.getElementById('find-text').value") == ""
    browser.js("history.back()")
    browser.wait(f"{VISIBLE}.join() === 'found' && {FOUND}.length === 1")
    assert browser.js("return document.getElementById('find-text').value") == "floors"
    choose(browser, "text", "")
    assert browser.js(f"return {VISIBLE}") == ["front"]


def test_everything_is_readable_without_scripts(browser: Browser, page: str, report: dict[str, Any]) -> None:
    browser.cdp("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open(page)
        size = browser.cdp("Page.getLayoutMetrics")["cssContentSize"]
        tree = browser.cdp("Accessibility.getFullAXTree")["nodes"]
    finally:
        browser.cdp("Emulation.setScriptExecutionDisabled", value=False)
    headings = [n["name"]["value"] for n in tree if n.get("role", {}).get("value") == "heading"]
    assert headings.count("Stated") == len(report["claims"])
    assert "Found" not in headings
    assert size["height"] > 3000


def test_phone_width_does_not_scroll_sideways(browser: Browser, page: str, report: dict[str, Any]) -> None:
    browser.cdp("Emulation.setDeviceMetricsOverride", width=390, height=844, deviceScaleFactor=1, mobile=True)
    try:
        claims = [claim["id"] for claim in report["claims"]]
        for place in ["front", "trusted", "mukherjee2020", "unal2021", *claims]:
            browser.js("location.hash = arguments[0]", place)
            browser.wait(f"{VISIBLE}.join() === '{place}'")
            assert browser.js("return document.documentElement.scrollWidth") <= 390, place
        definitions = "return [...document.querySelectorAll('details.where')].map(fold => fold.open)"
        assert set(browser.js(definitions)) == {True}
        browser.open(page)
        assert set(browser.js(definitions)) == {False}
    finally:
        browser.cdp("Emulation.clearDeviceMetricsOverride")


def test_a_box_of_the_graph_leads_to_its_claim(browser: Browser, page: str) -> None:
    browser.js("location.hash = '#graph.mukherjee2020.2'")
    browser.wait(f"{VISIBLE}.join() === 'mukherjee2020'")
    browser.js("document.querySelector('a.node[href=\"#unal2021.lemma_1_2\"]').dispatchEvent("
               "new MouseEvent('click', {bubbles: true, cancelable: true}))")  # fmt: skip
    browser.wait(f"{VISIBLE}.join() === 'unal2021.lemma_1_2'")


def test_the_graphs_texts_stay_in_their_boxes(browser: Browser, tmp_path: Path, report: dict[str, Any]) -> None:
    """In whatever face this machine has: widths are estimated where the report is made."""
    report["claims"][1]["title"] = "a long title in WIDE and in narrow letters, fjilt, that has to be cut somewhere"
    path = tmp_path / "cut.html"
    path.write_text(html.render(report), encoding="utf-8")
    browser.open(path.as_uri() + "#mukherjee2020")
    browser.wait(f"{VISIBLE}.join() === 'mukherjee2020'")
    ends = browser.js(
        "return [...document.querySelectorAll('.node')].flatMap(n => [...n.querySelectorAll('text')].map("
        "t => t.getBBox().x + t.getBBox().width - n.querySelector('rect').width.baseVal.value))"
    )
    assert len(ends) > 8
    assert max(ends) < 0


def test_five_hundred_claims_are_found_quickly(browser: Browser, tmp_path: Path, report: dict[str, Any]) -> None:
    lemma = report["claims"][1]
    for i in range(500):
        copied = copy.deepcopy(lemma)
        copied.update(id=f"mukherjee2020.lemma_7_{i}", number=f"7.{i}", title=f"copy {i}", pictures=[])
        report["claims"].append(copied)
    path = tmp_path / "large.html"
    path.write_text(html.render(report), encoding="utf-8")
    browser.open(path.as_uri())
    browser.wait("document.querySelector('.page.here')")
    start = time.monotonic()
    choose(browser, "text", "7.499")
    assert browser.js(f"return {FOUND}") == ["mukherjee2020.lemma_7_499"]
    assert time.monotonic() - start < 5
