import type { ProtectedPath } from "@catalyst/core";
import type { ObjectReader } from "../../objects/object-reader.ts";
import type { Findings } from "../findings.ts";
import { createLinkList, type Link } from "./list-links.ts";
import type { ProtectedPaths } from "./protected-paths.ts";
import { resolveLink } from "./resolve-link.ts";
import { pathText, showPath } from "./show-path.ts";

export interface LinkChecks {
  /** Finds the links of a tree that lead out of it, as far as those of the base don't. */
  check(tree: string, commit: string): Promise<void>;
  /** What protected links of the base lead to, and through: who changes that changes what they stand for. */
  findAliases(places: ProtectedPaths): Promise<ProtectedPath[]>;
}

export function createLinkChecks(input: { reader: ObjectReader; base: string; findings: Findings }): LinkChecks {
  const { reader, base, findings } = input;
  const list = createLinkList(reader);
  const findOutside = async (tree: string): Promise<(Link & { reason: string })[]> => {
    const outside: (Link & { reason: string })[] = [];
    for (const link of await list(tree)) {
      const end = await resolveLink({ reader, root: tree, ...link });
      if (end.kind === "outside") {
        outside.push({ ...link, reason: end.reason });
      }
    }
    return outside;
  };
  let old: Promise<Set<string>> | null = null;
  return {
    async check(tree, commit) {
      old ??= findOutside(base).then((links) => new Set(links.map(keyOf)));
      const known = await old;
      for (const link of await findOutside(tree)) {
        if (!known.has(keyOf(link))) {
          findings.add({ rule: "link_target", path: showPath(link.path), detail: `the link ${link.reason}` }, commit);
        }
      }
    },
    async findAliases(places) {
      const aliases: ProtectedPath[] = [];
      for (const link of await list(base)) {
        const place = places.find(pathText(link.path) ?? link.path, false);
        const end = place === null ? null : await resolveLink({ reader, root: base, ...link });
        if (place !== null && end?.kind === "inside") {
          const paths = [...end.through, end.path].filter((path) => path !== "");
          aliases.push(...paths.map((path) => ({ role: place.role, path: `/${pathText(path) ?? path}` })));
        }
      }
      return aliases;
    },
  };
}

function keyOf({ path, id }: Link): string {
  return `${path}\0${id}`;
}
