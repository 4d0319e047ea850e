"""The command line."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

#: app.py, chalicelib/ and static-site/ are found beside this package.
PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Options:
    """What the developer asked for."""

    port: int
    lan: bool
    data: Path
    time_scale: float
    project: Path
    brand: Path | None
    verbose: bool


def parse(arguments: Sequence[str] | None = None) -> Options:
    """Read the command line; prints help or a complaint and exits as argparse does."""
    given = _parser().parse_args(arguments)
    return Options(
        port=given.port,
        lan=given.lan,
        data=given.data.resolve(),
        time_scale=given.time_scale,
        project=given.project.resolve(),
        brand=given.brand and given.brand.resolve(),
        verbose=given.verbose,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m devserver",
        description="Scandrop on one machine: the site, the API and the storage, no AWS account.",
        epilog="SCANDROP_* variables that are not names of resources are passed on to the "
        "application. Which, and what differs from AWS: docs/local.md.",
    )
    parser.add_argument(
        "--port",
        type=_port,
        default=8000,
        help="port of the site; the API takes the next one and the storage the one after it; "
        "0 takes any three free ones (default: 8000)",
    )
    parser.add_argument(
        "--lan",
        action="store_true",
        help="let other devices of the local network in, so that a real phone can scan the code",
    )
    parser.add_argument(
        "--data",
        type=Path,
        default=Path(".scandrop"),
        metavar="DIR",
        help="where photos and tables are kept between runs (default: .scandrop)",
    )
    parser.add_argument(
        "--time-scale",
        type=_time_scale,
        default=1.0,
        metavar="N",
        help="run the clocks of API Gateway, Lambda and SQS N times faster: idle sockets are cut "
        "after 10 min / N, all after 2 h / N, failed events are retried after 1 and 2 min / N, "
        "failed jobs after 6 min / N",
    )
    parser.add_argument(
        "--project",
        type=Path,
        default=PROJECT,
        metavar="DIR",
        help="directory of app.py and static-site/ (default: the one that holds this package)",
    )
    parser.add_argument(
        "--brand",
        type=Path,
        metavar="FILE",
        help="show the pages with this brand, as it is written now (docs/brand.md)",
    )
    parser.add_argument("--verbose", action="store_true", help="log the libraries' messages too")
    return parser


def _port(text: str) -> int:
    port = int(text) if text.isascii() and text.isdigit() else -1
    if not 0 <= port <= 65533:
        raise argparse.ArgumentTypeError("a port is 0 to 65533: two more follow it")
    return port


def _time_scale(text: str) -> float:
    try:
        scale = float(text)
    except ValueError:
        scale = 0.0
    if not 0 < scale < float("inf"):
        raise argparse.ArgumentTypeError("the time scale is a number above 0")
    return scale
