import { type LookMarks, startOf } from "@catalyst/core/forge";
import { z } from "zod";
import type { TokenStep } from "../../client/with-token.ts";
import { orNull } from "../../read/or-null.ts";
import type { ListedThing, Told } from "../finding.ts";
import { type ListedPull, PULLS } from "../lists/pulls.ts";
import { type KnownCommits, knownCommits, markCommits } from "./known-commits.ts";

/** Each costs a request at one look. */
const MAX_ASKED = 20;
/** What moves a branch that is there. */
const PUSHES: readonly string[] = ["push", "force_push", "pr_merge", "merge_queue_merge"];

const Activity = z.object({
  id: z.int().positive(),
  after: z.string(),
  timestamp: z.iso.datetime({ offset: true }),
  activity_type: z.string(),
  actor: z.unknown().optional(),
});

/** Does something with a token that reads who pushed. */
export type WithContents = <Result>(work: (step: TokenStep) => Promise<Result>) => Promise<Result>;

interface ReadPushesInput {
  /** Open pull requests that changed since the last look. */
  changed: readonly ListedPull[];
  /** The same, and what else the list showed. */
  listed: readonly ListedPull[];
  marks: LookMarks;
}

/**
 * What was pushed to pull requests, told of its newest commit alone: a list of the repository names who pushed. Into forks nobody
 * looks; there whoever proposed it is taken to have pushed. Where the App may not read who pushed, nothing is found. Throws `GitHubFault`.
 */
export async function readPushes(
  { changed, listed, marks }: ReadPushesInput,
  withContents: WithContents,
): Promise<{ fresh: ListedThing[]; marks: LookMarks }> {
  const known = knownCommits(marks);
  const before = marks[PULLS.name];
  const since = before === undefined ? null : startOf(before);
  const moved = since === null ? [] : changed.filter((pull) => mayBePushed(pull, { since, known }));
  const fresh: ListedThing[] = [];
  for (const pull of moved.slice(-MAX_ASKED)) {
    const push = await findPush(pull, { since: since as Date, known, withContents });
    if (push !== null) {
      fresh.push(push);
    }
  }
  return { fresh, marks: markCommits(known, listed) };
}

/** One that is new is told of as opened; an old one that wasn't seen before may have been pushed to. */
function mayBePushed({ number, head, createdAt }: ListedPull, { since, known }: Omit<FindPushDeps, "withContents">) {
  const before = known.get(number);
  return before === undefined ? createdAt < since : before.commit !== head;
}

interface FindPushDeps {
  since: Date;
  known: KnownCommits;
  withContents: WithContents;
}

async function findPush(pull: ListedPull, { since, known, withContents }: FindPushDeps): Promise<ListedThing | null> {
  const { number, branch, head, at, user } = pull;
  if (branch === null) {
    // Of one that wasn't seen before nobody knows whether it was pushed to.
    return known.has(number) ? thingOf(pull, { guid: `poll:push:${number}:${head}`, sender: user, at }) : null;
  }
  const activities = await orNull(withContents((step) => listActivities(branch, step)));
  const push = activities?.find(({ after, activity_type }) => after === head && PUSHES.includes(activity_type));
  const pushedAt = push === undefined ? null : new Date(push.timestamp);
  return push === undefined || pushedAt === null || (!known.has(number) && pushedAt < since)
    ? null
    : thingOf(pull, { guid: `poll:push:${push.id}`, sender: push.actor, at: pushedAt });
}

/** The newest hundred. */
async function listActivities(branch: string, { asker, repository: { owner, name: repo } }: TokenStep) {
  const wish = { owner, repo, ref: `refs/heads/${branch}` };
  return (await asker.readPage("GET /repos/{owner}/{repo}/activity", wish, Activity)).items;
}

function thingOf(
  { number, head, branch, createdAt, isDraft }: ListedPull,
  { guid, sender, at }: Pick<Told, "guid" | "sender"> & { at: Date },
): ListedThing {
  const times = { created_at: createdAt.toISOString(), updated_at: at.toISOString() };
  const pull_request = { number, ...times, head: { sha: head, ref: branch }, draft: isDraft };
  const told = { guid, event: "pull_request", action: "synchronize", sender, body: { pull_request } };
  return { id: guid, at, told };
}
