/**
 * `npm run bench:workspaces`: ways from a mirror that is up to date to a working tree. `--folder` says on which file
 * system; what an environment gets as root is ext4 without a journal. The overlay needs root.
 */
import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { execa } from "execa";
import { describeTimes, measureInTurn } from "./figures/measure.ts";
import { makeRepository } from "./repository/make-repository.ts";
import { PLAIN_ENV, runGit } from "./repository/run-git.ts";

const { values } = parseArgs({
  options: {
    folder: { type: "string", default: tmpdir() },
    files: { type: "string", default: "3000" },
    commits: { type: "string", default: "1000" },
    rounds: { type: "string", default: "5" },
  },
});

const folder = await mkdtemp(join(values.folder, "catalyst-workspaces-"));
try {
  const size = { files: Number(values.files), commits: Number(values.commits) };
  const mirror = join(folder, "mirror.git");
  await runGit(["clone", "--quiet", "--mirror", `file://${await makeRepository(folder, size)}`, mirror]);
  const prepared = join(folder, "prepared");
  await runGit(["clone", "--quiet", mirror, prepared]);
  const clone = (...options: string[]) => {
    return (path: string) => runGit(["clone", "--quiet", "--no-tags", ...options, `file://${mirror}`, path]);
  };
  const ways: Record<string, (path: string) => Promise<unknown>> = {
    "clone over git's protocol": clone(),
    "the same, parallel checkout": clone("--config=checkout.workers=0", "--config=checkout.thresholdForParallelism=0"),
    "the same, --depth 1": clone("--depth=1"),
    "the same, --reference the mirror": clone(`--reference=${mirror}`),
    "copy of a prepared tree": (path) => cp(prepared, path, { recursive: true }),
    "overlay over a prepared tree": (path) => mountOverlay(prepared, path),
  };
  let count = 0;
  const timed = Object.values(ways).map((way) => async () => {
    const path = join(folder, `tree-${count++}`);
    const from = performance.now();
    await way(path);
    return { tree: performance.now() - from };
  });
  const times = await measureInTurn(timed, Number(values.rounds));
  console.log(`${values.files} files, ${values.commits} commits, ${values.rounds} rounds: median (least to most)`);
  for (const [index, name] of Object.keys(ways).entries()) {
    console.log(`  ${name.padEnd(34)} ${describeTimes(times[index]?.tree ?? [])}`);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** In a mount namespace that ends with the command; git's first look at every file counts, as an agent's would. */
async function mountOverlay(lower: string, path: string): Promise<void> {
  const [upper, work, merged] = [join(path, "upper"), join(path, "work"), join(path, "merged")];
  await Promise.all([upper, work, merged].map((part) => mkdir(part, { recursive: true })));
  const options = `lowerdir=${lower},upperdir=${upper},workdir=${work}`;
  const script = 'mount -t overlay overlay -o "$1" "$2" && git -C "$2" status --porcelain';
  await execa("unshare", ["--mount", "sh", "-ec", script, "sh", options, merged], { env: PLAIN_ENV, extendEnv: false });
}
