import type { PicturedText } from "../../forge/subject/images.ts";
import type { ContextPiece } from "../../task/context-piece.ts";
import type { TaskContext } from "../../task/task.ts";

const MAX_TEXTS = 20;
const MAX_ADDRESSES = 50;
/** What every image begins with, however it is written: the forge's page says which of the addresses are ones. */
const IMAGE = /!\[|<img\b/i;
const ADDRESS = /https?:\/\/[^\s<>()"'\]]{1,2000}/g;

/** The texts that may show images, of those that an agent is told, in their order; each with all addresses in it. */
export function picturedTexts(body: TaskContext["body"], pieces: readonly ContextPiece[]): PicturedText[] {
  const texts = [{ id: null, text: body }, ...pieces.filter(({ kind }) => kind !== "check")];
  return texts
    .filter(({ text }) => IMAGE.test(text))
    .map(({ id, text }) => ({ id, addresses: addressesIn(text) }))
    .filter(({ addresses }) => addresses.length > 0)
    .slice(0, MAX_TEXTS);
}

function addressesIn(text: string): string[] {
  return [...new Set([...text.matchAll(ADDRESS)].map(([address]) => address))].slice(0, MAX_ADDRESSES);
}
