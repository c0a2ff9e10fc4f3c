import { z } from "zod";

/** Of one answer, in characters: what models take in at once. */
export const MAX_ANSWER_LENGTH = 24_000;

/** Where a page of ours begins: a page of the API's, and how much of it was told already. */
export interface PageStart {
  skip: number;
  /** undefined: the first. */
  cursor: string | undefined;
}

export const PageCursor = z
  .string()
  .regex(/^\d{1,6}\.[A-Za-z0-9_-]{0,200}$/, "must be the nextCursor of the page before")
  .describe("The nextCursor of the page before");

/** null: the beginning. */
export function readPageCursor(text: string | null): PageStart {
  const [skip = "0", cursor = ""] = (text ?? "0.").split(".");
  return { skip: Number(skip), cursor: cursor === "" ? undefined : cursor };
}

export function writePageCursor({ skip, cursor }: PageStart): string {
  return `${skip}.${cursor ?? ""}`;
}
