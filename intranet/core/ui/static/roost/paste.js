/* What is pasted from a word processor, a mail or a page keeps its links, lists, quotes and emphasis, as Markdown. All else stays behind:
   the document is only read, so nothing in it runs or is fetched. Without a script the plain words are pasted. */
"use strict";
(() => {
  const BLOCKS = new Set(["P", "DIV", "H1", "H2", "H3", "H4", "H5", "H6", "SECTION", "ARTICLE", "TABLE", "TR", "PRE", "UL", "OL", "DL", "DT", "DD"]);
  const LEFT_OUT = new Set(["STYLE", "SCRIPT", "TEMPLATE", "HEAD", "META", "TITLE", "IMG", "SVG", "OBJECT", "IFRAME", "NOSCRIPT"]);
  const styleOf = (element) => (element.getAttribute("style") || "").toLowerCase().replace(/\s/g, "");

  const inside = (element, list) => [...element.childNodes].map((node) => words(node, list)).join("");
  const block = (text) => (text.trim() ? `\n\n${text.trim()}\n\n` : "");

  function marked(text, mark) {
    const [, before, core, after] = text.match(/^(\s*)([^]*?)(\s*)$/);
    return core && !core.includes("\n") ? `${before}${mark}${core}${mark}${after}` : text;
  }

  function item(element, list) {
    const text = inside(element, list).trim().replace(/\n{2,}/g, "\n").replace(/\n/g, "\n   ");
    return `\n${list.ordered ? `${list.number++}. ` : "- "}${text}`;
  }

  /* Word and Outlook write lists as paragraphs that say so in their style */
  function wordItem(element) {
    const sign = element.querySelector("[style*='mso-list:Ignore'], [style*='mso-list: Ignore']");
    const ordered = sign && /[0-9a-z]\s*[.)]/i.test(sign.textContent);
    if (sign) sign.remove();
    const level = Number((styleOf(element).match(/level(\d)/) || [0, 1])[1]);
    return `\n${"   ".repeat(level - 1)}${ordered ? "1." : "-"} ${inside(element, null).trim()}`;
  }

  function words(node, list) {
    if (node.nodeType === Node.TEXT_NODE) return node.data.replace(/[ \t\r\n]+/g, " ");
    if (node.nodeType !== Node.ELEMENT_NODE || LEFT_OUT.has(node.tagName.toUpperCase())) return "";
    const style = styleOf(node);
    switch (node.tagName) {
      case "BR": return "\n";
      case "HR": return "\n\n---\n\n";
      case "A": {
        const text = inside(node, list).trim(), address = node.getAttribute("href") || "";
        return /^(https?:|mailto:)/i.test(address) && text ? (text === address ? address : `[${text}](${address})`) : text;
      }
      case "B": case "STRONG": return /font-weight:(normal|400)/.test(style) ? inside(node, list) : marked(inside(node, list), "**");
      case "I": case "EM": return marked(inside(node, list), "*");
      case "BLOCKQUOTE": {
        const lines = inside(node, null).trim().replace(/\n[ \t]*(\n[ \t]*)+/g, "\n\n").split("\n");
        return `\n\n${lines.map((line) => `> ${line}`).join("\n")}\n\n`;
      }
      case "UL": case "OL": {
        const held = inside(node, { ordered: node.tagName === "OL", number: node.start || 1 });
        return list ? held : `\n\n${held.trim()}\n\n`;
      }
      case "LI": return item(node, list || { ordered: false });
      case "TD": case "TH": return `${inside(node, list).trim()} `;
      default:
        if (style.includes("mso-list:l")) return wordItem(node);
        return BLOCKS.has(node.tagName) && !list ? block(inside(node, list)) : inside(node, list);
    }
  }

  function markdown(html) {
    const body = new DOMParser().parseFromString(html, "text/html").body;
    return inside(body, null).replace(/\u00a0/g, " ").replace(/[ \t]+\n/g, "\n").replace(/\n{3,}/g, "\n\n").trim();
  }

  document.addEventListener("paste", (event) => {
    const field = event.target, html = event.clipboardData && event.clipboardData.getData("text/html");
    if (!html || !field.matches || !field.matches("textarea[name=body]")) return;
    const text = markdown(html);
    if (!text || !/[\]*]|^[->\d]/m.test(text)) return;
    event.preventDefault();
    if (document.execCommand("insertText", false, text)) return; // so that it can be undone
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
