/**
 * `npm run bench`: what Catalyst adds to doing it by hand, on a repository of some thousand files. Times are compared
 * within one run only; they are no test.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createTestHome } from "../../e2e/start-catalyst.ts";
import { doByCatalyst } from "./by-catalyst.ts";
import { doByHand } from "./by-hand.ts";
import { makeRepository } from "./make-repository.ts";
import { describeTimes, measureInTurn, median } from "./measure.ts";

const RATIOS = [
  { part: "ready", name: "Environment ready", baseline: "git clone + bwrap" },
  { part: "whole", name: "Run end to end, without the agent", baseline: "git clone + bwrap + git push" },
];

const { values } = parseArgs({
  options: {
    files: { type: "string", default: "3000" },
    commits: { type: "string", default: "1000" },
    rounds: { type: "string", default: "7" },
  },
});
const size = { files: Number(values.files), commits: Number(values.commits) };
const rounds = Number(values.rounds);

const folder = await mkdtemp(join(tmpdir(), "catalyst-bench-"));
const home = await createTestHome();
try {
  const repository = await makeRepository(folder, size);
  const up = home.start(["up"]);
  await up.shows("Up for");
  // Folders stay until the end: removing them between rounds slows the next ones down many times over.
  const [byHand = {}, byCatalyst = {}] = await measureInTurn(
    [() => doByHand(repository, folder), () => doByCatalyst(home, repository)],
    rounds,
  );
  up.process.kill("SIGTERM");
  await up.ended;
  console.log(`${size.files} files, ${size.commits} commits, ${rounds} rounds in turn: median (least to most)`);
  for (const { part, name, baseline } of RATIOS) {
    const [catalyst = [], hand = []] = [byCatalyst[part], byHand[part]];
    console.log(`\n${name}: ${(median(catalyst) / median(hand)).toFixed(2)} times ${baseline}`);
    console.log(`  Catalyst  ${describeTimes(catalyst)}\n  by hand   ${describeTimes(hand)}`);
  }
} finally {
  await home.remove();
  await rm(folder, { recursive: true, force: true });
}
