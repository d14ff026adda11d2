"""Header words: what a column's name means by the words in it, where no rule knows the whole name.

A name speaks for a field when it holds a word that is the field's own ("donante") and no word that is neither that, nor
a word that goes with it ("agencia", "principal"), nor one that says nothing ("de", "the").
"""

from functools import cache

SURE = 0.8


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SILENT = _words(
    "of the a an in on and or for by s de del la las le les du des da do dos das d l el los un une y e et "
    "ou o en em au english en eng ies if any no"
)
_PROJECT = _words(
    "project projects programme programmes program programs activity activities proyecto proyectos "
    "programa programas actividad actividades projet projets programmes activite activites projeto "
    "projetos projecto atividade actividade acao accion action iniciativa initiative intervention "
    "intervencion scheme course tool cooperation cooperacion cooperacao asistencia assistance asistencia "
    "agreement agreements convenio convenios acuerdo acuerdos accord accords output outputs "
    "tecnica technical oper operation operations offering request requests solicitud solicitudes demande "
    "demandes pedido pedidos"
)
_BODY = _words(
    "agency agencies organisation organization organisations organizations org institution institutions "
    "body entity unit partner partners agencia organismo organismos organizacion institucion "
    "instituciones entidad entidades unidad agence organisme institution structure orgao organizacao "
    "instituicao entidade unidade name nombre nom nome national nacional nationale government "
    "gubernamental country pais pays principal main lead primary group grupo type1 actor actors actores acteurs atores"
)
_WHEN = _words(
    "date dates fecha fechas data datas year ano annee anio day actual planned expected proposed "
    "effective estimated effectif effective real reel reelle prevista prevue previsto previste board "
    "revised original current"
)
_QUALIFIERS = _words(
    "short brief long full detailed general generales generaux global overall specific especifico "
    "especificos specifique specifiques main principal principales principaux expected esperados attendus "
    "development desarrollo developpement work key breve corta larga courte longue detaillee title"
)

# (field, words of its own, words that go with them); the first field that fits counts.
_FIELDS: tuple[tuple[str, frozenset[str], frozenset[str]], ...] = (
    (
        "text",
        _words(
            "description descriptions descripcion descricao objective objectives objetivo objetivos objectivo "
            "objectivos objectif objectifs goal goals aim aims summary resumen resume resumo abstract purpose "
            "purposes scope content contents contenido contenu conteudo outputs results resultados resultats "
            "outcomes components componentes composantes background justification finalidad finalidade alcance "
            "synopsis descr desc contexto contexte context justificacion justificativa"
        ),
        _PROJECT | _QUALIFIERS,
    ),
    (
        "provider",
        _words(
            "donor donors donante donantes bailleur bailleurs doador doadores donateur donateurs funder funders "
            "financier financiers lender lenders creditor contributor contributors contributing "
            "cooperante cooperantes financiador financiadora "
            "financiadores financiera financeur funding financing funded financed financiamiento financement "
            "financiamento"
        ),
        _BODY | _words("fund funds fonds fuente fuentes source sources fonte fontes development cooperacion agency"),
    ),
    (
        "provider",
        frozenset({"cooperacion", "cooperacao", "cooperation", "development", "desarrollo", "developpement", "socio"}),
        _words("partner partners parceiro parceiros socio socios partenaire partenaires agencia agency fuente name"),
    ),
    (
        "partner",
        _words("country countries pais paises pays recipient recipients receptor recipiente"),
        _words(
            "name names host target partner beneficiary beneficiario beneficiaria beneficiaire recipient destino "
            "destination implementation involved region regions location benefiting assisted nombre nom nome "
            "ejecucion"
        ),
    ),
    (
        "institution",
        _words(
            "implementing implementer implementor implementation implemented executing executor execution "
            "executed ejecutora ejecutor ejecucion executora executante ministry ministries ministerio ministere "
            "counterpart counterparts contraparte contrepartie contractor agency organisation organization "
            "institucion institution entidad organismo owner œuvre oeuvre ouvrage responsable responsible "
            "responsavel exec tutelle"
        ),
        _BODY | _words("responsible responsable responsavel line project maitre sector department office local"),
    ),
    (
        "status",
        _words("status estado situacion situacao statut etat phase stage"),
        _PROJECT | _words("current actual implementation avancement ejecucion actuel"),
    ),
    (
        "started",
        _words(
            "start starting started inicio debut demarrage commencement commenced approval aprobacion approbation "
            "aprovacao agreement signature signing firma effectiveness launch fy commitment"
        ),
        _PROJECT | _WHEN | frozenset({"fiscal"}),
    ),
    (
        "ended",
        _words(
            "end ending completion completed closing closure finish fin fim final termino terminacion "
            "finalizacion cierre cloture achevement conclusion conclusao encerramento"
        ),
        _PROJECT | _WHEN,
    ),
    (
        "sector",
        _words(
            "sector sectors sectores secteur secteurs setor setores subsector subsectors theme themes thematic "
            "tematica thematique topic category categoria categorie area areas field purpose"
        ),
        _words(
            "name primary secondary main principal economico dac crs sub subsector cooperation cooperacion "
            "intervention intervencion priority prioritario tematica thematic codes"
        ),
    ),
    (
        "title",
        _words(
            "title titles titulo titulos titre name nombre nom nome designacao denominacion denominacao "
            "denomination intitule libelle scheme"
        ),
        _PROJECT,
    ),
    (
        "id",
        _words("id identifier identificador identifiant code codigo number numero num reference referencia ref"),
        _PROJECT | _words("donor unique iati amp internal dad crs"),
    ),
)


_SHORT_FORMS = {"nm": "name", "dt": "date", "desc": "description", "descr": "description", "apprvl": "approval"}
_KNOWN = frozenset(word for _, own, others in _FIELDS for word in own | others if len(word) > 3)


@cache
def _apart(word: str) -> tuple[str, ...]:
    """A word of a header as the words run together in it ("countryname"), short forms written out."""
    if word in _SHORT_FORMS:
        return (_SHORT_FORMS[word],)
    if word in _KNOWN or not 8 <= len(word) <= 30:
        return (word,)
    for at in range(len(word) - 4, 3, -1):
        if word[:at] in _KNOWN and word[at:] in _KNOWN:
            return word[:at], word[at:]
    return (word,)


@cache
def field_of(name: str) -> str:
    """The field that the words of a folded header speak for; "" when they speak for none."""
    words = [part for word in name.split() for part in _apart(word) if part not in _SILENT]
    if not words or len(words) > 6:
        return ""
    for field, own, others in _FIELDS:
        if any(word in own for word in words) and all(word in own or word in others for word in words):
            return field
    return ""
