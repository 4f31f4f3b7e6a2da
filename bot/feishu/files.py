"""Files to and from Feishu: a sheet goes up and is posted, what somebody sent is fetched and read.

Documents: open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/file/create, …/message/create, and
…/im-v1/message-resource/get.
"""

from functools import partial
from io import BytesIO
from typing import Any

import orjson

from bot.feishu.codes import Sent
from bot.feishu.transport import Line, TooLargeError
from bot.grids import Grid, Unreadable, grid_of
from bot.sheets import unpack
from bot.workbooks import file_name, workbook
from storage.claims import Claimed

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def send_sheet(line: Line, row: Claimed) -> Sent:
    """Write a sheet, upload it and post it as a file message. A second try uploads again, but shows one message."""
    sheet = unpack(row.content)
    key = line.call(partial(_upload, file_name(sheet), workbook(sheet))).data.file_key
    return Sent(str(line.call(partial(_post, row, str(key))).data.message_id))


def _upload(name: str, data: bytes, client: Any, option: Any) -> Any:
    from lark_oapi.api.im.v1 import CreateFileRequest, CreateFileRequestBody

    # The part needs a file name of its own beside the field, or it is taken for text; that one is nowhere shown.
    body = CreateFileRequestBody.builder().file_type("xls").file_name(name).file(("sheet.xlsx", BytesIO(data), XLSX))
    return client.im.v1.file.create(CreateFileRequest.builder().request_body(body.build()).build(), option)


def _post(row: Claimed, key: str, client: Any, option: Any) -> Any:
    from lark_oapi.api.im.v1 import CreateMessageRequest, CreateMessageRequestBody

    kind = "chat_id" if row.lane.startswith("oc_") else "open_id"
    body = CreateMessageRequestBody.builder().receive_id(row.lane).msg_type("file").uuid(row.uuid)
    body = body.content(orjson.dumps({"file_key": key}).decode()).build()
    request = CreateMessageRequest.builder().receive_id_type(kind).request_body(body).build()
    return client.im.v1.message.create(request, option)


def read_sheet(line: Line, row: Claimed) -> Grid | Unreadable:
    """Fetch the file that came with the message `row.target`, and read it; what is too large is not fetched."""
    told = orjson.loads(row.content)
    try:
        response = line.call(partial(_fetch, row.target, told["file_key"]))
    except TooLargeError:
        return Unreadable.LARGE
    return grid_of(response.file.read(), told["file_name"])


def _fetch(message_id: str, key: str, client: Any, option: Any) -> Any:
    from lark_oapi.api.im.v1 import GetMessageResourceRequest

    request = GetMessageResourceRequest.builder().message_id(message_id).file_key(key).type("file").build()
    return client.im.v1.message_resource.get(request, option)
