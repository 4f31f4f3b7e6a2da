// The open chat: its head, messages (unchanged ones keep their nodes), hints for newcomers, composer.
import { api } from "./api.js";
import { icon } from "./card/icons.js";
import { chatFace, chatName } from "./chats.js";
import { composer } from "./composer.js";
import { ask } from "./dialog.js";
import { h, release } from "./dom.js";
import { hints } from "./hints.js";
import { format, parts, lang, t } from "./i18n.js";
import { changeMembers } from "./members.js";
import { drawMessage, keyOf } from "./message.js";
import { togglePanel } from "./panel.js";
import { clockNow, nameOf, refreshChats, refreshMessages } from "./refresh.js";
import { go } from "./route.js";
import { errorToast } from "./toast.js";
import { chatNow, on, state } from "./state.js";

const box = document.getElementById("conversation");
const head = h("header", { class: "conv-head" });
const scroller = h("div", { class: "conv-scroll", tabindex: "-1" });
const list = h("div", { class: "messages", role: "log", "aria-relevant": "additions" });
const foot = h("div", { class: "conv-foot" });
const lost = h("div", { class: "offline", role: "status", hidden: true });
scroller.append(list);
box.append(head, lost, scroller, foot);

const panelButton = () => h("button", { type: "button", class: "icon-button", "data-testid": "panel-toggle", title: t("panel"), "aria-label": t("panel"), onclick: togglePanel }, icon("panel"));

async function setBot(chat, wanted) {
  if (!wanted && !(await ask(t("remove_bot"), t("remove_bot_ask"), { danger: true }))) return;
  const { ok, data } = await api.bot(chat.chat_id, state.me, wanted);
  if (!ok) errorToast(data?.error);
  await Promise.all([refreshChats(), refreshMessages()]);
}

/** The chat's name and what it is; a group's opens the list of its members. */
function title(chat, about) {
  const words = [h("h1", { text: chatName(chat) }), h("p", { text: about, title: about })];
  if (chat.mode !== "group") return h("div", { class: "conv-title" }, words);
  return h("button", { type: "button", class: "conv-title", "data-testid": "members", title: t("change_members"), onclick: () => changeMembers(chat) }, words);
}

function drawHead() {
  const chat = chatNow();
  const back = h("button", { type: "button", class: "icon-button back", "aria-label": t("back"), onclick: () => go(state.me, "") }, icon("left"));
  if (!chat) return head.replaceChildren(back, h("span", { class: "spacer" }), panelButton());
  const names = (chat.members ?? []).map((id) => nameOf(id, lang())).filter(Boolean);
  const about = chat.mode === "group" ? `${t("members", { n: names.length })} · ${names.join("、")}` : t("invented");
  const bot = chat.mode === "group" && h("button", { type: "button", class: `btn size-small ${chat.bot ? "btn-text" : "btn-primary_filled"}`, "data-testid": chat.bot ? "remove-bot" : "add-bot", onclick: () => setBot(chat, !chat.bot) }, icon("robot"), h("span", { class: "btn-words", text: t(chat.bot ? "remove_bot" : "add_bot") }));
  const nodes = [back, chatFace(chat, 32), title(chat, about), h("span", { class: "spacer" }), bot, panelButton()];
  return head.replaceChildren(...nodes.filter(Boolean));
}

/** The day above the first message of each day. */
function divider(message, before) {
  const at = new Date(message.created_at);
  if (before && parts(at).date === parts(new Date(before.created_at)).date) return null;
  const today = parts(at).date === parts(clockNow() ?? new Date()).date;
  const words = today ? t("today") : format(at, { month: "short", day: "numeric", weekday: "short" });
  return h("div", { class: "divider", "data-id": `t-${message.message_id}`, "data-key": `${words}` }, words);
}

/** Where the caret is, by the field's name, so that a redrawn card gets it back. */
function caret() {
  const at = document.activeElement;
  const holder = at?.closest?.("[data-id]");
  if (!holder || !at.dataset.testid) return null;
  return { id: holder.dataset.id, field: at.dataset.testid, from: at.selectionStart, to: at.selectionEnd };
}

function restore(place) {
  if (!place) return;
  const holder = list.querySelector(`[data-id="${CSS.escape(place.id)}"]`);
  const at = holder?.querySelector(`[data-testid="${CSS.escape(place.field)}"]`);
  if (!at || at === document.activeElement) return;
  at.focus({ preventScroll: true });
  if (typeof place.from === "number") try { at.setSelectionRange(place.from, place.to); } catch { /* dates have no caret */ }
}

/** Bring the list of nodes in line with the wanted ones, touching only what changed. */
function reconcile(wanted) {
  const have = new Map([...list.children].map((node) => [node.dataset.id, node]));
  let after = null;
  for (const { id, key, draw } of wanted) {
    let node = have.get(id);
    have.delete(id);
    if (!node || node.dataset.key !== key) {
      const fresh = draw();
      if (node) { release(node); node.replaceWith(fresh); }
      node = fresh;
    }
    const place = after ? after.nextSibling : list.firstChild;
    if (place !== node) list.insertBefore(node, place);
    after = node;
  }
  for (const node of have.values()) { release(node); node.remove(); }
}

let lastOwn = "";

/** Whether one has just written something: then the end is where one wants to be, however far up one was. */
function hasWritten(messages) {
  const own = messages.findLast((one) => one.sender.kind === "person" && one.sender.open_id === state.me)?.message_id ?? "";
  const written = own !== "" && own !== lastOwn;
  lastOwn = own;
  return written;
}

function drawMessages() {
  const ready = state.loaded === `${state.me}/${state.chat}`;
  // In the order of arrival, as a client does: the clock may have been turned back in between.
  const messages = ready ? [...state.messages.values()] : [];
  const written = ready && hasWritten(messages);
  const low = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 120;
  const fresh = list.dataset.where !== state.loaded;
  const place = caret();
  const wanted = messages.flatMap((message, index) => {
    const time = divider(message, messages[index - 1]);
    return [time && { id: time.dataset.id, key: time.dataset.key, draw: () => time }, { id: message.message_id, key: keyOf(message), draw: () => drawMessage(message) }].filter(Boolean);
  });
  if (ready && state.chat && messages.length === 0) wanted.push({ id: "hints", key: `${lang()}|${state.chat}|${chatNow()?.bot}`, draw: () => hints(chatNow()) });
  if (!state.chat) wanted.push({ id: "choose", key: lang(), draw: () => h("div", { class: "choose", "data-id": "choose", "data-key": lang() }, icon("chat"), h("p", { text: t("choose") }), h("p", { class: "small", text: t("invented") })) });
  reconcile(wanted);
  restore(place);
  if (ready) list.dataset.where = state.loaded;
  if (low || written || (fresh && ready)) settle();
}

/** Stay at the end while what was added finds its height. */
function settle() {
  const down = () => { scroller.scrollTop = scroller.scrollHeight; };
  down();
  requestAnimationFrame(down);
  setTimeout(down, 120);
}

function drawFoot() {
  const where = `${state.me}/${state.chat}/${lang()}/${chatNow()?.bot}/${chatNow()?.mode}`;
  if (foot.dataset.key === where) return;
  const focused = foot.contains(document.activeElement);
  foot.dataset.key = where;
  foot.replaceChildren(...(chatNow() ? [composer(chatNow())] : []));
  if (focused) foot.querySelector("textarea")?.focus();
}

on("chat me", () => { drawHead(); drawFoot(); drawMessages(); refreshMessages(); });
on("chats people lang", () => { drawHead(); drawFoot(); });
on("messages lang people chats", drawMessages);
on("online", () => { lost.hidden = state.online; lost.textContent = t("offline"); });
