"""The local Feishu and its page."""
