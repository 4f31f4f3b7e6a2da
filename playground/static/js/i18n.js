// The client's language: its own words (zh, en) and the choice between a card's languages.
import { keep, kept, tell } from "./state.js";
import { WORDS } from "./words.js";

let current = kept("lang", "zh_cn");

/** "zh_cn" or "en_us". */
export const lang = () => current;

/** Switch the client's language and remember it in this browser. */
export function setLang(next) {
  current = next;
  keep("lang", next);
  document.documentElement.lang = next === "zh_cn" ? "zh-CN" : "en";
  tell("lang");
}

/** A word of the page itself, with {places} filled. */
export function t(key, values = {}, language = current) {
  const pair = WORDS[key] ?? [key, key];
  const words = pair[language === "zh_cn" ? 0 : 1];
  return words.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

/** The words of a card's text object in a language; strings pass as they are. */
export function say(text, language = current) {
  if (text === null || text === undefined) return "";
  if (typeof text !== "object") return String(text);
  return text.i18n_content?.[language] ?? text.i18n?.[language] ?? text.content ?? text[language.slice(0, 2)] ?? "";
}

export const ZONE = "Asia/Shanghai";

/** A moment in the team's zone, e.g. format(d, {hour: "2-digit", minute: "2-digit"}). */
export function format(moment, options, language = current) {
  const date = moment instanceof Date ? moment : new Date(moment);
  if (Number.isNaN(date.getTime())) return "";
  return new Intl.DateTimeFormat(language === "zh_cn" ? "zh-CN" : "en-GB", { timeZone: ZONE, hourCycle: "h23", ...options }).format(date);
}

/** "2026-03-02" and "08:45" of a moment in the team's zone. */
export function parts(moment) {
  const pieces = new Intl.DateTimeFormat("en-CA", {
    timeZone: ZONE, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit", weekday: "short",
  }).formatToParts(moment);
  const of = (type) => pieces.find((piece) => piece.type === type)?.value ?? "";
  return { date: `${of("year")}-${of("month")}-${of("day")}`, time: `${of("hour")}:${of("minute")}`, seconds: of("second"), weekday: of("weekday") };
}

document.documentElement.lang = current === "zh_cn" ? "zh-CN" : "en";
