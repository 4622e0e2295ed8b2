#!/usr/bin/python3
"""The customer's order form in a real browser: filled in by keyboard alone, saved, placed; what came out equals what went in.

    form.py ORDR DIRECTORY

DIRECTORY (made new) keeps the page, what was saved, and screenshots to look at.
"""
import json
import os
import shutil
import subprocess
import sys
import time

from browser import Browser, skip_without_browser

ordr, directory = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
skip_without_browser()
shutil.rmtree(directory, ignore_errors=True)
os.makedirs(directory)
environment = {name: value for name, value in os.environ.items() if not name.startswith(("ORDR_", "LC_", "LANG"))}
environment |= {"ORDR_DB": os.path.join(directory, "ordr.db"), "ORDR_HOOKS": "", "TZ": "Europe/Berlin"}
SOUND = "</script><script>document.title='broken'</script><b>Säge</b> & Söhne “24 Zähne”"


def run(*arguments, **more):
    answer = subprocess.run([ordr, *arguments], capture_output=True, text=True, env=environment, check=False, **more)
    assert answer.returncode == 0, (arguments, answer.returncode, answer.stderr)
    return answer.stdout


def same(what, found, expected):
    assert found == expected, f"{what}: {found!r}, expected {expected!r}"


def downloaded(name):
    path = os.path.join(directory, name)
    for _ in range(100):
        if os.path.exists(path):
            return path
        time.sleep(0.1)
    raise AssertionError(f"{name} was not saved: {os.listdir(directory)}")


def add(browser, part, quantity):
    """From the search: type a part, Enter takes the first, the quantity is selected; Enter goes back to the search."""
    same("focus before a search", browser.focused(), "search")
    browser.type(part)
    browser.press("Enter")
    assert browser.focused().startswith("qty-"), browser.focused()
    browser.type(quantity)
    browser.press("Enter")


def totals(browser):
    return [row.replace("\xa0", " ") for row in browser.run("return [...document.querySelectorAll('#totals tr')].map((row) => [...row.children].map((c) => c.textContent).join('|'))")]


def check_order(saved):
    with open(saved, encoding="utf-8") as file:
        form = json.load(file)
    placed = json.loads(run("place", saved, "--json"))[0]
    for name in ("customer", "ref", "key", "channel", "requested", "note"):
        same(name, placed[name], form[name])
    for name in ("name", "street", "postcode", "city", "country"):
        same(name, placed["ship_to"][name], form["ship_to"][name])
    same("lines", [(line["sku"], line["ordered"], line["price"]) for line in placed["lines"]],
         [(line["sku"], line["qty"], line["price"]) for line in form["lines"]])
    again = json.loads(run("place", saved, "--json"))[0]
    same("the same file twice", (again["id"], again["replayed"]), (placed["id"], True))
    return placed


def fill(browser):
    """German, by keyboard alone."""
    add(browser, "hammer 500", "1x")
    assert "ganze Zahl" in browser.run("return document.querySelector('#lines .note.bad').textContent")
    browser.tab_to("qty-1")
    browser.press("Backspace", "Backspace")
    browser.type("12")
    browser.press("Enter")
    add(browser, "kabel", "2,75")
    add(browser, "säge", "3")
    browser.tab_to("save")
    browser.press("Enter")
    assert not browser.run("return document.getElementById('errors').hidden"), "a form without a customer was saved"
    same("focus on what is wrong", browser.focused(), "errors")
    same("the list of what is wrong", browser.run("return [...document.querySelectorAll('#errors li')].map((item) => item.innerText)"), ["Ihre Kundennummer fehlt"])
    browser.tab_to("customer")
    browser.type("C-77")
    browser.tab_to("ref")
    browser.type("PO 4711/ü")
    browser.tab_to("requested")
    browser.type("12312099")
    browser.tab_to("note")
    browser.type("Bitte vor 10 Uhr: Tor 3 \"Nord\" \\ <hinten>")
    browser.tab_to("elsewhere")
    browser.press("Space")
    for identity, value in (("ship-name", "Werft Elbmündung"), ("ship-street", "Kai 7"), ("ship-postcode", "20457"), ("ship-city", "Hamburg"), ("ship-country", "de")):
        browser.tab_to(identity)
        browser.type(value)


def prepare():
    run("init")
    run("config", "set", "company.name", "Nordlicht <Werkzeuge> & Söhne")
    run("customer", "add", "--code", "C-77", "--name", "Werft", "--language", "de")
    run("product", "add", "--sku", "HAM-500", "--name", "Schlosserhammer 500 g", "--price", "13.95")
    run("product", "add", "--sku", "KAB-3", "--name", "Kabel H07RN-F 3G1,5", "--unit", "MTR", "--decimals", "2", "--price", "2.3499")
    run("product", "add", "--sku", "SAG-24", "--name", SOUND, "--price", "20.01", "--tax-rate", "7")
    run("product", "add", "--sku", "MON", "--name", "Montage", "--kind", "service", "--unit", "HUR", "--price", "80", "--capacity", "8")
    for number in range(70):
        run("product", "add", "--sku", f"BLT-{number:02}", "--name", f"Schraube M{number}", "--price", "1")
    run("stock", "receive", "HAM-500:5")
    run("form", "--html", "--customer", "C-77", os.path.join(directory, "order.html"))
    run("form", "--html", "--lang", "en", os.path.join(directory, "english.html"))


def german(browser):
    browser.open(os.path.join(directory, "order.html"))
    same("title", browser.run("return document.title"), "Bestellformular – Nordlicht <Werkzeuge> & Söhne")
    same("number filled in", browser.run("return document.getElementById('customer').value"), "C-77")
    browser.run("document.getElementById('customer').value = ''")
    fill(browser)
    same("shown as text", browser.run("return document.querySelector('#line-3 b').textContent"), SOUND)
    assert "5 auf Lager, der Rest später" in browser.text("line-1"), browser.text("line-1")
    # 12 × 13.95 = 167.40 and 2.75 × 2.3499 = 6.462225 → 6.46, 19 %: 173.86 → 33.03; 3 × 20.01 = 60.03, 7 %: 4.20
    same("totals", totals(browser), ["Summe netto|233,89 EUR|", "USt. 19 % auf 173,86 EUR|33,03 EUR|", "USt. 7 % auf 60,03 EUR|4,20 EUR|", "Gesamtbetrag|271,12 EUR|"])
    for width, height in ((1400, 1000), (400, 800)):
        browser.resize(width, height)
        browser.resize(width, browser.whole_height())
        browser.screenshot(os.path.join(directory, f"german-{width}.png"))
        same(f"cut or beyond the page at {width}", browser.cut(), [])
    browser.tab_to("save")
    browser.press("Enter")
    placed = check_order(downloaded("order-C-77-PO-4711-.json"))
    same("net, tax and gross", (placed["net"], placed["tax"], placed["gross"]), (233.89, 37.23, 271.12))
    same("console", browser.complaints(), [])


def english(browser):
    browser.resize(1400, 1000)
    browser.open(os.path.join(directory, "english.html"))
    same("language", browser.run("return document.documentElement.lang"), "en")
    browser.type("schraube")
    same("bounded list", browser.run("return document.querySelectorAll('#matches li').length"), 50)
    browser.press("Down", "Down")
    same("chosen", browser.run("return document.getElementById('search').getAttribute('aria-activedescendant')"), "match-2")
    browser.screenshot(os.path.join(directory, "english-search.png"))
    same("cut while searching", browser.cut(), [])
    browser.press("Escape")
    browser.type("xyz")
    assert "No product" in browser.text("found")
    browser.press("Escape")
    add(browser, "mon", "1.5")
    same("a service in whole hours", browser.run("return document.querySelector('#lines .note').textContent"), "Montage: a whole number above zero")
    same("console", browser.complaints(), [])


prepare()
for name, language, dark in ((german, "de", False), (english, "en", True)):
    profile = os.path.join(directory, name.__name__)
    os.makedirs(profile)
    driver = Browser(profile, downloads=directory, dark=dark, language=language)
    try:
        name(driver)
    finally:
        driver.close()
print("the form went from keyboard to order")
