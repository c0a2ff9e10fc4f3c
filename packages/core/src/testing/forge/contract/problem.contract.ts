import { expect, test } from "vitest";
import { type PlayedForge, propose } from "./played-forge.ts";

export function problemContract(of: () => PlayedForge): void {
  test("a repository that isn't there is told apart", async () => {
    const outcome = await propose(of(), { repo: of().absent });
    expect(outcome).toEqual({ kind: "failed", problem: { kind: "not_found" } });
  });

  test.each(["forbidden", "rate_limited", "outage"] as const)("%s is told apart, and nothing is done", async (kind) => {
    of().meet(kind);
    const outcome = await propose(of());
    expect(outcome).toMatchObject({ kind: "failed", problem: { kind } });
    if (outcome.kind === "failed" && outcome.problem.kind === "rate_limited") {
      expect(outcome.problem.until).toBeInstanceOf(Date);
      of().passUntil(outcome.problem.until);
    }
    expect((await of().see()).pullRequests.filter(({ head }) => head === of().heads[0])).toEqual([]);
    expect(await propose(of())).toMatchObject({ kind: "made", isNew: true });
  });

  test("what was done before an outage is found by who asks again", async () => {
    of().meet("late_outage");
    expect(await propose(of())).toMatchObject({ problem: { kind: "outage" } });
    expect(await propose(of())).toMatchObject({ kind: "made", isNew: false });
    expect((await of().see()).pullRequests.filter(({ head }) => head === of().heads[0])).toHaveLength(1);
  });
}
