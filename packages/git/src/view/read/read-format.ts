import { CatalystError } from "@catalyst/core/apart";
import { GitFailure, runGit } from "../../run-git.ts";
import type { RepositoryPlace } from "../locate-repository.ts";
import { readPlainFile } from "./read-plain-file.ts";

const MAX_CONFIG_BYTES = 1024 * 1024;
const MAX_KNOWN = 32;
const MAX_KNOWN_BYTES = 16 * 1024;
/** Extensions that change nothing about objects and refs as a view reads them. */
const HARMLESS = [
  "noop",
  "preciousobjects",
  "worktreeconfig",
  "partialclone",
  "relativeworktrees",
  "compatobjectformat",
];

/** How a repository keeps its objects. */
export interface RepositoryFormat {
  /** It was cloned without some of its objects, which may still be missing. */
  isPartial: boolean;
}

/**
 * The format that a repository's configuration names: the only thing that is taken from it, as data. Throws `unsupported`
 * with the way out for a format that can't be read here.
 */
export async function readFormat(
  place: RepositoryPlace,
  { followsLinks }: { followsLinks: boolean },
): Promise<RepositoryFormat> {
  const path = `${place.commonDir}/config`;
  const file = await readPlainFile(path, { maxBytes: MAX_CONFIG_BYTES, followsLinks });
  if (file.kind === "refused") {
    throw refuse("invalid_input", place, `${path} can't be read: ${file.reason}. Mend it.`);
  }
  const settings = file.kind === "absent" ? [] : await parse(file.bytes, place);
  for (const [key, value] of settings) {
    if (key.startsWith("extensions.")) {
      checkExtension(key.slice("extensions.".length), value.toLowerCase(), place);
    }
  }
  const isPromisor = (key: string) => key === "extensions.partialclone" || /^remote\..*\.promisor$/s.test(key);
  return { isPartial: settings.some(([key]) => isPromisor(key)) };
}

type Settings = readonly (readonly [key: string, value: string])[];

/** What git made of texts that were read lately: a repository is looked at several times for each task. */
const parsed = new Map<string, Settings>();

async function parse(bytes: Buffer, place: RepositoryPlace): Promise<Settings> {
  const text = bytes.toString("latin1");
  const known = parsed.get(text);
  if (known !== undefined) {
    return known;
  }
  const settings = await parseByGit(bytes, place);
  if (parsed.size >= MAX_KNOWN) {
    parsed.clear();
  }
  if (text.length <= MAX_KNOWN_BYTES) {
    parsed.set(text, settings);
  }
  return settings;
}

/** git reads the text from its standard input, and follows no `include` in it. */
async function parseByGit(bytes: Buffer, place: RepositoryPlace): Promise<Settings> {
  const args = ["config", "--file", "-", "--no-includes", "--null", "--list"];
  try {
    const entries = (await runGit({ args, repositoryPath: null, input: bytes })).split("\0").filter(Boolean);
    return entries.map((entry) => {
      const [key = "", ...value] = entry.split("\n");
      return [key, value.join("\n")] as const;
    });
  } catch (error) {
    if (error instanceof GitFailure) {
      throw refuse("invalid_input", place, `${place.commonDir}/config is no configuration: ${error.message}. Mend it.`);
    }
    throw error;
  }
}

function checkExtension(name: string, value: string, place: RepositoryPlace): void {
  if (name === "objectformat" && value !== "sha1") {
    const way = "Work in a copy of it: git fast-export --all | git -C NEW-FOLDER fast-import";
    throw refuse("unsupported", place, `its objects are named by ${value}, and only sha1 is supported. ${way}`);
  }
  if (name === "refstorage" && value !== "files") {
    const way = "Convert it: git refs migrate --ref-format=files";
    throw refuse("unsupported", place, `it keeps its branches as ${value}. ${way}`);
  }
  if (!["objectformat", "refstorage", ...HARMLESS].includes(name)) {
    throw refuse(
      "unsupported",
      place,
      `its format has the extension "${name}", which isn't known. Work in a clone of it.`,
    );
  }
}

function refuse(code: "invalid_input" | "unsupported", { root }: RepositoryPlace, problem: string): CatalystError {
  return new CatalystError(code, `Opening the repository ${root} failed: ${problem}`);
}
