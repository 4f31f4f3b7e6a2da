"""The bots that ours is measured beside, each as its own pages show it, in an environment of their own.

Nothing here imports anything of the bot's but the invented keys.
"""
