// Talks to the playground's JSON control API. Every answer is {ok, status, data}; a dead server is an answer too.

async function call(method, path, body) {
  const options = { method, headers: { Accept: "application/json" } };
  if (body !== undefined) {
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  try {
    const answer = await fetch(path, options);
    return { ok: answer.ok, status: answer.status, data: await answer.json().catch(() => null) };
  } catch {
    return { ok: false, status: 0, data: null };
  }
}

const get = (path) => call("GET", path);
const post = (path, body) => call("POST", path, body);
const enc = encodeURIComponent;

export const api = {
  state: () => get("/api/state"),
  people: () => get("/api/people"),
  chats: (me) => get(`/api/chats?as=${enc(me)}`),
  open: (me) => post("/api/open", { as: me }),
  messages: (chat, me, after) => get(`/api/chats/${enc(chat)}/messages?as=${enc(me)}${after ? `&after=${after}` : ""}`),
  say: (me, chat, text) => post("/api/say", { as: me, chat_id: chat, text }),
  picture: (me, chat) => post("/api/picture", { as: me, chat_id: chat }),
  file: (me, chat, name, data) => post("/api/file", { as: me, chat_id: chat, name, data }),
  press: (me, message, body) => post("/api/press", { as: me, message_id: message, ...body }),
  submit: (me, message, body) => post("/api/submit", { as: me, message_id: message, ...body }),
  clock: (body) => post("/api/clock", body),
  trace: (after) => get(`/api/trace?after=${after}`),
  rows: (after) => get(`/api/rows?after=${after}`),
  faults: () => get("/api/faults"),
  setFaults: (body) => post("/api/faults", body),
  addPerson: (body) => post("/api/people", body),
  addGroup: (body) => post("/api/groups", body),
  bot: (chat, me, on) => post(`/api/groups/${enc(chat)}/bot`, { as: me, add: on }),
  members: (chat, body) => post(`/api/groups/${enc(chat)}/members`, body),
  gallery: () => get("/api/gallery"),
};
