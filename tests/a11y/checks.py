"""What every page is asked (A-01 to A-05, A-09, A-11, A-18). Each check gives a list of what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Page

HOSTILE = ("Pneumonoultramicroscopicsilicovolcanoconiosis" * 7)[:300]
RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
#: What another colour scheme may break: everything else is asked once for each width.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
AXE = """(only) => axe.run(document, {
  runOnly: only, rules: only.type === 'tag' ? {'target-size': {enabled: true}} : {}, resultTypes: ['violations'],
})"""

STRUCTURE = """() => {
  const out = [], tops = document.querySelectorAll('h1');
  if (tops.length !== 1) out.push(`h1: ${tops.length}`);
  let last = 0;
  for (const heading of document.querySelectorAll('h1, h2, h3, h4, h5, h6')) {
    const level = +heading.tagName[1], place = heading.closest('main') ? 'main' : 'frame';
    if (place === 'main' && last && level > last + 1) out.push(`heading skips to ${level}: ${heading.textContent.trim().slice(0, 40)}`);
    if (place === 'main') last = level;
  }
  const ids = {}, landmarks = {}, controls = {};
  for (const element of document.querySelectorAll('[id]')) {
    if (ids[element.id]) out.push(`id twice: ${element.id}`);
    ids[element.id] = 1;
  }
  const name = (element) => (element.getAttribute('aria-label')
    || (element.getAttribute('aria-labelledby') || '').split(/\\s+/).map((id) => document.getElementById(id)?.textContent || '').join(' ')).trim();
  for (const element of document.querySelectorAll('nav, aside, main, header.top, footer.foot, [role=search], [role=region], section[aria-label], section[aria-labelledby]')) {
    const key = (element.getAttribute('role') || element.tagName) + ': ' + name(element);
    if (landmarks[key]) out.push(`landmark twice: ${key}`);
    landmarks[key] = 1;
  }
  for (const element of document.querySelectorAll('button, summary, a.button, a.tool')) {
    const words = (element.getAttribute('aria-label') || element.textContent).replace(/\\s+/g, ' ').trim();
    if (!words) out.push(`no name: ${element.outerHTML.slice(0, 80)}`);
    if (controls[words]) out.push(`control twice: ${words}`);
    controls[words] = 1;
  }
  for (const element of document.querySelectorAll('[style], script:not([src]), [onclick], [onchange], [onsubmit]')) out.push(`inline: ${element.outerHTML.slice(0, 80)}`);
  for (const element of document.querySelectorAll('[aria-labelledby], [aria-describedby]'))
    for (const id of `${element.getAttribute('aria-labelledby') || ''} ${element.getAttribute('aria-describedby') || ''}`.trim().split(/\\s+/))
      if (id && !document.getElementById(id)) out.push(`no such id: ${id}`);
  for (const element of document.querySelectorAll('time:not([datetime])')) out.push(`time without datetime: ${element.textContent}`);
  if (document.querySelectorAll('#live[role=status]').length !== 1) out.push('not one live region');
  return out;
}"""
OVERFLOW = """() => {
  const width = document.documentElement.clientWidth, over = document.documentElement.scrollWidth - width;
  const isOut = (e) => e.checkVisibility() && e.getBoundingClientRect().right > width + 1 && !e.closest('.scroll, .tabs, pre, .vh');
  const where = over > 0 ? 'body *' : '.top *, .rail *';
  const wide = [...document.querySelectorAll(where)].filter(isOut);
  if (over <= 0 && !wide.length) return [];
  return [`${over} px too wide: ` + wide.slice(0, 3).map((e) => `${e.tagName}.${e.getAttribute('class')}`).join(', ')];
}"""
SPOIL = """(word) => {
  for (const element of document.querySelectorAll('.comment__body p, .prose p, .title, .option label, blockquote p, h1, h2, h3, .hit p, .tag, .chip, .crumbs a, tbody th, .scroll td, .lede, .meta span, .byline a'))
    if (!element.closest('.vh')) element.append(' ' + word);
  for (const area of document.querySelectorAll('textarea')) area.value += ' ' + word;
  const prose = document.querySelector('.prose');
  if (prose) {
    const image = new Image(2000, 50);
    prose.append(image);
  }
}"""
SMALL = """() => [...document.querySelectorAll('button, summary, .button, .tool, .nav a, .tabs a, .pager a, .option, .menu a')]
  .filter((e) => e.checkVisibility() && !e.closest('.vh') && Math.min(e.getBoundingClientRect().height, e.getBoundingClientRect().width) < 23.5)
  .map((e) => `small target: ${e.textContent.trim().slice(0, 40)}`)"""
TOUCH = """() => [...document.querySelectorAll('.button:not(.button--small), .tool, .nav a, .tabs a, .pager a, .option, .input, .top__tool')]
  .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 43.5)
  .map((e) => `under 44 px for a finger: ${e.getAttribute('class')} ${e.textContent.trim().slice(0, 40)}`)"""
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }');
  document.adoptedStyleSheets = [sheet];
}"""
UNSPACED = "() => { document.adoptedStyleSheets = []; }"
CLIPPED = """() => [...document.querySelectorAll('main *, .top *, .nav *')].filter((e) => {
  const style = getComputedStyle(e);
  if (!e.textContent.trim() || e.closest('.vh, svg, .scroll, select, textarea, pre, .tabs') || !e.checkVisibility()) return false;
  if (style.webkitLineClamp !== 'none') return false;
  return (/hidden|clip/.test(style.overflowY) && e.scrollHeight > e.clientHeight + 1) || (/hidden|clip/.test(style.overflowX) && e.scrollWidth > e.clientWidth + 1);
}).map((e) => `clipped with wider text: ${e.tagName}.${e.getAttribute('class')}`)"""
FOCUS = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const r = e.getBoundingClientRect(), style = getComputedStyle(e), around = e.closest('.option') && getComputedStyle(e.closest('.option'));
  const ring = (s) => s && s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2;
  const x = Math.min(Math.max(r.left + r.width / 2, 1), innerWidth - 1), middle = r.height > innerHeight ? (Math.max(r.top, 0) + Math.min(r.bottom, innerHeight)) / 2 : r.top + r.height / 2, y = Math.min(Math.max(middle, 1), innerHeight - 1);
  const hit = document.elementFromPoint(x, y);
  const label = hit && hit.closest('label');
  const seen = hit && (e.contains(hit) || hit.contains(e) || (label && label.control === e) || (e.closest('.option') && e.closest('.option').contains(hit)));
  const inside = r.bottom > 0 && r.top < innerHeight && r.width > 0;
  return { who: e.outerHTML.slice(0, 90), ring: ring(style) || ring(around), seen: !!seen && inside, y: r.top + scrollY, x: r.left, fixed: !!e.closest('.nav, .top, .rail, .skip') };
}"""

NAME = """() => {
  const copy = document.activeElement.cloneNode(true);
  copy.querySelectorAll('[aria-hidden=true]').forEach((hidden) => hidden.remove());
  return (document.activeElement.getAttribute('aria-label') || copy.textContent).replace(/\\s+/g, ' ').trim();
}"""


def axe(page: Page, where: str, rules: dict[str, Any] = RULES) -> list[str]:
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(Axe().axe_script)
    found = page.evaluate(AXE, rules)["violations"]
    return [f"axe {where}: {rule['id']}: {node['target']} {node.get('failureSummary', '')[:200]}" for rule in found for node in rule["nodes"]]


def looks(page: Page) -> list[str]:
    """A-01: axe at both widths, light, dark and in forced colours, on one load of the page."""
    wrong = []
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        for scheme, rules in (("light", RULES), ("dark", COLOURS)):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            wrong += axe(page, f"{scheme} {width}", rules)
    page.emulate_media(color_scheme="light", forced_colors="active")
    wrong += axe(page, "forced colours 320", COLOURS) + page.evaluate(OVERFLOW)
    page.emulate_media(color_scheme="light", forced_colors="none")
    moving = page.evaluate("document.getAnimations().length")
    return wrong + ([f"{moving} animations under reduced motion"] if moving else [])


def structure(page: Page) -> list[str]:
    return list(page.evaluate(STRUCTURE))


def reflow(page: Page) -> list[str]:
    """A-02 and A-03: nothing spills at 320 px, plain, with wider text, and with what people can do to it; nothing is clipped."""
    page.set_viewport_size({"width": 320, "height": 800})
    wrong = page.evaluate(OVERFLOW) + page.evaluate(SMALL)
    page.evaluate(SPACED)
    wrong += page.evaluate(OVERFLOW) + page.evaluate(CLIPPED)
    page.evaluate(UNSPACED)
    page.evaluate(SPOIL, HOSTILE)
    return wrong + [f"hostile words: {words}" for words in page.evaluate(OVERFLOW)]


def walk(page: Page, steps: int = 60) -> list[str]:
    """A-04: what has focus is seen, not covered, and the order is the order on the page."""
    wrong, last = [], None
    page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }")
    for _step in range(steps):
        page.keyboard.press("Tab")
        now = page.evaluate(FOCUS)
        if now is None:
            break
        if not now["ring"]:
            wrong.append(f"focus is not seen: {now['who']}")
        if not now["seen"]:
            wrong.append(f"focus is covered: {now['who']}")
        if last and not now["fixed"] and not last["fixed"] and now["y"] < last["y"] - 40 and now["x"] <= last["x"]:
            wrong.append(f"focus goes back up: {now['who']}")
        last = now
    page.evaluate(
        "() => document.activeElement.blur()"
    )  # where it went round the page and ended at the way past the navigation, that lies over the brand
    return wrong


def fingers(page: Page) -> list[str]:
    return page.evaluate(OVERFLOW) + page.evaluate(TOUCH)


def tab_to(page: Page, name: str, limit: int = 80) -> None:
    """A-05: reach a control by its name with the Tab key alone."""
    for _step in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate(NAME) == name:
            return
    raise AssertionError(f"{name!r} is not reached within {limit} steps")


def said(page: Page, words: str, focus: str) -> None:
    """A-09: after a swap the words were said once and the focus is on the answer."""
    page.wait_for_function("(words) => document.getElementById('live').textContent === words", arg=words, timeout=3000)
    assert page.evaluate("(selector) => document.activeElement === document.querySelector(selector)", focus)


def refused(page: Page) -> list[str]:
    """A-11: the summary has the focus, its links jump to the fields, hint and error are joined to each."""
    wrong = []
    if page.evaluate("() => document.activeElement.id") != "errors":
        wrong.append("the summary of errors has no focus")
    for link in page.locator("#errors a").all():
        link.click()
        target = (link.get_attribute("href") or "#")[1:]
        if page.evaluate("() => document.activeElement.id") != target:
            wrong.append(f"the link does not jump to {target}")
        joined = page.evaluate(
            """(id) => { const e = document.getElementById(id), by = e.getAttribute('aria-describedby') || e.closest('fieldset')?.getAttribute('aria-describedby') || '';
            return e.getAttribute('aria-invalid') === 'true' && by.split(' ').some((id) => id.endsWith('_error')) && by.split(' ').every((id) => document.getElementById(id)); }""",
            target,
        )
        if not joined:
            wrong.append(f"the error is not joined to {target}")
    return wrong
