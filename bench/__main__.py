"""Prints the figures of every subject, or of those that are named."""

import importlib
import pkgutil
import sys

import bench

SUBJECTS = sorted(
    module.name
    for module in pkgutil.iter_modules(bench.__path__)
    if module.name not in {"__main__", "figure", "ten_years"}
)


def main() -> None:
    wanted = sys.argv[1:] or SUBJECTS
    unknown = [name for name in wanted if name not in SUBJECTS]
    if unknown:
        sys.exit(f"There is no {', '.join(unknown)} to measure; there are: {', '.join(SUBJECTS)}.")
    for name in wanted:
        sys.stdout.write(f"# {name}\n")
        for figure in importlib.import_module(f"bench.{name}").figures():
            sys.stdout.write(f"{figure}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
