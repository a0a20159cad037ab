"""Takes the pictures in docs/images: start the demo, then `python docs/screenshots.py http://127.0.0.1:7860`."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

IMAGES = Path(__file__).parent / "images"
MESSAGES = "#chat [data-testid=bot], #chat [data-testid=user]"


def main(address: str) -> None:
    IMAGES.mkdir(exist_ok=True)
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        employee = signed_in(browser, address, "lotte")
        write(employee)
        employee.evaluate("window.scrollTo(0, 0)")
        employee.screenshot(path=IMAGES / "write.png")
        employee.set_viewport_size({"width": 390, "height": 844})
        employee.evaluate("document.querySelector('#draft').scrollIntoView()")
        employee.screenshot(path=IMAGES / "write-phone.png")
        officer = signed_in(browser, address, "katrien")
        expect(officer.locator("#passages li").first).to_be_visible(timeout=20_000)
        officer.screenshot(path=IMAGES / "knowledge.png")
        officer.goto(f"{address}/rules/")
        expect(officer.locator("#outcomes table")).to_be_visible()
        officer.locator("#rule label").nth(3).click()
        officer.wait_for_timeout(1000)
        officer.screenshot(path=IMAGES / "rules.png")
        manager = signed_in(browser, address, "ilse")
        expect(manager.locator("#body mark").first).to_be_visible()
        manager.screenshot(path=IMAGES / "review.png")
        browser.close()


def signed_in(browser: Browser, address: str, name: str) -> Page:
    page = browser.new_context(viewport={"width": 1360, "height": 960}, locale="nl-BE").new_page()
    page.goto(f"{address}/login")
    page.click(f"#as-{name}")
    page.wait_for_selector(".gradio-container button")
    return page


def write(page: Page) -> None:
    """A flagged draft that waits for the manager, and then a chat with a draft that may go out."""
    expect(page.locator(MESSAGES).first).to_be_visible()
    page.click("#new-chat")
    expect(page.locator("#draft textarea")).to_have_value("")
    page.fill(
        "#draft textarea",
        "Wat een nieuws: waar nu nog de oude wasserij staat, komen vier operatiezalen en 24 plaatsen voor mensen die "
        "dezelfde dag naar huis gaan.\n\nIk kijk ernaar uit. Vragen? Bel me op 0478 12 34 56.",
    )
    page.click("#check")
    expect(page.locator("#hand-in")).to_be_visible(timeout=20_000)
    page.fill("#note textarea", "Iedereen praat erover. Mag dit al?")
    page.click("#hand-in")
    expect(page.locator("#decision")).to_contain_text("leidinggevende", timeout=20_000)
    page.click("#new-chat")
    expect(page.locator("#draft textarea")).to_have_value("")
    for place, words in enumerate(
        (
            "was gisteren op de jobbeurs in Gent, veel studenten, vooral vragen over nachtwerk",
            "een student vroeg of ik 's nachts nooit bang ben. Ik moest lachen: alleen ben je nooit",
        )
    ):
        page.fill("#message textarea", words)
        page.click("#send")
        expect(page.locator(MESSAGES)).to_have_count(3 + 2 * place, timeout=20_000)
    page.click("#reply-0")
    expect(page.locator("#verdict")).to_contain_text("naar buiten", timeout=20_000)
    page.wait_for_timeout(11_000)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:7860")
