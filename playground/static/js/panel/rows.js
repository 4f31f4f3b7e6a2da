// Rows of the bot's database that changed.
import { api } from "../api.js";
import { h } from "../dom.js";
import { format, say, t } from "../i18n.js";
import { log } from "./log.js";

const MARKS = { insert: "+", update: "~", delete: "−" };

function line(row) {
  const verb = String(row.verb ?? "").toLowerCase();
  return h("div", { class: "row-line", "data-verb": verb },
    h("div", { class: "log-head" }, h("span", { class: "verb", title: verb, text: MARKS[verb] ?? verb }), h("strong", { text: row.table }), h("time", { text: format(row.at, { hour: "2-digit", minute: "2-digit", second: "2-digit" }) })),
    h("div", { class: "row-text", text: say(row.text) }));
}

export const rowsTab = () => log(t("rows_empty"), async (after) => {
  const { ok, data } = await api.rows(after);
  return ok ? { n: data.n, lines: (data.rows ?? []).map(line) } : { lines: [] };
});
