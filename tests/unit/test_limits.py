"""Limits have to agree with each other."""

from chalicelib import keys, limits
from tests.builders import PHOTO_ID, SESSION_ID


def test_a_session_outlives_the_tickets_it_gives() -> None:
    assert limits.TICKET_SECONDS <= limits.SESSION_SECONDS_AFTER_TICKET
    assert limits.SESSION_SECONDS <= limits.SESSION_SECONDS_AT_MOST


def test_a_connection_outlives_the_two_hours_that_api_gateway_gives_it() -> None:
    assert limits.CONNECTION_SECONDS > 2 * 3600


def test_a_handshake_is_over_when_api_gateway_has_given_up_on_it() -> None:
    assert limits.HANDSHAKE_SECONDS > 29


def test_a_health_check_answers_before_api_gateway_has_given_up_on_it() -> None:
    """With room for a cold start, and for a second one who waits for the first."""
    assert 2 * limits.HEALTH_WAIT_SECONDS < 29


def test_a_ticket_is_good_for_at_least_two_minutes() -> None:
    """Below that, clocks and latency make uploads fail at random."""
    assert limits.TICKET_SECONDS >= 120


def test_every_type_has_a_suffix_of_its_own_that_keys_accept() -> None:
    suffixes = list(limits.CONTENT_TYPES.values())
    assert len(set(suffixes)) == len(suffixes)
    assert keys.UNKNOWN_SUFFIX not in suffixes
    for content_type in limits.CONTENT_TYPES:
        assert keys.parse_upload_key(keys.upload_key(SESSION_ID, PHOTO_ID, content_type))


def test_a_suffix_of_a_video_is_no_suffix_of_a_picture() -> None:
    """By it an arrival is known to have come in parts."""
    videos = list(limits.VIDEO_TYPES.values())
    assert len(set(videos)) == len(videos)
    assert not set(videos) & {*limits.CONTENT_TYPES.values(), keys.UNKNOWN_SUFFIX}
    for content_type in limits.VIDEO_TYPES:
        assert keys.parse_upload_key(keys.upload_key(SESSION_ID, PHOTO_ID, content_type))


def test_parts_are_of_a_size_and_number_that_s3_takes() -> None:
    assert 5 * 1024**2 <= limits.PART_BYTES <= limits.MAX_PUT_BYTES
    assert limits.MAX_VIDEO_BYTES <= limits.MAX_PARTS * limits.PART_BYTES
    assert limits.MAX_UPLOAD_BYTES < limits.MAX_VIDEO_BYTES


def test_the_digests_of_all_parts_of_one_answer_fit_into_a_value() -> None:
    assert limits.PARTS_AT_ONCE * len("n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=,") <= (
        limits.VALUE_CHARACTERS
    )


def test_a_place_in_parts_is_kept_as_long_as_any_session_lives() -> None:
    assert limits.MULTIPART_SECONDS >= limits.SESSION_SECONDS_AT_MOST


def test_a_full_session_fits_one_item_of_the_table() -> None:
    """DynamoDB's items end at 400 KB; 120 characters of a name may be 480 bytes."""
    bytes_per_ticket = 4 * limits.FILE_NAME_CHARACTERS + 2048
    assert limits.MAX_PHOTOS * limits.TICKETS_PER_PHOTO * bytes_per_ticket < 400 * 1024


def test_a_name_that_is_kept_may_be_sent() -> None:
    assert limits.FILE_NAME_CHARACTERS < limits.VALUE_CHARACTERS < limits.BODY_BYTES


def test_a_function_has_time_for_all_jobs_that_it_is_given() -> None:
    """A minute, of which fetching and storing take some."""
    assert limits.JOBS_AT_ONCE * limits.DECODE_WALL_SECONDS <= 45


def test_each_rendition_is_a_half_of_the_one_before_or_less() -> None:
    assert limits.MAX_SIDE_LARGE == 2 * limits.MAX_SIDE_MEDIUM
    assert limits.MAX_SIDE_THUMB * 4 == limits.MAX_SIDE_MEDIUM


def test_formats_of_jpeg_take_the_most_pixels() -> None:
    """They alone are decoded at a fraction of their size."""
    most = max(limits.MAX_PIXELS.values())
    assert {name for name, cap in limits.MAX_PIXELS.items() if cap == most} == {"JPEG", "MPO"}
    assert most > limits.MAX_PIXELS_PROGRESSIVE


def test_the_end_of_a_file_has_room_for_the_directory_of_an_archive() -> None:
    """Its record has 22 bytes, and behind it a comment of up to 65,535."""
    assert limits.EDGE_BYTES >= 22 + 65_535
    assert limits.INSPECTED_BYTES < limits.INSPECTED_RANGES * limits.EDGE_BYTES
    assert limits.MAX_FILE_BYTES <= limits.MAX_PARTS * limits.PART_BYTES
    assert limits.MAX_FILE_BYTES <= limits.USER_BYTES_PER_DAY
