"""Names that a reader of English knows without being told: countries, cities, given names.

Short lists, general on purpose: they settle only what a document leaves open, and none of them is
made for one document.
"""

from __future__ import annotations

from reader.text.cities import CITIES


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


PEOPLES = _words(
    """iraqi saudi israeli pakistani afghan arab arabs kurd kurds turk turks greek french dutch
    german thai swiss czech dane danes swede swedes finn finns pole poles briton britons scot
    scots soviet roman serb serbs croat slovak slovene uzbek kazakh yemeni omani kuwaiti
    bahraini emirati qatari bengali bangladeshi nepali somali azeri azerbaijani filipino greeks
    germans romans indigenous aboriginal african asian european american western welsh manx
    basque catalan breton latino hispanic hutu tutsi pashtun tajik turkmen kyrgyz hellenic
    byzantine ottoman mughal yazidi druze alawite maronite copt viking vikings celt celts goth
    goths norman normans saxon saxons mongol mongols tatar tatars iraqis israelis saudis
    afghans pakistanis norse punjabi libyan libyans kenyan kenyans tibetan tibetans ugandan
    rwandan angolan lankan cypriot icelandic andalusi sahrawi gazan baluch chechen chechens"""
)
_PEOPLE_ENDINGS = ("ian", "ians", "ean", "eans", "ese", "ish", "can", "cans")

COUNTRIES = frozenset(
    " ".join(name.split())
    for name in """
    afghanistan, albania, algeria, america, angola, argentina, armenia, australia, austria,
    austria-hungary, azerbaijan, bahamas, bahrain, bangladesh, barbados, andorra, belarus,
    belgium, belize,
    benin, bhutan, bolivia, bosnia, bosnia and herzegovina, botswana, brazil, britain, british
    empire, brunei, bulgaria, burkina faso, burma, burundi, byzantine empire, byzantium,
    cambodia, cameroon, canada, cape verde, central african republic, chad, chile, china,
    colombia, comoros, congo, costa rica, croatia, cuba, cyprus, czech republic,
    czechoslovakia, denmark, djibouti, dominica, dominican republic, east germany, east timor,
    ecuador, egypt, el salvador, england, equatorial guinea, eritrea, estonia, ethiopia, fiji,
    finland, france, gabon, gambia, georgia, germany, ghana, great britain, greece, grenada,
    guatemala, guinea, guinea-bissau, guyana, habsburg empire, haiti, holland, holy roman
    empire, honduras, hungary, iceland, india, indonesia, iran, iraq, ireland, israel, italy,
    ivory coast, jamaica, japan, jordan, kazakhstan, kenya, kosovo, kuwait, kyrgyzstan, laos,
    latvia, lebanon, lesotho, liberia, libya, liechtenstein, lithuania, luxembourg, macedonia,
    madagascar, malawi, malaysia, maldives, mali, malta, marshall islands, mauritania,
    mauritius, mexico, micronesia, moldova, monaco, mongolia, montenegro, morocco, mozambique,
    myanmar, namibia, nauru, nepal, netherlands, new zealand, nicaragua, niger, nigeria, north
    korea, north macedonia, northern ireland, norway, oman, ottoman empire, pakistan, palau,
    palestine, panama, papua new guinea, paraguay, persia, peru, philippines, poland, portugal,
    prussia, qatar, roman empire, romania, russia, russian empire, rwanda, saint lucia, samoa,
    san marino, saudi arabia, scotland, senegal, serbia, seychelles, sierra leone, singapore,
    slovakia, slovenia, solomon islands, somalia, south africa, south korea, south sudan,
    soviet union, spain, sri lanka, sudan, suriname, swaziland, sweden, switzerland, syria,
    taiwan, tajikistan, tanzania, thailand, tibet, togo, tonga, trinidad and tobago, tunisia,
    turkey, turkmenistan, tuvalu, u.k, u.k., u.s, u.s., u.s.a., u.s.s.r., uae, uganda, uk,
    ukraine, united arab emirates, united kingdom, united states, united states of america,
    uruguay, us, usa, ussr, uzbekistan, vanuatu, vatican, venezuela, vietnam, wales, west
    germany, yemen, yugoslavia, zaire, zambia, zimbabwe, eswatini, cabo verde, côte d’ivoire, côte
    d'ivoire, timor-leste, dr congo, korea, democratic republic of the congo,
    democratic republic of congo,
    republic of the congo, republic of congo, czechia, antigua and barbuda, saint kitts and nevis,
    saint vincent, são tomé and príncipe, kiribati, cook islands, niue, aruba, curaçao, sint
    maarten, greenland, faroe islands, somaliland, transnistria, abkhazia, south ossetia, bermuda,
    rhodesia, ceylon, siam, abyssinia, east pakistan, upper volta, dahomey""".split(",")
)
# Of those, the one with a comma.
LONG_STATES = frozenset(["kingdom of serbs, croats and slovenes"])
COUNTRIES |= LONG_STATES
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
    **{name: (name, "group") for name in (
        "ECOWAS", "ASEAN", "OSCE", "BRICS", "OAS", "ICRC", "ILO", "OECD", "UNHCR", "UNDP", "WFP",
        "OCHA", "IOM", "FAO", "OPCW", "UNRWA", "UNIFIL", "HRW", "MSF", "INTERPOL", "FIFA", "IOC",
    )},
    "UNESCO": ("UNESCO", "group"), "UNICEF": ("UNICEF", "group"), "WTO": ("WTO", "group"),
    "IAEA": ("IAEA", "group"), "PLO": ("PLO", "group"), "IRA": ("IRA", "group"),
    "PKK": ("PKK", "group"), "ISIS": ("ISIS", "group"), "ANC": ("ANC", "party"),
    "CIA": ("CIA", "state_body"), "FBI": ("FBI", "state_body"), "NSA": ("NSA", "state_body"),
    "KGB": ("KGB", "state_body"), "FSB": ("FSB", "state_body"), "MI5": ("MI5", "state_body"),
    "MI6": ("MI6", "state_body"), "IRS": ("IRS", "state_body"), "FDA": ("FDA", "state_body"),
    "NASA": ("NASA", "state_body"), "IDF": ("IDF", "state_body"),
    "BBC": ("BBC", "media"), "CNN": ("CNN", "media"), "AFP": ("AFP", "media"),
    **{name: (name, "media") for name in (
        "SANA", "IRNA", "ISNA", "TASS", "KCNA", "PTI", "UPI", "DPA", "ANSA", "NPR", "PBS", "NHK",
        "ARD", "ZDF", "RAI", "VOA",
    )},
    "NBC": ("NBC", "media"), "CBS": ("CBS", "media"), "ABC": ("ABC", "media"),
}  # fmt: skip
# Bodies that are cited by their initials alone before a year.
CITED_BODIES = frozenset(
    """ADB AfDB AIHRC BIS CBO CDC CENTCOM CIA CPJ CRS DIA DOD DoD DOJ ECB EIA ESCWA EU Eurostat FAO
    FBI FCDO FCO GAO HRW IAEA ICC ICG ICIJ ICJ ICRC IDMC IEA IFRC IISS ILO IMF INSEE IOM IPCC ISW
    ITU MSF NASA NATO NIST NOAA NSC OCHA ODNI OECD OHCHR ONS OPCW OPEC OSCE RSF SIGAR SIPRI TI UN
    UNAMA UNAMI UNCTAD UNDP UNEP UNESCO UNFPA UNHCR UNICEF UNIFIL UNODC UNOHCHR UNRWA UNSC USAID
    USIP WFP WHO WMO WTO WWF""".split()
)
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
    **dict.fromkeys(
        ("admiralty", "kremlin", "pentagon", "white house", "holy see", "gestapo", "stasi",
         "wehrmacht", "luftwaffe", "mossad", "shin bet", "politburo", "general staff",
         "board of trade", "war office", "foreign office", "home office", "scotland yard"),
        "state_body",
    ),
    "commons": "state_body", "house of commons": "state_body", "house of lords": "state_body",
    "lloyd's": "group", "greenpeace": "group", "oxfam": "group", "amnesty international": "group",
    "human rights watch": "group", "wikipedia": "media", "wikileaks": "media", "google": "group",
    "general motors": "group", "general electric": "group", "arthur andersen": "group",
    "merrill lynch": "group", "rolls royce": "group", "rolls-royce": "group",
    "lehman brothers": "group", "goldman sachs": "group", "morgan stanley": "group",
    "j.p. morgan": "group", "jp morgan": "group", "wells fargo": "group", "ernst & young": "group",
    "mossack fonseca": "group", "cambridge analytica": "group", "lockheed martin": "group",
    "northrop grumman": "group", "philip morris": "group", "credit suisse": "group",
    "red crescent": "group",
    "facebook": "group", "twitter": "media", "youtube": "media", "telegram": "media",
    "instagram": "media", "amazon": "group", "microsoft": "group", "apple": "group",
    "ibm": "group", "boeing": "group", "deloitte": "group", "kpmg": "group", "gazprom": "group",
    "rosneft": "group", "volkswagen": "group", "siemens": "group", "toyota": "group",
    "sotheby's": "group", "christie's": "group", "reuters": "media", "bloomberg": "media",
    "al jazeera": "media", "tories": "party", "labour": "party", "league of nations": "group",
}  # fmt: skip
# Cities that were states: which they are, the words beside them tell.
CITY_STATES = _words("venice genoa florence pisa milan siena ragusa lübeck carthage athens sparta")
_PLACES = frozenset(
    " ".join(name.split())
    for name in """
    africa, asia, europe, north america, south america, latin america, antarctica, middle east,
    near east, far east, balkans, caucasus, central asia, southeast asia, west africa, east
    africa, north africa, scandinavia, siberia, mesopotamia, anatolia, levant, maghreb, sahara,
    mediterranean, mediterranean sea, atlantic, pacific, baltic, adriatic, aegean, caribbean,
    arctic, red sea, black sea, north sea, persian gulf, indian ocean, alps, himalayas, nile,
    rhine, danube, thames, volga, euphrates, tigris, mississippi, kabul, algiers, buenos aires,
    yerevan, canberra, sydney, melbourne, vienna, baku, dhaka, minsk, brussels, antwerp,
    sarajevo, brasília, sofia, ottawa, toronto, montreal, vancouver, santiago, beijing,
    shanghai, hong kong, bogotá, zagreb, havana, prague, copenhagen, cairo, alexandria,
    tallinn, addis ababa, helsinki, paris, lyon, marseille, tbilisi, berlin, munich, hamburg,
    frankfurt, cologne, accra, budapest, reykjavik, delhi, new delhi, mumbai, bombay, calcutta,
    kolkata, jakarta, tehran, baghdad, basra, mosul, najaf, karbala, dublin, belfast,
    jerusalem, tel aviv, gaza, west bank, rome, naples, turin, tokyo, kyoto, amman, nairobi,
    seoul, pyongyang, beirut, tripoli, vilnius, riga, rabat, amsterdam, rotterdam, the hague,
    hague, oslo, bergen, islamabad, karachi, lahore, lima, manila, warsaw, kraków, lisbon,
    porto, doha, bucharest, moscow, st petersburg, riyadh, mecca, medina, jeddah, dakar,
    belgrade, cape town, johannesburg, pretoria, madrid, barcelona, seville, khartoum,
    stockholm, geneva, zurich, bern, basel, damascus, aleppo, homs, taipei, bangkok, tunis,
    ankara, istanbul, constantinople, kyiv, kiev, crimea, london, oxford, cambridge,
    manchester, birmingham, liverpool, edinburgh, glasgow, new york, washington, chicago,
    boston, los angeles, san francisco, california, texas, florida, virginia, new england,
    caracas, hanoi, saigon, sanaa, aden, lagos, abuja, kashmir, bengal, punjab, kurdistan,
    bavaria, sicily, crete, flanders, burgundy, normandy, catalonia, andalusia, alberta,
    quebec, ontario, new jersey, new mexico, new hampshire, new orleans, north carolina, south
    carolina, north dakota, south dakota, west virginia, rhode island, puerto rico, new south
    wales, fallujah, ramadi, tikrit, kirkuk, erbil, sulaymaniyah, samarra, sinjar, anbar, nineveh,
    raqqa, idlib, deir ez-zor, deir al-zor, latakia, hama, daraa, kobani, palmyra, hebron, nablus,
    ramallah, haifa, benghazi, misrata, derna, sirte, hodeidah, marib, taiz, kandahar, herat,
    kunduz, helmand, peshawar, quetta, mashhad, isfahan, shiraz, tabriz, natanz, donetsk, luhansk,
    mariupol, kharkiv, kherson, odesa, odessa, bakhmut, sevastopol, lviv, grozny, chechnya,
    dagestan, srebrenica, pristina, mogadishu, juba, goma, bamako, timbuktu, maiduguri, tigray,
    darfur, donbas, xinjiang, nagorno-karabakh, stalingrad, leningrad, nuremberg, yalta, new
    brunswick, los alamos, san diego, las vegas, salt lake city, kansas city, new
    haven, cape verde, tel aviv-yafo, british columbia, nova scotia, queensland, hawaii,
    alaska""".split(",")
)
PLACES = _PLACES | CITIES
GIVEN_NAMES = _words(
    """alfonso baldwin bohemond charlemagne conrad eleanor ferdinand fulk geoffrey gilbert godfrey
    gregory hildegard hubert innocent isidore ivo lambert lothar matilda odo otho peregrine
    raymond rainald reginald robin rudolf stephanus tancred theobald ulrich urban walter aaron
    abd abdul abdullah abu adam adaeze adrian agnes ahmad ahmed alan albert alberto alex
    alexander alexandra alfred ali alice alison amina amir amy ana andrea andreas andrei andrew
    angela anita ann anna anne anthony antonio arthur asha ayesha barbara barack benjamin
    bernard bill bjarne boris brian bruce carl carla carlos carmen carol caroline catherine
    cecilia charles charlotte chen chris christian christina christine christopher claire clara
    claude daniel david deborah dennis diana diego dmitri dmitry donald dorothy douglas edith
    eduardo edward elaine elena elizabeth ellen emily emma emmanuel eric erik ernest esmael
    esther eugene eva evelyn farid fatima felix fernando fiona florence frances francis
    francisco frank franz fred frederick fritz gabriel gary george gerald gerhard giovanni
    giuseppe gordon grace graham greta gunnar gustav hadi hamid hans harold harry hassan
    heinrich helen helena henri henry herbert hermann hillary hossein hugh hugo hussam hussein
    ian ibrahim igor imran ingrid irene isaac isabel isabella ismail ivan jack jacob jacques
    jakob james jan jane janet jason javier jean jeff jeffrey jennifer jeremy jerome jessica
    jim joan joe joel johan johann john jon jonathan jorge jose josé josef joseph joshua juan
    judith julia julian julie julius justin kamal karen karin karl kate katherine kathleen
    keith ken kenneth kevin khalid kim kofi kurt lars laura lawrence lee leo leon leonard
    leopold lewis linda lisa lorenzo louis louise lucia lucy ludwig luigi luis luke mahmoud
    manuel marc marcel marco marcus margaret maria marie marina mario marino mark marta martha
    martin mary matthew maurice max maximilian mehmet michael michel mick miguel mike mikhail
    miriam mohamed mohammad mohammed moses muhammad muqtada mustafa nadia nancy nasser natalia
    nelson niccolò nicholas nicolas nikolai nina nora norman olaf oleg olga oliver omar oscar
    osama otto pablo paolo patricia patrick paul paula pedro peter philip philippe pierre
    pietro qais qasem qassem rachel rafael ralph ramon rebecca reza richard robert roberto
    roger roland ronald rosa rose ruth ruhollah saddam sally salman sam samir samuel sandra
    sara sarah scott sean sebastian sergei sergey sharon simon sofia sophie stefan stephanie
    stephen steve steven stuart susan sven sylvia tadeusz tariq ted teresa theodore theresa
    thomas tim timothy tom tomas tony ursula vasco victor victoria viktor vincent vladimir wang
    wei wilhelm william winston wolfgang xavier yasser yitzhak yousef yuri yusuf zhang zoe"""
)


# Whose band it is that needs no adjective; another people's band of the name is another one.
HOMES = {
    "hezbollah": "lebanese", "hizbollah": "lebanese", "hizballah": "lebanese",
    "hezbullah": "lebanese", "hizbullah": "lebanese", "taliban": "afghan", "hama": "palestinian",
    "fatah": "palestinian", "houthi": "yemeni", "mossad": "israeli", "boko haram": "nigerian",
    "al-shabaab": "somali", "red army": "soviet russian", "viet cong": "vietnamese",
    "khmer rouge": "cambodian",
}  # fmt: skip


def is_people(word: str) -> bool:
    """Tell whether a word in small letters has the form of an adjective of a people or creed."""
    return word in PEOPLES or (len(word) > 4 and word.endswith(_PEOPLE_ENDINGS))
