"""The edge, byte by byte."""
