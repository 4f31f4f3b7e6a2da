// The checker: a box to tick, with words beside it and small buttons behind them.
import { h } from "../dom.js";
import { field } from "./field.js";
import { icon } from "./icons.js";
import { words } from "./texts.js";

export function drawChecker(el, ctx) {
  const input = h("input", { type: "checkbox", class: "checker-box", disabled: el.disabled });
  const text = el.text ? words(el.text, ctx) : null;
  const label = h("label", { class: `checker-label${el.overall_checkable === false ? " box-only" : ""}` }, h("span", { class: "tick" }, input, icon("check")), text);
  const buttons = el.button_area?.buttons?.length && h("span", { class: `checker-buttons ${el.button_area.pc_display_rule ?? "always"}` },
    ctx.children(el.button_area.buttons.slice(0, 3), "button_area/buttons"));
  const node = h("div", { class: "checker", style: { padding: el.padding } }, label, buttons);
  const paint = () => {
    text?.classList.toggle("struck", input.checked && el.checked_style?.show_strikethrough === true);
    if (text) text.style.opacity = input.checked ? el.checked_style?.opacity ?? 1 : "";
  };
  return field(el, ctx, {
    node, input, initial: el.checked === true, wide: true, read: () => input.checked, write: (value) => { input.checked = value === true || value === "true"; paint(); }, quiet: !(el.behaviors ?? []).length,
    changed: (changed) => input.addEventListener("change", () => { paint(); changed(); }),
  });
}
