"""How a command says no: one sentence and a non-zero exit, never a traceback."""

from typing import IO, Any

import click


class Refusal(click.ClickException):
    """What cannot be done now."""

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.format_message(), err=True, file=file)


class WrongUse(Refusal):
    """What was asked for wrongly: asking again the same way will not help."""

    exit_code = 2
