// Toasts at the top centre, as the client shows them: one word about what happened, gone after a while.
import { h } from "./dom.js";
import { icon } from "./card/icons.js";
import { lang, say, t } from "./i18n.js";

const ICONS = { success: "succeed_filled", error: "error_filled", warning: "warning_filled", info: "info_filled" };

/** Show a toast; `kind` is info, success, warning or error. */
export function toast(kind, words, code = "") {
  const node = h("div", { class: `toast toast-${kind}`, "data-testid": "toast", "data-kind": kind },
    icon(ICONS[kind] ?? ICONS.info), h("span", { text: words }), code && h("small", { text: code }));
  const shelf = document.getElementById("toasts");
  shelf.append(node);
  while (shelf.children.length > 3) shelf.firstChild.remove();
  setTimeout(() => node.classList.add("leaving"), kind === "error" || kind === "warning" ? 6000 : 3500);
  setTimeout(() => node.remove(), kind === "error" || kind === "warning" ? 6300 : 3800);
}

/** The platform's error codes, in words a person can use. */
export function errorToast(error) {
  const code = String(error?.code ?? "");
  const known = /^\d+$/.test(code) ? t(`e${code}`) : "";
  const words = known && known !== `e${code}` ? known : say(error?.text, lang()) || t("failed");
  toast("error", words, code && code !== "required" ? t("code", { code }) : "");
}

/** Show what an answer to a press or submit says: its error first, else its toast. */
export function answerToast(data, failedWords) {
  if (!data) return toast("error", failedWords);
  if (data.error) return errorToast(typeof data.error === "object" ? data.error : { text: data.error });
  if (data.toast) toast(data.toast.type ?? data.toast.kind ?? "info", say(data.toast.i18n ? data.toast : data.toast.content ?? data.toast.text));
  return undefined;
}
