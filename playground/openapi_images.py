"""Images: uploaded by the bot, shown in cards, fetched again by key."""

from io import BytesIO

from flask import Request as Form

from playground.openapi_chats import success
from playground.people import Json, new_id
from playground.refusals import ApiError, invalid
from playground.tenant import Tenant
from playground.web import Request, Response

MAX_IMAGE = 10 * 1024 * 1024
MAGIC = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"RIFF": "image/webp",
    b"BM": "image/bmp",
}


def kind_of(data: bytes) -> str:
    """Tell an image's media type by its first bytes, or refuse it (234011)."""
    found = next((kind for magic, kind in MAGIC.items() if data.startswith(magic)), "")
    if not found:
        raise ApiError(234011, "Can't recognize the image format.")
    return found


def check(data: bytes) -> str:
    """Refuse an empty image (234010) or one above 10 MB (234006); tell its media type."""
    if not data:
        raise ApiError(234010, "File's size can't be 0.")
    if len(data) > MAX_IMAGE:
        raise ApiError(234006, "The file size exceed the max value.")
    return kind_of(data)


def form_of(request: Request) -> tuple[dict[str, str], dict[str, bytes]]:
    """The fields and the files of a multipart body, by name."""
    environ = {
        "wsgi.input": BytesIO(request.body),
        "CONTENT_TYPE": request.headers.get("content-type", ""),
        "CONTENT_LENGTH": str(len(request.body)),
        "REQUEST_METHOD": "POST",
    }
    with Form(environ) as sent:
        return dict(sent.form), {name: file.read() for name, file in sent.files.items()}


def upload(tenant: Tenant, request: Request) -> Json:
    """Keep an image and give its key (im-v1/image/create, multipart)."""
    told, files = form_of(request)
    kind, data = told.get("image_type", ""), files.get("image")
    if kind not in {"message", "avatar"}:
        raise invalid(kind, field="image_type", why="image_type must be message or avatar")
    if data is None:
        raise invalid(None, field="image", why="image is required")
    key = new_id("img_v3_")
    tenant.world.images[key] = (data, check(data))
    return success({"image_key": key})


def _image(tenant: Tenant, key: str) -> Response:
    if key not in tenant.world.images:
        raise ApiError(234001, "Invalid request param.")
    data, kind = tenant.world.images[key]
    return Response(200, data, kind)


def download(tenant: Tenant, _request: Request, key: str) -> Response:
    """Fetch an image the bot uploaded."""
    return _image(tenant, key)


def resource(tenant: Tenant, _request: Request, message_id: str, key: str) -> Response:
    """Fetch an image somebody sent in a message."""
    message = tenant.world.messages.get(message_id)
    if message is None or key not in message.content:
        raise ApiError(234003, "File not in msg.")
    return _image(tenant, key)
