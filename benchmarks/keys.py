"""The console of an invented app. Imports nothing, so that the peer does not carry the bot's modules."""

APP_ID = "cli_benchmark"
ENCRYPT_KEY = "an encrypt key of the usual length"
TOKEN = "a verification token"  # noqa: S105 - of no app anywhere
SLACK_SECRET = "a signing secret"  # noqa: S105 - of no app either
PATH = "/feishu/events"
NOBODY = "http://127.0.0.1:1"
"""Where nobody listens: a measured bot has nothing to send."""
