"""`matchmaker experience`: past assistance, provider to partner."""

from typing import Annotated

import typer

from matchmaker.cli.contract import experience_json
from matchmaker.cli.listing import put_fields, put_source
from matchmaker.cli.offerings import provider_code
from matchmaker.cli.options import Json, KeepSample, Limit, Offset, Source, Text, Withdrawn, country_code, new_app
from matchmaker.cli.output import fold, put, put_json, put_json_list, put_table
from matchmaker.cli.records import add_shared, put_added
from matchmaker.cli.session import session
from matchmaker.experience import Experience

app = new_app()
Id = Annotated[str, typer.Argument(metavar="ID", help="The record's id.")]


@app.callback()
def experience() -> None:
    """Experience: assistance a provider already gave to a partner.

    \b
    Example:
      matchmaker experience list
    """


@app.command("list")
def list_(
    ctx: typer.Context,
    text: Text = "",
    provider: Annotated[str, typer.Option("--provider", help="Only what this provider gave.")] = "",
    partner: Annotated[str, typer.Option("--partner", help="Only what this partner received.")] = "",
    source: Source = "",
    withdrawn: Withdrawn = False,
    limit: Limit = None,
    offset: Offset = 0,
    as_json: Json = False,
) -> None:
    """List past assistance.

    \b
    Examples:
      matchmaker experience list --partner "Costa Rica"
      matchmaker experience list --json | jq -r '.[] | [.provider, .partner] | @tsv'
    """
    with session(ctx).workspace(reads_once=True) as workspace:
        found = workspace.each_experience(
            text=text,
            provider=provider_code(provider),
            partner=provider_code(partner),
            source=source,
            withdrawn=withdrawn,
            limit=limit,
            offset=offset,
        )
        if as_json:
            put_json_list(experience_json(record) for record in found)
            return
        put_table(
            ("id", "partner", "provider", "activities"),
            ((e.id, e.partner, e.provider, e.title or "; ".join(a.text for a in e.activities)) for e in found),
        )


@app.command()
def show(ctx: typer.Context, id_: Id, as_json: Json = False) -> None:
    """Show one record of past assistance.

    \b
    Example:
      matchmaker experience show sample:mex-cri
    """
    with session(ctx).workspace() as workspace:
        record = workspace.experience_record(id_)
    if as_json:
        put_json(experience_json(record))
        return
    put(f"{record.partner} ← {record.provider}  {record.title}", weight="bold")
    put()
    for activity in record.activities:
        for number, line in enumerate(fold(activity.text, "  ")):
            put(line if number else f"- {line.lstrip()}")
    put()
    put_fields(
        [
            ("id", record.id),
            ("institution", record.institution),
            ("types", record.types),
            ("status", record.status),
            ("started", record.started),
            ("ended", record.ended),
            ("link", record.link),
            ("withdrawn", record.withdrawn),
        ]
    )
    put_source(record.source)


@app.command()
def add(
    ctx: typer.Context,
    activity: Annotated[list[str], typer.Argument(metavar="ACTIVITY...", help="What was done, one sentence each.")],
    provider: Annotated[str, typer.Option("--provider", help="Who helped.")] = "",
    partner: Annotated[str, typer.Option("--partner", help="The country that was helped.")] = "",
    keep_sample: KeepSample = False,
    as_json: Json = False,
) -> None:
    """Enter past assistance by hand, under source `own`.

    \b
    Example:
      matchmaker experience add "Trained 40 auditors" --provider Mexico --partner "Costa Rica"
    """
    from matchmaker.exchange.drafts import activity as drafted

    done = tuple(drafted(told) for told in activity)
    made = Experience("", provider_code(provider), country_code(partner) or "", done)
    with session(ctx).workspace() as workspace:
        stored = workspace.add_experience(made, keep_sample=keep_sample)
    put_added(stored.id, experience_json(stored), as_json=as_json)


add_shared(app, "experience", "sample:mex-cri")
