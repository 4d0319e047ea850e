"""Use cases of what browsers say: answer it, and tell those whom it concerns.

Over a socket or, where sockets are blocked, by HTTP: the answer is the same, and so is who may say
what. Screens tell what they show; phones tell how far their photos are, and what they look like.
"""

import base64
import io
from collections.abc import Sequence

from chalicelib import (
    album_channel,
    album_news,
    client_messages,
    messages,
    notifications,
    pushes,
    sessions,
)
from chalicelib.album_messages import ComingPhoto
from chalicelib.answers import PhotoProgress
from chalicelib.client_messages import (
    AlbumHandshake,
    AlbumSaying,
    ClientMessage,
    Handshake,
    Socket,
)
from chalicelib.errors import (
    ConnectionGone,
    PreviewRefused,
    ScandropError,
    SessionExpired,
    SessionNotFound,
    TokenRefused,
)
from chalicelib.keys import session_channel
from chalicelib.metrics import Metric
from chalicelib.model import Role, Session
from chalicelib.photo import Photo, PhotoRefused, PhotoState
from chalicelib.ports import Services

Answer = Sequence[messages.Told]


def listen(services: Services, socket: Socket, handshake: Handshake | AlbumHandshake) -> None:
    """Register a browser that wants to listen to a session or an album.

    Raises:
        OriginRefused, SessionNotFound, SessionExpired, TokenRefused, KioskKeyRefused,
        AlbumNotFound: then nothing is stored.
    """
    if isinstance(handshake, AlbumHandshake):
        album_channel.subscribe(services, socket, handshake)
    else:
        notifications.subscribe(services, socket, handshake)


def answer(services: Services, socket: Socket, text: str | None) -> None:
    """Answer one message of a browser, over the socket that it came by."""
    try:
        said = client_messages.client_message(text)
        frames = [messages.frame(each) for each in _answer_to(services, socket, said)]
    except ScandropError as refusal:
        frames = [messages.error_frame(refusal)]
    try:
        url = pushes.callback_url(services, socket)
        for frame in frames:
            services.screens.post(socket.connection_id, url, frame)
    except ConnectionGone:
        services.connections.remove(socket.connection_id)


def answer_request(services: Services, token: str, said: ClientMessage) -> messages.Replies:
    """Answer the same from a browser that has no socket.

    Raises:
        SessionNotFound, TokenRefused, SessionExpired, PhotoNotFound, SessionBusy
    """
    session = sessions.require_session(services, said.session_id)
    role = session.role_of(token)
    session.require_open(services.clock())
    return messages.Replies(tuple(_answer(services, role, said)))


def _answer_to(services: Services, socket: Socket, said: ClientMessage | AlbumSaying) -> Answer:
    if isinstance(said, AlbumSaying):
        return [album_channel.answer(services, socket, said)]
    channel = session_channel(said.session_id)
    connection = services.connections.load(channel, socket.connection_id, services.clock())
    if connection is None:
        raise TokenRefused("This socket does not listen to that session.")
    return _answer(services, connection.role, said, connection.connection_id)


def _answer(
    services: Services, role: Role, said: ClientMessage, speaker: str | None = None
) -> Answer:
    """The answer to the speaker, whose connection it is that nobody else has to tell."""
    if isinstance(said, client_messages.Ping):
        return [messages.Pong(said.session_id, server_time=services.clock())]
    if isinstance(said, client_messages.Shown):
        return _shown(services, role, said, speaker)
    try:
        if isinstance(said, client_messages.Progress):
            return _progress(services, role, said)
        if isinstance(said, client_messages.Preview):
            return _preview(services, role, said)
        session = _open_session(services, said)
    except (SessionExpired, SessionNotFound):
        return [messages.SessionExpired(said.session_id)]
    return messages.SessionState.of(sessions.snapshot(services, session, role))


def _shown(
    services: Services, role: Role, said: client_messages.Shown, speaker: str | None
) -> Answer:
    """A screen shows a photo: its phone hears of it, and so does every screen.

    Only the first time is a fact; who says it again did not hear that it was taken.
    """
    if role is not Role.SCREEN:
        raise TokenRefused("Only a screen can say that it shows a photo.")

    def seen(session: Session) -> tuple[Session, Photo]:
        return session.with_photo_shown(said.photo_id, services.clock())

    def shown(role: Role) -> messages.Message:
        return messages.PhotoShown(said.session_id, sessions.photo_view(services, photo, role))

    before, after, photo = sessions.change_session(services, said.session_id, seen)
    if photo.shown_at is None:
        return []
    if before is not after:
        if photo.stored_at is not None:
            services.metrics.time(Metric.TIME_TO_SCREEN, photo.shown_at - photo.stored_at)
        notifications.announce(services, said.session_id, shown, besides=speaker)
    return [shown(role)]


def _progress(services: Services, role: Role, said: client_messages.Progress) -> Answer:
    """Photos are on their way: screens hear how far. One that is there tells more by itself."""
    _require_phone(role)
    session = _open_session(services, said)
    photos = [(session.photo(photo_id), percent) for photo_id, percent in said.uploads.items()]
    told = tuple(
        PhotoProgress.at(sessions.photo_view(services, photo, Role.SCREEN), percent)
        for photo, percent in photos
        if photo.state is PhotoState.PENDING
    )
    if told:
        message = messages.UploadProgress(said.session_id, told, said.seconds_left)
        _tell_screens(services, message)
        coming = [ComingPhoto(each.photo_id, each.file_name, each.percent) for each in told]
        album_news.photos_coming(services, session.album_id, coming, said.seconds_left)
    return []


def _preview(services: Services, role: Role, said: client_messages.Preview) -> Answer:
    """A photo is on its way: screens get a small picture of it, made anew of what the phone sent.

    None where somebody looks at photos first: nobody sees one before he has. None of a photo that
    is there or was taken back, also while the picture was being made.
    """
    _require_phone(role)
    known = _pending(services, said)
    if services.settings.moderation or known is None or not sessions.may_be_on_screen(known):
        return []
    try:
        made = services.renderer.preview(io.BytesIO(said.jpeg))
    except PhotoRefused as refusal:
        raise PreviewRefused from refusal
    photo = _pending(services, said)
    if photo is not None:
        view = sessions.photo_view(services, photo, Role.SCREEN)
        text = base64.b64encode(made.jpeg).decode()
        _tell_screens(
            services,
            messages.UploadPreview(said.session_id, view, text, made.width, made.height),
        )
    return []


def _pending(services: Services, said: client_messages.Preview) -> Photo | None:
    """The photo, as long as it is on its way."""
    photo = _open_session(services, said).photo(said.photo_id)
    return photo if photo.state is PhotoState.PENDING else None


def _require_phone(role: Role) -> None:
    if role is not Role.PHONE:
        raise TokenRefused("Only the phone can tell of photos that are on their way.")


def _open_session(services: Services, said: ClientMessage) -> Session:
    session = sessions.require_session(services, said.session_id)
    session.require_open(services.clock())
    return session


def _tell_screens(services: Services, message: messages.Message) -> None:
    def for_screens(role: Role) -> messages.Message | None:
        return message if role is Role.SCREEN else None

    notifications.announce(services, message.session_id, for_screens)
