// For newcomers in an empty chat: what to try, and that all this is invented.
import { icon } from "./card/icons.js";
import { h } from "./dom.js";
import { lang, t } from "./i18n.js";
import { sendText } from "./composer.js";

const TRY = [["拜访", "visit"], ["今天", "today"], ["帮助", "help"]];

export function hints(chat) {
  const group = chat?.mode === "group";
  const words = TRY.map(([zh, en]) => (lang() === "zh_cn" ? zh : en));
  const chips = words.map((word) => h("button", { type: "button", class: "try", "data-testid": `try-${word}`, text: group ? `@bot ${word}` : word, onclick: () => sendText(group ? `@bot ${word}` : word) }));
  return h("div", { class: "hints", "data-id": "hints", "data-key": `${lang()}|${chat?.chat_id}|${chat?.bot}` },
    h("span", { class: "hints-mark" }, icon("robot")), h("h2", { text: t("empty_title") }),
    h("p", { text: group && !chat.bot ? t("empty_group") : t("empty_text") }), (!group || chat.bot) && h("div", { class: "tries" }, chips),
    h("p", { class: "small", text: t("invented") }));
}
