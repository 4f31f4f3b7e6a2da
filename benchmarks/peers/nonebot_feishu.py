"""nonebot2 with its Feishu adapter on FastAPI and uvicorn: a notice handler that does nothing.

It answers before it works, and checks no signature. `python -m benchmarks.peers.nonebot_feishu PORT`.
"""

import logging
import sys

import nonebot
from nonebot.adapters.feishu import Adapter, Event
from nonebot.adapters.feishu.config import BotConfig
from nonebot.adapters.feishu.models import BotInfo, BotInfoResponse

from benchmarks.keys import APP_ID, ENCRYPT_KEY, NOBODY, TOKEN


class AtHome(Adapter):
    """The adapter, which is told about its bot instead of asking a platform that is not there."""

    async def get_bot_info(self, bot_config: BotConfig) -> BotInfoResponse:
        """A bot of no app."""
        told = {"activate_status": 2, "app_name": "peer", "avatar_url": NOBODY, "ip_white_list": []}
        return BotInfoResponse(code=0, msg="ok", bot=BotInfo(open_id="ou_peer", **told))


def main(port: int) -> None:
    """Serve until killed."""
    app = {"app_id": APP_ID, "app_secret": "none", "encrypt_key": ENCRYPT_KEY, "verification_token": TOKEN}
    # Its log lines cost it more than ours cost us, so it writes none of a level that a submission reaches.
    nonebot.init(driver="~fastapi+~httpx", host="127.0.0.1", port=port, log_level="ERROR", feishu_bots=[app])
    nonebot.get_driver().register_adapter(AtHome)
    heard = nonebot.on_notice()

    @heard.handle()
    async def ignore(_event: Event) -> None:
        """Do nothing."""

    logging.getLogger("uvicorn.access").disabled = True
    nonebot.run(access_log=False)


if __name__ == "__main__":
    main(int(sys.argv[1]))
