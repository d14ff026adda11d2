"""Catalogue columns: what people call the columns of their lists of projects and programmes, in four languages. See
`columns`."""

_PROJECT = (
    r"(?:project|activity|programme?|proyecto|actividad|projet|activite|projeto|atividade|acao|accion|action|"
    r"initiative|intervention|agreement|operation|output|convenio|acuerdo|accord|convention)"
)
_OF = r"(?:of|de|del|da|do|du|des|d|de la|de l|the|el|la|le|l)"
_DATE = r"(?:date|fecha|data|iso ?date|day|year|ano|annee)"
_ORG = (
    r"(?:agency|agencies|org|orgs|organi[sz]ations?|partners?|institutions?|entity|body|unit|agencia|organismo|"
    r"organizacion|institucion|entidad|unidad|agence|organisme|institution|structure|agencia|orgao|organizacao|"
    r"instituicao|entidade|unidade)"
)

CATALOGUE_RULES: tuple[tuple[str, float, str], ...] = (
    ("dates", 1.0, r"activity date(?: \d+)?(?: (?:iso ?date|date|day|value))?"),
    ("date_types", 1.0, r"activity date(?: \d+)? type(?: code| name)?"),
    ("organisations", 1.0, r"participating orgs?(?: \d+)?(?: (?:name|narrative|text|\d+))*"),
    ("roles", 1.0, r"participating orgs?(?: \d+)? role(?: code| name)?"),
    ("link", 0.9, r"document link(?: \d+)? url"),
    ("title", 0.95,
            r"(?:subject|object|purpose) of (?:the )?(?:grant|contract|agreement|funding)(?: or (?:grant|contract))?|"
            r"objet d[eu] (?:la )?(?:subvention|contrat|marche)(?: ou du contrat)?|"
            r"objeto de(?: la|l)? (?:subvencion|contrato|convenio)(?: o contrato)?"),
    ("partner", 1.05,
            r"benefit(?:t?ing|ed) countr(?:y|ies)|action location|countr(?:y|ies) of (?:implementation|action)|"
            r"pays de realisation|pays d intervention|pais de (?:ejecucion|intervencion|actuacion|destino)"),
    ("id", 0.8, r"reference of the (?:legal )?(?:commitment|contract|grant|agreement)(?: lc)?|(?:grant|contract) (?:id|"
            r"number|no|reference)|(?:numero|no) d[eu] (?:contrat|subvention|convention)"),
    ("partner", 0.8, r"beneficiar(?:y|ies|ios?|ias?)|beneficiaires?|target(?:ed)? countr(?:y|ies)|pays cibles?"),
    ("provider", 0.75, r"(?:managing|awarding|granting) agency(?: name)?"),
    ("institution", 0.6, r"name of (?:the )?(?:beneficiary|grantee|contractor|recipient)|grantees?|awardees?"),
    ("id", 0.9, r"clave|aid|folio|project ?id|aiddata (?:tuff )?project id"),
    ("id", 0.7, r"codigo (?:siaf|siafi|snip|bip|sigade|dacp)|aiddata id"),
    ("id", 0.6, r"sigla"),
    ("sector", 0.9, r"coalesced purpose name"),
    ("provider", 0.8, r"donators?|ptfs?"),
    ("provider", 0.95,
            rf"(?:source|sending|giving|contributing|lending|paying) (?:{_ORG}|country|government)(?: name)?|"
            rf"contributors?|(?:organi[sz]ation|agence|organismo) (?:contributrice|contribuyente)"),
    ("institution", 0.9, r"(?:destination|receiving) (?:org|organi[sz]ation|agency|body)(?: name)?"),
    ("partner", 0.95, r"(?:destination|receiving) (?:country|countries|location)|operating unit"),
    ("status", 0.8, r"flow status"),
    ("started", 0.8, r"(?:flow|decision|transaction|award) date"),
    ("partner_code", 0.9, r"operating unit (?:id|code)"),
    ("institution", 0.9, r"(?:delivery|implementation|executing|grant) partners?(?: name)?"),
    ("institution", 0.7, rf"(?:training|host|hosting|organi[sz]ing) {_ORG}s?|training institutes?|venue institution"),
    ("title", 0.8, r"commitment(?: title)?|compromiso|engagement|compromisso"),
    ("text", 0.9, r"commitment (?:text|description)|what is offered|(?:project )?abstract cdata"),
    ("started", 0.7, r"from|start yr"),
    ("ended", 0.7, r"to|closing|end|end yr"),
    ("period", 0.9,
            rf"(?:{_PROJECT} |overall |implementation )?(?:period|term|duration)(?: {_OF} {_PROJECT})?|"
            rf"periodo(?: {_OF} (?:ejecucion|execucao|{_PROJECT}))?|periode(?: {_OF} {_PROJECT})?|vigencia|"
            rf"duree|duracion"),
    ("provider", 1.0, r"financier country|funding country"),
    ("provider", 0.9, r"commissioned by|auftraggeber"),
    ("provider", 0.95, r"fund(?:ing)? sources?"),
    ("provider", 0.8,
            r"(?:entidad|institucion|instituicao) (?:argentina|brasileira|chilena|colombiana|costarricense|espanola|"
            r"mexicana|peruana|uruguaya)"),
    ("institution", 0.8, rf"institutes?|{_ORG} name|(?:entidad|institucion|organismo) oferente"),
    ("partner", 0.9, r"country ?(?:short ?)?name|recipient country or region"),
    ("text", 0.9, rf"{_PROJECT} desc(?:r|rip)?"),
    ("reporting", 0.9, r"reporting(?: org)? name|reporting"),
    ("text", 0.9, r"pdo|project development objective"),
    ("started", 0.8, r"board ?approval ?date|day start|signing ?date"),
    ("ended", 1.0, r"closing ?date|day end"),
    ("sector", 0.9, r"(?:major ?)?(?:sector|theme|goal) ?\d"),
    ("institution", 0.9, r"imp ?agency"),
    ("region", 0.7, r"region ?name"),
    ("status", 0.9, r"status code|project ?status ?display"),
    ("id", 1.0,
            rf"iati identifier|iati id|identifier|{_PROJECT} (?:id|identifier|code|no|number|nr|ref|reference)|id|"
            rf"uuid|ocid"),
    ("id", 0.9,
            rf"(?:id|codigo|code|numero|n|no|ref|reference|referencia|identificador|identifiant|"
            rf"num) (?:{_OF} )?{_PROJECT}|"
        r"(?:record|offering|experience|request|case|amp|dad|crs|fts) (?:id|no|number)|identifiant|identificador|ref|"
        r"referencia|reference(?: number)?|cod|codigo"),
    ("id", 0.5,
            r"acao|number|numero|no|nr|code|projeto|proyecto|projet|internal id|other identifier|donor project id|"
            r"project"),
    ("title", 1.0,
            rf"title|{_PROJECT} title|titulo|titre|title (?:{_OF} )?{_PROJECT}|titulo (?:{_OF} )?{_PROJECT}|"
            rf"titre (?:{_OF} )?{_PROJECT}|"
        rf"{_PROJECT} name|name (?:{_OF} )?{_PROJECT}|nombre (?:{_OF} )?{_PROJECT}|nom (?:{_OF} )?{_PROJECT}|"
        rf"nome (?:{_OF} )?{_PROJECT}|intitule(?: (?:{_OF} )?{_PROJECT})?|"
        r"offering|tool|title narrative"),
    ("title", 0.8,
            r"name|nombre|nom|nome|denominacion|denominacao|denomination|designation|designacao|subject|asunto|objet|"
            r"assunto|libelle|activity|actividad|activite"),
    ("title", 0.5, rf"{_PROJECT}|{_PROJECT}s|short title|description courte"),
    ("text", 1.0,
            rf"text|description|descripcion|descricao|{_PROJECT} description|description (?:{_OF} )?{_PROJECT}|"
            rf"descripcion (?:{_OF} )?{_PROJECT}|descricao (?:{_OF} )?{_PROJECT}|"
        r"long description|full description|(?:project )?description (?:long|narrative|general|1)|texto|texte"),
    ("text", 0.9,
            rf"(?:(?:development|general|overall|main|{_PROJECT}) )?(?:objectives?|goals?|aims?|purposes?)|"
            rf"objetivos?(?: (?:general|generales|especificos?|de desarrollo|{_OF} {_PROJECT}))?|"
        rf"objectifs?(?: (?:generaux|general|specifiques|{_OF} {_PROJECT}))?|(?:short )?summary|resumen|resume|"
        rf"resumo|abstract|short description|brief description|sinopsis|synopsis|"
        r"justificativa|justificacion|alcance|finalidad|finalidade|but"),
    ("text", 0.6,
            r"(?:expected )?(?:results|outputs|outcomes|achievements)|resultados(?: esperados)?|"
            r"resultats(?: attendus)?|components?|componentes|composantes|background|contexte?o?|context|"
        r"antecedentes|activities|actividades|activites|atividades|scope|details?|what is offered"),
    ("text", 0.3,
            r"notes|notas|remarks|comments?|observaciones|observacoes|observations|other info|additional information|"
            r"further information|contexte? et justification|contexto y justificacion|contexto e justificativa"),
    ("provider", 1.0,
            r"provider|donors?|donor (?:names?|country|agency|organi[sz]ation)|participating org funding|"
            r"provider (?:org|name|country|organi[sz]ation)|offered by"),
    ("provider", 0.95,
            r"funding (?:sources?|org|organi[sz]ations?|agency|agencies|institution|partners?)|financing (?:agency|"
            r"institution|sources?|partner|organi[sz]ation)|financiers?|funders?|funded by|financed by|"
        r"source (?:of )?(?:funds?|funding|financing)|bailleurs?(?: de fonds)?(?: (?:principal|nom))?|"
        r"nom du bailleur|donantes?|doador(?:es)?|donateurs?|fuentes? (?:de )?(?:financiamiento|cooperacion|"
        r"financiacion|recursos)|"
        r"sources? de financement|fontes? (?:de )?(?:financiamento|recursos)|financiador(?:es)?|cooperantes?|"
        r"socios? (?:al desarrollo|cooperantes?|para el desarrollo)|"
        r"development partners?|partenaires?(?: (?:techniques?(?: et financiers?)?|au developpement|financiers?))?|"
        r"ptf|parceiros?(?: de desenvolvimento)?|pais donante|pays donateur|pais doador|donor dp|dp|lead donor"),
    ("provider", 0.7,
            r"donor groups?|grupo (?:de )?donantes?|groupe (?:de )?bailleurs?|funding organi[sz]ation (?:group|name)|"
            r"country offering|fund|fondo|organi[sz]ation offering|countries offering"),
    ("provider_code", 1.0,
            r"donors? (?:iso ?3?|iso code|code|country code|iso3 code)|provider (?:iso ?3?|code)|donors iso3|"
            r"donor iso2"),
    ("provider_ref", 1.0, r"participating org ref funding|provider org ref|funding org ref|donor ref"),
    ("provider_type", 1.0, r"participating org type funding|provider org type|funding org type"),
    ("institution", 1.0,
            rf"institutions?|implement(?:ing|er|or|ers|ed by)(?: {_ORG})?|implement(?:ing|ation) {_ORG}(?: name)?|"
            rf"execut(?:ing|or|ion) {_ORG}|participating org implementing|channel of delivery(?: name)?|"
        rf"{_ORG} (?:{_OF} )?(?:execution|ejecucion|execucao|implementation|implementacion|mise en oeuvre)|"
        rf"{_ORG} (?:ejecutora?|executora?|d execution|executante?|implementadora?|responsable|responsavel)|"
        r"ejecutor(?:es)?|executor(?:es)?|maitre d ouvrage|maitrise d ouvrage|instituciones?|institucion|instituicao|"
        r"instituicoes|structures? (?:d )?execution|crs channelname|channel name|executing agency"),
    ("institution", 0.8,
            rf"responsible {_ORG}|lead {_ORG}|line ministry|ministry|ministerio|ministere|executing sector|"
            rf"responsable|participating org extending|extending {_ORG}|"
        rf"contracting {_ORG}|{_ORG}|co ?financing {_ORG}|cofinanc\w+|counterparts?|contraparte|contrepartie|tutelle|"
        rf"ministere de tutelle|agencia responsavel|participating org accountable"),
    ("institution", 0.5,
            rf"beneficiary {_ORG}|beneficiary|beneficiario|beneficiaire|borrower|managing {_ORG}|section|department|"
            rf"direction|other involved institutions|organi[sz]ations and project id"),
    ("reporting", 1.0, r"reporting (?:org|organi[sz]ation|agency)|reported by|reporting org narrative|publisher"),
    ("partner", 1.0,
            r"partner(?: country)?|recipients?(?: (?:name|country|countries|country name))?|(?:beneficiary|partner|"
            r"target|recipient) countr(?:y|ies)|pais (?:receptor|beneficiario|destinatario|socio|parceiro|"
            r"recipiente|destino)|"
        r"pays (?:beneficiaire|partenaire|recipiendaire|destinataire)|recipient country narrative|receptor|"
        r"destinatario|recipiendaire|assisted country"),
    ("partner", 0.9,
            r"countr(?:y|ies)|pais(?:es)?|pays|country name|nom du pays|nombre (?:del )?pais|nome do pais|"
            r"country region|countries regions|country or region"),
    ("partner_code", 1.0,
            r"recipients? (?:iso ?3?|code|country code|iso code)|recipients iso3|recipient country code|partner code|"
            r"country (?:code|iso ?[23]?|iso code)|iso ?3|iso ?2|codigo pais|code pays"),
    ("region", 0.9, r"recipient regions?|world regions?|geographic region|regiao do mundo|region geografica"),
    ("region", 0.6, r"regions?|regiao|regioes|continent|continente|area geografica|zone geographique"),
    ("region_code", 1.0, r"recipient region code|region code"),
    ("sector", 1.0,
            r"sectors?|(?:primary|main|major|sub|secondary|tertiary) sectors?(?: name)?|sub ?sectors?|sector names?|"
            r"ad sector names|ad purpose names|purpose names?|sectores?|sector (?:principal|primario)|"
            r"secteurs?(?: (?:principal|d intervention|d activite))?|"
        r"sous secteurs?|setor(?:es)?|subsetor|themes?|tematicas?|thematique|topics?|mjsector \d|sector \d|"
        r"crs purpose(?: name| description)?|purpose(?: of aid)?|area (?:tematica|de intervencion|de atuacao)|eje|"
        r"segmento"),
    ("sector", 0.8,
            r"(?:primary|secondary|tertiary) sector (?:sub ?)*sector|(?:national planning objectives|primary program|"
            r"program)(?: level \d)?|aiddata (?:sector|purpose) name|crs sector ?name|crs purpose ?name|"
            r"dac sector(?: name)?|sector narrative|area"),
    ("status", 1.0,
            rf"(?:{_PROJECT} )?(?:status|statut|statute|estatus|situacao|situacion)(?: (?:{_OF} )?{_PROJECT})?|"
            rf"estado(?: (?:{_OF} )?{_PROJECT})?|etat(?: d avancement| (?:{_OF} )?{_PROJECT})?|"
            rf"activity status(?: code)?|implementation status|stage|phase|etapa|fase"),
    ("started", 1.0,
            rf"start actual(?: iso ?date)?|(?:actual |effective |real )?start(?:ing)?(?: {_DATE})?(?: actual)?|"
            rf"started(?: on)?|{_DATE} (?:{_OF} )?(?:inicio|debut|demarrage|start|lancement|comienzo|"
            rf"commencement)(?: (?:real|effective|reel))?|start {_DATE}|inicio|debut|launch {_DATE}|{_DATE} start|"
            rf"effective date|actual start date"),
    ("started", 0.8,
            rf"(?:proposed|planned|expected) start {_DATE}|start planned|approval {_DATE}|(?:actual |"
            rf"proposed )?approval date|commitment {_DATE}|{_DATE} (?:{_OF} )?(?:aprobacion|approbation|aprovacao|"
            rf"signature|firma|assinatura|engagement|compromiso)|signature {_DATE}|agreement {_DATE}|signing {_DATE}|"
            rf"board approval date|donor commitment date"),
    ("started", 0.6,
            r"year|ano|annee|anio|date|fecha|data|years|reporting year|fiscal year|transactions start year|"
            r"ano projeto sap"),
    ("ended", 1.0,
            rf"end actual(?: iso ?date)?|(?:actual |effective |real )?(?:end|completion|closing|finish|"
            rf"close)(?:ing)? {_DATE}|ended(?: on)?|{_DATE} (?:{_OF} )?(?:fin|fim|termino|finalizacion|terminacion|"
            rf"cierre|cloture|achevement|conclusion|conclusao|encerramento|end|completion|closing)(?: (?:real|"
            rf"effective|reelle))?|closing date|{_DATE} end|end {_DATE}|actual completion date"),
    ("ended", 0.8,
            rf"(?:proposed|planned|expected|current|revised|original) (?:end|completion|closing) {_DATE}|end planned|"
            rf"fin|fim|termino|transactions end year"),
    ("link", 1.0,
            r"links?|ur[il]|web ?(?:site|page|link)|source url|project url|enlaces?|liens?|site web|sitio web|"
            r"pagina web|hyperlink|document link|documents?"),
    ("contact", 1.0,
            r"contacts?|contact (?:name|email|person|details|information|info|point)|focal points?|"
            r"contactos?(?: de .*)?|contatos?|correo(?: electronico)?|e ?mail|email address|telephone|phone|"
            r"punto focal|point focal|ponto focal|person responsible"),
    ("types", 1.0,
            r"types?|types? (?:of )?(?:technical )?assistance(?: offered| sought| requested)?|"
            r"tipos? (?:de )?(?:asistencia|assistencia|apoyo|apoio)(?: tecnica)?|types? d (?:assistance|appui|"
            r"aide)(?: technique)?|modalit(?:y|ies|e|es)|assistance type|kind of (?:help|assistance)|"
            r"forma de asistencia"),
    ("language", 1.0, r"language|default language|lang|idioma|langue|lingua"),
    ("kind", 1.0, r"kind|record kind|record type"),
    ("outreach", 1.0,
            r"outreach|open to|geographic(?:al)? (?:scope|outreach|reach|coverage)|alcance geografico|"
            r"portee geographique|cobertura|eligib\w+ countries|availability"),
    ("updated", 1.0,
            r"last updated(?: date ?time| on)?|updated(?: on| at)?|last modified|modified|last updated datetime"),
)  # fmt: skip
