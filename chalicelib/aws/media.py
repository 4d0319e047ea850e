"""Renditions and logos in S3."""

from collections.abc import Mapping, Sequence

from chalicelib import filenames
from chalicelib.aws.faults import translated
from chalicelib.aws.versions import VersionedBucket
from chalicelib.errors import ServiceUnavailable
from chalicelib.photo import Picture


class S3MediaStore(VersionedBucket):
    """`MediaStore` on one bucket."""

    def put(self, key: str, picture: Picture, metadata: Mapping[str, str]) -> None:
        """Store a picture. Its key stands for its content, so browsers may keep it."""
        with translated():
            self._client().put_object(
                Bucket=self._bucket,
                Key=key,
                Body=picture.jpeg,
                ContentType="image/jpeg",
                Metadata=metadata,
                CacheControl="private, max-age=31536000, immutable",
            )

    def view_url(self, key: str, seconds: int) -> str:
        """A signed URL that shows the picture."""
        return self._signed({"Key": key}, seconds)

    def download_url(self, key: str, name: str, seconds: int) -> str:
        """A signed URL that saves the picture under this name."""
        disposition = filenames.attachment(name)
        return self._signed({"Key": key, "ResponseContentDisposition": disposition}, seconds)

    def _signed(self, params: Mapping[str, str], seconds: int) -> str:
        with translated():
            return self._client().generate_presigned_url(
                "get_object", Params={"Bucket": self._bucket, **params}, ExpiresIn=seconds
            )

    def delete(self, keys: Sequence[str]) -> None:
        """Remove these; in a versioned bucket their versions follow by lifecycle."""
        with translated():
            answer = self._client().delete_objects(
                Bucket=self._bucket,
                Delete={"Objects": [{"Key": key} for key in keys], "Quiet": True},
            )
        if answer.get("Errors"):
            raise ServiceUnavailable
