// Turning the platform's clock, shown in the team's zone.
import { api } from "../api.js";
import { isoInput } from "../card/dates.js";
import { h } from "../dom.js";
import { format, parts, t } from "../i18n.js";
import { clockNow, refreshChats, refreshClock, refreshMessages } from "../refresh.js";
import { errorToast } from "../toast.js";

/** The next Monday-to-Friday 08:45 in the team's zone (+08:00, no summer time) after a moment. */
export function nextMorning(now) {
  for (let days = 0; days < 8; days += 1) {
    const day = parts(new Date(now.getTime() + days * 864e5));
    const at = new Date(`${day.date}T08:45:00+08:00`);
    if (at > now && !["Sat", "Sun"].includes(day.weekday)) return at;
  }
  return now;
}

async function turn(body) {
  const { ok, data } = await api.clock(body);
  if (!ok) errorToast(data?.error);
  await refreshClock();
  await Promise.all([refreshMessages(), refreshChats()]);
}

const iso = (moment) => { const at = parts(moment); return `${at.date}T${at.time}:${at.seconds}+08:00`; };

export function clockTab() {
  const time = h("div", { class: "clock-time", "data-testid": "clock-now" });
  const day = h("div", { class: "clock-day" });
  const { wrap, input: pick, paint } = isoInput("datetime-local", t("pick_time"));
  pick.dataset.testid = "clock-set";
  let chosen = false;
  pick.addEventListener("input", () => { chosen = true; paint(); });
  const button = (words, id, work, style = "default") => h("button", { type: "button", class: `btn btn-${style} size-medium`, "data-testid": id, text: words, onclick: work });
  const show = () => {
    const now = clockNow();
    if (!now) return;
    const at = parts(now);
    const words = `${at.time}:${at.seconds}`;
    if (time.textContent !== words) time.textContent = words;
    time.dataset.iso = iso(now);
    day.textContent = format(now, { year: "numeric", month: "long", day: "numeric", weekday: "long" });
    if (!chosen && document.activeElement !== pick) { pick.value = `${at.date}T${at.time}`; paint(); }
  };
  const set = () => pick.value && turn({ now: `${pick.value.slice(0, 16)}:00+08:00` }).then(() => { chosen = false; show(); });
  const tick = setInterval(() => { if (time.isConnected) show(); }, 500);
  const node = h("div", { class: "clock" },
    h("div", { class: "clock-face" }, time, day, h("div", { class: "clock-zone", text: t("team_zone") })),
    h("div", { class: "clock-buttons" },
      button(t("plus10"), "clock-10m", () => turn({ advance: 600 })), button(t("plus60"), "clock-1h", () => turn({ advance: 3600 })),
      button(t("next_morning"), "clock-morning", () => clockNow() && turn({ now: iso(nextMorning(clockNow())) }), "primary_filled")),
    h("div", { class: "clock-set" }, wrap, button(t("set_clock"), "clock-apply", set)), h("p", { class: "note", text: t("clock_note") }));
  node.release = () => clearInterval(tick);
  return { node, show };
}
