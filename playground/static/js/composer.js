// Where one types: grows with the text, Enter sends, groups offer @bot, the chat with the bot takes pictures and files.
import { api } from "./api.js";
import { chatName } from "./chats.js";
import { icon } from "./card/icons.js";
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { refreshChats, refreshMessages } from "./refresh.js";
import { errorToast, toast } from "./toast.js";
import { state } from "./state.js";

const unsent = new Map();

/** Say something in the open chat; true when the platform took it. */
export async function sendText(text) {
  const { ok, data } = await api.say(state.me, state.chat, text);
  if (!ok) { if (data?.error) errorToast(data.error); else toast("error", t("failed_send")); }
  await Promise.all([refreshMessages(), refreshChats()]);
  return ok;
}

/** Send an invented picture into the open chat. */
async function sendPicture() {
  const { ok, data } = await api.picture(state.me, state.chat);
  if (!ok) { if (data?.error) errorToast(data.error); else toast("error", t("failed_send")); }
  await Promise.all([refreshMessages(), refreshChats()]);
}

/** Send a file from this computer into the open chat. */
async function sendFile(file) {
  const data = await new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result).split(",")[1] ?? "");
    reader.readAsDataURL(file);
  });
  const { ok, data: answer } = await api.file(state.me, state.chat, file.name, data);
  if (!ok) { if (answer?.error) errorToast(answer.error); else toast("error", t("failed_send")); }
  await Promise.all([refreshMessages(), refreshChats()]);
}

/** A button that lets one choose a file; the browser's own field stays out of sight and out of the tab order. */
function fileButton() {
  const field = h("input", { type: "file", hidden: true, tabindex: "-1", "data-testid": "file-field", onchange: () => { if (field.files[0]) sendFile(field.files[0]); field.value = ""; } });
  return [field, h("button", { type: "button", class: "send-picture", "data-testid": "send-file", "aria-label": t("send_file"), title: t("send_file"), onclick: () => field.click() }, icon("file"))];
}

function grow(area) {
  area.style.height = "auto";
  area.style.height = `${Math.min(area.scrollHeight, 132)}px`;
}

function insert(area, words) {
  const from = area.selectionStart;
  const gap = from > 0 && !/\s$/.test(area.value.slice(0, from)) ? " " : "";
  area.setRangeText(gap + words, from, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input"));
  area.focus();
}

/** The composer of a chat. What was typed stays when one looks into another chat. */
export function composer(chat) {
  const key = `${state.me}/${chat.chat_id}`;
  const area = h("textarea", { class: "say", rows: 1, maxlength: 20000, placeholder: t("placeholder", { name: chatName(chat) }), "aria-label": t("placeholder", { name: chatName(chat) }), title: t("enter_hint"), "data-testid": "composer", value: unsent.get(key) ?? "" });
  const send = h("button", { type: "button", class: "send", "data-testid": "send", "aria-label": t("send"), title: t("send"), disabled: !area.value.trim(), onclick: () => go() }, icon("send"));
  let sending = false;
  const changed = () => { unsent.set(key, area.value); send.disabled = !area.value.trim() || sending; grow(area); };
  async function go() {
    const text = area.value.trim();
    if (!text || sending) return;
    sending = true;
    area.value = "";
    changed();
    const ok = await sendText(text);
    sending = false;
    if (!ok && !area.value) area.value = text;
    changed();
  }
  area.addEventListener("input", changed);
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); go(); }
    if (event.key === "Escape") { area.blur(); document.querySelector(".chat-row[aria-selected=true]")?.focus(); }
  });
  const mention = chat.mode === "group" && h("button", { type: "button", class: "mention-bot", "data-testid": "mention-bot", title: t("mention_bot_long"), onclick: () => insert(area, "@bot ") }, t("mention_bot"));
  const pictures = chat.mode === "p2p" && h("button", { type: "button", class: "send-picture", "data-testid": "send-picture", "aria-label": t("send_picture"), title: t("send_picture"), onclick: sendPicture }, icon("picture"));
  const files = chat.mode === "p2p" && fileButton();
  requestAnimationFrame(() => { if (area.isConnected && area.value) grow(area); });
  return h("div", { class: "composer" }, mention, area, files, pictures, send);
}
