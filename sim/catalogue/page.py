"""The catalogue as one page that stands on its own: levers, regions, scenarios and KPIs, in Dutch
and English, with a search box. No network; without a script everything is shown.
"""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from sim.catalogue.kpis import kpis
from sim.catalogue.levers import levers
from sim.catalogue.regions import regions
from sim.catalogue.scenarios import scenarios
from sim.catalogue.search import SAME, plain
from sim.common.files import write_text
from sim.readable.sheet import Sheet
from sim.words.catalogue import LANGUAGES, say

STYLE = """
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:75rem;margin:0 auto;padding:1rem}
header{position:sticky;top:0;background:Canvas;padding:.5rem 0;border-bottom:1px solid GrayText}
input{font:inherit;padding:.4rem;width:min(30rem,60vw)} button{font:inherit;padding:.4rem .8rem}
table{border-collapse:collapse;width:100%}
caption{text-align:left;font-weight:bold;font-size:1.2rem;padding:1.5rem 0 .5rem}
th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid GrayText}
td{overflow-wrap:anywhere} td:first-of-type{min-width:14rem}
th[scope=row]{font-weight:600;min-width:12rem} code{overflow-wrap:anywhere}
code{font-size:.85em} .scroll{overflow-x:auto} [hidden]{display:none!important}
"""
SCRIPT = """
const box=document.getElementById('search'),same=SAME;
const plain=t=>t.toLowerCase().normalize('NFKD').replace(/[\\u0300-\\u036f]/g,'');
function find(){let n=0;const words=plain(box.value).split(/\\s+/).filter(Boolean)
 .map(w=>same.find(s=>s.includes(w))||[w]);
 document.querySelectorAll('tbody tr').forEach(r=>{
  const is=words.every(ws=>ws.some(w=>r.dataset.text.includes(w)));r.hidden=!is;
  if(is&&!r.closest('main').hidden)n++;});
 document.querySelectorAll('section').forEach(s=>{
  s.hidden=!s.querySelector('tbody tr:not([hidden])')});
 document.querySelectorAll('output').forEach(o=>o.textContent=n+' '+o.dataset.word);}
function speak(lang){document.documentElement.lang=lang;
 document.querySelectorAll('[data-lang]').forEach(e=>e.hidden=e.dataset.lang!==lang);find();}
box.addEventListener('input',find);
document.querySelectorAll('button').forEach(b=>b.addEventListener('click',()=>speak(b.dataset.to)));
document.querySelectorAll('.script').forEach(e=>e.hidden=false);speak('FIRST');
"""


def write_page(path: Path, language: str, region: str | Sequence[str] | None = None) -> Path:
    """Write the page to `path`, opening in `language`, with values of `region`; return the path."""
    text = page(language, region)
    write_text(path, text)
    return path


def page(language: str, region: str | Sequence[str] | None = None) -> str:
    """Return the page as HTML."""
    whole = (levers(region=region), scenarios(), kpis(), regions())
    bodies = []
    for lang in LANGUAGES:
        sections = [_section(each.readable_in_full(lang), lang) for each in whole]
        bodies.append(
            f'<main lang="{lang}" data-lang="{lang}">'
            f"<h1>{escape(say('found.page_title', lang))}</h1>"
            f"<p>{escape(say('found.page_lead', lang))}</p>{''.join(sections)}</main>"
        )
    tools = "".join(
        f'<span data-lang="{lang}"><label for="search">'
        f"{escape(say('found.page_search', lang))}</label> "
        f'<output for="search" data-word="{escape(say("found.page_found", lang))}"></output> '
        f'<button type="button" data-to="{other}" lang="{other}">'
        f"{escape(say('found.page_other', lang))}</button></span>"
        for lang, other in (LANGUAGES, LANGUAGES[::-1])
    )
    same = str([[plain(each) for each in words] for words in SAME])
    title = say("found.page_title", language)
    script = SCRIPT.replace("SAME", same).replace("FIRST", language)
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>"
        f'<header class="script" hidden><input id="search" type="search" autocomplete="off"> '
        f"{tools}</header>{''.join(bodies)}<script>{script}</script></body></html>\n"
    )


def _section(sheet: Sheet, lang: str) -> str:
    rows = []
    for row in sheet.rows:
        text = escape(plain(" ".join(row)), quote=True)
        cells = f'<th scope="row">{escape(row[0])}<br><code>{escape(row[1])}</code></th>'
        cells += "".join(f"<td>{escape(cell)}</td>" for cell in row[2:])
        rows.append(f'<tr data-text="{text}">{cells}</tr>')
    head = "".join(
        f'<th scope="col">{escape(heading)}</th>'
        for k, heading in enumerate(sheet.headings)
        if k != 1
    )
    return (
        f'<section><div class="scroll" tabindex="0" role="region" aria-label="'
        f'{escape(sheet.title)}"><table><caption>{escape(sheet.title)}</caption><thead><tr>{head}'
        f"</tr></thead><tbody>{''.join(rows)}</tbody></table></div></section>"
    )
