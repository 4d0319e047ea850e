"""What a second deployment changes, and what it leaves alone."""

from tests.deployment.cloud import Cloud, Deployed
from tests.deployment.project import Project
from tests.e2e.api_client import Api, Phone, ask
from tests.e2e.pictures import jpeg
from tests.e2e.sockets import SocketClient


def test_the_first_deploy_says_what_it_does_and_where_everything_is(
    first_deploy: str, dev: Deployed
) -> None:
    for step in ("Make the stack", "Build the package", "Deploy the functions", "Try it as a"):
        assert f"→ {step}" in first_deploy
        assert f"✓ {step}" in first_deploy
    assert "✗" not in first_deploy
    for url in (f"{dev.site_url}/", dev.api_url, dev.websocket_url):
        assert f"  {url}\n" in first_deploy


def test_a_deploy_that_lost_its_record_makes_no_second_api(
    project: Project, cloud: Cloud, dev: Deployed
) -> None:
    apis = cloud.rest_apis(), cloud.websocket_apis()
    bucket, key = cloud.outputs("dev")["SiteBucketName"], "deployments/dev.json"
    assert key in cloud.keys(bucket)
    cloud.client("s3").delete_object(Bucket=bucket, Key=key)
    _makes_no_second_api(project.deploy("dev"))
    assert (cloud.rest_apis(), cloud.websocket_apis()) == apis
    assert cloud.deployed("dev") == dev
    assert key in cloud.keys(bucket)


def _makes_no_second_api(said: str) -> None:
    assert "Creating" not in said.replace("Creating deployment package", "")


def test_a_changed_handler_is_live_and_nobody_notices(
    project: Project, cloud: Cloud, dev: Deployed, api: Api, sockets: SocketClient
) -> None:
    session = api.open_session()
    phone = Phone(api, session["sessionId"])
    with sockets.screen(dev, session) as screen:
        phone.send(jpeg(seed=1))
        before = screen.hears("UPLOAD_COMPLETED")["photo"]
        project.replace(
            "chalicelib/http.py", '{"Cache-Control": "no-store"}', '{"Cache-Control": "private"}'
        )
        apis = cloud.rest_apis(), cloud.websocket_apis()
        said = project.deploy("dev")
        _makes_no_second_api(said)
        # All but the functions is as it was.
        assert "nothing to change" in said
        assert "0 of" in said
        assert (cloud.rest_apis(), cloud.websocket_apis()) == apis

        # Chalice writes the API anew, without what API Gateway says by itself.
        assert ask("GET", f"{dev.api_url}/nothing-here").code == "RouteNotFound"
        changed = api.read_session(session["sessionId"], session["screenToken"])
        assert changed.headers["cache-control"] == "private"
        # The same socket, session and phone go on.
        phone.send(jpeg(seed=2))
        after = screen.hears("UPLOAD_COMPLETED")["photo"]
        snapshot = screen.sync()
    assert [photo["photoId"] for photo in snapshot["photos"]] == [
        before["photoId"],
        after["photoId"],
    ]
    assert [ask("GET", photo["url"]).status for photo in snapshot["photos"]] == [200, 200]
    assert cloud.deployed("dev") == dev
