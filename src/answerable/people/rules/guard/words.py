"""The words beside which a name stands, or does not, in Ukrainian, Russian, English and Polish. Pure."""

import re
from typing import Final


def _each(said: str) -> frozenset[str]:
    return frozenset(said.split())


UPPER: Final = r"[A-ZА-ЯЁІЇЄҐÀ-ÖØ-ÞŁŚŻŹČŠŽĆŃŐŰ]"
LOWER: Final = r"[a-zа-яёіїєґß-öø-ÿąćęłńóśźżčšžăâîșțőű'’ʼ]"
WORD: Final = re.compile(
    rf"(?:{UPPER}|{LOWER}|\d)(?:(?!['’]s\b)(?:{UPPER}|{LOWER}|-(?=\w)|\d))*"
)  # without the English 's
CYRILLIC: Final = re.compile(r"[А-Яа-яЁёІіЇїЄєҐґ]")
_CAPITALISED: Final = re.compile(
    rf"^{UPPER}{LOWER}+(?:-{UPPER}{LOWER}+)*$|^{UPPER}{{2,}}(?:-{UPPER}{{2,}})*$|^{UPPER}['’ʼ]?{UPPER}?{LOWER}+$"
    rf"|^(?:Mc|Mac|O['’]|De|Van|Fitz){UPPER}{LOWER}+$"
)
# posts, ranks, kin, and the parts that people play in a matter: beginnings of words
_TITLE: Final = re.compile(
    r"^(?:слідч|дільнич|інспектор|сержант|лейтенант|капітан|капитан|майор|полковник|підполковник|генерал|прапорщик|старшин|рядов|"
    r"пан$|пана$|пані|пане$|панові|паном|панн|добродій|гр$|громадян|потерпіл|свід[кч]|водій|водія|водієм|заявни|підозрюван|затриман|поліцейськ|"
    r"патрульн|оперуповноважен|начальник|депутат|староста|директор|лікар|вчител|учител|адвокат|суддя|судді|прокурор|нотаріус|"
    r"эксперт|експерт|следовател|участков|инспектор|подполковник|гражданин|гражданк|потерпевш|свидетел|водител|"
    r"заявител|подозреваем|задержанн|полицейск|оперуполномоч|врач|судья|судьи|судье|судью|нотариус|организатор|організатор|господин|"
    r"госпож|товарищ|тов$|исп$|вик$|виконав|юстиции|юстиції|полиции|поліції|солист|юнак|хлопч|дівчин|син$|сина$|сину|сын$|сына$|сыну|дочк|"
    r"доньк|мати$|мать$|мама$|тато$|отец|батьк|брат|сестр|вдов|сусід|сосед|моего|моей|нашої|нашей|моїй|мого|моєї|мій$|мой$|моя$|ім'я|имя$|"
    r"прізвищ|фамили|дружин|чоловік[аау]?$|муж$|мужа$|жена$|жены$|онук|внук|внучк|тренер|вихователь|воспитател|медсестр|санітар|кинолог|кінолог|"
    r"консьєрж|двірник|дворник|охорон|охранник|секретар|бухгалтер|завуч|завідув|заведующ|старост|воїн|боєць|бойц|солдат|матрос|"
    r"ученик|ученица|учень|учениц|студент|пенсіонер|пенсионер|продав[еч]|орендар|арендатор|власни[кц]|владел[еь]ц|"
    r"підписа|подписа|автор|инициатор|ініціатор|напарни|коллег|колег|скаржни|бабус|бабушк|дід$|діда$|дед$|деда$|друг$|друга$|подруг|"
    r"хлопець|парень|парня$|девочк|мальчик|дівчинк|фельдшер|касир|кассир|оператор$|диспетчер|волонтер|волонтёр|кум$|куми$|т[её]т[яеію]|тіт|дяд[яеію]|няня|"
    r"мер$|мэр$|голов[аи]$|жительк|житель$|мешкан[кц]|"
    r"mr|mrs|ms|miss|dr$|sir$|officer|sergeant|sgt|detective|det$|lieutenant|lt$|captain|capt$|colonel|col$|major|inspector|insp$|"
    r"constable|pc$|sheriff|deputy|chief|judge|father|mother|son$|daughter|brother|sister|wife|husband|widow|neighbou?r|complainant|"
    r"witness|victim|driver|holder|solicitor|lawyer|attorney|nurse|teacher|suspect|resident|owner|named|called|signed|sincerely|"
    r"regards|superintendent|trooper|aco$|pcso|ofc$|agent|clerk|warden|ranger|paramedic|coach|cllr|councillor|prof$|professor|rev$|"
    r"boy$|girl$|man$|woman$|child$|baby$|lady$|kid$|friend$|colleague|volunteer|tenant|landlord|applicant|author|chair$|chairman|chairwoman|secretary|treasurer|uncle|aunt|nephew|niece|cousin|grandson|"
    r"granddaughter|grandmother|grandfather|pupil|student|firefighter|dispatcher|operator$|custodian|janitor|"
    r"szt$|mł$|pan$|pani$|pana$|panu$|panem$|panią|dzielnicow|policjant|sier[żz]|asp$|aspirant|st$|kom$|podkom|komisarz|nadkom|podinsp|komendant|"
    r"świad|pokrzywdz|kierow|s[ąa]siad|w[łl]a[śs]ciciel|zatrzyman|podejrzan|poszkodowan|syn$|syna|córk|ojc|matk|m[ąa]ż$|żon|lekar|"
    r"nauczyciel|adwokat|s[ęe]dzi|prokurator|wnuk|wnuczk|posterunk)",
    re.IGNORECASE,
)
# a title whose person needs no other sign
STRONG: Final = re.compile(r"^(?:pc|pcso|aco|mr|mrs|ms|miss|dr|sgt|det|officer|sergeant|constable)$", re.IGNORECASE)
# what stands after a post with a capital and is no person
INSTITUTION: Final = re.compile(
    r"^(?:управл|відділ|отдел|коміс|комисс|поліц|полиц|рад[аиі]$|служб|департамент|закон|указ|україн|росі|росс|міністер|министер|"
    r"держав|госуд|нацполіц|уряд|правит|школ|громад|район|област|міськ|городск|центр|кабінет|національ|национальн|народн|верховн|"
    r"конституц|кодекс|статт|мвс|мвд)",
    re.IGNORECASE,
)
# after these even initials are those of a street, a school, a prize
NAMED_FOR: Final = re.compile(
    r"^(?:ім|імені|им|имени|вул|вулиц\w+|ул|улиц\w+|пр|просп\w*|пл|площ\w*|бульв\w*|пров\w*|парк\w*|сквер\w*|пам'яті|памяти|"
    r"im|imienia|ul|ulic\w+|al|plac\w*)$",
    re.IGNORECASE,
)
# English first names that begin a sentence as a word does
ALSO_WORDS: Final = _each(
    "frank dawn bill rob will may mark rose grace faith hope joy art pat drew sandy dale dean guy gene sue iris ivy lily daisy "
    "june april august chase hunter mason carter cash chance miles ray rich jack nick skip grant ernest ruby pearl amber "
    "crystal summer autumn holly heather olive robin sterling christian victor van dee page story major king prince royal "
    "early lane park brook river forest glen cliff heath penny angel mercy patience china asia paris london chelsea "
    "sydney florence victoria georgia carolina virginia savannah madison austin houston jackson lincoln clay stone"
)
# after these a small letter may begin a name, too
SMALL_EN: Final = re.compile(
    r"^(?:mr|mrs|ms|miss|dr|officer|sergeant|sgt|detective|constable|pc|inspector|"
    r"neighbou?r|sister|brother|son|daughter|husband|wife|friend|cousin|uncle|aunt)$",
    re.IGNORECASE,
)
SMALL_CYRILLIC: Final = re.compile(
    r"^(?:слідч|дільнич|інспектор|сержант|лейтенант|капітан|майор|пан[іу]?$|сусід|начальни|поліцейськ|патрульн|"
    r"следовател|участков|инспектор|капитан|госпо|сосед|полицейск)",
    re.IGNORECASE,
)
# what comes after these is a street, a place, a feast, an animal, a firm: not a person
NOT_AFTER: Final = re.compile(
    r"^(?:ім|імені|святого|святої|святий|св|центр|центру|садиба|storm|after|k9|им|имени|пам'яті|памяти|вул|вулиц\w+|ул|"
    r"улиц\w+|просп|проспект\w*|пров|провул\w+|пер|переул\w*|бульв\w*|пл|площ\w*|майдан\w*|парк\w*|сквер\w*|міст\w*|місто|город\w*|село|сел[аіу]|м|"
    r"г|р|смт|станці\w+|станци\w+|храм\w*|церк\w*|собор\w*|завод\w*|кінотеатр\w*|театр\w*|острів|остров\w*|мыс\w*|мис|день|дня|до|на|в|"
    r"saint|корова|кошк\w+|кішк\w+|кицьк\w+|коза|пёс|пес|кот|кіт|кінь|конь|собак\w+|вещ|ооо|тов|фоп|прат|пат|музе\w+|школ[аиеуыіо]\w?|ліце\w+|лице\w+|"
    r"гімназі\w+|гимнази\w+|бібліотек\w+|библиотек\w+|лікарн\w+|больниц\w+|громад[аиіу]\w*|район\w*|област\w*|річк\w+|рек[аеиу]\w*|озер\w+|посел\w+|посёл\w+|хутор\w*|"
    r"кубок|кубк\w+|премі\w+|преми\w+|орден\w*|"
    r"fort|mount|lake|port|the|horse|dog|cat|in|near|at|city|town|village|"
    r"ul|ulic\w+|al|alej\w*|os|osiedl\w+|plac\w*|im|imienia|świętego|św|rondo|ronda|park\w*|szko\w+|gmin\w+|w|we|miast\w+|wsi|wieś|rzek\w+|pies|kot)$",
    re.IGNORECASE,
)
AND: Final = frozenset({"та", "і", "й", "и", "and", "i", "oraz"})
# words that stand before a name and take their capital from the sentence
LEADING: Final = _each(
    "до на в у від од з із зі за по при про для без під над між через після перед біля о об от с со из к ко около после "
    "перед под над между при чтобы если когда але а и і й та що як якщо коли тоді потім вчора сьогодні завтра "
    "please dear thank thanks hello hi when if but and then yesterday today so because after before while although "
    "w z od do na po za przy dla bez pod nad między przez przed o i a ale oraz wczoraj dzisiaj"
)
PATRONYMIC: Final = re.compile(
    r"(?:ович|евич|йович|ьович)(?:[ауі]|ем|ові|еві)?$|(?:[^р]івн|ївн|овн|евн|(?:ильинич|кузьминич|лукинич|фоминич|никитич|саввич|іллівн)н?)(?:[аиіуеы]|ою|ой|е)$"
)
TOLD: Final = re.compile(
    r"\s(?:said|told|asked|wrote|refused|stated|reported|alleged|claims|claimed|states|says|called|replied|answered|denied|hung|"
    r"promised|signed|insisted|admitted|explained|shouted|arrived|took|came|went|kept|gave|left|was|is|has|had|did|who)\b"
)
TO_SOMEBODY: Final = re.compile(
    r"\b(?:her|his|my|our|their|named|called|said|says|thank|by|with|against|tell|told|asked?|meet|met|saw|see|about|for|contact|according\sto|[a-z]{3,}ed|"
    r"(?:spoke|speak\w*|talk\w*|said|thanks|complain\w*|report\w*|wrote|written|listen\w*)\sto)"
    r"\s(?:old\s|young\s|little\s|late\s)?$",
    re.IGNORECASE,
)
TO_A_PLACE: Final = re.compile(
    r"\b(?:in|near|at|from|of|on|to|between|towards?|into|through|across|around|over|via|and|or|the|a|an|outside|leaving|visit|this|that|every|last|next)"
    r"\s$|[&/\"'«“(-]\s?$",
    re.IGNORECASE,
)
PAST_OR_SAYS: Final = re.compile(
    r"(?:[аиоеуяі]л[аои]?|[аиоеуяії]в|ив|ла|вся|лась|лася|лся)$"
    r"|^(?:каже|просить|пише|заявля\w+|повідомля\w+|відмовля\w+|говор\w+|пишет|просит|сообща\w+|отказыва\w+|вважає|считает|обіця\w+|обеща\w+)$"
)
# the last word of a place, a firm, a feast, a department
PLACES: Final = _each(
    "street st road rd avenue ave lane ln court ct drive dr close crescent terrace place row way square gardens grove walk hill "
    "mews blvd boulevard parkway county city town village park school hospital church day night parade inc ltd llc co bank "
    "university college house hall station bridge river lake department council commission act association club team united "
    "fc hotel inn mall center centre bay island beach mines district region harbor harbour cemetery library museum airport "
    "theatre theater market store pharmacy estate farm forest mountain creek avenue plaza corporation company foundation "
    "society institute agency authority committee board office program project code law bill news times post street "
    "academy stadium arena pool field fields heights village primary"
)
COMMON_EN: Final = _each(
    "the a an and or of to in on at by for from with we i he she they it this that these those there if when our your my his her "
    "its their no not please request complaint location status open closed case duplicate present police department city "
    "council town county north south east west central new old upper lower saint monday tuesday wednesday thursday friday "
    "saturday sunday january february march april may june july august september october november december federal national "
    "state public government form section case sir madam dear hello hi thanks thank you yes ok all any each every one two three "
    "four five six seven eight nine ten what who why how where officer officers sergeant detective lieutenant captain colonel "
    "inspector constable chief sheriff deputy mr mrs ms miss dr mayor judge english french german ukrainian russian polish "
    "american british irish european union states kingdom america england ireland scotland wales ukraine russia poland london "
    "york boston philadelphia chicago kyiv warsaw moscow paris berlin washington california texas florida google facebook "
    "telegram instagram amazon christmas easter halloween internet consumer worker protection communications "
    "transportation agriculture buildings health environmental conservation housing preservation development parks "
    "recreation sanitation fire animal control care emergency rapid team update updated resolved picked black code storm head "
    "clerk secretary transition senior acting former said that told was were is are has had did does do went came took gave left "
    "got put let made saw knew hit cut shot ran began drove stood sat threw kept held found spoke felt never again also just "
    "here there then who which whose while because before after about but badge number name unknown only even still"
)
_POLISH: Final = re.compile(
    r"[ąćęłńśźżĄĆĘŁŃŚŹŻ]|\b(?:jest|nie|się|przy|oraz|pan|pani|dzień dobry|proszę|ulicy|na|od)\b"
)
FIRST_PL: Final = re.compile(
    r"^(?:adam|agat|agnieszk|aleksand[er]+|alicj|andrzej|ann|antoni|artur|barbar|bart(?:ek|łomiej)|beat|bogdan|bo[żz]en|cezar|dani[ae]l|"
    r"dariusz|dominik|dorot|edward|el[żz]biet|ew|filip|franciszk?|gabriel|grażyn|grzegorz|halin|hann|henryk|iren|iwon|izabel|jacek|jack|"
    r"jadwig|jakub|jan|janusz|jarosław|jerz|joann|józef|julia|justyn|kacper|kamil|karol|katarzyn|kazimierz|king|kla[uw]di|konrad|krystyn|"
    r"krzysztof|lech|leszek|leszk|łukasz|maciej|magdalen|małgorzat|marcin|mar[ei]k|mari|marius|mariusz|mart|mateusz|michał|mieczysław|"
    r"mikołaj|mirosław|monik|nataliit|natali|norbert|ol[ag]|oskar|patryk|paulin|paweł|pawł|piotr|prze?mysław|rafał|renat|robert|roman|ryszard|"
    r"sebastian|sławomir|stanisław|stefan|sylwi|szymon|tadeusz|teres|tomasz|urszul|wac[łl]aw|waldemar|wandy?|wiesław|wiktori?|"
    r"witold|zosi|kasi|basi|gosi|asi|kub|toma?s?z?e?k|wojt|władysław|wojciech|zbigniew|zdzisław|zofi|zuzann|zygmunt)(?:a|y|i|ie|ę|ą|o|u|owi|em|iem|ze|a|ia|ią|ię|ek|ka|ki|kiem)?$",
    re.IGNORECASE,
)
SURNAME_PL: Final = re.compile(
    r"(?:sk|ck|dzk)(?:i|a|iego|iemu|im|iej|ą|ich)$|(?:wicz|czyk|czak|szczak)(?:a|owi|em|u|ów|owie)?$|[^aeiouyąęó](?:iak|ak)(?:a|owi|iem)?$",
    re.IGNORECASE,
)
COMMON_PL: Final = re.compile(
    r"^(?:komend|komisariat|urz[ąe]d|rad[ayzę]|gmin|powiat|wojew[óo]dz|miejsk|miast|stra[żz]|policj|s[ąa]d|prokuratur|ministerst|ustaw|kodeks|"
    r"polsk|szko[łl]|szpital|zarz[ąa]d|wydzia[łl]|dom|o[śs]rod|starost|kancelari|biur|rzeczypospolit|unii?|europejsk|krajow|głów|now[aey]$|star[aey]$|wielk|most|rynek|park|plac|rond|dzień|dnia)",
    re.IGNORECASE,
)


def is_capitalised(word: str) -> bool:
    """Whether a word is written as names are: with a capital, or in capitals."""
    return _CAPITALISED.match(word) is not None


def is_title(word: str) -> bool:
    """Whether a name may stand after the word: a post, a rank, kin, a part in the matter."""
    return len(word) > 1 and _TITLE.match(word) is not None


def is_polish(text: str) -> bool:
    """Whether a text in Latin letters is Polish."""
    return _POLISH.search(text) is not None
