"""Request columns: what people call the columns of a list of requests, in four languages. See `columns`."""

REQUEST_RULES: tuple[tuple[str, float, str], ...] = (
    ("id", 1.0,
            r"id|request id|reference|ref|request (?:no|number|ref|reference)|referencia|case(?: id| no| number)?|"
            r"numero(?: de (?:solicitud|demande|pedido))?|n|no|nr|identifiant|identificador|codigo|code"),
    ("text", 1.0,
            r"text|request(?: text)?|body of (?:the )?request|description|solicitud|texto|demande|texte|pedido|"
            r"solicitacao|descripcion|descricao|needs?|message|assistance (?:requested|needed|sought)|query|"
            r"what is (?:asked|requested)|besoins?|necesidad(?:es)?|necessidades?"),
    ("title", 0.8, r"title|subject|titulo|titre|asunto|objet|assunto|summary|resumen|resume|resumo"),
    ("country", 1.0,
            r"country|requesting country|requester country|pais(?: solicitante)?|pays(?: demandeur| requerant)?|"
            r"iso ?3|country code|requester|solicitante|demandeur"),
    ("language", 1.0, r"language|lang|idioma|langue|lingua"),
    ("types", 1.0,
            r"types?|types? (?:of )?(?:technical )?assistance(?: sought| requested)?|tipos? (?:de )?(?:asistencia|"
            r"assistencia)|types? d assistance|types sought"),
    ("articles", 1.0, r"articles?|uncac articles?|articulos?|artigos?"),
    ("received_on", 1.0,
            r"received(?: on| at| date)?|date received|date(?: of (?:receipt|request))?|fecha(?: de (?:recepcion|"
            r"recibo|solicitud))?|recibid[oa](?: el)?|date (?:de )?(?:reception|demande)|recu(?: le)?|"
            r"data(?: de (?:recepcao|recebimento|pedido))?|recebido(?: em)?|submitted(?: on)?|request date"),
    ("channel", 1.0, r"channel|canal|via|received (?:by|via|through)|means"),
    ("body", 1.0,
            r"body|requesting (?:body|agency|institution|organi[sz]ation)|institution|agency|organi[sz]ation|entidad|"
            r"organismo|institucion|institution|organisme|entidade|instituicao|orgao|ministry|requesting entity"),
    ("contact", 1.0, r"contact(?: person| details| name)?|contacto|contato|e ?mail|focal point|correo"),
    ("urgency", 1.0, r"urgency|urgent|priority|urgencia|urgence|prioridad|priorite|prioridade"),
    ("due_on", 1.0,
            r"due(?: on| date| by)?|deadline|needed by|fecha limite|plazo|echeance|date limite|prazo|data limite"),
    ("languages_of_work", 1.0,
            r"languages? of work|working languages?|idiomas? de trabajo|langues? de travail|linguas? de trabalho"),
    ("delivery", 1.0, r"delivery|delivery mode|modalidad|mode|modalite|modalidade|mode of delivery"),
    ("confidential", 1.0, r"confidential(?:ity)?|confidencial(?:idad)?|confidentiel"),
    ("state", 0.8, r"state|status|estado|etat"),
    ("owner", 1.0, r"owner|assigned to|responsable|handled by|responsavel"),
    ("notes", 1.0, r"notes?|notas?|remarks?|comments?|observaciones|remarques|observacoes"),
    ("next_action", 1.0, r"next action|next step"),
    ("next_action_on", 1.0, r"next action on|next action date"),
)  # fmt: skip
