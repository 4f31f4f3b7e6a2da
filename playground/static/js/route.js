// Whom one plays and which chat is open live in the address (#person/chat), so Back works and two windows can be two people.
import { keep, kept, state, tell } from "./state.js";

const parse = () => location.hash.slice(1).split("/").map(decodeURIComponent);
export const narrow = () => matchMedia("(max-width: 720px)").matches;

/** Go to a person, and a chat of theirs ("" lets the page choose on wide screens). */
export function go(me, chat, { replace = false } = {}) {
  const hash = `#${encodeURIComponent(me)}${chat ? `/${encodeURIComponent(chat)}` : ""}`;
  if (hash === location.hash) return take();
  if (replace) { history.replaceState(null, "", hash); take(); } else location.hash = hash;
  return undefined;
}

/** The person and chat to begin with: the address's, else whom one played last. */
export function wanted() {
  const [me = "", chat = ""] = parse();
  return [me || kept("me"), chat];
}

/** Read the address into the state. */
export function take() {
  const [me = "", chat = ""] = parse();
  const other = me !== state.me;
  state.me = me || state.me;
  state.chat = chat;
  keep("me", state.me);
  document.getElementById("app").dataset.view = chat ? "chat" : "list";
  if (other) { state.chats = []; tell("me"); }
  tell("chat");
}

window.addEventListener("hashchange", take);
