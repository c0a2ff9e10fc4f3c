import type { Notice, NotificationKind } from "@catalyst/core/notification";
import { describeOutcome } from "./describe-outcome.ts";

/** Where it stands what to do about it: a channel of many people isn't where it is done. */
const NEXT: Record<NotificationKind, string> = {
  done: "",
  needs_you: ". What it waits for stands with the task.",
  failed: ". Why, and what to do about it, stands with the task.",
};

/**
 * What an incoming webhook of Slack takes. A task's title is anybody's words: it mentions nobody, formats nothing and leads
 * nowhere. See https://docs.slack.dev/messaging/formatting-message-text
 */
export function slackMessage({ kind, task, change }: Pick<Notice, "kind" | "task" | "change">): object {
  const text =
    task === null
      ? "Catalyst tells of tasks here."
      : `Task #${task.number} ${describeOutcome({ kind, change })}: ${harmless(task.title)} (${harmless(task.project)}, ${harmless(task.repository)})${kind === null ? "" : NEXT[kind]}`;
  return {
    text,
    blocks: [{ type: "section", text: { type: "plain_text", text, emoji: false } }],
    mrkdwn: false,
    parse: "none",
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
  };
}

/** `<!channel>`, `<@U1>` and `<https://...>` begin with what is escaped; an address that stands bare is taken apart. */
function harmless(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("://", ": //")
    .replaceAll("@", "(at)");
}
