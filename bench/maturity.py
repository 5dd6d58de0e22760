"""The measures of digital maturity: answers into a round, and the pages of an edition of very many organisations."""

import csv
import random
import time
from statistics import quantiles

from measures import Row, at_most, in_mb, in_s
from portal import BenchError, ask, peak_memory

QUESTIONS = 150
SETTINGS = ["acute", "mental-health", "community", "ambulance"]
REGIONS = ["Y54", "Y55", "Y56", "Y57"]


def framework():
    """A question set of three themes with five sections each, as the plan of the outside script has it."""
    lines = ['id = "bench"', 'version = "1"', 'kind = "maturity"', 'title = "Bench"', 'depths = ["theme", "section"]',
             'written_for = "A measurement."', 'scale = [{ id = "s", answers = [' + ", ".join(
                 f'{{ id = "a{at}", text = "Answer {at}", score = {25 * at} }}' for at in range(5)) + "] }]"]
    for theme in range(3):
        lines += ["[[section]]", f'id = "theme-{theme}"', f'title = "Theme {theme}"']
        for section in range(5):
            lines += ["[[section]]", f'id = "section-{theme}-{section}"', f'title = "Section {theme} {section}"',
                      f'under = "theme-{theme}"']
    for at in range(QUESTIONS):
        theme, section = at // (QUESTIONS // 3), at // (QUESTIONS // 15) % 5
        lines += ["[[question]]", f'id = "q{at}"', f'section = "section-{theme}-{section}"', 'scale = "s"',
                  f'text = "Question {at}."']
    return "\n".join(lines) + "\n"


RECIPE = """framework = { id = "bench", version = "1" }
score = { decimals = 1 }
error = { theme_sd = 7, why = "A measurement." }
places = { draws = 1000, seed = 7 }
"""


def prepared(bench, name, number):
    """A portal whose register has so many organisations, and the file of what they answered."""
    portal = bench.portal(name, keep_pages=False)
    chance = random.Random(number)
    register, answers = portal.data / "register.csv", portal.data / "answers.csv"
    with register.open("w", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(["code", "name", "kind", "grouping", "listed_on", "source"])
        for at in range(number):
            lines.writerow([f"BEN-{at:06}", f"Benchmark Demonstration {chance.choice('ABCDEFGH')}{at}", SETTINGS[at % 4],
                            REGIONS[at // 4 % 4], "2020-01-01", "Invented"])
    with answers.open("w", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(["organisation"] + [f"q{at}" for at in range(QUESTIONS)])
        for at in range(number):
            level = chance.gauss(3, 0.8)
            given = (min(5, max(1, round(level + chance.gauss(0, 1)))) for _ in range(QUESTIONS))
            lines.writerow([f"BEN-{at:06}", *("?" if chance.random() < 0.02 else answer for answer in given)])
    (portal.data / "bench.toml").write_text(framework())
    (portal.data / "recipe.toml").write_text(RECIPE)
    portal.run("import", "organisations", register)
    portal.run("framework", "add", portal.data / "bench.toml")
    return portal, answers


def imported(portal, answers):
    """Seconds of taking the answers, each commit on disk."""
    started = time.monotonic()
    said = portal.run("import", "round", answers, "--round", "bench", "--framework", "bench@1")
    if " new, 0 changed" not in said:
        raise BenchError(f"import round: {said}")
    return time.monotonic() - started


def published(portal):
    """Seconds of scoring, drawing places and publishing."""
    started = time.monotonic()
    recipe = portal.data / "recipe.toml"
    portal.run("index", "publish", "bench", "--recipe", recipe, "--edition", "bench", "--title", "Bench")
    return time.monotonic() - started


def p99(seconds):
    """The 99th percentile."""
    return quantiles(seconds, n=100)[-1]


def maturity(bench):
    """Answers of 239 and of very many organisations, and the pages of what is published of them."""
    bench.say("maturity: 239 organisations")
    taken = []
    for round in range(5):
        portal, answers = prepared(bench, f"maturity-{round}", 239)
        taken.append((imported(portal, answers), published(portal)))
    few = min(imported + scored for imported, scored in taken)
    number = bench.scale.large
    bench.say(f"maturity: {number:,} organisations are put into the register")
    portal, answers = prepared(bench, "maturity-large", number)
    bench.say("maturity: their answers")
    many = imported(portal, answers)
    bench.say("maturity: publishing")
    publishing = published(portal)
    here = "/maturity/bench/organisations"
    with portal.serve() as server:
        started = time.monotonic()
        server.get("/maturity/bench")
        first = time.monotonic() - started
        chance = random.Random(1)
        pages = [f"{here}?page={chance.randrange(1, max(2, number // 50))}" for _ in range(300)]
        sought = [f"{here}?q={chance.choice('abcdefgh')}{at}&region=Y5{chance.randrange(4, 8)}" for at in range(300)]
        weighed = [f"{here}?" + "&".join(f"weight={chance.randrange(1, 100)}" for _ in range(3)) for _ in range(300)]
        single = [f"{here}/BEN-{chance.randrange(number):06}" for _ in range(100)]
        with peak_memory(server) as samples:
            ask(server, pages[:20] + weighed[:20])
            bench.say("maturity: pages")
            times = [ask(server, paths)[1] for paths in (pages, sought, weighed, single)]
            ask(server, ["/maturity/bench", "/maturity/bench/top-and-bottom", "/maturity/bench/questions/q7"])
    table, found, moved, unit = map(p99, times)
    size = f"{number:,} organisations"
    shown = lambda seconds: f"{seconds * 1000:.1f} ms"
    return [
        at_most(f"Import, score, places and publishing of 239 × {QUESTIONS} answers from CSV (two commands), best of 5",
                few, 0.3, in_s),
        at_most(f"Import of {number:,} × {QUESTIONS} answers, an entry each, every commit on disk", many, 60, in_s),
        Row(f"Scores, places from 1,000 draws and publishing, {size}", in_s(publishing), "no bar", "", None),
        Row(f"First page of an edition of {size} after a start", in_s(first), "no bar", "", None),
        at_most(f"Page of the table, {size}, not kept: 99th percentile of latency", table, 0.05, shown),
        at_most(f"The same by name and region: 99th percentile", found, 0.05, shown),
        at_most(f"Weights moved, {size} in order anew, not kept: 99th percentile of latency", moved, 0.05, shown),
        Row(f"Page of one organisation of {size}: 99th percentile", shown(unit), "no bar", "", None),
        Row("Memory (RssAnon) at its highest meanwhile", in_mb(max(samples)), "no bar", "", None),
    ]


ALL = {"maturity": maturity}
