// Faults on demand: a switch or choice for each the server names, failing calls ready-made, and raw JSON for the rest.
import { api } from "../api.js";
import { h } from "../dom.js";
import { t } from "../i18n.js";
import { errorToast, toast } from "../toast.js";

const SEND = "/open-apis/im/v1/messages";
const READY = [
  ["fail_limit", { path: SEND, times: 3, status: 429, code: 99991400, headers: { "x-ogw-ratelimit-limit": "50", "x-ogw-ratelimit-reset": "2" } }],
  ["fail_500", { path: SEND, times: 3, status: 500 }],
  ["fail_slow", { path: SEND, times: 1, delay: 5 }],
  ["fail_drop", { path: SEND, times: 1, drop: "after" }],
];

/** The choices a help text names, as in "how …: natural|absent" or "ms (…) or us (…)"; none when it names none. */
function choicesIn(text) {
  const bars = /(?:^|[ :])((?:[a-z]+\|)+[a-z]+)$/.exec(text)?.[1].split("|");
  return bars ?? /^(\w+) \([^)]*\) or (\w+)/.exec(text)?.slice(1);
}

/** The server's faults as [{name, value, text, options}]: what is in force, with its help. */
function described({ help = {}, now = {} }) {
  return Object.keys(help).filter((name) => name in now && !Array.isArray(now[name]))
    .map((name) => ({ name, value: now[name], text: help[name], options: choicesIn(help[name]) }));
}

async function send(body) {
  const { ok, data } = await api.setFaults(body);
  if (ok) toast("success", t("applied"));
  else errorToast(data?.error);
  return ok;
}

function control({ name, value, options }) {
  const change = (read) => (event) => send({ [name]: read(event.target) });
  if (options) return h("select", { class: "control", "data-testid": `fault-${name}`, onchange: change((node) => node.value) }, options.map((one) => h("option", { value: one, selected: one === value, text: one })));
  if (typeof value === "boolean") return h("input", { type: "checkbox", role: "switch", class: "switch", checked: value, "data-testid": `fault-${name}`, onchange: change((node) => node.checked) });
  return h("input", { class: "control", type: typeof value === "number" ? "number" : "text", value: value ?? "", "data-testid": `fault-${name}`, onchange: change((node) => (typeof value === "number" ? Number(node.value) : node.value)) });
}

function fieldFor(one) {
  const key = `f_${one.name}`;
  const words = t(key) === key ? one.name : t(key);
  return h("label", { class: `fault${typeof one.value === "boolean" ? " inline" : ""}`, title: one.text }, h("span", { text: words }), control(one));
}

function waiting(list) {
  if (!list?.length) return null;
  return h("ul", { class: "fault-list" }, list.map((one) => h("li", {}, h("code", { text: [one.method, one.path].filter(Boolean).join(" ") }), ` × ${one.times} → ${one.drop ? "drop" : [one.status, one.code || "", one.delay ? `${one.delay} s` : ""].filter(Boolean).join(" · ")}`)));
}

/** The tab {node, show}; it is redrawn only when what is in force changed. */
export function faultsTab() {
  const fields = h("div", { class: "fault-fields" });
  const pending = h("div", { class: "fault-pending" });
  const raw = h("textarea", { class: "control code", rows: 4, "aria-label": "JSON", "data-testid": "faults-json", placeholder: '{"fail": [{"path": "/open-apis/im", "status": 500}]}' });
  const small = (id, words, work) => h("button", { type: "button", class: "btn btn-default size-small", "data-testid": id, text: words, onclick: work });
  const sendRaw = () => {
    let body;
    try { body = JSON.parse(raw.value || "{}"); } catch { return toast("warning", t("bad_json")); }
    return send(body).then(show);
  };
  let seen = "";
  async function show() {
    const { ok, data } = await api.faults();
    if (!ok && !seen) fields.replaceChildren(h("p", { class: "note", text: t("faults_none") }));
    const key = JSON.stringify(data);
    if (!ok || key === seen) return;
    seen = key;
    fields.replaceChildren(...described(data).map(fieldFor));
    pending.replaceChildren(...[waiting(data.now?.fail)].filter(Boolean));
  }
  const ready = READY.map(([word, failure]) => small(`fault-${word}`, t(word), () => send({ fail: [failure] }).then(show)));
  const node = h("div", { class: "faults" }, h("p", { class: "note", text: t("faults_note") }), fields,
    h("div", { class: "fault-ready" }, h("span", { text: t("fail_calls") }), h("div", { class: "fault-buttons" }, ready), pending),
    small("faults-clear", t("faults_clear"), () => send({ clear: true }).then(show)),
    h("details", { class: "raw" }, h("summary", { text: "JSON" }), raw, small("faults-apply", t("apply"), sendRaw)));
  return { node, show };
}
