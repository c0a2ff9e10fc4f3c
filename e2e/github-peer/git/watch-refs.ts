import type { Repository } from "../state/repository.ts";
import { type Refs, readRefs } from "./refs.ts";

export interface RefChange {
  ref: string;
  /** null: it wasn't there. */
  before: string | null;
  /** null: it is gone. */
  after: string | null;
}

const last = new WeakMap<Repository, Promise<unknown>>();

/** Does what may move refs, one at a time in a repository, and says what it moved: as a hook after the push would see it. */
export async function watchRefs(
  repository: Repository,
  /** May look at what it has moved so far. */
  act: (compare: () => Promise<RefChange[]>) => Promise<unknown>,
): Promise<RefChange[]> {
  const before = last.get(repository) ?? Promise.resolve();
  const turn = before.then(async () => {
    const old = await readRefs(repository.folder);
    const compare = async () => compareRefs(old, await readRefs(repository.folder));
    await act(compare);
    return compare();
  });
  last.set(
    repository,
    turn.catch(() => undefined),
  );
  return turn;
}

function compareRefs(old: Refs, next: Refs): RefChange[] {
  const names = [...new Set([...old.keys(), ...next.keys()])];
  return (
    names
      .map((ref) => ({ ref, before: old.get(ref) ?? null, after: next.get(ref) ?? null }))
      // The heads of pull requests are GitHub's own, moved after a push and by nobody's.
      .filter(({ ref, before, after }) => before !== after && !ref.startsWith("refs/pull/"))
  );
}
