import type { ApiClient } from "@catalyst/api/own";
import { KEPT_KINDS } from "@catalyst/core/apart/variables";
import { formatBytes } from "../../output/words/format-quantity.ts";
import { type Finding, ok } from "../finding.ts";

/** What each kind of what is kept takes, and how long it is kept. */
export async function checkKept(client: ApiClient): Promise<Finding> {
  const { data } = await client.call("listKept", {});
  const lines = data.map(({ kind, bytes, days }) => {
    const size = bytes === null ? "very much" : formatBytes(bytes);
    return `${kind.padEnd(12)} ${size.padStart(9)}  ${KEPT_KINDS[kind].what}: ${days} days`;
  });
  return ok("Kept", ["to free what has had its time now: catalyst clean", ...lines].join("\n"));
}
