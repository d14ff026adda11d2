"""Answers to the questionnaire made up at random and written in many styles, with what a reader must find in them."""

# ruff: noqa: E501 - sentences stay on one line so that they can be compared

import random
import textwrap
from dataclasses import dataclass, field

from matchmaker import countries
from matchmaker.taxonomy import TYPES

HEADINGS = {
    "en": (
        "INFORMATION PROVIDED BY {}",
        "National anti-corruption programmes/tools that could be shared with other countries",
        "Existing anti-corruption technical assistance programmes",
        "Recent technical assistance provided",
        "Challenges and gaps in providing technical assistance",
        "Current anti-corruption priorities",
    ),
    "es": (
        "INFORMACIÓN PROPORCIONADA POR {}",
        "Programas o herramientas nacionales anticorrupción que podrían compartirse con otros países",
        "Programas existentes de asistencia técnica en materia de lucha contra la corrupción",
        "Asistencia técnica prestada recientemente",
        "Retos y carencias en la prestación de asistencia técnica",
        "Prioridades actuales en la lucha contra la corrupción",
    ),
    "fr": (
        "INFORMATIONS FOURNIES PAR {}",
        "Programmes/outils nationaux de lutte contre la corruption pouvant être partagés avec d'autres pays",
        "Programmes d'assistance technique existants en matière de lutte contre la corruption",
        "Assistance technique récemment fournie",
        "Défis et lacunes dans la fourniture d'assistance technique",
        "Priorités actuelles en matière de lutte contre la corruption",
    ),
    "pt": (
        "INFORMAÇÕES FORNECIDAS POR {}",
        "Programas/ferramentas nacionais anticorrupção que poderiam ser compartilhados com outros países",
        "Programas de assistência técnica anticorrupção existentes",
        "Assistência técnica prestada recentemente",
        "Desafios e lacunas na prestação de assistência técnica",
        "Prioridades atuais no combate à corrupção",
    ),
}
LABELS = {
    "en": (
        "Type of assistance",
        "Potential outreach",
        "Contact information",
        "Institutional framework",
        "Pilot countries",
    ),
    "es": (
        "Tipo de asistencia",
        "Alcance potencial",
        "Información de contacto",
        "Marco institucional",
        "Países piloto",
    ),
    "fr": ("Type d'assistance", "Portée potentielle", "Coordonnées", "Cadre institutionnel", "Pays pilotes"),
    "pt": (
        "Tipo de assistência",
        "Alcance potencial",
        "Informações de contato",
        "Quadro institucional",
        "Países piloto",
    ),
}
TYPE_NAMES = {
    "en": (
        "Legislative assistance", "Institution-building", "Policymaking", "Capacity building", "Research/data-gathering and analysis",
        "Facilitation of international cooperation with other countries",
    ),
    "es": (
        "Asistencia legislativa", "Fortalecimiento institucional", "Formulación de políticas", "Creación de capacidad",
        "Investigación, recopilación y análisis de datos", "Facilitación de la cooperación internacional con otros países",
    ),
    "fr": (
        "Assistance législative", "Renforcement institutionnel", "Élaboration de politiques", "Renforcement des capacités",
        "Recherche, collecte et analyse de données", "Facilitation de la coopération internationale",
    ),
    "pt": (
        "Assistência legislativa", "Fortalecimento institucional", "Formulação de políticas", "Capacitação",
        "Pesquisa, coleta de dados e análise", "Facilitação da cooperação internacional",
    ),
}  # fmt: skip
SPECIFY = {
    "en": "Others: please specify:",
    "es": "Otros (sírvase especificar):",
    "fr": "Autres (veuillez préciser) :",
    "pt": "Outros (especificar):",
}
WORLD = {"en": "Global", "es": "Mundial", "fr": "Mondiale", "pt": "Global"}
TITLES = {
    "en": ("Asset declaration portal", "Judges' Academy on Financial Crime", "Integrity pacts", "Hotline for citizens (HC)", "Customs without cash",
           "E-procurement clinic", "Open Budget Toolkit", "Training of forensic accountants", "Peer learning for auditors", "Code of conduct for members of parliament"),
    "es": ("Portal de declaraciones patrimoniales", "Academia judicial sobre delitos financieros", "Pactos de integridad", "Línea ciudadana (LC)", "Aduanas sin efectivo",
           "Clínica de compras electrónicas", "Guía de presupuesto abierto", "Formación de contadores forenses", "Aprendizaje entre auditores", "Código de conducta del Congreso"),
    "fr": ("Portail des déclarations de patrimoine", "École des juges financiers", "Pactes d'intégrité", "Ligne citoyenne (LC)", "Douanes sans espèces",
           "Clinique des achats en ligne", "Guide du budget ouvert", "Cours pour experts-comptables judiciaires", "Échanges entre auditeurs", "Code de conduite des parlementaires"),
    "pt": ("Portal de declarações de bens", "Escola de juízes sobre crimes financeiros", "Pactos de integridade", "Linha do cidadão (LC)", "Alfândega sem dinheiro",
           "Clínica de compras eletrônicas", "Guia do orçamento aberto", "Curso para peritos contábeis", "Aprendizagem entre auditores", "Código de conduta dos deputados"),
}  # fmt: skip
SENTENCES = {
    "en": ("A small team receives reports and answers each of them within ten days.", "Officials of 3 ministries take part, and the results are published every year.",
           "The programme was set up in 2014, after a law of that year (Law No. 27) asked for it.", "It has been reviewed twice by the Supreme Audit Office."),
    "es": ("Un equipo pequeño recibe denuncias y responde a cada una en diez días.", "Participan funcionarios de 3 ministerios y los resultados se publican cada año.",
           "El programa nació en 2014, tras una ley de ese año (Ley núm. 27) que lo pedía.", "La Auditoría Superior lo ha revisado dos veces."),
    "fr": ("Une petite équipe reçoit les signalements et répond à chacun en dix jours.", "Des agents de 3 ministères y participent et les résultats sont publiés chaque année.",
           "Le programme date de 2014, après une loi de cette année (loi n° 27) qui le demandait.", "La Cour des comptes l'a examiné deux fois."),
    "pt": ("Uma equipe pequena recebe denúncias e responde a cada uma em dez dias.", "Participam servidores de 3 ministérios e os resultados são publicados todo ano.",
           "O programa nasceu em 2014, depois que uma lei daquele ano (Lei n.º 27) o pediu.", "O Tribunal de Contas o examinou duas vezes."),
}  # fmt: skip
DONE = {
    "en": ("Workshop on asset declarations for 20 officials.", "Study visit to the audit court.", "Transfer of a tool for tracing payments.", "Advice on a draft law against money-laundering.",
           "Exchange of prosecutors through the U.N. Office in the region.", "Training for customs officers in 2016."),
    "es": ("Taller sobre declaraciones patrimoniales para 20 funcionarios.", "Visita de estudio al tribunal de cuentas.", "Entrega de una herramienta para rastrear pagos.",
           "Asesoría sobre un proyecto de ley contra el lavado de dinero.", "Intercambio de fiscales de la región.", "Capacitación de agentes de aduanas en 2016."),
    "fr": ("Atelier sur les déclarations de patrimoine pour 20 agents.", "Visite d'étude à la cour des comptes.", "Remise d'un outil de suivi des paiements.",
           "Avis sur un projet de loi contre le blanchiment.", "Échange de procureurs de la région.", "Formation de douaniers en 2016."),
    "pt": ("Oficina sobre declarações de bens para 20 servidores.", "Visita de estudo ao tribunal de contas.", "Entrega de uma ferramenta para rastrear pagamentos.",
           "Parecer sobre um projeto de lei contra a lavagem de dinheiro.", "Intercâmbio de promotores da região.", "Formação de agentes aduaneiros em 2016."),
}  # fmt: skip
CHALLENGE = {
    "en": "The requesting country needs a legal framework on transparency, accountability, integrity, public procurement "
    "and citizen participation.",
    "es": "El país solicitante requiere un marco legal de transparencia, rendición de cuentas, integridad, contratación "
    "pública y participación ciudadana.",
    "fr": "Le pays demandeur doit avoir un cadre juridique sur la transparence, la redevabilité, l'intégrité, les marchés "
    "publics et la participation citoyenne.",
    "pt": "O país solicitante precisa de um marco legal: leis de transparência, prestação de contas, integridade, contratação "
    "pública e participação cidadã.",
}
PRIORITY = {
    "en": "Foreign bribery and open data.",
    "es": "El soborno transnacional y los datos abiertos.",
    "fr": "La corruption transnationale et les données ouvertes.",
    "pt": "O suborno transnacional e os dados abertos.",
}
OFFICE = {
    "en": "Ministry of Justice",
    "es": "Ministerio de Justicia",
    "fr": "Ministère de la Justice",
    "pt": "Ministério da Justiça",
}
PARTNERS = ("KEN", "PER", "GEO", "CIV", "GBR", "KOR", "LAO", "PRY", "UKR", "CPV", "MDA", "TZA")


@dataclass
class Programme:
    title: str
    body: list[str]
    types: list[int] = field(default_factory=list)
    other: str = ""
    pilots: list[str] = field(default_factory=list)
    region: str = ""


@dataclass
class Made:
    """An answer: what it holds, and its lines."""

    provider: str
    language: str
    tools: list[Programme]
    running: list[Programme]
    partners: dict[str, list[str]]
    style: dict[str, object] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)

    def types_of(self, programme: Programme) -> tuple[str, ...]:
        return tuple(
            name for number, name in enumerate(TYPES) if number in programme.types or (number == 6 and programme.other)
        )


def made(seed: int) -> Made:
    """An answer and its style, by a number."""
    pick = random.Random(seed)
    language = pick.choice(("en", "en", "es", "fr", "pt"))
    titles = pick.sample(TITLES[language], 7)

    def programme(title: str, tool: bool) -> Programme:
        body = pick.sample(SENTENCES[language], pick.randint(1, 3))
        if tool:
            return Programme(
                title,
                body,
                sorted(pick.sample(range(6), pick.randint(1, 4))),
                pick.choice(("", "", "a study tour of five days")),
            )
        return Programme(
            title,
            body,
            pilots=pick.sample(PARTNERS, pick.choice((0, 2, 3))),
            region=pick.choice(("", "Africa", "Europe")),
        )

    answer = Made(
        pick.choice(("DEU", "BRA", "JPN", "ZAF", "GBR", "SAU", "KOR", "TUR")),
        language,
        [programme(title, True) for title in titles[: pick.randint(1, 4)]],
        [programme(title, False) for title in titles[4 : 4 + pick.randint(1, 3)]],
        {},
    )
    for code in pick.sample([code for code in PARTNERS if code != answer.provider], pick.randint(2, 6)):
        answer.partners[code] = pick.sample(DONE[language], pick.randint(1, 3))
    answer.style = {
        "number": pick.choice(("{}.", "{})", "Section {}:", "({})", "roman", "")),
        "upper": pick.random() < 0.4,
        "types": pick.choice(("plain", "bullet", "ticked", "square", "round", "after", "inline", "one line")),
        "bullet": pick.choice(("-", "•", "*", "o", "▪", "–", "·")),
        "partner": pick.choice(("line", "line", "inline", "dash", "bold", "numbered", "table")),
        "items": pick.choice(("prose", "bullets")),
        "gap": pick.choice((0, 1, 1, 2)),
        "wrap": pick.choice((0, 0, 80, 96)),
        "labels": pick.choice(("upper", "title")),
        "field": pick.choice(("same line", "next line")),
        "mark": pick.choice(("", "²", " 2", "[2]")),
        "title": pick.choice(("plain", "plain", "numbered", "label", "upper")),
        "furniture": pick.random() < 0.3,
    }
    answer.lines = _Writer(answer, pick).lines()
    return answer


class _Writer:
    def __init__(self, answer: Made, pick: random.Random) -> None:
        self.answer, self.pick, self.style = answer, pick, answer.style
        self.language = answer.language
        self.out: list[str] = []

    def lines(self) -> list[str]:
        heading, tools, running, partners, challenges, priorities = HEADINGS[self.language]
        country = countries.by_code(self.answer.provider)
        assert country is not None
        self.put(heading.format(country.name(self.language).upper()))
        self.section(1, tools)
        for number, programme in enumerate(self.answer.tools, 1):
            self.programme(programme, f"1.{number}", tool=True)
        self.section(2, running)
        for number, programme in enumerate(self.answer.running, 1):
            self.programme(programme, f"2.{number}", tool=False)
        self.section(3, partners)
        self.partners()
        self.section(4, challenges)
        self.put(CHALLENGE[self.language])
        self.section(5, priorities)
        self.put(PRIORITY[self.language])
        return self._furnished() if self.style["furniture"] else self.out

    def put(self, text: str, *, gap: bool = True) -> None:
        wrap = int(str(self.style["wrap"]))
        pieces = textwrap.wrap(text, wrap, break_on_hyphens=False) if wrap else [text]
        if gap:
            self.out += [""] * max(int(str(self.style["gap"])), 1)
        self.out += pieces

    def section(self, number: int, text: str) -> None:
        form = str(self.style["number"])
        mark = ("I.", "II.", "III.", "IV.", "V.")[number - 1] if form == "roman" else form.format(number)
        shown = text.upper() if self.style["upper"] else text
        self.put(f"{mark} {shown}".strip() + self.pick.choice(("", ":")))

    def label(self, number: int, value: str = "") -> None:
        name = LABELS[self.language][number]
        name = name.upper() if self.style["labels"] == "upper" else name
        mark = self.style["mark"] if number in (0, 3) else ""
        if value and self.style["field"] == "same line":
            self.put(f"{name}{mark}: {value}")
        else:
            self.put(f"{name}{mark}:")
            if value:
                self.put(value, gap=bool(self.style["gap"]))

    def programme(self, programme: Programme, number: str, *, tool: bool) -> None:
        how = self.style["title"]
        label = {"en": "Title", "es": "Título", "fr": "Titre", "pt": "Título"}[self.language]
        title = programme.title.upper() if how == "upper" else programme.title
        self.put(f"{number} {title}" if how == "numbered" else f"{label}: {title}" if how == "label" else title)
        split = len(programme.body) > 1 and self.pick.random() < 0.5
        for paragraph in programme.body if split else [" ".join(programme.body)]:
            self.put(paragraph)
        if tool:
            self.types(programme)
            return
        if programme.pilots:
            names = [country.name(self.language) for code in programme.pilots if (country := countries.by_code(code))]
            self.put(f"{LABELS[self.language][4]}: {', '.join(names)}.")
        self.label(
            1,
            {
                "Africa": {"en": "Africa", "fr": "Afrique"}.get(self.language, "África"),
                "Europe": {"en": "Europe", "fr": "Europe"}.get(self.language, "Europa"),
            }.get(programme.region, WORLD[self.language]),
        )
        self.label(2, "Ana Silva, +41 22 555 01 99")
        self.label(3, OFFICE[self.language])

    def types(self, programme: Programme) -> None:
        names, how = TYPE_NAMES[self.language], self.style["types"]
        given = [names[number] for number in programme.types]
        if how in ("inline", "one line") and not programme.other:
            self.label(0, ", ".join(given) if how == "inline" else "; ".join(given))
            return
        self.label(0)
        box = {"ticked": ("☒ ", "☐ "), "square": ("[x] ", "[ ] "), "round": ("(x) ", "( ) ")}
        for number, name in enumerate(names):
            offered = number in programme.types
            if how in box:
                self.put(box[str(how)][0 if offered else 1] + name, gap=False)
            elif how == "after":
                self.put(f"{name} {'☑' if offered else '☐'}", gap=False)
            elif offered:
                self.put(
                    f"{self.style['bullet']} {name}" if how == "bullet" else name,
                    gap=how == "plain" and bool(self.style["gap"]),
                )
        if programme.other:
            mark = box[str(how)][0] if how in box else f"{self.style['bullet']} " if how == "bullet" else ""
            said = SPECIFY[self.language] + (" ☑" if how == "after" else "")
            self.put(mark + said, gap=False)
            self.put(programme.other, gap=False)

    def partners(self) -> None:
        how, items = self.style["partner"], self.style["items"]
        if how == "table":
            self.put("| Country | Assistance |", gap=True)
        for number, (code, done) in enumerate(self.answer.partners.items(), 1):
            country = countries.by_code(code)
            assert country is not None
            name = country.name(self.language)
            if how == "table":
                self.out.append(f"| {name} | {' '.join(done)} |")
            elif how in ("inline", "dash"):
                self.put(f"{name}{':' if how == 'inline' else ' –'} {' '.join(done)}")
            else:
                self.put({"bold": f"**{name}**", "numbered": f"{number}. {name}"}.get(str(how), name))
                for text in done if items == "bullets" else [" ".join(done)]:
                    self.put(f"{self.style['bullet']} {text}" if items == "bullets" else text, gap=items != "bullets")

    def _furnished(self) -> list[str]:
        found: list[str] = []
        if len(self.out) < 90:
            return self.out
        page = 1
        for number, line in enumerate(self.out, 1):
            found.append(line)
            if number % 30 == 0 and not line:
                found += ["", "Questionnaire on assistance", f"{page}", ""]
                page += 1
        return found if page > 2 else self.out
