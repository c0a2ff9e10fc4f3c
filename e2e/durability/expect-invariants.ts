import { expect, vi } from "vitest";
import type { TestHome } from "../start-catalyst.ts";

/** What an end leaves is removed soon after it is told of, unless the machine is busy. */
const PATIENTLY = { timeout: 120_000, interval: 1000 };
const GRACE_SECONDS = "5";

/** Nothing that always holds is broken in this home, whatever was killed in it. */
export async function expectInvariants(home: Pick<TestHome, "run">): Promise<void> {
  const broken = async () => {
    const { stdout, stderr } = await home.run(["doctor", "--invariants", "--grace", GRACE_SECONDS, "--json"]);
    const findings = stdout
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as { name: string; state: string; detail: string });
    return findings.length === 0
      ? [stderr]
      : findings.filter(({ state }) => state !== "ok").map(({ detail }) => detail);
  };
  // Tests that run at once have no poll of their own.
  await vi.waitFor(async () => expect(await broken()).toEqual([]), PATIENTLY);
}
