/**
 * `npm run bench`: what Catalyst adds to doing it by hand. Times are compared within one run only; they are no test.
 * `--parts` names what is measured, of run, starts, events and idle.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createTestHome } from "../../e2e/start-catalyst.ts";
import { measureEvents } from "./measure-events.ts";
import { measureIdle } from "./measure-idle.ts";
import { measureRun } from "./measure-run.ts";
import { measureStarts } from "./measure-starts.ts";

const { values } = parseArgs({
  options: {
    parts: { type: "string", default: "run,starts,events,idle" },
    files: { type: "string", default: "5,3000" },
    commits: { type: "string", default: "1000" },
    rounds: { type: "string", default: "7" },
  },
});
const parts = values.parts.split(",");
const rounds = Number(values.rounds);

const folder = await mkdtemp(join(tmpdir(), "catalyst-bench-"));
const home = await createTestHome();
try {
  const up = home.start(["up"]);
  await up.shows("Up for");
  console.log(`${rounds} rounds in turn: median (least to most), in milliseconds`);
  for (const files of parts.includes("run") ? values.files.split(",") : []) {
    await measureRun({ home, folder, rounds, size: { files: Number(files), commits: Number(values.commits) } });
  }
  if (parts.includes("starts")) {
    await measureStarts({ home, rounds });
  }
  if (parts.includes("events")) {
    await measureEvents({ home, folder });
  }
  if (parts.includes("idle")) {
    await measureIdle({ home });
  }
  up.process.kill("SIGTERM");
  await up.ended;
} finally {
  await home.remove();
  await rm(folder, { recursive: true, force: true });
}
