import { MAX_NUMBER } from "@catalyst/api";
import { CatalystError } from "@catalyst/core";

/** What can be followed by name. */
type TopicKind = "task" | "execution" | "tasks" | "notifications";

export interface Topic {
  kind: TopicKind;
  /** As its client calls it: `task:3`. */
  label: string;
  /** What of that kind; empty: of `tasks`, all that the client sees, of `notifications` those of the tasks that they ask for. */
  of: string;
  /** What the client has of it; null: it says nothing. */
  after: number | null;
}

const MAX_TOPICS = 20;
const TASK = /^task:(\d{1,9}|[0-9a-fA-F-]{4,36})$/;
const EXECUTION = /^execution:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
const TASKS = /^tasks(?::([^@\u0000]{1,512}))?$/;
const NOTIFICATIONS = /^notifications(?::([^@\u0000]{1,512}))?$/;
/** Whose numbers are positions among the changes of all tasks, and may be any. */
const BY_POSITION: readonly TopicKind[] = ["tasks", "notifications"];
const POSITION = /^\d{1,16}$/;

/**
 * The topics of a list such as `task:3@12,tasks`, each once. `has`: what the client has of each, in their order, as the stream that
 * broke off had it in its last id; it comes before what is said with the topics. Throws `invalid_input`.
 */
export function readTopics(list: string, has: string | undefined): Topic[] {
  const topics = list.split(",").map(readTopic);
  if (topics.length > MAX_TOPICS) {
    throw wrong(`${topics.length} topics are too many: a stream has at most ${MAX_TOPICS}.`);
  }
  const twice = topics.find(({ label }, index) => topics.findIndex((one) => one.label === label) < index);
  if (twice !== undefined) {
    throw wrong(`the topic ${twice.label} stands there twice.`);
  }
  return has === undefined ? topics : goOn(topics, has.split("."));
}

function readTopic(text: string): Topic {
  const [label = "", position, ...more] = text.split("@");
  const after = position === undefined ? null : readPosition(position);
  for (const [kind, pattern] of [
    ["task", TASK] as const,
    ["execution", EXECUTION] as const,
    ["tasks", TASKS] as const,
    ["notifications", NOTIFICATIONS] as const,
  ]) {
    const found = pattern.exec(label);
    if (found !== null && more.length === 0) {
      checkNumber(kind, after);
      return { kind, label, of: found[1] ?? "", after };
    }
  }
  const known =
    "There are task:<number or id>, execution:<id>, tasks, tasks:<project>, notifications and notifications:<project>.";
  throw wrong(`there is no topic ${text.slice(0, 100)}. ${known}`);
}

function goOn(topics: Topic[], positions: string[]): Topic[] {
  if (positions.length !== topics.length) {
    throw wrong(
      "its Last-Event-ID is one of a stream with other topics. Say with each topic what you have: task:3@12.",
    );
  }
  return topics.map((topic, index) => {
    const after = readPosition(positions[index] as string);
    checkNumber(topic.kind, after);
    return { ...topic, after };
  });
}

function readPosition(text: string): number {
  const position = POSITION.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(position)) {
    throw wrong(`${text.slice(0, 100)} is no number of an event.`);
  }
  return position;
}

/** Numbers of one thing's are a database's integers. */
function checkNumber(kind: TopicKind, after: number | null): void {
  if (!BY_POSITION.includes(kind) && (after ?? 0) > MAX_NUMBER) {
    throw wrong(`${after} is no number of an event.`);
  }
}

function wrong(why: string): CatalystError {
  return new CatalystError("invalid_input", `Following topics failed: ${why}`);
}
