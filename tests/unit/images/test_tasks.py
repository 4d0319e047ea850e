"""What crosses the border of the decoder's process as ours arrives as it was sent."""

import pytest

from chalicelib.images.tasks import Output, Report, Task
from chalicelib.ports import Mark
from chalicelib.watermarks import Position, Watermark


def marked(watermark: Watermark, logo: bytes | None = None) -> Task:
    return Task(Output.RENDITIONS, Mark(watermark, logo))


@pytest.mark.parametrize(
    "task",
    [
        Task(Output.FACTS),
        Task(Output.RENDITIONS),
        Task(Output.PREVIEW),
        Task(
            Output.RENDITIONS,
            Mark(Watermark(text="Anna & Ben\n“☺”", position=Position.CENTER, size=0.1)),
        ),
        Task(
            Output.RENDITIONS,
            Mark(Watermark(logo="watermarks/a.png", opacity=0.5), b"\x89PNG\n\0{}\n"),
        ),
        Task(Output.RENDITIONS, Mark(Watermark(logo="watermarks/a.png"), b"")),
    ],
)
def test_a_task_arrives_as_it_was_sent(task: Task) -> None:
    assert Task.unpack(task.pack()) == task


def test_a_report_arrives_as_it_was_sent() -> None:
    report = Report(None, 24, "processor", 10.01, 12.5, 2**28)
    line = report.to_line()
    assert line.index(b"\n") == len(line) - 1
    assert Report.of_line(line) == report
