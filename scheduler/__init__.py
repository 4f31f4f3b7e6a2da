"""What happens without being asked: pushes when they are due, and the outbox that sends."""
