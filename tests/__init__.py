"""The tests: one folder per package, and the rules of the house."""
