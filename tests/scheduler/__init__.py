"""Pushes and the outbox, under a clock turned by hand."""
