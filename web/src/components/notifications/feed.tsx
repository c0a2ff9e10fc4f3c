"use client";

import type { Notification } from "@catalyst/api";
import Link from "next/link";
import type { Feed as FeedPage } from "../../actions/notifications.ts";
import { KIND_MARKS, KIND_WORDS } from "../../notifications/notification-words.ts";
import { visibleText } from "../../words/visible-text.ts";
import { classNames } from "../parts/class-names.ts";
import { Button } from "../parts/form/button.tsx";
import { CopyLine } from "../parts/shown/copy-line.tsx";
import { FaultNote } from "../parts/shown/fault-note.tsx";
import { Section } from "../parts/shown/section.tsx";
import { StatusMark } from "../parts/shown/status-mark.tsx";
import { Moment } from "../parts/time/moment.tsx";
import { useFeed } from "./use-feed.ts";

/** What somebody has to see of the tasks that they asked for; live. */
export function Feed({ first }: { first: FeedPage }) {
  const { shown, hasOlder, isBusy, fault, showOlder, markRead } = useFeed(first);
  return (
    <Section
      title={first.unread === 0 ? "What you were told" : `What you were told: ${first.unread} unread`}
      hint="Of the tasks that you asked for."
      action={
        first.unread === 0 ? null : (
          <Button disabled={isBusy} onClick={markRead}>
            Mark all as read
          </Button>
        )
      }
    >
      {fault === null ? null : <FaultNote fault={fault} />}
      {shown.length === 0 ? (
        <p className="text-ink-2">
          Nothing yet. What is done, fails or needs you is told here, and wherever you add below.
        </p>
      ) : null}
      <ul>
        {shown.map((notification) => (
          <li key={notification.position} className="border-b border-line">
            <FeedRow notification={notification} />
          </li>
        ))}
      </ul>
      {hasOlder ? (
        <div>
          <Button disabled={isBusy} onClick={showOlder}>
            Show older
          </Button>
        </div>
      ) : null}
      <div className="max-w-xl">
        <CopyLine text="catalyst notifications feed" />
      </div>
    </Section>
  );
}

function FeedRow({ notification: { kind, at, isRead, task } }: { notification: Notification }) {
  return (
    <Link
      href={`/agent-tasks/${task.number}`}
      prefetch={false}
      className="relative flex items-center gap-2.5 py-2 hover:bg-sunken max-sm:min-h-11"
    >
      <StatusMark mark={KIND_MARKS[kind] ?? "off"} />
      <span className="w-18 shrink-0 text-xs text-ink-2">{KIND_WORDS[kind] ?? kind}</span>
      <span className="font-mono text-xs text-ink-2">#{task.number}</span>
      <span className={classNames("min-w-0 flex-1 truncate", !isRead && "font-semibold")}>
        {visibleText(task.title)}
      </span>
      {isRead ? null : <span className="sr-only">unread</span>}
      <span className="truncate font-mono text-xs text-ink-2 max-sm:hidden">{visibleText(task.repository)}</span>
      <span className="text-xs text-ink-2">
        <Moment at={at} />
      </span>
    </Link>
  );
}
