import { expect, test } from "vitest";
import { filledOf, formerOf } from "./former.ts";

const ASKED = {
  number: 12,
  sourceType: "prompt",
  sourceUrl: null,
  title: "Fix the",
  body: "Fix the upload test",
  repository: { projectId: "p", url: "/home/me/shop" },
  agentType: "aider",
  model: null,
  asked: { base: "next" },
} as unknown as Parameters<typeof formerOf>[0];

test("what was asked is filled in whole, in its project", () => {
  expect(formerOf(ASKED, [{ id: "p", name: "acme/shop" }])).toEqual({
    number: 12,
    project: "acme/shop",
    filled: { prompt: "Fix the upload test", repository: "/home/me/shop", base: "next", agent: "aider", model: "" },
  });
  expect(formerOf({ ...ASKED, repository: null }, [])).toMatchObject({
    project: undefined,
    filled: { repository: "" },
  });
});

test("an issue is named by its address", () => {
  const sourceUrl = "https://github.com/acme/shop/issues/7";
  expect(formerOf({ ...ASKED, sourceType: "github_issue", sourceUrl }, []).filled.prompt).toBe(sourceUrl);
});

test("an agent that can't be chosen by now is let go", () => {
  const former = formerOf({ ...ASKED, model: "gpt-5" }, []);
  expect(filledOf(former, [{ id: "aider" }])).toMatchObject({ agent: "aider", model: "gpt-5" });
  expect(filledOf(former, [{ id: "codex-cli" }])).toMatchObject({ agent: "", model: "", base: "next" });
});
