// What all controls share: a start value (typed before, else the card's), the red hint, drafts, and calling back alone.
import { h } from "../dom.js";
import { t } from "../i18n.js";
import { change } from "./actions.js";

const same = (a, b) => JSON.stringify(a ?? "") === JSON.stringify(b ?? "");
const empty = (value) => value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);

/**
 * Wire a control. `control` = {node: what is placed, input: what takes focus, initial, read(), write(value),
 * changed(react): how it reports a change, quiet: it never calls back alone, wide}. Gives the node with room for a hint.
 */
export function field(el, ctx, control) {
  const { node, input, initial, read, write } = control;
  const hint = h("div", { class: "hint", role: "alert", hidden: true });
  const holder = h("div", { class: `field${control.wide ? " wide" : ""}` }, node, hint);
  input.dataset.testid = `field-${el.name || el.element_id || el.tag}`;
  if (el.name) input.dataset.name = el.name;
  if (el.required && ctx.form) input.setAttribute("aria-required", "true");
  const typed = ctx.form && el.name ? ctx.drafts.get(el.name) ?? ctx.typed?.[el.name] : undefined;
  write(typed ?? initial);
  const mark = (wrong) => {
    hint.hidden = !wrong;
    hint.textContent = wrong ? t("required", {}, ctx.lang) : "";
    holder.classList.toggle("wrong", wrong);
    input.setAttribute("aria-invalid", String(wrong));
  };
  const changed = () => {
    mark(false);
    if (ctx.form) ctx.drafts.set(el.name, read());
    else if (!control.quiet) change(holder, el, ctx, read());
  };
  control.changed?.(changed);
  ctx.form?.fields.push({
    name: el.name, input, read, mark, differs: () => !same(read(), initial), reset: () => { write(initial); mark(false); if (el.name) ctx.drafts.set(el.name, initial ?? ""); },
    missing: () => Boolean(el.required) && !el.disabled && empty(typeof read() === "string" ? read().trim() : read()),
  });
  return holder;
}

/** Width of a control: default is the client's 282 px, fill takes the line. */
export function widthOf(el) {
  if (el.width === "fill") return { width: "100%" };
  return { width: /^\d+px$/.test(el.width ?? "") ? el.width : "282px", "max-width": "100%" };
}
