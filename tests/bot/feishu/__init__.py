"""The border to Feishu."""
