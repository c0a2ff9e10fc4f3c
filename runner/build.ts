import { mkdir, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";

const { values } = parseArgs({ options: { out: { type: "string" } } });
if (values.out === undefined) {
  throw new Error("usage: node runner/build.ts --out <file>");
}
await bundleRunner(values.out);

/** Bundles the runner into one file; it is there whole or not at all. */
async function bundleRunner(out: string): Promise<void> {
  await mkdir(dirname(out), { recursive: true });
  const fresh = `${out}.${process.pid}.new`;
  await build({
    entryPoints: [fileURLToPath(new URL("./src/main.ts", import.meta.url))],
    outfile: fresh,
    bundle: true,
    platform: "node",
    target: "node24",
    format: "esm",
    logLevel: "error",
  });
  await rename(fresh, out);
}
