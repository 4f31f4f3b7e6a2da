// Choosing: one of several (select_static, select_person), many of several, and pictures.
import { h } from "../dom.js";
import { t } from "../i18n.js";
import { openBeside } from "./buttons.js";
import { field, widthOf } from "./field.js";
import { icon } from "./icons.js";
import { picture } from "./images.js";
import { plainly } from "./texts.js";

/** Options as {value, words}; people come from the chat when the card names none. */
function optionsOf(el, ctx) {
  if (!el.tag.includes("person")) return (el.options ?? []).map((one) => ({ value: one.value, words: plainly(one.text, ctx) }));
  const ids = (el.options ?? []).map((one) => one.value).filter((id) => ctx.host.person(id));
  return (ids.length ? ids : ctx.host.members()).map((id) => ({ value: id, words: ctx.host.nameOf(id, ctx.lang) }));
}

function first(el, options) {
  if (el.initial_option) return (options.find((one) => one.value === el.initial_option) ?? options.find((one) => one.words === el.initial_option))?.value ?? "";
  return options[Number(el.initial_index ?? 0) - 1]?.value ?? "";
}

export function drawSelect(el, ctx) {
  const options = optionsOf(el, ctx);
  const hint = plainly(el.placeholder, ctx) || t("please_select", {}, ctx.lang);
  const select = h("select", { class: `control select${el.type === "text" ? " textual" : ""}`, disabled: el.disabled, "aria-label": hint },
    h("option", { value: "", text: hint }), options.map((one) => h("option", { value: one.value, text: one.words })));
  const paint = () => select.classList.toggle("unset", select.value === "");
  return field(el, ctx, {
    node: h("div", { class: "select-wrap", style: widthOf(el) }, select, icon("down")), input: select, initial: first(el, options), wide: el.width === "fill",
    read: () => select.value, write: (value) => { select.value = options.some((one) => one.value === value) ? value : ""; paint(); },
    changed: (changed) => select.addEventListener("change", () => { paint(); changed(); }),
  });
}

export function drawMulti(el, ctx) {
  const options = optionsOf(el, ctx);
  const chosen = new Set();
  const hint = plainly(el.placeholder, ctx) || t("please_select", {}, ctx.lang);
  const opener = h("button", { type: "button", class: "control multi", disabled: el.disabled, "aria-haspopup": "listbox" });
  const list = h("div", { class: "menu listbox", role: "listbox", "aria-multiselectable": "true", popover: "auto" });
  let changed = () => {};
  const paint = () => {
    opener.replaceChildren(...(chosen.size ? options.filter((one) => chosen.has(one.value)).map((one) => h("span", { class: "chip", text: one.words })) : [h("span", { class: "ghost", text: hint })]), icon("down"));
    for (const item of list.children) item.setAttribute("aria-selected", String(chosen.has(item.dataset.value)));
  };
  for (const one of options) {
    list.append(h("button", { type: "button", role: "option", class: "menu-item", "data-value": one.value, onclick: () => { if (!chosen.delete(one.value)) chosen.add(one.value); paint(); changed(); } }, icon("check"), h("span", { text: one.words })));
  }
  opener.addEventListener("click", () => openBeside(list, opener, true));
  return field(el, ctx, {
    node: h("div", { class: "select-wrap", style: widthOf(el) }, opener, list), input: opener, initial: el.selected_values ?? [], wide: el.width === "fill",
    read: () => options.map((one) => one.value).filter((value) => chosen.has(value)),
    write: (values) => { chosen.clear(); for (const value of Array.isArray(values) ? values : []) if (options.some((one) => one.value === value)) chosen.add(value); paint(); },
    changed: (react) => { changed = react; },
  });
}

export function drawSelectImage(el, ctx) {
  const chosen = new Set();
  let changed = () => {};
  const box = h("div", { class: `image-choice ${el.layout ?? "bisect"}`, role: "group", tabindex: "-1" });
  const paint = () => { for (const one of box.children) one.setAttribute("aria-pressed", String(chosen.has(one.dataset.value))); };
  const pick = (value) => {
    if (chosen.has(value)) chosen.delete(value);
    else { if (!el.multi_select) chosen.clear(); chosen.add(value); }
    paint();
    changed();
  };
  for (const one of el.options ?? []) {
    box.append(h("button", { type: "button", class: "image-option", "data-value": one.value, disabled: one.disabled || el.disabled, "aria-label": one.value, onclick: () => pick(one.value) }, picture(one.img_key, one.value)));
  }
  return field(el, ctx, {
    node: box, input: box, initial: el.multi_select ? [] : "", wide: true, read: () => (el.multi_select ? [...chosen] : [...chosen][0] ?? ""),
    write: (value) => { chosen.clear(); for (const one of [value].flat().filter(Boolean)) chosen.add(one); paint(); },
    changed: (react) => { changed = react; },
  });
}
