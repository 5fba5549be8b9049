"""What a card says, to eyes and to screen readers, and what it asks the server for."""

import pytest
from playwright.sync_api import expect

from tests.browser.cards import ACTOR, KINDS, NOTE, SOURCE, Card, bring
from tests.browser.filling import ARTICLE, MIXED

pytestmark = [pytest.mark.browser, pytest.mark.reading]

# The words of an entry without its ways back.
WORDS = """entry => {
  const copy = entry.cloneNode(true);
  for (const way of copy.querySelectorAll(".back, .backs")) way.remove();
  return copy.textContent.replace(/\\s+/g, " ").trim();
}"""
KHAZALI = "#text a.actor[href='/actors/qais-al-khazali/']"


@pytest.fixture
def page(read):
    return read()


@pytest.fixture
def card(page):
    return Card(page)


def open_card(page, selector):
    """Open the card of a mark by a click and return its words."""
    bring(page, selector).click()
    box = Card(page).wait().box
    expect(box).not_to_contain_text("Opening …")
    return " ".join(box.inner_text().split())


def ways_on(card):
    """Return where the links of a card lead."""
    return card.box.locator("a").evaluate_all(
        "links => links.map(link => link.hash || link.pathname)"
    )


def heard(page):
    """Return what a screen reader finds, in order: (role, name, states) of each thing."""
    session = page.context.new_cdp_session(page)
    found = []
    for node in session.send("Accessibility.getFullAXTree")["nodes"]:
        if not node.get("ignored") and node["role"]["value"] != "InlineTextBox":
            states = {p["name"]: p["value"].get("value") for p in node.get("properties", [])}
            name = node.get("name", {}).get("value", "")
            found.append((node["role"]["value"], name, states))
    session.detach()
    return found


def test_the_card_of_a_note_has_all_of_the_note(page):
    for number in range(1, 11):
        words = page.locator(f"#fn-{number}").evaluate(WORDS)
        assert words in open_card(page, f"#fnref-{number}-1")
        page.keyboard.press("Escape")


def test_a_citation_in_a_note_shows_in_the_notes_card(page, card):
    assert "26 December 2020. Web page; cited note 1" in open_card(page, "#fnref-1-1")
    page.keyboard.press("Escape")
    # A short form ("Knights 2020.") shows the work that it stands for.
    words = open_card(page, "#fnref-7-1")
    assert "Knights 2020." in words
    assert "Back into the Shadows? The Future of Kata’ib Hezbollah" in words
    assert card.box.locator(".inner").count() == 1


def test_two_citations_in_one_note_show_each_source_once(read):
    page = read(MIXED)
    words = open_card(page, "#fnref-1-1")
    assert "A note of two paragraphs" in words
    assert "Its second paragraph" in words
    assert words.count("4 May 2019.") == 1


def test_a_citation_in_a_card_leads_on_without_a_card_of_its_own(page, card):
    open_card(page, "#fnref-1-1")
    card.box.locator(".cite").click()
    page.wait_for_url("**#source-14")
    card.wait_closed()


def test_the_card_of_a_source_has_its_facts_and_its_gaps(page, card):
    words = open_card(page, SOURCE)
    facts = "Date 26 December 2020 Title not given Cited ¶ 1"
    assert (
        words == f"Source 2 Web page al-Hurra {facts} In the list All that cites it This is wrong"
    )
    links = ways_on(card)
    assert links[:3] == ["/actors/al-hurra/", "#cite-2-1", "#source-2"]
    assert links[3].startswith("/sources/")
    page.keyboard.press("Escape")
    words = open_card(page, "#cite-15-1")
    assert words.startswith("Source 15 Book Vanguard Of The Imam Author Afshon Ostovar Publisher")


def test_a_guessed_year_is_shown_as_one(page):
    assert "9 January [2021]" in open_card(page, "#cite-12-1")


def test_the_card_of_an_actor_says_who_it_is_and_leads_on(page, card):
    words = open_card(page, KHAZALI)
    assert "Qais al-Khazali" in words
    assert words.startswith("Person")
    assert card.label == "Qais al-Khazali"
    links = ways_on(card)
    assert links[:2] == ["/actors/qais-al-khazali/", "/actors/qais-al-khazali/mentions/"]


@pytest.mark.parametrize("selector", KINDS)
def test_every_card_leads_to_the_form_about_what_it_shows(page, card, selector):
    open_card(page, selector)
    expect(card.box).not_to_contain_text("Opening …")
    words = page.locator(selector).first.inner_text()
    card.box.get_by_role("link", name="This is wrong").click()
    page.wait_for_url("**/report/?**")
    expect(page.get_by_role("heading", name="This is wrong")).to_be_visible()
    if not words.isdecimal():
        assert page.locator("blockquote b").inner_text() == words


def test_notes_and_sources_ask_for_nothing_and_an_actor_is_fetched_once(page, card):
    page.wait_for_load_state("networkidle")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for selector in ("#fnref-2-1", "#fnref-7-1", "#cite-2-1", "#cite-9-1"):
        open_card(page, selector)
        page.keyboard.press("Escape")
    assert asked == []
    for place in range(4):
        open_card(page, f"{KHAZALI} >> nth={place}")
        expect(card.box).to_contain_text("Person")
        page.keyboard.press("Escape")
    assert [address.partition("/actors/")[2] for address in asked] == ["qais-al-khazali/card/"]


def test_a_card_that_cannot_be_fetched_says_so_and_is_asked_for_again(page, card):
    page.may_say.append("Failed to load resource")
    page.route("**/card/", lambda route: route.abort())
    assert "could not be fetched" in open_card(page, ACTOR)
    assert (
        card.box.get_by_role("link", name="Actor’s page")
        .get_attribute("href")
        .endswith("/actors/hussam-al-azirjawi/")
    )
    page.keyboard.press("Escape")
    page.unroute("**/card/")
    open_card(page, ACTOR)
    expect(card.box).to_contain_text("Person")


def test_an_answer_that_is_no_card_is_not_shown(page, card):
    page.may_say += ["Failed to load resource", "503 "]
    page.route("**/card/", lambda route: route.fulfill(status=503, body="<h1>Busy</h1>"))
    open_card(page, ACTOR)
    expect(card.box).to_contain_text("could not be fetched")
    expect(card.box).not_to_contain_text("Busy")


def test_an_address_stands_once_with_a_card_open(page):
    for selector in KINDS:
        open_card(page, selector)
        ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
        assert len(ids) == len(set(ids))
        page.keyboard.press("Escape")


def test_each_mark_is_heard_once_and_says_what_it_is(page):
    links = [(role, name) for role, name, _ in heard(page) if role in {"link", "doc-noteref"}]
    assert [name for role, name in links if role == "doc-noteref" or name.startswith("Note ")] == [
        f"Note {number}" for number in range(1, 11)
    ]
    assert page.locator("#fnref-2-1").get_attribute("role") == "doc-noteref"
    assert ("link", "(al-Hurra, December 26, 2020)") in links
    assert ("link", "Hussam al-Azirjawi") in links


@pytest.mark.parametrize("selector", KINDS)
def test_a_screen_reader_hears_an_open_card_as_one_named_dialog(page, card, selector):
    before = heard(page)
    assert not [role for role, *_ in before if role == "dialog"]
    mark = bring(page, selector)
    mark.click()
    card.wait()
    expect(card.box).not_to_contain_text("Opening")
    label = card.label
    now = heard(page)
    assert [name for role, name, _ in now if role == "dialog"] == [label]
    assert mark.get_attribute("aria-expanded") == "true"
    if selector != NOTE:  # Chromium 156 says it of links, not of doc-noteref
        assert [name for _, name, states in now if states.get("expanded")] == [mark.inner_text()]
    assert mark.get_attribute("aria-controls") == "card"
    assert mark.get_attribute("aria-details") == "card"
    # Nothing reads the card out by itself, hides it, or says it again as a description.
    live = page.locator("[aria-live], [role=alert], [role=status]").all_text_contents()
    assert not any(text.strip() for text in live)
    assert page.locator("[aria-describedby]").count() == 0
    assert card.box.locator("[aria-hidden=true]").count() == 0
    mark.evaluate("mark => mark.blur()")
    page.keyboard.press("Escape")
    card.wait_closed()
    assert mark.get_attribute("aria-expanded") is None
    assert [what[:2] for what in heard(page)] == [what[:2] for what in before]


def test_the_words_of_a_note_are_heard_once_while_no_card_is_open(page):
    words = "The group also stated that the social media clips were fabricated"
    assert len([1 for role, name, _ in heard(page) if role == "StaticText" and words in name]) == 1


def test_links_never_nest_and_the_browser_reads_what_was_written(read, site):
    for path in (ARTICLE, MIXED):
        page = read(path, scripts=False)
        sent = site.html(path)
        for selector in ("#text", "#notes ol", "#sources ol"):
            read_as = page.locator(selector).evaluate("e => e.innerHTML.replaceAll('&nbsp;', ' ')")
            assert read_as.strip() in sent.replace("\xa0", " ").replace("&quot;", '"').replace(
                "&#x27;", "'"
            ).replace("&#39;", "'"), (path, selector)
    # An actor named inside a citation: the citation is the link, its card leads to the actor.
    page = read(ARTICLE)
    assert page.locator("#cite-2-1").inner_html() == "(al-Hurra, December 26, 2020)"
    assert page.locator("a a, a button, a input").count() == 0
    open_card(page, "#cite-2-1")
    assert page.locator("#card a[href='/actors/al-hurra/']").count() == 1


def test_each_marker_of_a_note_opens_it_and_comes_back_to_its_own_place(read):
    page = read(MIXED)
    assert "A note of two paragraphs" in open_card(page, "#fnref-1-2")
    page.locator("#fnref-1-2").click()
    page.wait_for_url("**#fn-1")
    came = page.locator("#fn-1 .came")
    came.wait_for()
    assert came.inner_text() == "b"
    came.click()
    page.wait_for_url("**#fnref-1-2")
