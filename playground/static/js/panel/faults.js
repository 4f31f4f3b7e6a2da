// Faults on demand: a switch or field for each the server names, and a raw form for the rest.
import { api } from "../api.js";
import { h } from "../dom.js";
import { say, t } from "../i18n.js";
import { errorToast, toast } from "../toast.js";

/** "how …: natural|absent|empty" → its choices. */
function choicesIn(text) {
  const list = /(?:^|[ :])((?:[a-z]+\|)+[a-z]+)$/.exec(text)?.[1] ?? (/^(\w+) \([^)]*\) or (\w+)/.exec(text) ?? []).slice(1).join("|");
  return list ? list.split("|") : undefined;
}

/** What the server says of its faults, as [{name, value, text, options}], whatever shape it chose. */
function described(data) {
  const now = data?.now ?? data?.current ?? data?.values ?? {};
  if (data?.help) return Object.keys(data.help).filter((name) => name in now).map((name) => ({ name, value: now[name], text: data.help[name], options: choicesIn(data.help[name]) }));
  const told = data?.faults ?? data?.fields ?? data?.documentation ?? data ?? {};
  const list = Array.isArray(told) ? told : Object.entries(told).map(([name, about]) => (about && typeof about === "object" && !Array.isArray(about) ? { name, ...about } : typeof about === "string" && !(name in now) ? { name, text: about } : { name, value: about }));
  return list.filter((one) => one.name).map((one) => ({ ...one, value: now[one.name] ?? one.value ?? one.default, text: one.text ?? one.help ?? one.about ?? one.description ?? "" }));
}

function control(one) {
  const options = one.options ?? one.choices;
  if (options) return h("select", { class: "control", name: one.name }, options.map((option) => h("option", { value: option, selected: option === one.value, text: option })));
  if (typeof one.value === "boolean" || one.type === "bool" || one.type === "boolean") return h("input", { type: "checkbox", class: "switch", name: one.name, checked: one.value === true });
  if (typeof one.value === "number" || one.type === "number" || one.type === "int") return h("input", { type: "number", class: "control", name: one.name, value: one.value ?? 0, step: "any" });
  if (one.value !== null && typeof one.value === "object") return h("textarea", { class: "control code", name: one.name, rows: 3, value: JSON.stringify(one.value) });
  return h("input", { class: "control", name: one.name, value: one.value ?? "" });
}

function read(node, one) {
  if (node.type === "checkbox") return node.checked;
  if (node.type === "number") return Number(node.value);
  if (node.tagName === "TEXTAREA" || typeof one.value === "object" && node.value.trim().match(/^[[{]/)) return JSON.parse(node.value || "null");
  return node.value;
}

async function send(body) {
  const { ok, data } = await api.setFaults(body);
  if (ok) toast("success", t("applied"));
  else errorToast(data?.error);
}

const attempt = (work) => { try { return work(); } catch { return toast("warning", t("bad_json")); } };

function fieldFor(one) {
  const node = control(one);
  if (node.tagName !== "TEXTAREA") node.addEventListener("change", () => attempt(() => send({ [one.name]: read(node, one) })));
  const apply = node.tagName === "TEXTAREA" && h("button", { type: "button", class: "btn btn-default size-small", text: t("apply"), onclick: () => attempt(() => send({ [one.name]: read(node, one) })) });
  return h("label", { class: `fault${node.type === "checkbox" ? " inline" : ""}` }, h("span", { class: "fault-name", text: one.name }), node, apply, say(one.text) && h("span", { class: "note", text: say(one.text) }));
}

export function faultsTab() {
  const fields = h("div", { class: "fault-fields" });
  const raw = h("textarea", { class: "control code", rows: 4, "aria-label": "JSON", "data-testid": "faults-json", placeholder: "{}" });
  const apply = h("button", { type: "button", class: "btn btn-default size-medium", "data-testid": "faults-apply", text: t("apply"), onclick: () => attempt(() => send(JSON.parse(raw.value || "{}"))) });
  const node = h("div", { class: "faults" }, h("p", { class: "note", text: t("faults_note") }), fields, h("details", { class: "raw" }, h("summary", { text: "JSON" }), raw, apply));
  let seen = "";
  async function show() {
    const { ok, data } = await api.faults();
    const key = JSON.stringify(data);
    if (!ok || key === seen || fields.contains(document.activeElement)) { if (!ok && !seen) fields.replaceChildren(h("p", { class: "note", text: t("faults_none") })); return; }
    seen = key;
    fields.replaceChildren(...described(data).map(fieldFor));
  }
  return { node, show };
}
