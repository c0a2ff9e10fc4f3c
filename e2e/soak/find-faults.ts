import { setTimeout as wait } from "node:timers/promises";
import { findLastingBreaches } from "../durability/find-breaches.ts";
import type { Asked } from "./asked.ts";
import { REPOSITORY, type Soak } from "./open-soak.ts";

const PATIENCE_SECONDS = 120;
/** What is under way looks like what was left lying, and longer where it is killed again and again. */
const MIDST_GRACE_SECONDS = 180;
const MIDST_EVERY_MILLISECONDS = 60_000;

/** What always holds and doesn't in the midst of it: looked at again and again until the signal. */
export async function findFaultsInMidst(
  { home }: Soak,
  signal: AbortSignal,
): Promise<{ looks: number; faults: string[] }> {
  const faults = new Set<string>();
  let looks = 0;
  for (;;) {
    await wait(MIDST_EVERY_MILLISECONDS, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) {
      return { looks, faults: [...faults] };
    }
    for (const breach of await findLastingBreaches(home, PATIENCE_SECONDS, MIDST_GRACE_SECONDS)) {
      faults.add(`in the midst of it: ${breach}`);
    }
    looks += 1;
  }
}

/** What must hold at the forge and in the home once all is over, and doesn't. */
export async function findFaults(soak: Soak, asked: readonly Asked[]): Promise<string[]> {
  const broken = await findLastingBreaches(soak.home, PATIENCE_SECONDS);
  return [
    ...asked.flatMap((one) => faultsOf(soak, one)),
    ...soak.owners.flatMap((owner) => findUnaskedFor(soak, owner, asked)),
    ...soak.peer.takeComplaints().map((complaint) => `GitHub's description was broken: ${complaint}`),
    ...broken,
    ...(await findUncounted(soak)),
  ];
}

/** What the model answered is in the budgets; what a killed gateway had reserved is there as the most that it can have been. */
async function findUncounted(soak: Soak): Promise<string[]> {
  const counted = soak.model.countTokens();
  const spent = await countSpent(soak);
  return spent >= counted ? [] : [`The model counted ${counted} tokens, and the budgets ${spent}.`];
}

/** Tokens that the budgets have as spent. */
export async function countSpent({ home }: Pick<Soak, "home">): Promise<number> {
  const { exitCode, stdout, stderr } = await home.run(["usage", "--days", "2", "--json"]);
  if (exitCode !== 0) {
    throw new Error(`catalyst usage failed:\n${stderr}`);
  }
  const days = stdout.split("\n").filter(Boolean);
  return days.reduce((sum, day) => sum + (JSON.parse(day) as { tokens: number }).tokens, 0);
}

/** Of an issue: one status comment that says that it is over, one pull request of one commit. */
function faultsOf({ peer }: Soak, { owner, number, endedAt }: Asked): string[] {
  const { issues } = peer.repository(`${owner}/${REPOSITORY}`);
  const issue = issues.find((one) => one.number === number);
  const told = issue?.comments.filter(({ body }) => /<!-- catalyst:/.test(body ?? "")) ?? [];
  const pulls = issues.filter(
    ({ pullRequest, body }) => pullRequest !== null && new RegExp(`#${number}\\b`).test(body ?? ""),
  );
  const where = `${owner}#${number}`;
  return [
    ...(endedAt === null ? [`${where} never ended: ${told.at(-1)?.body.slice(0, 200)}`] : []),
    ...(told.length === 1 ? [] : [`${where} has ${told.length} status comments`]),
    ...(pulls.length === 1 ? [] : [`${where} has ${pulls.length} pull requests: ${told.at(-1)?.body.slice(0, 500)}`]),
  ];
}

/** Pull requests that no issue accounts for, and branches that no pull request is of. */
function findUnaskedFor({ peer }: Soak, owner: string, asked: readonly Asked[]): string[] {
  const { issues } = peer.repository(`${owner}/${REPOSITORY}`);
  const pulls = issues.filter(({ pullRequest }) => pullRequest !== null);
  const wanted = asked.filter((one) => one.owner === owner).length;
  const pushed = new Set(
    peer.pushes
      .filter(({ repository }) => repository.owner.login === owner)
      .flatMap(({ changes }) => changes.map(({ ref }) => ref)),
  );
  return [
    ...(pulls.length <= wanted ? [] : [`${owner} has ${pulls.length} pull requests for ${wanted} issues`]),
    ...(pushed.size <= wanted ? [] : [`${owner} was pushed ${pushed.size} branches for ${wanted} issues`]),
  ];
}
