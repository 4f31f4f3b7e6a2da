// Rows shown a page at a time: used by the table element and by tables written in markdown.
import { h } from "../dom.js";
import { icon } from "./icons.js";
import { t } from "../i18n.js";

/** A scrolling table whose body shows `size` rows; `memory` and `key` keep the page over a re-render. */
export function pager(rows, { size, head, className, lang, memory, key, style }) {
  const body = h("tbody");
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const label = h("span", { class: "pager-page" });
  let page = Math.min(memory?.get(key) ?? 0, pages - 1);
  const show = (next) => {
    page = Math.max(0, Math.min(pages - 1, next));
    memory?.set(key, page);
    body.replaceChildren(...rows.slice(page * size, page * size + size));
    label.textContent = t("page_of", { page: page + 1, pages });
    back.disabled = page === 0;
    forth.disabled = page === pages - 1;
  };
  const turn = (name, words, step) => h("button", { type: "button", class: "pager-turn", "aria-label": t(words, {}, lang), onclick: () => show(page + step) }, icon(name));
  const back = turn("left", "prev", -1);
  const forth = turn("right", "next", 1);
  show(page);
  const foot = pages > 1 && h("div", { class: "pager" }, h("span", { class: "pager-total", text: t("rows_total", { n: rows.length }, lang) }), back, label, forth);
  return h("div", { class: `${className} paged`, style },
    h("div", { class: "table-scroll", tabindex: "0" }, h("table", {}, h("thead", {}, head), body)),
    rows.length === 0 && h("div", { class: "table-empty", text: t("no_data", {}, lang) }), foot);
}
