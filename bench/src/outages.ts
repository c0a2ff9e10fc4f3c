/**
 * `npm run bench:outages`: tasks of the script agent while worker, gateway and database are killed at random. Each must
 * complete with one branch of one commit, and nothing may be left behind; else it ends with 1.
 */
import { parseArgs } from "node:util";
import { playOutages } from "../../e2e/durability/play-outages.ts";
import { createGitRepository } from "../../e2e/git-repository.ts";
import { createTestHome } from "../../e2e/start-catalyst.ts";

const { values } = parseArgs({
  options: {
    tasks: { type: "string", default: "60" },
    "at-once": { type: "string", default: "6" },
    every: { type: "string", default: "6" },
  },
});
const plan = { tasks: Number(values.tasks), atOnce: Number(values["at-once"]), everySeconds: Number(values.every) };

const home = await createTestHome({ isNew: true });
try {
  await home.up();
  const startedAt = Date.now();
  const report = await playOutages(home, await createGitRepository({ "a.txt": "one\n" }), plan);
  const { completed, failures, kills, commits, leftovers } = report;
  const killed = Object.entries(kills).map(([name, count]) => `${count} ${name}`);
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  console.log(`${completed} of ${plan.tasks} completed in ${seconds} s; killed: ${killed.join(", ")}`);
  console.log(`${commits.length} branches, of which ${commits.filter((count) => count === 1).length} have one commit`);
  [...failures, ...leftovers.map((path) => `left behind: ${path}`)].forEach((line) => {
    console.log(line);
  });
  const isGood = completed === plan.tasks && commits.length === plan.tasks && commits.every((count) => count === 1);
  process.exitCode = isGood && leftovers.length === 0 ? 0 : 1;
} finally {
  await home.kill("");
  await home.remove();
}
