"""What a page is made to note of itself from its first byte on, by the browser's own metrics."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

#: https://www.w3.org/TR/paint-timing/, largest-contentful-paint/, layout-instability/, longtasks/;
#: what a layout shift is counted for is as in https://web.dev/articles/cls, in one window of time,
#: and blocking as in https://web.dev/articles/tbt: what a task takes above 50 ms.
_NOTES = """
    window.marks = {largest: 0, shift: 0, blocked: 0, usable: 0, blocking: [], violations: 0};
    const look = (type, note) => new PerformanceObserver((list) => {
        list.getEntries().forEach(note);
    }).observe({type, buffered: true});
    look('largest-contentful-paint', ({startTime}) => { marks.largest = startTime; });
    look('layout-shift', ({value, hadRecentInput}) => {
        marks.shift += hadRecentInput ? 0 : value;
    });
    look('longtask', ({duration}) => { marks.blocked += duration - 50; });
    document.addEventListener('securitypolicyviolation', () => { marks.violations += 1; });
    const {addEventListener} = EventTarget.prototype;
    EventTarget.prototype.addEventListener = function (type, listener, how) {
        if (/^(touchstart|touchmove|wheel|mousewheel)$/.test(type) && !how?.passive) {
            marks.blocking.push(type);
        }
        return addEventListener.call(this, type, listener, how);
    };
    window.works = new Promise((resolve) => {
        requestAnimationFrame(function wait() {
            if (document.querySelector(%r)) {
                resolve(marks.usable = performance.now());
            } else {
                requestAnimationFrame(wait);
            }
        });
    });
"""
_READ = """() => {
    const [page] = performance.getEntriesByType('navigation');
    const [paint] = performance.getEntriesByName('first-contentful-paint');
    // A picture with more than twice the pixels that are shown of it came too large.
    const oversized = [...document.images].filter(({naturalWidth, clientWidth, src}) =>
        !src.startsWith('data:image/svg') && clientWidth > 0
        && naturalWidth > 2 * clientWidth * devicePixelRatio);
    return {...marks, first: paint.startTime, loaded: page.domContentLoadedEventEnd,
        answered: page.responseStart, oversized: oversized.length,
        protocol: page.nextHopProtocol,
        foreign: performance.getEntriesByType('resource')
            .filter(({name}) => !/^(https?|wss?):\\/\\/127\\.0\\.0\\.1:/.test(name)).length};
}"""


@dataclass(frozen=True)
class Marks:
    """One first visit; times in seconds since it was begun."""

    protocol: str
    answered: float
    first_paint: float
    largest_paint: float
    loaded: float
    #: Its first scene works: the page says so itself.
    usable: float
    #: Summed up over all long tasks, seconds above 50 ms of each.
    blocked: float
    layout_shift: float
    #: How often something is not as it should be.
    faults: dict[str, int]


def prepare(page: Page, usable: str) -> None:
    """Before it loads. `usable`: a selector that matches once the page works."""
    page.add_init_script(_NOTES % usable)


def read(page: Page) -> Marks:
    """All that was noted, once the page works and has asked for everything."""
    # Not by Playwright's own waiting, which puts listeners into the page.
    page.evaluate("works")
    page.wait_for_load_state("networkidle")
    noted: dict[str, Any] = page.evaluate(_READ)
    return Marks(
        protocol=noted["protocol"],
        answered=noted["answered"] / 1000,
        first_paint=noted["first"] / 1000,
        largest_paint=noted["largest"] / 1000,
        loaded=noted["loaded"] / 1000,
        usable=noted["usable"] / 1000,
        blocked=noted["blocked"] / 1000,
        layout_shift=noted["shift"],
        faults={
            "refused by the policy": noted["violations"],
            "requests to others": noted["foreign"],
            "listeners that hold up scrolling": len(noted["blocking"]),
            "pictures larger than shown": noted["oversized"],
        },
    )
