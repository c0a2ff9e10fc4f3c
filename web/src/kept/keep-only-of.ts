/** Whose it is that is kept. */
const OWNER = "kept-of";
/** What isn't about anybody's work, nor typed. */
const OF_BROWSER = ["theme", OWNER];

/** Drops what was kept for somebody else, or for nobody knows whom; what the same person typed stays, over signing out as well. */
export function keepOnlyOf(personId: string, storage: Storage): void {
  if (storage.getItem(OWNER) === personId) {
    return;
  }
  const names = Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? "");
  for (const name of names.filter((one) => !OF_BROWSER.includes(one))) {
    storage.removeItem(name);
  }
  storage.setItem(OWNER, personId);
}

/** Whether what changed, as other tabs are told of it, says that it is kept for somebody else by now. */
export function isOfAnother(personId: string, { key, newValue }: Pick<StorageEvent, "key" | "newValue">): boolean {
  return key === OWNER && newValue !== null && newValue !== personId;
}
