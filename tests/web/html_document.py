"""A strict reading of a page with the standard library: what a test asks of HTML."""

from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Element:
    def __init__(self, tag, attributes):
        self.tag, self.attributes, self.children = tag, attributes, []

    def __getitem__(self, name):
        return self.attributes.get(name)

    @property
    def text(self):
        parts = [child if isinstance(child, str) else child.text for child in self.children]
        return " ".join("".join(parts).split())

    def all(self, tag=None, **wanted):
        """Return the elements below with this tag and these attributes (``class_`` holds one class)."""
        found = []
        for child in self.children:
            if isinstance(child, Element):
                if child._fits(tag, wanted):
                    found.append(child)
                found += child.all(tag, **wanted)
        return found

    def one(self, tag=None, **wanted):
        found = self.all(tag, **wanted)
        assert len(found) == 1, f"{len(found)} elements {tag} {wanted}"
        return found[0]

    def _fits(self, tag, wanted):
        if tag and self.tag != tag:
            return False
        for name, value in wanted.items():
            if name == "class_":
                if value not in (self["class"] or "").split():
                    return False
            elif self[name.replace("_", "-")] != value:
                return False
        return True


class Document(HTMLParser):
    """Parses a page; fails where tags do not pair up or an id occurs twice."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.root = Element("#document", {})
        self.open = [self.root]
        self.feed(html)
        self.close()
        assert len(self.open) == 1, f"never closed: {[element.tag for element in self.open[1:]]}"
        ids = [element["id"] for element in self.root.all() if element["id"]]
        assert len(ids) == len(set(ids)), f"an id occurs twice: {sorted(ids)}"

    def handle_starttag(self, tag, attributes):
        assert len(dict(attributes)) == len(attributes), f"an attribute occurs twice in <{tag}>"
        element = Element(tag, dict(attributes))
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag):
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, text):
        self.open[-1].children.append(text)


def parsed(html):
    return Document(html).root
