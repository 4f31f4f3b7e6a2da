// Starts the page: reads the address, draws, and listens for news.
import "./rail.js";
import "./chats.js";
import "./conversation.js";
import { api } from "./api.js";
import { startPanel } from "./panel.js";
import { lang, setLang } from "./i18n.js";
import { listen } from "./live.js";
import { refreshChats, refreshClock, refreshPeople } from "./refresh.js";
import { go, narrow, wanted } from "./route.js";
import { chatNow, on, person, state } from "./state.js";

/** On a wide screen the first chat opens by itself; a phone shows the list. */
async function arrive() {
  await refreshChats();
  if (!state.chat && !narrow() && state.chats.length) go(state.me, state.chats[0].chat_id, { replace: true });
}

const entered = new Set();

/** The platform hears that somebody opened the chat with the bot, once for each person and visit of this page. */
function enter() {
  if (chatNow()?.mode !== "p2p" || entered.has(state.me)) return;
  entered.add(state.me);
  api.open(state.me);
}

on("me", arrive);
on("chat chats", enter);
on("people", () => { if (state.me && state.people.length && !person(state.me)) go(state.people[0].open_id, "", { replace: true }); });

async function start() {
  setLang(lang());
  await Promise.all([refreshPeople(), refreshClock()]);
  const [me, chat] = wanted();
  if (person(me)) go(me, chat, { replace: true });
  else if (state.people.length) go(state.people[0].open_id, "", { replace: true });
  startPanel();
  listen();
}

start();
