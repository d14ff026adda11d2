"""What to ask a requester whose request is too vague to answer, in the request's language."""

import re
from collections.abc import Sequence

_QUESTIONS: dict[str, tuple[str, ...]] = {
    "en": (
        "Which topic is the request about (for example {examples})?",
        "Which institution would receive the assistance, and what should be different afterwards?",
        "Which type of assistance is sought: drafting, training, a visit, a tool, or exchange with peers?",
    ),
    "es": (
        "¿Sobre qué tema es la solicitud (por ejemplo, {examples})?",
        "¿Qué institución recibiría la asistencia y qué debería cambiar con ella?",
        "¿Qué tipo de asistencia se busca: redacción, capacitación, una visita, una herramienta o "
        "intercambio entre pares?",
    ),
    "fr": (
        "Sur quel sujet porte la demande (par exemple : {examples}) ?",
        "Quelle institution recevrait l'assistance, et qu'est-ce qui devrait changer ensuite ?",
        "Quel type d'assistance est recherché : rédaction, formation, visite, outil ou échange entre pairs ?",
    ),
    "pt": (
        "Sobre que tema é o pedido (por exemplo, {examples})?",
        "Que instituição receberia a assistência, e o que deveria mudar depois?",
        "Que tipo de assistência se procura: redação, formação, uma visita, uma ferramenta ou intercâmbio entre pares?",
    ),
}

_EXAMPLES = re.compile(r" \([^)]*\{examples\}\)")


def questions(language: str | None, examples: Sequence[str], typed: bool) -> tuple[str, ...]:
    """The questions to ask; `examples` are titles on offer. The type is not asked for when it was given."""
    asked = _QUESTIONS[language if language in _QUESTIONS else "en"]
    first = asked[0].format(examples="; ".join(examples)) if examples else _EXAMPLES.sub("", asked[0])
    return (first, asked[1]) if typed else (first, *asked[1:])
