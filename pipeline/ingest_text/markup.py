"""XML and HTML as a plain tree of elements, safe to read from anybody.

XML is read by expat. Nothing is fetched: no DTD, no external entity; a file that declares entities of its own is
refused, as a few of them can make a file of any size. HTML that is no XML, as some hOCR is, is read by the standard
library's parser, which mends what is open; so what was cut off is told by its tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.entities import name2codepoint
from html.parser import HTMLParser
from xml.parsers import expat

from pipeline.errors import MarkupError

DEEPEST = 200
"""Elements within elements; more only ill will makes."""

_CUT_OFF = "the file is cut off or broken"
_EXPORT_AGAIN = "export it again from the program that made it"
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "wbr"})
_BALANCED = ("html", "body", "div", "span")


@dataclass(slots=True)
class Element:
    """`name` and the keys of `attributes` are without namespace."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element] = field(default_factory=list)
    text: str = ""
    """Before the first child."""
    tail: str = ""
    """After the element, before its next sibling."""

    def find(self, name: str) -> Element | None:
        """The first child of that name."""
        return next((child for child in self.children if child.name == name), None)

    def all(self, *names: str) -> Iterator[Element]:
        """The children of those names."""
        return (child for child in self.children if child.name in names)

    def walk(self) -> Iterator[Element]:
        """The element and all within it, in the order of the file."""
        yield self
        for child in self.children:
            yield from child.walk()

    def all_text(self) -> str:
        return self.text + "".join(child.all_text() + child.tail for child in self.children)


def parse_xml(text: str, name: str = "") -> Element:
    """The root of an XML document, whatever encoding it declares. Raises MarkupError; `name` is the file's."""
    tree = _Tree(name)
    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = tree.start
    parser.EndElementHandler = lambda _name: tree.end()
    parser.CharacterDataHandler = tree.characters
    parser.SkippedEntityHandler = tree.entity
    parser.EntityDeclHandler = tree.refuse_entity
    try:
        parser.Parse(_DECLARATION.sub("", text, count=1).encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        said = expat.ErrorString(error.code)
        raise MarkupError(
            f"the XML is broken at line {error.lineno}, column {error.offset}: {said}", page=name, hint=_EXPORT_AGAIN
        ) from error
    return tree.root


def parse_html(text: str, name: str = "") -> Element:
    """The root of an HTML document, or of a part of one. Raises MarkupError where tags are left open."""
    tree = _Tree(name)
    lowered = text.lower()
    for tag in _BALANCED:
        opened = len(re.findall(rf"<{tag}(?=[\s>])(?![^<>]*/>)", lowered))
        if opened > lowered.count(f"</{tag}"):
            raise MarkupError(_CUT_OFF, page=name, hint=_EXPORT_AGAIN)
    tree.start("document", {})
    parser = _Html(tree)
    try:
        parser.feed(_DECLARATION.sub("", text, count=1))
        parser.close()
    except AssertionError as error:  # what it raises for declarations that it does not know
        raise MarkupError(_CUT_OFF, page=name, hint=_EXPORT_AGAIN) from error
    return tree.root


class _Tree:
    """Grows as a parser reads."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._open: list[Element] = []
        self.root = Element("")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        element = Element(_local(name), {_local(key): value for key, value in attributes.items()})
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)
        if len(self._open) > DEEPEST:
            raise MarkupError(f"more than {DEEPEST} elements within each other", page=self._file, hint=_EXPORT_AGAIN)

    def end(self) -> None:
        self._open.pop()

    def end_named(self, name: str) -> None:
        """Ends the innermost element of that name and what was left open in it."""
        for depth in range(len(self._open) - 1, 0, -1):
            if self._open[depth].name == name:
                del self._open[depth:]
                return

    def characters(self, text: str) -> None:
        if not self._open:
            return
        inside = self._open[-1]
        if inside.children:
            inside.children[-1].tail += text
        else:
            inside.text += text

    def entity(self, name: str, _is_parameter: bool) -> None:
        """One that only an external DTD declares, as `&nbsp;` in XHTML."""
        self.characters(chr(name2codepoint.get(name, 0xFFFD)))

    def refuse_entity(self, *_declaration: object) -> None:
        raise MarkupError("the XML declares entities of its own", page=self._file, hint="remove its DOCTYPE")


class _Html(HTMLParser):
    def __init__(self, tree: _Tree) -> None:
        super().__init__(convert_charrefs=True)
        self._tree = tree

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tree.start(tag, {key: value or "" for key, value in attrs})
        if tag in _VOID:
            self._tree.end()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tree.start(tag, {key: value or "" for key, value in attrs})
        self._tree.end()

    def handle_endtag(self, tag: str) -> None:
        self._tree.end_named(tag)

    def handle_data(self, data: str) -> None:
        self._tree.characters(data)


def _local(name: str) -> str:
    return name.rpartition(" ")[2].rpartition(":")[2]
