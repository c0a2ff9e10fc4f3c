/** `npm run sbom`: what Catalyst and its web app are made of, as CycloneDX, in .runtime/sbom. */
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { writeSbom } from "./write-sbom.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const to = `${root}.runtime/sbom`;
await mkdir(to, { recursive: true });
for (const [name, folder] of [
  ["catalyst", root],
  ["catalyst-web", `${root}web`],
] as const) {
  await writeFile(`${to}/${name}.cdx.json`, await writeSbom(folder));
  console.log(`${to}/${name}.cdx.json`);
}
