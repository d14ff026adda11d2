"""Words that carry no topic, per language: grammar, courtesy and the frame of a letter. Folded: no accents, lower case.

`GRAMMAR` is dropped everywhere and tells languages apart. `FRAME` is what every request says whatever it is about ("we
would be grateful for support"): it stays searchable, but is not a topic and so is no evidence for a match.
"""

from functools import cache

_EN = """a about above after again all also although am among an and any are as at be because been before
being below between both but by can could d did do does doing don done down during each either else
ever few for from further get had has have having he her here hers herself him himself his how
however i if in into is it its itself just ll may me might mine more most much must my myself
neither no nor not now of off often on once only onto or other others ought our ours ourselves out
over own per rather s same shall she should since so some such t than that the their theirs them
themselves then there these they this those though through thus to too toward under until up upon us
very via was we were what when where whether which while who whom whose why will with within without
would yet you your yours yourself yourselves"""

_ES = """a al algo alguien algun alguna algunas alguno algunos ambos ante antes aquel aquella aquellas
aquello aquellos aqui asi aun aunque bajo bien cada casi como con contra cual cuales cualquier
cuando cuanto cuantos cuantas cuanta de debe deben del desde donde dos durante e el ella ellas ello
ellos en entonces entre era eran es esa esas ese eso esos esta estaba estaban estan estar
estas este esto estos fue fueron ha habia han hasta hay he la las le les lo los mas me mediante mi
mientras mis misma mismas mismo mismos mucha muchas mucho muchos muy nada ni ningun ninguna no nos
nosotros nuestra nuestras nuestro nuestros o otra otras otro otros para pero poca poco pocos por
porque pues que quien quienes se sea sean segun ser si sido sin sino sobre solo son su sus tal tales
tambien tampoco tan tanto te tiene tienen toda todas todavia todo todos tras tu tus u un una unas
uno unos usted ustedes y ya yo"""

_FR = """a afin ai ainsi alors apres as au aucun aucune aussi autre autres aux avait avant avec avoir ayant c
car ce ceci cela celle celles celui cependant ces cet cette ceux chacun chaque chez ci comme comment
d dans de deja depuis des donc dont du elle elles en encore entre es est et etaient etait etant ete
etes etre eu eux fait furent fut il ils j je jusqu l la le les leur leurs lors lui m ma mais me meme
memes mes mon n ne ni nos notre nous on ont ou par parce parmi pas pendant peu plus plusieurs pour
pourquoi pres qu quand que quel quelle quelles quelque quelques quels qui quoi s sa sans se selon
sera seront ses si sien son sont sous suis sur t ta tandis tant te tel telle telles tels tes toi ton
tous tout toute toutes tres trop tu un une vers vos votre vous y"""

_PT = """a ainda alem algo alguem algum alguma algumas alguns ambos ante antes ao aos apos aquela aquelas
aquele aqueles aquilo as assim ate atraves cada com como contra cuja cujo da das de dela delas dele
deles depois desde dessa desse desta deste deve devem disso disto do dois dos duas durante e ela
elas ele eles em entao entre era eram essa essas esse esses esta estao estas estava este estes eu
foi foram ha isso isto ja la lhe lhes lo mais mas me mediante mesma mesmas mesmo mesmos meu meus
minha muita muitas muito muitos na nao nas nem nenhum nenhuma no nos nossa nossas nosso nossos num
numa nuns o onde os ou outra outras outro outros para pela pelas pelo pelos pois por porem porque
pouco poucos quais qual qualquer quando quanto quantos que quem se seja sejam sem sendo ser sera seu
seus si sido so sob sobre sua suas tal tambem tao te tem tendo ter teu toda todas todo todos tu um
uma umas uns voce voces"""

GRAMMAR: dict[str, frozenset[str]] = {
    language: frozenset(words.split()) for language, words in (("en", _EN), ("es", _ES), ("fr", _FR), ("pt", _PT))
}

_FRAME_EN = """advice advise agency aim ask assist assistance available basis benefit best better capacity
colleague colleagues cooperate cooperation country countries course currently dear development
effective effort efforts ensure establish existing experience experiences expert expertise experts
follow following government governments grateful guidance guide help honour idea implement
implementation implementing improve include including increase information interested know lack
learn like look looking make ministry model national need needed needs new number office officer
officers official officials offer opportunity order part people please possible practical practice
practices practitioner prepare present process programme programmes program project projects provide
receive receiving regarding related relevant request requested requests require required result
results seek seeking set share short similar staff state strengthen strengthening submission
suitable support system systems take team technical thank thanks time train trained trainer trainers
training understand use used using value visit want welcome well wish work workshop workshops year
years help hand hands give given good first second third fourth fifth one two three four five six
seven eight nine ten twelve today month months week weeks day days currently already soon next last
recent recently"""

_FRAME_ES = """acompanamiento actual actualmente agradecemos agradeceria agradeceriamos ahora ano anos apoyar apoyo
area asesorar asesoria asistencia atentamente ayuda ayudar buena buenas buenos capacidad capacidades
capacitacion capacitar conocer contar cooperacion cordialmente cuenta curso dar deseamos desea dia
dias distinguida distinguido equipo estado estimada estimado estimados existe existente experiencia
experiencias experto expertos fecha formacion formar fortalecer fortalecimiento funcionario
funcionarios gobierno gobiernos gracias hacer implementacion implementar incluir informacion
institucion instituciones interesa interesan mejor mejorar mes meses ministerio modelo momento
nacional necesidad necesidades necesita necesitamos nuevo nueva nuevos oficina pais paises parte
pedimos pedir personal podrian pueden poder practica practicas primer primera primero proceso
programa programas proximo proximos proyecto proyectos publico quisieramos queremos quiere realizar
recibir requerimos requiere saber saludos segunda segundo semana semanas senor senora servidores
sistema sistemas solicita solicitamos solicitud taller talleres tecnica tecnico tener tercera
tercero tiempo trabajar trabajo ver visita"""

_FRAME_FR = """accompagnement agent agents agreer aide aider aimerions an annee annees ans appui appuyer assistance
attente avis avons besoin besoins bonne bonnes bonjour cadre capacite capacites chercher cherchons
conseil conseils cooperation cordialement cours demande demandons demander developpement disposer
distingues etat existe existant experience experiences expert experts expression faire formation
former gouvernement information jour jours madame mandat merci mettre meilleur meilleures mise
ministere mois monsieur national nationale nombre nouveau nouvelle nouveaux obtenir oeuvre office
part partager pays personnel place pouvoir pratique pratiques preparer premier premiere prendre prie
prochain prochaine programme programmes projet projets proposer recherche recherchons recevoir
remercions renforcement renforcer responsable salutations savoir second seconde semaine semaines
sentiments serait service services solliciter sollicitons souhaite souhaitons souhaiterait soutien
stage suite systeme systemes technique techniques temps travail travailler trois troisieme utiliser
veuillez visite voulons vouloir"""

_FRAME_PT = """agradecemos agradeceriamos ajuda ajudar ano anos apoiar apoio area assessoria assistencia
atenciosamente bom boa boas capacidade capacidades capacitacao capacitar caro caros conhecer
conselho contar cooperacao cumprimentos curso dar desejamos dia dias equipa equipe especialista
especialistas estado existente experiencia experiencias excelencia excelencias fazer formacao formar
fortalecer fortalecimento funcionario funcionarios gostariamos governo governos implementacao
implementar incluir informacao instituicao instituicoes interesse melhor melhorar mes meses
ministerio modelo nacional necessidade necessidades necessita necessitamos novo nova novos obrigado
oficina oficinas orientacao parte pais paises pedido pedimos pessoal poder podem pratica praticas
precisamos pretende primeira primeiro processo programa programas projeto projetos proximo quadro
quadros queremos reforcar receber saber segunda segundo semana semanas senhor senhora sistema
sistemas solicita solicitamos tecnica tecnico tempo ter terceira terceiro trabalhar trabalho ver
visita"""

FRAME: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in (("en", _FRAME_EN), ("es", _FRAME_ES), ("fr", _FRAME_FR), ("pt", _FRAME_PT))
}

_VAGUE_EN = """able abt accompany according accountability across actually add added addition additional address
affairs afternoon against agenda ahead aid allow almost alone along always ambassador amount annex another answer
answers anticorruption any anybody anyone anything apply appreciate approach april area areas around arrange
arrangement arrive article articles asap ask asked assign assurance attach attached attend august authorities
authority autumn avail available aware away b4 back background basic become begin behalf beneficiaries beneficiary
besides better beyond big bit brief briefing bring broad brochure btw busy calendar call came cannot careful case
catalogue cause cc ccd certain certainly challenge challenges chance change choice choose chosen clear clearly close
cold colleague combat come comment comments commit committed common complete completely compliment compliments
concern concerned concerning conduct confirm consider consideration consult contact contents continue contribute
convenience convenient copy corrupt corruption counterpart couple curb currently cycle date dates deadline deal
december decide delegation department description desk detail details different difficult dignified directly
director directorate discuss discussed discussion division dozen draft duration eager earlier early easy effort
email emails embassies embassy enable encourage end ended engage enhance enough enquire enquiry enter enters entire
especially etc even evening event eventually every everyone everything exactly example examples excellency expect
expectation expected explain explore express eye fact fall family far february feel field fight fighting final
finally find finish fit focal force foreign forget form forms forward found free friday friendly full fully fund
funding future fwd fyi general generally glad gladly go goes going gone good got governance gr8 gratitude great
greatly grow guess half happen happens happy hard head hear heard hearing hence hereby high highest hold honest
honestly honourable hope hopefully hour hours hundred idea ideas immediate important improvement indicate inform
inherited initial initiate inquiry inside instead institution institutional institutions integrity intend intention
interest interests involve issue issues january job join july june keen keep keeps kept kind kindly know knowledge
large late later latest latter lead leaflet least leave left less let lets letter level life light likely line lines
list little live local long longer look looking looks lot low lunch madam mail main makes many march matter matters
maybe mean meantime meanwhile meet meeting member mention mentioned menu message middle mind minister minute minutes
mission mode modernisation modernise modernize moment monday moreover morning mostly move mr mrs mtg mtgs mutual
name nation near nearly necessary never next nice night nobody none normal note noted nothing nothng november
objective occasion october ok okay old ones ongoing open opposite option options otherwise outcome outline outside
overall overview page paragraph paragraphs particular partner partners past pay people perhaps permanent person
persons phone pic plain plan planned pleased pleasure pls plus plz pm point points policy posible position possble
possibility possibly potential ppl premier president pretty previous principal priority probably problem problems
properly proposal propose public purpose put queries query question questions quick quickly quite quote r raise re
reach read ready real reason receive reciprocal reduce reference reform reforms regard regarding regards regular
reiterate remain remote renew reply report respect respond response rest right round saturday saw say says schedule
season secretary sector see seem seems seen send sent sentence separate september serious serve service set several
show showed shown shows side sign signed simple simply sir sirs situation small smth society somebody somehow
someone something sometimes soon sooner sorry sort sorts speak specific specified specify spring start starting step
still strategy strong stuff subject successful suggest sum summary summer sunday suppose sure table tackle taken
taking talk task tell thankful theme therefore thing things think thirty tho thought throughout thursday thx thy
till time title tks together told tomorrow tonight took topic topics total transparency transparent trg trng truly
try tuesday turn twenty twice type types u undersigned unit ur urgent urgently useful usual usually various view
volunteer wait waiting want wanted watch way ways website wednesday weekend went whatever whole wide widely willing
winter wk wks wld wonder word world worth write writes writing written wrote xfa yes yesterday young yr yrs"""

_VAGUE_ES = """abordar abr abril acaso acceder acerca acompanar acordar actividad acto actuar acuerdo adelante
ademas adicional adjuntamos adjuntar adjunto afianzar agosto agradecer agradecido agradecidos ahi ahora alli alta
alto ambas ambito anterior anticorrupcion anual apenas apreciar apreciariamos aprovechar area areas articulo
articulos asap asimismo asunto asuntos atte autoridad autoridades ayer base bastante beneficiario beneficiarios
breve brindar brinden buen bueno cabo calendario cambiar cambio cantidad caso catalogo causa cerca charla cierto
cinco cita claro clase colaboracion colaborar combate combatir comentario comentarios comenzar comienzo compartir
completo compromiso comun comunicar concreto conforme conseguir consideracion considerar consulta consultar
consultarles contacto contenido continuar contra contraparte conversacion conversar copia correo corrupcion corrupto
cosa cosas crear creer cualquiera cuatro cuestion cuyo d debajo deber debido decimos decir dejar delegacion demas
dentro departamento descripcion desear despacho despues detalle detalles dic diciembre diez diferente dificil
direccion directo director directora dirigir dispone disponible disponibles disposicion disposiciones distinta
domingo duda duracion echar ej ejemplo ejemplos embajada embajador empezar enc encontrar enero entidad entrar
entrega entregar enviar escribimos escribio escribir especial especialmente especificar esperado esperamos esperar
estimar etapa etcetera evitar exacto excelencia explorar expresar favor favorable fax feb febrero fechas fin final
finalmente fines firma firmar folleto fondo forma formas fortalecer fortalezca frente fuera fuerte futuro fwd
general generar gente gestion gobernabilidad gobernanza gran grande gratitud grs gusta gustaria gusto haber hablar
hacemos herramienta honor hora horas hoy idea ideas igual importante impulsar incluso indicar informar informarnos
iniciar inicio instancia institucion institucional instituciones integridad intencion interes interesado interesar
internacional invitar ir jefe jueves julio junio junto juntos labor lado largo lista llamar llegar llenar llenas
lleno llevar lograr lucha luchar luego lugar lunes madame mal manana manera manifestar mantener marco martes marzo
materia mayo mayor mayoria medida medio mejora menor menos mensaje mgl miercoles minuto mirar mision misma mitad
modernizacion modernizar modo mostrar motivo mundo nacion nadie necesario nesesitamos nivel noche nombre nota
noviembre numero nunca objetivo objeto observacion obtener ocasion octubre ocupar oferta ofrecen ofrecer ofrezcan
ojala opcion opciones oportunidad organismo orientacion p pagina pais parece parecer parrafo particular pasado pasar
pedido pedidos pedir pensamos pensar pequeno perder permanente permitir pesar plan pls podemos podriamos pone poner
posibilidad posible posibles positivo pq preciso pregunta preguntar presente presidente presupuesto previo principal
principio prioridad privado probar problema producto pronto propio proponer propuesta provecho proxima publica
publico puede punto q quedamos quedar quedaria quedo querer quiza quizas rango rapido razon re recibimos
recientemente reducir referencia referente reforma reformas reforzar regla reiterar relacion rendicion representante
respecto responder responsable respuesta resto resultado resultados resumen reunion reunirse rv sabado sabe sabemos
salir saludar saludo saludos secretario sector seguir seguridad seguridades seis sencillo sentido septiembre serio
servicio servir siempre siete sigue siguiente situacion sociedad solamente solicitar solicitud solo sucede
suficiente sugerencia sugerir suma tarde tardes tb tel tema temas tenemos termino tipo tipos titular titulo tlf tmb
tomar transparencia transparente trata tratar traves tres trimestre ultima ultimo unico unidad urgente urgentemente
usar usual util vale vamos varios veces venir verano verdad vernos vez via viernes visita visitar vista volver x xfa
xq"""

_VAGUE_FR = """abord aborder accompagne accompagner accord accueil action actuel actuellement administration
adresser affaire affaires agir ailleurs aimer ajouter aller ambassade ambassadeur ambassadrice amelioration
ameliorer annoncer annuel anticorruption aout appel apporter apporteriez apprecier attn aujourd auparavant aupres
autant autorite autorites autour autrement avancer avenir avis avril bas bcp beaucoup beneficiaire beneficiaires
bien bientot bienvenu bjr bon bref brochure budget cad cadre calendrier cas catalogue cdlt cdt certain certaine
certains chef chose choses cinq clair combattre combien commencer commentaire commentaires communiquer complet
comporter comprendre compte concernant concerner confie confier confirmer conformement connaissance connaitre connu
conseiller consideration considerer constater consulter contact contacter contenu continuer contre contrepartie
convenir conviendrait cooperer copie cordt corrompu corruption cote courant courriel courrier credit daigner date
dates debut decembre decider delai delegation delivrer demain departement dernier derniere derniers description
desirer detail details deux devoir different difficile dimanche dire direct directeur direction directrice discuter
dispo disponible dispositif disposition dix domaine domaines donner doute dsl duree durer echange echangeons
echanger ecrire ecrit ecrivons effet egal egalement elargir embaucher enfin engagement engager ensemble ensuite
entendre entier entrer entretien envers envisager envoi envoyer espere esperer espoir etablir etape etude etudier
eventuel evidemment exact exactement excellence exemple exemples exister expliquer explorer exprimer face facile
facon faire falloir faut fevrier fin finalement fois force forme formes formulaire fort fournie fournir fournirez
futur fwd general gens gestion gouvernance grand grande gratitude gre guere haut heure heures heureux hier honneur
ici idee idees idem important indiquer informer instant institution institutionnel institutions integrite intention
interesse interesser interet interets international inviter jamais janvier jeudi joindre jouer juillet juin jusque
juste laisser large lequel liste lorsque lundi lutte lutter mai mail maintenant maintenir mal maniere manifester
mardi mars matiere matin mdr mercredi message mesure mettre midi mieux mince ministre minute mission mode
modernisation moderniser moindre moins moment monde moyen moyens nation necessaire niveau nom nombreux notamment
note nouvelle novembre nuit objectif objet obliges observations obtenir occasion octobre offre offrir option options
organiser organisme oui outre page paragraphe parfois parler parole particulier partie partir passage passe passer
pays pb penser permanent permanente permettre permis personne petit petite peut peutetre pj plaisir plein plupart
plutot point politique porter poser position possibilite possible pourriez pourrions pouvez pouvoir pr precedent
precieuse precieux precis preciser present presenter president presque prevenir prevu prevue principal priorite
probleme prochainement produit projet propos proposer proposeriez proposez proposition propre public publique puis
puisque qd qq qqn quant quatre quelconque question questions rapide rapidement rappel rapport rdv re recevoir
reconnaissant reconnaissante reconnaissants recontacter reduire reel reellement reforme reformes regard reiterer
relancer relatif rencontre rencontrer rendre renforcer renseignement renseignements renseigner repondre reponse
representant respect reste rester resultat resume retour reunion rien saisir saluer samedi sauf savoir secretaire
secteur semble sembler sens sept septembre serieux serions service seul seulement signature simple sinon situation
situe six slt societe soir sorte souhait souvent special ss stp suggerer suggestion suite suivre sujet sujets
surtout svp tableau tache tard telephone tellement temps tenir terme tete texte theme titre tjs tot toujours tour
toutefois tr transparence transparent travaux travers trimestre trouver ts type types unite urgent urgente utile
valeur vendredi venir vie vieux visite visiter voici voie voila voir volonte voudrait vouloir vraiment vue"""

_VAGUE_PT = """abordar abr abril abs acaso acerca acima acordo adiante adicional agora agosto agradecer agradecido
agradecidos alcancar ali alta alto amanha ambas ambito anexar anexo anterior anticorrupcao anual apenas apresentar
aproveitar aqui area areas artigo artigos assunto assuntos atras att atuacao atual atualmente autoridade autoridades
baixo bastante bem beneficiario beneficiarios bj bjs boa bom breve calendario caso catalogo cc cedo cem cento certa
certo chefe cinco claro classe coisa coisas colaboracao colaborar combate combater comecar comentario comentarios
completo compromisso comum comunicar concreto conforme conhecer conseguir consideracao considerar consulta consultar
contacto contato conteudo continuar contra contraparte conversa conversar copia corrente corrupcao corrupto criar
cumprimentar cumprimentos custa d data datas debaixo decidir decorrer deixar delegacao dentro departamento depois
descricao desejar detalhe detalhes dever dez dezembro diferente dificil direcao direccao director diremos direto
diretor diretora dirigir disponiveis disponivel dispor disse dizer domingo dominio duracao duvida efeito email
embaixada embaixador enc encontrar encontro enfim entidade entrada entrar entrega entretanto enviar esclarecer
esclarecimento escreve escrevemos escrever escreveu especial especialmente especificar espera esperado esperamos
esperar estado etapa etc evitar exato excelencia exemplo exemplos exma exmo exmos explicar explorar expressar
exprimir facil fato favor fev fevereiro fica ficamos ficar fim final finalmente fins folheto fora forma formas
fortalecer forte frente fundo futuro fwd gente geral geralmente gestao gosto governacao governanca grande gratidao
grato gratos haver hoje honra hora horas ideia ideias igual importante indicar informacoes informar iniciar inicio
institucional instituicao instituicoes integridade intencao interessa interessado interesse interesses internacional
inverno ir jamais janeiro julho junho junto juntos lado largo leitura levar lista logo longo lugar luta lutar maio
maior mal maneira manha manifestar manifestou manter marco materia mecanismo media medida meio melhoria menor menos
mensagem mensal metade ministro minuto missao modernizacao modernizar modo momento mostrar motivo msg mundo nacao
nada necessario ninguem nivel noite nome nota novembro numero nunca obg objectivo objetivo objeto obs observacao
obter ocasiao oferecem oferecer ofereceriam oferta ontem opcao opcoes oportunidade ora orcamento organismo outubro p
pagina pais paragrafo parece particular passado passar pedidos pedir pena pensar penso pequena pequeno perante
perder pergunta permanente permitir perto pessoa pf pfv plano podemos poderiam poderiamos podiam ponto por posicao
possa possibilidade possiveis possivel pq praticamente prazer prazo precisamos precisar presidente previo prevista
previsto principal prioridade problema produto programa pronto propor proposta proprio proxima publica publico q qd
qq qualidade quarta quase quatro quer querer questao questoes quinta quis rapido razao re reais realmente receber
recente recentemente reduzir referencia reforcar reforma reformas regra reiterar relacao representante res respeito
responder resposta restante resto resultado resultados resumo reuniao rv sabado sabe sabemos saber sair saudar
secretario seguinte seguir seis semelhante sempre sentido serio servico servir sete setembro setor sexta sff sim
simples sitio situacao sobretudo sociedade solicitacao solicitar soma sucede suficiente sugerir sugestao talvez
tanto tarde tb tbm td tema temas temos terca termo tinha tipo tipos titulo tlm todavia tomar tornar transparencia
transparente trata tratar tres trimestre tudo ultima ultimo unidade urgente urgentemente usar util valor vamos
varios vc vcs veio ver verao verdade vez via vinte visita visitar visto voltar vontade vossa vosso vossos xfa"""

VAGUE: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in (("en", _VAGUE_EN), ("es", _VAGUE_ES), ("fr", _VAGUE_FR), ("pt", _VAGUE_PT))
}
"""Words of goodwill, of letters and of the whole field: a request made of these alone asks for nothing one could
answer."""


@cache
def vague_stems(language: str) -> frozenset[str]:
    """Stems of `VAGUE` in a language; of English for one not served."""
    from matchmaker.matching.stemming import stem

    spoken = language if language in VAGUE else "en"
    return frozenset(stem(word, spoken) for word in VAGUE[spoken])
