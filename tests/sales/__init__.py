"""The rules of selling."""
