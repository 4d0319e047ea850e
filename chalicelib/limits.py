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
#: Photos in one WebSocket message: each has up to four signed URLs of up to 2 KB, and API Gateway
#: takes messages of up to 128 KB.
#: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
PHOTOS_PER_MESSAGE = 12
#: Tickets one session gives per photo that it takes: rejected and abandoned ones cost a line each.
TICKETS_PER_PHOTO = 4
#: Larger than any photo that phones make (48 MP), small enough to decode in one Lambda.
MAX_UPLOAD_BYTES = 25 * 1024 * 1024
#: A quarter of an hour as phones film by default (60 MB a minute), six minutes of 4K. It goes
#: within the hour of a session on any line above 2.4 Mbit/s.
MAX_VIDEO_BYTES = 1024 * 1024 * 1024
#: From here on phones send parts: what a cut costs on a single PUT is all that was sent.
MAX_PUT_BYTES = 16 * 1024 * 1024
#: Of each part but the last, which is what one cut costs: S3 takes no less than 5 MiB, and no more
#: than 10,000 of them; on a line of 1 Mbit/s it goes in a minute, within its URL's five.
#: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
PART_BYTES = 8 * 1024 * 1024
MAX_PARTS = 10_000
#: Parts that are signed in one answer: as many as go side by side, with some in store, while all
#: their digests still fit into one value of a query.
PARTS_AT_ONCE = 16
#: A file in parts holds its place this long: for as long as any session lives, because who sends a
#: gigabyte through a bad line is not gone after five minutes.
MULTIPART_SECONDS = SESSION_SECONDS_AT_MOST

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
#: Videos that phones make and browsers play, and the key suffix of each. They come in parts only.
VIDEO_TYPES = {"video/mp4": "mp4", "video/quicktime": "mov", "video/webm": "webm"}
#: From the beginning of a video: what tells its kind stands in the first hundred.
VIDEO_HEAD_BYTES = 4096

#: Of a user's file that is neither picture nor video: as of a video.
MAX_FILE_BYTES = 1024 * 1024 * 1024
#: Files and bytes that one user may begin to send in a day, by UTC: more than a photographer brings
#: home from a wedding, and a bound on the bill of an account that is stolen.
USER_FILES_PER_DAY = 1000
USER_BYTES_PER_DAY = 20 * 1024 * 1024 * 1024
#: What counts them is kept a day longer, whatever the clocks say.
QUOTA_SECONDS = 2 * 24 * 3600
#: A user's upload lives so long, which is as long as the bucket keeps parts. Its session has no
#: code that could be photographed, and takes this one file.
USER_SESSION_SECONDS = 24 * 3600
#: From the beginning and the end of a file whose kind is to be known: a ZIP's directory is there.
EDGE_BYTES = 66 * 1024
#: Bytes of one file that are looked at in all, and in how many pieces: the directory of a document
#: with ten thousand pictures, and every box of a recording that went on for hours.
INSPECTED_BYTES = 4 * 1024 * 1024
INSPECTED_RANGES = 64
#: Bytes of the part of an archive that says what it is: of a document of a thousand pages, half.
ARCHIVE_PART_BYTES = 512 * 1024
#: What an archive may have when it is opened, by its size (spreadsheets: some 50 times) or at all.
INFLATED_TIMES = 200
INFLATED_BYTES = 256 * 1024 * 1024

#: Pixels of a picture by Pillow's name of its format, before any of it is decoded: what the decoder
#: needs for them fits into its memory. Phones make up to 50 million, in JPEG also more.
#: JPEG alone can be decoded at a fraction of its size.
MAX_PIXELS = {
    **dict.fromkeys(("JPEG", "MPO"), 120_000_000),
    **dict.fromkeys(("PNG", "HEIF", "AVIF"), 50_000_000),
    **dict.fromkeys(("WEBP", "GIF"), 25_000_000),
}
#: A progressive JPEG is held as coefficients of all its pixels, whatever size is asked for.
MAX_PIXELS_PROGRESSIVE = 50_000_000
#: Pixels of one side: a row of some decoders' tables for each.
MAX_SIDE = 30_000
#: Passes of one JPEG: 0.4 MB of them can take 90 seconds; honest files have up to 20.
MAX_SCANS = 100
#: Segments, chunks or blocks of one file, each of which costs its reader some microseconds: 25 MB
#: of PNG in pieces of 512 bytes; honest files have a few thousand.
MAX_PIECES = 50_000
#: Bytes of a colour profile: those of printing presses have up to 3 MB.
MAX_PROFILE_BYTES = 4 * 1024 * 1024
#: What one file may cost in the decoder's own process. Processor time: five times the largest HEIC.
DECODE_CPU_SECONDS = 10
#: And by the clock, where the processor is shared; with the rest well within a function's minute.
DECODE_WALL_SECONDS = 14
#: Bytes of memory, the decoder's own share; HEIC and AVIF hold the whole picture more than once.
DECODE_BYTES = 448 * 1024 * 1024
DECODE_BYTES_HEIF = 960 * 1024 * 1024
#: Bytes of all renditions of one file: of pure noise they have half of it.
DECODE_RESULT_BYTES = 32 * 1024 * 1024

#: The longer side of each rendition at most, in pixels. The frame is halved until it fits, because
#: halves are what decoders are fast at; so each is more than half of this, or the frame itself.
MAX_SIDE_LARGE = 2880
MAX_SIDE_MEDIUM = 1440
MAX_SIDE_THUMB = 360
#: Below it skies show bands, above it files grow faster than anybody sees.
JPEG_QUALITY = 82

#: Bytes of a preview, a picture of a photo that is on its way. It has to fit into one frame: in
#: base64, which makes four of three, it has 32,000, and what else its message says some 120.
PREVIEW_BYTES = 24_000
#: The longer side of a preview that is decoded: more than a phone draws, and so little work that
#: many may come at once.
PREVIEW_SIDE = 1024
#: Of what is made of it: enough for a print that is being developed.
PREVIEW_RESULT_SIDE = 512
#: And its bytes: in base64 30,000, which leaves the rest of a frame to the photo's name.
PREVIEW_RESULT_BYTES = 22_500

#: Characters of a watermark's text: what fits across a picture.
WATERMARK_CHARACTERS = 60
#: Characters of a camera's name that we keep.
CAMERA_CHARACTERS = 80
#: Percent of confidence from which on a label of the moderator refuses a photo.
MODERATION_CONFIDENCE = 80
#: Pixels that a picture must have in height and width for the moderator to look at it.
#: https://docs.aws.amazon.com/rekognition/latest/dg/limits.html
MODERATION_SIDE = 80
#: Jobs that a function is given at once: so many times DECODE_WALL_SECONDS fit into its minute.
JOBS_AT_ONCE = 3
#: Functions that work on jobs at the same time: a bound on the bill, and enough for a stadium.
JOB_FUNCTIONS = 50
#: Characters of a file name that we keep and show: what fits under a print.
FILE_NAME_CHARACTERS = 120
#: Characters of a comment: a caption of a few sentences, not a page.
COMMENT_CHARACTERS = 500
#: Photos of one page of a library where none is asked for, and at most: each carries a signed URL.
PAGE_PHOTOS = 50
MAX_PAGE_PHOTOS = 100
#: Photos that one request for a page looks at, whatever its filters pass over: a bound on its cost.
#: At 1 to 2 KB each they are two or three queries' worth of DynamoDB's megabyte.
SCANNED_PHOTOS = 1000
#: Photos of an album that one look at its numbers counts, the newest: some 40 MB of records, which
#: DynamoDB reads in 40 pages, and API Gateway waits for.
COUNTED_PHOTOS = 20_000
#: A cursor of a library goes on for a day; who comes back later begins at the newest.
CURSOR_SECONDS = 24 * 3600
#: Photos that one request deletes: each takes about ten calls to AWS, and API Gateway waits 29 s.
DELETED_AT_ONCE = 100
#: Of these at the same time: as many connections as a client of AWS keeps, with some to spare.
CONCURRENT_DELETIONS = 8

#: Characters of any one value that a client sends: longer than all honest ones, cheap to refuse.
VALUE_CHARACTERS = 1024
#: Characters of a new password: length is what makes it strong, and the user pool wants as many.
#: Above, no more than Cognito takes.
#: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html
MIN_PASSWORD_CHARACTERS = 14
MAX_PASSWORD_CHARACTERS = 256
#: Characters of an e-mail address: as a user's name, Cognito takes no more.
EMAIL_CHARACTERS = 128
#: Characters of a code (Cognito's and authenticator apps' have six), of a refresh token (2,000).
CODE_CHARACTERS = 64
REFRESH_TOKEN_CHARACTERS = 8192
#: Bytes of a request body; ours are empty or tiny.
BODY_BYTES = 16 * 1024
#: Bytes of a WebSocket message from a browser, which sends each in one frame: API Gateway closes
#: the socket of a larger one. It is also what API Gateway meters as one message, either way.
#: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
FRAME_BYTES = 32 * 1024

#: Characters of the name of an album, a kiosk or a guest: what fits under a print.
NAME_CHARACTERS = 60
#: Photos that an album takes, if its host says nothing, and at most: a wedding, and a fair.
ALBUM_PHOTOS = 2000
ALBUM_PHOTOS_AT_MOST = 100_000
#: Days that an album may keep its photos at most: ten years.
ALBUM_DAYS_AT_MOST = 3650
#: After this an hourly run deletes no more of what albums keep no longer: it has five minutes.
EXPIRY_SECONDS = 240
#: Kiosks of one album: they and its photos on their way are in one item of the table.
ALBUM_KIOSKS = 50
#: Albums in one answer: each is read by itself, so that none is as it was a moment ago.
ALBUMS_PER_PAGE = 20
#: An album keeps a photo's place this long after its ticket: what began by then is still coming.
PLACE_SECONDS = 3600
#: Places that are given to others at once, if their photos did not come: what one write can name.
LAPSED_AT_ONCE = 50

#: Characters of a webhook's URL: any that people make, with a token in it.
WEBHOOK_URL_CHARACTERS = 500
#: A receiver that has not answered by then has failed: good ones take a message and work later.
WEBHOOK_SECONDS = 5

#: How long a process goes by the secrets that it has read: asking costs a call, and rotation waits.
SECRETS_SECONDS = 300
#: A new secret signs only after this, when every process has read it.
SECRET_ACTIVATION_SECONDS = 2 * SECRETS_SECONDS
#: Characters of a kiosk key at most: ours have some 270.
KIOSK_KEY_CHARACTERS = 600

#: A dependency that has not answered a health check by then counts as unavailable: longer than the
#: first calls of a cold function take, far shorter than API Gateway's 29 seconds.
HEALTH_WAIT_SECONDS = 5
#: A process asks its dependencies again only after this: anyone may ask for its health, and a flood
#: must cost no calls to AWS; short enough for a monitor that asks every ten seconds.
HEALTH_REUSE_SECONDS = 5

#: Writers that race for one session: each round one of them wins, so more rounds than writers.
SAVE_ATTEMPTS = 20
#: A photo's arrival has a function's minute, and comes again only after another: half of it.
ARRIVAL_SAVE_ATTEMPTS = 40

#: Bytes and files of one ZIP of an export, but for a single file that is larger: what a browser can
#: begin anew after a cut, every program can open, and a full disk leaves the others of.
EXPORT_VOLUME_BYTES = 1024 * 1024 * 1024
EXPORT_VOLUME_PHOTOS = 1000
#: A job works on an export this long, then queues the rest. Of these, as of jobs of photos,
#: JOBS_AT_ONCE have to end within a function's minute, and photos must not wait behind gigabytes.
EXPORT_STEP_SECONDS = 10
#: Of each part of a ZIP but the last; a job holds two of them in memory.
EXPORT_PART_BYTES = 16 * 1024 * 1024
EXPORT_CHUNK_BYTES = 1024 * 1024
#: Bytes of a file's name in a ZIP: file systems take 255, with what tells two apart.
EXPORT_NAME_BYTES = 200
#: Steps of one ZIP: three hours of work, ten times what the largest takes.
EXPORT_STEPS = 1000
#: An export is there this long, and no longer: it still has photos that are deleted meanwhile.
EXPORT_SECONDS = 3 * 24 * 3600
#: An export of which nothing new was written for so long has failed: JOB_RECEIVES take less.
EXPORT_STALL_SECONDS = 3600
#: How often the queue hands out a job before it gives it up.
JOB_RECEIVES = 5
