"""Countries by their code (ISO 3166-1, and XK for Kosovo), in Swedish and English.

Names are data, not phrases of the pages: they stand here in both languages.
"""

from functools import cache

from django.utils.translation import get_language

from participants.codes import Answer
from projects.sorting import swedish_sort_key

_NAMES = """
AF Afghanistan|Afghanistan
AL Albanien|Albania
DZ Algeriet|Algeria
AD Andorra|Andorra
AO Angola|Angola
AG Antigua och Barbuda|Antigua and Barbuda
AR Argentina|Argentina
AM Armenien|Armenia
AW Aruba|Aruba
AU Australien|Australia
AZ Azerbajdzjan|Azerbaijan
BS Bahamas|Bahamas
BH Bahrain|Bahrain
BD Bangladesh|Bangladesh
BB Barbados|Barbados
BE Belgien|Belgium
BZ Belize|Belize
BJ Benin|Benin
BM Bermuda|Bermuda
BT Bhutan|Bhutan
BO Bolivia|Bolivia
BA Bosnien och Hercegovina|Bosnia and Herzegovina
BW Botswana|Botswana
BR Brasilien|Brazil
BN Brunei|Brunei
BG Bulgarien|Bulgaria
BF Burkina Faso|Burkina Faso
BI Burundi|Burundi
CF Centralafrikanska republiken|Central African Republic
CL Chile|Chile
CO Colombia|Colombia
CR Costa Rica|Costa Rica
CY Cypern|Cyprus
DK Danmark|Denmark
DJ Djibouti|Djibouti
DM Dominica|Dominica
DO Dominikanska republiken|Dominican Republic
EC Ecuador|Ecuador
EG Egypten|Egypt
GQ Ekvatorialguinea|Equatorial Guinea
CI Elfenbenskusten|Côte d’Ivoire
SV El Salvador|El Salvador
ER Eritrea|Eritrea
EE Estland|Estonia
SZ Eswatini|Eswatini
ET Etiopien|Ethiopia
FJ Fiji|Fiji
PH Filippinerna|Philippines
FI Finland|Finland
FR Frankrike|France
FO Färöarna|Faroe Islands
AE Förenade Arabemiraten|United Arab Emirates
GA Gabon|Gabon
GM Gambia|Gambia
GE Georgien|Georgia
GH Ghana|Ghana
GR Grekland|Greece
GD Grenada|Grenada
GL Grönland|Greenland
GT Guatemala|Guatemala
GN Guinea|Guinea
GW Guinea-Bissau|Guinea-Bissau
GY Guyana|Guyana
HT Haiti|Haiti
HN Honduras|Honduras
HK Hongkong|Hong Kong
IN Indien|India
ID Indonesien|Indonesia
IQ Irak|Iraq
IR Iran|Iran
IE Irland|Ireland
IS Island|Iceland
IL Israel|Israel
IT Italien|Italy
JM Jamaica|Jamaica
JP Japan|Japan
YE Jemen|Yemen
JO Jordanien|Jordan
KH Kambodja|Cambodia
CM Kamerun|Cameroon
CA Kanada|Canada
CV Kap Verde|Cabo Verde
KZ Kazakstan|Kazakhstan
KE Kenya|Kenya
CN Kina|China
KG Kirgizistan|Kyrgyzstan
KI Kiribati|Kiribati
KM Komorerna|Comoros
CG Kongo|Congo
CD Kongo, Demokratiska republiken|Congo, Democratic Republic of the
XK Kosovo|Kosovo
HR Kroatien|Croatia
CU Kuba|Cuba
KW Kuwait|Kuwait
LA Laos|Laos
LS Lesotho|Lesotho
LV Lettland|Latvia
LB Libanon|Lebanon
LR Liberia|Liberia
LY Libyen|Libya
LI Liechtenstein|Liechtenstein
LT Litauen|Lithuania
LU Luxemburg|Luxembourg
MO Macao|Macao
MG Madagaskar|Madagascar
MW Malawi|Malawi
MY Malaysia|Malaysia
MV Maldiverna|Maldives
ML Mali|Mali
MT Malta|Malta
MA Marocko|Morocco
MH Marshallöarna|Marshall Islands
MR Mauretanien|Mauritania
MU Mauritius|Mauritius
MX Mexiko|Mexico
FM Mikronesien|Micronesia
MZ Moçambique|Mozambique
MD Moldavien|Moldova
MC Monaco|Monaco
MN Mongoliet|Mongolia
ME Montenegro|Montenegro
MM Myanmar|Myanmar
NA Namibia|Namibia
NR Nauru|Nauru
NL Nederländerna|Netherlands
NP Nepal|Nepal
NI Nicaragua|Nicaragua
NE Niger|Niger
NG Nigeria|Nigeria
KP Nordkorea|North Korea
MK Nordmakedonien|North Macedonia
NO Norge|Norway
NZ Nya Zeeland|New Zealand
OM Oman|Oman
PK Pakistan|Pakistan
PW Palau|Palau
PS Palestina|Palestine
PA Panama|Panama
PG Papua Nya Guinea|Papua New Guinea
PY Paraguay|Paraguay
PE Peru|Peru
PL Polen|Poland
PT Portugal|Portugal
PR Puerto Rico|Puerto Rico
QA Qatar|Qatar
RO Rumänien|Romania
RW Rwanda|Rwanda
RU Ryssland|Russia
KN Saint Kitts och Nevis|Saint Kitts and Nevis
LC Saint Lucia|Saint Lucia
VC Saint Vincent och Grenadinerna|Saint Vincent and the Grenadines
SB Salomonöarna|Solomon Islands
WS Samoa|Samoa
SM San Marino|San Marino
ST São Tomé och Príncipe|São Tomé and Príncipe
SA Saudiarabien|Saudi Arabia
CH Schweiz|Switzerland
SN Senegal|Senegal
RS Serbien|Serbia
SC Seychellerna|Seychelles
SL Sierra Leone|Sierra Leone
SG Singapore|Singapore
SK Slovakien|Slovakia
SI Slovenien|Slovenia
SO Somalia|Somalia
ES Spanien|Spain
LK Sri Lanka|Sri Lanka
GB Storbritannien|United Kingdom
SD Sudan|Sudan
SR Surinam|Suriname
SE Sverige|Sweden
ZA Sydafrika|South Africa
KR Sydkorea|South Korea
SS Sydsudan|South Sudan
SY Syrien|Syria
TJ Tadzjikistan|Tajikistan
TW Taiwan|Taiwan
TZ Tanzania|Tanzania
TD Tchad|Chad
TH Thailand|Thailand
CZ Tjeckien|Czechia
TG Togo|Togo
TO Tonga|Tonga
TT Trinidad och Tobago|Trinidad and Tobago
TN Tunisien|Tunisia
TR Turkiet|Türkiye
TM Turkmenistan|Turkmenistan
TV Tuvalu|Tuvalu
DE Tyskland|Germany
UG Uganda|Uganda
UA Ukraina|Ukraine
HU Ungern|Hungary
UY Uruguay|Uruguay
US USA|United States
UZ Uzbekistan|Uzbekistan
VU Vanuatu|Vanuatu
VA Vatikanstaten|Vatican City
VE Venezuela|Venezuela
VN Vietnam|Viet Nam
BY Vitryssland|Belarus
EH Västsahara|Western Sahara
ZM Zambia|Zambia
ZW Zimbabwe|Zimbabwe
AT Österrike|Austria
TL Östtimor|Timor-Leste
"""


@cache
def _countries(language: str) -> dict[str, str]:
    place = 1 if language == "en" else 0
    lines = (line.partition(" ") for line in _NAMES.strip().splitlines())
    named = [(code, names.split("|")[place]) for code, _, names in lines]
    return dict(sorted(named, key=lambda country: swedish_sort_key(country[1])))


def countries() -> dict[str, str]:
    """Every country's code and name in the language of the page, in Swedish alphabetical order."""
    return _countries((get_language() or "sv")[:2])


def country_or_answer(code: str) -> str:
    """The country's name, or the answer that stands in its place, in the language of the page."""
    if code in Answer.values:
        return str(Answer(code).label)
    return countries().get(code, code)
