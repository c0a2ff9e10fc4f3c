import { setTimeout as wait } from "node:timers/promises";
import type { ScriptedStep } from "@catalyst/agents/scripted-model";
import { DEMO_ISSUE, DEMO_STEPS } from "../../cli/src/demo/demo-repository.ts";
import { readIssue } from "../../cli/src/run/options/read-issue.ts";
import { runGit } from "../github-peer/git/run-git.ts";
import { REMARK, stepsFor } from "./model-steps.ts";
import { openStage, SHOP, type Stage, type StageInput } from "./open-stage.ts";
import { followComment } from "./show/follow-comment.ts";
import type { Show } from "./show/show.ts";

const LOOK_MILLISECONDS = 100;
/** A step of the story that takes longer doesn't come any more. */
const PATIENCE_MILLISECONDS = 240_000;
const ISSUE = "/repos/{owner}/{repo}/issues/{issue_number}";
const PULL = "/repos/{owner}/{repo}/pulls/{pull_number}";

export interface DemoInput extends Pick<StageInput, "agentId" | "agentsFolder"> {
  signal: AbortSignal;
}

/** From an issue to the commit that answers a review, as people see it at GitHub. Throws where the story doesn't come to its end. */
export async function playDemo({ signal, ...input }: DemoInput, show: Show): Promise<void> {
  const steps: ScriptedStep[] = [...DEMO_STEPS];
  show.heading(
    "Setting up: a GitHub of our own on this machine, an App installed in acme/shop, a Catalyst that hears it",
  );
  const stage = await openStage({ ...input, steps, tell: show.doing }).finally(show.done);
  try {
    signal.throwIfAborted();
    const story: Story = { stage, steps, show, signal };
    const issue = await report(story);
    const pull = await untilProposed(issue, story);
    await review(pull, story);
  } finally {
    show.doing("Taking it all down");
    await stage.close();
    show.done();
  }
}

interface Story {
  stage: Stage;
  steps: ScriptedStep[];
  show: Show;
  signal: AbortSignal;
}

async function report({ stage: { ada }, show }: Story): Promise<number> {
  const { title, body } = readIssue(DEMO_ISSUE, "the demo");
  const { data } = await ada.request("POST /repos/{owner}/{repo}/issues", { ...SHOP, title, body });
  show.heading(`1. ada opens issue #${data.number} and puts the label "catalyst" on it`);
  show.quote(`${title}\n\n${body}`);
  await ada.request(`POST ${ISSUE}/labels`, { ...SHOP, issue_number: data.number, labels: ["catalyst"] });
  return data.number;
}

async function untilProposed(issue: number, story: Story): Promise<number> {
  const { stage, show } = story;
  show.heading("2. Catalyst's comment there, each time that it changes");
  const look = followComment({ stage, number: issue, show });
  await until(() => look()?.includes("✅") === true, "The agent works", story);
  const pull = stage.peer.repository("acme/shop").issues.find(({ pullRequest }) => pullRequest !== null);
  if (pull === undefined) {
    throw new Error("Catalyst says that there is a pull request, and there is none.");
  }
  show.heading(`3. Pull request #${pull.number}, by ${pull.author.login}`);
  show.quote(`${pull.title}\n\n${pull.body ?? ""}`);
  await showDiff(pull.number, story);
  return pull.number;
}

async function showDiff(number: number, { stage: { ada }, show }: Story): Promise<void> {
  const mediaType = { format: "diff" };
  const { data } = await ada.request(`GET ${PULL}`, { ...SHOP, pull_number: number, mediaType });
  show.diff(String(data));
}

async function review(number: number, story: Story): Promise<void> {
  const { stage, steps, show } = story;
  const pull = stage.peer.repository("acme/shop").issues.find((one) => one.number === number)?.pullRequest;
  if (!pull) {
    throw new Error(`Pull request #${number} is gone.`);
  }
  const before = pull.headSha;
  show.heading(`4. ada reviews it, at ${REMARK.path}:${REMARK.line}`);
  show.quote(REMARK.body);
  const { data } = await stage.ada.request(`POST ${PULL}/reviews`, {
    ...{ ...SHOP, pull_number: number, event: "REQUEST_CHANGES", body: "One thing." },
    comments: [{ ...REMARK, side: "RIGHT" }],
  });
  const remark = pull.reviewComments.find(({ reviewId }) => reviewId === data.id);
  steps.push(...stepsFor(remark?.id ?? 0));
  const answer = () => pull.reviewComments.find(({ inReplyTo }) => inReplyTo === remark?.id);
  await until(() => pull.headSha !== before, "The agent takes it up where it left off", story);
  show.heading("5. The commit that follows, on the same branch");
  const { folder } = stage.peer.repository("acme/shop");
  show.diff(await runGit(folder, ["show", "--format=commit %h, by %an%n%n    %s", pull.headSha]));
  await until(() => answer() !== undefined, "Catalyst answers", story);
  show.heading("6. Catalyst's answer to the remark");
  show.quote(answer()?.body ?? "");
}

/** Throws when the story is interrupted, or when Catalyst says that it can't go on. */
async function until(isSo: () => boolean, doing: string, { stage, show, signal }: Story): Promise<void> {
  const endsAt = Date.now() + PATIENCE_MILLISECONDS;
  show.doing(doing);
  while (!isSo()) {
    const comments = stage.peer.repository("acme/shop").issues.flatMap(({ comments: all }) => all);
    const failed = comments.find(({ body }) => /^### (❌|🚫|⚠️)/m.test(body));
    if (failed !== undefined || Date.now() > endsAt) {
      throw new Error(failed === undefined ? "What comes next didn't come in four minutes." : failed.body);
    }
    await wait(LOOK_MILLISECONDS, undefined, { signal });
  }
  show.done();
}
