"""Head nouns of other languages: the words in the name of a body abroad that say what it is.

They are the common nouns that reference works on parties, ministries, armies and firms abroad give
with their translation ("partai: party"). In most of these languages the head stands first, and
small words of that language join what follows; Germanic languages write it last, in one word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_PARTIES = _words(
    """partido partito parti partei hizb hizbul partai partij partija partia partiya stranka strana
    partidul partit volkspartij chama"""
)
_MEDIA = _words(
    """radio télévision televisión televisão tele diario jornal gazette periódico semanario
    semanário revista rivista revue hebdo"""
)
_PUBLISHERS = _words("editorial éditions edizioni edições verlag uitgeverij")
_STATE_BODIES = _words(
    """ministerio ministério ministère ministero ministerie ministarstvo kementerian majlis
    assemblée asamblea assembleia assemblea skupština sabor bundesamt landesamt bundesbank
    bundeswehr bundesministerium bundesrat reichsbank gobierno governo gouvernement vlada congreso
    congresso congrès senado sénat senato cámara câmara parlamento parlement corte tribunal cour
    gerichtshof juzgado policía polícia polizia polisi polda gendarmerie guardia ejército exército
    esercito armée armada vojska tentara angkatan fuerzas forças jeshi consejo conselho conseil
    consiglio dewan badan komisi comisión comissão fiscalía procuraduría contraloría defensoría
    secretaría superintendencia alcaldía ayuntamiento préfecture commissariat arhiv"""
)
# The kinds of all others are those of groups.
_GROUPS = _words(
    """kata'ib kataib kataeb katiba katibat asaib asa'ib ashab saraya sarayat jaysh jaish harakat
    haraka jamaat jamaah jama'at jamiat jemaah hezb liwa jabhat jabha ansar ansarul jund ahrar
    faylaq quwwat munazzamat tehrik tahrik tehreek lashkar ittihad tanzim sazman anjuman frente
    fronte banco movimiento movimento mouvement banca banque crédit caisse société
    compagnie deutsche gesellschaft kunsthaus museo musée museu galerie théâtre teatro opéra
    bibliothèque biblioteca église iglesia igreja chiesa kloster studio grupo groupe gruppo gruppe
    universidad universidade université università universität universitas instituto institut
    istituto fundación fundação fondation fondazione stiftung stichting yayasan asociación
    associação association associazione verein vereniging verband udruženje sindicato sindacato
    syndicat serikat savez soyuz związek unión união unione liga ligue lega confederación
    confederação confédération confederazione federación federação fédération federazione
    cooperativa coopérative compañía companhia compagnia empresa impresa sociedad sociedade società
    corporación corporação consorcio consórcio yacimientos petróleos ferrocarriles comité comitê
    comitato komitet komite comunidad comunidade comunità communauté zajednica pacto alianza aliança
    alleanza coalición coligação coordinadora cártel cartel comando bloque colectivo coletivo
    collectif rassemblement gerakan organisasi persatuan pertubuhan barisan pokret dvizhenie ruch
    kilusang samahan congrégation centro círculo cercle agence agência agencia verbraucherzentrale
    volontaires bataillon régiment kreditanstalt fuerza força forza"""
)
HEADS = _PARTIES | _MEDIA | _PUBLISHERS | _STATE_BODIES | _GROUPS
# They are words of English, too: heads of a name only before one of the small words below.
_SHARED = {
    **dict.fromkeys(_words("archives direction directoire police forces commission"), "state_body"),
    **dict.fromkeys(_words("coordination alliance union front mission central ordre"), "group"),
    **dict.fromkeys(_words("conférence organisation centre bureau office école cadre"), "group"),
}
_JOINING = _words(
    "de des du d' del della dell' do da dos das für der die voor van pour para por per i zur zum"
)
_KINDS = {
    **dict.fromkeys(_MEDIA, "media"), **dict.fromkeys(_PARTIES, "party"),
    **dict.fromkeys(_PUBLISHERS, "publisher"), **dict.fromkeys(_STATE_BODIES, "state_body"),
}  # fmt: skip
# Small words within such a name, where the head noun before them is foreign.
SMALL = _words(
    """de des du del della delle degli dei do da dos das la le les los las el et y e und für der
    die den dem pour para por per sur contre en im am zur zum voor van het og och i"""
)
# Words that say of a force or a community whose it is, after a noun that English has as well:
# "Forces Armées", "Bureau Municipal".
_ADJECTIVES = _words(
    """armées armadas armata nouvelles démocratiques nationale nationales nationaux municipal
    municipale départementales populaire populaires autorité haute supérieur général générale
   """
)
# The last part of a compound, and what it is: German, Dutch, Scandinavian. After their own dashes:
# letters that must stand before it, so that "Marat" and "Burbank" are no councils and banks.
_LAST_PARTS = (
    ("state_body", """ministerium ministerie ministeriet departementet direktorat direktoratet
        behörde gericht polizei polisen politiet samt zamt itsamt wehr tsanwaltschaft agentur
        kommission direktion srat enrat stoffrat stag(?<!samstag)(?<!dienstag) landtag
        verket styrelsen myndigheten tilsynet bevakningen laitos
        poliisi virasto ministeriö"""),
    ("party", "partei partij partiet"),
    ("media", "zeitung zeitungen sblatt eblatt tsblatt bladet"),
    ("publisher", "verlag"),
    ("group", """verband verbände gesellschaft genossenschaft gewerkschaft verein stiftung
        stiftelsen institut anstalt zentrale kammer universität akademie werke sbund zbund esbank
        zbank lsbank selskabet maatschappij vereniging stichting"""),
    ("notion", "gesetz vertrag verordnung abkommen"),
)  # fmt: skip
_COMPOUND = re.compile(
    "|".join(
        f"(?P<{kind}>(?<=[^ ][^ ][^ ])(?:{'|'.join(parts.split())}))\\Z"
        for kind, parts in _LAST_PARTS
    )
)
# Heads that stand last: Turkish, Hungarian, and the languages of India.
_LAST = {
    **dict.fromkeys(_words("partisi párt"), "party"),
    **dict.fromkeys(_words("sangh parishad morcha sabha szövetség birliği derneği"), "group"),
    **dict.fromkeys(_words("bakanlığı mahkemesi"), "state_body"),
}


def is_head(word: str, following: str = "") -> bool:
    """Tell whether word, in small letters, is a foreign head noun in front of `following`."""
    return word in HEADS or (
        word in _SHARED and (following in _JOINING or following in _ADJECTIVES)
    )


@lru_cache(maxsize=8192)
def compound_kind(word: str) -> str:
    """Return the kind that the last part of a compound names, "notion" for a law, or "".

    >>> compound_kind("bundesverfassungsgericht"), compound_kind("varn")
    ('state_body', '')
    """
    found = _COMPOUND.search(word, max(0, len(word) - 24)) if len(word) > 6 else None
    return found.lastgroup or "" if found else ""


def foreign_kind(words: Sequence[str]) -> str:
    """Return the kind that a foreign head noun among words gives, or the empty string.

    >>> foreign_kind(["partai", "orun"]), foreign_kind(["varn"])
    ('party', '')
    """
    first, following = words[0], words[1] if len(words) > 1 else ""
    if first in ("haut", "haute") and following in ("autorité", "conseil", "commissariat"):
        return "state_body"
    if following and first in HEADS:
        return _KINDS.get(first, "group")
    if first in _SHARED and is_head(first, following):
        return _SHARED[first]
    if following and words[-1] in _LAST:
        return _LAST[words[-1]]
    for word in (first, words[-1]):
        kind = compound_kind(word)
        if kind and kind != "notion":
            return kind
    return ""
