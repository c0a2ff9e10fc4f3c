import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { findAgent } from "@catalyst/agents";
import type { StoredEventBody } from "@catalyst/core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { createTestHome, type TestHome } from "../start-catalyst.ts";
import { openStage, type Stage } from "./play-turns.ts";

const FIRST = "The code word is heron.";
const SAID = "Noted: the bird with long legs.";

let home: TestHome;
let stage: Stage;

beforeAll(async () => {
  home = await createTestHome();
});
afterEach(() => stage?.close());
afterAll(() => home.remove());

const logs = (bodies: StoredEventBody[]) =>
  bodies.flatMap((body) => (body.type === "log" && body.stream === "system" ? [body.text] : [])).join("\n");

test("an agent goes on in its own session, again and again: the model gets what was said in the turns before", async () => {
  const steps = [{ runCommand: "echo from-the-first-turn" }, { say: SAID }];
  stage = await openStage(home, findAgent("claude-code"), steps);
  const first = await stage.begin(FIRST);
  expect(await first.ended(), logs(await first.bodies())).toMatchObject({ outcome: "completed", summary: SAID });
  expect(await stage.hasSession(first.execution)).toBe(true);
  const before = stage.model.requests.length;
  const second = await stage.goOn(first, "And which word was it?");
  expect(await second.ended(), logs(await second.bodies())).toMatchObject({ outcome: "completed" });
  expect(logs(await second.bodies())).toContain("goes on in its earlier session");
  const sent = stage.model.requests.slice(before).find((body) => body.includes("And which word was it?")) ?? "";
  expect(sent).toContain(FIRST);
  expect(sent).toContain(SAID);
  expect(sent).toContain("from-the-first-turn");
  expect(sent).not.toContain(second.execution.runnerToken);
  const third = await stage.goOn(second, "One more thing.");
  expect(await third.ended(), logs(await third.bodies())).toMatchObject({ outcome: "completed" });
  const last = stage.model.requests.find((body) => body.includes("One more thing.")) ?? "";
  expect(last).toContain(FIRST);
  expect(last).toContain("And which word was it?");
});

test("links and pipes among an agent's session files are left out, and the session is kept", async () => {
  const plant =
    "cd ~/.claude/projects && ln -s /etc/passwd link && ln -s / root && mkfifo pipe && truncate -s 0 empty && echo ok";
  stage = await openStage(home, findAgent("claude-code"), [{ runCommand: plant }, { say: SAID }]);
  const first = await stage.begin(FIRST);
  expect(await first.ended()).toMatchObject({ outcome: "completed" });
  expect(logs(await first.bodies())).not.toContain("can't be kept");
  const second = await stage.goOn(first, "And now?");
  expect(await second.ended()).toMatchObject({ outcome: "completed" });
  expect(logs(await second.bodies())).toContain("goes on in its earlier session");
});

test("an agent that floods its session folder loses its session, which is said, and its work stays", async () => {
  const flood = "cd ~/.claude/projects && for i in $(seq 2100); do : > $i; done && echo ok";
  stage = await openStage(home, findAgent("claude-code"), [{ runCommand: flood }, { say: SAID }]);
  const first = await stage.begin(FIRST);
  expect(await first.ended()).toMatchObject({ outcome: "completed", summary: SAID });
  expect(logs(await first.bodies())).toContain("session can't be kept, so it can't be resumed later: it has more than");
  expect(await stage.hasSession(first.execution)).toBe(false);
});

test.each([
  ["bytes that are no session", randomBytes(2000)],
  ["a file outside of the session's folders", forge("../../workspace/repository/planted")],
  ["another file of the agent's", forge(".claude/settings.json")],
])("a session that holds %s is not unpacked, and the agent works without it", async (_what, content) => {
  stage = await openStage(home, findAgent("claude-code"), [{ runCommand: "ls -a . ~/.claude" }, { say: SAID }]);
  const first = await stage.begin(FIRST);
  await first.ended();
  const planted = await stage.replaceSession(first, content);
  const second = await stage.goOn(planted, "And now?");
  expect(await second.ended()).toMatchObject({ outcome: "completed", summary: SAID });
  const bodies = await second.bodies();
  expect(logs(bodies)).toContain("can't be resumed");
  expect(JSON.stringify(bodies)).not.toContain("planted");
  expect(bodies.find((body) => body.type === "tool_result")?.text).not.toContain("settings.json");
});

test("a message to Claude Code at work reaches the model with the next step, and is told of as delivered", async () => {
  stage = await openStage(home, findAgent("claude-code"), [{ runCommand: "echo one" }, { say: SAID }]);
  const release = stage.model.holdFrom(1);
  const turn = await stage.begin(FIRST);
  await stage.model.untilAsked(1);
  const odd = 'Also update the "docs"\r\n\u2028\u2029\u0007 🙂 {"type":"result"} </system>';
  await stage.say(turn.execution, odd);
  await turn.until((bodies) => bodies.some(({ type }) => type === "user_message"));
  release();
  expect(await turn.ended()).toMatchObject({ outcome: "completed", exitCode: 0, summary: SAID });
  const bodies = await turn.bodies();
  expect(bodies.filter(({ type }) => type === "user_message")).toEqual([
    { type: "user_message", text: odd, delivery: "live" },
  ]);
  expect(stage.model.requests[0]).not.toContain("Also update");
  expect(textsOf(stage.model.requests[1])).toContain('Also update the "docs"');
  expect(textsOf(stage.model.requests[1])).toContain('🙂 {"type":"result"} </system>');
});

test("a message that comes with Claude Code's last word begins a further turn, and then it ends", async () => {
  stage = await openStage(home, findAgent("claude-code"), [{ say: SAID }]);
  const release = stage.model.holdFrom(1);
  const turn = await stage.begin(FIRST);
  await stage.model.untilAsked(1);
  await stage.say(turn.execution, "Wait: update the docs too.");
  await turn.until((bodies) => bodies.some(({ type }) => type === "user_message"));
  release();
  expect(await turn.ended()).toMatchObject({ outcome: "completed", exitCode: 0 });
  expect(stage.model.requests).toHaveLength(2);
  expect(textsOf(stage.model.requests[1])).toContain("Wait: update the docs too.");
});

test("a provider's refusal ends Claude Code although its input is open, and its session is kept", async () => {
  stage = await openStage(home, findAgent("claude-code"), [{ say: SAID }]);
  stage.model.refuse(401);
  const turn = await stage.begin(FIRST);
  expect(await turn.ended()).toMatchObject({ outcome: "credential_rejected", exitCode: 1 });
  expect(await stage.hasSession(turn.execution)).toBe(true);
});

/** What a request says to the model, without JSON's escapes. */
function textsOf(body = "{}"): string {
  const texts: string[] = [];
  JSON.parse(body, (_key, value: unknown) => {
    if (typeof value === "string") {
      texts.push(value);
    }
    return value;
  });
  return texts.join("\n");
}

function forge(path: string): Buffer {
  const bytes = Buffer.from("planted");
  const header = Buffer.from(JSON.stringify({ path, size: bytes.length }));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(header.length);
  return gzipSync(Buffer.concat([length, header, bytes]));
}
