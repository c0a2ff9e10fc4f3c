import type { Notification } from "@catalyst/api";
import { openApi } from "../api/open-api.ts";
import type { CliContext } from "../cli-context.ts";
import { showList } from "../output/show-list.ts";
import { cleanTerminalLine } from "../output/words/clean-terminal-text.ts";
import { formatAge } from "../output/words/format-quantity.ts";

const WORDS: Record<Notification["kind"], string> = { done: "done", needs_you: "needs you", failed: "failed" };

export interface ShowFeedInput {
  project: string | undefined;
  isJson: boolean;
  /** What is shown, and what came before it, is taken as read. */
  isRead: boolean;
}

/** The newest 50, the newest last. */
export async function showFeed({ project, isJson, isRead }: ShowFeedInput, context: CliContext): Promise<void> {
  const client = await openApi(context);
  const { data, unread } = await client.call("listNotifications", { query: { project } });
  const now = new Date();
  showList(
    data.toReversed(),
    { isJson, output: context.output },
    {
      head: ["", "age", "task", "what", "title", "project"],
      none: "Nothing yet: what needs you, is done or failed of the tasks that you ask for stands here.",
      row: ({ isRead: wasRead, at, kind, task }) => [
        wasRead ? "" : "new",
        formatAge(new Date(at), now),
        `#${task.number}`,
        WORDS[kind],
        cleanTerminalLine(task.title, 60),
        cleanTerminalLine(task.project, 40),
      ],
    },
  );
  const newest = data[0];
  if (isRead && newest !== undefined) {
    await client.call("markNotificationsRead", { body: { upTo: newest.position } });
  } else if (!isJson && unread > 0) {
    context.output.say(`${unread} new. --read takes them as read.`);
  }
}
