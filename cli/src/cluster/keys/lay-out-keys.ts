import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { CatalystError, type PublicKey, parseKeyPair, serializePublicKey } from "@catalyst/core";
import {
  GIVEN_MARK,
  type KeyFile,
  openSealer,
  pairFiles,
  publishGatewayPublic,
  readKeyFile,
  replaceKeyFile,
} from "@catalyst/machine";

/** The names under which an installation's keys are given, as in a Secret of its cluster. */
export const GIVEN_KEYS = [
  "gateway-keys",
  "worker-keys",
  "server-keys",
  "sealer",
  "server-secret",
  "unsubscribe-key",
] as const;
type GivenKey = (typeof GIVEN_KEYS)[number];

const WHO_GIVES = "These keys are in a secret of the cluster: another one is put there.";

export interface Layout {
  /** A folder that has them, each in a file of its name. */
  given: string;
  /** The home of whoever is about to start. */
  home: string;
}

/**
 * Lays out what a server's home has of keys: its own, and of gateway and workers the public halves alone. Servers of one installation have the
 * same, whichever machine they are on. Throws `invalid_configuration` naming what isn't given.
 */
export async function layOutServerKeys({ given, home }: Layout): Promise<void> {
  const keys = await readGiven(given);
  await write(home, "server-keys/private", keys["server-keys"]);
  await write(home, `server-keys/${GIVEN_MARK}`, WHO_GIVES);
  await write(home, "sealer/private", keys.sealer);
  await write(home, "server-secret", keys["server-secret"]);
  await write(home, "unsubscribe-key", keys["unsubscribe-key"]);
  await openSealer(home);
  await publishGatewayPublic(home, firstOf("gateway-keys", keys["gateway-keys"]));
  await pairFiles(home, "worker").publish(firstOf("worker-keys", keys["worker-keys"]));
  await pairFiles(home, "server").publish(firstOf("server-keys", keys["server-keys"]));
}

/**
 * Lays out what gateway and worker have: each one's private keys in a folder of its own under `keys`, and in their home who seals to them. Throws
 * `invalid_configuration` also where the home has keys of its own that aren't given: what is stored is sealed to those.
 */
export async function layOutHomeKeys({ given, home, keys: folder }: Layout & { keys: string }): Promise<void> {
  const keys = await readGiven(given);
  await refuseOthers(home, "gateway-keys", keys["gateway-keys"]);
  await refuseOthers(home, "worker-keys", keys["worker-keys"]);
  await write(folder, "gateway/private", keys["gateway-keys"]);
  await write(folder, "worker/private", keys["worker-keys"]);
  await write(folder, `worker/${GIVEN_MARK}`, WHO_GIVES);
  await write(folder, "sealer/private", keys.sealer);
  await write(home, "unsubscribe-key", keys["unsubscribe-key"]);
  const sealer = await openSealer(folder);
  const { id } = sealer.publicKey;
  const file: KeyFile = { path: join(home, "sealers", id), kind: "public", name: "the public key of who seals" };
  await replaceKeyFile(file, `${serializePublicKey(sealer.publicKey)}\n`);
}

async function readGiven(folder: string): Promise<Record<GivenKey, string>> {
  const texts = await Promise.all(
    GIVEN_KEYS.map(async (name) => [name, await readFile(join(folder, name), "utf8").catch(() => "")] as const),
  );
  const missing = texts.filter(([, text]) => text.trim() === "").map(([name]) => name);
  if (missing.length > 0) {
    throw new CatalystError(
      "invalid_configuration",
      `Reading the keys of this installation failed: the secret doesn't have ${missing.join(", ")}. Add them to it.`,
    );
  }
  return Object.fromEntries(texts) as Record<GivenKey, string>;
}

/** The public half of the one that is sealed to. */
function firstOf(name: GivenKey, text: string): PublicKey {
  const pair = parseKeyPair(linesOf(text)[0] ?? "");
  if (pair === null) {
    throw new CatalystError(
      "invalid_configuration",
      `Reading the keys of this installation failed: the secret's ${name} holds no base64 of 32 bytes in its first line. One is made by: openssl rand -base64 32`,
    );
  }
  return pair.publicKey;
}

/** What is stored is sealed to what a home had: with others instead nothing of it could be opened. */
async function refuseOthers(home: string, name: "gateway-keys" | "worker-keys", given: string): Promise<void> {
  const path = join(home, name, "private");
  const own = await readKeyFile({ path, kind: "private", name: `the keys in ${path}` });
  const known = linesOf(given);
  if (own !== null && !linesOf(own).every((line) => known.includes(line))) {
    throw new CatalystError(
      "invalid_configuration",
      `Laying out the keys failed: the home has other ones in ${path}, which what is stored is sealed to. Nothing was changed. Append that file's lines to ${name} of the secret, and start anew.`,
    );
  }
}

function linesOf(text: string): string[] {
  const lines = text.split("\n").map((line) => line.trim());
  return lines.filter((line) => line !== "" && !line.startsWith("#"));
}

async function write(folder: string, name: string, text: string): Promise<void> {
  await replaceKeyFile({ path: join(folder, name), kind: "private", name: "the given keys" }, `${text.trimEnd()}\n`);
}
