import { setTimeout as wait } from "node:timers/promises";
import type { TestHome } from "../start-catalyst.ts";

const GRACE_SECONDS = 5;
const LOOK_MILLISECONDS = 1000;

/** What always holds and is broken in this home. */
async function findBreaches(home: Pick<TestHome, "run">, graceSeconds: number): Promise<string[]> {
  const { stdout, stderr } = await home.run(["doctor", "--invariants", "--grace", String(graceSeconds), "--json"]);
  const findings = stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { name: string; state: string; detail: string });
  return findings.length === 0 ? [stderr] : findings.filter(({ state }) => state !== "ok").map(({ detail }) => detail);
}

/** The same once what an end leaves had its time to go: soon after it is told of, unless the machine is busy. */
export async function findLastingBreaches(
  home: Pick<TestHome, "run">,
  seconds: number,
  graceSeconds = GRACE_SECONDS,
): Promise<string[]> {
  for (const endsAt = Date.now() + seconds * 1000; ; ) {
    const breaches = await findBreaches(home, graceSeconds);
    if (breaches.length === 0 || Date.now() > endsAt) {
      return breaches;
    }
    await wait(LOOK_MILLISECONDS);
  }
}
