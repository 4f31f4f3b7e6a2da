// Hears of news: server-sent events, made anew when they break; polling while they are away.
import { refreshChats, refreshClock, refreshMessages, refreshPeople } from "./refresh.js";
import { state, tell } from "./state.js";

const REACT = {
  messages: () => { if (!state.acting) refreshMessages(); refreshChats(); },
  chats: () => refreshChats(),
  people: () => refreshPeople().then(refreshChats),
  clock: () => refreshClock(),
  trace: () => tell("trace"),
  rows: () => tell("rows"),
  faults: () => tell("faults"),
};

const waiting = new Set();
let timer = 0;

/** Many events at once are one look at the server. */
function soon(topic) {
  waiting.add(topic);
  if (timer) return;
  timer = setTimeout(() => {
    timer = 0;
    const topics = [...waiting];
    waiting.clear();
    for (const one of topics) REACT[one]?.();
  }, 40);
}

const everything = () => { for (const topic of Object.keys(REACT)) soon(topic); };

function setOnline(online) {
  if (state.online === online) return;
  state.online = online;
  tell("online");
  if (online) everything();
}

let source = null;
let retry = 500;

function connect() {
  source = new EventSource("/api/events");
  source.onopen = () => { retry = 500; setOnline(true); };
  source.onmessage = (event) => {
    let what = "";
    try { what = JSON.parse(event.data).what ?? ""; } catch { return; }
    for (const topic of what.split("|")) soon(topic);
  };
  source.onerror = () => {
    setOnline(false);
    if (source.readyState !== EventSource.CLOSED) return;
    setTimeout(connect, retry);
    retry = Math.min(retry * 2, 8000);
  };
}

/** Start listening; while the stream is down, look every 3 s, and at the clock every 20 s always. */
export function listen() {
  connect();
  setTimeout(refreshClock, 1500);
  setInterval(() => { if (source?.readyState !== EventSource.OPEN) everything(); }, 3000);
  setInterval(refreshClock, 20000);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) everything(); });
}
