import { afterEach, beforeEach, expect, test } from "vitest";
import { type PlayedAnswers, playAnswers } from "./play-answers.ts";

let played: PlayedAnswers;
beforeEach(async () => {
  played = await playAnswers();
});
afterEach(() => played?.close());

/** An issue of which a task was made. */
async function ask(): Promise<{ number: number; taskId: string }> {
  const number = await played.open("ada", { assignees: ["catalyst-agent"] });
  await played.decide("issues.assigned", 1);
  const [task] = await played.tasks();
  return { number, taskId: task?.id ?? "" };
}

/** As when the task's execution has ended, and left it so. */
async function leave(taskId: string, { status, markdown }: { status: string; markdown?: string }): Promise<void> {
  const { pool } = played.db;
  const state = markdown === undefined ? status : "completed";
  const ended = "update agent_executions set ended_at = now(), state = $2 where task_id = $1 returning id";
  const { rows } = await pool.query(ended, [taskId, state]);
  const made = { markdown, executionId: rows[0].id, approvedAt: null, isEdited: false };
  const plan = markdown === undefined ? null : made;
  await pool.query("update agent_tasks set status = $2, plan = $3 where id = $1", [taskId, status, plan]);
}

/** What came of a comment; the count is that of all comments on issues by then. */
async function say(body: string, { number, count }: { number: number; count: number }) {
  const id = await played.comment("ada", number, body);
  const decided = await played.decide("issue_comment.created", count);
  await played.tell();
  return { id, decided: decided.map(({ decision, reason }) => `${decision} ${reason}`) };
}

test("a plan is approved by a comment, which is answered with a sign, and its work begins", async () => {
  const { number, taskId } = await ask();
  await leave(taskId, { status: "awaiting_approval", markdown: "Add three." });
  const { id, decided } = await say("/catalyst approve", { number, count: 1 });
  expect(decided).toContain("command thread");
  expect(played.reactions(id)).toEqual(["+1"]);
  expect(await played.tasks()).toMatchObject([{ status: "pending", plan: { approvedAt: expect.any(Date) } }]);
  expect(played.said(number)).toEqual([expect.stringContaining("### ⏳")]);
});

test("a task whose budget is spent goes on by a comment that raises it", async () => {
  const { number, taskId } = await ask();
  await leave(taskId, { status: "paused_budget" });
  const { id, decided } = await say("/catalyst resume --budget +$2", { number, count: 1 });
  expect(decided).toContain("command thread");
  expect(played.reactions(id)).toEqual(["+1"]);
  expect(await played.tasks()).toMatchObject([{ status: "pending" }]);
});

test("in a thread that wants quiet nothing is heard but the word that ends it", async () => {
  const { number } = await ask();
  const quiet = await say("/catalyst quiet", { number, count: 1 });
  expect(played.reactions(quiet.id)).toEqual(["+1"]);
  const count = async () => (await played.db.pool.query("select from agent_messages")).rowCount;
  const unheard = await say("@catalyst-agent and the docs", { number, count: 3 });
  expect(unheard.decided).toContain("ignored quiet");
  expect([played.reactions(unheard.id), await count()]).toEqual([[], 0]);
  const listen = await say("/catalyst listen", { number, count: 4 });
  expect(played.reactions(listen.id)).toEqual(["+1"]);
  const heard = await say("@catalyst-agent and the tests", { number, count: 5 });
  expect([played.reactions(heard.id), await count()]).toEqual([["eyes"], 1]);
});

test("who asked for it stops it, though they may not write by then", async () => {
  const { number } = await ask();
  played.peer.repository("acme/shop").roles.set(played.peer.person("ada").id, "read");
  const { id } = await say("/catalyst stop", { number, count: 1 });
  expect(played.reactions(id)).toEqual(["+1"]);
  expect(await played.tasks()).toMatchObject([{ cancelRequestedAt: expect.any(Date) }]);
});
