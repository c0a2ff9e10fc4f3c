import { z } from "zod";
import { NotificationKind } from "./notification-kind.ts";

const MAX_TITLE = 200;

/** What a destination is told; also what a delivery's payload in the outbox is. */
export const Notice = z.object({
  /** null: a change that means nothing to who waits. */
  kind: NotificationKind.nullable(),
  /** It was asked for to try the destination, and tells of nothing. */
  isTest: z.boolean(),
  at: z.string(),
  task: z
    .object({
      id: z.uuid(),
      number: z.int(),
      /** On one line, without what can't be seen. */
      title: z.string(),
      project: z.string(),
      repository: z.string(),
    })
    .nullable(),
  /** As the feed has it. */
  change: z.looseObject({ number: z.int(), position: z.int() }).nullable(),
});
export type Notice = z.infer<typeof Notice>;

/** Words of a person, a repository or an agent on one line of at most 200 characters, without what can't be seen. */
export function plainLine(text: string): string {
  const visible = text
    .slice(0, MAX_TITLE * 8)
    .replaceAll(/[\s\p{Zl}\p{Zp}]+/gu, " ")
    .replaceAll(/[\p{C}\p{Default_Ignorable_Code_Point}]/gu, "")
    .trim();
  const characters = [...visible.toWellFormed()];
  return characters.length > MAX_TITLE ? `${characters.slice(0, MAX_TITLE - 1).join("")}…` : characters.join("");
}

export function testNotice(at: Date): Notice {
  return { kind: null, isTest: true, at: at.toISOString(), task: null, change: null };
}
