"""What comes of accounts, before anybody is asked."""

from typing import Any

import pytest

from chalicelib import account_inputs, limits
from chalicelib.errors import InvalidRequest, PasswordRefused
from chalicelib.identity import Confirmation, Login, PasswordReset, SignIn

EMAIL, PASSWORD, NEW = "ada@example.org", "SecurePassword123!", "another long enough one"
LOGIN = {"email": EMAIL, "password": PASSWORD}
RESET = {"email": EMAIL, "code": "123456", "newPassword": NEW}


def test_what_is_well_said_is_taken() -> None:
    assert account_inputs.sign_up(LOGIN) == Login(EMAIL, PASSWORD)
    assert account_inputs.sign_in(LOGIN) == SignIn(EMAIL, PASSWORD)
    assert account_inputs.sign_in({**LOGIN, "newPassword": NEW, "code": "123456"}) == SignIn(
        EMAIL, PASSWORD, NEW, "123456"
    )
    assert account_inputs.confirmation(RESET) == Confirmation(EMAIL, "123456")
    assert account_inputs.password_reset(RESET) == PasswordReset(EMAIL, "123456", NEW)
    assert account_inputs.refresh_token({"refreshToken": "a.b-c_d"}) == "a.b-c_d"
    assert account_inputs.email({"email": EMAIL}) == EMAIL


def test_no_text_of_these_values_holds_what_is_secret() -> None:
    """A value ends in a log sooner or later."""
    for value in (
        account_inputs.sign_up(LOGIN),
        account_inputs.sign_in({**LOGIN, "newPassword": NEW, "code": "123456"}),
        account_inputs.confirmation(RESET),
        account_inputs.password_reset(RESET),
    ):
        assert not [secret for secret in (PASSWORD, NEW, "123456") if secret in repr(value)]


@pytest.mark.parametrize(
    "email", [" ada@example.org ", "ADA@Example.ORG", "Ada+fotos@sub.example.org", "ä@exämple.org"]
)
def test_an_address_is_taken_in_lower_case_and_without_what_a_keyboard_adds(email: str) -> None:
    assert account_inputs.email({"email": email}) == email.strip().lower()


@pytest.mark.parametrize(
    "email",
    [None, "", " ", 7, ["ada@example.org"], {"a": 1}, "ada", "ada@example", "@example.org",
     "ada@.org@x.y", "a da@example.org", "ada@exam\nple.org", "ada@example.org\x00",
     "a" * 129 + "@example.org"],
)  # fmt: skip
def test_what_is_no_address_is_refused(email: Any) -> None:
    with pytest.raises(InvalidRequest, match="email"):
        account_inputs.email({"email": email})
    with pytest.raises(InvalidRequest):
        account_inputs.sign_in({**LOGIN, "email": email})


@pytest.mark.parametrize(
    ("password", "good"),
    [
        ("x" * limits.MIN_PASSWORD_CHARACTERS, True),
        ("x" * limits.MAX_PASSWORD_CHARACTERS, True),
        ("drei kleine Äpfel 🍎", True),
        ("x" * (limits.MIN_PASSWORD_CHARACTERS - 1), False),
        ("x" * (limits.MAX_PASSWORD_CHARACTERS + 1), False),
        (" long enough but a space", False),
        ("long enough but a space ", False),
        ("", False),
    ],
)
def test_a_new_password_is_long_and_has_no_space_at_its_ends(password: str, good: bool) -> None:
    """Judged before anybody looks for the account: so it tells nothing of it."""
    for read, name in (
        (account_inputs.sign_up, "password"),
        (account_inputs.password_reset, "newPassword"),
    ):
        if good:
            read({**LOGIN, **RESET, name: password})
            continue
        with pytest.raises(PasswordRefused):
            read({**LOGIN, **RESET, name: password})


def test_the_message_tells_the_limits() -> None:
    for limit in (limits.MIN_PASSWORD_CHARACTERS, limits.MAX_PASSWORD_CHARACTERS):
        assert str(limit) in PasswordRefused.message


def test_a_password_that_is_older_than_our_rules_signs_in() -> None:
    assert account_inputs.sign_in({**LOGIN, "password": " short "}).password == " short "
    with pytest.raises(PasswordRefused):
        account_inputs.sign_in({**LOGIN, "newPassword": "short"})


@pytest.mark.parametrize("nothing", [None, ""])
def test_a_form_may_send_empty_what_is_not_needed(nothing: Any) -> None:
    wanted = account_inputs.sign_in({**LOGIN, "newPassword": nothing, "code": nothing})
    assert (wanted.new_password, wanted.mfa_code) == (None, None)


@pytest.mark.parametrize("password", [None, "", 7, ["x"], "x" * 257])
def test_a_sign_in_needs_a_password(password: Any) -> None:
    with pytest.raises(InvalidRequest, match="password"):
        account_inputs.sign_in({**LOGIN, "password": password})


@pytest.mark.parametrize("code", [None, "", " ", 123456, "12 34", "1" * 65, "１２３"])
def test_what_is_no_code_is_refused(code: Any) -> None:
    with pytest.raises(InvalidRequest, match="code"):
        account_inputs.confirmation({**RESET, "code": code})


def test_a_code_may_have_been_pasted_with_spaces_around_it() -> None:
    assert account_inputs.confirmation({**RESET, "code": " 123456 "}).code == "123456"


@pytest.mark.parametrize("token", [None, "", 7, "a b", "a\n", "x" * 8193])
def test_what_is_no_refresh_token_is_refused(token: Any) -> None:
    with pytest.raises(InvalidRequest, match="refreshToken"):
        account_inputs.refresh_token({"refreshToken": token})


@pytest.mark.parametrize("secret", ["short", "x" * 300])
def test_no_message_repeats_what_was_sent(secret: str) -> None:
    for read in (account_inputs.sign_up, account_inputs.sign_in, account_inputs.refresh_token):
        with pytest.raises((InvalidRequest, PasswordRefused)) as refused:
            read(
                {
                    "email": EMAIL,
                    "password": secret,
                    "newPassword": secret,
                    "refreshToken": f"{secret}\n",
                }
            )
        assert secret not in str(refused.value)
