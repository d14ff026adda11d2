"""`matchmaker match`: rank one request."""

from typing import Annotated

import typer

from matchmaker.cli.answers import put_answer, put_why_not
from matchmaker.cli.contract import answer_json
from matchmaker.cli.options import Json, Top, country_code, language_code, new_app, text_or_stdin, type_names
from matchmaker.cli.output import put_json
from matchmaker.cli.session import session
from matchmaker.errors import UsageError
from matchmaker.matches import Verdict
from matchmaker.requests import READ, Request
from matchmaker.safetext import clean
from matchmaker.triage.availability import told as in_words

app = new_app()
NOTHING_SUITABLE = 3


@app.command()
def match(
    ctx: typer.Context,
    text: Annotated[str | None, typer.Argument(metavar="TEXT|-", help="The request; `-` reads it from stdin.")] = None,
    request: Annotated[
        str | None, typer.Option("--request", metavar="ID", help="Rank a request of the workspace.")
    ] = None,
    country: Annotated[str | None, typer.Option("--country", help="Who asks: a name or a code.")] = None,
    kind: Annotated[
        list[str] | None, typer.Option("--type", help="A type of assistance sought; may be repeated.")
    ] = None,
    language: Annotated[str | None, typer.Option("--language", help="en, es, fr or pt; else it is detected.")] = None,
    top: Top = 10,
    why: Annotated[bool, typer.Option("--why", help="Show the reasons of every line, not of the first.")] = False,
    why_not: Annotated[
        str | None, typer.Option("--why-not", metavar="ITEM", help="Say what keeps this one, by id or title, from it.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Rank one request: what is on offer, who did it before, why, and what can honestly be said.

    \b
    Examples:
      matchmaker match "Training for officers who look after seized property"
      matchmaker match "Publier tous les marchés publics" --country Sénégal --type Policymaking
      matchmaker match --request R-0001 --why
      matchmaker match --request R-0001 --why-not "open data"
      pbpaste | matchmaker match - --json | jq .verdict

    Exits with 3 when nothing suitable is on offer.
    """
    if (text is None) == (request is None):
        raise UsageError("Give either a text or --request ID.", "`matchmaker match --help` shows examples.")
    with session(ctx).workspace() as workspace:
        if request is not None:
            asked = workspace.request(request)
        else:
            asked = Request(
                id="",
                text=clean(text_or_stdin(text or "")),
                country=country_code(country),
                language=language_code(language),
                types=type_names(kind),
            )
        if why_not is not None:
            found = workspace.why_not(asked, workspace.item_called(why_not))
            put_json(found.as_json()) if as_json else put_why_not(found)
            return
        answer = workspace.match(asked, top=top)
        available = workspace.availability(asked, [match.id for match in answer.offerings])
        told = {key: ", ".join(in_words(one)) for key, one in available.items()}
    if len(asked.text) > READ:
        said = f"Only the first {READ:,} of the request's {len(asked.text):,} characters were matched."
        session(ctx).say(said)
    if as_json:
        put_json(answer_json(answer))
    else:
        put_answer(answer, why=why, available=told)
    if answer.verdict is Verdict.NONE:
        raise typer.Exit(NOTHING_SUITABLE)
