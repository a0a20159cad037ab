"""Every page as somebody meets it who reads with a screen reader or works without a mouse."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import Server

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SignIn = Callable[..., "Page"]
PAGES = {
    "lotte": ("write/", "voice/", "learn", "learn/voice", "learn/ideas", "my-voice", "my-voice/interview", "account"),
    "ilse": ("review/",),
}


@pytest.mark.parametrize("size", ["wide", "phone"])
@pytest.mark.parametrize(("name", "path"), [(name, path) for name, paths in PAGES.items() for path in paths])
def test_axe_finds_nothing_serious(sign_in: SignIn, server: Server, name: str, path: str, size: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = sign_in(name, size)
    page.goto(f"{server.address}/{path}")
    page.wait_for_selector("main")
    page.wait_for_timeout(2000)
    found = Axe().run(page).response["violations"]
    serious = [(one["id"], one["nodes"][0]["html"][:160]) for one in found if one["impact"] in ("serious", "critical")]
    assert serious == []


def test_a_whole_conversation_by_keyboard_alone(sign_in: SignIn, server: Server) -> None:
    from playwright.sync_api import expect

    page = sign_in("lotte")
    page.wait_for_timeout(1500)

    def reach(selector: str) -> None:
        for _ in range(60):
            if page.evaluate("s => document.activeElement && document.activeElement.matches(s)", selector):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"{selector} is not reached with the Tab key")

    reach("#new-chat")
    page.keyboard.press("Enter")
    page.wait_for_timeout(1500)
    reach("#message textarea")
    page.keyboard.type("was gisteren op de jobbeurs in Gent, veel studenten, vooral vragen over nachtwerk")
    page.keyboard.press("Enter")
    expect(page.locator("#reply-0")).to_be_visible()
    reach("#reply-0")
    page.keyboard.press("Enter")
    expect(page.locator("#draft textarea")).not_to_have_value("")
    reach("#check")
    page.keyboard.press("Enter")
    expect(page.locator("#verdict")).to_contain_text("naar buiten")
