import { CatalystError } from "@catalyst/core";

/** Where a list goes on, in a form that says nothing to clients. */
export function encodeCursor(list: string, position: number | null): string | null {
  return position === null ? null : Buffer.from(`${list}:${position}`).toString("base64url");
}

/** null: from the beginning. Throws `invalid_input` for one that isn't of this list. */
export function decodeCursor(list: string, cursor: string | undefined): number | null {
  if (cursor === undefined) {
    return null;
  }
  const [of, position = ""] = Buffer.from(cursor, "base64url").toString("utf8").split(":");
  if (of !== list || !/^\d{1,10}$/.test(position) || Number(position) > 2_147_483_647) {
    throw new CatalystError(
      "invalid_input",
      "Reading the list failed: the cursor is not one that it gave. Begin again without one.",
    );
  }
  return Number(position);
}
