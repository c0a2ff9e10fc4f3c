import { findAgent } from "@catalyst/agents";
import { SCENARIO_SUMMARY } from "@catalyst/agents/testing";
import type { StoredEventBody } from "@catalyst/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestHome, type TestHome } from "../start-catalyst.ts";
import { installForPlay, type Played, playScenario } from "./play-scenario.ts";

const GEMINI = findAgent("gemini-cli");

let home: TestHome;
let agentFolder: string;

beforeAll(async () => {
  home = await createTestHome();
  agentFolder = await installForPlay(home, GEMINI);
});

afterAll(() => home.remove());

function read(played: Played) {
  const reader = GEMINI.adapter.createOutputReader();
  const events = played.lines.flatMap((line) => reader.read(line));
  return { ...reader.end(played.exit), events };
}

function resultsOf(events: StoredEventBody[]) {
  return events.flatMap((event) =>
    event.type === "tool_result" ? [{ text: event.text, isError: event.isError }] : [],
  );
}

test("in its folder that nobody trusts, commands of every kind run without a question", async () => {
  const commands = [
    "git status --short && git log --oneline | wc -l",
    "echo out > out.txt; cat < out.txt; rm out.txt",
    "cat <<'END' | tr a-z A-Z\nlines\nEND",
    "cd / && ls -d workspace; for word in one two; do echo $word; done",
    "node -e 'console.log(6 * 7)'",
  ];
  const steps = [...commands.map((runCommand) => ({ runCommand })), { say: SCENARIO_SUMMARY }];
  const { events, outcome } = read(await playScenario(GEMINI, agentFolder, { faults: null, steps }));
  expect(outcome).toBe("completed");
  expect(resultsOf(events)).toEqual(
    ["1", "out", "LINES", "workspace\none\ntwo", "42"].map((text) => ({ text, isError: false })),
  );
});

test("the words of the repository's GEMINI.md reach the model, with what they import from it and nothing else", async () => {
  const files = {
    "GEMINI.md": "Speak of herons. @./docs/more.md @/etc/hostname",
    "docs/more.md": "Herons have long legs.",
    ".env": "GEMINI_API_KEY=of-the-repository",
  };
  const played = await playScenario(GEMINI, agentFolder, { faults: null, files });
  expect(played.asked[0]).toContain("Speak of herons.");
  expect(played.asked[0]).toContain("Herons have long legs.");
  expect(played.asked[0]).toContain("Path traversal attempt");
});

test("it asks its model for the conversation alone, without a request beside it", async () => {
  const played = await playScenario(GEMINI, agentFolder, { faults: null });
  expect(played.asked).toHaveLength(3);
  expect(played.asked[0]).toContain('"name":"replace"');
  expect(played.recorded.map(({ type }) => type)).toEqual(["usage", "usage", "usage"]);
});

test("for a plan the model is offered no tool that edits, and its edit fails", async () => {
  const played = await playScenario(GEMINI, agentFolder, { faults: null, purpose: "plan", isWritable: true });
  const { events, outcome, summary } = read(played);
  expect([outcome, summary]).toEqual(["completed", SCENARIO_SUMMARY]);
  expect(resultsOf(events)[0]).toMatchObject({ isError: true });
  expect(played.asked[0]).toContain('"name":"read_file"');
  expect(played.asked[0]).not.toMatch(/"name":"(replace|write_file)"/);
  expect(played.commits).toEqual(["Start"]);
});
