import { expect, test } from "vitest";
import { filterWords, queryOf, readFilter } from "./task-filter.ts";

test("an address says which tasks are looked at; what it says wrongly isn't asked for", () => {
  const asked = { show: "failed", q: "docs", repo: "acme/shop", agent: "codex" };
  expect(queryOf(readFilter(asked, "team"))).toEqual({
    ...{ status: ["failed", "refused"], refused: "true", q: "docs", repo: "acme/shop", agent: "codex", team: "team" },
  });
  expect(queryOf(readFilter({ show: "nothing", agent: ["No agent", "codex"] }, null))).toEqual({ refused: "true" });
  expect(queryOf(readFilter({ agent: "a".repeat(51) }, null))).toEqual({ refused: "true" });
});

test("a list in which nothing is says what was looked for", () => {
  const filter = readFilter({ show: "failed", q: "docs", repo: "acme/shop", agent: "codex-cli" }, null);
  expect(filterWords(filter)).toBe("has failed, is in acme/shop, is by Codex CLI, has “docs” in its title");
});
