"""The files that operators copy."""
