import type { Findings } from "../findings.ts";
import { findSecrets } from "./find-secrets.ts";

/** Searches names of files: they are published texts, too. */
export interface NamesSearch {
  add(name: string): Promise<void>;
  end(): Promise<void>;
}

/** Searched many at once, for speed. */
const MAX_LENGTH = 256 * 1024;

export function createNamesSearch(findings: Findings, commit: string): NamesSearch {
  let names = "";
  const search = async () => {
    for (const { kind } of await findSecrets(names, "names.txt")) {
      findings.add({ rule: "secret", path: null, detail: `looks like a secret (${kind}) in a file's name` }, commit);
    }
    names = "";
  };
  return {
    async add(name) {
      names += `${name}\n`;
      if (names.length > MAX_LENGTH) {
        await search();
      }
    },
    end: search,
  };
}
