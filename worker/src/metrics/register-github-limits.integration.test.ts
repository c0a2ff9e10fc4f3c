import { openMetrics } from "@catalyst/telemetry";
import { expect, test } from "vitest";
import { registerGitHubLimits } from "./register-github-limits.ts";

test("the installation that has the least left is told, until its hour is over", async () => {
  const address = { host: "127.0.0.1", port: 0 };
  const input = { process: "worker", address, checks: {}, log: { info: () => undefined } } as const;
  const { registry, url, close } = await openMetrics(input);
  let now = 0;
  const note = registerGitHubLimits(registry, () => now);
  const answer = (remaining: string, reset: string) =>
    note(new Headers({ "x-ratelimit-remaining": remaining, "x-ratelimit-reset": reset }));
  const told = async () =>
    /^catalyst_github_requests_remaining\{process="worker"\} (\S+)$/m.exec(
      await (await fetch(`${url}/metrics`)).text(),
    )?.[1];
  expect(await told()).toBe("-1");
  note(new Headers());
  answer("4990", "3600");
  answer("12", "1800");
  answer("4989", "3600");
  expect(await told()).toBe("12");
  answer("x", "1e9");
  answer("11", "1800");
  expect(await told()).toBe("11");
  now = 1_801_000;
  answer("4988", "3600");
  expect(await told()).toBe("4988");
  now = 3_601_000;
  expect(await told()).toBe("-1");
  await close();
});
