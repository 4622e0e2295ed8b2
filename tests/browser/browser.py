"""A browser without a window, driven through the WebDriver protocol (W3C) with the standard library alone."""
import base64
import json
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request

SKIPPED = 77
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the protocol's own name for a reference to an element
KEYS = {"Enter": "\ue007", "Tab": "\ue004", "Down": "\ue015", "Up": "\ue013", "Escape": "\ue00c", "Space": " ", "Shift": "\ue008", "Backspace": "\ue003"}


def skip_without_browser():
    if not shutil.which("chromium") or not shutil.which("chromedriver"):
        print("skipped: there is no chromium with its chromedriver")
        sys.exit(SKIPPED)


class Browser:
    def __init__(self, directory, downloads=None, width=1400, height=1000, dark=False, language="en"):
        """`directory` keeps its profile and log; `downloads` (or it) what pages save."""
        self.port = None
        self.log = open(os.path.join(directory, "chromedriver.log"), "w+", encoding="utf-8")
        self.driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=self.log, stderr=subprocess.STDOUT)
        self.port = self.wait_for_port()
        options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", f"--window-size={width},{height}", f"--lang={language}",
                   f"--user-data-dir={os.path.join(directory, 'profile')}"]
        if dark:
            options.append("--blink-settings=preferredColorScheme=0")
        answer = self.ask("POST", "/session", {"capabilities": {"alwaysMatch": {
            "browserName": "chrome",
            "goog:loggingPrefs": {"browser": "ALL"},
            "goog:chromeOptions": {"args": options, "prefs": {"download.default_directory": downloads or directory, "intl.accept_languages": language}}}}})
        self.session = f"/session/{answer['sessionId']}"

    def wait_for_port(self):
        for _ in range(200):
            with open(self.log.name, encoding="utf-8") as log:
                for line in log:
                    if "on port" in line and "successfully" in line:
                        return int(line.rstrip(".\n").split()[-1])
            time.sleep(0.1)
        sys.exit("chromedriver does not start")

    def ask(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data=data, method=method, headers={"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            value = json.load(error)["value"]
            raise RuntimeError(f"{path}: {value['error']}: {value['message'].splitlines()[0]}") from None

    def open(self, path):
        self.ask("POST", self.session + "/url", {"url": "file://" + os.path.abspath(path)})

    def run(self, script, *arguments):
        return self.ask("POST", self.session + "/execute/sync", {"script": script, "args": list(arguments)})

    def type(self, text):
        """Types into whatever has the focus."""
        actions = [{"type": kind, "value": key} for key in text for kind in ("keyDown", "keyUp")]
        self.ask("POST", self.session + "/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": actions}]})

    def press(self, *names, shift=False):
        for name in names:
            keys = [{"type": kind, "value": KEYS[name]} for kind in ("keyDown", "keyUp")]
            if shift:
                keys = [{"type": "keyDown", "value": KEYS["Shift"]}] + keys + [{"type": "keyUp", "value": KEYS["Shift"]}]
            self.ask("POST", self.session + "/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": keys}]})

    def focused(self):
        return self.run("return document.activeElement.id || document.activeElement.className")

    def tab_to(self, identity, most=60):
        """Presses Tab until that has the focus: a reader without a mouse can get there."""
        for _ in range(most):
            if self.focused() == identity:
                return
            self.press("Tab")
        raise AssertionError(f"Tab does not lead to {identity}")

    def text(self, identity):
        return self.run("return document.getElementById(arguments[0]).innerText", identity)

    def resize(self, width, height):
        """The page's own width, whatever the least of a window may be."""
        self.ask("POST", self.session + "/goog/cdp/execute", {"cmd": "Emulation.setDeviceMetricsOverride",
                 "params": {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}})

    def whole_height(self):
        return self.run("return document.documentElement.scrollHeight")

    def screenshot(self, path):
        with open(path, "wb") as file:
            file.write(base64.b64decode(self.ask("GET", self.session + "/screenshot")))

    def complaints(self):
        """What the console has: errors and warnings."""
        return [entry["message"] for entry in self.ask("POST", self.session + "/se/log", {"type": "browser"})]

    def cut(self):
        """Elements whose text is wider than they are, or that reach beyond the page, unless they scroll."""
        return self.run("""
            const width = document.documentElement.clientWidth;
            const scrolls = (e) => e && (["auto", "scroll"].includes(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
            const seen = (e) => e.getClientRects().length && getComputedStyle(e).clipPath === "none";
            return [...document.body.querySelectorAll("*")].filter((e) => seen(e) && !e.closest("svg") && !scrolls(e) && !e.closest(".hidden") &&
                (e.getBoundingClientRect().right > width + 1 || (e.scrollWidth > e.clientWidth + 1 && e.clientWidth && getComputedStyle(e).display !== "inline" &&
                !["INPUT", "TEXTAREA"].includes(e.tagName))))
                .map((e) => e.tagName + "." + e.className + "#" + e.id + ": " + (e.textContent || "").slice(0, 40));""")

    def close(self):
        try:
            self.ask("DELETE", self.session)
        finally:
            self.driver.terminate()
            self.driver.wait()
            self.log.close()
