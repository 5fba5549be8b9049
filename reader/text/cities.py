"""Capitals and other great cities of the world, in small letters; those that are also family names
("Wellington", "Kingston", "Houston") are left out."""

from __future__ import annotations

# The capitals of the member states of the United Nations, with the names they had lately.
_CAPITALS = """
    abidjan, abu dhabi, andorra la vella, antananarivo, apia, ashgabat, asmara, astana, asunción,
    bandar seri begawan, bangui, banjul, basseterre, belmopan, bishkek, bissau, bratislava,
    brazzaville, bridgetown, bujumbura, chișinău, chisinau, conakry, cotonou, dar es salaam, dili,
    dodoma, dushanbe, funafuti, gaborone, gitega, guatemala city, harare, honiara, kampala,
    kathmandu, kigali, kinshasa, kuala lumpur, kuwait city, la paz, libreville, lilongwe, ljubljana,
    lomé, luanda, lusaka, majuro, malabo, malé, managua, manama, maputo, maseru, mbabane, mexico
    city, monrovia, montevideo, moroni, muscat, n'djamena, ndjamena, nassau, naypyidaw, niamey,
    nicosia, nouakchott, nukuʻalofa, ouagadougou, palikir, panama city, paramaribo, phnom penh,
    podgorica, port louis, port moresby, port of spain, port vila, port-au-prince, porto-novo,
    quito, san josé, san jose, san marino, san salvador, santo domingo, sana'a, skopje, são tomé,
    suva, tarawa, tashkent, tegucigalpa, thimphu, tirana, ulaanbaatar, ulan bator, vaduz, valletta,
    vientiane, windhoek, yamoussoukro, yangon, rangoon, yaoundé, yaounde, bogota, brasilia
"""
_GREAT_CITIES = """
    agadez, ahmedabad, alma-ata, almaty, arequipa, arusha, asyut, baton rouge, bangalore,
    belo horizonte, bengaluru, bratsk, brno, buenaventura, bukavu, bulawayo, busan,
    cartagena, casablanca, chattogram, chennai, chengdu, chittagong, chongqing, ciudad juárez,
    cochabamba, constanța, córdoba, cúcuta, dalian, davao, debrecen, diyarbakır, dnipro, douala,
    durban, düsseldorf, el alto, el paso, faisalabad, fort lauderdale, fort worth, fukushima,
    gaziantep, gdańsk, ghent, gothenburg, grenoble, guadalajara, guangzhou, guayaquil, hangzhou,
    harbin, hargeisa, hiroshima, ho chi minh city, hyderabad, incheon, irkutsk, izmir, jaffna,
    jalalabad, kaduna, kaliningrad, kano, kaohsiung, kazan, khujand, kidal, kisangani, kismayo,
    kyrenia, leipzig, łódź, lubumbashi, lucknow, lausanne, malmö, manaus, mandalay,
    maracaibo, marrakesh, medellín, minneapolis, mombasa, monterrey, mopti, mtskheta, murmansk,
    nagasaki, nagoya, nanjing, niš, novosibirsk, novi sad, omdurman, osaka, oruro,
    ouidah, pamplona, parakou, philadelphia, pittsburgh, plovdiv, port elizabeth, port harcourt,
    port said, port stanley, port sudan, porto alegre, potosí, poznań, pune, puntland, recife,
    rio de janeiro, rostov-on-don, saint petersburg, salvador de bahia, samara, samarkand,
    san antonio, san juan, san pedro sula, santa cruz de la sierra, santa fe, santiago de chile,
    são paulo, sao paulo, sapporo, seattle, segou, semarang, shenzhen, shkodër, st. louis,
    st. petersburg, strasbourg, stuttgart, surabaya, szczecin, tampico, tangier, tarija,
    tartu, tashkurgan, tetovo, thessaloniki, tianjin, tijuana, toulouse, trieste, trondheim,
    tromsø, tuzla, ürümqi, urumqi, utrecht, valparaíso, veracruz, vladivostok,
    volgograd, wrocław, wuhan, yekaterinburg, yokohama, zanzibar, zaporizhzhia, zaragoza, zinder
"""
CITIES = frozenset(
    " ".join(name.split()) for text in (_CAPITALS, _GREAT_CITIES) for name in text.split(",")
)
