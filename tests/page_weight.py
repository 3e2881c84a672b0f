"""What a page makes a browser load: its own styles and scripts, and every module that a script imports."""

import gzip
import re
from collections.abc import Callable


def sizes_of(page: str, read: Callable[[str], str]) -> dict[str, int]:
    """The bytes of each file, gzipped, by its address without the version; ``read`` gives the text behind an address."""
    found = re.findall(r'(?:src|href)="(/static/[^"]+\.(?:js|css)[^"]*)"', read(page))
    sizes: dict[str, int] = {}
    while found:
        path = found.pop().partition("?")[0]
        if path not in sizes:
            text = read(path)
            sizes[path] = len(gzip.compress(text.encode(), 6))
            folder = path.rpartition("/")[0]
            found += [f"{folder}/{name}" for name in re.findall(r'(?:from |import\(|import )"\./([^"]+)"', text)]
    return sizes
