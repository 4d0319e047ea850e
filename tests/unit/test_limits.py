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


def test_a_full_session_fits_one_item_of_the_table() -> None:
    """DynamoDB's items end at 400 KB; 120 characters of a name may be 480 bytes."""
    bytes_per_ticket = 4 * limits.FILE_NAME_CHARACTERS + 1024
    assert limits.MAX_PHOTOS * limits.TICKETS_PER_PHOTO * bytes_per_ticket < 400 * 1024


def test_a_name_that_is_kept_may_be_sent() -> None:
    assert limits.FILE_NAME_CHARACTERS < limits.VALUE_CHARACTERS < limits.BODY_BYTES
