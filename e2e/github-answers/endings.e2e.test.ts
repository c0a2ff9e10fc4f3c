import { afterEach, beforeEach, expect, test } from "vitest";
import { askAsPerson } from "../github-peer/testing/ask.ts";
import { type PlayedAnswers, playAnswers } from "./play-answers.ts";

const ISSUE = "/repos/{owner}/{repo}/issues/{issue_number}";

let played: PlayedAnswers;
beforeEach(async () => {
  played = await playAnswers();
});
afterEach(() => played?.close());

/** An issue of which a task was made, as its people are to name it. */
async function ask() {
  const number = await played.open("ada", { assignees: ["catalyst-agent"] });
  await played.decide("issues.assigned", 1);
  const [task] = await played.tasks();
  return { taskId: task?.id ?? "", number, issue: { owner: "acme", repo: "shop", issue_number: number } };
}

const lines = (number: number) => played.said(number).map((body) => /^### .*$/m.exec(body)?.[0]);

test("an issue that is closed while its agent works lets it end its turn, and says what comes of that and who closed it", async () => {
  const { taskId, number, issue } = await ask();
  await played.move(taskId, "running");
  await askAsPerson(played.peer, "bob").request(`PATCH ${ISSUE}`, { ...issue, state: "closed" });
  expect(await played.decide("issues.closed", 1)).toEqual([{ decision: "command", reason: "end" }]);
  expect(await played.tasks()).toMatchObject([{ status: "running", cancelRequestedAt: null }]);
  await played.tell();
  expect(played.said(number)).toEqual([expect.stringContaining("This was closed by @bob: what the agent does now")]);
  await played.move(taskId, "cancelled");
  await played.tellLater();
  expect(lines(number)).toEqual(["### ⏹️ Stopped: closed by @bob"]);
});

test("who takes an assignment back is named as who stopped it", async () => {
  const { taskId, number, issue } = await ask();
  const assignees = { ...issue, assignees: ["catalyst-agent"] };
  await askAsPerson(played.peer, "ada").request(`DELETE ${ISSUE}/assignees`, assignees);
  expect(await played.decide("issues.unassigned", 1)).toEqual([{ decision: "command", reason: "cancel" }]);
  await played.move(taskId, "cancelled");
  await played.tell();
  expect(lines(number)).toEqual(["### ⏹️ Stopped by @ada"]);
});
