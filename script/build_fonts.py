"""Cuts the static Chinese fonts of the paper (build/fonts/) from the variable Noto Sans in the locked wheel.

A variable font costs seven times the time at every print, so it is cut once, at set-up. Every character of Noto Sans SC
is kept: rare ones live in people's names, and a cut to GBK prints no faster. Those that only its Taiwan, Japan and
Korea siblings have (𠮷 is one, 김 another) are taken from there. What none of them has is put together: tick boxes,
and the European letters of names such as Dvořák and Wałęsa (latin_letters.py).
The result depends on these files and the locked packages alone: the same input gives the same bytes.
"""

import shutil
import sys
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import files
from pathlib import Path

from fontTools.misc.transform import Transform
from fontTools.pens.filterPen import DecomposingFilterPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer
from latin_letters import LETTERS, Drawing

WHEEL = "justmytype-intl-cjk"
FOLDER = Path(__file__).parent.parent / "build" / "fonts"
WEIGHTS = {"Regular": 400, "Medium": 500, "Bold": 700}
SIBLINGS = ("TC", "JP", "KR")
# Mark -> the glyphs it is made of, each with its place in the em.
COMPOSED = {
    "☐": [("□", Transform())],
    "☑": [("□", Transform()), ("✓", Transform(0.8, 0, 0, 0.8, 225, 83))],
    "✗": [("×", Transform(1.15, 0, 0, 1.15, -75, -56))],
}
# Upright text needs none of these, and the paper is never set vertically.
UNUSED_TABLES = ("BASE", "STAT", "vhea", "vmtx")


def source(name: str) -> Path:
    """The path of one file inside the installed wheel; LookupError when it is not there."""
    for entry in files(WHEEL) or ():
        if entry.match(name):
            return Path(str(entry.locate()))
    raise LookupError(f"{WHEEL} has no {name}")


def add_glyph(font: TTFont, character: int, pen: TTGlyphPen, width: float) -> None:
    """Append what the pen drew to the font as the glyph of one Unicode character; width in font units."""
    name = f"added{character:05X}"
    font["glyf"][name] = glyph = pen.glyph()
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = (round(width), glyph.xMin)
    for table in font["cmap"].tables:
        if table.isUnicode() and table.format in ((4, 12) if character < 0x10000 else (12,)):
            table.cmap[character] = name


def add_from_sibling(font: TTFont, region: str, weight: int) -> None:
    """Give the font every Chinese character that the sibling of that region has and it has not."""
    sibling = TTFont(source(f"NotoSans{region}*.ttf"))
    glyphs = sibling.getGlyphSet(location={"wght": weight})
    for character, name in sorted(sibling.getBestCmap().items()):
        if character in font.getBestCmap():
            continue
        pen = TTGlyphPen(None)
        glyphs[name].draw(DecomposingFilterPen(pen, glyphs))
        add_glyph(font, character, pen, glyphs[name].width)


def add_composed(font: TTFont) -> None:
    glyphs = font.getGlyphSet()
    names = font.getBestCmap()
    for mark, parts in COMPOSED.items():
        pen = TTGlyphPen(None)
        for part, place in parts:
            glyphs[names[ord(part)]].draw(DecomposingFilterPen(TransformPen(pen, place), glyphs))
        add_glyph(font, ord(mark), pen, font["head"].unitsPerEm)


def add_latin(font: TTFont) -> None:
    """Give the font the European letters it lacks, each from a letter and a mark it has."""
    drawing = Drawing(font)
    # All are drawn before the first is added, so that none is made of another.
    drawn = {letter: recipe(drawing) for letter, recipe in LETTERS.items() if ord(letter) not in font.getBestCmap()}
    for letter, (outline, width) in drawn.items():
        pen = TTGlyphPen(None)
        outline.replay(pen)
        add_glyph(font, ord(letter), pen, width)


def build(style: str) -> str:
    """Write build/fonts/NotoSansSC-<style>.ttf whole or not at all, and return its name."""
    weight = WEIGHTS[style]
    font = TTFont(source("NotoSansSC*.ttf"), recalcTimestamp=False)
    font = instancer.instantiateVariableFont(font, {"wght": weight}, inplace=True, updateFontNames=True)
    for table in UNUSED_TABLES:
        if table in font:
            del font[table]
    for region in SIBLINGS:
        add_from_sibling(font, region, weight)
    add_composed(font)
    add_latin(font)
    target = FOLDER / f"NotoSansSC-{style}.ttf"
    unfinished = target.with_suffix(".part")
    font.save(unfinished)
    unfinished.replace(target)
    return target.name


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source("notosanssc/OFL.txt"), FOLDER / "OFL.txt")
    with ProcessPoolExecutor() as pool:
        for name in pool.map(build, WEIGHTS):
            sys.stdout.write(f"      {name}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
