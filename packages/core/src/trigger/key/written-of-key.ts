import type { Written } from "../../forge/reaction.ts";

/** The comment that a trigger's key is made of; null: it is made of something else. */
export function writtenOfKey(key: string): Written | null {
  const [, onCode, id] = /\/(r?)comment:(\d{1,20})$/.exec(key) ?? [];
  return id === undefined ? null : { kind: onCode === "r" ? "code_comment" : "comment", id };
}
