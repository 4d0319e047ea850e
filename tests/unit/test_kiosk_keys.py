"""Kiosk keys: who has none of our secrets makes none that counts, whatever it looks like."""

import base64
import hmac
import json
from typing import Any

import jwt
import pytest

from chalicelib import kiosk_keys, limits
from chalicelib.album_errors import KioskKeyRefused
from chalicelib.kiosk_keys import KioskKey
from tests.builders import ALBUM_ID, KIOSK_ID
from tests.fakes import START

SECRET, OTHER = b"one secret of 32 bytes, and more", b"another one of 32 bytes, or more"
KEY = KioskKey(KIOSK_ID, ALBUM_ID)
CLAIMS = {
    "iss": "scandrop",
    "sub": KIOSK_ID,
    "album": ALBUM_ID,
    "iat": START,
    "aud": "scandrop-kiosk",
}
GOOD = kiosk_keys.signed(KEY, [SECRET], START)
#: What keys are really signed with. A test may know it; who forges one does not.
DERIVED = hmac.digest(SECRET, b"scandrop kiosk key", "sha256")


def part(value: object) -> str:
    text = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


def made(header: object, claims: object, secret: bytes = DERIVED, digest: str = "sha256") -> str:
    """A token whose signature is right for that secret, whatever it says."""
    signed = f"{part(header)}.{part(claims)}"
    return f"{signed}.{part(hmac.digest(secret, signed.encode(), digest))}"


def claims(**changes: Any) -> dict[str, Any]:
    return CLAIMS | changes


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in CLAIMS.items() if key != name}


HS256 = {"alg": "HS256", "typ": "JWT"}
head, body, signature = GOOD.split(".")

#: By those who have no secret of ours, or only one of another purpose.
FORGED = {
    "no signature": f"{head}.{body}.",
    "alg none": f"{part({'alg': 'none', 'typ': 'JWT'})}.{body}.",
    "alg None": f"{part({'alg': 'None', 'typ': 'JWT'})}.{body}.",
    "alg none, signed": made({"alg": "none", "typ": "JWT"}, CLAIMS),
    "another secret": kiosk_keys.signed(KEY, [OTHER], START),
    "an empty secret": made(HS256, CLAIMS, b""),
    "the secret itself, not that of this purpose": made(HS256, CLAIMS, SECRET),
    "another album, old signature": f"{head}.{part(claims(album='B' * 22))}.{signature}",
    "another kiosk, old signature": f"{head}.{part(claims(sub='L' * 22))}.{signature}",
    "a signature cut short": GOOD[:-6],
    "a signature with one bit turned": f"{head}.{body}.{'B' if signature[0] == 'A' else 'A'}"
    + signature[1:],
    "a key of its own in the header": made(
        {**HS256, "jwk": {"kty": "oct", "k": part(OTHER)}}, CLAIMS, OTHER
    ),
    "a kid that names a file": made({**HS256, "kid": "/dev/null"}, CLAIMS, b""),
    "RS256, signed with a public key as HMAC": made({"alg": "RS256", "typ": "JWT"}, CLAIMS, OTHER),
    "two parts": f"{head}.{body}",
    "four parts": f"{GOOD}.{signature}",
    "no JSON": f"{head}.{part(b'{')}.{signature}",
    "a list": made(HS256, [CLAIMS], OTHER),
    "nothing": "..",
}
#: Signed with the very secret, and still none of ours: what we sign is checked as strictly.
MISSHAPEN = {
    "HS512": made({"alg": "HS512", "typ": "JWT"}, CLAIMS, digest="sha512"),
    "HS384": made({"alg": "HS384", "typ": "JWT"}, CLAIMS, digest="sha384"),
    "hs256": made({"alg": "hs256", "typ": "JWT"}, CLAIMS),
    "another type": made({"alg": "HS256", "typ": "at+jwt"}, CLAIMS),
    "a kid": made({**HS256, "kid": "1"}, CLAIMS),
    "crit": made({**HS256, "crit": ["exp"]}, CLAIMS),
    "b64": made({**HS256, "b64": False, "crit": ["b64"]}, CLAIMS),
    **{f"without {name}": made(HS256, without(name)) for name in CLAIMS},
    "another issuer": made(HS256, claims(iss="scandrop.example.org")),
    "another audience": made(HS256, claims(aud="scandrop")),
    "audiences": made(HS256, claims(aud=["scandrop-kiosk", "other"])),
    "one audience in a list": made(HS256, claims(aud=["scandrop-kiosk"])),
    "issued later": made(HS256, claims(iat=START + 61)),
    "issued in words": made(HS256, claims(iat=str(START))),
    "issued in parts of a second": made(HS256, claims(iat=START + 0.5)),
    "issued true": made(HS256, claims(iat=True)),
    "a claim that we do not know": made(HS256, claims(scope="everything")),
    "an end": made(HS256, claims(exp=START + 10**9)),
    "an album that is no id": made(HS256, claims(album="../" + "A" * 19)),
    "an album that is no text": made(HS256, claims(album=None)),
    "a kiosk that is no id": made(HS256, claims(sub="K" * 21)),
    "a kiosk that is a number": made(HS256, claims(sub=7)),
    "claims that are a list": made(HS256, list(CLAIMS)),
}


def test_a_key_says_whose_it_is() -> None:
    assert kiosk_keys.verified(GOOD, [SECRET], START) == KEY
    # And is what every reader of JSON Web Tokens takes for one.
    assert jwt.get_unverified_header(GOOD) == HS256
    assert jwt.decode(GOOD, options={"verify_signature": False}) == CLAIMS
    assert len(GOOD) < limits.KIOSK_KEY_CHARACTERS / 2


def test_it_does_not_run_out() -> None:
    """A screen hangs on its wall for months; it is removed from its album instead."""
    assert kiosk_keys.verified(GOOD, [SECRET], START + 10**9) == KEY


def test_clocks_may_differ_a_little() -> None:
    assert kiosk_keys.verified(GOOD, [SECRET], START - 60) == KEY
    with pytest.raises(KioskKeyRefused):
        kiosk_keys.verified(GOOD, [SECRET], START - 61)


@pytest.mark.parametrize("live", [[OTHER, SECRET], [SECRET, OTHER]])
def test_a_rotation_keeps_what_was_signed_before_it(live: list[bytes]) -> None:
    assert kiosk_keys.verified(GOOD, live, START) == KEY
    assert kiosk_keys.verified(kiosk_keys.signed(KEY, live, START), live[:1], START) == KEY


def test_a_secret_that_is_gone_takes_its_keys_with_it() -> None:
    with pytest.raises(KioskKeyRefused):
        kiosk_keys.verified(GOOD, [OTHER], START)


@pytest.mark.parametrize(
    "token", [*FORGED.values(), *MISSHAPEN.values()], ids=[*FORGED, *MISSHAPEN]
)
def test_a_forged_key_is_refused_and_nobody_is_told_why(token: str) -> None:
    with pytest.raises(KioskKeyRefused) as refused:
        kiosk_keys.verified(token, [OTHER + b"!", SECRET], START)
    assert str(refused.value) == KioskKeyRefused.message
    assert refused.value.__cause__ is None


def test_there_are_enough_of_them() -> None:
    """And the good one is made in the same way: else they would prove nothing."""
    assert len(FORGED) >= 14
    assert kiosk_keys.verified(made(HS256, CLAIMS), [SECRET], START) == KEY


def test_what_is_signed_for_another_purpose_is_no_key() -> None:
    """The secrets sign more than keys: each purpose has one of its own, derived from them."""
    with pytest.raises(KioskKeyRefused):
        kiosk_keys.verified(made(HS256, CLAIMS, SECRET), [SECRET], START)
