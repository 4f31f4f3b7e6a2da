// Brings news from the server into the state: people, chats, messages of the open chat, the clock.
import { api } from "./api.js";
import { person, state, tell } from "./state.js";

/** People, in the server's order. */
export async function refreshPeople() {
  const { ok, data } = await api.people();
  if (!ok) return;
  state.people = data ?? [];
  tell("people");
}

/** The chats of the person one plays. */
export async function refreshChats() {
  if (!state.me) return;
  const me = state.me;
  const { ok, data } = await api.chats(me);
  if (!ok || me !== state.me) return;
  state.chats = data ?? [];
  if (state.chats.some((chat) => (chat.members ?? []).some((id) => !person(id)))) await refreshPeople();
  tell("chats");
}

/** Messages of the open chat: all of them the first time, later only what changed. */
export async function refreshMessages() {
  const { me, chat } = state;
  if (!me || !chat) return;
  const where = `${me}/${chat}`;
  const first = state.loaded !== where;
  const { ok, data, status } = await api.messages(chat, me, first ? 0 : state.rev);
  if (where !== `${state.me}/${state.chat}`) return;
  if (!ok) { if (first && status) { state.messages = new Map(); state.loaded = where; tell("messages"); } return; }
  if (!first && data.rev < state.rev) { state.loaded = ""; refreshMessages(); return; }
  if (first || state.loaded !== where) state.messages = new Map();
  for (const message of data.messages ?? []) state.messages.set(message.message_id, message);
  state.rev = data.rev ?? 0;
  state.loaded = where;
  tell("messages");
}

/** The platform's clock; whether it runs by itself is seen by asking twice. */
export async function refreshClock() {
  const { ok, data } = await api.state();
  if (!ok) return;
  takeClock(data.now);
  state.day = data.day ?? null;
  tell("clock");
}

/** Note a moment the server named. */
export function takeClock(now) {
  const at = new Date(now);
  const read = performance.now();
  const before = state.now;
  const moved = before ? at - before.at : 0;
  const passed = before ? read - before.read : 0;
  const ticking = before ? (passed > 800 ? Math.abs(moved - passed) < 2000 + passed * 0.2 && moved > 0 : before.ticking) : false;
  state.now = { at, read, ticking };
}

/** The platform's time now, ticking on between two looks when it ticks by itself. */
export function clockNow() {
  if (!state.now) return null;
  return new Date(state.now.at.getTime() + (state.now.ticking ? performance.now() - state.now.read : 0));
}

/** A name in a language; the bot and strangers have words of their own. */
export function nameOf(id, lang) {
  const one = person(id);
  return one ? (lang === "en_us" && one.en_name ? one.en_name : one.name) : "";
}
