// What the page knows: people, chats, messages, whom one plays. Changes are announced by topic.

const watchers = new Map();

export const state = {
  people: [],
  chats: [],
  me: "",
  chat: "",
  messages: new Map(),   // message_id → message, of the open chat
  rev: 0,
  loaded: "",            // "me/chat" whose messages are in `messages`
  now: null,             // {at: Date, read: performance.now(), ticking}
  day: null,             // {works, why, name} of the clock's date
  acting: 0,             // submissions under way: what they change is drawn when they end
  online: true,
};

/** Call `react` whenever one of the topics is announced. */
export function on(topics, react) {
  for (const topic of topics.split(" ")) {
    if (!watchers.has(topic)) watchers.set(topic, []);
    watchers.get(topic).push(react);
  }
}

/** Announce a topic: me, people, chats, chat, messages, clock, lang, trace, rows, online. */
export function tell(topic) {
  for (const react of watchers.get(topic) ?? []) react();
}

/** Remember a small thing in this browser; private windows may refuse, which is fine. */
export function keep(key, value) {
  try { localStorage.setItem(`playground.${key}`, value); } catch { /* storage is off */ }
}

/** What `keep` remembered, or the fallback. */
export function kept(key, fallback = "") {
  try { return localStorage.getItem(`playground.${key}`) ?? fallback; } catch { return fallback; }
}

export const person = (id) => state.people.find((one) => one.open_id === id);
export const chatNow = () => state.chats.find((one) => one.chat_id === state.chat);
