"""What looks at the pages finds what is wrong with one; or what it says of them were nothing."""

import pytest
from playwright.sync_api import Browser

from tests.e2e.checked import Checked
from tests.e2e.test_accessibility import NARROW

#: A page with which nothing is wrong.
GOOD = """<!doctype html><html lang="en"><title>Good</title><style>
    button { min-width: 3rem; min-height: 3rem; border: 2px solid; font: inherit }
    button:focus-visible { outline: 3px solid }
</style><main><h1>Good</h1><p>Words.</p><button id="one">One</button> <button>Two</button></main>"""


@pytest.mark.parametrize(
    ("style", "found"),
    [
        ("", None),
        ("p { color: #bbb }", "color-contrast"),
        ("#one { min-height: 20px; height: 20px }", 'targets: button#one "One" is'),
        ("#one { margin-right: -1rem }", 'targets: button#one "One" lies on button "Two"'),
        ("p { width: 400px }", "as it is: 408 pixels wide"),
        ("p { width: 12rem }", "200 %: 392 pixels wide"),
        ("main { height: 250px; overflow: hidden }", "200 %: button"),
        ("h1 { position: sticky; top: 0; height: 256px; background: #fff }", "400 %: p"),
        (
            "h1 { position: fixed; inset: auto 0 0; height: 200px; background: #fff }",
            "focus: button",
        ),
        ("#one:focus-visible { outline: 0 }", "is not seen to have the focus"),
        ("#one { border: 0; background: #ddd }", "forced colours: button#one"),
        ("p { transition: translate 1s }", 'reduced motion: p "Words." moves'),
    ],
)
def test_it_finds(browser: Browser, style: str, found: str | None) -> None:
    context = browser.new_context(**NARROW)
    page = context.new_page()
    page.set_content(f"{GOOD}<style>{style}</style>")
    problems = Checked(page).problems()
    context.close()
    if found is None:
        assert problems == []
    else:
        assert any(found in problem for problem in problems), problems
