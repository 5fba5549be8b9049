"""What a browser would send: the fields of a page's form, read from its HTML."""

from html.parser import HTMLParser


class _Fields(HTMLParser):
    def __init__(self):
        super().__init__()
        self.fields, self.select, self.textarea, self.is_shown = {}, None, None, False

    def add(self, name, value):
        if name in self.fields:
            there = self.fields[name]
            self.fields[name] = [*(there if isinstance(there, list) else [there]), value]
        else:
            self.fields[name] = value

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.is_shown = given.get("method", "").lower() == "post"
        if not self.is_shown:
            return
        name = given.get("name")
        if tag == "input" and name and given.get("type") not in {"submit", "button"}:
            if given.get("type") != "checkbox" or "checked" in given:
                self.add(name, given.get("value") or ("on" if "checked" in given else ""))
        elif tag == "select" and name:
            self.select = name
        elif tag == "option" and self.select and "selected" in given:
            self.add(self.select, given.get("value", ""))
        elif tag == "textarea" and name:
            self.textarea = (name, [])

    def handle_data(self, data):
        if self.textarea:
            self.textarea[1].append(data)

    def handle_endtag(self, tag):
        if tag == "textarea" and self.textarea:
            # A browser drops the line break that follows the opening tag.
            name, parts = self.textarea
            self.add(name, "".join(parts).removeprefix("\r").removeprefix("\n"))
            self.textarea = None
        elif tag == "select":
            self.select = None
        elif tag == "form":
            self.is_shown = False


def fields_of(html):
    """Return the fields of the page's POST forms as a browser would send them, buttons aside.

    Empty rows that scripts copy (`__prefix__`) are left out, and so is signing out.
    """
    parser = _Fields()
    parser.feed(html)
    return {
        name: value
        for name, value in parser.fields.items()
        if "__prefix__" not in name and name != "csrfmiddlewaretoken"
    }
