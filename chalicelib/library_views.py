"""A photo as those see it whose library or album it is in, with signed URLs for some minutes."""

from chalicelib import filenames, keys, limits
from chalicelib.library_answers import LibraryPhoto
from chalicelib.photo import Photo, PhotoState
from chalicelib.photo_query import ImageSize
from chalicelib.ports import Services


def view(services: Services, photo: Photo) -> LibraryPhoto:
    """The photo, with the URL of its smallest picture."""
    available = sizes(services, photo)
    has_thumb = ImageSize.THUMB in available
    thumb_url = url(services, photo, ImageSize.THUMB) if has_thumb else None
    return LibraryPhoto.of(photo, available, thumb_url)


def sizes(services: Services, photo: Photo) -> tuple[ImageSize, ...]:
    """In which it may be had now: of what was rejected nothing is kept."""
    if not photo.is_there or photo.key is None:
        return ()
    if photo.state is PhotoState.STORED and services.settings.moderation:
        # Where somebody looks at photos first, nobody sees the upload before he has.
        return ()
    made = {each.name.value for each in photo.renditions}
    return tuple(each for each in ImageSize if each in made or each is ImageSize.ORIGINAL)


def url(services: Services, photo: Photo, size: ImageSize) -> str:
    """Of a size that it has."""
    for each in photo.renditions:
        if each.name.value == size.value:
            return services.media.view_url(each.key, limits.VIEW_SECONDS)
    key = photo.key or ""
    name = filenames.saved(photo.announced.file_name, photo.photo_id, keys.suffix_of(key))
    content_type = photo.content_type or ""
    return services.objects.download_url(key, content_type, name, limits.VIEW_SECONDS)
