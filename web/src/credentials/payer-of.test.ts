import type { Credential } from "@catalyst/api";
import { expect, it } from "vitest";
import { payerOf } from "./payer-of.ts";

const AIDER = { id: "aider", providers: ["anthropic", "openai"] };

function credential(said: Partial<Credential>): Credential {
  return {
    id: "00000000-0000-4000-8000-000000000000",
    name: said.provider ?? "anthropic",
    provider: "anthropic",
    kind: "key",
    hint: "f3Qk",
    agents: ["aider"],
    signInNeeded: null,
    limit: null,
    baseUrl: null,
    isOpen: false,
    createdAt: "2026-11-01T00:00:00.000Z",
    lastUsedAt: null,
    lastTest: null,
    ...said,
  };
}

it("one's own key pays before the team's of the same provider", () => {
  const own = [credential({ hint: "mine" })];
  const team = { name: "shop", credentials: [credential({ hint: "ours" })] };
  expect(payerOf(AIDER, { own, team })?.credential.hint).toBe("mine");
});

it("the team's key pays where the agent prefers its provider", () => {
  const own = [credential({ provider: "openai", hint: "mine" })];
  const team = { name: "shop", credentials: [credential({ hint: "ours" })] };
  expect(payerOf(AIDER, { own, team })).toMatchObject({ team: "shop", credential: { hint: "ours" } });
});

it("a subscription that the agent takes comes before keys", () => {
  const own = [credential({ agents: [] })];
  const claude = { id: "claude-code", providers: ["anthropic"] };
  const subscription = credential({ name: "claude", kind: "subscription", hint: "ours", agents: ["claude-code"] });
  const team = { name: "shop", credentials: [subscription] };
  expect(payerOf(claude, { own, team })?.credential.hint).toBe("ours");
});

it("another agent's subscription pays for nobody else", () => {
  const own = [credential({ name: "claude", kind: "subscription", agents: ["claude-code"] })];
  expect(payerOf(AIDER, { own, team: null })).toBeNull();
});

it("an agent of one's own takes the first provider's key that there is", () => {
  const own = [credential({ agents: [] })];
  expect(payerOf({ id: "mine", providers: ["openai", "anthropic"] }, { own, team: null })?.credential).toBe(own[0]);
});

it("a model that is named with its provider is paid for with that one's key, where there is one", () => {
  const own = [credential({ hint: "claude" }), credential({ provider: "openai", hint: "gpt", agents: [] })];
  const hintOf = (model: string, all = own) => payerOf(AIDER, { own: all, team: null }, model)?.credential.hint;
  expect(hintOf("openai/gpt-5")).toBe("gpt");
  expect(hintOf("gpt-5")).toBe("claude");
  expect(hintOf("gemini/pro")).toBe("claude");
  expect(hintOf("openai/gpt-5", own.slice(0, 1))).toBe("claude");
});
