import type { TaskStatus } from "../../task/task.ts";
import type { NotificationKind } from "../notification-kind.ts";

/** What somebody has to see in the feed. */
export interface Notification {
  /** Of the change that it tells, among those of all tasks. */
  position: number;
  kind: NotificationKind;
  at: Date;
  task: {
    id: string;
    number: number;
    /** On one line, without what can't be seen. */
    title: string;
    /** What it is by now, which needn't be what is told. */
    status: TaskStatus;
    project: string;
    repository: string;
  };
}
