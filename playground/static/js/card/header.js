// A card's header: title, subtitle, icon, tags, in its template's colour.
import { h } from "../dom.js";
import { hueOf } from "./colours.js";
import { leading, plainly, textTag, words } from "./texts.js";

export function drawHeader(header, ctx) {
  if (!header) return null;
  const tags = header.i18n_text_tag_list?.[ctx.lang] ?? header.text_tag_list ?? [];
  const title = words(header.title, ctx, "h3");
  title.classList.add("card-title");
  title.dataset.testid = "card-title";
  return h("header", { class: "card-header", "data-hue": hueOf(header.template) || "none", style: { padding: header.padding } },
    header.icon && h("span", { class: "card-icon" }, leading(header.icon, ctx)),
    h("div", { class: "card-head-words" },
      h("div", { class: "card-title-row" }, title, tags.slice(0, 3).map((tag) => textTag(tag.color, plainly(tag.text, ctx)))),
      header.subtitle && h("div", { class: "card-subtitle", text: plainly(header.subtitle, ctx) })));
}
