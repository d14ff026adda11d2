"""XML attacks: refused, and proven to touch no other file and no network, by listening to the interpreter."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.exchange.files import an_activity, iati
from tests.shared import SHARED, needs_shared

_LISTEN = """
import json, sys
from pathlib import Path
from matchmaker.errors import FileRefused
from matchmaker.exchange import iati_file, csv_file
from matchmaker.exchange.reading import read_file
import lxml.etree, lxml._elementpath, encodings.latin_1, encodings.utf_16, encodings.utf_16_le, encodings.utf_16_be
LISTENED = ("open", "socket.", "urllib.", "http.", "ftplib.", "subprocess.", "os.system", "os.exec", "os.posix_spawn")
target, seen = Path(sys.argv[1]), []
def listen(event, arguments):
    if event.startswith(LISTENED):
        seen.append((event, str(arguments[0]) if arguments else ""))
sys.addaudithook(listen)
try:
    said = f"read {sum(1 for _ in read_file(target))}"
except FileRefused as error:
    said = "refused " + error.message
others = [entry for entry in seen if entry[1] != str(target) and not entry[1].endswith((".py", ".pyc"))]
print(json.dumps([said, others]))
"""


def heard(path: Path) -> tuple[str, list[tuple[str, str]]]:
    """What was said of a file, and every other file opened, connection made and process started on the way."""
    run = subprocess.run([sys.executable, "-c", _LISTEN, str(path)], capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr
    said, calls = json.loads(run.stdout)
    return said, [tuple(call) for call in calls]


def attacks(secret: Path) -> dict[str, str]:
    """Attack files by name; `secret` is a file that none of them may read."""
    url = secret.as_uri()
    activity = an_activity(1)
    return {
        "external entity": iati(activity.replace("XX-1", "&x;"), prolog=f'<!DOCTYPE a [<!ENTITY x SYSTEM "{url}">]>\n'),
        "remote entity": iati(
            activity.replace("XX-1", "&x;"), prolog='<!DOCTYPE a [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>\n'
        ),
        "parameter entity": iati(activity, prolog=f'<!DOCTYPE a [<!ENTITY % x SYSTEM "{url}"> %x;]>\n'),
        "external subset": iati(activity, prolog=f'<!DOCTYPE iati-activities SYSTEM "{url}">\n'),
        "public subset": iati(
            activity, prolog='<!DOCTYPE iati-activities PUBLIC "-//X//Y" "http://127.0.0.1:9/x.dtd">\n'
        ),
        "lower case": iati(activity, prolog=f'<!doctype a [<!entity x system "{url}">]>\n'),
        "after a comment": iati(activity, prolog=f'<!-- <a> --><!DOCTYPE a [<!ENTITY x SYSTEM "{url}">]>\n'),
        "after a long comment": iati(
            activity, prolog=f'<!-- {"x" * 2_000_000} --><!DOCTYPE a [<!ENTITY x SYSTEM "{url}">]>\n'
        ),
        "unparsed": iati(
            activity, prolog=f'<!DOCTYPE a [<!NOTATION n SYSTEM "{url}"><!ENTITY x SYSTEM "{url}" NDATA n>]>\n'
        ),
        "attribute default": iati(activity, prolog='<!DOCTYPE a [<!ATTLIST iati-activities version CDATA "9.99">]>\n'),
    }


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.txt"
    path.write_text("a word nobody may read")
    return path


@pytest.mark.parametrize("name", attacks(Path("/x")))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_49_a_document_type_is_refused_without_opening_anything(
    tmp_path: Path, secret: Path, name: str, encoding: str
) -> None:
    text = attacks(secret)[name].replace("UTF-8", encoding.upper())
    path = tmp_path / "attack.xml"
    path.write_bytes(text.encode(encoding))
    said, calls = heard(path)
    assert said.startswith("refused"), said
    assert calls == []


@pytest.mark.parametrize(
    "attack",
    [
        '<?xml-stylesheet type="text/xsl" href="{url}"?>',
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{url}" parse="text"/>',
    ],
)
def test_what_points_elsewhere_is_not_followed(tmp_path: Path, secret: Path, attack: str) -> None:
    text = iati(attack.format(url=secret.as_uri()) + an_activity(1))
    text = text.replace(
        "<iati-activities ",
        '<iati-activities xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xsi:noNamespaceSchemaLocation="http://127.0.0.1:9/x.xsd" ',
    )
    path = tmp_path / "attack.xml"
    path.write_text(text)
    said, calls = heard(path)
    assert said == "read 1"
    assert all(event == "open" and name.endswith(".csv") and secret.name not in name for event, name in calls)


def test_the_listener_hears_what_it_should(tmp_path: Path) -> None:
    """Were the proof deaf, it would prove nothing: reading countries for an honest file is heard."""
    path = tmp_path / "honest.csv"
    path.write_text("id,title,donor,country\r\n1,Audit,Spain,Peru\r\n")
    said, calls = heard(path)
    assert said == "read 1"
    assert any(name.endswith("countries.csv") for _, name in calls)


@needs_shared
@pytest.mark.parametrize(
    "name", ["cyclic", "dtd", "dtd_element", "external", "external_file", "quadratic", "xmlbomb", "xmlbomb2"]
)
def test_48_known_attack_files_are_refused_without_opening_anything(name: str) -> None:
    said, calls = heard(SHARED / "nasty" / "defusedxml_xmltestdata" / f"{name}.xml")
    assert "DOCTYPE" in said
    assert calls == []
