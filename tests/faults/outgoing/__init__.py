"""What leaves the bot while Feishu refuses, breaks off, is away or is asked by many senders at once."""
