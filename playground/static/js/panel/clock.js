// Turning the platform's clock, shown in the team's zone. Time passes on the way: the server stops wherever something may be due.
import { api } from "../api.js";
import { isoInput } from "../card/dates.js";
import { h } from "../dom.js";
import { format, parts, t } from "../i18n.js";
import { clockNow, refreshChats, refreshClock, refreshMessages } from "../refresh.js";
import { state } from "../state.js";
import { errorToast } from "../toast.js";

const iso = (moment) => { const at = parts(moment); return `${at.date}T${at.time}:${at.seconds}+08:00`; };

let turning = false;

/** Whether people work today, in a word or two. */
function dayWords() {
  if (!state.day) return "";
  const { why, name } = state.day;
  return name && why !== "workday" ? `${t(name)} · ${t(`day_${why}`)}` : t(`day_${why}`);
}

export function clockTab() {
  const time = h("div", { class: "clock-time", "data-testid": "clock-now" });
  const day = h("div", { class: "clock-day" });
  const kind = h("div", { class: "clock-kind", "data-testid": "clock-kind" });
  const wait = h("p", { class: "note clock-wait", role: "status", "data-testid": "clock-turning", hidden: true, text: t("turning") });
  const { wrap, input: pick, paint } = isoInput("datetime-local", t("pick_time"));
  pick.dataset.testid = "clock-set";
  let chosen = false;
  pick.addEventListener("input", () => { chosen = true; paint(); });
  pick.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); set(); } });
  const show = () => {
    const now = clockNow();
    if (!now) return;
    const at = parts(now);
    const words = `${at.time}:${at.seconds}`;
    if (time.textContent !== words) time.textContent = words;
    time.dataset.iso = iso(now);
    day.textContent = format(now, { year: "numeric", month: "long", day: "numeric", weekday: "long" });
    kind.textContent = dayWords();
    kind.dataset.works = String(state.day?.works ?? "");
    if (!chosen && document.activeElement !== pick) { pick.value = `${at.date}T${at.time}`; paint(); }
  };
  const busy = (on) => {
    turning = on;
    wait.hidden = !on;
    for (const one of node.querySelectorAll(".btn")) one.disabled = on;
    node.setAttribute("aria-busy", String(on));
  };
  async function turn(body, pressed) {
    if (turning) return;
    busy(true);
    const { ok, data } = await api.clock(body);
    busy(false);
    if (!ok) errorToast(data?.error);
    pressed?.focus();
    await refreshClock();
    await Promise.all([refreshMessages(), refreshChats()]);
  }
  const set = (event) => pick.value && turn({ now: `${pick.value.slice(0, 16)}:00+08:00` }, event?.currentTarget).then(() => { chosen = false; show(); });
  const button = (words, id, work, style = "default") => h("button", { type: "button", class: `btn btn-${style} size-medium`, "data-testid": id, text: words, onclick: work });
  const by = (words, id, body, style) => button(t(words), id, (event) => turn(body, event.currentTarget), style);
  const tick = setInterval(() => { if (time.isConnected) show(); }, 500);
  const node = h("div", { class: "clock" },
    h("div", { class: "clock-face" }, time, day, kind, h("div", { class: "clock-zone", text: t("team_zone") })), wait,
    h("div", { class: "clock-buttons" }, by("plus60", "clock-1h", { advance: 3600 }), by("plus_day", "clock-1d", { advance: 86400 }),
      by("next_morning", "clock-morning", { to: "morning" }, "primary_filled"), by("report_day", "clock-report-day", { to: "report_day" }, "primary")),
    h("div", { class: "clock-set" }, wrap, button(t("set_clock"), "clock-apply", set)), h("p", { class: "note", text: t("clock_note") }));
  node.release = () => clearInterval(tick);
  return { node, show };
}
