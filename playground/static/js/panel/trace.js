// Deliveries to the bot and its calls of the platform, in the order they happened.
import { api } from "../api.js";
import { h } from "../dom.js";
import { format, t } from "../i18n.js";
import { log } from "./log.js";

const clock = (at) => format(at, { hour: "2-digit", minute: "2-digit", second: "2-digit" });

function status(code, wrong) {
  return h("span", { class: `status ${wrong ? "bad" : "good"}`, text: code === null || code === undefined || code === 0 ? "–" : code });
}

function call(one) {
  const wrong = one.status >= 400 || (one.code ?? 0) !== 0;
  return h("div", { class: "log-line", "data-kind": "call" },
    h("div", { class: "log-head" }, h("span", { class: "arrow", title: t("calls"), text: "→" }), status(one.status, wrong), h("strong", { text: one.method }), h("span", { class: "ms", text: `${Math.round(one.ms ?? 0)} ms` }), h("time", { text: clock(one.at) })),
    h("div", { class: "path" }, one.path, (one.code ?? 0) !== 0 && h("span", { class: "status bad", text: one.code })));
}

function delivery(one) {
  const wrong = one.status !== 200;
  return h("div", { class: "log-line", "data-kind": "delivery" },
    h("div", { class: "log-head" }, h("span", { class: "arrow in", title: t("deliveries"), text: "←" }), status(one.status, wrong), h("strong", { text: t("deliveries") }), h("span", { class: "ms", text: `${Math.round(one.ms ?? 0)} ms` }), h("time", { text: clock(one.at) })),
    h("div", { class: "path" }, one.kind, one.attempt > 1 && h("span", { class: "status", text: t("attempt", { n: one.attempt }) })));
}

export const traceTab = () => log(t("trace_empty"), async (after) => {
  const { ok, data } = await api.trace(after);
  if (!ok) return { lines: [] };
  const both = [...(data.calls ?? []).map((one) => [one, call]), ...(data.deliveries ?? []).map((one) => [one, delivery])];
  both.sort(([a], [b]) => (a.n ?? 0) - (b.n ?? 0));
  return { n: data.n, lines: both.map(([one, draw]) => draw(one)) };
});
