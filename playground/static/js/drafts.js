// What people typed into cards and have not sent: kept per person and message while cards come and go, and over a reload.

const KEY = "playground.drafts";

function load() {
  try { return new Map(Object.entries(JSON.parse(sessionStorage.getItem(KEY) ?? "{}"))); } catch { return new Map(); }
}

const drafts = load();
const memories = new Map();

function save() {
  try { sessionStorage.setItem(KEY, JSON.stringify(Object.fromEntries(drafts))); } catch { /* storage is off */ }
}

/** The drafts of one person in one message: get(name), set(name, value), clear(). */
export function draftsOf(me, message) {
  const key = `${me}/${message}`;
  return {
    get: (name) => drafts.get(key)?.[name],
    set(name, value) { drafts.set(key, { ...drafts.get(key), [name]: value }); save(); },
    clear() { drafts.delete(key); memories.delete(key); save(); },
  };
}

/** Opened panels and table pages of one message: a Map that lives as long as the page. */
export function memoryOf(me, message) {
  const key = `${me}/${message}`;
  if (!memories.has(key)) memories.set(key, new Map());
  return memories.get(key);
}
