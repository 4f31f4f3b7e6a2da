"""The border to Feishu: what comes in is checked and typed here, what goes out leaves from here."""
