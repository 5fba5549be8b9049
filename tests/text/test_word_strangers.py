"""Word files that nobody wrote for the importer are read as a careful reader would read them."""

import pytest

from reader.text.formats.docx import read_document
from tests.text.strangers import differences, reading_of
from tests.text.word_files import item, note, paragraph, reference, run, table, word_file

BOLD = "<w:b/>"
RAISED = '<w:vertAlign w:val="superscript"/>'
CENTRED = '<w:jc w:val="center"/>'
SET_IN = '<w:ind w:left="720" w:right="720"/>'
SIGN = "<w:r><w:footnoteRef/></w:r>"
QUAY = (
    "The quay at Orlin was built twice, once in stone and once in law, and the second building"
    " took longer than the first."
)
LEASE = (
    "The lease of 1931 runs for ninety-nine years and names no rent, since both sides expected"
    " the other to be gone before it was asked for."
)


def raised(text):
    return run(text, RAISED)


DOCUMENTS = {
    "typed by hand, headings in bold, notes numbered by Word": (
        word_file(
            paragraph(run("The Law of the Quay", BOLD), properties=CENTRED)
            + paragraph("Mira Sund", properties=CENTRED)
            + paragraph("May 2014", properties=CENTRED)
            + paragraph(run("Two buildings", BOLD))
            + paragraph(QUAY, raised("1"))
            + paragraph(run("Ninety-nine years", BOLD))
            + paragraph(LEASE, raised("2,3"), " Nobody is.")
            + paragraph(run("Notes", BOLD))
            + item("Port Book, 1888, f. 9.", 1)
            + item("Lease of 4 May 1931.", 1)
            + item("The same, cl. 2.", 1)
        ),
        f"""\
title: The Law of the Quay
kicker: Mira Sund
kicker: May 2014
heading: Two buildings
paragraph: {QUAY}⟦1⟧
heading: Ninety-nine years
paragraph: {LEASE}⟦2⟧⟦3⟧ Nobody is.
note 1: Port Book, 1888, f. 9.
note 2: Lease of 4 May 1931.
note 3: The same, cl. 2.""",
    ),
    "styles in another language, footnotes and endnotes of Word": (
        word_file(
            paragraph("POLICY BRIEF")
            + paragraph("The Law of the Quay", style="Titel")
            + paragraph("What a lease can hold", style="Untertitel")
            + paragraph("By Mira Sund and Ole Hart")
            + paragraph("Two buildings", style="berschrift1")
            + paragraph(QUAY, reference(2), " It leaks.", reference(1, "endnote"))
            + paragraph("In stone", style="berschrift2")
            + paragraph(LEASE, reference(3))
            + paragraph("They built it “for ever”.", style="Zitat")
            + paragraph("Figure 1: The quay in 1931", style="Beschriftung")
            + table(["Year", "Ships"], ["1931", "40"])
            + paragraph("first", style="ListBullet")
            + item("second", 2),
            footnotes=note(2, paragraph(SIGN, " Port Book, f. 9."))
            + note(3, paragraph(SIGN, " Lease, cl. 2."), paragraph("It was never read.")),
            endnotes=note(1, paragraph("<w:r><w:endnoteRef/></w:r>", " In 1990."), kind="endnote"),
        ),
        f"""\
title: The Law of the Quay
kicker: POLICY BRIEF
kicker: What a lease can hold
kicker: By Mira Sund and Ole Hart
heading: Two buildings
paragraph: {QUAY}⟦1⟧ It leaks.⟦i⟧
heading: In stone
paragraph: {LEASE}⟦2⟧
quote: They built it “for ever”.
caption: Figure 1: The quay in 1931
table: Year\\tShips\\n1931\\t40
list_item: first
list_item: second
note 1: Port Book, f. 9.
note 2: Lease, cl. 2. ¶ It was never read.
note i: In 1990.""",
    ),
    "brackets and ranges, a quotation set in, no styles at all": (
        word_file(
            paragraph("The Law of the Quay: A Reply")
            + paragraph("Abstract")
            + paragraph(f"{QUAY} [1]")
            + paragraph("THE SECOND BUILDING")
            + paragraph(f"{LEASE} [2–4], [6]")
            + paragraph("We build for ever, and shall be paid when it is over.", properties=SET_IN)
            + paragraph("So wrote the clerk, who had read the lease and did not like it [5].")
            + paragraph("REFERENCES")
            + "".join(
                paragraph(f"[{number}] Reference number {number}, p. {number}.")
                for number in range(1, 7)
            )
        ),
        f"""\
title: The Law of the Quay: A Reply
heading: Abstract
paragraph: {QUAY}⟦1⟧
heading: THE SECOND BUILDING
paragraph: {LEASE}⟦2⟧⟦3⟧⟦4⟧⟦6⟧
quote: We build for ever, and shall be paid when it is over.
paragraph: So wrote the clerk, who had read the lease and did not like it⟦5⟧.
note 1: Reference number 1, p. 1.
note 2: Reference number 2, p. 2.
note 3: Reference number 3, p. 3.
note 4: Reference number 4, p. 4.
note 5: Reference number 5, p. 5.
note 6: Reference number 6, p. 6.""",
    ),
    "the title as the first heading, raised notes typed with stops": (
        word_file(
            paragraph("The Law of the Quay", style="berschrift1")
            + paragraph("Two buildings", style="berschrift2")
            + paragraph(QUAY, raised("1"), " It has a loft. ", raised("2"))
            + paragraph("Ninety-nine years", style="berschrift2")
            + paragraph(run("In short. ", BOLD), LEASE, raised("3"))
            + paragraph("Endnotes", style="berschrift2")
            + paragraph(raised("1"), " Port Book, f. 9.")
            + paragraph(raised("2"), " It was a loft.")
            + paragraph(raised("3"), " Lease, ", run("passim", "<w:i/>"), ".")
        ),
        f"""\
title: The Law of the Quay
heading: Two buildings
paragraph: {QUAY}⟦1⟧ It has a loft.⟦2⟧
heading: Ninety-nine years
paragraph: In short. {LEASE}⟦3⟧
note 1: Port Book, f. 9.
note 2: It was a loft.
note 3: Lease, passim.""",
    ),
    "signs instead of numbers, and a native note with a sign of its own": (
        word_file(
            paragraph("The Law of the Quay", style="Titel")
            + paragraph(f"{QUAY}*")
            + paragraph(f"{LEASE}†")
            + paragraph("Nobody has asked since, and the quay has settled into the mud of ages.")
            + paragraph("* Port Book, f. 9.")
            + paragraph("† Lease, cl. 2.")
        ),
        f"""\
title: The Law of the Quay
paragraph: {QUAY}⟦*⟧
paragraph: {LEASE}⟦†⟧
paragraph: Nobody has asked since, and the quay has settled into the mud of ages.
note *: Port Book, f. 9.
note †: Lease, cl. 2.""",
    ),
    "sections numbered by Word": (
        word_file(
            paragraph("The Law of the Quay", style="Titel")
            + item("Two buildings", 1).replace("<w:pPr>", '<w:pPr><w:pStyle w:val="berschrift1"/>')
            + paragraph(QUAY)
            + item("Ninety-nine years", 1).replace(
                "<w:pPr>", '<w:pPr><w:pStyle w:val="berschrift1"/>'
            )
            + paragraph(LEASE)
        ),
        f"""\
title: The Law of the Quay
heading: Two buildings
paragraph: {QUAY}
heading: Ninety-nine years
paragraph: {LEASE}""",
    ),
}


@pytest.mark.parametrize("case", DOCUMENTS.values(), ids=DOCUMENTS.keys())
def test_a_word_file_is_read_as_its_reader_would_read_it(case):
    data, wanted = case
    manuscript, _problems = read_document(data)
    assert not differences(reading_of(manuscript), wanted.split("\n"))
