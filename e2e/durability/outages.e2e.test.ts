import { afterEach, beforeEach, expect, test } from "vitest";
import { createGitRepository } from "../git-repository.ts";
import { createTestHome, type TestHome } from "../start-catalyst.ts";
import { expectInvariants } from "./expect-invariants.ts";
import { playOutages } from "./play-outages.ts";

let home: TestHome;

beforeEach(async () => {
  home = await createTestHome();
  await home.up();
});
afterEach(async () => {
  await home.kill("");
  await home.remove();
});

// `npm run bench:outages` is the same in earnest.
test("tasks complete with one branch each while worker, gateway and database are killed again and again", async () => {
  const plan = { tasks: 6, atOnce: 3, everySeconds: 4 };
  const report = await playOutages(home, await createGitRepository({ "a.txt": "one\n" }), plan);
  expect(report.failures).toEqual([]);
  expect(report.commits).toEqual(Array.from({ length: plan.tasks }, () => 1));
  expect(report.leftovers).toEqual([]);
  await expectInvariants(home);
  expect(Object.values(report.kills).reduce((sum, count) => sum + count)).toBeGreaterThan(0);
}, 600_000);
