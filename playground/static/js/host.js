// What stands around a card in the conversation: names, members, and pressing and submitting through the API.
import { api } from "./api.js";
import { draftsOf } from "./drafts.js";
import { lang, t } from "./i18n.js";
import { nameOf, refreshChats, refreshMessages } from "./refresh.js";
import { answerToast } from "./toast.js";
import { chatNow, person, state } from "./state.js";

/** Do a call, show its answer, then fetch what it changed; a replaced card forgets what was typed. */
async function act(message, call, { forget = false } = {}) {
  const me = state.me;
  const before = state.messages.get(message)?.revision;
  if (forget) state.acting += 1;
  const { ok, data } = await call(me);
  const required = data?.error?.code === "required" ? data.error : null;
  const drafts = draftsOf(me, message);
  if (!required) answerToast(data, t("failed_send"));
  if (forget && ok && !data?.error && (await replaced(me, message, before))) drafts.clear();
  if (forget) state.acting -= 1;
  await Promise.all([refreshMessages(), refreshChats()]);
  return required ?? undefined;
}

/** Whether the card has a newer revision, asked before anything is drawn so that drafts go first. */
async function replaced(me, message, before) {
  const { ok, data } = await api.messages(state.chat, me, 0);
  const after = ok && data.messages.find((one) => one.message_id === message);
  return Boolean(after) && after.revision !== before;
}

/** A host for the card of one message. */
export function hostOf(message) {
  return {
    lang: lang(), me: state.me, person,
    nameOf: (id, language) => nameOf(id, language) || t("unknown_user", {}, language),
    members: () => chatNow()?.members ?? [],
    press: ({ name, value }) => act(message, (me) => api.press(me, message, { name, value })),
    submit: (body) => act(message, (me) => api.submit(me, message, body), { forget: true }),
  };
}
