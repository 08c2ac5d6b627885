"""Invented ways of being in the project: what such a person tells, plans and can, what the coach notes.

Nobody real is meant. Each fits both women and men, and ages from `youngest` to `oldest`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from coaching.models import NoteKind, Owner
from participants.codes import CvEntryKind, LanguageLevel
from participants.models import MappingSection, SectionState

DONE, BEGUN = SectionState.DONE, SectionState.BEGUN


@dataclass(frozen=True, slots=True)
class Action:
    """Something in a plan. `due` is in days from today, None where the person's turn says."""

    text: str
    owner: Owner = Owner.PARTICIPANT
    owner_name: str = ""
    due: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the CV; `begun` and `ended` are years ago, `confirmed_by` who saw that it is so."""

    kind: CvEntryKind
    text: str
    place: str = ""
    begun: int | None = None
    ended: int | None = None
    details: str = ""
    level: LanguageLevel | None = None
    confirmed_by: str = ""
    shown_in: str = ""
    text_en: str = ""


@dataclass(frozen=True, slots=True)
class Character:
    """One way of being. `first`, `later`, `latest` are notes: of the first days, some weeks in, of late."""

    youngest: int
    oldest: int
    mapping: Mapping[MappingSection, tuple[SectionState, str]]
    goal: str
    steps: tuple[str, str]
    actions: tuple[Action, Action, Action]
    cv: Sequence[Entry]
    first: str
    later: str
    latest: str
    latest_kind: NoteKind
    from_abroad: bool = False
    """Whether it goes with somebody who was born in another country alone."""

    def fits(self, *, age: int | None, from_abroad: bool) -> bool:
        """Whether somebody so old can have lived like this; whoever's age isn't known can."""
        return (from_abroad or not self.from_abroad) and (age is None or self.youngest <= age <= self.oldest)


SKILL, JOB, SCHOOL = CvEntryKind.SKILL, CvEntryKind.EXPERIENCE, CvEntryKind.EDUCATION
LANGUAGE, LICENCE = CvEntryKind.LANGUAGE, CvEntryKind.DRIVING_LICENCE
GOOD_SWEDISH = Entry(LANGUAGE, "Svenska", level=LanguageLevel.GOOD, text_en="Swedish")
FLUENT_SWEDISH = Entry(LANGUAGE, "Svenska", level=LanguageLevel.FLUENT, text_en="Swedish")
DRIVES = Entry(LICENCE, "B-körkort", text_en="Driving licence, category B")

KITCHEN: Final = Character(
    from_abroad=True,
    youngest=35,
    oldest=99,
    mapping={
        MappingSection.EXPERIENCE: (
            DONE,
            "Tolv år i storkök, de sista fyra som ansvarig för lunchen. Ett år lokalvård i Sverige.",
        ),
        MappingSection.WANTS: (DONE, "Helst skolkök eller äldreboende. Kan tänka sig lager."),
        MappingSection.INTERESTS: (BEGUN, "Odlar och lagar mat åt många."),
        MappingSection.AVOIDS: (SectionState.NOT_RELEVANT, ""),
    },
    goal="Arbeta i skolkök eller äldreboende inom ett år",
    steps=("Ha ett CV och ett personligt brev som går att skicka", "Prova på i ett skolkök"),
    actions=(
        Action("Skriva ett personligt brev till äldreboendet", due=-20),
        Action("Ringa kökschefen på Almgården om att få prova på", Owner.COACH),
        Action("Göra klart kursen i livsmedelshygien", due=40),
    ),
    cv=(
        Entry(
            JOB, "Kock", "Restaurang i hemstaden", 19, 7, "Lunch för 120 gäster, ansvar för fyra personer."
        ),
        Entry(JOB, "Lokalvårdare", "Björkåsa städservice", 3, 2, text_en="Cleaner"),
        Entry(
            SKILL,
            "Planerar inköp och portioner för många",
            confirmed_by="Kökschefen",
            shown_in="Praktik i skolkök",
        ),
        Entry(SKILL, "Livsmedelshygien och egenkontroll", text_en="Food hygiene and self-inspection"),
        GOOD_SWEDISH,
        DRIVES,
    ),
    first="Första samtalet. Berättar gärna om åren i köket och vill tillbaka dit. Orolig för att svenskan "
    "inte ska räcka när det är stressigt. Vi gick igenom vad projektet är och bestämde tid för "
    "kartläggning.",
    later="CV:t är klart på svenska. Vi övade på att svara i telefon. Ska ringa själv nästa gång, jag "
    "sitter bredvid.",
    latest_kind=NoteKind.CONTACT,
    latest="Ringde. Har läst platsannonsen från kommunen och undrar om betygen från hemlandet räknas. Jag "
    "frågar studievägledaren och hör av mig på fredag.",
)
BUILDER: Final = Character(
    youngest=30,
    oldest=60,
    mapping={
        MappingSection.EXPERIENCE: (
            BEGUN,
            "Bygg och måleri i olika omgångar. Frågar om intyg till nästa gång.",
        ),
        MappingSection.COMPETENCE: (DONE, "Lagar bilar, snickrar, leder ett fotbollslag."),
        MappingSection.HOURS: (BEGUN, "Hämtar barn 15.30 tre dagar i veckan."),
    },
    goal="Fast arbete med händerna, helst utomhus",
    steps=("Ha intyg på det jag redan kan", "Göra två veckors praktik i ett byggföretag"),
    actions=(
        Action("Be om intyg från förra arbetsgivaren", due=-12),
        Action("Boka studiebesök på ett byggföretag i ringen", Owner.COACH),
        Action("Söka till utbildningen Säkra lyft", Owner.OTHER, "Arbetsförmedlingen", 35),
    ),
    cv=(
        Entry(JOB, "Målare", "Eget, tillsammans med en släkting", 12, 9),
        Entry(JOB, "Byggnadsarbetare", "Byggföretag i Björkåsa", 6, 5, "Reglar, gips och golv."),
        Entry(SKILL, "Läser ritningar", confirmed_by="Arbetsledaren", shown_in="Studiebesök på bygget"),
        Entry(SKILL, "Leder en grupp", details="Tränare för ett fotbollslag, tre år."),
        GOOD_SWEDISH,
        DRIVES,
    ),
    first="Kom i god tid. Är van att arbeta och otålig att komma i gång. Vill veta vad som krävs för bygg. "
    "Vi skrev upp vilka intyg som saknas.",
    later="Har fått tag på ett av de två intygen. Var på studiebesöket och ställde många frågor till "
    "arbetsledaren.",
    latest_kind=NoteKind.TALK,
    latest="Samtal, 45 minuter. Nöjd med veckan. Vill inte tillbaka till kvällsskift på grund av hämtning på "
    "förskolan. Vi ändrade arbetstiden i kartläggningen.",
)
AT_HOME: Final = Character(
    from_abroad=True,
    youngest=27,
    oldest=55,
    mapping={
        MappingSection.BACKGROUND: (DONE, "Hemma med barn i sex år, söker nu sitt första arbete i Sverige."),
        MappingSection.SUPPORT: (BEGUN, "Vill ha någon med vid första besöket på en arbetsplats."),
        MappingSection.COMPETENCE: (DONE, "Syr, lagar kläder och har sålt egna saker på marknad."),
    },
    goal="Ett första arbete i Sverige på halvtid",
    steps=("Våga prata svenska på en arbetsplats", "Ha barnomsorg som går ihop med arbetstiden"),
    actions=(
        Action("Prata svenska vid fikat på veckoträffen varje gång", due=-6),
        Action("Ansöka om förskoleplats på heltid"),
        Action("Följa med på första besöket i butiken", Owner.COACH, due=28),
    ),
    cv=(
        Entry(
            JOB,
            "Försäljare, egen marknadsplats",
            "Torget i hemstaden",
            14,
            9,
            "Inköp, kassa och kundkontakt.",
        ),
        Entry(
            SKILL, "Sömnad och ändringar", confirmed_by="Kursledaren", shown_in="Studiecirkeln Sy om och laga"
        ),
        Entry(SKILL, "Vårdar barn och äldre"),
        Entry(LANGUAGE, "Svenska", level=LanguageLevel.BASIC, text_en="Swedish"),
    ),
    first="Första mötet, med tolk på telefon. Lugn och tydlig med vad som fungerar: förmiddagar och inte "
    "för långt hemifrån. Vill börja med något där man får prata.",
    later="Kom ensam med bussen för första gången. Pratade svenska hela samtalet. Vi letade efter praktik "
    "i butik.",
    latest_kind=NoteKind.CONTACT,
    latest="Sms: barnen är sjuka, kommer inte på torsdag. Svarade att vi ses veckan efter och att det är "
    "giltig frånvaro.",
)
CARE: Final = Character(
    youngest=28,
    oldest=99,
    mapping={
        MappingSection.EXPERIENCE: (DONE, "Personlig assistent i fem år, vikarie i hemtjänsten två somrar."),
        MappingSection.EDUCATION: (
            BEGUN,
            "Har läst delar av vård och omsorg på komvux. Betygen ska beställas.",
        ),
        MappingSection.AVOIDS: (DONE, "Tunga förflyttningar på egen hand efter en ryggskada."),
        MappingSection.WANTS: (DONE, "Arbeta med äldre, gärna dagtid och med en fast grupp."),
    },
    goal="Tillsvidareanställning inom äldreomsorgen",
    steps=("Få betygen från komvux samlade", "Prova ett arbetspass med anpassning"),
    actions=(
        Action("Beställa betyg från komvux", due=-15),
        Action("Gå igenom anpassningar med arbetsterapeuten", Owner.OTHER, "Vårdcentralen"),
        Action("Ta kontakt med enhetschefen på Almgården", Owner.COACH, due=32),
    ),
    cv=(
        Entry(JOB, "Personlig assistent", "Björkåsa kommun", 11, 6, text_en="Personal assistant"),
        Entry(JOB, "Vikarie i hemtjänsten", "Björkåsa kommun", 5, 4),
        Entry(SCHOOL, "Vård och omsorg, enstaka kurser", "Komvux i Björkåsa", 4, 3),
        Entry(
            SKILL, "Dokumenterar i journal", confirmed_by="Handledaren", shown_in="Arbetsträning på boendet"
        ),
        Entry(SKILL, "Bemöter personer med demens"),
        GOOD_SWEDISH,
    ),
    first="Första samtalet. Har varit sjukskriven länge och vill hitta tillbaka i egen takt. Trivs med "
    "äldre. Ryggen sätter gränser: vi talade om vad som går och vad som inte går.",
    later="Trepartssamtal på boendet. Handledaren är nöjd. Lyftarna kräver två personer, det är ordnat.",
    latest_kind=NoteKind.TALK,
    latest="Samtal på boendet. Orkar fyra timmar om dagen, fem blir för mycket ännu. Vi stannar på fyra i "
    "tre veckor till och ses sedan igen.",
)
WAREHOUSE: Final = Character(
    youngest=22,
    oldest=45,
    mapping={
        MappingSection.EXPERIENCE: (DONE, "Plock och pack på lager i perioder. Kört moped för ett bageri."),
        MappingSection.WANTS: (DONE, "Lager, helst tvåskift. Har bil och kan pendla."),
        MappingSection.LANGUAGES: (BEGUN, "Förstår bra. Skriver korta meddelanden utan problem."),
    },
    goal="Arbete på lager inom ett halvår",
    steps=("Ta truckkort", "Söka tre arbeten i veckan"),
    actions=(
        Action("Lämna in ansökan till truckutbildningen", due=-9),
        Action("Skicka tre ansökningar och visa dem på jobbklubben"),
        Action("Ordna referens från förra lagret", Owner.COACH, due=25),
    ),
    cv=(
        Entry(JOB, "Lagerarbetare", "Lager i Björkåsa", 3, 2, "Plock med handdator, packning och lastning."),
        Entry(JOB, "Bud", "Bageriet på torget", 2, 1),
        Entry(
            SKILL, "Plockar efter lista utan fel", confirmed_by="Lagerchefen", shown_in="Praktik på lagret"
        ),
        GOOD_SWEDISH,
        Entry(LICENCE, "AM-körkort"),
    ),
    first="Säger genast: lager och truck. Har sökt många arbeten utan svar. Vi tittade på ansökningarna "
    "tillsammans och de är för korta.",
    later="Två nya ansökningar med personligt brev. Fick svar från den ena samma dag. Övade intervju på "
    "jobbklubben.",
    latest_kind=NoteKind.CONTACT,
    latest="Mejlade. Kallad till intervju på tisdag. Vi bokade en halvtimme på måndag för att öva.",
)
SCHOOL_LEAVER: Final = Character(
    youngest=15,
    oldest=26,
    mapping={
        MappingSection.BACKGROUND: (
            DONE,
            "Slutade gymnasiet i tvåan. Har bott hos ett syskon det senaste året.",
        ),
        MappingSection.INTERESTS: (DONE, "Datorer, musik och att laga cyklar."),
        MappingSection.SUPPORT: (BEGUN, "Svårt att komma upp på morgonen. Vill bli påmind med sms."),
    },
    goal="Bestämma mig för att läsa färdigt eller börja arbeta",
    steps=("Komma till veckoträffen varje vecka", "Prova två olika arbetsplatser"),
    actions=(
        Action("Träffa studievägledaren på komvux", Owner.OTHER, "Studievägledaren", -8),
        Action("Prova en dag på cykelverkstaden"),
        Action("Skriva ner för- och nackdelar inför nästa samtal", due=21),
    ),
    cv=(
        Entry(JOB, "Sommarjobb, parkarbete", "Björkåsa kommun", 2, 2),
        Entry(SCHOOL, "Teknikprogrammet, årskurs 1", "Björkåsa gymnasium", 4, 3),
        Entry(SKILL, "Lagar cyklar", confirmed_by="Verkstadschefen", shown_in="En dag på cykelverkstaden"),
        Entry(SKILL, "Felsöker datorer"),
        FLUENT_SWEDISH,
    ),
    first="Tyst i början. Säger att skolan inte funkade och att det har varit mycket hemma. Tyckte att det "
    "kändes bra att få välja själv. Vi ses en gång i veckan till att börja med.",
    later="Har kommit tre veckor i rad. Provade cykelverkstaden och vill dit igen. Sms kvällen före hjälper.",
    latest_kind=NoteKind.OTHER,
    latest="Studievägledaren hälsar att två kurser kan läsas på distans nästa termin. Vi tar upp det på "
    "nästa samtal.",
)
FIRST_STEPS: Final = Character(
    youngest=15,
    oldest=29,
    mapping={
        MappingSection.EDUCATION: (DONE, "Gymnasiet är avbrutet. Vill läsa engelska och matematik igen."),
        MappingSection.WANTS: (BEGUN, "Butik eller café. Vill träffa folk."),
        MappingSection.HOURS: (DONE, "Heltid går bra, helst inte före klockan åtta."),
    },
    goal="Ett första arbete i butik eller café",
    steps=("Ha ett CV som visar vad jag kan", "Gå till en intervju utan att bli för nervös"),
    actions=(
        Action("Skriva klart CV:t på CV-verkstaden", due=-5),
        Action("Lämna CV i tre butiker i centrum"),
        Action("Öva intervju med någon obekant", Owner.COACH, due=24),
    ),
    cv=(
        Entry(JOB, "Extra i kassan", "Kiosken vid idrottsplatsen", 2, 1, "Kassa, varor och städning."),
        Entry(SKILL, "Bemöter kunder", confirmed_by="Butikschefen", shown_in="Praktik i butik"),
        Entry(SKILL, "Sociala medier", details="Sköter föreningens konto."),
        FLUENT_SWEDISH,
        Entry(LANGUAGE, "Engelska", level=LanguageLevel.GOOD, text_en="English"),
    ),
    first="Glad och pratsam. Har sökt arbete i ett år och börjat tröttna. Vi skrev en lista på vad som har "
    "gått bra på kiosken, den blev längre än väntat.",
    later="CV:t har två sidor, vi ska ner till en. Övade på att berätta om sig själv på en minut.",
    latest_kind=NoteKind.TALK,
    latest="Samtal, 30 minuter. Har lämnat CV i en butik och fick prata med chefen direkt. Två butiker kvar.",
)
CHARACTERS: Final = (KITCHEN, BUILDER, AT_HOME, CARE, WAREHOUSE, SCHOOL_LEAVER, FIRST_STEPS)


def character_of(*, age: int | None, from_abroad: bool, turn: int) -> Character:
    """One that somebody so old can have been, a different one each turn."""
    fitting = [one for one in CHARACTERS if one.fits(age=age, from_abroad=from_abroad)]
    return fitting[turn % len(fitting)]
