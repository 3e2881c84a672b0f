"""Whether words are of somebody's home or body, whatever layer was tapped: then nobody measures, dates or praises them."""

from kpi_assistant.domain.layer_guess import guess_layer
from kpi_assistant.domain.sensitive import SensitiveKind, sensitive_hints
from kpi_assistant.domain.vocabulary import Layer


def is_delicate(words: str, layer: Layer) -> bool:
    """Of life by choice or by its sound, or holding a sensitive fact of somebody's own.

    A number that looks like an identity card says nothing of the kind.
    """
    if layer is Layer.LIFE or guess_layer(words) is Layer.LIFE:
        return True
    return any(hint.kind is not SensitiveKind.IDENTITY for hint in sensitive_hints(words, layer))


def sounds_like(words: str, layer: Layer) -> Layer:
    """The layer to offer for what stands as work: nothing of somebody's own home should be the team's to read unasked."""
    if layer is not Layer.WORK:
        return layer
    guessed = guess_layer(words)
    return Layer.LIFE if guessed is Layer.WORK and is_delicate(words, layer) else guessed
