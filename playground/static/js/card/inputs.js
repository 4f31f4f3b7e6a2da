// Text inputs: one line, several lines, password; label, required star, counter.
import { h } from "../dom.js";
import { t } from "../i18n.js";
import { field, widthOf } from "./field.js";
import { icon } from "./icons.js";
import { plainly } from "./texts.js";

let serial = 0;

function grow(area, el) {
  const rows = Number(el.rows ?? 5);
  const most = el.auto_resize === false ? rows : Number(el.max_rows ?? Math.max(rows, 8));
  area.style.height = "auto";
  const line = 22;
  area.style.height = `${Math.max(rows * line, Math.min(area.scrollHeight - 10, most * line)) + 12}px`;
}

function labelled(el, ctx, id, parts) {
  if (!el.label) return h("div", { class: "input-block", style: widthOf(el) }, parts);
  const label = h("label", { class: "label", for: id }, plainly(el.label, ctx), el.required && h("span", { class: "star", "aria-hidden": "true", text: "*" }));
  return h("div", { class: `input-block label-${el.label_position ?? "top"}`, style: widthOf(el) }, label, h("div", { class: "input-parts" }, parts));
}

export function drawInput(el, ctx) {
  serial += 1;
  const id = `input-${serial}`;
  const long = el.input_type === "multiline_text";
  const limit = Math.max(1, Math.min(1000, Number(el.max_length ?? 1000)));
  const input = h(long ? "textarea" : "input", {
    id, class: "control", placeholder: plainly(el.placeholder, ctx) || t("please_enter", {}, ctx.lang), maxlength: limit, disabled: el.disabled, rows: long ? el.rows ?? 5 : null,
    type: long ? null : el.input_type === "password" ? "password" : "text", autocomplete: "off", "aria-label": el.label ? null : plainly(el.placeholder, ctx) || el.name,
  });
  const counter = h("span", { class: "counter", "aria-hidden": "true" });
  const count = () => {
    const length = [...input.value].length;
    const tight = long ? limit < 1000 || length > 900 : length > 0.8 * limit; // one line has no room for it before
    counter.textContent = tight ? `${length}/${limit}` : "";
    counter.classList.toggle("full", length >= limit);
    if (long && input.isConnected) grow(input, el);
  };
  if (long) requestAnimationFrame(() => { if (input.isConnected) grow(input, el); });
  const peek = el.input_type === "password" && el.show_icon !== false && h("button", { type: "button", class: "peek", "aria-label": t("show_password", {}, ctx.lang), onclick: () => { input.type = input.type === "password" ? "text" : "password"; } }, icon("lock"));
  const node = labelled(el, ctx, id, [h("div", { class: "input-wrap" }, input, peek, counter)]);
  const initial = el.i18n_default_value?.[ctx.lang] ?? el.default_value ?? "";
  return field(el, ctx, {
    node, input, initial, wide: el.width === "fill", read: () => input.value, write: (value) => { input.value = value ?? ""; count(); },
    changed: (changed) => {
      input.addEventListener("input", () => { count(); if (ctx.form) changed(); });
      if (!ctx.form) input.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.isComposing && (!long || event.ctrlKey)) { event.preventDefault(); changed(); } });
    },
  });
}
