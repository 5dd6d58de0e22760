"""What the measures feed the program: invented guides in Markdown, and a mix of questions."""

import random
from urllib.parse import urlencode

WORDS = """ward record patient clinic nurse theatre discharge referral device network training consultant pharmacy
prescribing observation handover community rota audit safety supplier interface message pathway bed outpatient
laboratory imaging coding consent identity printer scanner barcode trolley wireless coverage password session backup
restore incident hazard control owner board budget contract licence support rehearsal cutover champion feedback survey
baseline saving""".split()


def sentence(chance, words=16):
    """Invented words with a capital and a full stop."""
    return " ".join(chance.choice(WORDS) for _ in range(words)).capitalize() + "."


def guide(number, size, mark="benchmark"):
    """A guide of about `size` bytes with headings, lists, a table and links; the same number gives the same text.

    `mark` is a word in its title, to find it by.
    """
    chance = random.Random(number)
    text = (
        f'---\ntitle: "Guide {number} of the {mark}"\nsummary: "{sentence(chance)}"\n'
        f"kind: it-system\ncare_settings: [Acute]\nsystems: [System {number % 20}]\n---\n"
    )
    section = 0
    while len(text) < size:
        section += 1
        link = f"**{chance.choice(WORDS)}** and [a link](https://example.org/{section})"
        table = [f"| {chance.choice(WORDS)} | {chance.randrange(900)} |\n" for _ in range(4)]
        parts = (
            f"\n## Section {section}\n\n{sentence(chance, 24)} With {link}.\n",
            f"\n{sentence(chance, 30)} {sentence(chance, 30)}\n",
            "\n" + "".join(f"- {sentence(chance, 8)}\n" for _ in range(4)),
            "\n| What | How many |\n| --- | --- |\n" + "".join(table),
        )
        for part in parts:
            if len(text) < size:
                text += part
    return text


def write_guides(folder, numbers_and_sizes, mark="benchmark"):
    """Writes guides into a new folder and gives it."""
    folder.mkdir(parents=True)
    for number, size in numbers_and_sizes:
        (folder / f"guide-{number}.md").write_text(guide(number, size, mark))
    return folder


PLAIN = """ward; pharmacy; discharge; wireless; barcode; theatre; rehearsal; printers; prescribing; outpatients;
consent; ward handover; device network; discharge pharmacy; patient record; community nurse; barcode scanner;
hazard control; budget contract; clinic referral; laboratory interface; floorwalker champion;
training rota; guide 77"""
MISSPELT = "pharmcy; dischrage; wirelss; prescribng; handovr; rehersal; barcod scaner; comunity nurs"
SYNONYMS = "EPMA; EPR; electronic health record; SSO; tap and go; wifi; eObs; roster; Wi-Fi coverage; ransomware"
FILTERED = [
    {"kind": "care-pathway"},
    {"year": "2020"},
    {"q": "ward", "kind": "it-system"},
    {"q": "discharge", "care-setting": "Community"},
    {"q": "audit", "year": "2021"},
    {"q": "network", "project-type": "Single Sign-On"},
    {"q": "patient record", "system": "System A (invented)"},
    {"q": "training", "depth": "on-a-page", "kind": "care-setting"},
    {"q": "pharmcy", "care-setting": "Mental Health"},
    {"q": "EPR", "kind": "it-system"},
    {"q": "ward", "page": "3"},
]


def questions():
    """Addresses of searches: plain words, misspelt ones, synonyms and filters, mixed up the same way each time."""
    words = [words.strip() for part in (PLAIN, MISSPELT, SYNONYMS) for words in part.split(";")]
    asked = [{"q": " ".join(words.split())} for words in words] + FILTERED
    random.Random(1).shuffle(asked)
    return [f"/blueprints?{urlencode(pairs)}" for pairs in asked]
