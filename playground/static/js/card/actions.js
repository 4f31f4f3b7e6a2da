// Pressing: confirm first, show that it is busy, hand the press to the host, follow links.
import { ask } from "../dialog.js";
import { h } from "../dom.js";
import { toast } from "../toast.js";
import { plainly } from "./texts.js";
import { address } from "../markdown/inline.js";

const busy = (node, on) => { node.classList.toggle("busy", on); node.setAttribute("aria-busy", String(on)); };

function follow(el) {
  const target = (el.behaviors ?? []).find((one) => one.type === "open_url");
  const url = target && address(target.pc_url || target.default_url);
  if (url && !url.startsWith("lark://msgcard/unsupported")) window.open(url, "_blank", "noopener");
}

const wantsCall = (el) => (el.behaviors ?? []).some((one) => one.type === "callback");

/** A disabled element still says why when it is pressed. */
function refused(el, ctx) {
  if (!el.disabled) return false;
  if (el.disabled_tips?.content) toast("info", plainly(el.disabled_tips, ctx));
  return true;
}

async function agreed(el, ctx) {
  if (!el.confirm) return true;
  return ask(plainly(el.confirm.title, ctx), plainly(el.confirm.text, ctx), { danger: (el.type ?? "").startsWith("danger") });
}

/** How the server finds the element again: its name, its id, or its path in the card. */
export const handle = (el, ctx) => el.name || el.element_id || ctx.path;

/** Press an element: `work` does the call, default is a plain press of it. */
export async function press(node, el, ctx, work) {
  if (node.classList.contains("busy") || refused(el, ctx) || !(await agreed(el, ctx))) return;
  follow(el);
  if (!work && !wantsCall(el)) return;
  busy(node, true);
  try {
    await (work ? work() : ctx.host.press({ name: handle(el, ctx) }));
  } finally {
    busy(node, false);
  }
}

/** Send what a stand-alone control was set to. */
export const change = (node, el, ctx, value) => press(node, el, ctx, () => ctx.host.press({ name: handle(el, ctx), value }));

/** Make a box answer to clicks and the keyboard; controls inside it win. */
export function pressable(node, el, ctx) {
  node.setAttribute("role", "button");
  node.tabIndex = el.disabled ? -1 : 0;
  node.classList.add("pressable");
  if (el.disabled) node.setAttribute("aria-disabled", "true");
  node.dataset.testid = `button-${el.name || el.element_id || ctx.path}`;
  const inner = (event) => event.target.closest("button, a, input, select, textarea, summary, [role=button]") !== node;
  node.addEventListener("click", (event) => { if (event.target === node || !event.target.closest("button, a, input, select, textarea, summary") && event.target.closest("[role=button]") === node) { event.stopPropagation(); press(node, el, ctx); } });
  node.addEventListener("keydown", (event) => { if (event.target === node && !inner(event) && (event.key === "Enter" || event.key === " ")) { event.preventDefault(); press(node, el, ctx); } });
}

/** A spinner for busy buttons. */
export const spinner = () => h("span", { class: "spinner", "aria-hidden": "true" });
