"""A certificate authority for one run, and what it takes to trust it."""

import base64
import hashlib
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import trustme
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


@dataclass(frozen=True)
class Certificates:
    """Files that a server needs, and what its clients need."""

    chain: Path
    key: Path
    #: What this machine trusts, and the authority.
    bundle: Path
    #: For Chromium's `--ignore-certificate-errors-spki-list`.
    fingerprint: str


def issue(directory: Path, names: Iterable[str]) -> Certificates:
    """Make an authority and let it vouch for a server of these names."""
    directory.mkdir()
    authority = trustme.CA()
    leaf = authority.issue_cert(*names)
    made = Certificates(
        chain=directory / "chain.pem",
        key=directory / "key.pem",
        bundle=directory / "bundle.pem",
        fingerprint=_fingerprint(leaf.cert_chain_pems[0].bytes()),
    )
    leaf.private_key_pem.write_to_path(made.key)
    made.chain.write_bytes(b"".join(pem.bytes() for pem in leaf.cert_chain_pems))
    # Packages still come from their registry, over the network.
    made.bundle.write_bytes(_trusted_already() + authority.cert_pem.bytes())
    return made


def _trusted_already() -> bytes:
    """As PEM, one after the other. A folder of certificates is read by OpenSSL one by one only."""
    known = ssl.get_default_verify_paths()
    files = [Path(known.cafile)] if known.cafile else sorted(Path(known.capath or "").glob("*.0"))
    return b"\n".join(file.read_bytes() for file in files) + b"\n"


def _fingerprint(pem: bytes) -> str:
    key = x509.load_pem_x509_certificate(pem).public_key()
    spki = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(spki).digest()).decode()
