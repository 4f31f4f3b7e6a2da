// The panel on the right (a sheet on phones): clock, changed rows, calls, faults.
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./card/icons.js";
import { clockTab } from "./panel/clock.js";
import { faultsTab } from "./panel/faults.js";
import { rowsTab } from "./panel/rows.js";
import { traceTab } from "./panel/trace.js";
import { narrow } from "./route.js";
import { keep, kept, on } from "./state.js";

const panel = document.getElementById("panel");
const TABS = { clock: clockTab, rows: rowsTab, trace: traceTab, faults: faultsTab };
const bodies = new Map();
let open = kept("tab", "clock");

export function togglePanel() {
  panel.hidden = !panel.hidden;
  document.getElementById("app").classList.toggle("with-panel", !panel.hidden);
  if (!narrow()) keep("panel", panel.hidden ? "closed" : "open");
  if (!panel.hidden) draw();
}

function choose(name) {
  open = name;
  keep("tab", name);
  draw();
  panel.querySelector(`[data-testid="tab-${name}"]`)?.focus();
}

function arrows(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const names = Object.keys(TABS);
  if (step) choose(names[(names.indexOf(open) + step + names.length) % names.length]);
}

const tab = (name) => h("button", { type: "button", role: "tab", class: "tab", id: `tab-${name}`, "data-testid": `tab-${name}`, "aria-selected": String(name === open), "aria-controls": "panel-body", tabindex: name === open ? "0" : "-1", text: t(name), onclick: () => choose(name) });

function draw() {
  if (panel.hidden) return;
  panel.setAttribute("aria-label", t("panel"));
  if (!bodies.has(open)) bodies.set(open, TABS[open]());
  const body = h("div", { class: "panel-body", id: "panel-body", role: "tabpanel", "aria-labelledby": `tab-${open}` }, bodies.get(open).node);
  const close = h("button", { type: "button", class: "icon-button", "aria-label": t("close"), title: t("close"), onclick: togglePanel }, icon("close"));
  panel.replaceChildren(h("header", { class: "panel-head" }, h("div", { class: "tabs", role: "tablist", onkeydown: arrows }, Object.keys(TABS).map(tab)), close), body);
  bodies.get(open).show?.();
}

/** Open it as it was left; phones start without it. */
export function startPanel() {
  if (!narrow() && kept("panel", window.innerWidth >= 1200 ? "open" : "closed") === "open") togglePanel();
  panel.addEventListener("keydown", (event) => { if (event.key === "Escape") togglePanel(); });
}

on("lang", () => { bodies.clear(); draw(); });
for (const topic of ["trace", "rows", "clock", "faults"]) on(topic, () => { if (!panel.hidden && (open === topic)) bodies.get(open)?.show?.(); });
