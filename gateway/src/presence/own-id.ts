import { randomUUID } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const NAME = "id";
const GatewayId = z.uuid();

/**
 * The id of the gateway that serves this folder, made with the first one: each that follows another there has its id, and
 * one that serves another folder has another. For who holds the folder alone.
 */
export async function ownId(folder: string): Promise<string> {
  const path = join(folder, NAME);
  const stored = await readFile(path, "utf8").catch(ignoreMissing);
  const known = GatewayId.safeParse(stored.trim());
  if (known.success) {
    return known.data;
  }
  const id = randomUUID();
  await writeFile(`${path}.draft`, `${id}\n`, { mode: 0o600 });
  await rename(`${path}.draft`, path);
  return id;
}

function ignoreMissing(error: NodeJS.ErrnoException): string {
  if (error.code === "ENOENT") {
    return "";
  }
  throw error;
}
