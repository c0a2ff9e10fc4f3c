import { stat } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { CatalystError } from "@catalyst/core";
import { connectDatabase } from "@catalyst/postgres";
import packageFile from "../../../package.json" with { type: "json" };
import type { CliContext } from "../../cli-context.ts";
import { formatBytes, formatPlural } from "../../output/words/format-quantity.ts";
import { createManifest, type Manifest } from "../archive/manifest.ts";
import { writeArchive } from "../archive/write-archive.ts";
import { makeNewFile, refuseThere } from "./new-file.ts";
import { type StillHome, standStill } from "./stand-still.ts";
import { writeFiles } from "./write-files.ts";
import { writeRows } from "./write-rows.ts";

export interface BackUpOptions {
  /** Where the gateway's keys go; absent: they are in no backup. */
  keys?: string;
  json?: boolean;
}

interface Target {
  file: string;
  /** null: the keys aren't asked for. */
  keys: string | null;
}

/** Writes a backup of the home, while it is used or not, and says what is in it and what isn't. */
export async function backUp(file: string | undefined, options: BackUpOptions, context: CliContext): Promise<void> {
  const { output } = context;
  const config = await context.readConfig();
  await refuseNothing(config.home);
  const target = await chooseTarget(file, options, context);
  const database = await connectDatabase(config);
  try {
    const keyFile =
      target.keys === null ? null : (config.gatewayKeyFile ?? join(config.home, "gateway-keys", "private"));
    const manifest = await standStill({ home: config.home, database, keyFile }, (still) =>
      save(still, target, context),
    );
    const { size } = await stat(target.file);
    output.status(null);
    if (options.json === true) {
      const { madeAt, counts } = manifest;
      output.json({ file: target.file, bytes: size, madeAt, counts, keys: target.keys });
    } else {
      output.data(describe(manifest, { target, bytes: size }));
    }
  } finally {
    output.status(null);
    await database.close();
  }
}

async function refuseNothing(home: string): Promise<void> {
  if ((await stat(home).catch(() => null)) === null) {
    throw new CatalystError(
      "not_found",
      `Backing up failed: there is no home at ${home}. Set CATALYST_HOME to the one that is meant.`,
    );
  }
}

async function chooseTarget(
  file: string | undefined,
  { keys }: BackUpOptions,
  { currentFolder, readConfig }: CliContext,
): Promise<Target> {
  const { home } = await readConfig();
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, "").replace("T", "-");
  const target = {
    file: resolve(currentFolder, file ?? `catalyst-${stamp}.tar`),
    keys: keys === undefined ? null : resolve(currentFolder, keys),
  };
  for (const path of [target.file, ...(target.keys === null ? [] : [target.keys])]) {
    if (!relative(home, path).startsWith("..")) {
      throw new CatalystError(
        "invalid_input",
        `Backing up to ${path} failed: it is in the home itself. Name a file elsewhere.`,
      );
    }
    await refuseThere(path);
  }
  if (target.file === target.keys) {
    throw new CatalystError(
      "invalid_input",
      "Backing up failed: the keys go to a file of their own. Name another one.",
    );
  }
  return target;
}

async function save(still: StillHome, { file, keys }: Target, context: CliContext): Promise<Manifest> {
  const { snapshot, folder } = still;
  const manifest = createManifest({
    catalyst: packageFile.version,
    database: snapshot.contents,
    counts: snapshot.counts,
  });
  const write = () =>
    makeNewFile(file, async (handle) => {
      const archive = await writeArchive(handle, manifest);
      let bytes = 0;
      const tell = (more: number) => {
        if (context.interrupted.aborted) {
          throw new CatalystError("cancelled", "The backup was not finished, and nothing of it is left.");
        }
        bytes += more;
        context.output.status(`backing up: ${formatBytes(bytes)} …`);
      };
      await writeFiles(folder, archive, tell);
      for (const table of snapshot.contents.tables) {
        await writeRows(table.name, count(snapshot.readRows(table), tell), archive);
      }
      await archive.end();
    });
  if (keys === null) {
    await write();
  } else if (still.keys === null) {
    throw new CatalystError("not_found", "Backing up the gateway's keys failed: it has none yet. Leave out --keys.");
  } else {
    const text = still.keys;
    await makeNewFile(keys, async (handle) => {
      await handle.writeFile(text);
      await write();
    });
  }
  return manifest;
}

async function* count(chunks: AsyncIterable<Buffer>, tell: (bytes: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    tell(chunk.length);
    yield chunk;
  }
}

function describe({ counts }: Manifest, { target, bytes }: { target: Target; bytes: number }): string {
  const { tasks, people, sealed } = counts;
  const lines = [
    `Backed up to ${target.file} (${formatBytes(bytes)}): ${formatPlural(tasks, "task")}, ${formatPlural(people, "person", "people")}, what is kept of results.`,
    "Whoever has it reads prompts, transcripts and kept code: keep it as you keep those.",
  ];
  if (target.keys !== null) {
    lines.push(
      `The gateway's keys are in ${target.keys}. Both files together open all stored credentials: keep them apart.`,
    );
  } else if (sealed > 0) {
    lines.push(
      `Not in it: the gateway's keys, without which ${formatPlural(sealed, "stored credential or secret", "stored credentials and secrets")} can't be opened. Once, to a place of their own: catalyst backup --keys <file>`,
    );
  }
  lines.push(`To bring it back into an empty home: catalyst restore ${target.file}`);
  return lines.join("\n");
}
