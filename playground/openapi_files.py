"""Files: uploaded by the bot, sent in messages, fetched again by who got them (im-v1/file, im-v1/message-resource)."""

from urllib.parse import quote

from playground import openapi_images
from playground.openapi_chats import success
from playground.people import Json, new_id
from playground.refusals import ApiError, invalid
from playground.tenant import Tenant
from playground.web import Request, Response

MAX_FILE = 30 * 1024 * 1024
KINDS = frozenset({"opus", "mp4", "pdf", "doc", "xls", "ppt", "stream"})


def upload(tenant: Tenant, request: Request) -> Json:
    """Keep a file and give its key; refuses an empty one (234010) and one above 30 MB (234006)."""
    told, files = openapi_images.form_of(request)
    if told.get("file_type") not in KINDS:
        raise invalid(told.get("file_type"), field="file_type", why=f"file_type must be one of {sorted(KINDS)}")
    if not told.get("file_name"):
        raise invalid(None, field="file_name", why="file_name is required")
    if "file" not in files:
        raise invalid(None, field="file", why="file is required")
    return success({"file_key": keep(tenant, files["file"], told["file_name"])})


def keep(tenant: Tenant, data: bytes, name: str) -> str:
    """Keep a file under a new key."""
    if not data:
        raise ApiError(234010, "File's size can't be 0.")
    if len(data) > MAX_FILE:
        raise ApiError(234006, "The file size exceed the max value.")
    key = new_id("file_v3_")
    tenant.world.files[key] = (data, name)
    return key


def resource(tenant: Tenant, request: Request, message_id: str, key: str) -> Response:
    """Fetch what came with a message: `type=file` for files, `type=image` for pictures."""
    if request.query.get("type") != "file":
        return openapi_images.resource(tenant, request, message_id, key)
    message = tenant.world.messages.get(message_id)
    if message is None or message.recalled or key not in message.content or key not in tenant.world.files:
        raise ApiError(234003, "File not in msg.")
    return download(*tenant.world.files[key])


def download(data: bytes, name: str) -> Response:
    """A file as a download under its own name."""
    naming = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
    return Response(200, data, "application/octet-stream", naming)
