import { setTimeout as wait } from "node:timers/promises";
import { askAsPerson } from "../github-peer/testing/ask.ts";
import type { Asked } from "./asked.ts";
import { type Disturbed, disturb } from "./disturb.ts";
import { countSpent, findFaults, findFaultsInMidst } from "./find-faults.ts";
import { ADA, openSoak, REPOSITORY, type Soak } from "./open-soak.ts";
import { type Sample, sampleHome } from "./sample-home.ts";
import { SAMPLE_MILLISECONDS, type SoakPlan } from "./soak-plan.ts";

const LOOK_MILLISECONDS = 250;
const ASKED_AGAIN = 20;
const ISSUES = "/repos/{owner}/{repo}/issues";

export interface SoakReport {
  plan: SoakPlan;
  asked: Asked[];
  seconds: number;
  samples: Sample[];
  disturbed: Disturbed;
  /** How often what always holds was looked at in the midst of it. */
  looks: number;
  failedModelRequests: number;
  /** As the model counted them, and as the budgets did. */
  tokens: { counted: number; spent: number };
  /** The most that an installation was asked for in an hour: content, and requests; and how often the App itself asked for what. */
  usage: { content: number; requests: number; asApp: Readonly<Record<string, number>> };
  /** What must hold and didn't. */
  faults: string[];
}

/** Tasks from webhook to pull request while everything fails at random. `tell` hears how it goes. */
export async function playSoak(plan: SoakPlan, tell: (sample: Sample) => void): Promise<SoakReport> {
  const soak = await openSoak(plan);
  try {
    const startedAt = Date.now();
    const done = new AbortController();
    const asked: Asked[] = [];
    const disturbing = disturb(soak, plan, done.signal);
    const judging = findFaultsInMidst(soak, done.signal);
    const sampling = sample(soak, { asked, startedAt, signal: done.signal, tell });
    await runAll(soak, { plan, asked });
    const seconds = (Date.now() - startedAt) / 1000;
    done.abort();
    const [disturbed, samples, midst] = await Promise.all([disturbing, sampling, judging]);
    const usages = soak.owners.map((owner) => soak.peer.usage(`installation ${soak.peer.installation(owner).id}`));
    return {
      ...{
        plan,
        asked,
        seconds,
        samples,
        disturbed,
        looks: midst.looks,
        failedModelRequests: soak.model.countFailed(),
      },
      usage: {
        content: Math.max(...usages.map(({ contentInHour }) => contentInHour)),
        requests: Math.max(...usages.map(({ requests }) => requests)),
        asApp: soak.peer.usage("app").operations,
      },
      tokens: { counted: soak.model.countTokens(), spent: await countSpent(soak) },
      faults: [...midst.faults, ...(await findFaults(soak, asked))],
    };
  } finally {
    await soak.close();
  }
}

/** So many at once, until all have ended or had their time. */
async function runAll(soak: Soak, { plan, asked }: { plan: SoakPlan; asked: Asked[] }): Promise<void> {
  for (;;) {
    for (const one of asked.filter(({ endedAt }) => endedAt === null)) {
      one.endedAt = hasEnded(soak, one) ? Date.now() : null;
    }
    const running = asked.filter(({ endedAt }) => endedAt === null);
    const oldest = running[0]?.askedAt ?? Date.now();
    const isOver = asked.length >= plan.tasks && running.length === 0;
    if (isOver || plan.signal.aborted || Date.now() - oldest > plan.patienceSeconds * 1000) {
      return;
    }
    if (asked.length < plan.tasks && running.length < plan.atOnce) {
      asked.push(await ask(soak, asked.length));
    } else {
      await wait(LOOK_MILLISECONDS);
    }
  }
}

async function ask({ peer, owners }: Soak, index: number): Promise<Asked> {
  const owner = owners[index % owners.length] ?? "";
  const ada = askAsPerson(peer, ADA);
  const at = { owner, repo: REPOSITORY };
  const issue = { ...at, title: `Do the thing number ${index + 1}`, body: "It isn't done yet." };
  // What the peer is made to fail at is asked by people again, who look whether it was done.
  for (let left = ASKED_AGAIN; ; left--) {
    try {
      const known = peer.repository(`${owner}/${REPOSITORY}`).issues.find(({ title }) => title === issue.title);
      const number = known?.number ?? (await ada.request(`POST ${ISSUES}`, issue)).data.number;
      const askedAt = Date.now();
      await ada.request(`POST ${ISSUES}/{issue_number}/labels`, { ...at, issue_number: number, labels: ["catalyst"] });
      return { owner, number, askedAt, endedAt: null };
    } catch (error) {
      if (left === 0) {
        throw error;
      }
    }
  }
}

/** As its comment says it: in the end, whatever it came to. */
function hasEnded({ peer }: Soak, { owner, number }: Asked): boolean {
  const issue = peer.repository(`${owner}/${REPOSITORY}`).issues.find((one) => one.number === number);
  return issue?.comments.some(({ body }) => /^### (✅|❌|🚫|⏹️)/m.test(body ?? "")) === true;
}

interface Sampling {
  asked: readonly Asked[];
  startedAt: number;
  signal: AbortSignal;
  tell: (sample: Sample) => void;
}

async function sample({ home }: Soak, { asked, startedAt, signal, tell }: Sampling): Promise<Sample[]> {
  const samples: Sample[] = [];
  while (!signal.aborted) {
    const ended = asked.filter(({ endedAt }) => endedAt !== null).length;
    const one = await sampleHome(home, { seconds: Math.round((Date.now() - startedAt) / 1000), ended });
    samples.push(one);
    tell(one);
    await wait(SAMPLE_MILLISECONDS, undefined, { signal }).catch(() => undefined);
  }
  return samples;
}
