"""Painting: 1,000 highlights over one document, in a real Chromium, beside a hundred of them.

Run by `make benchmarks`; it prints milliseconds of the painting alone, and their ratio.
"""

import json
import statistics
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from playwright.sync_api import sync_playwright

from tests.gold import ROOT

ROUNDS = 15
PARAGRAPHS, WORDS = 400, 60
MOST = 100  # milliseconds for a thousand
IMPORTS = {
    f"annotations/{name}": f"/annotations/static/annotations/js/{name}.js"
    for name in ("painting", "places")
}
PAINT = """async ([count, rounds, paragraphs]) => {
  const { startPainting } = await import("annotations/painting");
  const painting = startPainting(document);
  // Eight of ten in a block of their own words, the rest one over the other.
  const placed = Array.from({ length: count }, (_, n) => {
    const start = n % 10 < 8 ? (n * 37 + 67 * Math.floor(n / paragraphs)) % 200 : 20;
    return { id: String(n), segments: [{ block: `k${n % paragraphs}`, start, end: start + 40 }] };
  });
  const before = document.getElementById("text").innerHTML;
  const took = [];
  for (let round = 0; round < rounds; round += 1) {
    painting.paint([]);
    const from = performance.now();
    painting.paint(placed);
    took.push(performance.now() - from);
  }
  const names = ["notes-1", "notes-2", "notes-3"];
  const ranges = names.map((name) => CSS.highlights.get(name)?.size ?? 0);
  return [took, ranges, document.getElementById("text").innerHTML === before];
}"""


def page_of(paragraphs):
    words = "salt road by night and the guard went along with <em>the carts</em> again "
    text = "".join(f'<p id="b-k{n}">{words * (WORDS // 13)}</p>' for n in range(paragraphs))
    imports = json.dumps({"imports": IMPORTS})
    return (
        f'<!doctype html><script type="importmap">{imports}</script>'
        f'<article class="sheet"><div id="text">{text}</div></article>'
    )


class Files(SimpleHTTPRequestHandler):
    """The project's own files, and the page at /."""

    def __init__(self, *args):
        super().__init__(*args, directory=str(ROOT))

    def do_GET(self):
        if self.path != "/":
            return super().do_GET()
        body = page_of(PARAGRAPHS).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)
        return None

    def log_message(self, *args):
        pass


def test_a_thousand_highlights_are_painted_at_once():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Files)
    Thread(target=server.serve_forever, daemon=True).start()
    system = Path("/usr/bin/chromium")
    chromium = {"executable_path": str(system)} if system.exists() else {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium)
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        figures = {}
        for count in (100, 1000):
            took, ranges, is_untouched = page.evaluate(PAINT, [count, ROUNDS, PARAGRAPHS])
            assert is_untouched
            assert sum(ranges) >= count * 0.5
            figures[count] = statistics.median(took)
            print(
                f"{count} highlights: median {figures[count]:.1f} ms, least {min(took):.1f}, "
                f"most {max(took):.1f}; ranges of the three depths {ranges}"
            )
        browser.close()
    server.shutdown()
    server.server_close()
    print(f"ratio of 1,000 to 100: {figures[1000] / figures[100]:.1f}")
    assert figures[1000] <= MOST
