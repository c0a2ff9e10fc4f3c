import { type ContextPiece, maskTokens, type SubjectChange } from "@catalyst/core";
import { z } from "zod";
import { orNull } from "../../read/or-null.ts";
import type { Reading } from "../reading.ts";
import type { CheckAccess } from "./read-checks.ts";

const MAX_PAGES = 4;
const MAX_NAMED = 50;
const FAILED: readonly string[] = ["failure", "error"];

const Status = z.object({
  id: z.int(),
  context: z.string().transform((name) => name.slice(0, 200)),
  state: z.string(),
  description: z
    .string()
    .nullish()
    .transform((words) => (words ?? "").slice(0, 500)),
  target_url: z
    .string()
    .nullish()
    .transform((url) => (url ?? "").slice(0, 500)),
  updated_at: z.iso.datetime({ offset: true }),
});

/**
 * What older ways of trying a commit have said of it, the newest of each: a word and an address, behind which nobody looks. Of a fork
 * nobody answers for it. Nothing where the App may not read that. Throws `GitHubFault`.
 */
export async function readStatuses(
  reading: Reading,
  { head, isFork }: Pick<SubjectChange, "head" | "isFork">,
  { within }: Pick<CheckAccess, "within">,
): Promise<ContextPiece[]> {
  const read = within({ statuses: "read", metadata: "read" }, async ({ asker, repository }) => {
    const at = { owner: repository.owner, repo: repository.name, ref: head };
    const wish = { ...at, within: "statuses", maxPages: MAX_PAGES };
    return (await reading.counted(asker).list("GET /repos/{owner}/{repo}/commits/{ref}/status", wish, Status)).items;
  });
  const failed = ((await orNull(read)) ?? []).filter(({ state }) => FAILED.includes(state));
  return failed.slice(0, MAX_NAMED).map(({ id, context, state, description, target_url: url, updated_at: at }) => ({
    ...{ kind: "check", id: `status:${id}`, editedAt: null, path: null, line: null, side: null, truncated: false },
    author: { id: null, login: "", class: isFork ? "outsider" : "check" },
    createdAt: new Date(at),
    text: maskTokens([`${context} (${state}), of the commit ${head}`, description, url].filter(Boolean).join("\n\n")),
  }));
}
