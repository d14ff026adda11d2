"""The person's own editor, in the terminal that the desk leaves meanwhile."""

import os
import shlex
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from textual.app import App, SuspendNotSupported

from matchmaker.errors import UsageError


def edited(app: App[Any], text: str) -> str:
    """What the person made of `text` in $VISUAL or $EDITOR. Raises UsageError where there is no editor or terminal."""
    editor = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi")
    with tempfile.TemporaryDirectory(prefix="matchmaker-") as folder:
        path = Path(folder, "text.txt")
        path.write_text(text, encoding="utf-8")
        try:
            with app.suspend():
                subprocess.run([*editor, str(path)], check=False)
        except SuspendNotSupported as error:
            raise UsageError("An editor needs a terminal, which is not here.", "Type or paste the text.") from error
        except OSError as error:
            raise UsageError(f"{editor[0]} cannot be started.", "Set EDITOR to your editor.") from error
        return path.read_text(encoding="utf-8", errors="replace").strip()
