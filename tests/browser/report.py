#!/usr/bin/python3
"""The pages of reports in a real browser: every report of the demo company opens without a network, at 400 and 1,400 px, light and dark, in English and in
German, which takes more room.

    report.py ORDR DIRECTORY [--pictures]

DIRECTORY (made new) keeps the pages, and with --pictures screenshots to look at.
"""
import os
import shutil
import subprocess
import sys

from browser import Browser, skip_without_browser

ordr, directory = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
REPORTS = ("sla", "urgent", "backlog", "delays", "cash", "customers", "quality", "stock", "sales", "dashboard")
pictures = "--pictures" in sys.argv
skip_without_browser()
shutil.rmtree(directory, ignore_errors=True)
os.makedirs(directory)
environment = {name: value for name, value in os.environ.items() if not name.startswith(("ORDR_", "LC_", "LANG"))}
environment |= {"ORDR_DB": os.path.join(directory, "ordr.db"), "ORDR_HOOKS": "", "ORDR_NOW": "2026-11-26T09:00:00Z"}
subprocess.run([ordr, "init", "--demo"], env=environment, check=True, stdout=subprocess.DEVNULL)
subprocess.run([ordr, "customer", "edit", "C-1012", "--name", "<script>document.title='x'</script> & \u202eSöhne"], env=environment, check=True, stdout=subprocess.DEVNULL)
for name in REPORTS:
    for page, language in ((name, "en"), (f"{name}-de", "de")):
        subprocess.run([ordr, "report", name, "--lang", language, "--html", "-o", os.path.join(directory, f"{page}.html")], env=environment, check=True)
wrong = 0


def check(what, found, expected):
    global wrong
    if found != expected:
        wrong += 1
        print(f"{what}: {found!r}, expected {expected!r}")


for dark in (False, True):
    profile = os.path.join(directory, "dark" if dark else "light")
    os.makedirs(profile)
    browser = Browser(profile, dark=dark)
    try:
        for name in REPORTS if dark else [page for report in REPORTS for page in (report, f"{report}-de")]:
            browser.open(os.path.join(directory, f"{name}.html"))
            for width in (1400, 400):
                browser.resize(width, 900)
                check(f"{name} at {width}: the page is as wide as the window", browser.run("return document.documentElement.scrollWidth <= document.documentElement.clientWidth"), True)
                check(f"{name} at {width}: no table is cut", browser.run("return [...document.querySelectorAll('section')].every((s) => s.scrollWidth <= s.clientWidth)"), True)
                if not pictures:
                    continue
                browser.resize(width, min(browser.whole_height(), 8000))
                browser.screenshot(os.path.join(directory, f"{name}-{width}-{'dark' if dark else 'light'}.png"))
            check(f"{name}: nothing is loaded from elsewhere", browser.run("return performance.getEntriesByType('resource').length"), 0)
            check(f"{name}: no script", browser.run("return document.scripts.length"), 0)
            check(f"{name}: every table has a caption", browser.run("return [...document.querySelectorAll('table')].every((t) => t.caption && t.caption.textContent)"), True)
            check(f"{name}: every chart has a title", browser.run("return [...document.querySelectorAll('svg:not([aria-hidden])')].every((s) => s.getAttribute('role') === 'img' && s.querySelector('title'))"), True)
            check(f"{name}: one first heading", browser.run("return document.querySelectorAll('h1').length"), 1)
            check(f"{name}: console", browser.complaints(), [])
    finally:
        browser.close()
sys.exit(1 if wrong else 0)
