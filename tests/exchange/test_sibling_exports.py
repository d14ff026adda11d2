"""Exports like the real ones, from other agencies, countries and programs: own data under headings people use."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from matchmaker.experience import Experience
from tests.exchange.files import Outcomes, iati, outcomes, refusal, xlsx
from tests.exchange.old_workbooks import xls
from tests.exchange.test_exports import in_place

ROWS = 8
WHERE = {
    "en": ("Kenya", "Peru", "Senegal", "Nepal"),
    "es": ("Kenia", "Perú", "Senegal", "Nepal"),
    "fr": ("Kenya", "Pérou", "Sénégal", "Népal"),
    "pt": ("Quênia", "Peru", "Senegal", "Nepal"),
    "iso2": ("KE", "PE", "SN", "NP"),
    "iso3": ("KEN", "PER", "SEN", "NPL"),
}
ABOUT = (
    "Support to the audit office",
    "Training in asset recovery",
    "Publication of public contracts",
    "Code of conduct reform",
)


def filled(cell: str, number: int) -> str:
    """A cell of a row: `#` is its number, TITLE and TEXT are its own, and a name such as `en` is its country."""
    title = f"{ABOUT[number % 4]} {number}"
    text = f"{title}: workshops, manuals and visits for the staff of province {number}"
    where = WHERE.get(cell)
    return where[number % 4] if where else cell.replace("#", str(number)).replace("TITLE", title).replace("TEXT", text)


def rows_of(cells: Sequence[str]) -> list[list[str]]:
    return [[filled(cell, number) for cell in cells] for number in range(1, ROWS + 1)]


# name of the file: (delimiter, encoding, lines before the table, {heading: cell}, provider of the first row)
TABLES: dict[str, tuple[str, str, str, dict[str, str], str]] = {
    "NigeriaAIMS_projects.csv": (",", "utf-8", "", {
        "project_id": "NGA#", "is_geocoded": "1", "project_title": "TEXT", "start_actual_isodate": "2011-02-03",
        "end_actual_isodate": "2014-01-01", "donors": "United Kingdom", "donors_iso3": "GBR", "recipients": "Nigeria",
        "recipients_iso3": "NGA", "ad_sector_names": "GOVERNANCE", "status": "Completion", "total_commitments": "1000",
    }, "GBR"),
    "AidData_TUFF.csv": (",", "utf-8", "", {
        "AidData Tuff Project ID": "#", "Umbrella": "No", "Financier Country": "China", "Recipient": "en",
        "Recipient ISO-3": "iso3", "Commitment Year": "2014", "Title": "TITLE", "Description": "TEXT",
        "Status": "Completion", "Sector Name": "GOVERNMENT", "Funding Agencies": "Ministry of Commerce",
    }, "CHN"),
    "CRS_2015.txt": ("|", "utf-8", "", {
        "Year": "2015", "DonorCode": "4", "DonorName": "France", "AgencyName": "AFD", "CrsID": "2015#",
        "RecipientName": "en", "ShortDescription": "TITLE", "ProjectTitle": "TITLE", "SectorName": "Government",
        "ChannelReportedName": "Min. Finance", "CompletionDate": "2017-12-31", "LongDescription": "TEXT",
    }, "FRA"),
    "datastore.csv": (",", "utf-8", "", {
        "iati-identifier": "GB-1-#", "last-updated-datetime": "2014-05-06T00:00:00", "default-language": "en",
        "reporting-org": "DFID", "title": "TITLE", "description": "TEXT", "activity-status-code": "2",
        "start-planned": "2012-01-01", "start-actual": "", "participating-org (Funding)": "UNITED KINGDOM",
        "participating-org (Implementing)": "Ministry #", "recipient-country-code": "iso2", "recipient-country": "en",
    }, "GBR"),
    "datastore_solr.csv": (",", "utf-8", "", {
        "iati_identifier": "SE-0-#", "title_narrative": "TITLE", "description_narrative": "TEXT",
        "reporting_org_narrative": "Sida", "recipient_country_code": "iso2", "activity_status_code": "2",
    }, "SWE"),
    "d-portal.csv": (",", "utf-8", "", {
        "aid": "NL-#", "reporting": "Netherlands", "status_code": "2", "title": "TITLE", "description": "TEXT",
        "day_start": "2013-01-01", "day_end": "2016-01-01", "country_code": "iso2", "commitment": "100",
    }, "NLD"),
    "world_bank.csv": (",", "utf-8", "", {
        "id": "P#", "regionname": "Africa", "countryname": "en", "status": "Closed", "project_name": "TITLE",
        "boardapprovaldate": "2010-05-06T00:00:00Z", "closingdate": "12/31/2015 12:00:00 AM", "impagency": "MINISTRY",
        "pdo": "TEXT", "sector1": "Public Administration", "url": "https://x.example/P#",
    }, "World Bank"),
    "cooperacion_chile.csv": (";", "cp1252", "", {
        "N°": "#", "Código": "CL-#", "Nombre del Proyecto": "TITLE", "Objetivo General": "TEXT", "País Beneficiario":
        "es", "Institución Ejecutora": "Contraloría", "Fuente de Financiamiento": "Chile", "Estado": "En ejecución",
        "Fecha Inicio": "03/04/2019", "Fecha Término": "30/06/2021",
    }, "CHL"),
    "projets.tsv": ("\t", "utf-16", "", {
        "Code projet": "ML#", "Intitulé du projet": "TITLE", "Description du projet": "TEXT", "Bailleurs de fonds":
        "France", "Pays": "fr", "Agence d'exécution": "Ministère des Finances", "Statut": "En cours",
        "Date de début": "15/01/2018", "Date de clôture": "31/12/2020",
    }, "FRA"),
    "projetos.csv": (";", "utf-8-sig", "", {
        "Sigla": "BRA/13/#", "Título do Projeto": "TITLE", "Objetivo": "TEXT", "País Receptor": "pt",
        "Doador": "Brasil",
        "Instituição Executora": "Tribunal de Contas", "Situação": "Em execução", "Data Início": "21/02/2016",
    }, "BRA"),
    "Estonia_cooperation.csv": (";", "utf-8", "", {
        "Pealkiri_et": "Projekt #", "Title_en": "TITLE", "Kirjeldus_et": "Kirjeldus #", "Description_en": "TEXT",
        "Recipient country": "en", "Implementing partner": "Academy", "Year": "2012", "Amount EUR": "10 000",
    }, "EST"),
    "India_courses.csv": (",", "utf-8", "", {
        "S.No.": "#", "Country": "en", "Name of Course / Programme": "TITLE", "Institute": "Institute of Accounts",
        "From": "02-Jan-2014", "To": "30-Jan-2014", "Participants": "25",
    }, "IND"),
    "sur-sur.csv": (",", "utf-8", "", {
        "ID": "#", "Nombre de la iniciativa": "TITLE", "Descripción": "TEXT", "País socio": "es", "Cooperante":
        "Colombia", "Entidad oferente": "Planeación", "Fecha de inicio": "2019-02-01", "Estado de la iniciativa":
        "Finalizada",
    }, "COL"),
    "amexcid.csv": (",", "cp1252", "", {
        "Clave": "MX-#", "Nombre del proyecto": "TITLE", "Objetivo": "TEXT", "País(es)": "es", "Institución mexicana":
        "Secretaría de la Función Pública", "Contraparte": "Contraloría", "Fecha de inicio": "enero 2016",
        "Estatus": "Concluido",
    }, "Secretaría de la Función Pública"),
    "PGF_RDC.csv": (";", "cp1252", "", {
        "N°": "#", "Titre du Projet": "TITLE", "Bailleur": "PNUD", "Montant": "1 000 000", "Province": "Kinshasa",
        "Début": "janv-10", "Fin": "déc-12", "Objectifs": "TEXT",
    }, "PNUD"),
    "philippines_oda.csv": (",", "utf-8", "", {
        "Program/Project Title": "TITLE", "Fund Source": "World Bank", "Implementing Agency": "Commission on Audit",
        "Program/Project Description": "TEXT", "Start": "Jan-10", "Closing": "Dec-14",
    }, "World Bank"),
    "DAD_Iraq.csv": (",", "utf-8", "", {
        "DAD ID": "IQ-#", "Project Title": "TITLE", "Donor/Funding Agency": "USAID", "Governorate": "Baghdad",
        "Project Status": "Completed", "Project Description": "TEXT", "Total Cost": "100",
    }, "USA"),
    "giz.csv": ("\t", "utf-8", "", {
        "Project Number": "2015.2#", "Project title (English)": "TITLE", "Country/Region": "en", "Commissioned by":
        "German Federal Ministry (BMZ)", "Lead executing agency": "Ministry", "Overall term": "2015 to 2018",
        "Objective": "TEXT",
    }, "DEU"),
    "aiddata_core_thin.csv": (",", "utf-8", "", {
        "aiddata_id": "40#", "year": "2011", "donor": "Canada", "recipient": "en", "commitment_amount_usd": "1000",
        "coalesced_purpose_code": "15110", "coalesced_purpose_name": "TITLE",
    }, "CAN"),
    "kosovo.csv": (",", "utf-8", "", {
        "AMP ID": "K#", "Project title": "TITLE", "Donor agency": "EC", "Project objective": "TEXT", "Status":
        "On-going",
    }, "EC"),
    "commitments.csv": (",", "utf-8", "", {
        "country": "en", "commitment number": "#", "commitment title": "TITLE", "commitment text": "TEXT",
        "lead institution": "Ministry of Finance", "start date": "2016-07-01", "end date": "2018-06-30",
    }, "Ministry of Finance"),
    "caps.csv": (",", "utf-8", "", {
        "PROJECT_NO": "P#", "PROJECT_TITLE_EN": "TITLE", "PROJECT_DESC": "TEXT", "DONOR_COUNTRY": "Japan",
        "RECIPIENT_COUNTRY": "en", "START_YR": "2011", "END_YR": "2013",
    }, "JPN"),
    "camel.csv": (";", "utf-8", "", {
        "projectId": "P#", "projectTitle": "TITLE", "projectDescription": "TEXT", "donorName": "Japan",
        "recipientCountryName": "en", "startDate": "01.03.2011", "projectStatus": "ongoing",
    }, "JPN"),
    "two_languages.csv": (",", "utf-8", "", {
        "IATI Identifier / Identifiant de l'IITI": "XM-#", "Title / Titre": "TITLE", "Description / Description":
        "TEXT", "Reporting Organisation / Organisme déclarant": "UNDP", "Recipient Country / Pays bénéficiaire": "en",
        "Start Date / Date de début": "2014-01-01",
    }, "UNDP"),
    "declared.csv": (";", "utf-8", "sep=;\r\n", {
        "Project code": "A#", "Project name": "TITLE", "Objectives": "TEXT", "Funding source": "Norway",
        "Country": "en",
    }, "NOR"),
    "CRS 2019 data.txt": ("|", "utf-8", "", {
        "Year": "2019", "DonorCode": "302", "DonorName": "United States", "AgencyName": "Agency for International "
        "Development", "CrsID": "2019#", "RecipientCode": "248", "RecipientName": "en", "RegionCode": "10003",
        "ShortDescription": "TITLE", "ProjectTitle": "TITLE", "PurposeName": "Anti-corruption", "ChannelName":
        "Recipient Government", "ExpectedStartDate": "2019-01-01", "LongDescription": "TEXT",
    }, "USA"),
    "export_FTS_2022.csv": (",", "utf-8-sig", "", {
        "Year": "2022", "Name of beneficiary": "NGO #", "Address": "12 Rue de X", "Beneficiary country": "Belgium",
        "Action location": "en", "Reference of the Legal Commitment (LC)": "NDICI.#", "Subject of grant or contract":
        "TEXT", "Responsible department": "Directorate-General for International Partnerships", "Programme name":
        "NDICI", "Project start date": "01/02/2022", "Project end date": "31/12/2024",
    }, "Directorate-General for International Partnerships"),
    "cybil.csv": (",", "utf-8", "", {
        "Title": "TITLE", "Status": "Ongoing", "Period": "From: Jan 2020 To: Dec 2022", "Actors - Funders":
        "Netherlands", "Actors - Implementers": "Academy", "Beneficiaries": "en", "Region": "Africa", "Aim": "TEXT",
        "URL": "https://x.example/#",
    }, "NLD"),
    "ctcn.csv": (",", "utf-8", "", {
        "Request ID": "2019#/KEN", "Title of request": "TITLE", "Country of origin": "en", "Date of submission":
        "12 January 2019", "Request summary": "TEXT", "Implementing partners": "UNEP-DTU", "Status of TA": "Done",
    }, "UNEP-DTU"),
    "usaid.csv": (",", "utf-8", "", {
        "Country Code": "iso3", "Country Name": "en", "Region Name": "Sub-Saharan Africa", "Managing Agency Name":
        "U.S. Agency for International Development", "Implementing Partner Name": "Partner #", "Activity ID": "6#",
        "Activity Name": "TITLE", "Activity Description": "TEXT", "Activity Start Date": "2015-01-01",
    }, "USA"),
    "devtracker.csv": (",", "utf-8", "", {
        "IATI Identifier": "GB-1-#", "Activity Title": "TITLE", "Activity Description": "TEXT", "Reporting Org":
        "UK - FCDO", "Recipient Countries": "en", "Participating Orgs (Implementing)": "Firm #", "Planned start":
        "2015-01-01", "Actual start": "2015-02-01", "Planned end": "2018-01-01", "Activity Status": "Implementation",
    }, "GBR"),
    "koica_2022.csv": (",", "utf-8", "", {
        "No": "#", "Region": "Africa", "Country": "en", "Project Name": "TITLE", "Period": "2019-2022", "2019": "1",
        "2020": "2", "Total": "3",
    }, "KOR"),
    "afd.csv": (";", "utf-8", "", {
        "IATI identifier": "FR-3-#", "Pays de réalisation": "fr", "Nom du projet pour les instances": "TITLE",
        "Description du projet": "TEXT", "Bénéficiaire": "Ministère", "Etat du projet": "Exécution",
        "Date de début": "03/04/2018",
    }, "Ministère"),
    "remarks.csv": (",", "utf-8", "# Exported 2020-01-01\nProjects of the agency\n\n", {
        "Project ID": "A#", "Project title": "TITLE", "Description": "TEXT", "Donor": "Norway", "Country": "en",
    }, "NOR"),
}  # fmt: skip


def placed(found: Outcomes, rows: int = ROWS) -> None:
    """Every row is there, with everything in its place."""
    assert found.reading.rows == rows
    assert sum(in_place(draft.record) for draft in found.kept) == rows, [p.reason for p in found.problems]


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_read_with_everything_in_its_place(tmp_path: Path, name: str) -> None:
    delimiter, encoding, before, columns, provider = TABLES[name]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerows([[*columns], *rows_of([*columns.values()])])
    (tmp_path / name).write_bytes((before + text.getvalue()).encode(encoding))
    found = outcomes(tmp_path / name)
    placed(found)
    first = found.drafts[0].record
    assert isinstance(first, Experience)
    assert first.provider == provider
    assert ABOUT[1] in first.title
    if "en" in columns.values():
        assert {draft.record.partner for draft in found.drafts} == {"KEN", "PER", "SEN", "NPL"}  # type: ignore[union-attr]


SHEETS: dict[str, tuple[dict[str, list[list[str]]], int]] = {
    "Taiwan_projects.xlsx": ({"Projects": [
        ["International Cooperation Fund"], ["Projects 2012"], [],
        ["No.", "Project Name", "Country", "Project Period", "Executing Agency", "Summary"],
        *rows_of(["#", "TITLE", "en", "2010-2013", "ICDF", "TEXT"]),
    ]}, ROWS),
    "Kuwait_Fund.xlsx": ({"Loans": [
        ["Loans"], ["Project", "Sector", "Amount", "Date of signing"],
        *(row for country in WHERE["en"] for row in (
            [country], *rows_of([f"TITLE in {country}", "Public administration", "5", "2009-01-0#"])
        )),
    ]}, 4 * ROWS),
    "countries.xlsx": ({
        country: [["Project name", "Description", "Donor", "Start date"],
                  *rows_of([f"TITLE for {country}", "TEXT", "Sweden", "2014-01-01"])]
        for country in WHERE["en"]
    }, 4 * ROWS),
    "two_rows_of_headings.xlsx": ({"Data": [
        ["Project", "", "", "Funding", ""], ["ID", "Title", "Description", "Donor", "Country"],
        *rows_of(["X#", "TITLE", "TEXT", "Norway", "en"]),
    ]}, ROWS),
    "Hungary.xls": ({"S": [
        ["Year", "Donor", "Recipient", "Title", "Description", "Purpose"],
        *rows_of(["2011", "Hungary", "en", "TITLE", "TEXT", "Governance"]),
    ]}, ROWS),
}  # fmt: skip


@pytest.mark.parametrize("name", SHEETS)
def test_a_workbook_is_read_with_everything_in_its_place(tmp_path: Path, name: str) -> None:
    sheets, rows = SHEETS[name]
    path = xls(tmp_path / name, sheets["S"]) if name.endswith(".xls") else xlsx(tmp_path, sheets, name)  # type: ignore[arg-type]
    found = outcomes(path)
    placed(found, rows)
    assert {draft.record.partner for draft in found.drafts} == {"KEN", "PER", "SEN", "NPL"}  # type: ignore[union-attr]


def entries(**cells: object) -> list[dict[str, object]]:
    """Objects with these values, filled as cells are."""
    return [_filled(cells, number) for number in range(1, ROWS + 1)]  # type: ignore[misc]


def _filled(value: object, number: int) -> object:
    if isinstance(value, dict):
        return {key: _filled(one, number) for key, one in value.items()}
    if isinstance(value, list):
        return [_filled(one, number) for one in value]
    return filled(value, number) if isinstance(value, str) else value


API = {"type": "project", "id": "P#", "attributes": {
    "title": {"en": "TITLE", "fr": "Titre #"}, "description": [{"lang": "en", "text": "TEXT"}],
    "donor": {"name": "Norway"}, "recipient_countries": [{"code": "KE", "name": "en"}],
}}  # fmt: skip
PLAIN = {"id": "P#", "project_title": "TITLE", "description": "TEXT", "donor": "Norway", "country": "en"}
RELEASE = {
    "ocid": "ocds-1-#", "date": "2020-01-01T00:00:00Z", "tag": ["tender"], "buyer": {"id": "b", "name": "City"},
    "parties": [{"id": "b", "roles": ["buyer"], "address": {"countryName": "Peru"}}],
    "tender": {"title": "TITLE", "description": "TEXT"},
}  # fmt: skip
JSON: dict[str, object] = {
    "api.json": {"data": entries(**API)},
    "ckan.json": {"success": True, "result": {"fields": [{"id": "x"}], "records": entries(**PLAIN), "total": ROWS}},
    "keyed.json": {"total": str(ROWS), "projects": {e["id"]: e for e in entries(**PLAIN)}},
    "places.geojson": {"type": "FeatureCollection", "features": [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [1, 2]}, "properties": e}
        for e in entries(**PLAIN)
    ]},
    "solr.json": {"response": {"numFound": ROWS, "docs": entries(
        iati_identifier="SE-#", title_narrative="TITLE", description_narrative="TEXT", recipient_country_code="iso2",
        reporting_org_narrative="Sida", activity_status_code="2",
    )}},
    "records.json": {"version": "1.1", "publisher": {"name": "OSCE"}, "records": [
        {"ocid": e["ocid"], "compiledRelease": e, "releases": [e]} for e in entries(**RELEASE)
    ]},
}  # fmt: skip


@pytest.mark.parametrize("name", JSON)
def test_json_of_other_programs_is_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(json.dumps(JSON[name]))
    placed(outcomes(tmp_path / name))


def test_lines_of_releases_tell_of_processes(tmp_path: Path) -> None:
    later = {"date": "2021-02-03", "tag": ["award"], "awards": [{"title": "x"}]}
    lines = [*entries(**RELEASE), {**later, "ocid": "ocds-1-1"}]
    path = tmp_path / "releases.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    found = outcomes(path)
    placed(found)
    assert found.reading.format == "ocds"
    first = found.drafts[0].record
    assert isinstance(first, Experience)
    assert (first.title, first.status, str(first.started)) == (f"{ABOUT[1]} 1", "award", "2021-02-03")
    assert any(f"{ROWS + 1} releases tell of {ROWS}" in note for note in found.reading.notes)


IATI = {
    "1.03 with words": ("1.03", """<iati-activity><reporting-org ref="41114" type="40">UNDP</reporting-org>
        <iati-identifier>41114-#</iati-identifier><title xml:lang="en">TITLE</title><description>TEXT</description>
        <activity-date type="start-planned">2010-01-01</activity-date>
        <activity-date type="end-actual" iso-date="2012-01-01"/>
        <participating-org role="Funding" type="10" ref="NO-4">Norway</participating-org>
        <activity-status code="3">Completed</activity-status><recipient-country code="iso2"/></iati-activity>"""),
    "2.03 in French": ("2.03", """<iati-activity xml:lang="fr"><iati-identifier>FR-3-#</iati-identifier>
        <reporting-org ref="FR-3" type="10"><narrative>Agence Française de Développement</narrative></reporting-org>
        <title><narrative>TITLE</narrative><narrative xml:lang="en">In English</narrative></title>
        <description type="1"><narrative>TEXT</narrative></description><activity-status code="2"/>
        <recipient-country code="iso2" percentage="50"/><recipient-country code="ML" percentage="50"/>
        </iati-activity>"""),
    "2.02 for a region": ("2.02", """<iati-activity><iati-identifier>XM-#</iati-identifier>
        <reporting-org ref="XM-DAC-41122" type="40"><narrative>UNICEF</narrative></reporting-org>
        <title><narrative>TITLE</narrative></title><description><narrative>TEXT</narrative></description>
        <activity-status code="4"/><recipient-region code="298" vocabulary="1"/></iati-activity>"""),
    "2.03 by transaction": ("2.03", """<x:more xmlns:x="u:x">y</x:more><iati-activity>
        <iati-identifier>ES-1-#</iati-identifier>
        <reporting-org ref="ES-DIR3-E04585801" type="10"><narrative>AECID</narrative></reporting-org>
        <title><narrative>TITLE</narrative></title><description><narrative>TEXT</narrative></description>
        <activity-status code="2"/><transaction><transaction-type code="2"/><recipient-country code="iso2"/>
        </transaction></iati-activity>"""),
}  # fmt: skip


@pytest.mark.parametrize("name", IATI)
def test_other_publishers_of_iati_are_read(tmp_path: Path, name: str) -> None:
    version, activity = IATI[name]
    body = "".join(
        filled(activity, n).replace('code="iso2"', f'code="{WHERE["iso2"][n % 4]}"') for n in range(1, ROWS + 1)
    )
    (tmp_path / "activities.xml").write_text(iati(body, version))
    placed(outcomes(tmp_path / "activities.xml"))


def test_a_number_is_never_taken_for_a_country(tmp_path: Path) -> None:
    path = tmp_path / "costs.csv"
    path.write_text("id,title,donor,cost\n" + "".join(f"{n},Audit {n},Spain,100\n" for n in range(5)))
    assert all(found.field != "partner" for found in outcomes(path).reading.recognised)


def test_the_description_of_a_data_package_is_no_export(tmp_path: Path) -> None:
    path = tmp_path / "datapackage.json"
    path.write_text(json.dumps({"name": "x", "title": "X", "resources": [{"path": "data/projects.csv"}]}))
    assert "data package" in refusal(path)
