"""How the measurements reckon; what they measure is no test."""
