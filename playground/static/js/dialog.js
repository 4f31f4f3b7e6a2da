// Modal questions on the browser's own <dialog>: focus stays inside, Esc closes.
import { h } from "./dom.js";
import { t } from "./i18n.js";

function open(node) {
  document.body.append(node);
  node.addEventListener("close", () => node.remove());
  node.addEventListener("click", (event) => { if (event.target === node) node.close(""); });
  node.showModal();
}

function foot(words, danger = false) {
  return h("div", { class: "dialog-foot" },
    h("button", { type: "button", class: "btn btn-default", text: t("cancel"), "data-testid": "dialog-cancel", onclick: (event) => event.target.closest("dialog").close("") }),
    h("button", { type: "submit", value: "yes", class: `btn ${danger ? "btn-danger_filled" : "btn-primary_filled"}`, text: words, "data-testid": "dialog-confirm" }));
}

/** Ask yes or no; resolves to a boolean. */
export function ask(title, text = "", { danger = false } = {}) {
  return new Promise((resolve) => {
    const node = h("dialog", { class: "dialog", "aria-label": title },
      h("form", { method: "dialog" }, h("h2", { text: title }), text && h("p", { text }), foot(t("confirm"), danger)));
    node.addEventListener("close", () => resolve(node.returnValue === "yes"));
    open(node);
  });
}

/** A dialog with fields; `read(form)` gives the result, or null when something is missing. */
export function fillIn(title, fields, words, read) {
  return new Promise((resolve) => {
    const form = h("form", { method: "dialog" }, h("h2", { text: title }), fields, foot(words));
    const node = h("dialog", { class: "dialog", "aria-label": title }, form);
    node.addEventListener("close", () => resolve(node.returnValue === "yes" ? read(form) : null));
    open(node);
  });
}
