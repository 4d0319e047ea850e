"""Every limit of the product, in one place, each with its reason.

Sizes are in bytes, times in seconds. What an operator may change is in `settings`.
"""

#: A session waits this long for a phone: a visitor needs a minute, a queue some more.
SESSION_SECONDS = 600
#: Each ticket keeps its session open this long: the URL's life, and as much again for a slow line.
SESSION_SECONDS_AFTER_TICKET = 600
#: No session lives longer, however many tickets are asked: a code on a screen gets photographed.
SESSION_SECONDS_AT_MOST = 3600

#: Life of a signed PUT. S3 checks it when the request starts, so a slow upload may outlive it;
#: below two minutes, clocks that differ and slow radios make it fail at random.
TICKET_SECONDS = 300
#: Life of a signed GET of a stored photo: a screen loads it at once and asks again by `sync`.
VIEW_SECONDS = 600

#: API Gateway closes every WebSocket after two hours; an hour more, and the row is surely stale.
#: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
CONNECTION_SECONDS = 3 * 3600

#: A handshake is over after this: it waits for `$connect`, to which API Gateway gives 29 seconds.
HANDSHAKE_SECONDS = 30

#: Photos one session takes: enough for a visit, few enough for one item in the table.
MAX_PHOTOS = 10
#: Tickets one session gives per photo that it takes: rejected and abandoned ones cost a line each.
TICKETS_PER_PHOTO = 4
#: Larger than any photo that phones make (48 MP), small enough to decode in one Lambda.
MAX_UPLOAD_BYTES = 25 * 1024 * 1024

#: Formats that phones make and browsers or our own decoders show, and the key suffix of each.
CONTENT_TYPES = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/gif": "gif",
    "image/heic": "heic",
    "image/heif": "heif",
    "image/avif": "avif",
}

#: Characters of a file name that we keep and show: what fits under a print.
FILE_NAME_CHARACTERS = 120
#: Characters of any one value that a client sends: longer than all honest ones, cheap to refuse.
VALUE_CHARACTERS = 1024
#: Bytes of a request body; ours are empty or tiny.
BODY_BYTES = 16 * 1024

#: A dependency that has not answered a health check by then counts as unavailable: longer than the
#: first calls of a cold function take, far shorter than API Gateway's 29 seconds.
HEALTH_WAIT_SECONDS = 5
#: A process asks its dependencies again only after this: anyone may ask for its health, and a flood
#: must cost no calls to AWS; short enough for a monitor that asks every ten seconds.
HEALTH_REUSE_SECONDS = 5

#: Writers that race for one session: each round one of them wins, so more rounds than writers.
SAVE_ATTEMPTS = 20
