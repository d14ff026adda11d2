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

_VAGUE_EN = """able abt accompany accountability affairs against aid along ambassador annex answer answers
anticorruption any anybody anyone anything apply approach area areas around asap ask assurance
attached authorities authority avail available aware b4 back basic begin better bring broad call
cannot case catalogue cause chance colleague combat come commit committed compliment compliments
concern concerned concerning conduct confirm consider consideration contact continue contribute
convenience corrupt corruption curb currently deal delegation department dignified director
directorate discuss discussion division dozen effort embassies embassy enable encourage engage
enhance everyone everything excellency explore express eye fall far feel field fight fighting
foreign form forms forward free friendly fund funding future general generally glad go good
governance great greatly grow happy head hear hereby highest honest honestly honourable hope
hopefully hundred idea ideas immediate important improvement indicate inform inherited initial
initiate institution institutional institutions integrity intend intention interest interests
involve issue issues keep keeps kept kind kindly know knowledge large latest lead let letter level
light list little look looking looks madam main matter matters mean meet meeting member mention
mentioned menu message mind minister mission modernisation modernise modernize moment morning move
mr mrs name nation necessary next nice nobody normal note nothng occasion ongoing open option
options outline overall overview particular partner partners pay people permanent person persons
phone pleased pleasure pls point policy posible position possble possibility possibly potential ppl
premier president principal priority probably problem problems proposal propose public purpose put
question questions quick quickly raise reach read ready real receive reduce reference reform reforms
regard regarding regards reiterate renew reply respect respond response right say secretary sector
send serve service set several sign sir sirs situation society somebody soon sorry sort speak
specific specified specify start step strategy strong subject successful suggest sure tackle taken
talk task tell thing things think thirty tho thx thy time topic topics transparency transparent try
turn twenty type types u undersigned unit ur urgent urgently useful various view volunteer want way
ways whatever wide widely willing wonder word world write xfa yes"""

_VAGUE_ES = """abordar acceder acerca acompanar acordar acto actuar acuerdo adjunto afianzar agradecer ahora alta
alto ambito anticorrupcion apreciar aprovechar area areas asunto asuntos autoridad autoridades buen
bueno cabo caso catalogo clase colaboracion colaborar combate combatir comenzar compartir compromiso
comunicar concreto consideracion considerar consulta consultar contacto continuar contra correo
corrupcion corrupto cosa cosas crear creer cualquiera cuestion decir dejar delegacion departamento
desear despacho direccion director directora dirigir dispone disponible disponibles disposicion
disposiciones distinta duda embajada embajador empezar encontrar entidad enviar escribir especial
especificar esperar estimar etapa evitar excelencia explorar expresar favor favorable fin fondo
forma formas fortalecer fortalezca futuro general generar gestion gobernabilidad gobernanza gran
grande gusto haber hablar herramienta honor idea ideas importante impulsar indicar informar iniciar
instancia institucion institucional instituciones integridad intencion interes interesado interesar
internacional invitar ir jefe junto labor lado lista llamar llegar llevar lograr lucha luchar lugar
madame manera manifestar mantener marco materia mayor medida medio mejora mensaje mision misma
modernizacion modernizar modo motivo mundo nacion necesario nesesitamos nivel nombre nota objetivo
objeto ocasion oferta ofrecer opcion opciones oportunidad organismo orientacion pais particular
pasar pedir pensar permanente permitir plan pls poner posibilidad posible posibles positivo preciso
pregunta preguntar presente presidente prioridad privado problema pronto proponer propuesta provecho
publica publico punto quedar querer rango razon reducir referencia referente reforma reformas
reforzar reiterar relacion rendicion representante respecto responder responsable respuesta
resultado reunion reunirse sabemos saludar saludo saludos secretario sector seguir seguridad
seguridades sentido servicio servir siguiente situacion sociedad solicitar solicitud solo tema temas
tipo tipos titular tomar transparencia transparente tratar ultimo unidad urgente urgentemente util
varios vez via visita visitar volver xfa"""

_VAGUE_FR = """aborder accompagner accord accueil action actuel administration adresser affaire affaires agir aimer
aller ambassade ambassadeur ambassadrice amelioration ameliorer annoncer anticorruption appel
apporter apprecier aupres autorite autorites avancer avenir avis bien bienvenu bref cadre cas
catalogue certain chef chose choses combattre commencer communiquer concerner confirmer connaissance
connaitre conseiller consideration considerer consulter contact contacter continuer contre convenir
conviendrait cooperer corrompu corruption courrier credit daigner debut decider delegation delivrer
departement desirer dire directeur direction directrice discuter disponible dispositif disposition
domaine domaines donner doute echange echanger ecrire elargir embaucher engagement engager ensemble
entendre entrer envisager envoyer esperer espoir etablir etape etude etudier eventuel exact
excellence exister explorer exprimer facon faire falloir fin fois force forme formes fort fournie
fournir futur general gestion gouvernance grand gre heureux honneur idee idees important indiquer
informer institution institutionnel institutions integrite intention interesse interesser interet
interets international inviter jouer laisser liste lutte lutter mail maintenir maniere manifester
matiere message mesure mettre ministre mission mode modernisation moderniser moment monde moyen
moyens nation necessaire niveau nom note nouvelle objectif objet obtenir occasion offre offrir
option options organiser organisme parler particulier passage passer pays penser permanent
permanente permettre personne plaisir point politique porter poser position possibilite possible
pouvoir precis preciser present presenter president prevenir priorite probleme prochainement projet
proposer proposition public publique question questions rapide rapidement rapport recevoir
recontacter reduire reforme reformes regard reiterer relatif rencontre rencontrer rendre renforcer
repondre reponse representant respect rester resultat retour reunion saisir saluer savoir secretaire
secteur service situation societe souhait suite suivre sujet sujets tache telephone temps tenir
texte titre transparence transparent travaux trouver type types unite urgent urgente utile venir vie
visite visiter voie voir volonte vouloir"""

_VAGUE_PT = """abordar acerca acordo agora agradecer alcancar alta alto ambito anexo anticorrupcao apresentar
aproveitar area areas assunto assuntos atuacao autoridade autoridades bem boa bom caso catalogo
certo chefe classe coisa coisas colaboracao colaborar combate combater comecar compromisso comunicar
concreto conhecer consideracao considerar consulta consultar contacto contato continuar contra
corrupcao corrupto criar cumprimentar cumprimentos decidir deixar delegacao departamento depois
desejar dever direcao direccao director diremos diretor diretora dirigir disponiveis disponivel
dispor dizer dominio duvida efeito embaixada embaixador encontrar encontro entidade enviar escrever
especial especificar esperar estado etapa evitar excelencia exma exmo exmos explorar expressar
exprimir favor ficar fim forma formas fortalecer fundo futuro geral gestao gosto governacao
governanca grande haver honra ideia ideias importante indicar informar iniciar institucional
instituicao instituicoes integridade intencao interessa interessado interesse interesses
internacional ir junto lado levar lista logo lugar luta lutar maneira manifestar manifestou manter
materia mecanismo medida melhoria mensagem ministro missao modernizacao modernizar modo momento
motivo mundo nacao necessario nivel nome nota objetivo objeto ocasiao oferecer oferta opcao opcoes
oportunidade organismo pais particular passar pedir pensar pergunta permanente permitir pessoa plano
ponto por posicao possibilidade possiveis possivel prazer precisamos precisar presidente prioridade
problema programa propor proposta publica publico qualidade querer questao questoes razao receber
reduzir referencia reforcar reforma reformas reiterar relacao representante respeito responder
resposta resultado reuniao saber saudar secretario seguinte seguir sentido servico servir setor
sitio situacao sociedade solicitacao solicitar tema temas tipo tipos tomar transparencia
transparente tratar unidade urgente urgentemente util varios ver vez via visita visitar voltar
vontade vossa vosso vossos xfa"""

VAGUE: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in (("en", _VAGUE_EN), ("es", _VAGUE_ES), ("fr", _VAGUE_FR), ("pt", _VAGUE_PT))
}
"""Words of goodwill, of letters and of the whole field: a request made of these alone asks for nothing one could
answer."""


@cache
def vague_stems(language: str) -> frozenset[str]:
    """Stems of `VAGUE` in a language; of English for one not served."""
    from matchmaker.matching.text import stem

    spoken = language if language in VAGUE else "en"
    return frozenset(stem(word, spoken) for word in VAGUE[spoken])
