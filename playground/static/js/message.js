// One message of a conversation: who, when, a bubble or a card.
import { drawCard } from "./card/card.js";
import { avatar } from "./card/people.js";
import { icon } from "./card/icons.js";
import { picture } from "./card/images.js";
import { draftsOf, memoryOf } from "./drafts.js";
import { h } from "./dom.js";
import { hostOf } from "./host.js";
import { format, lang, say, t } from "./i18n.js";
import { anchor } from "./markdown/inline.js";
import { nameOf } from "./refresh.js";
import { chatNow, person, state } from "./state.js";

const PIECES = /<at user_id="([^"]{1,80})">([^<]{0,80})<\/at>|(https?:\/\/[^\s<>"'，。；、）】]+)|(@(?:[\p{L}\p{N}_]+))/gu;

/** Plain text with mentions and addresses marked; everything else as it was typed. */
function bubbleWords(text) {
  const nodes = [];
  let at = 0;
  for (const hit of text.matchAll(PIECES)) {
    nodes.push(text.slice(at, hit.index));
    const [whole, id, name, url, word] = hit;
    if (url) nodes.push(anchor(url, [url]));
    else if (id) nodes.push(h("span", { class: `mention${id === state.me ? " mention-me" : ""}`, text: `@${id === "all" ? t("everyone") : name || nameOf(id, lang())}` }));
    else nodes.push(known(word) ? h("span", { class: "mention", text: word }) : whole);
    at = hit.index + whole.length;
  }
  return [...nodes, text.slice(at)];
}

const known = (word) => ["@bot", "@all", "@_all", "@机器人", "@所有人"].includes(word) || state.people.some((one) => word === `@${one.name}` || word === `@${one.en_name}`);

function quoted(message) {
  const parent = message.parent_id && state.messages.get(message.parent_id);
  if (!parent) return null;
  const words = parent.kind === "card" ? say(parent.card?.header?.title) : say(parent.text);
  return h("div", { class: "quoted" }, h("span", { text: `${t("reply_to", { name: senderName(parent) })}: ${words}` }));
}

export const senderName = (message) => (message.sender.kind === "person" ? nameOf(message.sender.open_id, lang()) || say(message.sender.name) : message.sender.kind === "bot" ? say(message.sender.i18n_name ?? message.sender.name) || t("bot") : "");

/** A picture somebody sent, under its number. */
function sent(message) {
  const words = t("picture_n", { n: message.text });
  return h("figure", { class: "sent-picture", "data-testid": "sent-picture" }, picture(message.image, words, { preview: true }), h("figcaption", { text: words }));
}

const size = (bytes) => (bytes < 1024 ? `${bytes} B` : bytes < 1048576 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`);

/** A file somebody sent: its name, its size, and a link that saves it. */
function fileSent({ key, name, size: bytes }) {
  const about = t("file_n", { name, size: size(bytes) });
  return h("a", { class: "sent-file", href: `/files/${encodeURIComponent(key)}`, download: name, "aria-label": about, "data-testid": "sent-file" }, icon("file"),
    h("span", { class: "sent-file-words" }, h("span", { class: "sent-file-name", text: name }), h("span", { class: "sent-file-size", text: size(bytes) })));
}

function content(message) {
  if (message.recalled) return h("div", { class: "recalled", text: t("recalled") });
  if (message.image) return sent(message);
  if (message.file) return fileSent(message.file);
  if (message.kind !== "card" || !message.card) return h("div", { class: "bubble" }, bubbleWords(say(message.text)));
  const keeps = { drafts: draftsOf(state.me, message.message_id), typed: message.typed ?? {}, memory: memoryOf(state.me, message.message_id) };
  return drawCard(message.card, hostOf(message.message_id), keeps);
}

function face(message) {
  if (message.sender.kind === "bot") return h("span", { class: "avatar bot-face", "aria-hidden": "true", style: { "--size": "36px" } }, icon("robot"));
  const one = person(message.sender.open_id);
  return avatar({ ...one, name: senderName(message) }, 36);
}

const choosing = new WeakMap();

/** Whether a card lets one choose people; then it is drawn anew when the chat's members change. */
function choosesPeople(card) {
  if (!card) return false;
  if (!choosing.has(card)) choosing.set(card, JSON.stringify(card).includes("select_person"));
  return choosing.get(card);
}

/** What makes a drawn message stale. */
export function keyOf(message) {
  const members = choosesPeople(message.card) ? chatNow()?.members?.join() : "";
  return [message.revision ?? message.updated_at, lang(), message.recalled, message.kind, members].join("|");
}

/** A message as a node with data-key. */
export function drawMessage(message) {
  const own = message.sender.kind === "person" && message.sender.open_id === state.me;
  const common = { "data-testid": `message-${message.message_id}`, "data-key": keyOf(message), "data-id": message.message_id };
  if (message.sender.kind === "system") return h("div", { class: "system", ...common }, h("span", { text: say(message.text) }));
  const edited = message.kind === "card" && message.updates > 0 && !message.recalled;
  return h("div", { class: `message${own ? " own" : ""}${message.kind === "card" ? " has-card" : ""}`, ...common },
    face(message),
    h("div", { class: "message-words" },
      h("div", { class: "message-head" }, !own && h("span", { class: "sender", text: senderName(message) }), message.sender.kind === "bot" && h("span", { class: "bot-tag", text: t("bot_tag") }),
        h("time", { text: format(message.created_at, { hour: "2-digit", minute: "2-digit" }) }), edited && h("span", { class: "edited", title: format(message.updated_at, { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" }), text: t("edited") })),
      quoted(message), content(message)));
}
