"""The questionnaire reader: the real document, three of our own, and made-up answers in many styles."""

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.errors import FileRefused
from matchmaker.exchange.drafts import Draft, Duplicate, Outcome, Problem, ProviderNotes, Reading
from matchmaker.exchange.g20_document import read, recognised
from matchmaker.exchange.g20_partners import sentences
from matchmaker.exchange.g20_types import ticked
from matchmaker.exchange.g20_words import Section, label_of, provider_name, section_of
from matchmaker.exchange.naming import slug
from matchmaker.exchange.reading import read_file
from matchmaker.experience import Experience
from matchmaker.offerings import Offering, Outreach
from tests.exchange.g20_rendering import OFFICE, Made, made
from tests.shared import SHARED, needs_shared

DOCUMENTS = Path(__file__).parent / "documents"
MEXICO = SHARED / "input" / "g20_mexico_technical_assistance.txt"


class Found:
    """What a reading gave, by kind."""

    def __init__(self, reading: Reading) -> None:
        self.outcomes: list[Outcome] = list(reading)
        self.reading = reading
        records = [outcome.record for outcome in self.outcomes if isinstance(outcome, Draft)]
        self.offerings = {record.title: record for record in records if isinstance(record, Offering)}
        self.experience = {record.partner: record for record in records if isinstance(record, Experience)}
        self.problems = [outcome for outcome in self.outcomes if isinstance(outcome, Problem)]

    def notes(self, kind: str) -> list[str]:
        return [note.text for note in self.outcomes if isinstance(note, ProviderNotes) and note.kind == kind]

    def count(self, kind: type[Outcome]) -> int:
        return sum(isinstance(outcome, kind) for outcome in self.outcomes)


def found_in(text: str | list[str], file: str = "answer.txt") -> Found:
    return Found(read(text if isinstance(text, list) else text.split("\n"), file, source="g20"))


# -- the real document ------------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def mexico() -> Found:
    if not MEXICO.is_file():
        pytest.skip("the reference material (../shared) is not here")
    return Found(read_file(MEXICO, source="g20-mex"))


@needs_shared
def test_seven_offerings_and_seventeen_partners(mexico: Found) -> None:
    assert len(mexico.offerings) == 7
    assert len(mexico.experience) == 17
    assert mexico.count(Duplicate) == 1
    assert mexico.reading.rows == 25
    assert not mexico.problems
    assert not mexico.reading.truncated


@needs_shared
def test_forty_five_links_over_twenty_seven_activities(mexico: Found) -> None:
    links = Counter(done.id for record in mexico.experience.values() for done in record.activities)
    assert sum(links.values()) == 45
    assert len(links) == 27
    assert max(links.values()) == 11


@needs_shared
def test_the_offerings_have_their_fields(mexico: Found) -> None:
    types = {record.id.removeprefix("g20-mex:"): len(record.types) for record in mexico.offerings.values()}
    assert types["open-data"] == 3
    assert types["open-contracting"] == 4
    assert types["open-government"] == 4
    assert types["diploma-in-management-and-disposal-of-assets"] == 1
    government = mexico.offerings["Open Government"]
    assert "dashboard" in government.other_type
    assert government.link.startswith("http://")
    assert "http" not in government.text
    sdg = next(record for title, record in mexico.offerings.items() if "16" in title)
    assert sdg.countries == ("SLV", "GEO", "IDN", "MEX", "ZAF", "TUN", "URY")
    assert sdg.outreach.is_global
    assert sdg.institution.count("Ministry") == 2
    diploma = mexico.offerings["Diploma in Management and Disposal of Assets"]
    assert diploma.institution.startswith("Ministry")
    assert "SAE's personnel" in diploma.text
    assert "university" in diploma.text


@needs_shared
def test_contacts_are_not_in_texts(mexico: Found) -> None:
    for record in mexico.offerings.values():
        assert "Villarreal" not in record.text
    assert sum("Villarreal" in record.contact for record in mexico.offerings.values()) == 2


@needs_shared
def test_the_provider_says_its_challenges_conditions_and_priorities(mexico: Found) -> None:
    assert mexico.notes("precondition") == [
        "transparency",
        "accountability",
        "integrity",
        "procurement",
        "participation",
    ]
    assert len(mexico.notes("challenge")) == 2
    assert len(mexico.notes("priority")) == 2
    assert {record.provider for record in mexico.offerings.values()} == {"MEX"}
    assert any("Not placed, line 137" in note for note in mexico.reading.notes)
    assert any("footnotes" in note for note in mexico.reading.notes)


@needs_shared
def test_reading_twice_gives_the_same(mexico: Found) -> None:
    assert list(mexico.reading) == mexico.outcomes


# -- our own documents ------------------------------------------------------------------------------------------------
def test_an_answer_in_spanish() -> None:
    found = Found(read_file(DOCUMENTS / "answer_argentina.txt", source="arg"))
    assert [(record.title, len(record.types)) for record in found.offerings.values()] == [
        ("Registro abierto de obras públicas", 3),
        ("Declaraciones juradas patrimoniales en línea", 3),
        ("Escuela de fiscales especializados", 2),
        ("Red de compradores públicos", 0),
        ("Auditorías sociales en provincias", 0),
    ]
    assert "Antecedentes" in found.offerings["Declaraciones juradas patrimoniales en línea"].text
    assert found.offerings["Registro abierto de obras públicas"].other_type == "entrega del código fuente del mapa"
    school = found.offerings["Escuela de fiscales especializados"]
    assert "@" not in school.text
    assert "escuela@fiscales.example" in school.contact
    network = found.offerings["Red de compradores públicos"]
    assert network.outreach == Outreach(("Latin America and the Caribbean",))
    assert network.countries == ("PRY", "PER", "ECU")
    assert network.languages_of_work == ("es", "pt")
    assert "Juana Pérez" in network.contact
    audits = found.offerings["Auditorías sociales en provincias"]
    assert audits.outreach.is_global
    assert audits.institution == "Auditoría General; Oficina Anticorrupción"
    assert {code: len(record.activities) for code, record in found.experience.items()} == {
        "PRY": 2,
        "PER": 1,
        "ECU": 1,
        "CIV": 1,
    }
    assert found.experience["PER"].activities == found.experience["ECU"].activities
    assert found.notes("precondition") == ["transparency", "integrity", "procurement"]
    assert {record.language for record in found.offerings.values()} == {"es"}


def test_an_answer_with_boxes_and_footnotes() -> None:
    found = Found(read_file(DOCUMENTS / "answer_australia.txt", source="aus"))
    assert {record.title: record.types for record in list(found.offerings.values())[:3]} == {
        "Whistleblower intake desk": ("Institution-building", "Capacity-building", "Others"),
        "Corruption proofing of draft laws": ("Legislative assistance", "Policymaking"),
        "Register of gifts and hospitality": ("Policymaking", "Capacity-building"),
    }
    desk = found.offerings["Whistleblower intake desk"]
    assert desk.other_type == "Secondments of up to one month"
    assert "[4]" not in desk.text
    leaders = found.offerings["Pacific integrity leaders programme"]
    assert leaders.outreach == Outreach(("Oceania",))
    assert leaders.countries == ("FJI", "WSM", "PNG")
    assert "Objectives" in leaders.text
    assert "joan.citizen" in leaders.contact
    assert found.offerings["Beneficial ownership clinic"].outreach.is_global
    assert {code: len(record.activities) for code, record in found.experience.items()} == {"PNG": 3, "SLB": 1, "TLS": 1}
    assert found.experience["SLB"].activities[0] == found.experience["PNG"].activities[0]
    assert any("4 footnotes" in note for note in found.reading.notes)
    assert not any("Subject to a security clearance" in record.text for record in found.offerings.values())


def test_a_badly_converted_answer() -> None:
    found = Found(read_file(DOCUMENTS / "answer_indonesia.txt", source="idn"))
    assert [(record.title, len(record.types)) for record in found.offerings.values()] == [
        ("Village fund monitor", 3),
        ("Business licensing without queues", 2),
        ("Asset recovery exchange", 0),
    ]
    monitor = found.offerings["Village fund monitor"]
    assert "inspectorate" in monitor.text
    assert "anti-corruption school" in monitor.text
    assert "Questionnaire" not in monitor.text
    exchange = found.offerings["Asset recovery exchange"]
    assert exchange.text.endswith(
        "after the request from Timor-Leste, and is now open to all members of the regional association."
    )
    assert exchange.institution == "Attorney General's Office, Ministry of Law and Human Rights"
    assert {code: len(record.activities) for code, record in found.experience.items()} == {"TLS": 2, "LAO": 1, "VNM": 1}
    assert [(problem.value, problem.field) for problem in found.problems] == [("Kingdom of Atlantis", "partner")]
    assert found.problems[0].fix
    assert len(found.notes("precondition")) == 5


@pytest.mark.parametrize(
    ("name", "offerings", "experience"),
    [
        (
            "answer_france.txt",
            {
                "Agence de recouvrement des avoirs : gestion des biens saisis": 2,
                "Cartographie des risques pour les collectivités": 2,
            },
            {"SEN": 2, "CIV": 2, "TUN": 1, "Western Africa": 1},
        ),
        (
            "answer_germany.md",
            {"Sponsorship register": 2, "Rotation of staff in sensitive posts": 2, "Alliance for Integrity": 0},
            {"GHA": 1, "MDA": 2, "VNM": 1},
        ),
        (
            "answer_japan.txt",
            {
                "Integrated support for criminal justice": 2,
                "Bid-rigging detection software": 2,
                "Good governance seminar for Southeast Asia": 0,
            },
            {"MMR": 2, "VNM": 1, "UZB": 1, "KGZ": 1, "TJK": 1},
        ),
        (
            "answer_usa.txt",
            {
                "Financial disclosure system": 3,
                "Kleptocracy Asset Recovery Initiative": 2,
                "Resident legal advisors": 0,
            },
            {"UKR": 2, "GEO": 1, "HND": 3},
        ),
        (
            "answer_brazil.txt",
            {
                "Portal da Transparência": 2,
                "Observatório da Despesa Pública": 2,
                "Curso de ouvidoria para países de língua portuguesa": 0,
            },
            {"MOZ": 1, "PRY": 1},
        ),
    ],
)
def test_answers_in_other_layouts(name: str, offerings: dict[str, int], experience: dict[str, int]) -> None:
    found = Found(read_file(DOCUMENTS / name, source="g20"))
    assert {title: len(record.types) for title, record in found.offerings.items()} == offerings
    assert {partner: len(record.activities) for partner, record in found.experience.items()} == experience
    assert not found.problems
    assert not found.reading.truncated


def test_a_table_with_labels_above_its_columns() -> None:
    found = found_in(
        "INFORMATION PROVIDED BY ITALY\n\n"
        "1. National anti-corruption programmes/tools that could be shared with other countries\n\n"
        "| Programme | Description | Type of assistance | Contact |\n|---|---|---|---|\n"
        "| Seizure desk | Officers price seized goods. | Capacity building; Policymaking | Anna, a@x.example |\n"
        "| Court maps | A map of every court. | ☒ Policymaking ☐ Others | |\n\n"
        "5. Current priorities\n\nNone."
    )
    assert {title: record.types for title, record in found.offerings.items()} == {
        "Seizure desk": ("Policymaking", "Capacity-building"),
        "Court maps": ("Policymaking",),
    }
    assert found.offerings["Seizure desk"].text == "Officers price seized goods."
    assert found.offerings["Seizure desk"].contact == "Anna, a@x.example"


CLOSING = "\n\n5. Current priorities\n\nNone."


def tools_in(text: str) -> Found:
    heading = "1. National anti-corruption programmes/tools that could be shared with other countries"
    return found_in(f"INFORMATION PROVIDED BY ITALY\n\n{heading}\n\n{text}{CLOSING}")


def test_unmarked_entries_beside_ticks_are_not_offered() -> None:
    found = tools_in(
        "Audit desk\n\nA desk audits.\n\nTYPE OF ASSISTANCE:\n"
        " Legislative assistance\n√ Policymaking\n Others: please specify:"
    )
    assert found.offerings["Audit desk"].types == ("Policymaking",)


@pytest.mark.parametrize(
    ("entry", "types"),
    [
        ("Fortalecimiento de las instituciones", ("Institution-building",)),
        ("Developing capacities of staff", ("Capacity-building",)),
        ("Analysis of data and research", ("Research, data-gathering and analysis",)),
        ("Fishing", ("Others",)),
    ],
)
def test_entries_of_the_list_in_other_words(entry: str, types: tuple[str, ...]) -> None:
    found = tools_in(f"Audit desk\n\nA desk audits.\n\nTYPE OF ASSISTANCE:\n- {entry}\n- Policymaking")
    assert set(found.offerings["Audit desk"].types) == {*types, "Policymaking"}


def test_boxes_that_are_all_empty_offer_nothing_and_say_so() -> None:
    found = tools_in("Audit desk\n\nA desk audits.\n\nTYPE OF ASSISTANCE:\n☐ Policymaking\n☐ Others")
    assert found.offerings["Audit desk"].types == ()
    assert any("no box" in note for note in found.reading.notes)


def test_the_same_contact_and_no_contact() -> None:
    block = "{}\n\nA desk audits.\n\nPOTENTIAL OUTREACH: Global\n\nCONTACT INFORMATION: {}\n\n"
    found = tools_in(block.format("One", "Ana") + block.format("Two", "Same as above") + block.format("Three", "N/A"))
    assert [record.contact for record in found.offerings.values()] == ["Ana", "Ana", ""]


def test_footnotes_that_close_a_document() -> None:
    notes = "\n\n1 Assistance is meant widely in this paper.\n2 For the forms please see another paper."
    found = tools_in("Audit desk\n\nA desk audits.\n\nTYPE OF ASSISTANCE2:\nPolicymaking").reading
    assert not any("footnotes" in note for note in found.notes)
    text = "INFORMATION PROVIDED BY ITALY\n\n3. Recent technical assistance provided\n\n"
    text += f"Kenya\n\nA course2: audits.{CLOSING}{notes}"
    assert found_in(text).notes("priority") == ["None."]


def test_outreach_and_years_in_other_layouts() -> None:
    germany = Found(read_file(DOCUMENTS / "answer_germany.md", source="g20"))
    assert germany.offerings["Alliance for Integrity"].outreach.regions == (
        "Africa",
        "Asia",
        "Latin America and the Caribbean",
    )
    moldova = germany.experience["MDA"]
    assert (moldova.started, moldova.ended) == (date(2015, 1, 1), date(2017, 12, 31))
    japan = Found(read_file(DOCUMENTS / "answer_japan.txt", source="g20"))
    assert japan.offerings["Good governance seminar for Southeast Asia"].outreach.regions == ("ASEAN",)
    brazil = Found(read_file(DOCUMENTS / "answer_brazil.txt", source="g20"))
    course = brazil.offerings["Curso de ouvidoria para países de língua portuguesa"]
    assert course.outreach.is_global
    assert course.conditions == "Outreach: países de língua portuguesa"
    assert course.countries == ("AGO", "CPV", "MOZ", "TLS")


# -- many styles ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("seed", range(150))
def test_made_up_answers_are_read_as_they_were_made(seed: int) -> None:
    answer = made(seed)
    found = found_in(answer.lines)
    expected = [programme.title for programme in (*answer.tools, *answer.running)]
    assert [title.casefold() for title in found.offerings] == [title.casefold() for title in expected], answer.style
    offerings = {title.casefold(): record for title, record in found.offerings.items()}
    for programme in answer.tools:
        record = offerings[programme.title.casefold()]
        assert record.types == answer.types_of(programme), answer.style
        assert record.other_type == programme.other
        assert record.text.split() == " ".join(programme.body).split()
    for programme in answer.running:
        record = offerings[programme.title.casefold()]
        assert list(record.countries) == programme.pilots
        assert record.outreach.regions == ((programme.region,) if programme.region else ())
        assert record.institution == OFFICE[answer.language]
        assert "Ana Silva" in record.contact
        assert record.text.split() == " ".join(programme.body).split()
    assert_partners(found, answer)


def assert_partners(found: Found, answer: Made) -> None:
    told = {code: [done.text for done in record.activities] for code, record in found.experience.items()}
    assert told == answer.partners, answer.style
    assert len(found.notes("precondition")) == 5
    assert {record.provider for record in found.offerings.values()} == {answer.provider}
    assert {record.language for record in found.offerings.values()} == {answer.language}


# -- partners in other forms ------------------------------------------------------------------------------------------
def partners_in(text: str, provider: str = "Canada") -> Found:
    return found_in(
        f"INFORMATION PROVIDED BY {provider}\n\n3. Recent technical assistance provided\n\n{text}\n\n"
        "5. Current priorities\n\nNone."
    )


@pytest.mark.parametrize(
    ("text", "partners"),
    [
        ("In 2016 experts trained Kenyan judges. Canada also advised Peru on open data.", {"KEN": 1, "PER": 1}),
        ("- Training for prosecutors of Ukraine\n- A visit of Moldovan auditors to Ottawa", {"UKR": 1, "MDA": 1}),
        ("Support was given to:\n\nKenya, Uganda and Rwanda\n\nA course on audits.", {"KEN": 1, "UGA": 1, "RWA": 1}),
        ("The following were assisted with audits of city budgets:\n\nKenya\n\nUganda", {"KEN": 1, "UGA": 1}),
        ("Central America\n\nA course on audits.", {"Central America": 1}),
        ("Kenya\n\nA course.\n\nPeru\n\nA visit.\n\nKenya\n\nA second course.", {"KEN": 2, "PER": 1}),
        ("Perú.- Un curso.\nKenia.- Una visita.", {"PER": 1, "KEN": 1}),
        ("Africa\n\nKenya\n\nA course.\n\nAsia\n\nNepal\n\nA visit.", {"KEN": 1, "NPL": 1}),
        ("○ Kenya (2016-2017)\n - A course on audits\n○ Peru\n - A visit to the court", {"KEN": 1, "PER": 1}),
        ("U.S.\n\nA course.\n\nU.K.\n\nA visit.", {"USA": 1, "GBR": 1}),
        ("REPUBLIC OF KENYA\nA course.\nREPUBLIC OF PERU\nA visit.", {"KEN": 1, "PER": 1}),
    ],
)
def test_partners_are_found_in_many_forms(text: str, partners: dict[str, int]) -> None:
    found = partners_in(text)
    assert {code: len(record.activities) for code, record in found.experience.items()} == partners


def test_a_partner_we_do_not_know_is_rejected_and_not_given_to_another() -> None:
    found = partners_in("Kenya\n\nA course.\n\nWakanda\n\nA visit.\n\nPeru\n\nA talk.")
    assert {code: len(record.activities) for code, record in found.experience.items()} == {"KEN": 1, "PER": 1}
    assert [problem.value for problem in found.problems] == ["Wakanda"]
    assert found.reading.rows == 3


def test_a_theme_above_countries_is_no_country() -> None:
    found = partners_in("Audit\n\nKenya\n\nA course.\n\nOpen government\n\nPeru\n\nA talk.")
    assert set(found.experience) == {"KEN", "PER"}
    assert not found.problems
    assert any("Open government" in note for note in found.reading.notes)


# -- parts ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("1. National anti-corruption programmes/tools that could be shared with other countries:", Section.TOOLS),
        ("TOOLS AND PROGRAMMES TO BE SHARED WITH OTHER COUNTRIES", Section.TOOLS),
        ("B) Programas existentes de asistencia técnica", Section.PROGRAMMES),
        ("2.- Programmes d'assistance technique en cours", Section.PROGRAMMES),
        ("Assistance technique récemment fournie", Section.PROVIDED),
        ("3. Technical assistance recently provided", Section.PROVIDED),
        ("Challenges", Section.CHALLENGES),
        ("4) Obstacles rencontrés", Section.CHALLENGES),
        ("V. Prioridades", Section.PRIORITIES),
        ("Current anti-corruption priorities²", Section.PRIORITIES),
        ("Open Data", None),
        ("Technical assistance was recently provided to Peru, and the experts will return next year.", None),
        ("One of our priorities is to share these tools with every country that asks.", None),
        ("The challenge is to find funds.", None),
    ],
)
def test_headings_are_known_by_their_words(text: str, section: Section | None) -> None:
    assert section_of(text) == section


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("TYPE OF ASSISTANCE ²:", "types", ""),
        ("Types of assistance (please tick): Policymaking", "types", "Policymaking"),
        ("Type(s) of assistance", "types", ""),
        ("POTENTIAL OUTREACH Global", "outreach", "Global"),
        ("Portée potentielle : Afrique", "outreach", "Afrique"),
        ("Contact information – Ana", "contact", "Ana"),
        ("Nom du programme : Audit", "title", "Audit"),
        ("Programme", None, ""),
        ("The types of assistance we give are many.", None, ""),
        ("https://x.example", None, ""),
    ],
)
def test_labels_are_known_with_and_without_values(text: str, name: str | None, value: str) -> None:
    label = label_of(text)
    assert (label.name if label else None) == name
    assert (label.value if label else "") == value


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("INFORMATION PROVIDED BY MEXICO", "MEXICO"),
        ("Information provided by: the United Kingdom¹", "the United Kingdom"),
        ("Informations fournies par la France", "la France"),
        ("Informações fornecidas pelo Brasil", "Brasil"),
        ("Country: Japan", "Japan"),
        ("The information was given by the ministry and is correct.", ""),
    ],
)
def test_the_provider_is_named_in_many_ways(text: str, name: str) -> None:
    assert provider_name(text) == name


def test_the_provider_may_come_from_the_file_name_or_be_told() -> None:
    text = (
        "1. National tools to be shared with other countries\n\nOpen Data\n\nA portal is shared.\n\n"
        "Type of assistance: "
        "Policymaking\n\n5. Current priorities\n\nNone."
    )
    assert found_in(text, "g20_south_africa_2017.txt").offerings["Open Data"].provider == "ZAF"
    assert Found(read(text.split("\n"), "x.txt", provider="ITA")).offerings["Open Data"].provider == "ITA"
    with pytest.raises(FileRefused, match="provider") as caught:
        found_in(text, "x.txt")
    assert caught.value.way_out


def test_other_texts_are_refused() -> None:
    assert not recognised(["Dear Sir,", "we ask for training in procurement."])
    with pytest.raises(FileRefused, match="no section"):
        found_in("Dear Sir,\nwe ask for training.")


def test_missing_sections_hold_withdrawals() -> None:
    found = partners_in("Kenya\n\nA course.")
    assert found.reading.truncated
    assert any("no section" in note for note in found.reading.notes)


@pytest.mark.parametrize("part", range(1, 50))
def test_a_truncated_answer_is_never_whole(part: int) -> None:
    text = (DOCUMENTS / "answer_argentina.txt").read_text()
    cut = text[: len(text) * part // 50]
    whole = {record.id for record in (*found_in(text).offerings.values(), *found_in(text).experience.values())}
    try:
        found = found_in(cut)
    except FileRefused:
        return
    left = {record.id for record in (*found.offerings.values(), *found.experience.values())}
    assert found.reading.truncated or left == whole


@pytest.mark.parametrize(
    ("line", "entries"),
    [
        ("☒ Policymaking ☐ Others", [("Policymaking", True), ("Others", False)]),
        ("Policymaking [x]", [("Policymaking", True)]),
        ("( ) Policymaking", [("Policymaking", False)]),
        ("x Policymaking", [("Policymaking", True)]),
        ("Policymaking: No", [("Policymaking", False)]),
        ("- Policymaking", [("Policymaking", None)]),
        ("\uf0fe Policymaking \uf0a8 Others", [("Policymaking", True), ("Others", False)]),
    ],
)
def test_boxes(line: str, entries: list[tuple[str, bool | None]]) -> None:
    assert ticked(line) == entries


def test_sentences_mind_abbreviations() -> None:
    text = (
        "Talks with Mr. A. Smith of the U.S. Treasury, e.g. on art. 57. A visit (2016). Help for No. 10 and St. Lucia."
    )
    assert sentences(text) == [
        "Talks with Mr. A. Smith of the U.S. Treasury, e.g. on art. 57.",
        "A visit (2016).",
        "Help for No. 10 and St. Lucia.",
    ]


def test_keys_do_not_depend_on_case_or_accents() -> None:
    assert (
        slug("Contratación ABIERTA: fase 2") == slug("contratacion abierta – Fase 2") == "contratacion-abierta-fase-2"
    )
    assert len(slug("word " * 60)) <= 80


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 400), st.lists(st.tuples(st.integers(0, 10_000), st.text(max_size=8)), max_size=12))
def test_damaged_answers_never_break_the_reader(seed: int, damage: list[tuple[int, str]]) -> None:
    text = "\n".join(made(seed).lines)
    for at, put in damage:
        at %= len(text) or 1
        text = text[:at] + put + text[at + 3 :]
    try:
        found = found_in(text, "answer-mexico.txt")
    except FileRefused:
        return
    assert found.reading.rows == sum(found.count(kind) for kind in (Draft, Problem, Duplicate))
    assert all(replace(outcome) for outcome in found.outcomes)
