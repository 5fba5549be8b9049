"""Words that tell what a name names: titles, head nouns, the nouns and verbs beside it.

All are in small letters, and none is made for one document.
"""

from __future__ import annotations


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# --- parts of names --------------------------------------------------------------------------
ARTICLES = "al el ul as ash ath at ad adh ar az an".split()
PARTICLES = _words(
    "de del della di da dos das du des van von der den zu af bin ibn bint al el la le y ap ag ould"
    " wuld wald walad ter ten ó ní nic"
)
# These may open a name that stands without its given name ("di Bartolo").
OPENING_PARTICLES = _words("de del della di da dos du van von bin ibn bint al el ag ould wuld")
SMALL = _words("of for the and in on to against a an as at by with from de la le du des et und")

TITLES = _words(
    """mr mrs ms miss mx dr doctor prof professor sir dame lord lady baron baroness count
    countess duke duchess earl king queen prince princess emperor empress tsar czar sultan
    shah caliph emir khan pharaoh pope cardinal archbishop bishop reverend rev father sister
    brother rabbi imam fr sheikh shaykh sayyid ayatollah mullah president premier chancellor
    minister secretary governor mayor senator congressman congresswoman representative deputy
    ambassador consul general colonel major captain lieutenant sergeant corporal private
    admiral commodore commander brigadier marshal officer inspector constable detective
    superintendent commissioner justice judge magistrate prosecutor attorney solicitor counsel
    chief chairman chairwoman chair director leader spokesman spokeswoman speaker gen col maj
    capt lt sgt cpl adm brig gov sen rep hon pres comrade monsignor abbot abbess chairperson
    treasurer vizier regent viceroy doge maharaja curator archaeologist historian economist
    journalist author lawyer maestro señor manager coach sheriff coroner kaiser fra
    metropolitan patriarch nawab raja rani shogun marquis marquise viscount margrave landgrave
    hetman begum mufti cheikh seyyed syed herr frau monsieur madame mme signor signora señora
    comandante provost vicar pastor chaplain headmaster postmaster ensign cadet vice-admiral
    major-general lieutenant-colonel lieutenant-general brigadier-general alderman alderwoman
    councillor councilman councilwoman canon abbé citizen mother superior sheik shaikh maulana
    maulvi hojatoleslam haji hajji alhaji archdeacon prioress friar envoy undersecretary
    vice-president vice-chancellor spokesperson registrar quartermaster midshipman gunner trooper
    nurse matron padre père soeur sœur compañero compañera camarada genosse presidente ministro
    messrs subcomandante licenciado general-secretary secretary-general co-chair acting-president
    moderator archimandrite protopresbyter lama swami"""
)
# After a title and a hyphen: "Ambassador-designate", "President-elect", "Editor-in-Chief".
AFTER_TITLES = _words("designate elect general emeritus in-chief")
# Of these the land is the name: "the Earl of Carrick" is a person, "the Bishop of Orun" an office.
PEERS = _words(
    """earl duke duchess count countess marquess marquis marchioness viscount viscountess baron
    baroness prince princess comte comtesse vicomte duc duchesse conde condesa duque duquesa conte
    contessa duca graf gräfin herzog herzogin fürst fürstin"""
)
# They open the names of bodies, never of people.
BODY_OPENERS = _words(
    "united national international royal federal general global standard imperial allied"
)
# They belong to a title after them ("Grand Ayatollah", "Deputy Prime Minister").
TITLE_OPENERS = _words(
    """crown grand prime vice deputy supreme chief lieutenant major brigadier foreign defence
    defense finance interior home attorney solicitor secretary-general director-general
    executive senior managing former acting assistant associate first second lord lady master
    field air rear right honourable honorable his her their majesty excellency highness
    holiness"""
)
REGNAL = _words(
    "lord lady sir dame baron count king queen emperor empress tsar pope prince princess"
)
# Of whom "of" names the land: "President Varn of Orun".
RULERS = _words("president king queen emperor sultan emir premier chancellor tsar shah minister")
OFFICES = _words(
    """state defence defense war justice commerce education energy health interior finance labour
    labor agriculture transport transportation homeland treasury trade culture information"""
)

# --- what kind of body a head noun names -----------------------------------------------------
STATE_HEADS = _words(
    """ministry department agency bureau command embassy consulate court courts tribunal
    parliament senate congress navy guard guards police treasury directorate commission
    authority administration inspectorate council assembly government cabinet customs
    constabulary magistracy chancery exchequer secretariat crown knesset majlis bundestag duma
    legislature intelligence ombudsman office registry judiciary gendarmerie marines"""
)
MILITARY_HEADS = _words(
    """corps units unit force forces army brigade brigades division regiment battalion battalions
    fleet legion militia squadron resistance command"""
)
REALM_HEADS = _words(
    "sultanate kingdom empire republic caliphate duchy emirate khanate principality commonwealth"
)
# The last are what parties abroad call themselves in the plural.
PARTY_HEADS = _words(
    """party democrats conservatives bloc likud greens socialists liberals démocrates républicains
    socialistes verts verdes grünen linke demócratas socialdemokraterne moderaterna"""
)
# With one of these an alliance or a union is a party.
LEANINGS = _words(
    """democratic socialist social-democratic liberal conservative communist progressive patriotic
    republican"""
)
GROUP_HEADS = _words(
    """organization organisation movement front alliance coalition company corporation corp inc
    ltd plc llc gmbh ag sa spa nv group bank foundation institute association society league
    union federation confederation network club church museum gallery university college
    school academy hospital trust fund committee guild holdings institution records
    entertainment productions pictures films railroad athletics holding partners capital
    airlines airways motors industries brothers sons center centre centers centres board consortium
    cooperative syndicate patriarchate archdiocese bishopric eparchy synod congregation
    diocese monastery abbey orchestra theatre theater laboratory laboratories observatory
    library archive archives aerospace aviation electronics dynamics logistics engineering
    construction chemicals foods textiles shipyard shipyards telecom telecommunications labs
    pharma software networks entertainment pictures films automotive robotics biotech
    biosciences therapeutics semiconductor semiconductors instruments brewery breweries
    officers workers workmen miners teamsters cutters commissioners guardians band
    crescent initiative forum nation tribe insurance energy petroleum oil gas mining
    steel pharmaceuticals technologies systems solutions services service consulting
    associates enterprises ventures securities investments stores railway railways shipping
    lines international watch nations brotherhood cartel mafia collective workshop studio
    studios cathedral seminary charity"""
)
# Head nouns only where "of" or "for" follows, or where something else speaks for a body.
WEAK_HEADS = _words(
    """campaign order project programme program mission survey station circle service services
    systems initiative energy gas oil nation resistance stage circuit lines shipping
    marine maritime navigation gold lng power air offshore tankers carriers life biopharmaceutical
    biopharma genomics minerals metals resources cement foods motor tyres"""
)
# Of those, the trades of firms that are nothing else within a sentence.
TRADE_HEADS = _words(
    """marine maritime navigation lng offshore minerals genomics biopharmaceutical biopharma
    carriers tankers cement resources"""
)
# Trades that end the name of a firm: "of" and its town follow it, and are no part of it.
TRADES = _words(
    """inc ltd plc llc gmbh ag sa spa nv energy gas oil mining steel airlines airways motors
    petroleum pharmaceuticals technologies systems holdings shipping foods chemicals"""
)
# What a firm's name ends with in a register, and does without elsewhere.
LEGAL_FORMS = _words("inc ltd plc llc llp gmbh ag sa nv spa corp corporation company kg oy ab bv")
MEDIA_HEADS = _words(
    """news times post monitor journal herald tribune gazette magazine broadcasting radio
    television tv telegraph chronicle observer mail weekly daily quarterly bulletin newspaper
    courier dispatch examiner inquirer media zeitung monde review ledger argus enquirer
    advertiser sentinel clarion echo tageblatt anzeiger nachrichten rundschau kurier figaro
    wire voice gazeta pravda diario jornal corriere"""
)
PUBLISHER_HEADS = _words("press publishing publishers publications books verlag editions")
CONCEPT_HEADS = _words(
    """war wars revolution crisis act acts agreement treaty convention protocol accord accords law
    laws bill code constitution charter islam jihad christianity judaism day age ages era
    century renaissance enlightenment reformation depression holocaust massacre genocide
    uprising rebellion revolt siege battle plague death deal spring intifada olympics cup games
    prize award festival biennale project doctrine theory principle effect directive regulation
    amendment declaration resolution referendum programme plan wilayat conference summit game
    papers tapestry codex bronzes marbles bible quran koran testament island-hopping election
    elections operation mandate catechism dynasty period empire-building communism internet"""
)
PLACE_HEADS = _words(
    """river sea ocean airport street road avenue valley mountain mountains mount lake island
    islands province county district camp port bay gulf desert peninsula coast square hill
    hills city town village region strait canal bridge wharf harbour harbor park forest palace
    castle tower gate highlands plains delta basin isle isles cape fort market zone border
    prison station beach falls heights house pass trail ridge reservoir glacier crossing row
    mall hotel inn highway courthouse ave place brook area field parish grove hollow lane
    boulevard stadium arena airfield building hall plaza quarter canyon creek springs territory
    territories triangle"""
)
# Of those, the ones that stand first.
PLACES_BEFORE = _words(
    """camp lake mount fort port river cape gulf isle strait bay valley hotel villa puerto monte
    ciudad bab ras shatt nahr deir wadi jabal jebel kafr beit tell lago rio río rue avenue
    calle rua via"""
)
# Of those, the ones that are family names, too.
PLACES_OR_FAMILIES = _words(
    """lane field grove brook parish hill hills park bridge forest castle tower hall lake green
    street place house fort bay banks rivers mountain valley lakes fields wells church beach
    marsh moore west city temple port market"""
)
# Small-letter nouns that make a name of the adjective before them.
BODIES_AFTER_PEOPLES = (
    "security forces", "armed forces", "air force", "foreign ministry", "defence ministry",
    "defense ministry", "interior ministry", "supreme court", "intelligence service",
    "government", "army", "navy", "police", "parliament", "embassy", "consulate",
)  # fmt: skip

# --- words beside names ----------------------------------------------------------------------
PERSON_NOUNS = _words(
    """leader commander president cleric director chairman chairwoman general author historian
    lawyer prosecutor judge artist curator archaeologist professor economist minister spokesman
    spokeswoman journalist writer poet painter scholar activist founder officer official
    politician businessman banker merchant factor envoy ambassador king queen prince sultan
    emperor engineer scientist physicist philosopher novelist critic editor reporter senator
    mayor governor secretary deputy chief colleague brother sister father mother wife husband
    son daughter widow successor predecessor elder man woman investigator analyst metallurgist
    clergyman priest bishop teacher student physician doctor surgeon explorer composer musician
    singer actor actress filmmaker architect collector dealer monk nun knight admiral colonel
    captain chancellor expert researcher consultant trader financier entrepreneur executive
    alderman manager coach coroner sheriff producer drummer guitarist footballer negotiator
    translator jurist theologian rival friend nephew uncle grandson cousin anthropologist
    geographer sociologist broker candidate witness defendant plaintiff"""
)
GROUP_NOUNS = _words(
    """militia militias group groups organization organisation organisations organizations party
    company companies firm firms faction factions proxy proxies movement bank banks band
    brigade brigades agency agencies charity charities museum gallery union body association
    network gang clan cartel contractor subsidiary lender insurer retailer manufacturer
    consortium coalition alliance committee institute regulator watchdog auditor auditors
    startup conglomerate airline university college club partnership fund forum offshoot wing
    umbrella thinktank foundation auctioneer auctioneers outfit cell squad team crew troupe
    sect tribe cooperative collective orchestra choir ngo broker retailer startup syndicate
    guild nonprofit brotherhood regiment battalion operator utility supplier vendor provider
    builder exporter importer refinery factory brewery distillery guerrillas rebels insurgents
    separatists junta publisher exchange shipyard insurer society fraternity lodge maker makers
    buyer carrier giant federation confederation league church congregation order academy
    laboratory carmaker drugmaker shipowner shipper trust caucus conglomerates startups lobby
    consultancy observatory hospital clinic parish owners gangs cartels tribes secretariat"""
)
# Nouns of people and of bodies alike.
ACTOR_NOUNS = _words("owner owners partner partners rival rivals competitor sponsor sponsors")
STATE_BODY_NOUNS = _words(
    "ministry court tribunal parliament legislature navy inspectorate bureau directorate"
)
MEDIA_NOUNS = _words(
    """newspaper newspapers magazine channel broadcaster weekly daily website outlet journal
    tabloid station blog portal paper papers dailies periodical"""
)
PARTY_NOUNS = _words("party parties opposition")
STATE_NOUNS = _words(
    "kingdom republic sultanate empire emirate principality duchy city-state country"
)
PLACE_NOUNS = _words(
    """city town village river province district region port capital island neighbourhood
    neighborhood suburb valley mountain lake harbour"""
)
CONCEPT_NOUNS = _words(
    """concept ideology doctrine theory idea notion law principle term word operation project
    plan treaty agreement policy feast eve film movie novel play memoir poem album song opera
    trilogy documentary painting malware virus worm ransomware software app device engine drug
    vaccine frigate destroyer submarine yacht ship vessel trawler freighter rocket rockets
    missile missiles rifle tank tanks drone drones"""
)
# What belongs to a group and follows its name ("AAH gunmen", "Badr member").
MEMBERS = _words(
    """member members militants militant gunmen fighters fighter official officials leader
    leaders leadership spokesman spokeswoman commander commanders executives executive board
    staff employees shareholders headquarters supporters activists candidate candidates voters
    agents agent officer officers forces troops affiliates affiliate subsidiary founders
    founder loyalists mp mps delegates delegation brigade presidency-owned investors chairman
    director"""
)
KIN = _words(
    """father mother son daughter brother sister wife husband widow uncle nephew cousin
    grandfather grandson grandmother career biography diary diaries death birth life arrest
    childhood youth lawyer lawyers trial testimony memoir memoirs passport office motion
    funeral signature novel novels poem poems book books essay essays paintings painting theory
    view views argument arguments parents widower body grave tomb house home students pupil
    pupils thesis reign"""
)
PERSON_VERBS = _words(
    """wrote writes thinks thought believes believed remembers remembered resigned died born
    married recalled laughed smiled joked teaches taught studied retired lived hails hailed
    argues replied recalls insists admits confessed testified graduated knew felt loved hoped
    feared wondered complained described describes painted composed sailed thanked apologised
    apologized succeeded himself herself doubts counts points raised appointed elected killed
    arrested exiled executed imprisoned assassinated educated murdered buried baptised baptized
    knighted promoted"""
)
AGENT_VERBS = _words(
    """said says told announced claimed claims denied denies condemned argued stated declared
    confirmed reported called warned demanded refused rejected agreed accepted launched
    attacked supported opposed signed issued published founded created established built sent
    ordered decided voted promised offered paid bought sold lent filed charged sued settled
    declined gave began had has wants wanted tried planned received sought seeks led leads
    allowed granted ruled held acted took won lost controls controlled owns owned hired
    invested responded admitted insisted asked urged threatened collapsed would could will can
    may might must does did plans refuses rejects needs needed brought commissioned acquired
    merged went came returned arrived stood put made used sees saw considers considered never
    repeated runs ran makes sells buys holds covers belongs builds build operates trains fights
    fought fears employs publishes lists expects supplies backs cuts cut keeps kept shut drew draws
    spoke speaks wins broke breaks warns applauded protested banned suspended lends pays
    sends offers produces estimates estimated closed leased cancelled counts"""
)
# Verbs and other words after which an actor is named.
WORDS_BEFORE_ACTORS = _words(
    """told asked sued accused accuses accuse met urged warned blamed blames backed paid fined
    charged joined criticised criticized praised thanked arrested killed appointed defeated
    helped succeeded supported opposed attacked persuaded invited hired sacked dismissed
    convicted acquitted quoted interviewed denounced founded subpoenaed married murdered
    acquired ordered forced expelled banned suspended ran runs heads headed leads chairs chaired
    directs directed obliged enabled sanctioned audited bankrolled"""
)
PLACE_PREPOSITIONS = _words("in near around throughout across outside inside within")
# They never open a name, though a sentence begins with them.
OPENERS = _words(
    """a about above according across after afterwards again against ago all almost along already
    also although always am amid among an and another any anyone anything are around as asked
    at away based because been before behind being below besides between beyond both but by
    can compared consequently contrary could currently dear despite did do does due during
    each earlier early either elsewhere enough especially even eventually ever every everybody
    everyone everything except far few finally first five following for former formerly four
    from further furthermore generally get given had half has have having he hence her here
    hers herself high him himself his historically hitherto how however i if in include
    including indeed initially instead into is it its itself just last late later latest least
    less let like likewise long many may maybe meanwhile might more moreover most mostly much
    must my near nearly neither never nevertheless new next nine no nobody none nonetheless
    nor not nothing notwithstanding now o of off often oh on once one only onto or originally
    other others otherwise our out outside over own part perhaps please previously prior
    rather recently regarding same scholars second secondly see seen seven several shall she
    should similarly since six so some somebody someone something sometimes soon still
    subsequently such ten than thanks that the their them then there thereafter therefore
    these they third this those though three through throughout thus to today together too
    toward towards two under unless unlike until up upon us usually very was we well were what
    whatever when whenever where whereas wherever whether which while who whoever whom whose
    why will with within without ask tell look imagine remember think thank would yes
    yesterday yet you your tomorrow tonight nowadays critics officials prosecutors
    investigators experts analysts observers historians supporters opponents people police
    court courts government documents letters reporters lawyers witnesses sources figure table
    chapter section page note notes vol volume interview minutes letter ibid op cit cf quoted
    translated edited author authors source photo image caption question answer article"""
)
# Nouns that may open a sentence without an article before them.
MASS_NOUNS = _words(
    """access agriculture air anger anybody archaeology art biology business capital censorship
    chemistry climate coal coffee commerce competition construction control cotton courage
    credit crime culture damage data death debt demand democracy desire diplomacy duty
    economics education effort electricity energy evidence experience faith fame fashion fear
    fire food force freedom fuel geography glory gold ground growth hatred health heat help
    history hope hunger industry inflation information insurance interest iron ivory justice
    knowledge labour land language law leadership legend life light literature logic love luck
    management marriage medicine memory money music nature news noise opinion opposition order
    oil pain paper peace pepper philosophy physics poetry politics pottery poverty power
    practice pressure pride privacy production progress propaganda property prosperity
    psychology publicity punishment rain reality reason religion repression research resistance
    respect rice salt scholarship science scripture secrecy security silence silk silver
    slavery smoke snow society speed spirit steel stone sugar support surveillance sympathy
    taxation tea technology theatre theology timber time tobacco torture tourism trade
    tradition traffic training transport travel treasure trust truth unemployment uranium
    output women men turnout revenue income attendance membership morale talk gossip shipping
    violence war water wealth weather wheat wine wisdom wool work writing youth"""
)
# Before the names of ships.
SHIPS = _words("ss hms uss mv rms mt ms hmas hmcs sms fv rv")
# What numbers and letters count: "Annex B", "Chapter Three", "Article 5".
PARTS = _words(
    """case contract witness annex annexe appendix table figure fig chapter article section part
    clause schedule exhibit
    paragraph volume vol book canto act scene verse footnote note page box plate map chart graph
    attachment addendum title phase stage step track tier category class grade level zone item
    no number nr lot day week year"""
)
# After the given name of a ruler or a pope, and of the third who bears a name.
REGNAL_NUMBERS = _words(
    """i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx xxi xxii xxiii"""
)
NUMBERS = _words(
    """one two three four five six seven eight nine ten eleven twelve thirteen twenty i ii iii iv v
    vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx"""
)
NOT_ACTORS = _words(
    """january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday jan feb mar apr jun jul aug sep
    sept oct nov dec christmas easter ramadan advent lent pentecost whitsun whitsuntide
    epiphany candlemas michaelmas martinmas ashura arbaeen muharram eid passover hanukkah
    sukkot purim diwali holi nowruz thanksgiving halloween carnival sabbath arabic hebrew
    farsi dari pashto urdu hindi mandarin cantonese swahili hausa amharic aramaic yiddish
    gaelic welsh cyrillic god allah islam islamic christianity judaism hinduism buddhism
    catholicism shiism sunnism marxism communism catholic catholics protestant protestants
    christian christians muslim muslims jew jews jewish shia shias shi'a shi'ite shiite
    shiites sunni sunnis sufi hindu hindus buddhist buddhists orthodox internet web english
    latin mr mrs ms dr sir madam i ii iii iv vi vii viii ix xi xii xiii xiv xv xvi xvii xviii
    xix xx bce bc ad ce am pm tv dvd cd id ok ceo cfo cto coo gdp dna rna phd ma ba mp mps ngo
    ngos isbn doi hiv aids covid covid-19 ied ieds usd eur gbp utc gmt faq it hr pr qc kc pdf
    html url gps suv suvs uav uavs pg pp vol no nos ed eds wmd wmds lgbt lgbtq roi ipo vat mou
    mous s n v vs p.s north south east west northern southern eastern western bible quran
    koran qur'an torah state republic marxist communist fascist nazi nazis khomeinist zionist
    islamist islamists salafi wahhabi capitalism renaissance enlightenment reformation
    middle-east earth moon sun mars"""
)
