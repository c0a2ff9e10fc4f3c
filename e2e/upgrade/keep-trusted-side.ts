/**
 * Keeps server and gateway as a release has them, for tests to start beside the worker of a later state:
 * `node e2e/upgrade/keep-trusted-side.ts <commit>`.
 */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

/** All that either of them imports. */
const FOLDERS = ["server", "gateway", ...["agents", "api", "core", "git", "machine", "mcp", "postgres", "telemetry"]];
const NOT_RUN = [
  "*.test.ts",
  "*.contract.ts",
  "*.jsonl",
  "testing/**",
  "fixtures/**",
  "migrations/meta/*_snapshot.json",
];
const MOST_BYTES = 64 * 1024 * 1024;

const [commit = ""] = process.argv.slice(2);
const git = (...args: string[]) =>
  execFileSync("git", args, { cwd: join(import.meta.dirname, "../.."), maxBuffer: MOST_BYTES });
const id = git("rev-parse", "--short=8", `${commit}^{commit}`).toString().trim();
const folders = FOLDERS.map((name) => (["server", "gateway"].includes(name) ? name : `packages/${name}`));
const without = NOT_RUN.map((pattern) => `:(exclude,glob)**/${pattern}`);
const tar = git("archive", "--format=tar", id, "--", "package.json", ...folders, ...without);
const params = {
  [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
  [constants.BROTLI_PARAM_SIZE_HINT]: tar.length,
};
writeFileSync(join(import.meta.dirname, "earlier", `trusted-side-${id}.tar.br`), brotliCompressSync(tar, { params }));
