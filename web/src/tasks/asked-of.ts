import type { TaskDetails } from "@catalyst/api";

/** A title is shown in two lines. */
const SEEN_CHARACTERS = 120;

/** What was asked for, whole; null: its title says it already. */
export function askedOf({ title, body }: Pick<TaskDetails, "title" | "body">): string | null {
  if (body === "" || body === title) {
    return title.length > SEEN_CHARACTERS ? title : null;
  }
  return body.startsWith(title.replace(/…$/, "")) ? body : `${title}\n\n${body}`;
}
