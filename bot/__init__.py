"""The conversation: from a delivery's bytes to one answer."""
