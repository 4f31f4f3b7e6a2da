// Date, time and date-time pickers on the browser's own inputs, showing ISO dates as the client does.
import { h } from "../dom.js";
import { t } from "../i18n.js";
import { field, widthOf } from "./field.js";
import { icon } from "./icons.js";
import { plainly } from "./texts.js";

const KINDS = {
  date_picker: { type: "date", start: "initial_date", icon: "calendar" },
  picker_time: { type: "time", start: "initial_time", icon: "clock" },
  picker_datetime: { type: "datetime-local", start: "initial_datetime", icon: "calendar" },
};

/** "2026-03-02 +0800" or "2026-03-02 09:30" → what the browser's input takes. */
function inward(value, type) {
  const clean = String(value ?? "").replace(/\s*[+-]\d{4}$/, "").trim();
  return type === "datetime-local" ? clean.replace(" ", "T").slice(0, 16) : clean;
}

/** The browser's input of a type under our own ISO text: {wrap, input, clear, paint()}. */
export function isoInput(type, hint, { mark = "calendar", disabled = false, clearable = false, style = {}, lang } = {}) {
  const input = h("input", { type, class: "control date", disabled, "aria-label": hint, max: type === "date" ? "9999-12-31" : null });
  const shown = h("span", { class: "date-shown", "aria-hidden": "true" });
  const clear = h("button", { type: "button", class: "date-clear", "aria-label": t("clear", {}, lang), tabindex: "-1" }, icon("close"));
  const wrap = h("div", { class: "select-wrap date-wrap", style }, input, shown, clear, icon(mark));
  const paint = () => {
    shown.textContent = input.value ? input.value.replace("T", " ") : hint;
    wrap.classList.toggle("unset", !input.value);
    clear.hidden = !input.value || !clearable || disabled;
  };
  input.addEventListener("click", () => { try { input.showPicker(); } catch { /* the browser opens it only after a gesture */ } });
  return { wrap, input, clear, paint };
}

export function drawDate(el, ctx) {
  const kind = KINDS[el.tag];
  const hint = plainly(el.placeholder, ctx) || t("pick_date", {}, ctx.lang);
  const { wrap, input, clear, paint } = isoInput(kind.type, hint, { mark: kind.icon, disabled: el.disabled, clearable: !el.required, style: widthOf(el), lang: ctx.lang });
  return field(el, ctx, {
    node: wrap, input, initial: inward(el[kind.start], kind.type).replace("T", " "), wide: el.width === "fill",
    read: () => input.value.replace("T", " "), write: (value) => { input.value = inward(value, kind.type); paint(); },
    changed: (changed) => {
      let last = "";
      const settle = () => { paint(); if (ctx.form || input.value !== last) { last = input.value; changed(); } };
      input.addEventListener(ctx.form ? "input" : "change", settle);
      clear.addEventListener("click", () => { input.value = ""; settle(); });
    },
  });
}
