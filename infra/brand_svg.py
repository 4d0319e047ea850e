"""An SVG that may be served from the site's own origin: nothing in it runs, moves or loads.

Pages show it as an image, where browsers run no script and load nothing; but its address can be
opened by itself, and then only the site's policy stands between.
https://www.w3.org/TR/SVG2/conform.html#secure-static-mode
"""

import re
from collections.abc import Iterator, Mapping

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, ParseError

SVG = "{http://www.w3.org/2000/svg}"
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_XLINK_HREF = "{http://www.w3.org/1999/xlink}href"

#: What is wrong, and what to write instead.
Finding = tuple[str, str]

_RUNS = {"script", "handler", "listener"}
_MOVES = {"animate", "animateColor", "animateMotion", "animateTransform", "set"}
_HOLDS_OTHERS = {"foreignObject", "iframe", "embed", "object", "audio", "video", "canvas"}
#: Of its own, or a picture that stands in the file itself.
_OWN = re.compile(r"#|data:image/(?:png|jpeg|gif|webp)[;,]", re.IGNORECASE)
_URL = re.compile(r"url\(\s*['\"]?\s*(?!['\"\s])", re.IGNORECASE)
#: Functions of CSS that load without `url(`; an escape could spell any of these otherwise.
_CSS_LOADS = re.compile(r"\\|image-set\(|\b(?:src|image)\(", re.IGNORECASE)
_CSS_RULE = re.compile(r"@(?!media\b)[\w-]+", re.IGNORECASE)
_CSS_MOVES = re.compile(r"\b(?:animation|transition)\b", re.IGNORECASE)


def problems(content: bytes, _: str = "svg") -> Iterator[Finding]:
    """What is wrong with this file, each thing once."""
    reader = _Reader()
    parser = DefusedXMLParser(target=reader)
    try:
        parser.feed(content)
        parser.close()
    except DefusedXmlException:
        yield "declares entities", "the file without <!ENTITY …>"
        return
    except (ParseError, ValueError, LookupError) as error:
        yield f"is no whole SVG file: {error}", "an SVG file"
        return
    yield from dict.fromkeys(reader.found)


class _Reader:
    """Looks at each thing in the file as the parser comes upon it."""

    def __init__(self) -> None:
        self.found: list[Finding] = []
        self._elements: list[str] = []
        self._style = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if not self._elements:
            self._root(tag, attributes)
        self._elements.append(tag)
        self._element(tag.removeprefix(SVG))
        for name, value in attributes.items():
            self._attribute(name, value)

    def data(self, text: str) -> None:
        """Text, in pieces of any length."""
        if self._elements[-1] == f"{SVG}style":
            self._style += text

    def end(self, _: str) -> None:
        """An element ends."""
        if self._elements.pop() == f"{SVG}style":
            self._css("<style>", self._style)
            self._style = ""

    def pi(self, target: str, _: str | None = None) -> None:
        """A processing instruction: <?xml-stylesheet?> loads, and no logo needs another one."""
        self._add(f"has <?{target}?>", "the file without")

    def close(self) -> None:
        """The file ends."""

    def _add(self, wrong: str, write: str) -> None:
        self.found.append((wrong, write))

    def _root(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag != f"{SVG}svg":
            write = 'a file that begins with <svg xmlns="http://www.w3.org/2000/svg">'
            self._add("is XML and no SVG", write)
        elif "viewBox" not in attributes:
            self._add("has no viewBox", 'its size, for example <svg viewBox="0 0 120 40">')

    def _element(self, name: str) -> None:
        if name in _RUNS:
            self._add(f"has <{name}>, which runs", "the file without scripts")
        elif name in _MOVES:
            self._add(f"has <{name}>, which moves", "a logo that stands still")
        elif name in _HOLDS_OTHERS or name.startswith("{http://www.w3.org/1999/xhtml}"):
            self._add(f"has <{name.rpartition('}')[2]}>", "shapes and text only")

    def _attribute(self, name: str, value: str) -> None:
        if name.lower().startswith("on"):
            self._add(f"has {name}, which runs", "the file without handlers of events")
        elif name in ("href", _XLINK_HREF, "src"):
            if not _OWN.match(value.strip()):
                self._add(f"refers to {_short(value)}", "it into the file itself")
        elif name == "style":
            self._css("style", value)
        elif name == _BASE or _foreign_urls(value) or ("\\" in value and "(" in value):
            self._add(f"refers to {_short(value)} in {name}", "it into the file itself")

    def _css(self, where: str, text: str) -> None:
        """Rules of style. Comments count: what looks like one may stand within quotation marks."""
        if _foreign_urls(text) or _CSS_LOADS.search(text):
            self._add(f"loads in {where}", "it without url(…) of others, escapes and image-set")
        if rule := _CSS_RULE.search(text):
            self._add(f"has {rule[0]} in {where}", "no other rule of this kind than @media")
        if _CSS_MOVES.search(text):
            self._add(f"moves by {where}", "a logo that stands still")


def _foreign_urls(text: str) -> bool:
    """Whether something of this is loaded: `url(…)` of anything but its own."""
    return any(not _OWN.match(text, found.end()) for found in _URL.finditer(text))


def _short(value: str) -> str:
    return value if len(value) <= 60 else f"{value[:60]} …"
