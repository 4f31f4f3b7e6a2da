// The client's own tags inside markdown: <font>, <at>, <text_tag>, <person>, <local_datetime> and the like.
import { h } from "../dom.js";
import { format, t } from "../i18n.js";
import { anchor } from "./inline.js";

const TIMES = {
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  date_short: { month: "short", day: "numeric" },
  date: { year: "numeric", month: "short", day: "numeric" },
  week: { weekday: "long" }, week_short: { weekday: "short" },
  time: { hour: "2-digit", minute: "2-digit" },
  time_sec: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
};

function mention(attributes, env) {
  const ids = (attributes.ids ?? attributes.id ?? attributes.user_id ?? attributes.email ?? "").split(",").filter(Boolean);
  return h("span", {}, ids.map((id) => h("span", { class: `mention${id === env.me ? " mention-me" : ""}`, text: `@${id === "all" ? t("everyone", {}, env.lang) : env.nameOf(id)}` })));
}

function moment({ millisecond, format_type }, env) {
  const options = TIMES[format_type] ?? { ...TIMES.date_num, ...TIMES.time };
  return h("time", { text: format(new Date(Number(millisecond)), options, env.lang) });
}

const url = (attributes) => attributes.pc_url ?? attributes.url ?? attributes.href;

/** name → {draw(attributes, children, env), empty?: stands alone, raw?: its text is not parsed}. */
export const TAGS = {
  br: { empty: true, draw: () => h("br") },
  hr: { empty: true, draw: () => h("span", { class: "card-hr", role: "separator" }) },
  font: { draw: ({ color }, children, env) => h("span", { style: { color: env.colour(color) } }, children) },
  at: { draw: (attributes, _, env) => mention(attributes, env) },
  person: { draw: (attributes, _, env) => env.person(attributes) },
  text_tag: { draw: ({ color }, children, env) => env.tag(color, children) },
  number_tag: { draw: (attributes, children, env) => h("span", { class: "number-tag", style: { background: env.colour(attributes.background_color) } }, children) },
  raw: { raw: true, draw: (_, words) => h("span", { text: words }) },
  link: { draw: (attributes, children) => anchor(url(attributes), children) },
  a: { draw: (attributes, children) => anchor(url(attributes) ?? children.map?.((child) => child.textContent).join(""), children) },
  local_datetime: { draw: (attributes, _, env) => moment(attributes, env) },
  audio: { draw: () => h("span", { class: "unknown", text: "audio" }) },
};
