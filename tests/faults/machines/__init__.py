"""Several machines: changed one after the other under traffic, cut off from the others and brought back."""
