import { readFileSync } from "node:fs";
import { join } from "node:path";
import { STATUS_OF_PROBLEM } from "@catalyst/api";
import { CatalystError, CatalystErrorCode, FailureReason, Way, wayOfFailure } from "@catalyst/core";
import { NotificationKind } from "@catalyst/core/notification";
import { sayOnForge } from "@catalyst/core/status-comment";
import { expect, test } from "vitest";
import { EXIT_CODES, exitCodeForError } from "../cli/src/exit/exit-codes.ts";
import { reasonWords } from "../cli/src/output/words/reason-words.ts";
import { sayCode } from "../cli/src/output/words/say-code.ts";
import { sayWay, withWay } from "../cli/src/output/words/ways-out.ts";
import { failureReasonOf } from "../packages/core/src/execution/end/failure-reason-of.ts";
import { refusalOf } from "../packages/mcp/src/words/refusal.ts";
import { sayStoredWay } from "../packages/mcp/src/words/ways-out.ts";
import { problemOf } from "../server/src/http/problem-of.ts";
import { slackMessage } from "../worker/src/outbox/slack-message.ts";

/** SC-005: every error says what to do. Whoever adds a code, a way or a face finds here what it is to say. */

const CODES = CatalystErrorCode.options;
const PROBLEMS = Object.keys(STATUS_OF_PROBLEM) as (keyof typeof STATUS_OF_PROBLEM)[];

/** After these there is nothing to do. */
const NEEDS_NOTHING: Partial<Record<(typeof PROBLEMS)[number], string>> = {
  cancelled: "whoever cancelled it knows, and wants nothing more of it",
};
/** Codes that don't end an execution: one that does all the same is our fault, which the log has. */
const ENDS_NO_EXECUTION: Partial<Record<CatalystErrorCode, string>> = {
  unauthenticated: "it is asked at the door",
  outdated: "it is asked at the door",
  lease_lost: "another worker goes on with it",
  cancelled: "it is an end of its own, and no failure",
};

/** Each row of a table of the guide, by what its first column says, as its last column. */
function readGuide(name: string): Map<string, string> {
  const text = readFileSync(join(import.meta.dirname, "../docs/guide", name), "utf8");
  const rows = text.split("\n").flatMap((line) => {
    const cells = line.startsWith("|") ? line.slice(1, line.lastIndexOf("|")).split(/(?<!\\)\|/) : [];
    return cells.length < 3 ? [] : [[cells[0]?.trim().replaceAll("`", "") ?? "", cells.at(-1)?.trim() ?? ""] as const];
  });
  return new Map(rows);
}

/** A schema of zod, as far as it is walked. */
interface Part {
  _zod: { def: object };
}

/** Every form that a part of a way can have, as far as its words can differ: each choice, and with and without what may be left out. */
function formsOf(part: Part, name = ""): unknown[] {
  const { type, ...def } = part._zod.def as unknown as { type: string } & Record<string, object>;
  switch (type) {
    case "literal":
      return def.values as unknown as unknown[];
    case "enum":
      return Object.values(def.entries as object);
    case "boolean":
      return [true, false];
    case "number":
      return [7];
    case "string":
      return [name === "agent" ? "aider" : "something"];
    case "array":
      return formsOf(def.element as Part, name)
        .slice(0, 1)
        .map((one) => [one]);
    case "optional":
      return [undefined, ...formsOf(def.innerType as Part, name)];
    case "nullable":
      return [null, ...formsOf(def.innerType as Part, name)];
    case "readonly":
      return formsOf(def.innerType as Part, name);
    case "pipe":
      return formsOf(def.in as Part, name);
    case "union":
      return (def.options as unknown as Part[]).flatMap((option) => formsOf(option, name));
    case "object":
      return Object.entries(def.shape as unknown as Record<string, Part>).reduce<object[]>(
        (forms, [key, value]) =>
          forms.flatMap((form) =>
            formsOf(value, key).map((one) => (one === undefined ? form : { ...form, [key]: one })),
          ),
        [{}],
      );
    default:
      throw new Error(`What forms has ${type} (${name})? Add it here.`);
  }
}

const WAYS = Way.options.flatMap((option) => formsOf(option as unknown as Part) as Way[]);

test("every kind of way is walked, in every form", () => {
  expect(new Set(WAYS.map(({ kind }) => kind))).toEqual(new Set(Way.options.map(({ shape }) => shape.kind.value)));
  expect(WAYS.filter((way) => !Way.safeParse(way).success)).toEqual([]);
  expect(WAYS.length).toBeGreaterThan(200);
});

test.each([
  ["the terminal", sayWay as (way: unknown) => string | null],
  ["a tool of MCP", sayStoredWay],
  ["a comment on a forge", sayOnForge as (way: unknown) => string | null],
])("%s says what to do for each way", (_face, say) => {
  const silent = WAYS.filter((way) => !/^[A-Z].{8,}/s.test(say(way) ?? ""));
  expect(silent).toEqual([]);
  const broken = WAYS.filter((way) => /undefined|null|NaN|\[object/.test(say(way) ?? ""));
  expect(broken).toEqual([]);
});

test.each(PROBLEMS)("the API has a title for %s, and its guide what to do", (code) => {
  expect(problemOf({ code, detail: "Trying failed." }, "r1").title).toMatch(/^[A-Z].{5,}/);
  expect(readGuide("api.md").get(code), "a row in docs/guide/api.md").toMatch(/.{6,}/);
});

test.each(CODES)("the terminal's exit code for %s means something, and its guide has what to do", (code) => {
  const exit = exitCodeForError(code);
  expect([EXIT_CODES.ok, EXIT_CODES.bug]).not.toContain(exit);
  if (NEEDS_NOTHING[code] === undefined) {
    expect(readGuide("exit-codes.md").get(String(exit)), `the row ${exit} in docs/guide/exit-codes.md`).toMatch(
      /.{6,}/,
    );
  }
});

/** There the error itself says how it would be right. */
const SAYS_IT_ITSELF: Partial<Record<CatalystErrorCode, string>> = {
  invalid_input: "what was typed wrongly is named, with how it would be right",
  not_found: "what isn't there is named, and a way has the list of what is",
  conflict: "what is in the way is named: what would fit depends on it",
};

test.each(CODES)("the terminal says what to do about %s that has no way of its own", (code) => {
  const isSilent = NEEDS_NOTHING[code] !== undefined || SAYS_IT_ITSELF[code] !== undefined;
  const said = withWay("Trying failed.", null, sayCode(code, "Trying failed."));
  expect(said).toMatch(isSilent ? /^Trying failed\.$/ : /^Trying failed\. [A-Z].{8,}$/);
});

test.each(CODES)("a tool of MCP says what to do about %s that has no way of its own", (code) => {
  const { text } = refusalOf(new CatalystError(code, "Trying failed."));
  expect(text).toMatch(NEEDS_NOTHING[code] === undefined ? /^Trying failed\. [A-Z].{8,}\.$/ : /^Trying failed\.$/);
});

test("a tool of MCP says what to do about a fault of ours", () => {
  expect(refusalOf(new Error("at line 7")).text).toMatch(/log\. .+ask the person/);
});

test.each(FailureReason.options)("a task that ended with %s has words and a way, whatever is left of it", (reason) => {
  expect(reasonWords(reason)).not.toBe("");
  const kept = { headCommit: "a".repeat(40), findings: [], acceptances: [], publication: { kind: "nothing" } } as never;
  for (const result of [null, kept]) {
    const way = wayOfFailure(reason, { number: 7, result });
    expect(sayWay(way)).toContain("catalyst ");
    expect(sayStoredWay(way)).not.toBeNull();
  }
});

test.each(CODES)("an execution that ends with %s has a reason of its own", (code) => {
  const isOurs = failureReasonOf(code) === "internal_error";
  expect(isOurs, ENDS_NO_EXECUTION[code]).toBe(ENDS_NO_EXECUTION[code] !== undefined);
});

/** A webhook is for programs: they read the task, which has its way. */
test.each(NotificationKind.options)(
  "Slack says of a task that %s what to do, where something is to be done",
  (kind) => {
    const task = { id: "", number: 7, title: "Fix it", project: "shop", repository: "cart" };
    const { text } = slackMessage({ kind, task, change: null }) as { text: string };
    expect(/stands with the task\.$/.test(text)).toBe(kind !== "done");
  },
);
