"""Support, engage and measure with the sample organisation, in Dutch: wide and on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import Server
from tests.programme.test_linkedin_file import POST, workbook

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SignIn = Callable[..., "Page"]


def fits(page: Page) -> None:
    """Nothing is wider than the screen."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("size", ["wide", "phone"])
def test_figures_as_plots_with_a_table_beside_them(sign_in: SignIn, server: Server, size: str) -> None:
    from playwright.sync_api import expect

    page = sign_in("katrien", size)
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.goto(f"{server.address}/measure/")
    for plot in ("#posts-plot", "#goal-plot", "#check-plot"):
        expect(page.locator(f"{plot} canvas, {plot} svg.marks").first).to_be_visible()
    expect(page.locator("#posts-table table")).to_contain_text("Opleiding en stage")
    expect(page.locator("#heard")).to_contain_text("Welzijn van medewerkers")
    fits(page)
    page.click("#dimension label:has-text('maand')")
    expect(page.locator("#posts-table table caption")).to_have_text("Posts per maand")
    page.click("#goal label >> nth=1")
    expect(page.locator("#goal-table")).to_contain_text("streefcijfer 8")
    expect(page.locator("#check-table")).to_contain_text("Tijd van indienen tot beslissing")
    fits(page)
    assert faults == []


@pytest.mark.parametrize("size", ["wide", "phone"])
def test_a_file_of_linkedin_is_shown_before_it_counts(sign_in: SignIn, server: Server, size: str) -> None:
    from playwright.sync_api import expect

    page = sign_in("lotte", size)
    page.goto(f"{server.address}/my-posts")
    fits(page)
    number = 21 if size == "wide" else 22
    rows = [["URL van bijdrage", "Publicatiedatum", "Weergaven"], [POST.format(number), "20-10-2026", "1.911"], ["?"]]
    page.set_input_files(
        "input[type=file]", {"name": "Inhoud.xlsx", "mimeType": "", "buffer": workbook(TOP_POSTS=rows)}
    )
    page.click("text=Lees het bestand")
    expect(page.locator("body")).to_contain_text("Er is nog niets veranderd")
    expect(page.locator("body")).to_contain_text("TOP POSTS, rij 3")
    fits(page)
    page.click("text=Neem dit over")
    expect(page.locator(".well")).to_contain_text("Overgenomen uit het bestand")
    card = page.locator("section.card", has_text=POST.format(number))
    expect(card).to_contain_text("1.911")
    fits(page)


@pytest.mark.parametrize("size", ["wide", "phone"])
def test_from_support_to_a_signed_evaluation(sign_in: SignIn, server: Server, size: str) -> None:
    from playwright.sync_api import expect

    page = sign_in("katrien", size)
    for address, words in (
        ("/support", "Zoek een ervaren collega"),
        ("/support/questions", "boze reactie"),
        ("/support/kits/duurzaam-ziekenhuis", "Restafval"),
        ("/engage", "Fotodag"),
        ("/engage/thanks", "Deelde op"),
        ("/engage/rewards", "Hiermee wordt de post reclame"),
        ("/surveys", "De tijd die het vraagt"),
        ("/evaluations", "ontwerp"),
    ):
        page.goto(f"{server.address}{address}")
        expect(page.locator("main")).to_contain_text(words)
        fits(page)
    page.click("text=Schrijf de evaluatie")
    expect(page.locator("article.report")).to_contain_text("Wat mensen zeiden")
    fits(page)
    with page.expect_download() as download:
        page.click("a:has-text('PDF')")
    assert re.fullmatch(r"evaluation-\d{4}-\d\d-\d{4}-\d\d-nl\.pdf", download.value.suggested_filename)
    page.click("button:has-text('Onderteken')")
    expect(page.locator("footer")).to_contain_text("Ondertekend door Katrien Desmedt")
    expect(page.locator("button:has-text('Start het volgende halfjaar')")).to_be_visible()
