"""The programme's tiles and first steps with the sample organisation, in Dutch: wide and on a phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import Server

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SignIn = Callable[..., "Page"]


def fits(page: Page) -> None:
    """Nothing is wider than the screen."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("size", ["wide", "phone"])
def test_seven_tiles_and_a_goal_told_in_a_sentence(sign_in: SignIn, server: Server, size: str) -> None:
    from playwright.sync_api import expect

    page = sign_in("katrien", size)
    page.goto(f"{server.address}/programme/")
    expect(page.locator("#tiles .tile")).to_have_count(7)
    fits(page)
    page.locator("#tiles .tile").first.click()
    expect(page.locator("#goal label").first).to_be_visible()
    expect(page.locator("#goal-about img.plot")).to_be_visible()
    page.locator("#goal-about img.plot").evaluate("image => image.decode()")  # fails where it cannot be drawn
    page.click("#new-goal")
    expect(page.locator("#goal-what input, #goal-what textarea")).to_have_value("")
    # 30: more than the other walks let out, and within five times it.
    what = f"Tegen juni 2027 van 4 naar 30 posts per maand over stage ({size})"
    page.fill("#say textarea", what)
    page.click("#tell")
    expect(page.locator("#goal-target input, #goal-target textarea")).to_have_value("30")
    expect(page.locator("#goal-due input, #goal-due textarea")).to_have_value("30/06/2027")
    expect(page.locator("#asked")).to_contain_text("Voor wie")
    page.fill("#say textarea", "laatstejaars verpleegkunde in Gent")
    page.click("#tell")
    expect(page.locator("#asked")).to_contain_text("duidelijk")
    fits(page)
    page.click("#goal-save")
    expect(page.locator("#goal")).to_contain_text(what)
    fits(page)


@pytest.mark.parametrize("size", ["wide", "phone"])
def test_the_other_steps_fit(sign_in: SignIn, server: Server, size: str) -> None:
    from playwright.sync_api import expect

    page = sign_in("katrien", size)
    for step, sign in ((2, "#theme-facts"), (3, "#joined li"), (4, "#map img")):
        page.goto(f"{server.address}/programme/?step={step}")
        expect(page.locator(sign).first).to_be_visible()
        fits(page)
    page.locator("#map img").evaluate("image => image.decode()")


@pytest.mark.parametrize("size", ["wide", "phone"])
def test_an_invitation_is_made_and_an_employee_chooses(sign_in: SignIn, server: Server, size: str) -> None:
    from playwright.sync_api import expect

    page = sign_in("katrien", size)
    page.goto(f"{server.address}/programme/?step=3")
    page.locator("#candidate label", has_text="Ilse Bogaert").click()
    expect(page.locator("#invitation textarea")).to_be_visible()
    assert "Dag Ilse" in page.input_value("#invitation textarea")
    fits(page)
    author = sign_in("lotte", size)
    author.goto(f"{server.address}/ambassador")
    expect(author.locator("main")).to_contain_text("Je doet mee sinds")
    fits(author)
    author.goto(f"{server.address}/agreements")
    expect(author.locator("main")).to_contain_text("Patiënt herkenbaar")
    assert "dagkliniek" not in author.locator("main").inner_text().lower()
    fits(author)
