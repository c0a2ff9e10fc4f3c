import { BeyondBounds } from "../../limits/bounds.ts";
import { countChanges } from "../../objects/count-changes.ts";
import { listMirrorRefs } from "../../objects/list-known.ts";
import { listNewObjects } from "../../objects/list-new-objects.ts";
import { createObjectReader } from "../../objects/object-reader.ts";
import { MalformedObject } from "../../objects/parse-tree.ts";
import { GitFailure, runGit } from "../../run-git.ts";
import { searchObjects } from "../../secret-search/search-objects.ts";
import { readSearch, writeSearch } from "../../secret-search/search-record.ts";
import { refuseFull } from "../quarantine-use.ts";
import type { DoorAnswer, DoorOrder, IncomingPush } from "./door-messages.ts";

const MAX_REASON_LENGTH = 300;

/**
 * Whether a push can be taken: refused is what could neither be checked nor published. What is taken has been searched for
 * the execution's secrets, and there is a record of it.
 */
export async function checkPush(order: Omit<DoorOrder, "incoming">, { heads, env }: IncomingPush): Promise<DoorAnswer> {
  try {
    await refuseFull(order.quarantinePath);
    for (const head of heads) {
      await checkHead(order, head, env);
    }
    return { kind: "accepted" };
  } catch (error) {
    if (error instanceof BeyondBounds || error instanceof MalformedObject || error instanceof GitFailure) {
      return { kind: "refused", reason: error.message.slice(0, MAX_REASON_LENGTH) };
    }
    throw error;
  }
}

async function checkHead(
  { quarantinePath: repositoryPath, patterns }: Omit<DoorOrder, "incoming">,
  head: string,
  env: IncomingPush["env"],
): Promise<void> {
  const [base, mirror] = await Promise.all([
    runGit({ args: ["rev-parse", "refs/catalyst/base"], repositoryPath }),
    listMirrorRefs(repositoryPath),
  ]);
  const start = base.trim();
  const known = [start, ...mirror.ids];
  const { commits, objects } = await listNewObjects({ repositoryPath, head, known, env });
  const reader = createObjectReader({ repositoryPath, env });
  try {
    await countChanges(reader, commits);
    const found = await searchObjects(reader, { objects: objects.keys(), patterns });
    // What the start brought along was searched when it was pushed.
    const before = (await readSearch(repositoryPath, start)) ?? [];
    await writeSearch(repositoryPath, head, new Set([...before, ...found]));
  } finally {
    reader.close();
  }
}
