import { afterAll, beforeAll, expect, test } from "vitest";
import { readRefs } from "../github-peer/git/refs.ts";
import { eventually, type PlayedReviews, playReviews, WEB } from "./testing/play-reviews.ts";
import { listProposals, proposeWork } from "./testing/propose-work.ts";

const PULL = "/repos/{owner}/{repo}/pulls/{pull_number}";

/** What people do to pull requests of ours is left as they did it. */
let played: PlayedReviews;

beforeAll(async () => {
  played = await playReviews();
});
afterAll(() => played?.close());

const refs = async () => [...(await readRefs(played.peer.repository("acme/web").folder)).keys()];

/** Asks a task that its people have ended to go on, and says what came of that. */
async function goOn(title: string): Promise<string | null> {
  const { number } = await played.task(title);
  await played.home.run(["tasks", "send", String(number), "Go on, please", "--detach"]);
  await eventually(() => played.turns(title)).toEqual(["completed", "failed"]);
  return (await played.task(title)).errorMessage;
}

test("the branch of a pull request that was merged is deleted where the project wants that, and its task says so and ends", async () => {
  expect((await played.home.run(["config", "set", "github.deleteBranch", "true"])).exitCode).toBe(0);
  const title = "Merged by people";
  const { number, pull } = await proposeWork(played, title);
  const ref = `refs/heads/${pull()?.head}`;
  expect(await refs()).toContain(ref);
  await played.ada.request(`PUT ${PULL}/merge`, { ...WEB, pull_number: number });
  await eventually(refs).not.toContain(ref);
  expect(await played.task(title)).toMatchObject({ status: "completed", ending: { why: "merged" } });
});

test("a pull request that people closed isn't opened again and gets none beside it: who goes on is asked to, and no agent works", async () => {
  const title = "Closed by people";
  const { number, pull } = await proposeWork(played, title);
  const head = pull()?.headSha;
  await played.ada.request(`PATCH ${PULL}`, { ...WEB, pull_number: number, state: "closed" });
  await eventually(async () => (await played.task(title)).ending).toMatchObject({ why: "closed" });
  expect(await goOn(title)).toContain(`pull request #${number} was closed by people, who may open it again`);
  expect(listProposals(played, title)).toMatchObject([{ number, state: "closed", pullRequest: { headSha: head } }]);
});

test("a branch that people deleted isn't made again: who goes on is told to begin anew", async () => {
  const title = "Deleted by people";
  const { pull } = await proposeWork(played, title);
  const ref = `heads/${pull()?.head}`;
  await played.ada.request("DELETE /repos/{owner}/{repo}/git/refs/{ref}", { ...WEB, ref });
  expect(await goOn(title)).toMatch(/the branch \S+ was deleted in \S+, and isn't made again/);
  expect(await refs()).not.toContain(`refs/${ref}`);
});

test("a repository that was renamed while a task was open is pushed to by its present name, whoever has its former one", async () => {
  const title = "In a renamed repository";
  const { pull } = await proposeWork(played, title);
  const before = pull()?.headSha;
  const repository = played.peer.repository("acme/web");
  repository.roles.set(played.peer.person("ada").id, "admin");
  await played.ada.request("PATCH /repos/{owner}/{repo}", { ...WEB, name: "store" });
  const { number } = await played.task(title);
  await played.home.run(["tasks", "send", String(number), "Go on, please", "--detach"]);
  const came = async () => ({ turns: await played.turns(title), error: (await played.task(title)).errorMessage });
  await eventually(came).toEqual({ turns: ["completed", "completed"], error: null });
  const now = repository.issues.find((one) => one.pullRequest !== null && one.title === title)?.pullRequest;
  expect(now?.headSha).not.toBe(before);
});
