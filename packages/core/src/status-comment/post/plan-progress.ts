const SECOND = 1000;
const EARLY_MILLISECONDS = 10 * 60 * SECOND;
const EARLY_PAUSE_SECONDS = 30;
const LATER_PAUSE_SECONDS = 120;
/** As many edits for progress an account's tasks make in an hour together: GitHub takes 500 texts, and other things are said, too. */
const EDITS_PER_HOUR = 200;

interface Progress {
  startedAt: Date;
  /** When the comment was edited last; null: it wasn't. */
  editedAt: Date | null;
  /** How many tasks of the same account tell their progress, this one included. */
  live: number;
}

/**
 * When progress may be told next: 30 s after the last text in the first 10 minutes, later 120 s, and less often where the
 * account has so many tasks that they would come to more than 200 edits in an hour.
 */
export function planProgress({ startedAt, editedAt, live }: Progress): Date {
  const from = editedAt ?? startedAt;
  const isEarly = from.getTime() - startedAt.getTime() < EARLY_MILLISECONDS;
  const shared = (live * 3600) / EDITS_PER_HOUR;
  const pause = Math.max(isEarly ? EARLY_PAUSE_SECONDS : LATER_PAUSE_SECONDS, shared);
  return new Date(from.getTime() + pause * SECOND);
}
