// Buttons of every type, and the overflow menu behind "…".
import { h } from "../dom.js";
import { t } from "../i18n.js";
import { handle, press, spinner } from "./actions.js";
import { icon } from "./icons.js";
import { leading, plainly } from "./texts.js";
import { address } from "../markdown/inline.js";

export function drawButton(el, ctx) {
  const label = plainly(el.text, ctx);
  const fixed = /^\d+px$/.test(el.width ?? "") ? el.width : "";
  const kind = el.form_action_type ?? { form_submit: "submit", form_reset: "reset" }[el.action_type];
  const node = h("button", {
    type: "button", "data-submits": kind === "submit" && Boolean(ctx.form), class: `btn btn-${el.type ?? "default"} size-${el.size ?? "medium"}${el.width === "fill" ? " fill" : ""}`,
    style: { width: fixed }, "aria-disabled": el.disabled ? "true" : null, title: plainly(el.disabled ? el.disabled_tips : el.hover_tips, ctx) || null,
    "data-testid": `button-${el.name || label}`, "aria-label": label ? null : t("confirm", {}, ctx.lang),
  }, spinner(), leading(el.icon, ctx), label && h("span", { class: "btn-words", text: label }));
  node.addEventListener("click", (event) => {
    event.stopPropagation();
    if (kind === "reset" && ctx.form) ctx.form.reset();
    else if (kind === "submit" && ctx.form) ctx.form.submit(node, el, ctx);
    else press(node, el, ctx);
  });
  return node;
}

export function drawOverflow(el, ctx) {
  const menu = h("div", { class: "menu", role: "menu", popover: "auto" });
  const opener = h("button", { type: "button", class: "btn btn-default size-medium", "aria-haspopup": "menu", "aria-label": t("more", {}, ctx.lang), "data-testid": `button-${el.name || "overflow"}` }, spinner(), icon("more"));
  for (const option of el.options ?? []) {
    menu.append(h("button", { type: "button", role: "menuitem", class: "menu-item", text: plainly(option.text, ctx), onclick: () => { menu.hidePopover(); choose(opener, el, option, ctx); } }));
  }
  opener.addEventListener("click", (event) => { event.stopPropagation(); openBeside(menu, opener); });
  return h("span", { class: "overflow" }, opener, menu);
}

function choose(opener, el, option, ctx) {
  const url = address(option.multi_url?.pc_url || option.multi_url?.url);
  if (url) window.open(url, "_blank", "noopener");
  else press(opener, el, ctx, () => ctx.host.press({ name: handle(el, ctx), value: option.value }));
}

/** Open a popover under (or, near the window's foot, above) its opener. */
export function openBeside(menu, opener, wide = false) {
  menu.showPopover();
  const at = opener.getBoundingClientRect();
  if (wide) menu.style.minWidth = `${at.width}px`;
  const below = window.innerHeight - at.bottom > menu.offsetHeight + 8;
  menu.style.top = `${Math.max(8, below ? at.bottom + 4 : at.top - menu.offsetHeight - 4)}px`;
  menu.style.left = `${Math.max(8, Math.min(at.left, window.innerWidth - menu.offsetWidth - 8))}px`;
  menu.querySelector("button, input")?.focus();
}
