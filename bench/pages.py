"""The server's time for every page at ten years of a team's work, and how it grew from a tenth of that."""

import statistics
import sys
import time
from collections.abc import Iterator

from werkzeug.routing import Rule

from bench.figure import Figure
from bench.ten_years import TenYears, ten_years

ROUNDS = 7
LEFT_OUT = frozenset({"static", "security.logout", "setup.show"})
QUERIES = {
    "people.index": ("", "?q=zhuangm", "?q=主任&role=expert&industry=healthcare", "?page=200", "?q=没有这个人"),
    "organisations.index": ("", "?q=霁州"),
    "meetings.index": ("", "?past=1"),
    "promises.index": ("", "?settled=1"),
}


def figures() -> Iterator[Figure]:
    with ten_years(0.1) as small, ten_years() as large:
        pages = {"".join(page): times for page in _pages(large) if (times := _timed(small, large, page))}
        slowest = sorted(pages.items(), key=lambda item: -item[1][1])
        for page, (before, after) in slowest:
            if after > 150 or (after > 60 and after > 2 * before):
                yield Figure(f"{page} (at a tenth {before:.0f} ms)", after, "ms", "≤ 150 and < twice")
        page, (before, after) = slowest[0]
        yield Figure(f"the slowest of {len(pages)} pages: {page}", after, "ms", "≤ 150")
        growth = {page: after / before for page, (before, after) in pages.items()}
        page = max(growth, key=lambda page: growth[page])
        yield Figure(f"the most growth from a tenth: {page}, now {pages[page][1]:.0f} ms", growth[page], "times", "< 2")
        yield Figure("the median page", statistics.median(after for _before, after in pages.values()), "ms")


def _pages(data: TenYears) -> Iterator[tuple[str, str]]:
    """Every page that can be opened, as endpoint and query; addresses are made from the ids of each size."""
    for rule in sorted(data.app.url_map.iter_rules(), key=lambda rule: rule.endpoint):
        if "GET" in (rule.methods or ()) and rule.endpoint not in LEFT_OUT and _address(data, rule):
            for query in QUERIES.get(
                rule.endpoint, ("?person=" + str(data.ids["person_id"]),) if rule.rule.endswith("/new") else ("",)
            ):
                yield rule.endpoint, query


def _address(data: TenYears, rule: Rule) -> str:
    """ "" where we have no row to name."""
    if not rule.arguments <= data.ids.keys():
        return ""
    with data.app.test_request_context():
        return str(
            data.app.url_map.bind("localhost").build(rule.endpoint, {name: data.ids[name] for name in rule.arguments})
        )


def _timed(small: TenYears, large: TenYears, page: tuple[str, str]) -> tuple[float, float] | None:
    """The median milliseconds of the process for one page at a tenth and in full, taken in turns.

    The time of the process alone: what else the machine does beside it is not the page's.
    """
    endpoint, query = page
    taken: dict[bool, list[float]] = {False: [], True: []}
    for number in range(ROUNDS + 1):
        for full, data in ((False, small), (True, large)):
            rule = next(iter(data.app.url_map.iter_rules(endpoint)))
            address = _address(data, rule) + query.replace(str(large.ids["person_id"]), str(data.ids["person_id"]))
            began = time.process_time()
            with data.client.get(address) as response:
                spent = 1_000 * (time.process_time() - began)
                if response.status_code != 200:
                    if number == 0 and response.status_code >= 500:
                        sys.stderr.write(f"{endpoint}: {response.status_code}\n")
                    return None
            if number:
                taken[full].append(spent)
    return statistics.median(taken[False]), statistics.median(taken[True])
