"""What the operator sets is what the machine does, or it says why not."""

from pathlib import Path

import pytest

from devserver import resources
from devserver.launch import DevServer, LaunchFailed
from tests.e2e import stored
from tests.e2e.api_client import Api, Phone, ask
from tests.e2e.conftest import Launch
from tests.e2e.pictures import decoded, encoded, plain
from tests.e2e.processes import stop_server
from tests.e2e.waiting import eventually

LOGO = "watermarks/logo.png"


def renditions_of_plain(server: DevServer) -> dict[str, bytes]:
    """What becomes of a photo that is grey all over."""
    api = Api(server)
    session = api.open_session()
    Phone(api, session["sessionId"]).send(plain())
    (photo,) = eventually(lambda: api.photos(session, "READY"))
    return {
        name: ask("GET", rendition["url"]).body for name, rendition in photo["renditions"].items()
    }


def contrast(content: bytes) -> int:
    low, high = decoded(content).convert("L").getextrema()
    return int(high) - int(low)  # type: ignore[arg-type]


def test_a_watermark_is_written_across_every_rendition(launch: Launch) -> None:
    without = launch()
    assert all(contrast(each) < 8 for each in renditions_of_plain(without).values())
    stop_server(without)
    setting = '{"*": {"text": "Anna & Ben", "opacity": 1, "size": 0.2, "position": "center"}}'
    marked = renditions_of_plain(launch(environ={"SCANDROP_WATERMARKS": setting}))
    assert all(contrast(each) > 60 for each in marked.values())


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("SCANDROP_WATERMARKS", '{"*": {"txt": "Anna"}}', "unknown: txt"),
        ("SCANDROP_WATERMARKS", "Anna & Ben", "not JSON"),
        ("SCANDROP_KEEP_POSITION", "yes", "on or off"),
        ("SCANDROP_MODERATION", "on", "not on this machine"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_in_one_sentence(
    launch: Launch, variable: str, value: str, said: str
) -> None:
    with pytest.raises(LaunchFailed, match=said) as refused:
        launch(environ={variable: value})
    assert variable in str(refused.value)
    assert "Traceback" not in str(refused.value)


def test_a_job_that_fails_for_good_is_a_dead_letter_and_the_next_start_does_it(
    launch: Launch, own_data: Path
) -> None:
    """The logo is missing: that is nobody's fault but the operator's, who brings it in the end."""
    setting = {"SCANDROP_WATERMARKS": f'{{"*": {{"logo": "{LOGO}", "opacity": 1, "size": 0.5}}}}'}
    server = launch("--time-scale", "1000", environ=setting)
    api = Api(server)
    session = api.open_session()
    photo_id = Phone(api, session["sessionId"]).send(plain())
    letters = own_data / "dead-letters.jsonl"
    eventually(letters.exists)
    assert f"{photo_id}.jpg" in letters.read_text()
    (photo,) = api.photos(session, "STORED")
    stored.Buckets(photo["url"], own_data).client.put_object(
        Bucket=resources.MEDIA_BUCKET, Key=LOGO, Body=encoded("PNG")
    )
    stop_server(server)

    again = Api(launch(environ=setting))
    (ready,) = eventually(lambda: again.photos(session, "READY"))
    assert ready["photoId"] == photo_id
    assert contrast(ask("GET", ready["url"]).body) > 60
    assert stored.outcomes(own_data, photo_id) == ["READY"]
    assert len(letters.read_text().splitlines()) == 1
