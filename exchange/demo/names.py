"""Names for invented people, by where they or their parents come from.

First names and last names are common ones and are put together by chance, so that no one real is meant.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """Names of one background, with the languages that such a person may speak."""

    women: tuple[str, ...]
    men: tuple[str, ...]
    last: tuple[str, ...]
    languages: tuple[str, ...]


def _names(women: str, men: str, last: str, languages: str) -> Origin:
    return Origin(
        *(tuple(part.replace("_", " ") for part in names.split()) for names in (women, men, last, languages))
    )


ORIGINS: dict[str, Origin] = {
    "SE": _names(
        "Anna Linnéa Åsa Malin Ingrid Josefin Ann-Marie Therese Emelie Birgitta Ulrika Saga Märta Lovisa Ida",
        "Jonas Björn Örjan Mikael Karl-Erik Viktor Håkan Simon Åke Tobias Per Anton Göran Emil Lars-Göran",
        "Ahlgren Bäckman Dahlström Edvardsson Forslund Häggkvist Jonsson Källman Lövgren Norlander Ström"
        " Öberg Åström Wikner Sjödin Rask Hedlund Backlund Nylén Ek",
        "svenska",
    ),
    "IQ": _names(
        "Zainab Noor Rana Hanan Shahad Suad Maysoon Iman",
        "Ali Haider Omar Mustafa Saad Karrar Laith Yousif",
        "Al-Jubouri Hassan Al-Rubaie Kadhim Abbas Salman Jabbar Al-Tamimi Matti Ibrahim",
        "arabiska nordkurdiska sydkurdiska",
    ),
    "SY": _names(
        "Rima Hala Lina Samar Yara Dalal Nisreen Maha",
        "Bashar Khaled Anas Fadi Mahmoud Wael Nabil Samer",
        "Al-Khatib Haddad Najjar Shami Darwish Al-Hamwi Khoury Barakat Saleh Issa",
        "arabiska nordkurdiska armeniska",
    ),
    "SO": _names(
        "Hodan Ayaan Fadumo Sahra Ifrah Nasteho Khadija Ubah",
        "Abdirahman Mohamed Liban Guled Ismail Yusuf Abdullahi Mahad",
        "Warsame Farah Jama Abdi Nur Osman Hersi Elmi Dirie Mohamud",
        "somaliska arabiska",
    ),
    "AF": _names(
        "Zahra Fereshta Maryam Shukria Parwana Laila Masuma Soraya",
        "Reza Hamid Mohammad Sayed Najib Ahmad Farhad Jawad",
        "Haidari Rezai Ahmadi Noori Hosseini Amiri Karimi Rahimi Sultani Mohammadi",
        "dari pashto persiska",
    ),
    "IR": _names(
        "Shirin Nasrin Mahsa Parisa Azadeh Leila",
        "Amir Behzad Kamran Navid Siamak Dariush",
        "Moradi Ebrahimi Rostami Farhadi Jafari Tehrani Sadeghi",
        "persiska azerbajdzjanska",
    ),
    "BA": _names(
        "Amra Sanela Jasmina Mirela Azra Edina",
        "Adnan Senad Mirza Emir Zlatko Haris",
        "Hadžić Begić Kovačević Delić Omerović Mujić Halilović",
        "bosniska kroatiska",
    ),
    "ER": _names(
        "Selam Feven Rahwa Luwam Helen Semhar",
        "Filmon Yonas Tesfay Samuel Abel Merhawi",
        "Tekle Ghebremedhin Haile Kidane Woldu Berhane Tesfamariam",
        "tigrinska arabiska",
    ),
    "TH": _names(
        "Malee Siriporn Kanya Nok Ratana Pim",
        "Somchai Anan Prasert Niran Kittisak Wichai",
        "Saetang Chaiyasit Wongsa Phromma Srisuk Thongdee",
        "thailändska engelska",
    ),
    "TR": _names(
        "Elif Zeynep Gül Sevda Ayşe Derya",
        "Mehmet Hüseyin Emre Kemal Yusuf Cem",
        "Yıldız Demir Şahin Aydın Öztürk Kaya Çelik",
        "turkiska nordkurdiska",
    ),
    "MM": _names(
        "Paw_Htoo Mu_Mu Hser_Ku Eh_Paw Naw_Wah",
        "Saw_Htoo Ku_Gay Eh_Doh Hser_Moo Pah_Doh",
        "Htoo Moo Paw Wah Say Doh",
        "karen burmesiska",
    ),
    "CD": _names(
        "Espérance Divine Béatrice Chantal Francine",
        "Patient Dieudonné Innocent Emmanuel Prosper",
        "Mukendi Kalala Bahati Mwamba Nyota Tshibola",
        "swahili franska lingala",
    ),
    "UA": _names(
        "Oksana Iryna Svitlana Nataliia Olha Yuliia",
        "Andrii Oleksandr Mykola Dmytro Vasyl Serhii",
        "Kovalenko Shevchuk Bondarenko Tkachenko Melnyk Polishchuk",
        "ukrainska ryska engelska",
    ),
    "ET": _names(
        "Hiwot Tigist Meseret Almaz Bethlehem",
        "Dawit Abebe Getachew Yared Solomon",
        "Bekele Tadesse Alemu Girma Wolde Desta",
        "amhariska oromo",
    ),
    "CL": _names(
        "Carolina Marcela Ximena Paulina Gabriela",
        "Cristián Rodrigo Claudio Marcelo Patricio",
        "Fuentes_Rojas Araya Sepúlveda Contreras Valdés_Muñoz",
        "spanska engelska",
    ),
    "PL": _names(
        "Agnieszka Małgorzata Ewa Beata Joanna",
        "Piotr Tomasz Krzysztof Marek Wojciech",
        "Wójcik Zieliński Krawczyk Mazur Jabłoński Pawlak",
        "polska tyska",
    ),
}
