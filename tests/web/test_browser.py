"""A real browser over a real server: what only layout, clicks and keys can show."""

import contextlib
import importlib.resources
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
from selenium.webdriver.chrome.service import Service  # noqa: E402
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402
from selenium.webdriver.support.ui import WebDriverWait  # noqa: E402

pytestmark = pytest.mark.browser

FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--accept-lang=id",
)  # fmt: skip
PAGES = (
    "/",
    "/?q=harga+beras",
    "/?q=bandar+udara",
    "/?q=qqqq",
    "/bantuan",
    "/artikel/panen-2023?q=gabah",
    "/artikel/kata-panjang",
)


def found(*names):
    return next((path for name in names if (path := shutil.which(name))), None)


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.fixture(scope="module")
def server(index_folder, tmp_path_factory):
    """Run the production server over the test archive; yields its address."""
    port = free_port()
    command = [sys.executable, "-c", "from search.cli import main; main()", "serve", "--port", str(port)]
    log = tmp_path_factory.mktemp("server") / "log"
    root = Path(__file__).parents[2]
    environment = {**os.environ, "WARTA_INDEX": str(index_folder), "PYTHONPATH": str(root)}
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=log.parent, env=environment, stdout=output, stderr=output)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_until_up(address, process, log)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def _wait_until_up(address, process, log):
    for _ in range(150):
        assert process.poll() is None, log.read_text()
        with (
            contextlib.suppress(urllib.error.URLError, ConnectionError),
            urllib.request.urlopen(f"{address}/healthz", timeout=5),
        ):
            return
        time.sleep(0.2)
    pytest.fail(f"the server did not come up: {log.read_text()}")


@pytest.fixture(scope="module")
def chromium(tmp_path_factory):
    binary = found("chromium", "chromium-browser", "google-chrome", "/usr/bin/chromium")
    driver = found("chromedriver", "/usr/bin/chromedriver")
    if not binary or not driver:
        pytest.skip("needs Chromium and chromedriver on PATH or in /usr/bin")
    options = webdriver.ChromeOptions()
    options.binary_location = binary
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = webdriver.Chrome(options=options, service=Service(driver))
    yield browser
    browser.quit()


class Browser:
    """The browser at the server: short words for what the tests do."""

    def __init__(self, driver, address):
        self.driver, self.address = driver, address

    def open(self, path, width=1280, height=900, scheme="light"):
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        feature = {"name": "prefers-color-scheme", "value": scheme}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
        self.driver.get(self.address + path)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def script(self, code):
        return self.driver.execute_script(code)

    def click_through(self, element):
        """Click a link and wait for the next page."""
        root = self.one("html")
        element.click()
        WebDriverWait(self.driver, 10).until(lambda driver: driver.find_element(By.TAG_NAME, "html") != root)

    def press(self, keys):
        webdriver.ActionChains(self.driver).send_keys(keys).perform()

    def focused(self):
        return self.driver.switch_to.active_element


@pytest.fixture
def browser(chromium, server):
    return Browser(chromium, server)


def test_searching_filtering_paging_and_reading(browser):
    browser.open("/")
    box = browser.one("#q")
    assert browser.focused() == box
    root = browser.one("html")
    box.send_keys("harga beras", Keys.ENTER)
    WebDriverWait(browser.driver, 10).until(lambda _: browser.one("html") != root)
    assert "50 paragraf di 25 artikel" in browser.one(".count").text

    facet = next(link for link in browser.all(".values a") if link.text.startswith("Ekonomi"))
    browser.click_through(facet)
    assert "di 12 artikel" in browser.one(".count").text

    browser.click_through(browser.one(".pages a[rel=next]"))
    assert "Halaman 2 dari 2" in browser.one(".pages").text
    assert len(browser.all(".result")) == 2

    headline = browser.one(".result h2 a")
    title = headline.text
    browser.click_through(headline)
    assert browser.one("h1").text == title
    target = browser.one(".text p:target")
    assert target.get_attribute("id") == browser.driver.current_url.partition("#")[2]
    assert browser.script("return document.querySelector(':target').getBoundingClientRect().top >= 0")
    assert browser.all(".text mark")

    browser.click_through(browser.one(".back a"))
    assert "Halaman 2 dari 2" in browser.one(".pages").text


def test_the_date_form_filters(browser):
    browser.open("/?q=harga+beras")
    browser.script("document.querySelector('.days [name=from]').value = '2023-01-01'")
    browser.click_through(browser.one(".days button"))
    assert "di 6 artikel" in browser.one(".count").text


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_nothing_overflows_sideways(browser, path, width):
    browser.open(path, width=width, height=740)
    browser.script("document.querySelectorAll('details').forEach(details => details.open = true)")
    widths = "return [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    needed, there = browser.script(widths)
    assert needed <= there


SMALL_TARGETS = """
return [...document.querySelectorAll('a, button, summary, input:not([type=hidden])')]
  .filter(element => element.checkVisibility() && !element.matches('.skip, dialog *, [aria-hidden] *'))
  .map(element => [element, element.getBoundingClientRect()])
  .filter(([element, box]) => box.width < 24 || box.height < 24)
  .map(([element, box]) => `${element.outerHTML.slice(0, 80)} ${box.width} x ${box.height}`)
"""


@pytest.mark.parametrize("path", PAGES)
def test_targets_are_large_enough(browser, path):
    """WCAG 2.2, 2.5.8: 24 by 24 CSS pixels; bars of the timeline have equals in a table."""
    browser.open(path, width=360)
    browser.script("document.querySelectorAll('details').forEach(details => details.open = true)")
    assert browser.script(SMALL_TARGETS) == []


# Contrast of every text with the nearest opaque background, by the formula of WCAG 2.2 (relative luminance).
LOW_CONTRAST = """
const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
const linear = (v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
const luminance = (colour) => {
  const [r, g, b] = parts(colour).map(value => linear(value / 255));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const ground = (element) => {
  for (let e = element; e; e = e.parentElement) {
    const [, , , alpha = 1] = parts(getComputedStyle(e).backgroundColor);
    if (alpha === 1) return getComputedStyle(e).backgroundColor;
  }
  return 'rgb(255, 255, 255)';
};
const low = [];
for (const element of document.querySelectorAll('body *')) {
  const says = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
  if (!says || !element.checkVisibility() || element.matches('script, .unseen')) continue;
  const [a, b] = [luminance(getComputedStyle(element).color), luminance(ground(element))];
  const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  if (ratio < 4.5) low.push(`${element.outerHTML.slice(0, 80)} ${ratio.toFixed(2)}`);
}
return low;
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_every_text_has_contrast(browser, path, scheme):
    """WCAG 2.2, 1.4.3: 4.5 to 1."""
    browser.open(path, scheme=scheme)
    ground = browser.script("return getComputedStyle(document.body).backgroundColor")
    assert (ground == "rgb(253, 252, 249)") == (scheme == "light")
    assert browser.script(LOW_CONTRAST) == []


def test_the_filters_lie_open_on_a_wide_screen_only(browser):
    visible = "return document.querySelector('.days').checkVisibility({contentVisibilityAuto: true})"
    for scripts in (False, True):
        browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not scripts})
        for width, there in ((360, False), (1280, True)):
            browser.open("/?q=harga+beras", width=width)
            assert browser.script(visible) == there, (scripts, width)


def test_the_skip_link_comes_first_and_is_seen_when_focused(browser):
    browser.open("/?q=harga+beras")
    browser.press(Keys.TAB)
    skip = browser.focused()
    assert skip.get_attribute("class") == "skip"
    assert browser.script("return document.activeElement.getBoundingClientRect().top >= 0")
    assert browser.script("return getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_keys_lead_through_the_results_and_can_be_turned_off(browser):
    browser.open("/?q=harga+beras")
    headlines = browser.all(".result h2 a")
    browser.press("j")
    assert browser.focused() == headlines[0]
    browser.press("jjk")
    assert browser.focused() == headlines[1]
    browser.press("/")
    assert browser.focused() == browser.one("#q")
    browser.press("jk")
    assert browser.one("#q").get_attribute("value") == "jk", "keys are only letters inside a field"

    browser.open("/?q=harga+beras")
    browser.press("?")
    assert browser.one("dialog").is_displayed()
    browser.one("#pintasan-aktif").click()
    browser.press(Keys.ESCAPE)
    browser.open("/?q=harga+beras")
    browser.press("j")
    assert browser.focused().tag_name == "body", "turned off, and remembered"
    browser.script("localStorage.clear()")


def test_no_page_breaks_its_own_policy(browser):
    browser.driver.get_log("browser")
    for path in PAGES:
        browser.open(path)
    assert [entry for entry in browser.driver.get_log("browser") if entry["level"] == "SEVERE"] == []


# --- suggestions ------------------------------------------------------------------------------------------


def options(browser, count=1):
    """Wait until so many suggestions are shown, and return them."""
    shown = "#q-saran:not([hidden]) [role=option]"
    WebDriverWait(browser.driver, 10).until(lambda _: len(browser.all(shown)) >= count)
    return browser.all(shown)


AXE = importlib.resources.files("axe_core_python").joinpath("axe.min.js").read_text()


def violations(browser):
    """Return what axe-core finds against WCAG and good practice, rule by rule."""
    browser.script(AXE)
    found = browser.driver.execute_async_script("axe.run().then(arguments[0])")["violations"]
    return [(one["id"], [node["html"][:100] for node in one["nodes"]]) for one in found]


def test_suggestions_are_chosen_with_keys(browser):
    browser.open("/")
    browser.script("localStorage.clear()")
    box = browser.one("#q")
    box.send_keys("har")
    first = options(browser)[0]
    assert box.get_attribute("role") == "combobox"
    assert box.get_attribute("aria-expanded") == "true"
    assert box.get_attribute("aria-controls") == browser.one("[role=listbox]").get_attribute("id")
    assert not box.get_attribute("aria-activedescendant")
    assert violations(browser) == []
    box.send_keys(Keys.ARROW_DOWN)
    assert box.get_attribute("aria-activedescendant") == first.get_attribute("id")
    assert first.get_attribute("aria-selected") == "true"
    assert box.get_attribute("value") in first.text
    box.send_keys(Keys.ESCAPE)
    assert (box.get_attribute("value"), box.get_attribute("aria-expanded")) == ("har", "false")
    assert browser.focused() == box
    box.send_keys(Keys.ARROW_DOWN)
    options(browser)
    chosen = "return document.querySelector('#q').value"
    box.send_keys(Keys.ARROW_DOWN)
    text, root = browser.script(chosen), browser.one("html")
    box.send_keys(Keys.ENTER)
    WebDriverWait(browser.driver, 10).until(lambda _: browser.one("html") != root)
    assert browser.one("#q").get_attribute("value") == text
    assert browser.all(".result")


def test_a_suggestion_is_clicked_and_a_headline_opens_its_article(browser):
    browser.open("/?lang=en")
    browser.one("#q").send_keys("panen")
    headline = next(one for one in options(browser) if "open article" in one.text)
    browser.click_through(headline)
    assert "/artikel/" in browser.driver.current_url
    assert browser.driver.current_url.endswith("?lang=en")


def test_own_searches_are_remembered_here_alone_and_can_be_forgotten(browser):
    browser.open("/")
    browser.script("localStorage.clear()")
    browser.open("/?q=harga+beras")
    browser.open("/?q=zzz+tidak+ada")
    browser.open("/")
    box = browser.one("#q")
    box.send_keys(Keys.ARROW_DOWN)
    texts = [one.text.splitlines()[0] for one in options(browser, 2)]
    assert texts[0].startswith("zzz tidak ada")
    assert texts[1].startswith("harga beras")
    assert browser.all(".suggestions span")[0].text == "pencarian lalu"
    box.send_keys(Keys.ESCAPE)
    browser.one("#saran-buka").click()
    assert violations(browser) == []
    browser.one("#riwayat-hapus").click()
    assert browser.script("return localStorage.getItem('warta-riwayat')") is None
    browser.one("#riwayat-aktif").click()
    browser.open("/?q=harga+beras")
    assert browser.script("return localStorage.getItem('warta-riwayat')") is None, "switched off"
    browser.one("#saran-buka").click()
    browser.one("#saran-aktif").click()
    browser.press(Keys.ESCAPE)
    browser.one("#q").send_keys("pan")
    time.sleep(0.5)
    assert not browser.all("#q-saran:not([hidden])"), "switched off"
    browser.script("localStorage.clear()")


def test_without_a_script_the_box_is_a_plain_one(browser):
    browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.open("/")
        box = browser.one("#q")
        assert box.get_attribute("role") in (None, "")
        assert not browser.one("#saran-buka").is_displayed()
        box.send_keys("harga beras")
        browser.click_through(browser.one(".search button"))
        assert browser.all(".result")
    finally:
        browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


@pytest.mark.parametrize("path", (*PAGES, "/nama/Kementerian%20Perdagangan"))
def test_axe_finds_nothing(browser, path):
    for width, scheme in ((1280, "light"), (360, "dark")):
        browser.open(path, width=width, scheme=scheme)
        browser.script("document.querySelectorAll('details').forEach(details => details.open = true)")
        assert violations(browser) == []
