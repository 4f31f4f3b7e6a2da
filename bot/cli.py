"""`salesbot`: the command line. Each command's code is loaded when it is called, not before."""

import gc
import importlib
from typing import Final

import click

COMMANDS: Final = {
    "serve": ("bot.commands.serve", "Answer Feishu, send and push until told to stop."),
    "playground": ("playground.cli", "Try the bot with a local Feishu in the browser."),
    "db": ("bot.commands.database", "Bring the database up to this program's schema."),
    "push": ("bot.commands.pushes", "Make a push now, or see what it would say."),
    "inbox": ("bot.commands.traffic", "List and retry deliveries that failed."),
    "outbox": ("bot.commands.traffic", "List messages on their way and retry parked ones."),
    "obligations": ("bot.commands.obligations", "Print what was owed between two dates, and what became of it."),
    "kpi": ("bot.commands.kpi", "Print every figure of a rep, a team, an area or the company over a period."),
    "calendar": ("bot.commands.calendar", "Print a year's working days and when reports are due."),
    "import": ("bot.commands.imports:history", "Bring a company's history in from files, or take it back."),
    "backup": ("bot.commands.backups", "Copy the database while the bot serves."),
    "restore": ("bot.commands.backups", "Put a copy of the database back where there is none."),
    "doctor": ("bot.commands.doctor", "Check settings, credentials, permissions, database and pushes."),
}
"""Where each command lives (after a colon its name there, if that is another), and its line in the help."""


class LazyGroup(click.Group):
    """A group that knows its commands' names and one-line helps without having loaded any of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, the most used first."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command."""
        if cmd_name not in COMMANDS:
            return None
        # Nothing that loading makes is ever garbage: looking for some, then and later, costs a start a tenth.
        gc.disable()
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command = getattr(importlib.import_module(module), name or cmd_name)
        gc.freeze()
        gc.enable()
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with the helps known here."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="salesbot")
def main() -> None:
    """The sales team's assistant on Feishu and Lark."""
