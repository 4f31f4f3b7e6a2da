"""The features, through signed deliveries."""
