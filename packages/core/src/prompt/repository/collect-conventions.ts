import { MAX_TEMPLATE_BYTES, TEMPLATE_PATHS } from "../../forge/pull-request/template-paths.ts";
import { showUnseen } from "../../markdown/unseen-characters.ts";
import type { RepositoryPort } from "../../result/repository-port.ts";

const INSTRUCTIONS = "AGENTS.md";
const CONVENTION_FILES = [
  INSTRUCTIONS,
  "CLAUDE.md",
  "CONTRIBUTING.md",
  ".github/CONTRIBUTING.md",
  ".github/copilot-instructions.md",
  ".cursorrules",
];
const MAX_BYTES = 32 * 1024;
const MAX_TOUCHED = 200;
const MAX_FOLDERS = 300;
const MAX_NEAREST = 10;

interface Convention {
  path: string;
  text: string;
}

type Where = Omit<Parameters<RepositoryPort["readFiles"]>[0], "paths" | "maxBytes">;

/**
 * What a commit's own files say to who works on it: those at its root, the instructions that are nearest to each path that is talked of or
 * changed, and the template of its pull requests. They are files, so that nothing is taken out of them.
 */
export async function collectConventions(
  where: Where,
  touched: readonly string[],
  { readFiles }: Pick<RepositoryPort, "readFiles">,
): Promise<Convention[]> {
  const ways = touched.slice(0, MAX_TOUCHED).map(foldersOf);
  const folders = [...new Set(ways.flat())].slice(0, MAX_FOLDERS);
  const paths = [...CONVENTION_FILES, ...folders.map((folder) => `${folder}/${INSTRUCTIONS}`)];
  const files = await readFiles({ ...where, paths, maxBytes: MAX_BYTES });
  const templates = await readFiles({ ...where, paths: TEMPLATE_PATHS, maxBytes: MAX_TEMPLATE_BYTES });
  const nearest = ways.flatMap(
    (way) => way.map((folder) => `${folder}/${INSTRUCTIONS}`).find((path) => files.has(path)) ?? [],
  );
  const template = TEMPLATE_PATHS.find((path) => (templates.get(path) ?? "").trim() !== "") ?? [];
  const chosen = [...CONVENTION_FILES, ...[...new Set(nearest)].slice(0, MAX_NEAREST), ...[template].flat()];
  return chosen.flatMap((path) => {
    const text = files.get(path) ?? templates.get(path);
    return text === undefined ? [] : [{ path, text: showUnseen(text) }];
  });
}

/** Those for which there is room, the first ones first; of the others where they are. */
export function fitConventions(
  all: readonly Convention[],
  room: number,
): { conventions: Convention[]; unshown: string[] } {
  let left = room;
  const conventions: Convention[] = [];
  for (const convention of all) {
    left -= convention.text.length;
    if (left < 0) {
      break;
    }
    conventions.push(convention);
  }
  return { conventions, unshown: all.slice(conventions.length).map(({ path }) => path) };
}

/** The nearest first, without the root. */
function foldersOf(path: string): string[] {
  const names = path.split("/").slice(0, -1);
  return names.map((_, index) => names.slice(0, names.length - index).join("/"));
}
