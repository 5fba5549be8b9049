"""Words that tell what a name names: titles, head nouns, verbs, and short general gazetteers.

Nothing here knows the actors of any one document. Countries, capitals and given names are kept
short: they only settle what a document itself leaves open.
"""

from __future__ import annotations


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# --- parts of names --------------------------------------------------------------------------
ARTICLES = "al el ul as ash ath at ad adh ar az an".split()  # noqa: SIM905
PARTICLES = _words(
    "de del della di da dos das du des van von der den zu af bin ibn ben bint al el la le y ap"
)
# These may open a name that stands without its given name ("di Bartolo").
OPENING_PARTICLES = _words("de del della di da dos du van von bin ibn bint al el")
SMALL = _words("of for the and in on to against a an as at by with from de la le du des et und")

TITLES = _words(
    """mr mrs ms miss mx dr doctor prof professor sir dame lord lady baron baroness count countess
    duke duchess earl king queen prince princess emperor empress tsar czar sultan shah caliph emir
    khan pharaoh pope cardinal archbishop bishop reverend rev father sister brother rabbi imam
    sheikh shaykh sayyid ayatollah mullah saint st president premier chancellor minister secretary
    governor mayor senator congressman congresswoman representative deputy ambassador consul
    general colonel major captain lieutenant sergeant corporal private admiral commodore commander
    brigadier marshal officer inspector constable detective superintendent commissioner justice
    judge magistrate prosecutor attorney solicitor counsel chief chairman chairwoman chair director
    leader spokesman spokeswoman speaker gen col maj capt lt sgt cpl adm brig gov sen rep hon pres
    comrade monsignor abbot abbess chairperson treasurer vizier regent viceroy doge maharaja curator
    archaeologist historian economist journalist author lawyer maestro señor don"""
)
# They belong to a title after them ("Grand Ayatollah", "Deputy Prime Minister").
TITLE_OPENERS = _words(
    """crown grand prime vice deputy supreme chief lieutenant major brigadier foreign defence defense
    finance interior home attorney solicitor secretary-general director-general executive senior
    managing former acting assistant associate first second lord lady master field air rear right
    honourable honorable his her their majesty excellency majesty highness holiness"""
)
REGNAL = _words("king queen emperor empress tsar pope saint st prince princess")
OFFICES = _words(
    """state defence defense war justice commerce education energy health interior finance labour
    labor agriculture transport transportation homeland treasury trade culture information"""
)

# --- what kind of body a head noun names -----------------------------------------------------
STATE_HEADS = _words(
    """ministry department agency bureau command embassy consulate court courts tribunal parliament
    senate congress navy guard guards police treasury directorate commission authority
    administration inspectorate council assembly government cabinet customs constabulary
    magistracy chancery exchequer secretariat crown knesset majlis bundestag duma legislature
    intelligence ombudsman office registry judiciary gendarmerie marines"""
)
MILITARY_HEADS = _words(
    """corps units unit force forces army brigade brigades division regiment battalion battalions
    fleet legion militia squadron resistance command"""
)
REALM_HEADS = _words(
    "sultanate kingdom empire republic caliphate duchy emirate khanate principality commonwealth"
)
PARTY_HEADS = _words("party democrats conservatives labour bloc likud")
GROUP_HEADS = _words(
    """organization organisation movement front alliance coalition company corporation corp inc ltd
    plc llc gmbh ag sa spa nv group bank foundation institute association society league union
    federation confederation network club church museum gallery university college school academy
    hospital trust fund committee guild order holdings holding partners capital airlines airways
    motors industries brothers sons center centre board campaign consortium cooperative syndicate
    congregation diocese monastery abbey orchestra theatre theater laboratory laboratories
    observatory library archive archives survey project initiative programme program forum nation
    tribe insurance energy petroleum oil gas mining steel pharmaceuticals technologies systems
    solutions services service consulting associates enterprises ventures securities investments
    stores railway railways shipping lines international watch nations brotherhood cartel mafia
    collective workshop studio studios cathedral seminary charity mission station circle"""
)
MEDIA_HEADS = _words(
    """news times post monitor journal herald tribune gazette magazine broadcasting radio television
    tv telegraph chronicle observer mail weekly daily quarterly bulletin newspaper courier dispatch
    examiner inquirer media zeitung monde review"""
)
PUBLISHER_HEADS = _words("press publishing publishers publications books verlag editions")
# Head nouns of other languages stand first: what follows them is no actor by itself.
FOREIGN_HEADS = _words(
    """kata'ib kataib kataeb asaib asa'ib ashab saraya sarayat jaysh jaish harakat haraka hizb hezb
    liwa jabhat jabha ansar jund jamaat jamaah jama'at ahrar faylaq quwwat munazzamat majlis
    partido frente ejército banco ministerio movimiento partito banca ministero parti banque société
    ministère compagnie assemblée partei bundesamt bundesbank deutsche gesellschaft"""
)
CONCEPT_HEADS = _words(
    """war wars revolution crisis act acts agreement treaty convention protocol accord accords law
    laws bill code constitution charter islam jihad christianity judaism day age ages era century
    renaissance enlightenment reformation depression holocaust massacre genocide uprising rebellion
    revolt siege battle plague death deal spring intifada olympics cup games prize award festival
    biennale project doctrine theory principle effect directive regulation amendment declaration
    resolution referendum programme plan wilayat conference summit game papers tapestry codex
    bronzes marbles bible quran koran testament island-hopping election elections operation
    mandate catechism dynasty period empire-building communism internet"""
)
PLACE_HEADS = _words(
    """river sea ocean airport street road avenue valley mountain mountains mount lake island
    islands province county district camp port bay gulf desert peninsula coast square hill hills
    city town village region strait canal bridge wharf harbour harbor park forest palace castle
    tower gate highlands plains delta basin isle isles cape fort market zone border prison station
    building hall plaza quarter canyon creek springs territory territories triangle"""
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
    spokeswoman journalist writer poet painter scholar activist founder officer official politician
    businessman banker merchant factor envoy ambassador king queen prince sultan emperor engineer
    scientist physicist philosopher novelist critic editor reporter senator mayor governor
    secretary deputy chief colleague brother sister father mother wife husband son daughter widow
    successor predecessor elder man woman investigator analyst metallurgist clergyman priest
    bishop teacher student lawyer physician doctor surgeon explorer composer musician singer actor
    actress filmmaker architect collector dealer monk nun knight general admiral colonel captain
    chancellor expert researcher consultant trader financier entrepreneur executive
    alderman negotiator translator jurist theologian rival friend nephew uncle grandson cousin
    anthropologist geographer sociologist broker banker candidate witness defendant plaintiff"""
)
GROUP_NOUNS = _words(
    """militia militias group groups organization organization organisation organisations
    organizations party company companies firm firms faction factions proxy proxies movement bank
    banks band brigade brigades agency agencies charity charities museum gallery union
    body association network gang clan cartel contractor subsidiary lender insurer retailer
    manufacturer consortium coalition alliance committee institute regulator watchdog auditor
    auditors startup conglomerate airline university college club partnership fund forum
    offshoot wing umbrella thinktank foundation auctioneer auctioneers outfit cell squad"""
)
MEDIA_NOUNS = _words(
    """newspaper newspapers magazine channel broadcaster weekly daily website outlet journal
    tabloid station blog portal"""
)
PARTY_NOUNS = _words("party parties")
STATE_NOUNS = _words(
    "kingdom republic sultanate empire emirate principality duchy city-state country"
)
PLACE_NOUNS = _words(
    """city town village river province district region port capital island neighbourhood
    neighborhood suburb valley mountain lake harbour"""
)
CONCEPT_NOUNS = _words(
    """concept ideology doctrine theory idea notion law principle term word operation project plan
    treaty agreement policy rocket rockets missile missiles rifle tank tanks drone drones"""
)
# What belongs to a group and follows its name ("AAH gunmen", "Badr member").
MEMBERS = _words(
    """member members militants militant gunmen fighters fighter official officials leader leaders
    leadership spokesman spokeswoman commander commanders executives executive board staff employees
    shareholders headquarters supporters activists candidate candidates voters agents agent officer
    officers forces troops affiliates affiliate subsidiary founders founder loyalists mp mps
    delegates delegation brigade presidency-owned investors chairman director"""
)
KIN = _words(
    """father mother son daughter brother sister wife husband widow uncle nephew cousin grandfather
    grandson grandmother career biography diary diaries death birth life arrest childhood youth
    lawyer lawyers trial testimony memoir memoirs passport office motion funeral signature"""
)
PERSON_VERBS = _words(
    """wrote writes thinks thought believes believed remembers remembered resigned died born married
    recalled laughed smiled joked teaches taught studied retired lived hails hailed argues replied
    recalls insists admits confessed testified graduated grew knew felt loved hoped feared wondered
    complained described describes painted composed sailed thanked apologised apologized succeeded
    himself herself doubts counts points"""
)
AGENT_VERBS = _words(
    """said says told announced claimed claims denied denies condemned argued stated declared
    confirmed reported called warned demanded refused rejected agreed accepted launched attacked
    supported opposed signed issued published founded created established built sent ordered
    decided voted promised offered paid bought sold lent filed charged sued settled
    declined gave began had has wants wanted tried planned received sought seeks led leads
    allowed granted ruled held acted took won lost controls controlled owns owned hired invested
    responded admitted insisted asked urged threatened collapsed would could will can may might must
    does did plans refuses rejects needs needed brought commissioned acquired merged went came
    returned arrived stood put made used sees saw considers considered never repeated"""
)
PLACE_PREPOSITIONS = _words("in near around throughout across outside inside within")
# They never open a name, though a sentence begins with them.
OPENERS = _words(
    """a about above according across after afterwards again against ago all almost along already
    also although always am amid among an and another any anyone anything are around as asked at
    away based because been before behind being below besides between beyond both but by can
    compared consequently contrary could currently dear despite did do does due during each earlier
    early either elsewhere enough especially even eventually ever every everybody everyone everything except
    far few finally first five following for former formerly four from further furthermore
    generally get given had half has have having he hence her here hers herself high him himself his
    historically hitherto how however i if in include including indeed initially instead into is it
    its itself just last late later latest least less let like likewise long many may maybe
    meanwhile might more moreover most mostly much must my near nearly neither never nevertheless
    new next nine no nobody none nonetheless nor not nothing notwithstanding now o of off often oh
    on once one only onto or originally other others otherwise our out outside over own part perhaps
    please previously prior rather recently regarding same scholars second secondly see seen seven
    several shall she should similarly since six so some somebody someone something sometimes soon
    still subsequently such ten than thanks that the their them then there thereafter therefore
    these they third this those though three through throughout thus to today together too toward
    towards two under unless unlike until up upon us usually very was we well were what whatever
    when whenever where whereas wherever whether which while who whoever whom whose why will with
    within without would yes yesterday yet you your tomorrow tonight nowadays critics officials
    prosecutors investigators experts analysts observers historians supporters opponents people
    police court courts government documents letters reporters lawyers witnesses sources figure table
    chapter section part page note notes vol volume interview minutes letter ibid op cit cf quoted
    translated edited author authors source sources photo image caption question answer article"""
)
NOT_ACTORS = _words(
    """january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday jan feb mar apr jun jul aug sep sept
    oct nov dec christmas easter ramadan god allah islam islamic christianity judaism hinduism
    buddhism catholicism shiism sunnism marxism communism catholic catholics protestant protestants
    christian christians muslim muslims jew jews jewish shia shias shi'a shi'ite shiite shiites
    sunni sunnis sufi hindu hindus buddhist buddhists orthodox internet web english latin mr mrs ms
    dr sir madam i ii iii iv vi vii viii ix xi xii xiii xiv xv xvi xvii xviii xix xx bce bc ad ce
    am pm tv dvd cd id ok ceo cfo cto coo gdp dna rna phd ma ba mp mps ngo ngos isbn doi hiv aids
    covid covid-19 ied ieds usd eur gbp utc gmt faq it hr pr qc kc pdf html url gps suv suvs uav uavs
    ad pg pp vol no nos ed eds wmd wmds lgbt lgbtq roi ipo vat mou mous s n v vs p.s north south
    east west northern southern eastern western bible quran koran qur'an torah state republic
    marxist communist fascist nazi nazis khomeinist zionist islamist islamists salafi wahhabi
    capitalism renaissance enlightenment reformation middle-east earth moon sun mars internet"""
)
PEOPLES = _words(
    """iraqi saudi israeli pakistani afghan arab arabs kurd kurds turk turks greek french dutch
    german thai swiss czech dane danes swede swedes finn finns pole poles briton britons scot scots
    soviet roman serb serbs croat slovak slovene uzbek kazakh yemeni omani kuwaiti bahraini emirati
    qatari bengali bangladeshi nepali somali azeri azerbaijani filipino greeks germans romans
    indigenous aboriginal african asian european american western welsh manx basque catalan breton
    latino hispanic hutu tutsi pashtun tajik turkmen kyrgyz hellenic byzantine ottoman mughal
    yazidi druze alawite maronite copt viking vikings celt celts goth goths norman normans saxon
    saxons mongol mongols tatar tatars iraqis israelis saudis afghans pakistanis norse punjabi"""
)
_PEOPLE_ENDINGS = ("ian", "ians", "ean", "eans", "ese", "ish", "can", "cans", "ist", "ists", "ite")

COUNTRIES = frozenset(
    name.strip()
    for name in """afghanistan, albania, algeria, angola, argentina, armenia, australia, austria,
    azerbaijan, bahrain, bangladesh, belarus, belgium, belize, benin, bhutan, bolivia, bosnia,
    bosnia and herzegovina, botswana, brazil, brunei, bulgaria, burkina faso, burma, burundi,
    cambodia, cameroon, canada, chad, chile, china, colombia, congo, costa rica, croatia, cuba,
    cyprus, czechoslovakia, czech republic, denmark, djibouti, dominican republic, east germany,
    east timor, ecuador, egypt, el salvador, england, equatorial guinea, eritrea, estonia, ethiopia,
    fiji, finland, france, gabon, gambia, georgia, germany, ghana, great britain, britain, greece,
    guatemala, guinea, guyana, haiti, honduras, hungary, iceland, india, indonesia, iran, iraq,
    ireland, northern ireland, israel, italy, ivory coast, jamaica, japan, jordan, kazakhstan, kenya,
    kosovo, kuwait, kyrgyzstan, laos, latvia, lebanon, lesotho, liberia, libya, liechtenstein,
    lithuania, luxembourg, macedonia, north macedonia, madagascar, malawi, malaysia, maldives, mali,
    malta, mauritania, mauritius, mexico, moldova, monaco, mongolia, montenegro, morocco, mozambique,
    myanmar, namibia, nepal, netherlands, new zealand, nicaragua, niger, nigeria, north korea, norway,
    oman, pakistan, palestine, panama, papua new guinea, paraguay, peru, philippines, poland,
    portugal, prussia, qatar, romania, russia, rwanda, saudi arabia, scotland, senegal, serbia,
    sierra leone, singapore, slovakia, slovenia, somalia, south africa, south korea, south sudan,
    soviet union, spain, sri lanka, sudan, suriname, swaziland, sweden, switzerland, syria, taiwan,
    tajikistan, tanzania, thailand, tibet, togo, trinidad and tobago, tunisia, turkey, turkmenistan,
    uganda, ukraine, united arab emirates, united kingdom, united states, united states of america,
    uruguay, uzbekistan, vatican, venezuela, vietnam, wales, west germany, yemen, yugoslavia, zaire,
    zambia, zimbabwe, ottoman empire, byzantine empire, roman empire, holy roman empire, persia,
    russian empire, british empire, habsburg empire, u.s., u.s, us, u.k., u.k, uk, usa, u.s.a., uae,
    ussr, u.s.s.r., america, holland""".split(",")
)
# Names of one state; the first of a line is the one to go by.
SAME_STATES = (
    ("United States", "United States of America", "U.S.", "U.S", "US", "USA", "U.S.A.", "America"),
    ("United Kingdom", "U.K.", "U.K", "UK", "Britain", "Great Britain"),
    ("United Arab Emirates", "UAE"),
    ("Soviet Union", "USSR", "U.S.S.R."),
    ("Netherlands", "Holland"),
)
# Acronyms that hardly anybody defines, with what they stand for and what that is.
KNOWN_ACRONYMS = {
    "UN": ("United Nations", "group"), "EU": ("European Union", "group"),
    "NATO": ("NATO", "group"), "WHO": ("World Health Organization", "group"),
    "IMF": ("International Monetary Fund", "group"), "OPEC": ("OPEC", "group"),
    "UNESCO": ("UNESCO", "group"), "UNICEF": ("UNICEF", "group"), "WTO": ("WTO", "group"),
    "IAEA": ("IAEA", "group"), "PLO": ("PLO", "group"), "IRA": ("IRA", "group"),
    "PKK": ("PKK", "group"), "ISIS": ("ISIS", "group"), "ANC": ("ANC", "party"),
    "CIA": ("CIA", "state_body"), "FBI": ("FBI", "state_body"), "NSA": ("NSA", "state_body"),
    "KGB": ("KGB", "state_body"), "FSB": ("FSB", "state_body"), "MI5": ("MI5", "state_body"),
    "MI6": ("MI6", "state_body"), "IRS": ("IRS", "state_body"), "FDA": ("FDA", "state_body"),
    "NASA": ("NASA", "state_body"), "IDF": ("IDF", "state_body"),
    "BBC": ("BBC", "media"), "CNN": ("CNN", "media"), "AFP": ("AFP", "media"),
    "NBC": ("NBC", "media"), "CBS": ("CBS", "media"), "ABC": ("ABC", "media"),
}  # fmt: skip
# Bodies and firms that stand by one name, whatever a document says of them.
KNOWN_ACTORS = {
    "congress": "state_body", "parliament": "state_body", "senate": "state_body",
    "pentagon": "state_body", "kremlin": "state_body", "white house": "state_body",
    "crown": "state_body", "knesset": "state_body", "bundestag": "state_body", "duma": "state_body",
    "downing street": "state_body", "bundesbank": "state_body", "interpol": "group",
    "europol": "group", "vatican": "state", "holy see": "state", "hamas": "group",
    "hezbollah": "group", "taliban": "group", "al qaeda": "group", "al qaida": "group",
    "fatah": "party", "boko haram": "group", "al shabaab": "group", "gestapo": "state_body",
    "stasi": "state_body", "mossad": "state_body", "wehrmacht": "state_body", "red cross": "group",
    "greenpeace": "group", "oxfam": "group", "amnesty international": "group",
    "human rights watch": "group", "wikipedia": "media", "wikileaks": "media", "google": "group",
    "facebook": "group", "twitter": "media", "youtube": "media", "telegram": "media",
    "instagram": "media", "amazon": "group", "microsoft": "group", "apple": "group",
    "ibm": "group", "boeing": "group", "deloitte": "group", "kpmg": "group", "gazprom": "group",
    "rosneft": "group", "volkswagen": "group", "siemens": "group", "toyota": "group",
    "sotheby's": "group", "christie's": "group", "reuters": "media", "bloomberg": "media",
    "al jazeera": "media", "tories": "party", "labour": "party", "league of nations": "group",
}  # fmt: skip
# Cities that were states: which they are, the words beside them tell.
CITY_STATES = _words("venice genoa florence pisa milan siena ragusa lübeck carthage athens sparta")
PLACES = frozenset(
    name.strip()
    for name in """africa, asia, europe, north america, south america, latin america, antarctica,
    middle east, near east, far east, balkans, caucasus, central asia, southeast asia, west africa,
    east africa, north africa, scandinavia, siberia, mesopotamia, anatolia, levant, maghreb, sahara,
    mediterranean, mediterranean sea, atlantic, pacific, baltic, adriatic, aegean, caribbean, arctic,
    red sea, black sea, north sea, persian gulf, indian ocean, alps, himalayas, nile, rhine, danube,
    thames, volga, euphrates, tigris, mississippi, kabul, algiers, buenos aires, yerevan, canberra,
    sydney, melbourne, vienna, baku, dhaka, minsk, brussels, antwerp, sarajevo, brasília, sofia,
    ottawa, toronto, montreal, vancouver, santiago, beijing, shanghai, hong kong, bogotá, zagreb,
    havana, prague, copenhagen, cairo, alexandria, tallinn, addis ababa, helsinki, paris, lyon,
    marseille, tbilisi, berlin, munich, hamburg, frankfurt, cologne, accra, budapest,
    reykjavik, delhi, new delhi, mumbai, bombay, calcutta, kolkata, jakarta, tehran, baghdad, basra,
    mosul, najaf, karbala, dublin, belfast, jerusalem, tel aviv, gaza, west bank, rome,
    naples, turin, tokyo, kyoto, amman, nairobi, seoul, pyongyang,
    beirut, tripoli, vilnius, riga, rabat, amsterdam, rotterdam, the hague, hague, oslo, bergen,
    islamabad, karachi, lahore, lima, manila, warsaw, kraków, lisbon, porto, doha, bucharest, moscow,
    st petersburg, riyadh, mecca, medina, jeddah, dakar, belgrade, cape town, johannesburg, pretoria,
    madrid, barcelona, seville, khartoum, stockholm, geneva, zurich, bern, basel, damascus, aleppo,
    homs, taipei, bangkok, tunis, ankara, istanbul, constantinople, kyiv, kiev, crimea, london,
    oxford, cambridge, manchester, birmingham, liverpool, edinburgh, glasgow, new york, washington,
    chicago, boston, los angeles, san francisco, california, texas, florida, virginia, new england,
    caracas, hanoi, saigon, sanaa, aden, lagos, abuja, kashmir, bengal, punjab, kurdistan, bavaria,
    sicily, crete, flanders, burgundy, normandy, catalonia, andalusia, alberta, quebec, ontario,
    british columbia, nova scotia, queensland, hawaii, alaska""".split(",")
)
GIVEN_NAMES = _words(
    """aaron abd abdul abdullah abu adam adaeze adrian agnes ahmad ahmed alan albert alberto alex
    alexander alexandra alfred ali alice alison amina amir amy ana andrea andreas andrei andrew
    angela anita ann anna anne anthony antonio arthur asha ayesha barbara barack benjamin bernard
    bill bjarne boris brian bruce carl carla carlos carmen carol caroline catherine cecilia charles
    charlotte chen chris christian christina christine christopher claire clara claude daniel david
    deborah dennis diana diego dmitri dmitry donald dorothy douglas edith eduardo edward elaine elena
    eleanor elizabeth ellen emily emma emmanuel eric erik ernest esmael esther eugene eva evelyn
    farid fatima felix fernando fiona florence frances francis francisco frank franz fred frederick
    fritz gabriel gary geoffrey george gerald gerhard giovanni giuseppe gordon grace graham greta
    gunnar gustav hadi hamid hans harold harry hassan heinrich helen helena henri henry herbert
    hermann hillary hossein hugh hugo hussam hussein ian ibrahim igor imran ingrid irene isaac isabel
    isabella ismail ivan jack jacob jacques jakob james jan jane janet jason javier jean jeff jeffrey
    jennifer jeremy jerome jessica jim joan joe joel johan johann john jon jonathan jorge jose josé
    josef joseph joshua juan judith julia julian julie julius justin kamal karen karin karl kate
    katherine kathleen keith ken kenneth kevin khalid kim kofi kurt lars laura lawrence lee leo leon
    leonard leopold lewis linda lisa lorenzo louis louise lucia lucy ludwig luigi luis luke mahmoud
    manuel marc marcel marco marcus margaret maria marie marina mario marino mark marta martha martin
    mary matthew maurice max maximilian mehmet michael michel mick miguel mike mikhail miriam mohamed
    mohammad mohammed moses muhammad muqtada mustafa nadia nancy nasser natalia nelson niccolò
    nicholas nicolas nikolai nina nora norman olaf oleg olga oliver omar oscar osama otto pablo paolo
    patricia patrick paul paula pedro peter philip philippe pierre pietro qais qasem qassem rachel
    rafael ralph ramon raymond rebecca reza richard robert roberto roger roland ronald rosa rose ruth
    ruhollah saddam sally salman sam samir samuel sandra sara sarah scott sean sebastian sergei
    sergey sharon simon sofia sophie stefan stephanie stephen steve steven stuart susan sven sylvia
    tadeusz tariq ted teresa theodore theresa thomas tim timothy tom tomas tony ursula vasco
    victor victoria viktor vincent vladimir walter wang wei wilhelm william winston wolfgang xavier
    yasser yitzhak yousef yuri yusuf zhang zoe"""
)


def is_people(word: str) -> bool:
    """Tell whether a word in small letters has the form of an adjective of a people or creed."""
    return word in PEOPLES or (len(word) > 4 and word.endswith(_PEOPLE_ENDINGS))
