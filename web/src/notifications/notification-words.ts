import type { Delivery, Destination, NotificationKind } from "@catalyst/api";
import type { Mark } from "../tasks/mark-of.ts";

export const KIND_WORDS: Record<NotificationKind, string> = {
  done: "done",
  needs_you: "needs you",
  failed: "failed",
};

export const KIND_MARKS: Record<NotificationKind, Mark> = { done: "ok", needs_you: "asks", failed: "bad" };

export const CHANNEL_WORDS: Record<Destination["channel"], string> = {
  webhook: "Webhook",
  slack: "Slack",
  email: "E-mail",
};

export const DELIVERY_MARKS: Record<Delivery["state"], Mark> = { waiting: "waiting", delivered: "ok", dead: "bad" };

/** What became of something that was to be told. */
export function deliveryWords({ state, attempts, problem }: Delivery): string {
  if (state === "delivered") {
    return "Delivered";
  }
  const tried = `${attempts} ${attempts === 1 ? "try" : "tries"}`;
  const why = problem === null ? "" : `: ${problem}`;
  return state === "dead" ? `Given up after ${tried}${why}` : `Waits for its next try, after ${tried}${why}`;
}

/** Of what a destination is told. */
export function toldWords({ kinds, hasEveryChange, project }: Destination): string {
  const of = kinds.map((kind) => KIND_WORDS[kind] ?? kind).join(", ");
  const all = [of, hasEveryChange ? "every change" : ""].filter((part) => part !== "").join(", ");
  return `${all === "" ? "nothing" : all}${project === null ? "" : ` in ${project}`}`;
}
