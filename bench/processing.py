"""Renditions: how long they take, each beside the same work as others do it.

In one process and with one thread, but for libvips, which takes what there is. Naive is what a
program does that knows our limits and not how decoders work: thumbnails by Lanczos of the whole.
"""

import tempfile
from contextlib import closing
from io import BytesIO
from pathlib import Path

from PIL import Image

from bench import references
from bench.figures import Figure, beside, fastest
from bench.memory import naive_peak_mib
from bench.photographs import MEGAPIXELS_12, MEGAPIXELS_48, photograph
from chalicelib.images import render
from chalicelib.images.sandbox import Sandbox
from chalicelib.images.tasks import Output, Task
from chalicelib.photo import Picture
from chalicelib.ports import Mark
from chalicelib.watermarks import Watermark

RUNS = 9
_MARK = Mark(Watermark(text="Anna & Ben · 12 June"))


def figures() -> list[Figure]:
    """All of them, on photos that were taken upright."""
    with tempfile.TemporaryDirectory() as name, closing(Sandbox()) as sandbox:
        folder = Path(name)
        return [
            *_of_12_megapixels(folder),
            *_of_48_megapixels(folder, sandbox),
            *_of_watermark(),
            _of_sandbox(sandbox),
            *(_of_format(form) for form in ("HEIF", "PNG", "WEBP", "AVIF")),
        ]


def _of_12_megapixels(folder: Path) -> list[Figure]:
    content = photograph("JPEG", MEGAPIXELS_12)
    path = folder / "12.jpg"
    path.write_bytes(content)
    vips, sizes = references.Vips(), _sizes(content)
    large = max(sizes[0]), min(sizes[0])
    seconds = fastest(
        {
            "ours": lambda: _rendered(content),
            "naive": lambda: references.naive(content),
            "same": lambda: references.naive(content, sizes),
            "decode": lambda: references.scaled_decode(content, large),
            "vips": lambda: vips.pyramid(path, folder, sizes),
        },
        RUNS,
    )
    name, ours = f"12 MP JPEG ({len(content) / 1e6:.1f} MB) → three renditions", seconds["ours"]
    return [
        beside(name, ours, "naive Pillow", seconds["naive"], "≤ 0.15"),
        beside(name, ours, "naive Pillow, told our sizes", seconds["same"], "–"),
        beside(name, ours, "a bare scaled decode", seconds["decode"], "≤ 1.8"),
        beside(name, ours, "a libvips pyramid", seconds["vips"], "≤ 0.55"),
    ]


def _of_48_megapixels(folder: Path, sandbox: Sandbox) -> list[Figure]:
    content = photograph("JPEG", MEGAPIXELS_48)
    path = folder / "48.jpg"
    path.write_bytes(content)
    large = _sizes(content)[0]
    seconds = fastest(
        {
            "ours": lambda: _rendered(content),
            "naive": lambda: references.naive(content),
            "decode": lambda: references.scaled_decode(content, (max(large), min(large))),
        },
        5,
    )
    name, ours = f"48 MP JPEG ({len(content) / 1e6:.1f} MB)", seconds["ours"]
    with path.open("rb") as source:
        mine = sandbox.examine(Task(Output.RENDITIONS), source).peak_bytes / 2**20
    theirs = naive_peak_mib(path)
    return [
        beside(f"{name} → three renditions", ours, "naive Pillow", seconds["naive"], "≤ 0.10"),
        beside(f"{name} → three renditions", ours, "a bare scaled decode", seconds["decode"], "–"),
        Figure(
            f"{name}, most memory of its process",
            f"{mine:.0f} MiB",
            f"naive Pillow {theirs:.0f} MiB",
            f"{mine / theirs:.2f}",
            "≤ 64 MiB",
        ),
    ]


def _of_watermark() -> list[Figure]:
    content = photograph("JPEG", MEGAPIXELS_12)
    logo = Mark(Watermark(logo="watermarks/logo.png", size=0.2, opacity=0.8), _logo())
    seconds = fastest(
        {
            "plain": lambda: _rendered(content),
            "text": lambda: _rendered(content, _MARK),
            "logo": lambda: _rendered(content, logo),
        },
        3 * RUNS,
    )
    return [
        beside(f"12 MP JPEG with a {name}", seconds[name], "without", seconds["plain"], "≤ 1.05")
        for name in ("text", "logo")
    ]


def _of_sandbox(sandbox: Sandbox) -> Figure:
    content = photograph("JPEG", MEGAPIXELS_12)
    with tempfile.TemporaryFile() as source:
        source.write(content)
        source.flush()
        seconds = fastest(
            {
                "apart": lambda: sandbox.render(source, None),
                "here": lambda: _rendered(content),
            },
            3 * RUNS,
        )
    more = seconds["apart"] - seconds["here"]
    return Figure(
        "a process of its own for each picture",
        f"{more * 1000:.1f} ms more",
        f"12 MP JPEG in this process {seconds['here'] * 1000:.0f} ms",
        f"{seconds['apart'] / seconds['here']:.2f}",
        "≤ 15 ms",
    )


def _of_format(form: str) -> Figure:
    content = photograph(form, MEGAPIXELS_12)
    seconds = fastest(
        {"ours": lambda: _rendered(content), "decode": lambda: references.decode(content)}, 3
    )
    name = f"12 MP {form} ({len(content) / 1e6:.1f} MB) → three renditions"
    return beside(name, seconds["ours"], "a bare decode", seconds["decode"], "–")


def _rendered(content: bytes, mark: Mark | None = None) -> tuple[Picture, ...]:
    return render.render(BytesIO(content), mark).pictures


def _sizes(content: bytes) -> list[references.Size]:
    """Of what we make, the largest first."""
    return sorted(((each.width, each.height) for each in _rendered(content)), reverse=True)


def _logo() -> bytes:
    content = BytesIO()
    Image.radial_gradient("L").convert("LA").resize((400, 400)).save(content, "PNG")
    return content.getvalue()
