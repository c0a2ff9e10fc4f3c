import type { Subject } from "../../../forge/subject/subject.ts";
import type { TaskContext } from "../../../task/task.ts";
import { readShownLines } from "../../../trigger/command/shown-lines.ts";

interface Said {
  subject: Subject | null;
  context: Pick<TaskContext, "author">;
  /** By which people ask for work. */
  label: string;
}

const MAX_NAME_LENGTH = 255;

/**
 * The branch that an issue itself names as its base: by a label (`catalyst:base:release`), which takes a right to put on, or a line of its text (`catalyst:base: release`)
 * where that is by somebody who may write. null: none.
 */
export function findSaidBase({ subject, context, label }: Said): string | null {
  if (subject?.kind !== "issue") {
    return null;
  }
  const isTrusted = context.author?.class === "maintainer";
  const lines = isTrusted ? readShownLines(subject.text).shown.filter(({ isWhole }) => isWhole) : [];
  const said = [...(subject.labels ?? []), ...lines.map(({ text }) => text)];
  return said.map((words) => readBase(words, label)).find((base) => base !== null) ?? null;
}

function readBase(words: string, label: string): string | null {
  const prefix = `${label}:base:`;
  const name = words.slice(prefix.length).trim();
  const isSaid = words.toLowerCase().startsWith(prefix.toLowerCase()) && /^\S+$/.test(name);
  return isSaid && name.length <= MAX_NAME_LENGTH ? name : null;
}
