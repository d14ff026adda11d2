"""`matchmaker fit`: the model."""

import typer

from matchmaker.cli.options import new_app
from matchmaker.cli.output import put
from matchmaker.cli.progress import progress
from matchmaker.cli.session import session

fit_app = new_app()


@fit_app.command()
def fit(ctx: typer.Context) -> None:
    """Fit and save the model now. It is done by itself after a refresh; a damaged model is fitted again.

    \b
    Example:
      matchmaker fit
    """
    here = session(ctx)
    with here.workspace() as workspace, progress(here, "fit") as step:
        put(workspace.fit(step))
