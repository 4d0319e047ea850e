"""Routes of libraries: triggers as those of app.py, which registers them, and no decision."""

from http import HTTPStatus

from chalicelib import (
    deletion,
    http,
    library,
    library_inputs,
    routing,
    user_upload_inputs,
    user_uploads,
)
from chalicelib import library_answers as answers
from chalicelib.answers import MultipartUpload, UploadTicket
from chalicelib.inputs import photo_id as known_form
from chalicelib.settings import Settings
from chalicelib.wiring import services

settings = Settings.from_env()
routes = routing.Routes(__name__, settings.site_url)
users = routing.users(settings.user_pool_arn)


@routes.route("/upload", methods=["POST"], status=HTTPStatus.CREATED, authorizer=users)
def issue_upload() -> UploadTicket | MultipartUpload:
    """Somebody wants to keep a file."""
    wanted = user_upload_inputs.user_upload(http.json_object(routes))
    return user_uploads.issue_upload(services(), http.user_of(routes), wanted)


@routes.route("/images", methods=["GET"], authorizer=users)
def list_photos() -> answers.LibraryPage:
    """Somebody looks through the photos of a library."""
    wanted = library_inputs.page_request(http.query(routes))
    return library.list_photos(services(), http.user_of(routes), wanted)


@routes.route("/images", methods=["DELETE"], authorizer=users)
def delete_photos() -> answers.Deletions:
    """Somebody deletes several photos."""
    wanted = library_inputs.photo_ids(http.json_object(routes))
    return deletion.delete_photos(services(), http.user_of(routes), wanted)


@routes.route("/image/{photo_id}", methods=["GET"], authorizer=users)
def serve_photo(photo_id: str) -> answers.ImageUrl | answers.Redirect:
    """Somebody wants to see a photo, or to have it."""
    wanted = library_inputs.image_request(photo_id, http.query(routes), http.headers(routes))
    return library.serve_photo(services(), http.user_of(routes), wanted)


@routes.route("/image/{photo_id}", methods=["PATCH"], authorizer=users)
def edit_photo(photo_id: str) -> answers.LibraryPhoto:
    """Somebody writes a comment under a photo, or says where it belongs and who sees it."""
    wanted = library_inputs.photo_edit(photo_id, http.json_object(routes))
    return library.edit_photo(services(), http.user_of(routes), wanted)


@routes.route("/image/{photo_id}", methods=["DELETE"], authorizer=users)
def delete_photo(photo_id: str) -> answers.Deletion:
    """Somebody deletes a photo."""
    return deletion.delete_photo(services(), http.user_of(routes), known_form(photo_id))
