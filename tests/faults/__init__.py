"""What the bot promises, held against faults, attacks and load. `make faults` runs all of it; see README.md here."""
