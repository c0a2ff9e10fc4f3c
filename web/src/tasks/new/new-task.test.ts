import { ROUTES } from "@catalyst/api";
import { expect, it } from "vitest";
import { BLANK, commandOf, lackOf, requestOf } from "./new-task.ts";

const SUBJECT = {
  url: "https://github.com/acme/shop/issues/12",
  kind: "issue",
  title: "acme/shop#12",
  work: "issue",
} as const;
const FULL = {
  ...BLANK,
  prompt: "Fix the test",
  repository: "acme/shop",
  base: "next",
  agent: "aider",
  model: "gpt-5",
  wantsPlan: true,
  budgetUsd: "2.50",
  budgetTokens: "100000",
  minutes: "30",
  branch: "fix/test",
};

const asTheServerReadsIt = (body: unknown) => ROUTES.createTask.request.body.parse(body);

it("all that is said is asked for, and the contract takes it", () => {
  expect(asTheServerReadsIt(requestOf(FULL, "team/shop"))).toMatchObject({
    project: "team/shop",
    repository: { kind: "registered", name: "acme/shop" },
    source: { kind: "prompt", text: "Fix the test" },
    base: "next",
    agents: [{ agent: "aider", model: "gpt-5" }],
    branch: "fix/test",
    timeoutSeconds: 1800,
    options: { requirePlanApproval: true, budget: { usd: 2.5, tokens: 100_000 }, race: null },
  });
});

it("what isn't said is left to the settings", () => {
  const request = requestOf({ ...BLANK, prompt: "Fix it", repository: "https://github.com/acme/shop" }, null);
  expect(asTheServerReadsIt(request)).toMatchObject({
    repository: { kind: "url", url: "https://github.com/acme/shop" },
    agents: [{ agent: null, model: null }],
    timeoutSeconds: null,
    options: { budget: { usd: null, tokens: null }, race: null },
  });
});

it("an issue at its address says the repository, and the prompt stands beside it", () => {
  const request = requestOf({ ...FULL, subject: SUBJECT, prompt: "Mind the docs" }, null);
  expect(asTheServerReadsIt(request)).toMatchObject({
    repository: null,
    source: { kind: "subject", url: SUBJECT.url, work: "issue", text: "Mind the docs" },
  });
});

it("rivals race, and the first keeps its model", () => {
  const request = requestOf({ ...FULL, rivals: ["claude-code"], pick: "verify" }, null);
  expect(asTheServerReadsIt(request)).toMatchObject({
    agents: [{ agent: "aider", model: "gpt-5" }, { agent: "claude-code" }],
    options: { race: { pick: "verify" } },
  });
});

it("a prompt and a place are needed, or an address", () => {
  expect(lackOf(BLANK)).toBe("Say what is wanted.");
  expect(lackOf({ ...BLANK, prompt: "Fix it" })).toBe("Say in which repository.");
  expect(lackOf({ ...BLANK, subject: SUBJECT })).toBeNull();
});

it("the command says the same", () => {
  expect(commandOf(FULL, "team/shop")).toBe(
    "catalyst run 'Fix the test' --repo acme/shop --project team/shop --base next --agent aider --model gpt-5 --plan --budget-usd 2.50 --budget-tokens 100000 --timeout 30m --branch fix/test",
  );
  expect(commandOf({ ...BLANK, subject: SUBJECT }, null)).toBe(`catalyst run --issue ${SUBJECT.url}`);
});

it("a prompt of somebody else's ends no quotes and tells the terminal nothing", () => {
  const command = commandOf({ ...BLANK, prompt: "it's\u001b[201~; rm -rf ~ #", repository: "shop" }, null);
  expect(command).toBe("catalyst run 'it'\\''s⟨U+001B⟩[201~; rm -rf ~ #' --repo shop");
});

it("a prompt that looks like an option is none", () => {
  expect(commandOf({ ...BLANK, prompt: "--plan", repository: "shop" }, null)).toBe(
    "catalyst run --repo shop -- --plan",
  );
});
