"""What a customer made of our answer."""

from collections.abc import Mapping
from typing import Any

from kpi_assistant.models import Reaction, Response


def add_reaction(response: Response, values: Mapping[str, Any]) -> Reaction:
    """Note a reaction (kind, words, happened_on); the same one sent twice stays one."""
    known = next(
        (
            each
            for each in response.reactions
            if (each.kind, each.words, each.happened_on) == (values["kind"], values["words"], values["happened_on"])
        ),
        None,
    )
    if known is not None:
        return known
    reaction = Reaction(**values)
    response.reactions.append(reaction)
    return reaction
