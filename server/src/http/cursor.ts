import { MAX_NUMBER } from "@catalyst/api";
import { CatalystError } from "@catalyst/core";
import { z } from "zod";

const POSITIONS = {
  number: z.int().min(0).max(MAX_NUMBER),
  /** Of changes of all tasks. */
  position: z.int().min(0),
  text: z.string().refine((text) => !text.includes("\0")),
};
type Kind = keyof typeof POSITIONS;
type Position<K extends Kind> = z.infer<(typeof POSITIONS)[K]>;

/** Where a list goes on, in a form that says nothing to clients. */
export function encodeCursor(list: string, position: number | string | null): string | null {
  return position === null ? null : Buffer.from(JSON.stringify([list, position])).toString("base64url");
}

/** null: from the beginning. Throws `invalid_input` for one that isn't of this list. */
export function decodeCursor<K extends Kind>(list: string, kind: K, cursor: string | undefined): Position<K> | null {
  if (cursor === undefined) {
    return null;
  }
  const parsed = z.tuple([z.literal(list), POSITIONS[kind]]).safeParse(parse(cursor));
  if (!parsed.success) {
    throw new CatalystError(
      "invalid_input",
      "Reading the list failed: the cursor is not one that it gave. Begin again without one.",
    );
  }
  return parsed.data[1] as Position<K>;
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  } catch {
    return null;
  }
}
