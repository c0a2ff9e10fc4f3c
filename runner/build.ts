import { mkdir, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build, type Plugin } from "esbuild";

const { values } = parseArgs({ options: { out: { type: "string" }, probe: { type: "string" } } });
if (values.out === undefined && values.probe === undefined) {
  throw new Error("usage: node runner/build.ts --out <file> | --probe <file>");
}
/**
 * Of zod what is used: by its namespace esbuild sees that, by the name `z` it takes all, every language's messages among it.
 * What isn't there needn't be compiled at each start of a runner.
 */
const takeUsedOfZod: Plugin = {
  name: "take-used-of-zod",
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const code = await readFile(path, "utf8");
      return { loader: "ts", contents: code.replace('import { z } from "zod";', 'import * as z from "zod";') };
    });
  },
};
await (values.out === undefined ? undefined : bundle("./src/main.ts", values.out));
await (values.probe === undefined ? undefined : bundle("./src/probe/main.ts", values.probe));

/** Bundles a program into one file; it is there whole or not at all. */
async function bundle(entry: string, out: string): Promise<void> {
  await mkdir(dirname(out), { recursive: true });
  const fresh = `${out}.${process.pid}.new`;
  await build({
    entryPoints: [fileURLToPath(new URL(entry, import.meta.url))],
    outfile: fresh,
    bundle: true,
    platform: "node",
    target: "node24",
    format: "esm",
    plugins: [takeUsedOfZod],
    logLevel: "error",
  });
  await rename(fresh, out);
}
