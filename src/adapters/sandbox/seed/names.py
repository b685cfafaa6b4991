# ruff: noqa: RUF001 - names as people write them
"""Lists that names, places and companies are made of."""

FIRST_NAMES = (
    "Anna", "Bernd", "Carla", "David", "Elena", "Felix", "Greta", "Hannes", "Ines", "Jonas",
    "Katrin", "Lukas", "Maren", "Nils", "Olivia", "Paul", "Quentin", "Rosa", "Stefan", "Tanja",
    "Ulrike", "Viktor", "Wiebke", "Xaver", "Yvonne", "Zoe", "Aoife", "Björn", "Çağla", "Étienne",
    "Fiona", "Göran", "Ilse", "Jürgen", "Krzysztof", "Łukasz", "Márton", "Noémie", "Øyvind",
)  # fmt: skip
LAST_NAMES = (
    "Albers", "Bauer", "Christensen", "Dubois", "Eriksson", "Fischer", "García", "Hofmann",
    "Ivanov", "Jansen", "Kowalski", "Lindqvist", "Müller", "Nowak", "O'Brien", "Petersen",
    "Quandt", "Rossi", "Schröder", "Tóth", "Ullmann", "van der Berg", "Weiß", "Yılmaz", "Ziegler",
    "Ångström", "de la Cruz", "Fernández-Ruiz", "Großmann", "Håkansson", "Nguyễn", "Özdemir",
)  # fmt: skip
AWKWARD_NAMES = (
    ("小明", "王"),
    ("さくら", "佐藤"),
    ("민준", "김"),
    ("Мария", "Соколова"),
    ("محمد", "الأحمد"),
    ("Zoë 🌻", "Sunshine"),
    ("Rock'n'Roll 🎸👩‍🎤", "Band"),
    ("Cher", ""),
    ("Ana\u0301", "Pe\u0301rez"),
    ("A" * 120, "B" * 134),
    ("名" * 255, ""),
    ('Robert"); DROP TABLE', "<b>Students</b>"),
)
COMPANY_STEMS = (
    "Abendrot", "Baltic", "Contrast", "Delta", "Elbe", "Funke", "Granit", "Hanse", "Inova",
    "Jade", "Kranich", "Lumen", "Merkur", "Nordlicht", "Orion", "Prisma", "Quell", "Rhein",
    "Solveig", "Tannen", "Ufer", "Vektor", "Weser", "Zenit", "Æther", "Größe", "日の出", "Müllers",
)  # fmt: skip
COMPANY_TRADES = (
    "Bau", "Consulting", "Digital", "Energie", "Foods", "Gartenbau", "Holding", "Immobilien",
    "Kliniken", "Logistik", "Maschinen", "Optik", "Reisen", "Systems", "Textil", "Verlag",
)  # fmt: skip
COMPANY_FORMS = ("GmbH", "AG", "KG", "Ltd.", "S.A.", "e.K.", "Sp. z o.o.", "& Co.")
PLACES = (
    ("Musterstraße 1, 10115 Berlin", "Germany", "Berlin"),
    ("Alsterufer 7, 20354 Hamburg", "Germany", "Hamburg"),
    ("Mustamäe tee 3a, 10615 Tallinn", "Estonia", "Tallinn"),
    ("Rue de Rivoli 99, 75001 Paris", "France", "Paris"),
    ("Floriańska 12, 31-021 Kraków", "Poland", "Kraków"),
)
USERS = (
    ("Ingrid Installer", "ingrid@example.com"),
    ("Clara Colleague", "clara@example.com"),
    ("Mateo Morales", "mateo@example.com"),
    ("Şule Aydın", "sule@example.com"),
    ("Oskar Lind", "team@example.com"),
    ("Oskar Lindgren", "Team@example.com"),
    ("Priya Nair", "priya@example.com"),
    ("Tom O'Neill", "tom@example.com"),
    ("Юлия Белова", "yulia@example.com"),
    ("Li Wei", "li.wei@example.com"),
    ("Gone Gunther", "gunther@example.com"),
    ("Left Lena", "lena@example.com"),
)
INACTIVE_USERS = ("Gone Gunther", "Left Lena")
BOARDS = {
    "Neukunden": ("Lead", "Erstgespräch", "Angebot", "Verhandlung", "Abschluss"),
    "Bestandskunden": ("Bedarf", "Besuch", "Angebot", "Nachfassen", "Bestellung"),
    "Partner 提携": ("Kontakt", "Prüfung", "Vertrag", "Schulung", "Start"),
}
"""The pipelines and their stages."""
