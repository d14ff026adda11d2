"""`matchmaker offerings`: programmes on offer."""

from typing import Annotated

import typer

from matchmaker.cli.contract import offering_json
from matchmaker.cli.listing import put_fields, put_source
from matchmaker.cli.options import (
    Json,
    KeepSample,
    Limit,
    Offset,
    Source,
    Text,
    Withdrawn,
    language_code,
    new_app,
    type_names,
)
from matchmaker.cli.output import fold, put, put_json, put_json_list, put_table
from matchmaker.cli.records import add_shared, put_added
from matchmaker.cli.session import session
from matchmaker.offerings import Offering

app = new_app()
Id = Annotated[str, typer.Argument(metavar="ID", help="The offering's id.")]


@app.callback()
def offerings() -> None:
    """Offerings: programmes and tools a provider can give now.

    \b
    Example:
      matchmaker offerings list
    """


@app.command("list")
def list_(
    ctx: typer.Context,
    text: Text = "",
    provider: Annotated[str, typer.Option("--provider", help="Only those of this provider.")] = "",
    source: Source = "",
    withdrawn: Withdrawn = False,
    limit: Limit = None,
    offset: Offset = 0,
    as_json: Json = False,
) -> None:
    """List the offerings.

    \b
    Examples:
      matchmaker offerings list --provider MEX
      matchmaker offerings list --json | jq -r '.[] | [.id, .title] | @tsv'
    """
    with session(ctx).workspace(reads_once=True) as workspace:
        found = workspace.each_offering(
            text=text, provider=provider, source=source, withdrawn=withdrawn, limit=limit, offset=offset
        )
        if as_json:
            put_json_list(offering_json(offering) for offering in found)
            return
        put_table(
            ("id", "provider", "title", "types"), ((o.id, o.provider, o.title, "; ".join(o.types)) for o in found)
        )


@app.command()
def show(ctx: typer.Context, id_: Id, as_json: Json = False) -> None:
    """Show one offering, where it came from, and the requests it matches.

    \b
    Example:
      matchmaker offerings show sample:open-contracting
    """
    with session(ctx).workspace() as workspace:
        offering = workspace.offering(id_)
        if as_json:
            put_json(offering_json(offering))
            return
        matched = [] if offering.withdrawn else workspace.requests_for(id_, 5)
    put(f"{offering.title}  {offering.provider}" + ("  (withdrawn)" if offering.withdrawn else ""), weight="bold")
    put()
    for line in fold(offering.text):
        put(line)
    put()
    outreach = offering.outreach
    put_fields(
        [
            ("id", offering.id),
            ("types", (*offering.types, *([offering.other_type] if offering.other_type else []))),
            ("open to", "everyone" if outreach.is_global else (*outreach.regions, *outreach.countries)),
            ("runs in", offering.countries),
            ("institution", offering.institution),
            ("conditions", offering.conditions),
            ("languages", offering.languages_of_work),
            ("articles", offering.articles),
            ("valid until", offering.valid_until),
            ("confirmed", offering.last_confirmed),
            ("link", offering.link),
        ]
    )
    put_source(offering.source)
    for match in matched:
        put(f"{match.score:.2f}  {match.request.id}  {match.request.country or ''}  {match.request.text}"[:160])


@app.command()
def add(
    ctx: typer.Context,
    title: Annotated[str, typer.Argument(metavar="TITLE", help="The programme's name.")],
    text: Annotated[str, typer.Option("--text", help="What it gives.")] = "",
    provider: Annotated[str, typer.Option("--provider", help="Who gives it: a country or an organisation.")] = "",
    kind: Annotated[
        list[str] | None, typer.Option("--type", help="A type of assistance offered; may be repeated.")
    ] = None,
    institution: Annotated[str, typer.Option("--institution", help="The body that runs it.")] = "",
    language: Annotated[str | None, typer.Option("--language", help="The language of the text.")] = None,
    link: Annotated[str, typer.Option("--link", help="Where to read more.")] = "",
    keep_sample: KeepSample = False,
    as_json: Json = False,
) -> None:
    """Enter one offering by hand, under source `own`.

    \b
    Example:
      matchmaker offerings add "Open budgets" --provider Mexico --text "How budgets are published" --type Policymaking
    """
    made = Offering(
        id="",
        title=title,
        text=text,
        provider=provider_code(provider),
        types=type_names(kind),
        institution=institution,
        language=language_code(language),
        link=link,
    )
    with session(ctx).workspace() as workspace:
        stored = workspace.add_offering(made, keep_sample=keep_sample)
    put_added(stored.id, offering_json(stored), as_json=as_json)


add_shared(app, "offerings", "sample:open-contracting")


def provider_code(name: str) -> str:
    """The alpha-3 code where the name is a country's, else the name itself: a provider may be an organisation."""
    from matchmaker.countries import find

    country = find(name) if name else None
    return country.iso3 if country else name
