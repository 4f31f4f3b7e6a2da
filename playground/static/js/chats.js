// The list of one person's chats: name, last line, time, unread count; making a group.
import { api } from "./api.js";
import { avatar } from "./card/people.js";
import { icon } from "./card/icons.js";
import { fillIn } from "./dialog.js";
import { h } from "./dom.js";
import { format, lang, parts, say, t } from "./i18n.js";
import { tickedIn, tickPeople } from "./members.js";
import { clockNow, nameOf, refreshChats } from "./refresh.js";
import { go } from "./route.js";
import { errorToast } from "./toast.js";
import { on, person, state } from "./state.js";

const box = document.getElementById("chats");

/** "08:45" today, "昨天", else the day. */
export function when(moment) {
  const now = clockNow() ?? new Date();
  const at = new Date(moment);
  if (!moment || Number.isNaN(at.getTime())) return "";
  if (parts(at).date === parts(now).date) return parts(at).time;
  if (parts(at).date === parts(new Date(now - 864e5)).date) return t("yesterday");
  return format(at, { month: "short", day: "numeric" });
}

export const chatName = (chat) => say(chat.i18n_name ?? chat.name) || t(chat.mode === "p2p" ? "bot" : "group");

/** The mark of a chat: the robot, or a group's letters. */
export function chatFace(chat, size = 40) {
  if (chat.mode === "p2p") return h("span", { class: "avatar bot-face", "aria-hidden": "true", style: { "--size": `${size}px` } }, icon("robot"));
  return avatar({ name: chatName(chat), avatar: "#3370ff" }, size);
}

function row(chat) {
  const here = chat.chat_id === state.chat;
  return h("button", {
    type: "button", class: "chat-row", role: "option", "aria-selected": String(here), tabindex: here || (!state.chat && chat === state.chats[0]) ? "0" : "-1",
    "data-testid": `chat-${chat.chat_id}`, onclick: () => go(state.me, chat.chat_id),
  }, chatFace(chat), h("span", { class: "chat-words" },
    h("span", { class: "chat-line" }, h("span", { class: "chat-name", text: chatName(chat) }), chat.mode === "p2p" && h("span", { class: "bot-tag", text: t("bot_tag") }), h("time", { class: "chat-time", text: when(chat.last?.at) })),
    h("span", { class: "chat-line" }, h("span", { class: "chat-last", text: say(chat.last?.i18n ?? chat.last?.text).replace(/\s+/g, " ") }),
      chat.unread > 0 && !here && h("span", { class: "badge", "aria-label": t("unread", { n: chat.unread }), text: chat.unread > 99 ? "99+" : chat.unread }))));
}

async function newGroup() {
  const me = state.me;
  const fields = h("div", { class: "dialog-fields" },
    h("label", { class: "label", text: t("group_name") }, h("input", { class: "control", name: "group", required: true, maxlength: 60, autofocus: true })),
    tickPeople(state.people.filter((one) => one.open_id !== me)));
  const read = (form) => ({ name: form.elements.group.value.trim(), members: [me, ...tickedIn(form)] });
  const made = await fillIn(t("new_group"), fields, t("create"), read);
  if (!made?.name) return;
  const { ok, data } = await api.addGroup(made);
  if (!ok) { errorToast(data?.error); return; }
  await refreshChats();
  if (data?.chat_id) go(me, data.chat_id);
}

function arrows(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const all = [...box.querySelectorAll(".chat-row")];
  const at = all.indexOf(document.activeElement);
  if (!step || at < 0) return;
  event.preventDefault();
  all[Math.max(0, Math.min(all.length - 1, at + step))].focus();
}

function head() {
  const me = person(state.me);
  return h("header", { class: "chats-head" },
    h("div", { class: "me" }, h("strong", { text: nameOf(state.me, lang()) || t("title") }), h("span", { class: "role", text: me?.role ?? "" })),
    h("button", { type: "button", class: "icon-button", title: t("new_group"), "aria-label": t("new_group"), onclick: newGroup }, icon("add")));
}

function draw() {
  const focused = document.activeElement?.closest?.(".chat-row")?.dataset.testid;
  const scroll = box.querySelector(".chat-list")?.scrollTop ?? 0;
  box.setAttribute("aria-label", t("chats"));
  const list = h("div", { class: "chat-list", role: "listbox", "aria-label": t("chats"), onkeydown: arrows },
    state.chats.length ? state.chats.map(row) : h("p", { class: "empty-line", text: t("no_chats") }));
  box.replaceChildren(head(), list, h("footer", { class: "chats-foot" }, h("span", { text: t("invented") }), h("a", { href: "/gallery", target: "_blank", rel: "noopener", text: t("gallery") })));
  list.scrollTop = scroll;
  if (focused) box.querySelector(`[data-testid="${focused}"]`)?.focus();
}

on("chats chat me lang people", draw);
