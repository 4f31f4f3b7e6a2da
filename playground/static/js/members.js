// Who is in a group: a dialog to let people in and out; the platform tells the bot of both.
import { api } from "./api.js";
import { avatar } from "./card/people.js";
import { fillIn } from "./dialog.js";
import { h } from "./dom.js";
import { lang, say, t } from "./i18n.js";
import { nameOf, refreshChats, refreshMessages } from "./refresh.js";
import { errorToast } from "./toast.js";
import { state } from "./state.js";

/** People to tick, some of them ticked already. */
export function tickPeople(people, ticked = []) {
  return h("fieldset", { class: "pick-people" }, h("legend", { class: "label", text: t("choose_members") }),
    people.map((one) => h("label", { class: "pick" }, h("input", { type: "checkbox", name: "member", value: one.open_id, checked: ticked.includes(one.open_id) }), avatar({ ...one, name: nameOf(one.open_id, lang()) }, 24), nameOf(one.open_id, lang()))));
}

/** The open_ids ticked in a dialog's form. */
export const tickedIn = (form) => [...form.querySelectorAll("[name=member]:checked")].map((one) => one.value);

/** Ask who should be in a group, then let people in and out. */
export async function changeMembers(chat) {
  const before = chat.members ?? [];
  const after = await fillIn(say(chat.name), tickPeople(state.people, before), t("save"), tickedIn);
  if (!after) return;
  const add = after.filter((id) => !before.includes(id));
  const remove = before.filter((id) => !after.includes(id));
  if (!add.length && !remove.length) return;
  const { ok, data } = await api.members(chat.chat_id, { add, remove });
  if (!ok) errorToast(data?.error);
  await Promise.all([refreshChats(), refreshMessages()]);
}
