"""An SVG logo runs nothing, loads nothing and does not move."""

import pytest

from infra.brand_svg import problems
from tests.unit.infra.brands import LOGO

XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
OPEN = f'<svg xmlns="http://www.w3.org/2000/svg" {XLINK} viewBox="0 0 9 9"'
XHTML = "http://www.w3.org/1999/xhtml"
ENTITY = '<!DOCTYPE svg [<!ENTITY a "aaaa">]>'
DOCTYPE = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'


def svg(inside: str = "", attributes: str = "") -> bytes:
    return f"{OPEN} {attributes}>{inside}</svg>".encode()


@pytest.mark.parametrize(
    "content",
    [
        LOGO,
        svg('<path d="M0 0h9"/>'),
        svg('<defs><path id="a"/></defs><use href="#a"/><use xlink:href="#a"/>'),
        svg('<linearGradient id="g"/><rect fill="url(#g)" style="stroke: url( \'#g\' )"/>'),
        svg('<image href="data:image/png;base64,iVBORw0KGgo="/>'),
        svg("<style>.a { fill: url(#g) } @media (prefers-color-scheme: dark) { .a {} }</style>"),
        svg("<title>A logo &amp; more</title><text>on=1 url( @import \\</text>"),
        svg('<metadata><a xmlns="x" resource="http://example.com"/></metadata>'),
        DOCTYPE.encode() + svg(),
        b'<?xml version="1.0" encoding="utf-8"?>' + svg(),
    ],
)
def test_what_logos_are_made_of_is_fit(content: bytes) -> None:
    assert list(problems(content)) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        # Runs.
        (svg("<script>1</script>"), "has <script>, which runs"),
        (svg('<script xmlns="">1</script>'), "has <script>, which runs"),
        (svg(f'<x:script xmlns:x="{XHTML}">1</x:script>'), "has <script>"),
        (svg("<handler/>"), "has <handler>, which runs"),
        (svg("<listener/>"), "has <listener>, which runs"),
        (svg(attributes='onload="1"'), "has onload, which runs"),
        (svg('<path ONCLICK="1"/>'), "has ONCLICK, which runs"),
        (svg('<a href="javascript:1"/>'), "refers to javascript:1"),
        # Holds what is no drawing.
        (svg("<foreignObject/>"), "has <foreignObject>"),
        (svg(f'<iframe xmlns="{XHTML}"/>'), "has <iframe>"),
        (svg(f'<p xmlns="{XHTML}"/>'), "has <p>"),
        # Moves.
        (svg('<animate attributeName="x"/>'), "has <animate>, which moves"),
        (svg('<set attributeName="href" to="javascript:1"/>'), "has <set>, which moves"),
        (svg("<animateTransform/>"), "has <animateTransform>, which moves"),
        (svg("<style>a { -webkit-animation/**/: x 1s }</style>"), "moves by <style>"),
        (svg('<path style="transition: all 1s"/>'), "moves by style"),
        # Loads.
        (svg('<image href="https://example.com/a.png"/>'), "refers to https://example.com/a.png"),
        (svg('<image xlink:href="//example.com/a"/>'), "refers to //example.com/a"),
        (svg('<use href="other.svg#a"/>'), "refers to other.svg#a"),
        (svg('<image href="data:image/svg+xml,%3Csvg/%3E"/>'), "refers to data:image/svg+xml"),
        (svg('<image href="data:text/html,1"/>'), "refers to data:text/html,1"),
        (svg('<image href=" data:image/png2;"/>'), "refers to  data:image/png2;"),
        (
            svg('<path fill="url(https://example.com/#a)"/>'),
            "refers to url(https://example.com/#a)",
        ),
        (svg("<path fill=\"URL( 'a.svg#b' )\"/>"), "in fill"),
        (svg('<path fill="ur\\6c(a.svg#b)"/>'), "in fill"),
        (svg('<path style="fill: url(a.svg#b)"/>'), "loads in style"),
        (svg('<path style="fill: ur\\6c(a.svg#b)"/>'), "loads in style"),
        (svg("<style>a { fill: url(//example.com/a) }</style>"), "loads in <style>"),
        (svg("<style>@import 'a.css';</style>"), "has @import in <style>"),
        (svg("<style><![CDATA[@import 'a.css';]]></style>"), "has @import in <style>"),
        (svg("<style>@imp<!-- -->ort 'a.css';</style>"), "has @import in <style>"),
        (svg("<style>a { content: '/*'; fill: url(//b) /* */ }</style>"), "loads in <style>"),
        (svg("<style>a { fill: image-set('a' 1x) }</style>"), "loads in <style>"),
        (svg("<style>a { fill: src('a') }</style>"), "loads in <style>"),
        (svg("<style>@font-face { src: local(a) }</style>"), "has @font-face in <style>"),
        (svg(attributes='xml:base="https://example.com/"'), "refers to https://example.com/ in "),
        (b'<?xml-stylesheet href="https://example.com"?>' + svg(), "has <?xml-stylesheet?>"),
        (svg('<?xml-stylesheet href="a"?>'), "has <?xml-stylesheet?>"),
        # Is none.
        (b"", "is no whole SVG file"),
        (svg()[:-2], "is no whole SVG file"),
        (b"<svg/>", "is XML and no SVG"),
        (b"<html><body/></html>", "is XML and no SVG"),
        (b'<?xml version="1.0" encoding="x"?><svg/>', "is no whole SVG file"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', "has no viewBox"),
        (ENTITY.encode() + svg("&a;"), "declares entities"),
        (b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + svg("&a;"), "declares ent"),
    ],
    ids=lambda value: value[:50] if isinstance(value, str) else "",
)
def test_what_it_must_not_have(content: bytes, said: str) -> None:
    found = list(problems(content))
    assert any(said in wrong for wrong, _ in found), found
    assert all(write for _, write in found)


def test_each_thing_is_told_once_and_shortly() -> None:
    content = svg('<script/><script/><path onclick="1"/>' + f'<image href="{"x" * 90}"/>')
    wrong = [each for each, _ in problems(content)]
    assert len(wrong) == 3
    assert wrong[2] == f"refers to {'x' * 60} …"
