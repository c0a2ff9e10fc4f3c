import { ExecutionEventBody } from "@catalyst/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AgentFeature } from "./agent-definition.ts";
import { AGENT_REGISTRY, AGENTS_WITH_MODEL } from "./registry.ts";
import { agentContract } from "./testing/agent.contract.ts";
import { type AgentRun, readRecording } from "./testing/recording.ts";
import { SCENARIOS } from "./testing/scenario.ts";

const ESCAPE = String.fromCharCode(27);
const HUGE_LENGTH = 300_000;
const DEPTH = 50_000;
const PLACE = "in the place of this";

test.each(AGENT_REGISTRY)("$id is said to have the features that it has, and no others", (agent) => {
  const { features, canPlan, canResume, canSteer } = agent;
  const isSaid = (feature: AgentFeature) => features.includes(feature);
  expect([isSaid("plans"), isSaid("sessions"), isSaid("steering")]).toEqual([canPlan, canResume, canSteer]);
});

describe.each(AGENTS_WITH_MODEL)("recorded output of $id", (agent) => {
  const readAll = ({ lines, exit }: AgentRun) => {
    const reader = agent.adapter.createOutputReader();
    const events = lines.flatMap((line) => reader.read(line));
    const end = reader.end(exit);
    for (const event of [...events, ...end.events]) {
      ExecutionEventBody.parse(event);
    }
    return end;
  };

  agentContract(agent, ({ name }) => readRecording(agent.id, name));

  test("whatever a CLI prints, and however it ends, becomes valid events", async () => {
    const lines = (await Promise.all(SCENARIOS.map(({ name }) => readRecording(agent.id, name)))).flatMap(
      (run) => run.lines,
    );
    fc.assert(
      fc.property(fc.array(anyLine(lines), { maxLength: 12 }), anyExit, (printed, exit) => {
        readAll({ lines: printed, exit });
      }),
      { numRuns: 500 },
    );
  });

  test("a value that is nested deeper than JSON can be written is read", async () => {
    const deep = "[".repeat(DEPTH) + "]".repeat(DEPTH);
    const { lines, exit } = await readRecording(agent.id, "works");
    const objects = new Map(lines.filter((line) => line.startsWith("{")).map((line) => [JSON.parse(line).type, line]));
    const printed = [...objects.values()].flatMap((line) =>
      Array.from({ length: 12 }, (_, position) => disturb(line, PLACE, position).replace(`"${PLACE}"`, deep)),
    );
    const nested = [...objects.values()].map((line) =>
      line
        .replace(/"(input|parameters)":\{/, (start) => `${start}"deep":${deep},`)
        .replace(/"(command|file_path)":/g, '"other":'),
    );
    readAll({ lines: [...printed, ...nested], exit });
  });

  test("noise between the lines changes no outcome", async () => {
    for (const { name, outcome } of SCENARIOS) {
      const { lines, exit } = await readRecording(agent.id, name);
      const noisy = lines.flatMap((line) => [...noise, line]);
      expect(readAll({ lines: [...noisy, ...noise], exit }).outcome, name).toBe(outcome);
    }
  });

  test("output that a kill cut anywhere is not read as success", async () => {
    const { lines } = await readRecording(agent.id, "works");
    const exit = { exitCode: null, signal: "SIGKILL", timedOut: false };
    for (const end of [...lines.keys(), lines.length]) {
      expect(readAll({ lines: lines.slice(0, end), exit }).outcome).not.toBe("completed");
      expect(readAll({ lines: lines.slice(0, end), exit: { ...exit, timedOut: true } }).outcome).toBe("timed_out");
    }
  });
});

const noise = [
  "",
  "   ",
  "npm warn something",
  "{",
  '{"type":',
  "[]",
  "null",
  `${ESCAPE}[31mred${ESCAPE}[0m`,
  "\u0000\uFFFD",
];

const anyExit = fc.record({
  exitCode: fc.option(fc.integer({ min: 0, max: 255 })),
  signal: fc.constantFrom(null, "SIGTERM", "SIGKILL"),
  timedOut: fc.boolean(),
});

/** Lines as they were, halves of them, their objects with other values in them, and anything else. */
function anyLine(lines: string[]): fc.Arbitrary<string> {
  const known = fc.constantFrom(...lines);
  const half = fc.tuple(known, fc.double({ min: 0, max: 1, noNaN: true }));
  return fc.oneof(
    known,
    half.map(([line, share]) => line.slice(0, Math.floor(line.length * share))),
    fc.tuple(known, fc.jsonValue(), fc.nat()).map(([line, value, position]) => disturb(line, value, position)),
    fc.constantFrom(...noise),
    fc.string({ unit: "binary" }),
    fc.json(),
    fc.constant("x".repeat(HUGE_LENGTH)),
    known.map((line) => line.replace(/"([^"]{4,})"(?=[,}])/, `"${"y".repeat(HUGE_LENGTH)}"`)),
    known.map((line) => `${ESCAPE}[2K${ESCAPE}[1m${line}${ESCAPE}[0m`),
  );
}

/** The line with one of its values, at any depth, exchanged for another. */
function disturb(line: string, value: fc.JsonValue, position: number): string {
  let count = 0;
  const visit = (replace: (each: unknown) => unknown) =>
    JSON.stringify(JSON.parse(line, (_key, each) => replace(each)));
  try {
    visit(() => {
      count += 1;
      return null;
    });
  } catch {
    return line;
  }
  let left = position % count;
  return visit((each) => {
    left -= 1;
    return left === -1 ? value : each;
  });
}
