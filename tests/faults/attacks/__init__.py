"""Forged, hostile, forbidden, slow and too many requests, against the real web application and server."""
