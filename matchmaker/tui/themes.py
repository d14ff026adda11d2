"""The two themes of the desk. Every other theme that Textual ships works too."""

from textual.theme import Theme

DARK = "matchmaker-dark"
LIGHT = "matchmaker-light"


def themes() -> tuple[Theme, Theme]:
    """Dark and light: one accent for focus, an amber for words that counted, red only for what is wrong or late."""
    dark = Theme(
        name=DARK,
        dark=True,
        primary="#7cb7d8",
        secondary="#9aa7d6",
        accent="#e3b866",
        foreground="#d5dce3",
        background="#11151a",
        surface="#161b21",
        panel="#1e252d",
        success="#86c28f",
        warning="#dcae62",
        error="#e57373",
        variables={
            "quiet": "#8b98a5",
            "border": "#3a4652",
            "border-blurred": "#2c3640",
            "scrollbar": "#2c3640",
            "scrollbar-hover": "#3a4652",
            "scrollbar-active": "#7cb7d8",
            "scrollbar-background": "#11151a",
            "scrollbar-background-hover": "#11151a",
            "scrollbar-background-active": "#11151a",
            "scrollbar-corner-color": "#11151a",
            "input-selection-background": "#7cb7d8 30%",
        },
    )
    light = Theme(
        name=LIGHT,
        dark=False,
        primary="#1b668f",
        secondary="#4a5aa0",
        accent="#8f5a00",
        foreground="#242b31",
        background="#fbfaf7",
        surface="#f4f2ec",
        panel="#e9e6de",
        success="#2c7a3d",
        warning="#8f5a00",
        error="#b3261e",
        variables={
            "quiet": "#6d7278",
            "border": "#b9b5aa",
            "border-blurred": "#d3cfc5",
            "scrollbar": "#d3cfc5",
            "scrollbar-hover": "#b9b5aa",
            "scrollbar-active": "#1b668f",
            "scrollbar-background": "#fbfaf7",
            "scrollbar-background-hover": "#fbfaf7",
            "scrollbar-background-active": "#fbfaf7",
            "scrollbar-corner-color": "#fbfaf7",
            "input-selection-background": "#1b668f 25%",
        },
    )
    return dark, light
